// Package atom cuts the line wherever the group of members that cover it
// changes, and folds the pieces into figures: depth, overlaps, openings,
// contributions, by territory unit.
//
// A member here is an index into the list of sets that was swept, whatever they
// stand for. What belongs here: the sweep and every figure that is a fold over
// its pieces. What does not: who the members are, which of their zones count,
// who may see a figure, and choosing new zones (plan).
package atom

import (
	"sync"

	"maillage/geo/layer"
	"maillage/geo/line"
)

// Piece is the cells [Lo,Hi), all covered by the same group of members: an
// atom. Group is an index for Atoms.Group.
type Piece struct {
	Lo, Hi int32
	Group  int32
}

// Atoms is the result of a sweep: pieces in the order of the line, each covered
// by at least one member, neighbours that touch by different groups. Methods
// never change it and may be called concurrently.
type Atoms struct {
	pieces []Piece
	groups *groups

	mu      sync.Mutex
	weighed map[*layer.Layer][]Amount // by group; layers never change
}

// Amount is an amount of land: the area of its cells, and their weight in some
// layer.
type Amount struct {
	Area   int64 // square centimetres, as line.Area counts them
	Weight float64
}

// KM2 returns the area in square kilometres.
func (a Amount) KM2() float64 { return line.KM2(a.Area) }

func (a *Amount) add(b Amount) {
	a.Area += b.Area
	a.Weight += b.Weight
}

// Share is an amount of land that need not be whole cells.
type Share struct{ KM2, Weight float64 }

// Members returns how many sets were swept.
func (a *Atoms) Members() int { return a.groups.members }

// Len returns the number of pieces.
func (a *Atoms) Len() int { return len(a.pieces) }

// Pieces returns the pieces. Callers must not change them.
func (a *Atoms) Pieces() []Piece { return a.pieces }

// Groups returns the number of distinct groups. Some may have no piece here, if
// the atoms were cut out of larger ones.
func (a *Atoms) Groups() int { return a.groups.len() }

// Group returns the members of a group, ascending. Callers must not change it.
func (a *Atoms) Group(group int32) []int32 { return a.groups.of(group) }

// Restrict returns the atoms within a set, land as a rule: figures count
// nothing else then.
func (a *Atoms) Restrict(land line.Set) *Atoms {
	var out []Piece
	if len(land) > 0 {
		out = make([]Piece, 0, len(a.pieces)+len(land)/4)
	}
	i, j := 0, 0
	for i < len(a.pieces) && j < len(land) {
		p, iv := a.pieces[i], land[j]
		if lo, hi := max(p.Lo, iv.Lo), min(p.Hi, iv.Hi); lo < hi {
			out = append(out, Piece{lo, hi, p.Group})
		}
		if p.Hi < iv.Hi {
			i++
		} else {
			j++
		}
	}
	return &Atoms{pieces: out, groups: a.groups}
}

// Keep returns the atoms as they would be if only the members for which keep is
// true had covered anything. Members keep their indexes.
func (a *Atoms) Keep(keep func(member int) bool) *Atoms {
	in := newInterner(a.groups.members)
	kept := make([]uint64, in.words)
	for m := range a.groups.members {
		if keep(m) {
			kept[m/64] |= 1 << (m % 64)
		}
	}
	renamed := make([]int32, a.groups.len()) // -1: nobody is left
	group := make([]uint64, in.words)
	for g := range renamed {
		some := uint64(0)
		for w, bits := range a.groups.bitset(int32(g)) {
			group[w] = bits & kept[w]
			some |= group[w]
		}
		renamed[g] = -1
		if some != 0 {
			renamed[g] = in.intern(group)
		}
	}
	out := make([]Piece, 0, len(a.pieces))
	for _, p := range a.pieces {
		if g := renamed[p.Group]; g >= 0 {
			out = appendPiece(out, p.Lo, p.Hi, g)
		}
	}
	return &Atoms{pieces: out, groups: in.groups()}
}

// Opened returns the atoms that a member does not cover, those the pool opens
// to it: their groups are its partners there.
func (a *Atoms) Opened(member int) *Atoms {
	out := make([]Piece, 0, len(a.pieces))
	for _, p := range a.pieces {
		if !a.groups.has(p.Group, member) {
			out = append(out, p)
		}
	}
	return &Atoms{pieces: out, groups: a.groups}
}

// Covered returns the cells covered by any member.
func (a *Atoms) Covered() line.Set { return a.AtLeast(1) }

// Reach returns the cells a member covers.
func (a *Atoms) Reach(member int) line.Set {
	return a.where(func(g int32) bool { return a.groups.has(g, member) })
}

// Openings returns the cells that others cover and a member does not.
func (a *Atoms) Openings(member int) line.Set {
	return a.where(func(g int32) bool { return !a.groups.has(g, member) })
}

// Only returns the cells that a member alone covers: those lost if it leaves.
func (a *Atoms) Only(member int) line.Set {
	return a.where(func(g int32) bool {
		return len(a.groups.of(g)) == 1 && a.groups.has(g, member)
	})
}

// AtLeast returns the cells covered by at least a number of members.
func (a *Atoms) AtLeast(depth int) line.Set {
	return a.where(func(g int32) bool { return len(a.groups.of(g)) >= depth })
}

// Depth returns the cells covered by exactly a number of members.
func (a *Atoms) Depth(depth int) line.Set {
	return a.where(func(g int32) bool { return len(a.groups.of(g)) == depth })
}

// where returns the cells whose group is wanted.
func (a *Atoms) where(want func(group int32) bool) line.Set {
	wanted := make([]bool, a.groups.len())
	for g := range wanted {
		wanted[g] = want(int32(g))
	}
	var b line.Builder
	for _, p := range a.pieces {
		if wanted[p.Group] {
			b.Add(p.Lo, p.Hi)
		}
	}
	return b.Set()
}

// appendPiece adds a piece, joining it to the last if that touches it and has
// the same group.
func appendPiece(out []Piece, lo, hi, group int32) []Piece {
	if n := len(out); n > 0 && out[n-1].Hi == lo && out[n-1].Group == group {
		out[n-1].Hi = hi
		return out
	}
	return append(out, Piece{lo, hi, group})
}
