package plan

import (
	"container/heap"
	"math"
	"sync"
)

// ranks keeps the order in which the greedy plan grows where nothing but groups
// limits it, as far as it was asked for. The greedy plan of any budget begins
// with it, up to the first candidate that does not fit.
type ranks struct {
	sync.Mutex
	picks []ranked
	seen  []entry // gains as they were looked at, in order; round as in picks
	ended bool    // nothing more adds anything
}

// ranked is one pick.
type ranked struct {
	c    int32
	gain int64
}

// grow appends picks until there are n, or no more.
func (r *ranks) grow(k *cover, l *limits, byCost bool, n int) {
	h := r.heap(k, l, byCost, len(r.picks))
	for len(r.picks) < n {
		c, gain, ok := h.next(k, l, byCost, int32(len(r.picks)), &r.seen)
		if !ok {
			r.ended = true
			return
		}
		l.take(int(k.in.id[c]))
		k.add(c)
		r.picks = append(r.picks, ranked{c, gain})
	}
}

// heap is the candidates that are left after so many picks, with what they were
// last seen to add by then.
func (r *ranks) heap(k *cover, l *limits, byCost bool, picks int) *lazy {
	bound := append([]int64(nil), k.in.value...)
	for _, e := range r.seen {
		if int(e.round) > picks {
			break
		}
		bound[e.c] = e.gain
	}
	h := &lazy{entries: make([]entry, 0, len(bound))}
	for c, v := range bound {
		if id := int(k.in.id[c]); v > 0 && !k.chosen[c] && l.fits(id) {
			h.entries = append(h.entries, entry{int32(c), v, merit(v, l.costs[id], byCost), -1})
		}
	}
	heap.Init(h)
	return h
}

// rankStep is how many picks more are looked for at least.
const rankStep = 32

// ranked fills a cover with the greedy plan under limits, as greedy does, from
// what earlier plans have found. enough, where given, ends it.
func (pr *Prepared) ranked(k *cover, l *limits, byCost bool, enough func() bool) {
	r := &pr.ranks[which(byCost)]
	r.Lock()
	defer r.Unlock()
	free := l.clone() // as if there were room for all: groups alone limit
	free.count, free.cost = math.MaxInt, boundless
	for i := 0; ; i++ {
		if enough != nil && enough() || l.count < 1 {
			return
		}
		if i == len(r.picks) {
			if r.ended {
				return
			}
			grown := pr.blank()
			for _, p := range r.picks {
				grown.add(p.c)
			}
			r.grow(grown, free.clone(), byCost, max(2*i, i+rankStep))
			pr.done(grown)
			if i == len(r.picks) {
				return
			}
		}
		p := r.picks[i]
		id := int(k.in.id[p.c])
		if !l.take(id) {
			r.heap(k, l, byCost, i).run(k, l, byCost, func(int32, int64) bool { return enough == nil || !enough() })
			return
		}
		free.take(id)
		k.add(p.c)
	}
}
