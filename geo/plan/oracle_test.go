package plan

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// small is a small random problem by element, for search of all its subsets.
func small(rnd *rand.Rand) *Problem {
	n, m := 1+rnd.IntN(11), 1+rnd.IntN(25)
	p := &Problem{Weights: make([]float64, m)}
	for e := range p.Weights {
		p.Weights[e] = float64(rnd.IntN(20))
		if rnd.IntN(3) == 0 {
			p.Weights[e] += rnd.Float64()
		}
	}
	for i := range n {
		c := Candidate{Code: fmt.Sprint(i), Cost: Cents(rnd.IntN(8)) * 100}
		switch rnd.IntN(8) {
		case 0: // a twin
			if i > 0 {
				c.Elements = p.Candidates[i-1].Elements
			}
		case 1: // nothing
		default:
			for e := range m {
				if rnd.IntN(4) == 0 {
					c.Elements = append(c.Elements, int32(e))
				}
			}
		}
		switch rnd.IntN(14) {
		case 0:
			c.Choice = Excluded
		case 1:
			c.Choice = Required
		case 2:
			c.Choice = Given
		}
		p.Candidates = append(p.Candidates, c)
	}
	for range rnd.IntN(3) {
		g := Group{Max: rnd.IntN(4)}
		for i := range n {
			if rnd.IntN(2) == 0 {
				g.Candidates = append(g.Candidates, i)
			}
		}
		p.Groups = append(p.Groups, g)
	}
	p.Objective = Objective(rnd.IntN(4))
	if p.Objective != Reach {
		for i := range 1 + rnd.IntN(4) {
			k := Member{Name: fmt.Sprint(i), All: rnd.IntN(3) == 0, Base: float64(rnd.IntN(5))}
			for e := range m {
				if !k.All && rnd.IntN(2) == 0 {
					k.Elements = append(k.Elements, int32(e))
				}
			}
			for c := range n {
				if rnd.IntN(10) == 0 {
					k.Own = append(k.Own, c)
				}
			}
			p.Members = append(p.Members, k)
		}
	}
	return p
}

// oracle values subsets of candidates by the words of the problem alone.
type oracle struct {
	p    *Problem
	pays [][]bool // member, element
	own  [][]bool // member, candidate
}

func newOracle(p *Problem) *oracle {
	o := &oracle{p: p}
	for _, m := range p.Members {
		pays, own := make([]bool, len(p.Weights)), make([]bool, len(p.Candidates))
		for e := range pays {
			pays[e] = m.All
		}
		for _, e := range m.Elements {
			pays[e] = true
		}
		for _, c := range m.Own {
			own[c] = true
		}
		o.pays, o.own = append(o.pays, pays), append(o.own, own)
	}
	return o
}

// covered tells which elements some of the subset cover, apart from those of one
// member's own.
func (o *oracle) covered(subset uint, but []bool) []bool {
	out := make([]bool, len(o.p.Weights))
	for s := subset; s != 0; s &= s - 1 {
		c := bits.TrailingZeros(s)
		if but != nil && but[c] {
			continue
		}
		for _, e := range o.p.Candidates[c].Elements {
			out[e] = true
		}
	}
	return out
}

// members is what opens for each member beyond what is given.
func (o *oracle) members(subset uint) []float64 {
	out := make([]float64, len(o.p.Members))
	for m := range out {
		given, all := o.covered(o.given(), o.own[m]), o.covered(subset|o.given(), o.own[m])
		for e, w := range o.p.Weights {
			if all[e] && !given[e] && o.pays[m][e] {
				out[m] += w
			}
		}
	}
	return out
}

func (o *oracle) given() (set uint) {
	for i, c := range o.p.Candidates {
		if c.Choice == Given {
			set |= 1 << i
		}
	}
	return set
}

func (o *oracle) value(subset uint) (sum float64) {
	switch o.p.Objective {
	case Reach:
		given, all := o.covered(o.given(), nil), o.covered(subset|o.given(), nil)
		for e, w := range o.p.Weights {
			if all[e] && !given[e] {
				sum += w
			}
		}
	case Openings:
		for _, w := range o.members(subset) {
			sum += w
		}
	case Leximin:
		sum = slices.Min(o.has(subset))
	case Proportional:
		for _, h := range o.has(subset) {
			sum += math.Log(h) / float64(len(o.p.Members))
		}
		sum = math.Exp(sum)
	}
	return sum
}

// has is what members have in the end.
func (o *oracle) has(subset uint) []float64 {
	out := o.members(subset)
	for m := range out {
		base := o.p.Members[m].Base
		if base == 0 && o.p.Objective == Proportional {
			base = 1
		}
		out[m] += base
	}
	return out
}

// allowed tells whether a subset keeps every condition but a target.
func (o *oracle) allowed(subset uint, b Budget) bool {
	if b.Count != Unlimited && bits.OnesCount(subset) > b.Count {
		return false
	}
	if b.Cost != Unlimited && o.cost(subset) > b.Cost {
		return false
	}
	for i, c := range o.p.Candidates {
		in := subset>>i&1 == 1
		if in && (c.Choice == Excluded || c.Choice == Given) || !in && c.Choice == Required {
			return false
		}
	}
	for _, g := range o.p.Groups {
		n := 0
		for _, c := range g.Candidates {
			n += int(subset >> c & 1)
		}
		if n > g.Max {
			return false
		}
	}
	return true
}

func (o *oracle) cost(subset uint) (sum Cents) {
	for s := subset; s != 0; s &= s - 1 {
		sum += o.p.Candidates[bits.TrailingZeros(s)].Cost
	}
	return sum
}

func budget(rnd *rand.Rand, o Objective) Budget {
	kinds := 4
	if o == Leximin || o == Proportional {
		kinds = 3
	}
	switch rnd.IntN(kinds) {
	case 0:
		return Zones(rnd.IntN(6))
	case 1:
		return Spend(Cents(rnd.IntN(30)) * 100)
	case 2:
		return Budget{Count: rnd.IntN(5), Cost: Cents(rnd.IntN(20)) * 100}
	}
	return Target(float64(rnd.IntN(101)) / 100)
}

// TestExhaustive holds plans and bounds against all subsets of small problems:
// a plan is never better than the best there is, nor a bound worse; where the
// work ends by itself, the plan is the best.
func TestExhaustive(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	n := 3000
	if testing.Short() {
		n = 500
	}
	var tally [4]tally
	for o := range tally {
		tally[o].weakest = 1
	}
	for i := range n {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		p := small(rnd)
		b := budget(rnd, p.Objective)
		opt := Options{Seed: uint64(i)}
		if rnd.IntN(2) == 0 {
			opt.Steps = 1 + rnd.IntN(2)*rnd.IntN(300) // stopped early
		}
		if err := against(t, p, b, opt, &tally[p.Objective]); err != nil {
			t.Fatalf("seed %d, case %d, %+v, %+v: %v", seed, i, b, opt, err)
		}
	}
	for o, k := range tally {
		t.Logf("objective %d: of %d cases, the best found in %d and proven in %d; the weakest share of a best plan %.3f",
			o, k.cases, k.found, k.proven, k.weakest)
		if k.found < k.cases*9/10 {
			t.Errorf("objective %d: the best found in %d of %d cases only (seed %d)", o, k.found, k.cases, seed)
		}
	}
}

// tally is how often the search did well.
type tally struct {
	cases, found, proven int
	weakest              float64 // the lowest share shown of a plan that is the best
}

func (k *tally) count(r *Result, best bool) {
	k.cases++
	if r.Optimal {
		k.proven++
	}
	if best {
		k.found++
		k.weakest = min(k.weakest, r.Share)
	}
}

func against(t *testing.T, p *Problem, b Budget, opt Options, k *tally) error {
	pr, err := Prepare(p)
	if err != nil {
		return err
	}
	r, err := pr.Solve(t.Context(), b, opt)
	o := newOracle(p)
	most, least := math.Inf(-1), Cents(math.MaxInt64)
	var all uint
	for i, c := range p.Candidates {
		if c.Choice != Excluded && c.Choice != Given {
			all |= 1 << i
		}
	}
	for s := range uint(1) << len(p.Candidates) {
		if !o.allowed(s, b) {
			continue
		}
		most = max(most, o.value(s))
		if b.Share > 0 && o.value(s) >= b.Share*o.value(all)-1e-9 {
			least = min(least, o.cost(s))
		}
	}
	possible := !math.IsInf(most, -1) && (b.Share == 0 || least < math.MaxInt64)
	if err != nil {
		if errors.Is(err, ErrInfeasible) && (!possible || b.Share > 0 && len(p.Groups) > 0 && opt.Steps > 0) {
			return nil // groups may need a search to find any plan
		}
		return fmt.Errorf("possible %v: %w", possible, err)
	}
	if !possible {
		return errors.New("a plan where none is possible")
	}
	var subset uint
	for _, k := range r.Picks {
		subset |= 1 << k.Candidate
	}
	if !o.allowed(subset, b) {
		return fmt.Errorf("the plan %b is not allowed", subset)
	}
	if len(r.Picks) != bits.OnesCount(subset) {
		return fmt.Errorf("a pick twice: %v", r.Picks)
	}
	if r.Share < 0 || r.Share > 1 {
		return fmt.Errorf("a share of %v", r.Share)
	}
	if b.Share > 0 {
		k.count(r, o.cost(subset) == least)
		return o.judgeTarget(r, subset, b, all, least)
	}
	k.count(r, near(r.Value, most))
	return o.judge(r, subset, most, opt.Steps)
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+math.Abs(a)+math.Abs(b)) }

func (o *oracle) judge(r *Result, subset uint, most float64, steps int) error {
	v := o.value(subset)
	switch {
	case !near(v, r.Value):
		return fmt.Errorf("value %v, but it is %v", r.Value, v)
	case r.Bound < most*(1-1e-12):
		return fmt.Errorf("bound %v, but %v can be had", r.Bound, most)
	case !r.Optimal && steps == 0 && o.p.Objective <= Openings:
		return errors.New("not proven, though nothing stopped the work")
	case r.Optimal && !near(v, most):
		return fmt.Errorf("called the best with %v, but %v can be had", v, most)
	}
	return nil
}

func (o *oracle) judgeTarget(r *Result, subset uint, b Budget, all uint, least Cents) error {
	cost := o.cost(subset)
	switch {
	case o.value(subset) < b.Share*o.value(all)-1e-9:
		return fmt.Errorf("%v does not reach %v", o.value(subset), b.Share*o.value(all))
	case cost.Euros() != r.Value:
		return fmt.Errorf("cost %v, but it is %v", r.Value, cost.Euros())
	case r.Bound > least.Euros():
		return fmt.Errorf("no plan below %v, but one costs %v", r.Bound, least.Euros())
	case r.Optimal && cost != least:
		return fmt.Errorf("called the cheapest with %v, but %v is possible", cost.Euros(), least.Euros())
	}
	return nil
}
