package plan

import (
	"context"
	"math"
	"math/rand/v2"
	"time"
)

// usualSteps is how many steps are taken where Options say nothing.
const usualSteps = 20_000

// solver is one linear Solve under way: what is won is a sum over elements.
type solver struct {
	ctx   context.Context
	pr    *Prepared
	l     *limits // what is left after required candidates
	opt   Options
	began time.Time
	need  int64 // for a target: what is to be won beside the required

	bare   bool      // prices alone are looked for, no better plan
	trail  *trail    // of the root's elements; nil among branches
	given  []float32 // prices of pr.free's elements to begin with, where known
	prices []float32 // and those that the root ended with
	local  []int32   // the place of each candidate of the problem in pr.free, or -1
	best   []int32   // candidates of the problem
	value  int64     // what best wins beside the required; for a target, what it costs
	bound  int64     // nothing wins more; for a target, nothing costs less
	steps  int
	ended  Ended
}

func newSolver(ctx context.Context, pr *Prepared, l *limits, opt Options) *solver {
	if opt.Steps <= 0 {
		opt.Steps = usualSteps
	}
	s := &solver{ctx: ctx, pr: pr, l: l, opt: opt, began: time.Now(), local: make([]int32, len(pr.problem.Candidates))}
	for i := range s.local {
		s.local[i] = -1
	}
	for c, id := range pr.free.id {
		s.local[id] = int32(c)
	}
	return s
}

// target tells whether the least cost is looked for.
func (s *solver) target() bool { return s.need > 0 }

// run looks for the best plan until something ends it.
func (s *solver) run() {
	s.bound = s.pr.free.total()
	if s.target() {
		s.bound = 0
	}
	s.first()
	if s.opt.Warm {
		s.bound = s.known()
	}
	s.report()
	if s.closed() || s.ctx.Err() != nil {
		s.over()
		return
	}
	share := idleShare
	if s.pr.free.size() < fewCandidates {
		share = 0
	}
	n := s.begin(share)
	s.trail = newTrail(n)
	rnd := rand.New(rand.NewPCG(s.opt.Seed, 0x706c616e))
	for {
		s.relax(n, s.opt.Steps-s.steps, func() { s.lower(n) })
		s.lower(n)
		if s.over() {
			if !s.opt.Warm || s.steps >= movedSteps {
				s.remember(n)
			}
			return
		}
		if n.wakes(s) {
			if share /= 2; share < idleShare/10 {
				share = 0
			}
			n = s.root(share)
			s.trail = newTrail(n)
			continue
		}
		if !s.shake(n, rounds, rnd) {
			break
		}
	}
	s.remember(n)
	s.trail = nil
	s.branch(n)
	if !s.over() {
		s.ended = EndedStill
	}
}

// begin is the whole problem with prices to begin with.
func (s *solver) begin(share float64) *node {
	if s.opt.Warm {
		if n := s.warm(); n != nil {
			return n
		}
	}
	return s.root(share)
}

// movedSteps is from how many steps on a moved budget's prices differ enough from
// those that it began with to be kept.
const movedSteps = 10

// rounds is how many shakes in a row may find nothing.
const rounds = 50

// lower makes what was found of the whole problem the bound.
func (s *solver) lower(n *node) {
	b := n.bound
	if s.target() {
		b = min(b, s.value) // nothing else can be better than the best
		if b > s.bound {
			s.bound = b
			s.report()
		}
		return
	}
	b = max(b, s.value)
	if b < s.bound {
		s.bound = b
		s.report()
	}
}

// closed tells whether nothing better exists.
func (s *solver) closed() bool { return s.hopeless(s.bound) }

// hopeless tells whether a bound leaves no room for a better plan.
func (s *solver) hopeless(bound int64) bool {
	if s.target() {
		return bound >= s.value
	}
	return bound <= s.value
}

// offer takes a plan if it is better than the best.
func (s *solver) offer(plan []int32, value int64) bool {
	if s.target() == (value > s.value) || value == s.value {
		return false
	}
	s.best = append(s.best[:0], plan...)
	s.value = value
	s.report()
	return true
}

// over tells whether the work has ended, and why.
func (s *solver) over() bool {
	switch {
	case s.ended != "":
	case s.closed():
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

// late tells whether the time is up.
func (s *solver) late() bool {
	return s.opt.Time > 0 && time.Since(s.began) >= s.opt.Time
}

// share is what the best is of the bound, required candidates included.
func (s *solver) share() float64 {
	if s.target() {
		spent := s.pr.spent()
		return ratio(float64(s.bound+spent), float64(s.value+spent))
	}
	if s.bound+s.pr.base == 0 {
		return 1 // nothing to win: what rounding may have hidden is no share of it
	}
	return ratio(s.pr.unit.weight(s.value+s.pr.base), s.pr.unit.bound(s.bound+s.pr.base))
}

// ratio is a share that is 1 where there is nothing to win.
func ratio(part, whole float64) float64 {
	if whole <= 0 {
		return 1
	}
	return math.Min(1, part/whole)
}

func (s *solver) report() {
	if s.opt.Progress == nil {
		return
	}
	value, bound := s.shown()
	s.opt.Progress(Progress{Steps: s.steps, Value: value, Bound: bound, Share: s.share(), Elapsed: time.Since(s.began)})
}

// shown is value and bound as the result tells them.
func (s *solver) shown() (value, bound float64) {
	if s.target() {
		spent := s.pr.spent()
		return Cents(s.value + spent).Euros(), Cents(s.bound + spent).Euros()
	}
	return s.pr.unit.weight(s.value + s.pr.base), s.pr.unit.bound(s.bound + s.pr.base)
}

// spent is what required candidates cost.
func (pr *Prepared) spent() (sum int64) {
	for _, f := range pr.forced {
		sum += int64(max(0, pr.problem.Candidates[f.candidate].Cost))
	}
	return sum
}
