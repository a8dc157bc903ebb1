package plan

import (
	"cmp"
	"math"
	"slices"
)

// node is a part of the problem: some candidates are chosen already, some are
// out, the others are open.
type node struct {
	in    *instance // open candidates, and what the chosen leave to win
	rest  []idle    // open too, but looked at as a heap (see dual)
	l     *limits   // what the chosen leave to spend
	taken []int32   // the chosen
	base  int64     // what they win; for a target, what they cost
	need  int64     // for a target: what is left to win
	bound int64     // no plan of this node wins more; for a target, none costs less
	rho   []float32 // prices to begin with
	mean  []float32 // how often relaxed choices covered each element, of late
	often []float32 // and contained each candidate
	rent  []int64   // what places in limited groups are worth
	fold  *folding  // from the elements of the node that it was made of
}

// idleShare says which candidates stay in the heap at first: those that cover
// less than this share of what the last greedy pick won. They could matter only
// if the last place were worth less than they cover; then they are woken.
const idleShare = 0.9

// fewCandidates need no heap.
const fewCandidates = 500

// root is the whole problem, with prices that follow from the greedy plan: what
// a pick wins is priced so that it is worth what the last one won.
func (s *solver) root(share float64) *node {
	in := s.pr.free
	k := s.pr.blank()
	defer s.pr.done(k)
	gains := make([]int64, 0, len(s.best))
	var order []int32
	greedyAmong(k, s.best, s.local, func(c int32, gain int64) {
		gains, order = append(gains, gain), append(order, c)
	})
	last := s.margin(order, gains)
	n := &node{l: s.l, need: s.need, bound: s.bound}
	var keep []int32
	for c, id := range in.id {
		v := in.value[c]
		switch {
		case v == 0 || !s.l.fits(int(id)):
		case k.chosen[c] || merit(v, s.l.costs[id], s.l.money) >= share*last:
			keep = append(keep, int32(c))
		default:
			n.rest = append(n.rest, idle{id, v, s.l.costs[id]})
		}
	}
	var f *folding
	n.in, f = in.restrict(keep, nil)
	n.often, n.rent = make([]float32, n.in.size()), make([]int64, len(s.l.caps)+1)
	n.rho = make([]float32, n.in.elements())
	n.mean = make([]float32, n.in.elements())
	for e := range n.rho {
		n.rho[e], n.mean[e] = 1, 0
	}
	seen := s.pr.blank()
	defer s.pr.done(seen)
	for i, c := range order {
		price := float32(1)
		if m := merit(gains[i], s.l.costs[in.id[c]], s.l.money); m > last && m > 0 {
			price = float32(last / m)
		}
		for _, r := range in.of(c) {
			for e := r.lo; e < r.hi; e++ {
				if seen.depth[e] == 0 && f.to[e] >= 0 {
					n.rho[f.to[e]], n.mean[f.to[e]] = price, 1
				}
			}
		}
		seen.add(c)
	}
	n.fold = f
	if s.given != nil {
		n.rho, n.mean = f.average(in, n.in, s.given), nil
	}
	return n
}

// margin is what the last place, or the last euro, of a greedy plan wins; 0
// where the plan leaves room. What fills the last cents of a budget wins little for
// them and says nothing of the others, so in money the last tenth is left out.
func (s *solver) margin(order []int32, gains []int64) float64 {
	if !s.l.money && len(order) < s.l.count && len(s.l.caps) == 0 {
		return 0
	}
	type euro struct {
		merit float64
		cost  int64
	}
	picks := make([]euro, len(order))
	var spent int64
	for i, c := range order {
		cost := s.l.costs[s.pr.free.id[c]]
		picks[i] = euro{merit(gains[i], cost, s.l.money), cost}
		spent += cost
	}
	slices.SortFunc(picks, func(a, b euro) int { return cmp.Compare(b.merit, a.merit) })
	least, most := 0.0, spent-spent/10
	for _, e := range picks {
		if s.l.money && spent > 0 && most <= 0 {
			break
		}
		least = e.merit
		most -= e.cost
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

// greedyAmong puts the candidates of a plan in the order in which they win most.
func greedyAmong(k *cover, plan, local []int32, visit func(c int32, gain int64)) {
	left := make([]int32, 0, len(plan))
	for _, id := range plan {
		left = append(left, local[id])
	}
	bound := make([]int64, len(left)) // gains only fall
	for i, c := range left {
		bound[i] = k.in.value[c]
	}
	for len(left) > 0 {
		best, gain := -1, int64(-1)
		for i, c := range left {
			if bound[i] < gain || (bound[i] == gain && c > left[best]) {
				continue
			}
			bound[i] = k.gain(c)
			if bound[i] > gain || (bound[i] == gain && c < left[best]) {
				best, gain = i, bound[i]
			}
		}
		c := left[best]
		k.add(c)
		visit(c, gain)
		last := len(left) - 1
		left[best], bound[best] = left[last], bound[last]
		left, bound = left[:last], bound[:last]
	}
}

// narrow returns the node that is left when some open candidates are chosen and
// some are out, by their place in the node; nil where those chosen do not fit.
func (s *solver) narrow(n *node, in, out []bool, d *dual) *node {
	m := &node{rest: n.rest, l: n.l, base: n.base, need: n.need, bound: n.bound}
	m.taken = append(m.taken, n.taken...)
	done := make([]bool, n.in.elements())
	var keep []int32
	m.l = n.l.clone()
	for c, id := range n.in.id {
		if in == nil || !in[c] {
			continue
		}
		if !m.l.take(int(id)) {
			return nil
		}
		m.taken = append(m.taken, id)
		var won int64
		for _, r := range n.in.of(int32(c)) {
			for e := r.lo; e < r.hi; e++ {
				if !done[e] {
					done[e] = true
					won += n.in.weight[e]
				}
			}
		}
		if s.target() {
			m.base += s.l.costs[id]
			m.need -= won
		} else {
			m.base += won
		}
	}
	for c, id := range n.in.id {
		if (in == nil || !in[c]) && (out == nil || !out[c]) && m.l.fits(int(id)) {
			keep = append(keep, int32(c))
		}
	}
	var f *folding
	m.in, f = n.in.restrict(keep, done)
	m.fold = f
	m.rho, m.mean = f.average(n.in, m.in, d.rho), f.average(n.in, m.in, d.mean)
	m.rent = slices.Clone(d.rent)
	for _, c := range keep {
		m.often = append(m.often, d.often[c])
	}
	return m
}

// average returns for each element of the result the mean of its parts.
func (f *folding) average(from, to *instance, values []float32) []float32 {
	sum := make([]float64, to.elements())
	for e, t := range f.to {
		if t >= 0 {
			sum[t] += float64(values[e]) * float64(from.weight[e])
		}
	}
	out := make([]float32, len(sum))
	for e, v := range sum {
		out[e] = float32(v / float64(to.weight[e]))
	}
	return out
}

// wakes tells whether candidates that were looked at as a heap keep the bound
// from falling.
func (n *node) wakes(s *solver) bool {
	if len(n.rest) == 0 {
		return false
	}
	d := newDual(n)
	d.solve()
	return d.choice.idle > 0
}
