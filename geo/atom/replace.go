package atom

import (
	"slices"

	"maillage/geo/layer"
	"maillage/geo/line"
)

// Change is what a Replace did, for Cross.Replace.
type Change struct {
	cells   line.Set // whose group is another
	renamed []int32  // what the group of each number before is now; -1: no piece has it
}

// Replace returns the atoms as they are once a member covers now, whatever it
// covered before: what Sweep would give, piece for piece and number for number.
// It costs a copy, and little more for the cells that changed. The atoms must
// come from Sweep or Replace; on those of Keep and the like, groups may get
// other numbers.
func (a *Atoms) Replace(member int, now line.Set) (*Atoms, *Change) {
	before := a.Reach(member)
	gone, come := line.Subtract(nil, before, now), line.Subtract(nil, now, before)
	cells := line.Union(nil, gone, come)
	r := &replacer{
		in:      a.groups.interner(),
		toggled: make([]int32, a.groups.len()),
		out:     make([]Piece, 0, len(a.pieces)+2*len(cells)),
		word:    member / 64, bit: 1 << (member % 64),
	}
	for g := range r.toggled {
		r.toggled[g] = unasked
	}
	r.walk(a.pieces, cells)
	pieces, groups, renamed := renumber(r.out, r.in)
	after := &Atoms{pieces: pieces, groups: groups}
	change := &Change{cells: cells, renamed: renamed[:a.groups.len()]}
	after.reweigh(a, change)
	return after, change
}

// reweigh takes over the amounts of groups that earlier atoms were asked for,
// counting anew the cells that changed. Layers weigh exactly, so that they are
// those that counting all would give.
func (a *Atoms) reweigh(before *Atoms, c *Change) {
	before.mu.Lock()
	defer before.mu.Unlock()
	for l, amounts := range before.weighed {
		mended := make([]Amount, a.groups.len())
		for g, amount := range amounts {
			if now := c.renamed[g]; now != nobody {
				mended[now].add(amount)
			}
		}
		before.within(c.cells, l, func(group int32, amount Amount) {
			if now := c.renamed[group]; now != nobody {
				mended[now] = less(mended[now], amount)
			}
		})
		a.within(c.cells, l, func(group int32, amount Amount) { mended[group].add(amount) })
		if a.weighed == nil {
			a.weighed = make(map[*layer.Layer][]Amount, len(before.weighed))
		}
		a.weighed[l] = mended
	}
}

// within calls visit with the amount of each part of a piece in a set.
func (a *Atoms) within(s line.Set, l *layer.Layer, visit func(group int32, amount Amount)) {
	cursor := l.Cursor()
	i := 0
	for _, iv := range s {
		i = seek(a.pieces, i, iv.Lo)
		for ; i < len(a.pieces) && a.pieces[i].Lo < iv.Hi; i++ {
			p := a.pieces[i]
			lo, hi := max(p.Lo, iv.Lo), min(p.Hi, iv.Hi)
			visit(p.Group, Amount{Area: line.Area(lo, hi), Weight: cursor.Between(lo, hi)})
			if p.Hi > iv.Hi {
				break // it may reach into the next interval
			}
		}
	}
}

// Where a group's number stands, those that are none.
const (
	nobody  = -1
	unasked = -2
	several = -3 // more groups than one
)

type replacer struct {
	in      *interner
	toggled []int32 // what each group becomes where the member comes or goes
	alone   int32   // the member's own group plus one; 0: not asked yet
	out     []Piece
	word    int
	bit     uint64
}

// walk copies pieces, with another group on the cells that changed.
func (r *replacer) walk(pieces []Piece, cells line.Set) {
	i := 0
	var cut int32 // up to where pieces[i] is written already
	for _, iv := range cells {
		// All that ends before, then what of the next one lies before.
		for i < len(pieces) && pieces[i].Hi <= iv.Lo {
			j := i + 1
			for j < len(pieces) && pieces[j].Hi <= iv.Lo {
				j++
			}
			r.whole(pieces[i:j], cut)
			i = j
		}
		at := iv.Lo
		for at < iv.Hi {
			if i == len(pieces) || pieces[i].Lo >= iv.Hi {
				r.add(at, iv.Hi, r.own())
				break
			}
			p := pieces[i]
			lo := max(p.Lo, cut)
			if lo < at {
				r.add(lo, at, p.Group)
			} else if lo > at {
				r.add(at, lo, r.own())
				at = lo
			}
			hi := min(p.Hi, iv.Hi)
			if g := r.toggle(p.Group); g != nobody {
				r.add(at, hi, g)
			}
			at, cut = hi, hi
			if hi == p.Hi {
				i++
			}
		}
	}
	if i < len(pieces) {
		r.whole(pieces[i:], cut)
	}
}

// whole adds whole pieces, of the first only what comes after cut.
func (r *replacer) whole(pieces []Piece, cut int32) {
	p := pieces[0]
	r.add(max(p.Lo, cut), p.Hi, p.Group)
	if len(pieces) > 1 {
		r.add(pieces[1].Lo, pieces[1].Hi, pieces[1].Group)
		r.out = append(r.out, pieces[min(2, len(pieces)):]...)
	}
}

func (r *replacer) add(lo, hi, group int32) {
	if lo < hi {
		r.out = appendPiece(r.out, lo, hi, group)
	}
}

// own is the group of the member alone.
func (r *replacer) own() int32 {
	if r.alone == 0 {
		group := make([]uint64, r.in.words)
		group[r.word] = r.bit
		r.alone = r.in.intern(group) + 1
	}
	return r.alone - 1
}

// toggle is a group with the member if it is without, without it if it is with.
func (r *replacer) toggle(group int32) int32 {
	if r.toggled[group] == unasked {
		members := slices.Clone(r.in.bits[int(group)*r.in.words : (int(group)+1)*r.in.words])
		members[r.word] ^= r.bit
		r.toggled[group] = nobody
		if slices.ContainsFunc(members, func(w uint64) bool { return w != 0 }) {
			r.toggled[group] = r.in.intern(members)
		}
	}
	return r.toggled[group]
}

// interner returns one that knows these groups by their numbers.
func (g *groups) interner() *interner {
	in := newInterner(g.members)
	for id := range g.len() {
		in.intern(g.bitset(int32(id)))
	}
	return in
}

// renumber numbers the groups of pieces as Sweep does, as they come along the
// line, in place. It returns the groups, and what each number was renamed to.
func renumber(pieces []Piece, in *interner) ([]Piece, *groups, []int32) {
	renamed := make([]int32, in.count)
	for g := range renamed {
		renamed[g] = nobody
	}
	ordered := &interner{members: in.members, words: in.words, bits: make([]uint64, 0, len(in.bits))}
	for i := range pieces {
		old := pieces[i].Group
		if renamed[old] == nobody {
			renamed[old] = int32(ordered.count)
			ordered.count++
			ordered.bits = append(ordered.bits, in.bits[int(old)*in.words:(int(old)+1)*in.words]...)
		}
		pieces[i].Group = renamed[old]
	}
	return pieces, ordered.groups(), renamed
}
