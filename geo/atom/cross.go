package atom

import (
	"iter"

	"maillage/geo/layer"
)

// cross is what the groups of an Atoms cover of each unit: the table of units by
// groups, without its empty fields. Both answers by unit are folds over it.
type cross struct {
	entries []crossed
	first   []int32 // for each unit its latest entry's index plus one; 0: none
	table   []int32 // hash table of entries, index plus one
}

type crossed struct {
	unit, group int32
	next        int32 // the unit's entry before this one, as in first
	amount      Amount
}

// cross walks the pieces and each track of units side by side, once.
func (a *Atoms) cross(u *Units, l *layer.Layer) *cross {
	x := &cross{first: make([]int32, u.Len()), table: make([]int32, 4096)}
	for _, track := range u.tracks {
		c := l.Cursor()
		i := 0
		for _, iv := range track {
			i = seek(a.pieces, i, iv.lo)
			for k := i; k < len(a.pieces) && a.pieces[k].Lo < iv.hi; k++ {
				p := a.pieces[k]
				lo, hi := max(p.Lo, iv.lo), min(p.Hi, iv.hi)
				x.entry(iv.unit, p.Group).add(Amount{Cells: int64(hi - lo), Weight: c.Between(lo, hi)})
				i = k // the last one may reach into the next interval
			}
		}
	}
	return x
}

// entry returns the amount of a unit and a group, for adding to it at once.
func (x *cross) entry(unit, group int32) *Amount {
	if at := x.first[unit]; at > 0 && x.entries[at-1].group == group {
		return &x.entries[at-1].amount // the next row of the same place, mostly
	}
	mask := uint64(len(x.table) - 1)
	at := hashPair(unit, group) & mask
	for ; x.table[at] != 0; at = (at + 1) & mask {
		if e := &x.entries[x.table[at]-1]; e.unit == unit && e.group == group {
			return &e.amount
		}
	}
	x.entries = append(x.entries, crossed{unit: unit, group: group, next: x.first[unit]})
	n := int32(len(x.entries))
	x.first[unit], x.table[at] = n, n
	if 2*len(x.entries) > len(x.table) {
		x.grow()
	}
	return &x.entries[n-1].amount
}

func (x *cross) grow() {
	x.table = make([]int32, 2*len(x.table))
	mask := uint64(len(x.table) - 1)
	for i, e := range x.entries {
		at := hashPair(e.unit, e.group) & mask
		for x.table[at] != 0 {
			at = (at + 1) & mask
		}
		x.table[at] = int32(i) + 1
	}
}

func hashPair(unit, group int32) uint64 {
	h := (uint64(uint32(unit))<<32 | uint64(uint32(group))) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// of yields a unit's entries.
func (x *cross) of(unit int) iter.Seq[*crossed] {
	return func(yield func(*crossed) bool) {
		for at := x.first[unit]; at > 0; at = x.entries[at-1].next {
			if !yield(&x.entries[at-1]) {
				return
			}
		}
	}
}

// seek returns the first piece, from one on, that ends after a cell. It looks at
// the next few, then gallops, so that few units do not walk every piece.
func seek(pieces []Piece, i int, cell int32) int {
	for range 4 {
		if i >= len(pieces) || pieces[i].Hi > cell {
			return i
		}
		i++
	}
	lo, step := i, 4 // pieces before lo end at or before cell
	for i < len(pieces) && pieces[i].Hi <= cell {
		lo = i + 1
		i += step
		step *= 2
	}
	hi := min(i, len(pieces))
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if pieces[mid].Hi > cell {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}
