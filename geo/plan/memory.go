package plan

import (
	"math"
	"slices"
	"sync"
)

// memory keeps the prices that earlier answers ended with: those of one budget
// bound the next, and are nearly right for it.
type memory struct {
	sync.Mutex
	kept []priced
}

// priced is an instance of the whole problem with the prices found for it.
type priced struct {
	margin float64 // what the last place, or the last cent, won
	money  bool
	need   bool // of a target
	in     *instance
	rest   []idle
	rho    []float32
}

// keepPrices is how many are kept; prices are of use to budgets whose margin is
// not further than a factor of nearEnough.
const (
	keepPrices = 8
	nearEnough = 10
)

// put keeps prices. Where there is no room, those of the nearest budget of their
// kind make way, so that what is kept stays spread over budgets.
func (m *memory) put(p priced) {
	m.Lock()
	defer m.Unlock()
	if len(m.kept) == keepPrices {
		i := m.near(p.margin, p.money, p.need, math.Inf(1))
		m.kept = slices.Delete(m.kept, max(0, i), max(0, i)+1)
	}
	m.kept = append(m.kept, p)
}

// near is the place of the prices of the budget whose margin is nearest, no
// further than a factor whose logarithm is given; -1 for none.
func (m *memory) near(margin float64, money, need bool, within float64) int {
	best, off := -1, within
	for i, p := range m.kept {
		if p.money != money || p.need != need || !(margin > 0) || !(p.margin > 0) {
			continue
		}
		if d := math.Abs(math.Log(p.margin / margin)); d < off {
			best, off = i, d
		}
	}
	return best
}

// nearest returns the prices of the budget whose margin is nearest, if any is
// near.
func (m *memory) nearest(margin float64, money, need bool) (best priced, ok bool) {
	m.Lock()
	defer m.Unlock()
	i := m.near(margin, money, need, math.Log(nearEnough))
	if i < 0 {
		return best, false
	}
	return m.kept[i], true
}

// warm is the whole problem with the prices of an earlier answer; nil where none
// is of use.
func (s *solver) warm() *node {
	margin := s.marginOf(s.best)
	p, ok := s.pr.memory.nearest(margin, s.l.money, s.target())
	if !ok {
		return nil
	}
	in := *p.in
	in.near = nil
	n := &node{in: &in, rest: slices.Clone(p.rest), l: s.l, need: s.need, bound: s.bound, rho: slices.Clone(p.rho)}
	n.often, n.rent = make([]float32, in.size()), make([]int64, len(s.l.caps)+1)
	// What did not fit the earlier budget may fit this one.
	known := make([]bool, len(s.local))
	for _, id := range in.id {
		known[id] = true
	}
	for _, r := range n.rest {
		known[r.id] = true
	}
	for c, id := range s.pr.free.id {
		if v := s.pr.free.value[c]; !known[id] && v > 0 && s.l.fits(int(id)) {
			n.rest = append(n.rest, idle{id, v, s.l.costs[id]})
		}
	}
	return n
}

// marginOf is what the last place, or the last cent, of a plan wins.
func (s *solver) marginOf(plan []int32) float64 {
	var gains []int64
	var order []int32
	k := s.pr.blank()
	defer s.pr.done(k)
	greedyAmong(k, plan, s.local, func(c int32, gain int64) {
		gains, order = append(gains, gain), append(order, c)
	})
	return s.margin(order, gains)
}

// trail follows the elements of the whole problem into the smaller instances
// that are made of it, so that their prices can be told at the end.
type trail struct {
	whole *instance
	fold  *folding // from the elements of pr.free, where it was made of them
	rest  []idle
	at    []int32   // where each element is now; -1 where it has gone
	price []float32 // what it was priced when it went
}

func newTrail(n *node) *trail {
	t := &trail{whole: n.in, fold: n.fold, rest: slices.Clone(n.rest), at: make([]int32, n.in.elements()), price: make([]float32, n.in.elements())}
	for e := range t.at {
		t.at[e] = int32(e)
	}
	return t
}

// step follows the elements into a smaller instance.
func (t *trail) step(f *folding, rho []float32) {
	for e, now := range t.at {
		if now < 0 {
			continue
		}
		if t.at[e] = f.to[now]; t.at[e] < 0 {
			t.price[e] = rho[now]
		}
	}
}

// remember keeps the prices of the whole problem, given those of what is left.
func (s *solver) remember(n *node) {
	t, rho := s.trail, n.rho
	for e, now := range t.at {
		if now >= 0 {
			t.price[e] = rho[now]
		}
	}
	if t.fold != nil {
		s.prices = make([]float32, s.pr.free.elements())
		for e, to := range t.fold.to {
			if s.prices[e] = 1; to >= 0 {
				s.prices[e] = t.price[to]
			}
		}
	}
	if s.prices != nil && s.pr.problem.Objective.linear() {
		s.pr.envelopes.put(s.pr.newEnvelope(s.prices, n.rent, s.l))
	}
	s.pr.memory.put(priced{s.marginOf(s.best), s.l.money, s.target(), t.whole, t.rest, t.price})
}
