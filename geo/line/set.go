package line

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Interval is the cells from Lo up to but not including Hi.
type Interval struct{ Lo, Hi int32 }

// Set is a set of cells: intervals that are sorted, not empty, and neither
// overlap nor touch. The zero value is the empty set. Functions of this package
// take and return such sets; Valid tells whether a slice from elsewhere is one.
type Set []Interval

// FromCells returns the set of these cells, which may come in any order and
// more than once. The slice is left as it is.
func FromCells(cells []int32) Set {
	if len(cells) == 0 {
		return nil
	}
	if !slices.IsSorted(cells) {
		cells = slices.Clone(cells)
		slices.Sort(cells)
	}
	var b Builder
	for _, c := range cells {
		b.Add(c, c+1)
	}
	return b.Set()
}

// FromIntervals returns the set of all cells in these intervals, which may come
// in any order, overlap, touch or be empty. The slice is left as it is.
func FromIntervals(intervals []Interval) Set {
	sorted := slices.Clone(intervals)
	slices.SortFunc(sorted, func(a, b Interval) int { return int(int64(a.Lo) - int64(b.Lo)) })
	b := Builder{set: sorted[:0]} // never writes past what it has read
	for _, iv := range sorted {
		b.Add(iv.Lo, iv.Hi)
	}
	return b.Set()
}

// Builder makes a set from intervals that arrive in order of their Lo. The zero
// value is ready.
type Builder struct{ set Set }

// Add adds the cells [lo,hi). Empty intervals are ignored; lo must not be less
// than that of an earlier one. Intervals that overlap or touch become one.
func (b *Builder) Add(lo, hi int32) {
	if lo >= hi {
		return
	}
	if n := len(b.set); n > 0 && lo <= b.set[n-1].Hi {
		if hi > b.set[n-1].Hi {
			b.set[n-1].Hi = hi
		}
		return
	}
	b.set = append(b.set, Interval{lo, hi})
}

// Set returns what was built.
func (b *Builder) Set() Set { return b.set }

// Valid returns nil if s is a set as this package means it, within the line.
func (s Set) Valid() error {
	last := int32(math.MinInt32)
	for i, iv := range s {
		switch {
		case iv.Lo >= iv.Hi:
			return fmt.Errorf("interval %d, [%d,%d), is empty or reversed", i, iv.Lo, iv.Hi)
		case iv.Lo < 0 || iv.Hi > Size():
			return fmt.Errorf("interval %d, [%d,%d), leaves the line, which ends at %d", i, iv.Lo, iv.Hi, Size())
		case i > 0 && iv.Lo <= last:
			return fmt.Errorf("interval %d, [%d,%d), overlaps, touches or precedes the one before it, which ends at %d", i, iv.Lo, iv.Hi, last)
		}
		last = iv.Hi
	}
	return nil
}

// Count returns the number of cells.
func (s Set) Count() int64 {
	var n int64
	for _, iv := range s {
		n += int64(iv.Hi - iv.Lo)
	}
	return n
}

// Empty tells whether the set has no cell.
func (s Set) Empty() bool { return len(s) == 0 }

// Contains tells whether a cell is in the set.
func (s Set) Contains(cell int32) bool {
	i := s.after(cell)
	return i < len(s) && s[i].Lo <= cell
}

// Equal tells whether two sets hold the same cells.
func (s Set) Equal(other Set) bool { return slices.Equal(s, other) }

// Clip returns the part of the set within [lo,hi). It shares no memory with s.
func (s Set) Clip(lo, hi int32) Set {
	if lo >= hi {
		return nil
	}
	i := s.after(lo)
	j := i + sort.Search(len(s)-i, func(k int) bool { return s[i+k].Lo >= hi })
	if i == j {
		return nil
	}
	out := slices.Clone(s[i:j])
	out[0].Lo = max(out[0].Lo, lo)
	out[len(out)-1].Hi = min(out[len(out)-1].Hi, hi)
	return out
}

// after returns the index of the first interval that ends after a cell.
func (s Set) after(cell int32) int {
	return sort.Search(len(s), func(k int) bool { return s[k].Hi > cell })
}
