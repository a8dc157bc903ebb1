package plan

import (
	"fmt"
	"math"
)

// limits are what a plan must keep, over candidates by their index in the
// problem, after what required candidates take.
type limits struct {
	count  int // math.MaxInt: none
	cost   int64
	money  bool // cost is limited, or is what counts
	caps   []int
	costs  []int64
	within [][]int32
}

const boundless = math.MaxInt64 / 4

// limit reads a budget. It is an error where what is required breaks it.
func (pr *Prepared) limit(b Budget) (*limits, error) {
	if err := b.valid(); err != nil {
		return nil, err
	}
	p := pr.problem
	l := &limits{count: math.MaxInt, cost: boundless, money: b.inMoney(), within: pr.within}
	l.costs = make([]int64, len(p.Candidates))
	for i := range p.Candidates {
		c := &p.Candidates[i]
		if c.Cost == NoCost && l.money && (c.Choice == Free || c.Choice == Required) {
			return nil, fmt.Errorf("candidate %q has no cost: %w", c.Code, ErrCostMissing)
		}
		l.costs[i] = int64(max(c.Cost, 0))
	}
	if b.Count != Unlimited {
		l.count = b.Count
	}
	if b.Cost != Unlimited {
		l.cost = int64(b.Cost)
	}
	for _, g := range p.Groups {
		l.caps = append(l.caps, g.Max)
	}
	for _, f := range pr.forced {
		if !l.take(f.candidate) {
			return nil, fmt.Errorf("what is required goes beyond the budget or a group at %q: %w", p.Candidates[f.candidate].Code, ErrInfeasible)
		}
	}
	return l, nil
}

// clone returns limits that can be taken from apart.
func (l *limits) clone() *limits {
	k := *l
	k.caps = append([]int(nil), l.caps...)
	return &k
}

// fits tells whether a candidate still fits.
func (l *limits) fits(id int) bool {
	if l.count < 1 || l.costs[id] > l.cost {
		return false
	}
	for _, g := range l.within[id] {
		if l.caps[g] < 1 {
			return false
		}
	}
	return true
}

// take uses up what a candidate takes, if it fits.
func (l *limits) take(id int) bool {
	if !l.fits(id) {
		return false
	}
	l.count--
	l.cost -= l.costs[id]
	for _, g := range l.within[id] {
		l.caps[g]--
	}
	return true
}

// release gives back what a candidate took.
func (l *limits) release(id int) {
	l.count++
	l.cost += l.costs[id]
	for _, g := range l.within[id] {
		l.caps[g]++
	}
}
