package plan

import "context"

// The ladder is a row of budgets that are bounded beforehand: as much as 1, 2, 4 …
// picks of the greedy plan spend, each in so many steps of the bound: fewer for
// large budgets, whose steps take longer.
const (
	lastRung            = 256
	fewPicks            = 64
	manySteps, fewSteps = 200, 100
)

// stepsFor is how many steps a budget of so many picks gets.
func stepsFor(picks int) int {
	if picks <= fewPicks {
		return manySteps
	}
	return fewSteps
}

// Unlearnt tells whether budgets are still to be bounded by Learn, to the first who
// asks: that one is to call it. Nothing is to be done for fair objectives.
func (pr *Prepared) Unlearnt(money bool) bool {
	if !pr.problem.Objective.linear() {
		return false
	}
	pr.envelopes.Lock()
	defer pr.envelopes.Unlock()
	asked := pr.envelopes.climbed[which(money)]
	pr.envelopes.climbed[which(money)] = true
	return !asked
}

// Learn bounds a row of budgets, in zones or in money, so that any budget asked
// with Options.Warm afterwards is told what is nearly the linear relaxation's
// bound without looking for prices of its own. It returns at once where costs are
// missing, and when ctx ends; what was learnt until then is kept.
func (pr *Prepared) Learn(ctx context.Context, money bool) {
	for n := 1; n <= lastRung && ctx.Err() == nil; n *= 2 {
		b := Zones(n)
		spent, all := pr.upTo(n, money)
		if money {
			b = Spend(spent)
		}
		l, err := pr.limit(b)
		if err != nil {
			return
		}
		s := newSolver(ctx, pr, l, Options{Steps: stepsFor(n)})
		s.bare = n > fewPicks // better plans take longer than they are worth
		s.rung()
		if all {
			return
		}
	}
}

// which is the place of what is kept apart for zones and for money.
func which(money bool) int {
	if money {
		return 1
	}
	return 0
}

// upTo is what the first n picks of the greedy plan cost with the required, and
// whether those are all that add something.
func (pr *Prepared) upTo(n int, money bool) (spent Cents, all bool) {
	b := Budget{Count: n + len(pr.forced), Cost: Unlimited}
	if money {
		b.Cost = MaxCost
	}
	l, err := pr.limit(b)
	if err != nil {
		return 0, true
	}
	left := l.clone()
	k := pr.blank()
	defer pr.done(k)
	pr.ranked(k, left, money, nil)
	return Cents(pr.spent() + l.cost - left.cost), left.count > 0
}

// rung bounds one budget.
func (s *solver) rung() {
	s.bound = s.pr.free.total()
	s.first()
	if s.bound = s.known(); s.closed() {
		return
	}
	n := s.root(idleShare)
	s.trail = newTrail(n)
	s.relax(n, s.opt.Steps, func() { s.lower(n) })
	s.remember(n)
}
