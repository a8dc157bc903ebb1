package plan

import (
	"container/heap"
	"math"
	"slices"
)

// even is a plan under a fair objective: what it covers, and what each member
// has.
type even struct {
	pr  *Prepared
	f   *fairness
	k   *cover
	l   *limits
	has []float64
	sum []int64 // scratch: by class
}

func newEven(pr *Prepared, f *fairness, l *limits) *even {
	return &even{pr: pr, f: f, k: newCover(pr.free), l: l.clone(), has: slices.Clone(f.base), sum: make([]int64, len(pr.classes.members))}
}

// with returns what members would have with one more candidate.
func (x *even) with(c int32) []float64 {
	clear(x.sum)
	for _, r := range x.k.in.of(c) {
		for e := r.lo; e < r.hi; e++ {
			x.sum[x.k.in.class[e]] += x.k.left[e]
		}
	}
	return x.moved(1)
}

// without returns what they would have without one of the plan.
func (x *even) without(c int32) []float64 {
	clear(x.sum)
	for _, r := range x.k.in.of(c) {
		for e := r.lo; e < r.hi; e++ {
			if x.k.depth[e] == 1 {
				x.sum[x.k.in.class[e]] += x.k.in.weight[e]
			}
		}
	}
	return x.moved(-1)
}

func (x *even) moved(sign float64) []float64 {
	out := slices.Clone(x.has)
	for m, w := range x.pr.byMember(x.sum) {
		out[m] = max(x.f.base[m], out[m]+sign*w)
	}
	return out
}

func (x *even) add(c int32) {
	x.has = x.with(c)
	x.l.take(int(x.k.in.id[c]))
	x.k.add(c)
}

func (x *even) remove(c int32) {
	x.has = x.without(c)
	x.l.release(int(x.k.in.id[c]))
	x.k.remove(c)
}

// recount takes away what rounding has left behind.
func (x *even) recount() {
	clear(x.sum)
	for e, d := range x.k.depth {
		if d > 0 {
			x.sum[x.k.in.class[e]] += x.k.in.weight[e]
		}
	}
	x.has = slices.Clone(x.f.base)
	for m, w := range x.pr.byMember(x.sum) {
		x.has[m] += w
	}
}

// grow adds the candidates that add most to soft, the best first: it is concave
// in what is covered, so that gains only fall and the lazy heap holds.
// visit, where given, is told of each and may end it.
func (x *even) grow(power float64, byCost bool, visit func(c int32) bool) {
	h := &lazy{}
	worth := func(c int32) float64 {
		gain := x.f.soft(x.with(c), power) - x.f.soft(x.has, power)
		if cost := x.l.costs[x.k.in.id[c]]; byCost {
			if cost == 0 && gain > 0 {
				return math.Inf(1)
			}
			return gain / float64(max(1, cost))
		}
		return gain
	}
	for c := range int32(x.k.in.size()) {
		if x.k.in.value[c] > 0 && !x.k.chosen[c] && x.l.fits(int(x.k.in.id[c])) {
			h.entries = append(h.entries, entry{c: c, merit: worth(c)})
		}
	}
	heap.Init(h)
	for round := int32(0); len(h.entries) > 0; {
		e := &h.entries[0]
		switch {
		case !x.l.fits(int(x.k.in.id[e.c])):
			heap.Pop(h)
		case e.round != round:
			e.merit, e.round = worth(e.c), round
			if e.merit <= 0 {
				heap.Pop(h)
				continue
			}
			heap.Fix(h, 0)
		default:
			c := e.c
			heap.Pop(h)
			x.add(c)
			round++
			if visit != nil && !visit(c) {
				return
			}
		}
	}
	x.recount()
}

// swap exchanges one candidate of the plan for one of a pool, or drops in one
// that fits, while the plan becomes fairer.
func (x *even) swap(pool []int32, late func() bool) {
	for again := true; again && !late(); {
		again = x.drop(pool)
		for c := range int32(len(x.k.chosen)) {
			if !x.k.chosen[c] || late() {
				continue
			}
			before := x.has
			x.remove(c)
			best, has := int32(-1), before
			for _, o := range pool {
				if o == c || x.k.chosen[o] || !x.l.fits(int(x.k.in.id[o])) {
					continue
				}
				if h := x.with(o); x.f.compare(h, has) > 0 {
					best, has = o, h
				}
			}
			if best < 0 {
				x.add(c)
				continue
			}
			x.add(best)
			again = true
		}
		x.recount()
	}
}

// drop adds what fits and makes the plan fairer.
func (x *even) drop(pool []int32) (found bool) {
	for {
		best, has := int32(-1), x.has
		for _, o := range pool {
			if x.k.chosen[o] || !x.l.fits(int(x.k.in.id[o])) {
				continue
			}
			if h := x.with(o); x.f.compare(h, has) > 0 {
				best, has = o, h
			}
		}
		if best < 0 {
			return found
		}
		x.add(best)
		found = true
	}
}
