package plan

import (
	"math/bits"
	"slices"

	"maillage/geo/layer"
	"maillage/geo/line"
)

// atoms are the pieces into which the candidates and the members' markets cut
// the demand, each with its weight and whom it opens to.
type atoms struct {
	weight []float64
	class  []int32
	runs   [][]run // of each candidate
}

// cuts numbers the places where the line is cut.
type cuts struct {
	bit    []uint64
	before []int32 // cuts in all words before
}

func newCuts() *cuts { return &cuts{bit: make([]uint64, int(line.Size())/64+1)} }

func (k *cuts) mark(s line.Set) {
	for _, iv := range s {
		k.bit[iv.Lo>>6] |= 1 << (iv.Lo & 63)
		k.bit[iv.Hi>>6] |= 1 << (iv.Hi & 63)
	}
}

func (k *cuts) number() int {
	k.before = make([]int32, len(k.bit))
	n := 0
	for i, w := range k.bit {
		k.before[i] = int32(n)
		n += bits.OnesCount64(w)
	}
	return n
}

// rank returns how many cuts lie before a place.
func (k *cuts) rank(at int32) int32 {
	return k.before[at>>6] + int32(bits.OnesCount64(k.bit[at>>6]&(1<<(at&63)-1)))
}

// each calls visit with each piece between two cuts, in order.
func (k *cuts) each(visit func(piece int, lo, hi int32)) {
	piece, last := -1, int32(0)
	for i, w := range k.bit {
		for ; w != 0; w &= w - 1 {
			at := int32(i<<6 + bits.TrailingZeros64(w))
			if piece >= 0 {
				visit(piece, last, at)
			}
			piece, last = piece+1, at
		}
	}
}

// cutLine cuts the demand by candidates' cells (those that use says) and by
// the cells of members.
func cutLine(demand []Demand, candidates []Candidate, use func(int) bool, markets []market, classes *classes) atoms {
	k := newCuts()
	for i := range candidates {
		if use(i) {
			k.mark(candidates[i].Cells)
		}
	}
	for i := range markets {
		k.mark(markets[i].cells)
	}
	n := k.number()
	depth := make([]int32, n+1)
	for i := range candidates {
		if use(i) {
			for _, iv := range candidates[i].Cells {
				depth[k.rank(iv.Lo)]++
				depth[k.rank(iv.Hi)]--
			}
		}
	}
	readers := make([]reader, len(demand))
	for i, d := range demand {
		readers[i] = reader{set: d.Cells, cursor: d.Layer.Cursor(), factor: d.Factor}
	}
	where := classes.walk(markets)
	var a atoms
	at := make([]int32, n+1) // how many atoms lie before a cut
	var covered int32
	k.each(func(piece int, lo, hi int32) {
		covered += depth[piece]
		at[piece] = int32(len(a.weight))
		if covered == 0 {
			return
		}
		var w float64
		for i := range readers {
			w += readers[i].read(lo, hi)
		}
		if class, some := where(lo); w > 0 && some {
			a.weight = append(a.weight, w)
			a.class = append(a.class, class)
		}
	})
	if n > 0 {
		at[n-1], at[n] = int32(len(a.weight)), int32(len(a.weight))
	}
	a.runs = make([][]run, len(candidates))
	for i := range candidates {
		if use(i) {
			for _, iv := range candidates[i].Cells {
				a.runs[i] = appendRun(a.runs[i], 0, run{at[k.rank(iv.Lo)], at[k.rank(iv.Hi)]})
			}
		}
	}
	return a
}

// reader weighs pieces of the line, in order, within a set.
type reader struct {
	set    line.Set
	cursor layer.Cursor
	factor float64
	next   int
}

func (r *reader) read(lo, hi int32) float64 {
	for r.next < len(r.set) && r.set[r.next].Hi <= lo {
		r.next++
	}
	var sum float64
	for i := r.next; i < len(r.set) && r.set[i].Lo < hi; i++ {
		sum += r.cursor.Between(max(lo, r.set[i].Lo), min(hi, r.set[i].Hi))
	}
	return sum * r.factor
}

// cutElements does the same where candidates and members list elements: each
// element is an atom.
func cutElements(weights []float64, candidates []Candidate, use func(int) bool, markets []market, classes *classes) atoms {
	who := make([][]int32, len(weights))
	for _, m := range markets {
		if m.all {
			for e := range who {
				who[e] = append(who[e], m.member)
			}
			continue
		}
		for _, e := range m.sorted {
			who[e] = append(who[e], m.member)
		}
	}
	var a atoms
	at := make([]int32, len(weights)+1)
	for e, w := range weights {
		at[e] = int32(len(a.weight))
		if w > 0 && (len(markets) == 0 || len(who[e]) > 0) {
			a.weight = append(a.weight, w)
			a.class = append(a.class, classes.number(who[e]))
		}
	}
	at[len(weights)] = int32(len(a.weight))
	a.runs = make([][]run, len(candidates))
	for i := range candidates {
		if use(i) {
			for _, e := range ordered(candidates[i].Elements) {
				a.runs[i] = appendRun(a.runs[i], 0, run{at[e], at[e+1]})
			}
		}
	}
	return a
}

// ordered returns elements in ascending order, leaving the list as it is.
func ordered(elements []int32) []int32 {
	if slices.IsSorted(elements) {
		return elements
	}
	elements = slices.Clone(elements)
	slices.Sort(elements)
	return elements
}
