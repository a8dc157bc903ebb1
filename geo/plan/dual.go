package plan

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// dual is the Lagrangian relaxation of one budget. Every element has a price
// between 0 and its weight: a plan pays the price of what it covers, and wins the
// rest of the weight for nothing. Candidates no longer depend on each other: each
// is worth the prices of what it covers, a few look-ups in cumulated prices, and
// the best choice under the budget is that of a knapsack. What comes out is never
// less than the best plan, whatever the prices; the search is for prices that
// make it least.
//
// Candidates that are worth little are not looked at one by one: rest keeps what
// they cover as an upper limit of their worth.
type dual struct {
	in    *instance
	l     *limits
	rest  []idle
	need  int64     // for a target: what must be won at the least cost; else 0
	rho   []float32 // the price of each element, as a share of its weight
	mean  []float32 // how often the relaxed choices covered it, of late
	cover []float32 // how often the last one did
	cost  []int64   // of each candidate
	rent  []int64   // the price of a place in each group, and of a place in all
	often []float32 // how often each candidate was in the choice, of late
	total int64     // all weights

	before []int64 // prices cumulated
	worth  []int64 // of each candidate
	order  []int32
	choice choice
}

// idle is a candidate that stays out of the instance.
type idle struct {
	id          int32
	value, cost int64
}

// choice is the best one in the relaxation.
type choice struct {
	picks    []int32 // whole ones
	part     int32   // one more, in part; -1 for none
	fraction float64
	bound    int64   // no plan wins more; for a target: none costs less
	theta    float64 // what the last cent wins, or would one more place
	last     float64 // what the last place wins; 0 where some are left
	idle     int     // how many of rest it would take
	excess   int64   // for a target: what is won for nothing beyond the need
}

func newDual(n *node) *dual {
	in := n.in
	d := &dual{
		in: in, l: n.l, rest: n.rest, need: n.need, rho: n.rho, mean: n.mean, rent: n.rent, often: n.often,
		cover: make([]float32, in.elements()), cost: make([]int64, in.size()),
		before: make([]int64, in.elements()+1), worth: make([]int64, in.size()), order: make([]int32, in.size()),
	}
	if d.mean == nil {
		d.mean = make([]float32, in.elements())
	}
	for c := range d.order {
		d.order[c] = int32(c)
		d.cost[c] = n.l.costs[in.id[c]]
	}
	d.total = in.total()
	slices.SortFunc(d.rest, func(a, b idle) int {
		return better(a.value, a.cost, b.value, b.cost, n.l.money, a.id, b.id)
	})
	return d
}

// better orders by worth, or by worth per cost, the best first, then by number;
// what is worth nothing comes last. Ratios are compared exactly: a bound rests on
// this order.
func better(v1, c1, v2, c2 int64, byCost bool, n1, n2 int32) int {
	if (v1 > 0) != (v2 > 0) {
		if v1 > 0 {
			return -1
		}
		return 1
	}
	if v1 <= 0 {
		return int(n1) - int(n2)
	}
	if byCost && c1 != c2 {
		hi1, lo1 := bits.Mul64(uint64(v1), uint64(c2))
		hi2, lo2 := bits.Mul64(uint64(v2), uint64(c1))
		if by := cmp.Or(cmp.Compare(hi2, hi1), cmp.Compare(lo2, lo1)); by != 0 {
			return by
		}
	}
	return cmp.Or(cmp.Compare(v2, v1), int(n1)-int(n2))
}

// solve finds the best choice under the present prices.
func (d *dual) solve() {
	var paid int64
	for e, w := range d.in.weight {
		paid += int64(float64(d.rho[e]) * float64(w))
		d.before[e+1] = paid
	}
	for c := range d.worth {
		var v int64
		for _, r := range d.in.of(int32(c)) {
			v += d.before[r.hi] - d.before[r.lo]
		}
		for _, g := range d.l.within[d.in.id[c]] {
			v -= d.rent[g]
		}
		d.worth[c] = v - d.rent[len(d.rent)-1]
	}
	slices.SortFunc(d.order, func(a, b int32) int {
		return better(d.worth[a], d.cost[a], d.worth[b], d.cost[b], d.l.money, a, b)
	})
	d.choice = choice{picks: d.choice.picks[:0], part: -1}
	switch {
	case d.need > 0:
		d.cheapest(d.need - (d.total - paid))
		return
	case d.l.money:
		d.knapsack()
	default:
		d.top()
	}
	d.choice.bound += d.total - paid + d.rents()
}

// rents is what all places of priced limits are let for.
func (d *dual) rents() (sum int64) {
	for g, r := range d.rent {
		if r == 0 {
			continue
		}
		if g < len(d.l.caps) {
			sum += r * int64(d.l.caps[g])
		} else {
			sum += r * int64(d.l.count)
		}
	}
	return sum
}

// walk goes along the candidates and the idle ones together, the best first.
func (d *dual) walk(visit func(c int32, worth, cost int64) bool) {
	i, j := 0, 0
	for i < len(d.order) || j < len(d.rest) {
		fromRest := i == len(d.order)
		if !fromRest && j < len(d.rest) {
			c := d.order[i]
			fromRest = better(d.rest[j].value, d.rest[j].cost, d.worth[c], d.cost[c], d.l.money, 1, 0) < 0
		}
		var more bool
		if fromRest {
			more = visit(-1, d.rest[j].value, d.rest[j].cost)
			j++
		} else {
			c := d.order[i]
			more = visit(c, d.worth[c], d.cost[c])
			i++
		}
		if !more {
			return
		}
	}
}

func (d *dual) pick(c int32) {
	if c < 0 {
		d.choice.idle++
	} else {
		d.choice.picks = append(d.choice.picks, c)
	}
}

// top takes the best ones, as many as the count allows.
func (d *dual) top() {
	left := d.l.count
	d.walk(func(c int32, worth, _ int64) bool {
		if left == 1 {
			d.choice.last = float64(max(worth, 0))
		}
		if worth <= 0 || left == 0 {
			d.choice.theta = float64(max(worth, 0))
			return false
		}
		d.pick(c)
		d.choice.bound += worth
		left--
		return true
	})
}

// knapsack takes the best ones by cost, the last in part.
func (d *dual) knapsack() {
	left := d.l.cost
	d.walk(func(c int32, worth, cost int64) bool {
		if worth <= 0 {
			return false
		}
		if cost <= left {
			d.pick(c)
			d.choice.bound += worth
			left -= cost
			return true
		}
		d.choice.theta = float64(worth) / float64(cost)
		d.choice.bound += divided(worth, left, cost, true)
		if c >= 0 {
			d.choice.part, d.choice.fraction = c, float64(left)/float64(cost)
		}
		return false
	})
}

// cheapest takes the best ones by cost until they are worth what is needed, the
// last in part. Its bound is a cost.
func (d *dual) cheapest(need int64) {
	d.choice.excess = max(0, -need)
	d.walk(func(c int32, worth, cost int64) bool {
		if need <= 0 || worth <= 0 {
			return false
		}
		if cost > 0 {
			d.choice.theta = float64(worth) / float64(cost)
		}
		if worth <= need {
			d.pick(c)
			d.choice.bound += cost
			need -= worth
			return true
		}
		d.choice.bound += divided(cost, need, worth, false)
		if c >= 0 {
			d.choice.part, d.choice.fraction = c, float64(need)/float64(worth)
		}
		need = 0
		return false
	})
	if need > 0 {
		d.choice.bound = boundless // all of them together are not enough
	}
}

// divided returns a·b/c, b less than c, rounded up or down.
func divided(a, b, c int64, up bool) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, r := bits.Div64(hi, lo, uint64(c))
	if up && r > 0 {
		q++
	}
	return int64(q)
}

// covered fills in how often each element is covered by the choice, and returns
// what the whole picks win together.
func (d *dual) covered() (won int64) {
	clear(d.cover)
	for _, c := range d.choice.picks {
		for _, r := range d.in.of(c) {
			for e := r.lo; e < r.hi; e++ {
				if d.cover[e] == 0 {
					won += d.in.weight[e]
				}
				d.cover[e]++
			}
		}
	}
	if d.choice.part >= 0 {
		for _, r := range d.in.of(d.choice.part) {
			for e := r.lo; e < r.hi; e++ {
				d.cover[e] += float32(d.choice.fraction)
			}
		}
	}
	return won
}

// step moves the prices: down where the choices cover more than once, up where
// they do not cover. gap is how far the bound may still fall, in weight; blend is
// how much the last choice counts against the mean of those before.
func (d *dual) step(gap, blend float64) {
	b := float32(blend)
	var norm float64
	for e, w := range d.in.weight {
		m := d.mean[e] + b*(d.cover[e]-d.mean[e])
		d.mean[e] = m
		g := m - 1
		if (g < 0 && d.rho[e] >= 1) || (g > 0 && d.rho[e] <= 0) {
			continue
		}
		norm += float64(w) * float64(g) * float64(g)
	}
	for c := range d.often {
		d.often[c] -= often * d.often[c]
	}
	for _, c := range d.choice.picks {
		d.often[c] += often
	}
	if d.choice.part >= 0 {
		d.often[d.choice.part] += often * float32(d.choice.fraction)
	}
	over := d.overbooked()
	for g, h := range over {
		if h > 0 || d.rent[g] > 0 {
			norm += d.scale() * h * h
		}
	}
	if norm == 0 {
		return
	}
	s := gap / norm
	for g, h := range over {
		d.rent[g] = max(0, d.rent[g]+int64(math.Round(s*d.scale()*h)))
	}
	t := float32(s)
	for e, m := range d.mean {
		d.rho[e] = min(1, max(0, d.rho[e]-t*(m-1)))
	}
}

// scale is how a place in a group compares with a weight.
func (d *dual) scale() float64 {
	if d.l.money {
		return max(1, d.choice.theta*float64(d.l.cost)/float64(len(d.choice.picks)+1))
	}
	return max(1, d.choice.theta)
}

// overbooked tells of each priced limit how far the choice goes beyond it.
func (d *dual) overbooked() []float64 {
	over := make([]float64, len(d.rent))
	for g, n := range d.l.caps {
		over[g] = -float64(n)
	}
	for _, c := range d.choice.picks {
		for _, g := range d.l.within[d.in.id[c]] {
			over[g]++
		}
	}
	if d.l.money && d.l.count < math.MaxInt && d.need == 0 {
		over[len(over)-1] = float64(len(d.choice.picks)) - float64(d.l.count)
	}
	if d.need > 0 {
		clear(over)
	}
	return over
}
