package plan

import (
	"cmp"
	"slices"
	"sync"
)

// envelope is what no plan can exceed, at every budget at once: under any prices
// (see dual) candidates do not depend on each other, and the best choice for a
// budget is the beginning of one order of them. So prices that were found for one
// budget bound all the others, for the price of walking along it: the concave
// lines whose lower hull is the relaxation's value against the budget.
type envelope struct {
	alone int64   // what is won for nothing, and what places in groups are let for
	worth []int64 // of the first so many candidates of the order; begins with 0
	cost  []int64 // and what they cost; nil in zones
}

// newEnvelope takes the prices of pr.free's elements, nil for their whole
// weights, and the rents of groups.
func (pr *Prepared) newEnvelope(rho []float32, rent []int64, l *limits) *envelope {
	in := pr.free
	before := make([]int64, in.elements()+1)
	for e, w := range in.weight {
		if rho != nil {
			w = int64(float64(rho[e]) * float64(w))
		}
		before[e+1] = before[e] + w
	}
	v := &envelope{alone: in.total() - before[in.elements()], worth: []int64{0}}
	for g, r := range rent {
		if g < len(l.caps) {
			v.alone += r * int64(l.caps[g])
		}
	}
	type item struct {
		worth, cost int64
		c           int32
	}
	items := make([]item, 0, in.size())
	for c := range int32(in.size()) {
		i := item{cost: l.costs[in.id[c]], c: c}
		for _, r := range in.of(c) {
			i.worth += before[r.hi] - before[r.lo]
		}
		for _, g := range l.within[in.id[c]] {
			if rent != nil {
				i.worth -= rent[g]
			}
		}
		if i.worth > 0 {
			items = append(items, i)
		}
	}
	slices.SortFunc(items, func(a, b item) int { return better(a.worth, a.cost, b.worth, b.cost, l.money, a.c, b.c) })
	if l.money {
		v.cost = []int64{0}
	}
	for i, it := range items {
		v.worth = append(v.worth, v.worth[i]+it.worth)
		if l.money {
			v.cost = append(v.cost, min(boundless, v.cost[i]+it.cost))
		}
	}
	return v
}

// at is the bound of a budget.
func (v *envelope) at(l *limits) int64 {
	last := len(v.worth) - 1
	if v.cost == nil {
		return v.alone + v.worth[min(last, max(0, l.count))]
	}
	// The first so many within the budget, and the next in part. Those that cost
	// more than all of it are in no plan.
	b, left := v.alone, l.cost
	for i := range last {
		worth, cost := v.worth[i+1]-v.worth[i], v.cost[i+1]-v.cost[i]
		switch {
		case cost > l.cost:
		case cost <= left:
			b += worth
			left -= cost
		default:
			return b + divided(worth, left, cost, true)
		}
	}
	return b
}

// least is what winning so much costs at least; boundless where it cannot be.
func (v *envelope) least(need int64) int64 {
	need -= v.alone
	if need <= 0 {
		return 0
	}
	i, _ := slices.BinarySearchFunc(v.worth, need, cmp.Compare[int64])
	if i == len(v.worth) {
		return boundless
	}
	whole := v.worth[i] - v.worth[i-1]
	if part := need - v.worth[i-1]; part < whole {
		return v.cost[i-1] + divided(v.cost[i]-v.cost[i-1], part, whole, false)
	}
	return v.cost[i]
}

// envelopes are those that were found, in zones and in money.
type envelopes struct {
	sync.Mutex
	plain   [2]*envelope // of whole weights: nearly right for small budgets
	kept    [2][]*envelope
	climbed [2]bool // the ladder
}

// keepEnvelopes is how many are kept of each, beside that of whole weights.
const keepEnvelopes = 24

func (k *envelopes) put(v *envelope) {
	k.Lock()
	defer k.Unlock()
	list := &k.kept[which(v.cost != nil)]
	if len(*list) == keepEnvelopes {
		*list = slices.Delete(*list, 0, 1)
	}
	*list = append(*list, v)
}

// known is the best bound of what was found, for a target a cost.
func (s *solver) known() int64 {
	k, of := &s.pr.envelopes, which(s.l.money)
	k.Lock()
	defer k.Unlock()
	if k.plain[of] == nil {
		k.plain[of] = s.pr.newEnvelope(nil, nil, s.l)
	}
	b := s.bound
	for _, v := range append([]*envelope{k.plain[of]}, k.kept[of]...) {
		now := int64(0)
		if s.target() {
			now = v.least(s.need)
		} else {
			now = v.at(s.l)
		}
		if s.tighter(now, b) {
			b = now
		}
	}
	return b
}
