package plan

import (
	"container/heap"
	"math"
)

// lazy is a heap of candidates by what they were last seen to add: as gains
// only fall while a plan grows, the first whose gain is fresh is the best
// (Minoux, 1978).
type lazy struct {
	entries []entry
}

type entry struct {
	c     int32
	gain  int64
	merit float64 // gain, or gain per cost
	round int32   // when gain was fresh
}

func (h *lazy) Len() int { return len(h.entries) }
func (h *lazy) Less(i, j int) bool {
	a, b := &h.entries[i], &h.entries[j]
	switch {
	case a.merit != b.merit:
		return a.merit > b.merit
	case a.gain != b.gain:
		return a.gain > b.gain
	}
	return a.c < b.c
}
func (h *lazy) Swap(i, j int) { h.entries[i], h.entries[j] = h.entries[j], h.entries[i] }
func (h *lazy) Push(x any)    { h.entries = append(h.entries, x.(entry)) }
func (h *lazy) Pop() any {
	last := h.entries[len(h.entries)-1]
	h.entries = h.entries[:len(h.entries)-1]
	return last
}

// merit is what a gain is worth: itself, or by the euro.
func merit(gain, cost int64, byCost bool) float64 {
	switch {
	case !byCost:
		return float64(gain)
	case cost == 0:
		return math.Inf(1)
	}
	return float64(gain) / float64(cost)
}

// greedy adds candidates to a plan, the best first, while any fits and adds
// something. visit, where given, is told of each and may end it.
func greedy(k *cover, l *limits, byCost bool, visit func(c int32, gain int64) bool) {
	h := &lazy{entries: make([]entry, 0, k.in.size())}
	for c := range int32(k.in.size()) {
		if v := k.in.value[c]; v > 0 && !k.chosen[c] && l.fits(int(k.in.id[c])) {
			h.entries = append(h.entries, entry{c, v, merit(v, l.costs[k.in.id[c]], byCost), -1})
		}
	}
	heap.Init(h)
	h.run(k, l, byCost, visit)
}

// run does so with the candidates of the heap.
func (h *lazy) run(k *cover, l *limits, byCost bool, visit func(c int32, gain int64) bool) {
	for round := int32(0); ; round++ {
		c, gain, ok := h.next(k, l, byCost, round, nil)
		if !ok {
			return
		}
		l.take(int(k.in.id[c]))
		k.add(c)
		if visit != nil && !visit(c, gain) {
			return
		}
	}
}

// next takes the best candidate that fits and adds something off the heap; false
// when there is none. round is that of the plan as it is; each gain that was
// looked at is appended to seen, where given.
func (h *lazy) next(k *cover, l *limits, byCost bool, round int32, seen *[]entry) (c int32, gain int64, ok bool) {
	for len(h.entries) > 0 {
		e := &h.entries[0]
		id := int(k.in.id[e.c])
		switch {
		case !l.fits(id):
			heap.Pop(h) // nothing is given back on the way: it will not fit later
		case e.round != round:
			e.gain, e.round = k.gain(e.c), round
			if seen != nil {
				*seen = append(*seen, *e)
			}
			if e.gain == 0 {
				heap.Pop(h)
				continue
			}
			e.merit = merit(e.gain, l.costs[id], byCost)
			heap.Fix(h, 0)
		default:
			c, gain = e.c, e.gain
			heap.Pop(h)
			return c, gain, true
		}
	}
	return 0, 0, false
}
