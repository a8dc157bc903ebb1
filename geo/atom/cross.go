package atom

import (
	"slices"
	"sync"

	"maillage/geo/layer"
)

// Cross is what the groups of an Atoms cover of each unit: the table of units by
// groups, without its empty fields. All answers by unit are folds over it, so
// it is worth keeping where several are asked. Methods never change it and may
// be called concurrently.
type Cross struct {
	groups  *groups
	units   *Units
	layer   *layer.Layer
	entries []crossed // a unit's together, as they come along the line
	first   []int32   // where each unit's begin; one more than units
	hidden  []bool    // groups that do not count; nil: all do

	mu      sync.Mutex
	figures []UnitAmount // of each unit, once they are asked for
}

type crossed struct {
	group  int32
	amount Amount
}

// Cross walks the pieces and each track of units side by side, once to see which
// units one group covers throughout, or nobody: those have their own amount, or
// nothing. The rest, along the borders of what members cover, are walked again
// and added up. It weighs by a layer (nil: no weight).
func (a *Atoms) Cross(u *Units, l *layer.Layer) *Cross {
	throughout, mixed := a.throughout(u)
	g := newGatherer(u.Len())
	for _, track := range u.tracks {
		if mixed == 0 {
			break
		}
		c := l.Cursor()
		i := 0
		for _, iv := range track {
			if throughout[iv.unit] == several {
				i = seek(a.pieces, i, iv.lo)
				i = g.gather(a.pieces, i, iv, &c)
			}
		}
	}
	own := u.Amounts(l)
	x := &Cross{groups: a.groups, units: u, layer: l, entries: make([]crossed, 0, u.Len()-mixed+len(g.entries)), first: make([]int32, 1, u.Len()+1)}
	for unit, group := range throughout {
		if group >= 0 {
			x.entries = append(x.entries, crossed{group, own[unit]})
		} else if group == several {
			x.entries = g.take(x.entries, int32(unit))
		}
		x.first = append(x.first, int32(len(x.entries)))
	}
	return x
}

// throughout returns the group that covers all of each unit: nobody, several for
// a unit of which parts are covered by others than the rest, unasked for one
// without cells; and how many units are covered by several.
func (a *Atoms) throughout(u *Units) (groups []int32, mixed int) {
	groups = make([]int32, u.Len())
	for unit := range groups {
		groups[unit] = unasked
	}
	for _, track := range u.tracks {
		i := 0
		for _, iv := range track {
			i = seek(a.pieces, i, iv.lo)
			group := int32(nobody)
			if i < len(a.pieces) && a.pieces[i].Lo < iv.hi {
				group = several
				if p := a.pieces[i]; p.Lo <= iv.lo && iv.hi <= p.Hi {
					group = p.Group
				}
			}
			switch before := groups[iv.unit]; {
			case before == unasked:
				groups[iv.unit] = group
			case before != group:
				groups[iv.unit] = several
			}
		}
	}
	for _, group := range groups {
		if group == several {
			mixed++
		}
	}
	return groups, mixed
}

// Bytes returns about what the table takes in memory.
func (x *Cross) Bytes() int64 { return int64(len(x.entries))*24 + int64(len(x.first))*4 }

// Opened returns the table of what a member does not cover: what the pool opens
// to it, as Atoms.Opened has it.
func (x *Cross) Opened(member int) *Cross {
	hidden := make([]bool, x.groups.len())
	for g := range hidden {
		hidden[g] = x.groups.has(int32(g), member) || x.hidden != nil && x.hidden[g]
	}
	return &Cross{groups: x.groups, units: x.units, layer: x.layer, entries: x.entries, first: x.first, hidden: hidden}
}

// of returns a unit's entries, those that are hidden among them.
func (x *Cross) of(unit int) []crossed { return x.entries[x.first[unit]:x.first[unit+1]] }

func (x *Cross) counts(e crossed) bool { return x.hidden == nil || !x.hidden[e.group] }

// UnitAmount is one unit's figures: its own amount, what of it is covered, and
// the most members that cover any one of its cells.
type UnitAmount struct {
	Total, Covered Amount
	DepthMax       int
}

// ByUnit returns the figures of each unit, by its number. Units not covered are
// there, with nothing covered. They are computed once and kept: callers must not
// change them.
func (x *Cross) ByUnit() []UnitAmount {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.figures == nil {
		x.figures = make([]UnitAmount, x.units.Len())
		for unit, own := range x.units.Amounts(x.layer) {
			x.figures[unit] = x.figure(unit, own)
		}
	}
	return x.figures
}

// figure adds up what a unit has.
func (x *Cross) figure(unit int, own Amount) UnitAmount {
	r := UnitAmount{Total: own}
	for _, e := range x.of(unit) {
		if x.counts(e) {
			r.Covered.add(e.amount)
			r.DepthMax = max(r.DepthMax, len(x.groups.of(e.group)))
		}
	}
	return r
}

// Len returns the number of units.
func (x *Cross) Len() int { return x.units.Len() }

// Covered returns what of one unit is covered.
func (x *Cross) Covered(unit int) Amount { return x.figure(unit, Amount{}).Covered }

// ByUnit is Cross and its ByUnit at once.
func (a *Atoms) ByUnit(u *Units, l *layer.Layer) []UnitAmount { return a.Cross(u, l).ByUnit() }

// MemberAmount is what one member covers of something.
type MemberAmount struct {
	Member int32
	Amount
}

// ByUnitMember calls visit for each unit that anyone covers, by number, with
// what each member covers of it, members ascending. The slice is valid until
// visit returns. On Opened(m), these are the partners that open a unit to m.
func (x *Cross) ByUnitMember(visit func(unit int, members []MemberAmount)) {
	t := x.teller()
	for unit := range x.units.Len() {
		if members := t.tell(unit); len(members) > 0 {
			visit(unit, members)
		}
	}
}

// EachMember is ByUnitMember for some units; those that nobody covers are
// visited too, with no member.
func (x *Cross) EachMember(units []int32, visit func(unit int, members []MemberAmount)) {
	t := x.teller()
	for _, unit := range units {
		visit(int(unit), t.tell(int(unit)))
	}
}

// teller tells who covers units, one after the other.
type teller struct {
	x        *Cross
	byMember []Amount // empty between two units
	members  []MemberAmount
}

func (x *Cross) teller() *teller { return &teller{x: x, byMember: make([]Amount, x.groups.members)} }

// tell returns what each member covers of a unit, valid until it is called again.
func (t *teller) tell(unit int) []MemberAmount {
	t.members = t.members[:0]
	entries := t.x.of(unit)
	if len(entries) == 1 && t.x.counts(entries[0]) { // one group covers it, as most
		for _, m := range t.x.groups.of(entries[0].group) {
			t.members = append(t.members, MemberAmount{m, entries[0].amount})
		}
		return t.members
	}
	for _, e := range entries {
		if !t.x.counts(e) {
			continue
		}
		for _, m := range t.x.groups.of(e.group) {
			if t.byMember[m].Area == 0 {
				t.members = append(t.members, MemberAmount{Member: m})
			}
			t.byMember[m].add(e.amount)
		}
	}
	slices.SortFunc(t.members, func(x, y MemberAmount) int { return int(x.Member - y.Member) })
	for i := range t.members {
		m := t.members[i].Member
		t.members[i].Amount, t.byMember[m] = t.byMember[m], Amount{}
	}
	return t.members
}

// ByUnitMember is Cross and its ByUnitMember at once.
func (a *Atoms) ByUnitMember(u *Units, l *layer.Layer, visit func(unit int, members []MemberAmount)) {
	a.Cross(u, l).ByUnitMember(visit)
}
