package atom

import (
	"math"
	"math/bits"
	"runtime"
	"sort"
	"sync"

	"maillage/geo/line"
)

// Sweep cuts the line by all sets at once. The index of a set is its member's
// number in the result; groups are numbered as they come along the line.
//
// The line is swept window by window. All sets note the ends of their intervals in
// the window's cells, which need no sorting then and fit the cache; so the cost per
// interval hardly depends on how many members there are. Where there are many,
// each core sweeps a stretch of the line.
func Sweep(members []line.Set) *Atoms {
	ends := 0
	for _, set := range members {
		ends += 2 * len(set)
	}
	return sweepStretches(members, cuts(members, ends, min(runtime.GOMAXPROCS(0), 1+ends/endsEach)))
}

// window is the number of cells swept at a time.
const window = 1 << 14

// endsEach is for how many ends of intervals another core is worth its while.
const endsEach = 1 << 16

// sweepStretches is Sweep with a stretch from each cut to the next, which is
// swept by itself. Cuts are ascending; before the first there is nothing.
func sweepStretches(members []line.Set, cuts []int32) *Atoms {
	stretches := make([]*sweeper, len(cuts))
	var wait sync.WaitGroup
	for i, from := range cuts {
		to := int32(math.MaxInt32)
		if i+1 < len(cuts) {
			to = cuts[i+1]
		}
		wait.Go(func() {
			stretches[i] = newSweeper(members, from)
			stretches[i].sweep(members, to)
		})
	}
	wait.Wait()
	a := joinStretches(stretches)
	for _, s := range stretches {
		s.giveBack()
	}
	return a
}

// joinStretches puts together what was swept apart. Groups that a later stretch
// has for the first time get the numbers that follow, in the order in which they
// come: those of one sweep.
func joinStretches(stretches []*sweeper) *Atoms {
	in, total := stretches[0].in, 0
	for _, s := range stretches {
		total += len(s.out)
	}
	pieces := append(make([]Piece, 0, total), stretches[0].out...)
	for _, s := range stretches[1:] {
		renamed := make([]int32, s.in.count)
		for g := range renamed {
			renamed[g] = in.intern(s.in.bits[g*s.in.words : (g+1)*s.in.words])
		}
		for i, p := range s.out {
			if p.Group = renamed[p.Group]; i == 0 { // the cut may go through an atom
				pieces = appendPiece(pieces, p.Lo, p.Hi, p.Group)
			} else {
				pieces = append(pieces, p)
			}
		}
	}
	return &Atoms{pieces: pieces, groups: in.groups()}
}

// cuts returns where n stretches begin that have about as many ends each.
func cuts(members []line.Set, ends, n int) []int32 {
	out := []int32{0}
	for k := 1; k < n; k++ {
		out = append(out, int32(sort.Search(math.MaxInt32, func(cell int) bool {
			before := 0
			for _, set := range members {
				before += endsBefore(set, int32(cell))
			}
			return before >= ends/n*k
		})))
	}
	return out
}

// endsBefore returns how many ends a set has before a cell; where that is odd,
// the set holds the cell before it.
func endsBefore(s line.Set, cell int32) int {
	return sort.Search(2*len(s), func(n int) bool { return position(s, n) >= cell })
}

// sweeper sweeps a stretch of the line.
type sweeper struct {
	in    *interner
	group []uint64 // who covers the place we are at
	at    int32    // up to where pieces are written
	next  []int    // for each member the end to come: interval i begins at 2i, stops at 2i+1
	*room
}

// room is what a sweep writes into, used again by the next.
type room struct {
	out     []Piece
	toggles []uint64 // for each cell of a window, as a bitset, who begins or stops there; all 0 between windows
	noted   []uint64 // a bit for each cell of a window where toggles is not 0
}

var rooms = sync.Pool{New: func() any { return new(room) }}

// newSweeper returns one that stands before a cell.
func newSweeper(members []line.Set, from int32) *sweeper {
	s := &sweeper{in: newInterner(len(members)), next: make([]int, len(members)), at: from, room: rooms.Get().(*room)}
	s.group = make([]uint64, s.in.words)
	for m, set := range members {
		if s.next[m] = endsBefore(set, from); s.next[m]&1 != 0 {
			s.group[m/64] |= 1 << (m % 64)
		}
	}
	if n := window * s.in.words; len(s.toggles) < n {
		s.toggles, s.noted = make([]uint64, n), make([]uint64, window/64)
	}
	return s
}

// giveBack ends the use of what the sweeper wrote.
func (s *sweeper) giveBack() {
	s.out = s.out[:0]
	rooms.Put(s.room)
}

// sweep sweeps up to a cell.
func (s *sweeper) sweep(members []line.Set, to int32) {
	for at := s.nextEnd(members, s.at); at < to; at = s.nextEnd(members, at) {
		start := at &^ (window - 1)
		for m, set := range members {
			s.note(m, set, start, to)
		}
		s.replay(start)
	}
	if s.at < to && s.covered() { // to be continued by the next stretch
		s.out = append(s.out, Piece{s.at, to, s.in.intern(s.group)})
	}
}

// covered tells whether anyone covers the place we are at.
func (s *sweeper) covered() bool {
	some := uint64(0)
	for _, word := range s.group {
		some |= word
	}
	return some != 0
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

// note notes a set's ends before a cell, in the window that begins at start. Two
// ends of one set are never at one cell.
func (s *sweeper) note(member int, set line.Set, start, to int32) {
	n := s.next[member]
	word, bit := member/64, uint64(1)<<(member%64)
	for ; n < 2*len(set); n++ {
		p := position(set, n)
		at := p - start
		if at >= window || p >= to {
			break
		}
		s.toggles[int(at)*s.in.words+word] |= bit
		s.noted[at/64] |= 1 << (at % 64)
	}
	s.next[member] = n
}

// replay writes the pieces of a window that begins at start.
func (s *sweeper) replay(start int32) {
	for i, noted := range s.noted {
		for ; noted != 0; noted &= noted - 1 {
			cell := i*64 + bits.TrailingZeros64(noted)
			p := start + int32(cell)
			if p > s.at && s.covered() {
				s.out = append(s.out, Piece{s.at, p, s.in.intern(s.group)})
			}
			s.at = p
			toggles := s.toggles[cell*s.in.words : (cell+1)*s.in.words]
			for w, t := range toggles {
				s.group[w] ^= t
			}
			clear(toggles)
		}
		s.noted[i] = 0
	}
}
