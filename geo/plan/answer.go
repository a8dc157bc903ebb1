package plan

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Solve makes a plan for a budget. It always answers, with what it has when the
// time is up or ctx ends, unless the budget is not one, costs are missing
// (ErrCostMissing), or nothing can meet the conditions (ErrInfeasible).
func (pr *Prepared) Solve(ctx context.Context, b Budget, opt Options) (*Result, error) {
	l, err := pr.limit(b)
	if err != nil {
		return nil, err
	}
	if o := pr.problem.Objective; o == Leximin || o == Proportional {
		if b.Share > 0 {
			return nil, errors.New("a share to reach needs reach or openings as the objective, not fairness")
		}
		s := newFairSolver(ctx, pr, l, opt)
		s.run()
		return s.result(), nil
	}
	s := newSolver(ctx, pr, l, opt)
	if b.Share > 0 {
		s.need = pr.needed(b.Share)
	}
	if b.Share > 0 && s.need <= 0 {
		s.ended = EndedOptimal // what is required is enough
	} else {
		s.run()
	}
	if s.target() && s.value == boundless {
		return nil, fmt.Errorf("no plan was found that reaches %.1f %%: %w", 100*b.Share, ErrInfeasible)
	}
	return s.result(b.Share > 0), nil
}

// needed is what is to be won beside the required, to reach a share of all.
func (pr *Prepared) needed(share float64) int64 {
	return int64(math.Ceil(share*float64(pr.extent))) - pr.base
}

// result puts the best plan in order and says what each pick brings.
func (s *solver) result(target bool) *Result {
	pr := s.pr
	t := newTeller(pr, s.steps, s.ended)
	k := pr.blank()
	defer pr.done(k)
	var seen []bool
	if pr.free.class != nil {
		seen = make([]bool, pr.free.elements())
	}
	greedyAmong(k, s.best, s.local, func(c int32, gain int64) {
		t.tell(int(pr.free.id[c]), false, gain, pr.byClass(seen, c))
	})
	r := t.r
	r.Won = pr.unit.weight(t.won)
	if target {
		spent := pr.spent()
		r.Value, r.Bound = Cents(s.value+spent).Euros(), Cents(s.bound+spent).Euros()
		if !s.target() {
			r.Value, r.Bound = Cents(spent).Euros(), Cents(spent).Euros()
		}
	} else {
		r.Value, r.Bound = s.shown()
	}
	r.Share = s.share()
	r.Optimal = s.closed()
	r.Knee = kneeOf(r.Picks)
	return r
}

// byClass returns what a candidate adds to those seen, by class of members.
func (pr *Prepared) byClass(seen []bool, c int32) []int64 {
	if pr.free.class == nil {
		return nil
	}
	out := make([]int64, len(pr.classes.members))
	for _, r := range pr.free.of(c) {
		for e := r.lo; e < r.hi; e++ {
			if !seen[e] {
				seen[e] = true
				out[pr.free.class[e]] += pr.free.weight[e]
			}
		}
	}
	return out
}

// teller writes the picks of a result.
type teller struct {
	pr    *Prepared
	r     *Result
	won   int64
	spent Cents
}

// newTeller begins with the required candidates.
func newTeller(pr *Prepared, steps int, ended Ended) *teller {
	t := &teller{pr: pr, r: &Result{CostKnown: true, Winnable: pr.unit.weight(pr.extent), Steps: steps, Ended: ended}}
	if pr.problem.Objective != Reach {
		t.r.Members = make([]float64, len(pr.problem.Members))
	}
	for _, f := range pr.forced {
		t.tell(f.candidate, true, f.gain, f.classes)
	}
	return t
}

func (t *teller) tell(candidate int, required bool, gain int64, byClass []int64) {
	c := &t.pr.problem.Candidates[candidate]
	t.won += gain
	if c.Cost == NoCost {
		t.r.CostKnown = false
	} else {
		t.spent += c.Cost
	}
	t.r.Cost = t.spent
	p := Pick{
		Candidate: candidate, Required: required, Cost: c.Cost, Spent: t.spent,
		Gain: t.pr.unit.weight(gain), Cumulated: t.pr.unit.weight(t.won),
	}
	if byClass != nil {
		p.Members = t.pr.byMember(byClass)
		for m, w := range p.Members {
			t.r.Members[m] += w
		}
	}
	t.r.Picks = append(t.r.Picks, p)
}

// byMember turns what is won by class into what each member wins.
func (pr *Prepared) byMember(byClass []int64) []float64 {
	out := make([]float64, len(pr.problem.Members))
	for class, n := range byClass {
		if n == 0 {
			continue
		}
		w := pr.unit.weight(n)
		if pr.problem.Objective == Openings {
			w /= float64(len(pr.classes.members[class])) // counted once for each
		}
		for _, m := range pr.classes.members[class] {
			out[m] += w
		}
	}
	return out
}
