package plan

import (
	"context"
	"math"
	"slices"
	"time"
)

// fairSolver is one Solve under a fair objective. Its bound comes from linear
// problems: around any point the objective lies below a weighted sum of what
// members win, and that sum has the bound of a plain weighted covering. The
// points are the best mixtures of the plans that these problems give.
type fairSolver struct {
	*solver
	f     *fairness
	plan  []int32   // candidates of pr.free
	has   []float64 // what members have with it
	bound float64
	pool  []int32 // candidates worth exchanging for
	in    map[int32]bool
	price []float32 // of each element of pr.free, from the last linear problem
}

const (
	fairPool  = 200 // candidates with the highest values enter the pool at once
	fairSteps = 150 // of the bound of one linear problem
	fairIdle  = 40  // linear problems in a row that better nothing end the work
)

func newFairSolver(ctx context.Context, pr *Prepared, l *limits, opt Options) *fairSolver {
	s := &fairSolver{solver: newSolver(ctx, pr, l, opt), f: pr.fairness(), in: map[int32]bool{}}
	s.has = slices.Clone(s.f.base)
	s.bound = math.Inf(1)
	order := make([]int32, pr.free.size())
	for c := range order {
		order[c] = int32(c)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return better(pr.free.value[a], l.costs[pr.free.id[a]], pr.free.value[b], l.costs[pr.free.id[b]], l.money, a, b)
	})
	for _, c := range order[:min(len(order), fairPool)] {
		s.pooled(c)
	}
	return s
}

func (s *fairSolver) pooled(c int32) {
	if !s.in[c] && s.pr.free.value[c] > 0 && s.l.fits(int(s.pr.free.id[c])) {
		s.in[c] = true
		s.pool = append(s.pool, c)
	}
}

func (s *fairSolver) run() {
	powers := []float64{1}
	if s.f.objective == Leximin {
		powers = []float64{1, 2, 4, 8}
	}
	for i, power := range powers {
		for _, byCost := range []bool{false, true} {
			if byCost && !s.l.money || i > 0 && s.late() {
				continue
			}
			x := newEven(s.pr, s.f, s.l)
			x.grow(power, byCost, nil)
			s.consider(x)
		}
	}
	s.better(s.plan)
	var mix mixture
	mix.add(slices.Clone(s.has), s.f, 1)
	bound, has, idle := s.bound, s.has, 0
	for round := 0; !s.over(); round++ {
		power := 1.0
		if s.f.objective == Leximin {
			power = min(2+float64(round), 40)
		}
		won := s.linear(mix.at(), power)
		if idle = idle + 1; s.bound < bound*(1-1e-6) || s.f.compare(s.has, has) > 0 {
			bound, has, idle = s.bound, s.has, 0
		}
		if idle >= fairIdle {
			s.ended = EndedStill
			return
		}
		mix.add(won, s.f, power)
	}
}

// linear bounds the objective around a point, and betters the plan that is best
// there. It returns what members would have with that plan.
func (s *fairSolver) linear(at []float64, power float64) []float64 {
	slope := s.f.slope(at, power)
	in, u := s.pr.weighted(slope)
	pr := &Prepared{problem: s.pr.problem, unit: u, classes: s.pr.classes, free: in, within: s.pr.within, extent: in.total()}
	opt := Options{Steps: fairSteps, Seed: s.opt.Seed}
	if s.opt.Time > 0 {
		opt.Time = max(time.Millisecond, s.opt.Time-time.Since(s.began))
	}
	inner := newSolver(s.ctx, pr, s.l, opt)
	inner.given = s.price
	inner.run()
	s.price = inner.prices
	s.steps += max(1, inner.steps)
	if b := s.f.ceiling(slope, at, u.bound(inner.bound)); b < s.bound {
		s.bound = b
		s.tell()
	}
	plan := make([]int32, len(inner.best))
	for i, id := range inner.best {
		plan[i] = s.local[id]
		s.pooled(plan[i])
	}
	x := newEven(s.pr, s.f, s.l)
	for _, c := range plan {
		x.add(c)
	}
	x.recount()
	won := x.has
	s.better(plan)
	return won
}

// better swaps a plan's candidates while that makes it fairer, and keeps it if it
// is the fairest.
func (s *fairSolver) better(plan []int32) {
	x := newEven(s.pr, s.f, s.l)
	for _, c := range plan {
		if x.l.fits(int(x.k.in.id[c])) {
			x.add(c)
		}
	}
	x.recount()
	x.swap(s.pool, func() bool { return s.late() || s.ctx.Err() != nil })
	s.consider(x)
}

func (s *fairSolver) consider(x *even) {
	for c, in := range x.k.chosen {
		if in {
			s.pooled(int32(c))
		}
	}
	if s.f.compare(x.has, s.has) <= 0 {
		return
	}
	s.plan = s.plan[:0]
	for c, in := range x.k.chosen {
		if in {
			s.plan = append(s.plan, int32(c))
		}
	}
	s.has = slices.Clone(x.has)
	s.tell()
}

// closed tells whether nothing better exists, to eleven digits.
func (s *fairSolver) closed() bool { return s.f.value(s.has) >= s.bound*(1-1e-10) }

func (s *fairSolver) share() float64 { return ratio(s.f.value(s.has), s.bound) }

func (s *fairSolver) over() bool {
	switch {
	case s.ended != "":
	case s.f.objective == Proportional && s.closed():
		s.ended = EndedOptimal
	case s.opt.Gap > 0 && s.share() >= 1-s.opt.Gap:
		s.ended = EndedGap
	case s.ctx.Err() != nil:
		s.ended = EndedStopped
	case s.late():
		s.ended = EndedTime
	case s.steps >= s.opt.Steps:
		s.ended = EndedSteps
	}
	return s.ended != ""
}

func (s *fairSolver) tell() {
	if s.opt.Progress != nil && !math.IsInf(s.bound, 1) {
		s.opt.Progress(Progress{Steps: s.steps, Value: s.f.value(s.has), Bound: s.bound, Share: s.share(), Elapsed: time.Since(s.began)})
	}
}

// result puts the plan in the order in which it becomes fair soonest.
func (s *fairSolver) result() *Result {
	t := newTeller(s.pr, s.steps, s.ended)
	for i := range t.r.Picks { // required: what they add to the objective
		t.r.Picks[i].Gain, t.r.Picks[i].Cumulated = 0, 0
	}
	s.forcedGains(t)
	x := newEven(s.pr, s.f, s.l)
	seen := make([]bool, s.pr.free.elements())
	power := 1.0
	if s.f.objective == Leximin {
		power = 4
	}
	for left := slices.Clone(s.plan); len(left) > 0; {
		best, most := 0, math.Inf(-1)
		for i, c := range left {
			if v := s.f.soft(x.with(c), power); v > most {
				best, most = i, v
			}
		}
		c, before, won := left[best], s.f.value(x.has), x.k.won
		x.add(c)
		t.tell(int(s.pr.free.id[c]), false, x.k.won-won, s.pr.byClass(seen, c))
		p := &t.r.Picks[len(t.r.Picks)-1]
		p.Cumulated = s.f.value(x.has)
		p.Gain = p.Cumulated - before
		left = slices.Delete(left, best, best+1)
	}
	r := t.r
	for _, w := range r.Members {
		r.Won += w
	}
	r.Value, r.Bound, r.Share, r.Optimal = s.f.value(s.has), max(s.bound, s.f.value(s.has)), s.share(), s.closed()
	if math.IsInf(s.bound, 1) { // stopped before the first bound: what all would bring
		r.Bound = s.everything()
		r.Share = ratio(r.Value, r.Bound)
	}
	r.Winnable = s.winnable()
	return r
}

// forcedGains tells what required candidates add to the objective.
func (s *fairSolver) forcedGains(t *teller) {
	has := slices.Clone(s.f.base)
	for _, p := range t.r.Picks {
		for m, w := range p.Members {
			has[m] -= w
		}
	}
	for i := range t.r.Picks {
		p := &t.r.Picks[i]
		before := s.f.value(has)
		for m, w := range p.Members {
			has[m] += w
		}
		p.Cumulated = s.f.value(has)
		p.Gain = p.Cumulated - before
	}
}

// all is what members would have if every candidate were chosen.
func (s *fairSolver) all() []float64 {
	byClass := make([]int64, len(s.pr.classes.members))
	for e, w := range s.pr.free.weight {
		byClass[s.pr.free.class[e]] += w
	}
	has := slices.Clone(s.f.base)
	for m, w := range s.pr.byMember(byClass) {
		has[m] += w
	}
	return has
}

// everything is the objective if every candidate were chosen: the weakest bound.
func (s *fairSolver) everything() float64 { return s.f.value(s.all()) * (1 + 1e-11) }

func (s *fairSolver) winnable() (sum float64) {
	for m, h := range s.all() {
		sum += h - s.pr.problem.Members[m].Base
	}
	return sum
}
