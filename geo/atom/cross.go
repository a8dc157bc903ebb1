package atom

import (
	"slices"

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
}

type crossed struct {
	group  int32
	amount Amount
}

// Cross walks the pieces and each track of units side by side, once. It weighs
// by a layer (nil: no weight).
func (a *Atoms) Cross(u *Units, l *layer.Layer) *Cross {
	g := newGatherer(u.Len())
	for _, track := range u.tracks {
		c := l.Cursor()
		i := 0
		for _, iv := range track {
			i = seek(a.pieces, i, iv.lo)
			i = g.gather(a.pieces, i, iv, &c)
		}
	}
	x := &Cross{groups: a.groups, units: u, layer: l, entries: make([]crossed, 0, len(g.entries)), first: make([]int32, 1, u.Len()+1)}
	for unit := range u.Len() {
		x.entries = g.take(x.entries, int32(unit))
		x.first = append(x.first, int32(len(x.entries)))
	}
	return x
}

// Bytes returns about what the table takes in memory.
func (x *Cross) Bytes() int64 { return int64(len(x.entries))*24 + int64(len(x.first))*4 }

// Opened returns the table of what a member does not cover: what the pool opens
// to it, as Atoms.Opened has it.
func (x *Cross) Opened(member int) *Cross {
	out := *x
	out.hidden = make([]bool, x.groups.len())
	for g := range out.hidden {
		out.hidden[g] = x.groups.has(int32(g), member) || x.hidden != nil && x.hidden[g]
	}
	return &out
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
// there, with nothing covered.
func (x *Cross) ByUnit() []UnitAmount {
	out := make([]UnitAmount, x.units.Len())
	for unit, own := range x.units.Amounts(x.layer) {
		r := &out[unit]
		r.Total = own
		for _, e := range x.of(unit) {
			if x.counts(e) {
				r.Covered.add(e.amount)
				r.DepthMax = max(r.DepthMax, len(x.groups.of(e.group)))
			}
		}
		if r.Covered.Cells == r.Total.Cells {
			r.Covered.Weight = r.Total.Weight // so that a share is 1, not nearly
		}
	}
	return out
}

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
	byMember := make([]Amount, x.groups.members)
	var members []MemberAmount
	for unit := range x.units.Len() {
		members = members[:0]
		for _, e := range x.of(unit) {
			if !x.counts(e) {
				continue
			}
			for _, m := range x.groups.of(e.group) {
				if byMember[m].Cells == 0 {
					members = append(members, MemberAmount{Member: m})
				}
				byMember[m].add(e.amount)
			}
		}
		if len(members) == 0 {
			continue
		}
		slices.SortFunc(members, func(x, y MemberAmount) int { return int(x.Member - y.Member) })
		for i := range members {
			m := members[i].Member
			members[i].Amount, byMember[m] = byMember[m], Amount{}
		}
		visit(unit, members)
	}
}

// ByUnitMember is Cross and its ByUnitMember at once.
func (a *Atoms) ByUnitMember(u *Units, l *layer.Layer, visit func(unit int, members []MemberAmount)) {
	a.Cross(u, l).ByUnitMember(visit)
}
