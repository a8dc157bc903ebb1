package atom

import (
	"slices"
	"sync"

	"maillage/geo/layer"
	"maillage/geo/line"
)

// Units is the sets of many units of territory: communes, EPCI, NRO areas.
// Methods never change it and may be called concurrently. Units may overlap:
// each counts its own cells in full.
type Units struct {
	sets  []line.Set
	cells []int64

	// All intervals, as tracks that are each in order and free of overlaps, so
	// that each can be merged with the line in one walk. Units that do not
	// overlap fill one track; others, as many as lie over one another.
	tracks [][]unitInterval

	mu      sync.Mutex
	weighed map[*layer.Layer][]Amount
}

type unitInterval struct{ lo, hi, unit int32 }

// NewUnits takes a set for each unit; its index is the unit's number. Empty sets
// keep their number. The sets are kept: callers must not change them.
func NewUnits(sets []line.Set) *Units {
	u := &Units{sets: sets, cells: make([]int64, len(sets))}
	total := 0
	for i, s := range sets {
		total += len(s)
		u.cells[i] = s.Count()
	}
	all := make([]unitInterval, 0, total)
	for i, s := range sets {
		for _, iv := range s {
			all = append(all, unitInterval{iv.Lo, iv.Hi, int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b unitInterval) int {
		if a.lo != b.lo {
			return int(a.lo - b.lo) // cells are never negative: no overflow
		}
		return int(a.unit - b.unit)
	})
	for len(all) > 0 {
		track := all[:0]
		var rest []unitInterval
		for _, iv := range all {
			if n := len(track); n > 0 && track[n-1].hi > iv.lo {
				rest = append(rest, iv)
			} else {
				track = append(track, iv)
			}
		}
		u.tracks = append(u.tracks, track)
		all = rest
	}
	return u
}

// Len returns the number of units.
func (u *Units) Len() int { return len(u.sets) }

// Set returns a unit's set. Callers must not change it.
func (u *Units) Set(unit int) line.Set { return u.sets[unit] }

// Amounts returns each unit's own amount, weighed by a layer (nil: no weight).
// It is computed once for each layer and kept. Callers must not change it.
func (u *Units) Amounts(l *layer.Layer) []Amount {
	u.mu.Lock()
	defer u.mu.Unlock()
	if amounts, ok := u.weighed[l]; ok {
		return amounts
	}
	out := make([]Amount, u.Len())
	for unit := range out {
		out[unit].Cells = u.cells[unit]
	}
	for _, track := range u.tracks {
		c := l.Cursor()
		for _, iv := range track {
			out[iv.unit].Weight += c.Between(iv.lo, iv.hi)
		}
	}
	if u.weighed == nil {
		u.weighed = make(map[*layer.Layer][]Amount)
	}
	u.weighed[l] = out
	return out
}

// UnitAmount is one unit's figures: its own amount, what of it is covered, and
// the most members that cover any one of its cells.
type UnitAmount struct {
	Total, Covered Amount
	DepthMax       int
}

// ByUnit returns the figures of each unit, by its number. Units not covered are
// there, with nothing covered.
func (a *Atoms) ByUnit(u *Units, l *layer.Layer) []UnitAmount {
	out := make([]UnitAmount, u.Len())
	cross := a.cross(u, l)
	for unit, own := range u.Amounts(l) {
		r := &out[unit]
		r.Total = own
		for e := range cross.of(unit) {
			r.Covered.add(e.amount)
			r.DepthMax = max(r.DepthMax, len(a.groups.of(e.group)))
		}
		if r.Covered.Cells == r.Total.Cells {
			r.Covered.Weight = r.Total.Weight // so that a share is 1, not nearly
		}
	}
	return out
}

// MemberAmount is what one member covers of something.
type MemberAmount struct {
	Member int32
	Amount
}

// ByUnitMember calls visit for each unit that anyone covers, by number, with
// what each member covers of it, members ascending. The slice is valid until
// visit returns. On Opened(m), these are the partners that open a unit to m.
func (a *Atoms) ByUnitMember(u *Units, l *layer.Layer, visit func(unit int, members []MemberAmount)) {
	cross := a.cross(u, l)
	byMember := make([]Amount, a.Members())
	var members []MemberAmount
	for unit := range u.Len() {
		members = members[:0]
		for e := range cross.of(unit) {
			for _, m := range a.groups.of(e.group) {
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
