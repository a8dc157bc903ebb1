package line

import (
	"math/bits"
	"sync"
)

// UnionAll returns the cells in any of the sets. The result shares no memory
// with them.
//
// A few sparse sets are merged two by two. Many, or dense ones, are drawn on a
// bitmap of the span they cover (4.6 MB for all of France) and read back: that
// costs the same per interval however many sets there are.
func UnionAll(sets []Set) Set {
	total := 0
	first, last := int32(0), int32(0)
	some := false
	for _, s := range sets {
		if len(s) == 0 {
			continue
		}
		total += len(s)
		if !some || s[0].Lo < first {
			first = s[0].Lo
		}
		if !some || s[len(s)-1].Hi > last {
			last = s[len(s)-1].Hi
		}
		some = true
	}
	if !some {
		return nil
	}
	words := (int(last)-int(first))/64 + 1
	if len(sets) < 3 || total < words/16 {
		return mergeTree(sets, total)
	}
	return drawUnion(sets, first, words)
}

// mergeTree merges neighbours until one set is left.
func mergeTree(sets []Set, total int) Set {
	level := make([]Set, 0, len(sets))
	for _, s := range sets {
		if len(s) > 0 {
			level = append(level, s)
		}
	}
	if len(level) == 1 {
		return append(make(Set, 0, total), level[0]...)
	}
	for len(level) > 1 {
		half := level[:0]
		for i := 0; i < len(level); i += 2 {
			if i+1 == len(level) {
				half = append(half, level[i])
			} else {
				half = append(half, Union(make(Set, 0, len(level[i])+len(level[i+1])), level[i], level[i+1]))
			}
		}
		level = half
	}
	return level[0]
}

// bitmaps keeps drawing boards between calls.
var bitmaps = sync.Pool{New: func() any { return new([]uint64) }}

// drawUnion sets one bit a cell, from cell first on, and reads the runs back.
func drawUnion(sets []Set, first int32, words int) Set {
	board := bitmaps.Get().(*[]uint64)
	defer bitmaps.Put(board)
	if cap(*board) < words {
		*board = make([]uint64, words)
	}
	bm := (*board)[:words]
	clear(bm)
	for _, s := range sets {
		for _, iv := range s {
			lo, hi := uint(iv.Lo-first), uint(iv.Hi-first)-1 // both ends included
			wl, wh := lo/64, hi/64
			ml, mh := ^uint64(0)<<(lo%64), ^uint64(0)>>(63-hi%64)
			if wl == wh {
				bm[wl] |= ml & mh
				continue
			}
			bm[wl] |= ml
			for w := wl + 1; w < wh; w++ {
				bm[w] = ^uint64(0)
			}
			bm[wh] |= mh
		}
	}
	return readRuns(bm, first)
}

// readRuns returns the runs of ones: first counting them, to allocate once. The
// last bit is never one: there is room for a bit more than the cells drawn.
func readRuns(bm []uint64, first int32) Set {
	runs, carry := 0, uint64(0)
	for _, w := range bm {
		runs += bits.OnesCount64(w &^ (w<<1 | carry)) // ones that begin a run
		carry = w >> 63
	}
	out := make(Set, 0, runs)
	open := int32(-1) // where the run being read began, counted from first
	for i, w := range bm {
		base := int32(i) * 64
		if open >= 0 {
			if w == ^uint64(0) {
				continue
			}
			end := int32(bits.TrailingZeros64(^w))
			out = append(out, Interval{first + open, first + base + end})
			open = -1
			w &^= 1<<uint(end) - 1
		}
		for w != 0 {
			lo := int32(bits.TrailingZeros64(w))
			end := lo + int32(bits.TrailingZeros64(^(w >> uint(lo))))
			if end >= 64 {
				open = base + lo
				break
			}
			out = append(out, Interval{first + base + lo, first + base + end})
			w &^= 1<<uint(end) - 1
		}
	}
	return out
}
