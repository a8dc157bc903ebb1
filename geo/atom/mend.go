package atom

import (
	"slices"
	"sort"

	"maillage/geo/line"
)

// Replace returns the table of the atoms that a Replace of this table's gave,
// with the change it gave, and the units with cells that changed, ascending:
// those alone are walked anew. The table must hide no group, as Opened does.
func (x *Cross) Replace(a *Atoms, c *Change) (*Cross, []int32) {
	u := x.units
	touched := u.touched(c.cells)
	g := newGatherer(u.Len())
	for _, unit := range touched {
		cursor := x.layer.Cursor()
		i := 0
		for _, iv := range u.sets[unit] {
			i = seek(a.pieces, i, iv.Lo)
			i = g.gather(a.pieces, i, unitInterval{iv.Lo, iv.Hi, unit}, &cursor)
		}
	}
	out := &Cross{groups: a.groups, units: u, layer: x.layer,
		entries: make([]crossed, 0, len(x.entries)+len(g.entries)), first: make([]int32, 1, u.Len()+1)}
	from := 0
	for _, unit := range touched {
		out.carry(x, from, int(unit), c.renamed)
		out.entries = g.take(out.entries, unit)
		out.first = append(out.first, int32(len(out.entries)))
		from = int(unit) + 1
	}
	out.carry(x, from, u.Len(), c.renamed)
	out.mendFigures(x, touched)
	return out, touched
}

// carry appends the entries of units [from,to) of an earlier table, with the
// names that their groups have now.
func (x *Cross) carry(earlier *Cross, from, to int, renamed []int32) {
	shift := int32(len(x.entries)) - earlier.first[from]
	for _, e := range earlier.entries[earlier.first[from]:earlier.first[to]] {
		e.group = renamed[e.group]
		x.entries = append(x.entries, e)
	}
	for _, end := range earlier.first[from+1 : to+1] {
		x.first = append(x.first, end+shift)
	}
}

// mendFigures takes over the figures of units that an earlier table was asked
// for, but those of the units that were touched.
func (x *Cross) mendFigures(earlier *Cross, touched []int32) {
	earlier.mu.Lock()
	figures := slices.Clone(earlier.figures)
	earlier.mu.Unlock()
	if figures == nil {
		return
	}
	own := x.units.Amounts(x.layer)
	for _, unit := range touched {
		figures[unit] = x.figure(int(unit), own[unit])
	}
	x.figures = figures
}

// touched returns the units that have a cell of a set, ascending.
func (u *Units) touched(s line.Set) []int32 {
	var out []int32
	for _, track := range u.tracks {
		i := 0
		for _, iv := range s {
			i += sort.Search(len(track)-i, func(k int) bool { return track[i+k].hi > iv.Lo })
			for k := i; k < len(track) && track[k].lo < iv.Hi; k++ {
				out = append(out, track[k].unit)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
