package atom

import (
	"math"
	"slices"

	"maillage/geo/line"
)

// Sweep cuts the line by all sets at once. The index of a set is its member's
// number in the result.
//
// The line is swept window by window. A window's ends of intervals are gathered
// from all sets, sorted while they fit the cache, and replayed; so the cost per
// interval hardly depends on how many members there are.
func Sweep(members []line.Set) *Atoms {
	s := sweeper{
		in:    newInterner(len(members)),
		group: make([]uint64, max(1, (len(members)+63)/64)),
		next:  make([]int, len(members)),
	}
	for at := s.nextEnd(members, 0); at < math.MaxInt32; {
		end := int64(at)&^(window-1) + window
		s.gather(members, end)
		sortEnds(&s.ends, &s.spare)
		s.replay(int32(at &^ (window - 1)))
		if end > math.MaxInt32 {
			break
		}
		at = s.nextEnd(members, int32(end))
	}
	return &Atoms{pieces: s.out, groups: s.in.groups()}
}

// window is the number of cells swept at a time.
const window = 1 << 16

// end is a place where a member's cover begins or stops: its distance from the
// window's first cell in the upper half, the member in the lower.
type end uint64

type sweeper struct {
	in    *interner
	group []uint64 // who covers the place we are at
	depth int      // how many they are
	at    int32    // up to where pieces are written
	next  []int    // for each member the end to come: interval i begins at 2i, stops at 2i+1
	ends  []end
	spare []end
	out   []Piece
}

// position returns where a set's n-th end is.
func position(s line.Set, n int) int32 {
	if n&1 == 0 {
		return s[n>>1].Lo
	}
	return s[n>>1].Hi
}

// nextEnd returns the first end to come, from at on; MaxInt32 if there is none.
func (s *sweeper) nextEnd(members []line.Set, at int32) int32 {
	first := int32(math.MaxInt32)
	for m, set := range members {
		if n := s.next[m]; n < 2*len(set) {
			if p := position(set, n); p < first {
				if first = p; first <= at {
					return at
				}
			}
		}
	}
	return first
}

// gather collects the ends before limit.
func (s *sweeper) gather(members []line.Set, limit int64) {
	s.ends = s.ends[:0]
	start := limit - window
	for m, set := range members {
		n := s.next[m]
		for ; n < 2*len(set); n++ {
			p := int64(position(set, n))
			if p >= limit {
				break
			}
			s.ends = append(s.ends, end(p-start)<<32|end(m))
		}
		s.next[m] = n
	}
}

// replay writes the pieces of a window that begins at start.
func (s *sweeper) replay(start int32) {
	for _, e := range s.ends {
		p, m := start+int32(e>>32), uint32(e)
		if p > s.at {
			if s.depth > 0 {
				s.out = appendPiece(s.out, s.at, p, s.in.intern(s.group))
			}
			s.at = p
		}
		bit := uint64(1) << (m % 64)
		s.group[m/64] ^= bit
		if s.group[m/64]&bit != 0 {
			s.depth++
		} else {
			s.depth--
		}
	}
}

// sortEnds sorts by place, two passes of a byte each; few ends are left to the
// library. Among members at one place, order does not matter.
func sortEnds(ends, spare *[]end) {
	src := *ends
	if len(src) < 256 {
		slices.Sort(src)
		return
	}
	if cap(*spare) < len(src) {
		*spare = make([]end, cap(src))
	}
	dst := (*spare)[:len(src)]
	for _, shift := range [2]uint{32, 40} {
		var count [256]int32
		for _, e := range src {
			count[uint8(e>>shift)]++
		}
		var sum int32
		for i, c := range count {
			count[i] = sum
			sum += c
		}
		for _, e := range src {
			b := uint8(e >> shift)
			dst[count[b]] = e
			count[b]++
		}
		src, dst = dst, src
	}
	*ends, *spare = src, dst[:cap(dst)]
}
