package plan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func prepared(t *testing.T, p *Problem) *Prepared {
	t.Helper()
	pr, err := Prepare(p)
	if err != nil {
		t.Fatal(err)
	}
	return pr
}

func solved(t *testing.T, p *Problem, b Budget) *Result {
	t.Helper()
	r, err := prepared(t, p).Solve(t.Context(), b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// three candidates: the first two overlap in element 1.
func three() *Problem {
	return &Problem{Weights: []float64{10, 5, 8, 1}, Candidates: []Candidate{
		{Code: "a", Elements: []int32{0, 1}, Cost: 300},
		{Code: "b", Elements: []int32{1, 2}, Cost: 200},
		{Code: "c", Elements: []int32{3}, Cost: 100},
	}}
}

func chosen(r *Result) (out []int) {
	for _, p := range r.Picks {
		out = append(out, p.Candidate)
	}
	return out
}

func TestOrderGainCumulated(t *testing.T) {
	t.Parallel()
	r := solved(t, three(), Zones(2))
	want := []Pick{
		{Candidate: 0, Gain: 15, Cumulated: 15, Cost: 300, Spent: 300},
		{Candidate: 1, Gain: 8, Cumulated: 23, Cost: 200, Spent: 500},
	}
	if diff := cmp.Diff(want, r.Picks); diff != "" {
		t.Error(diff)
	}
	if r.Value != 23 || r.Bound != 23 || r.Share != 1 || !r.Optimal || r.Won != 23 || r.Winnable != 24 || r.Cost != 500 || !r.CostKnown {
		t.Errorf("%+v", r)
	}
}

func TestTwins(t *testing.T) {
	t.Parallel()
	p := three()
	p.Candidates = append(p.Candidates, p.Candidates[0])
	r := solved(t, p, Zones(3))
	if diff := cmp.Diff([]int{0, 1, 2}, chosen(r)); diff != "" || !r.Optimal {
		t.Errorf("the first of two twins is to be chosen, once (optimal %v): %s", r.Optimal, diff)
	}
}

func TestNothingToWin(t *testing.T) {
	t.Parallel()
	covered := three()
	covered.Candidates[0].Choice = Given
	covered.Candidates = append(covered.Candidates, Candidate{Code: "within a", Elements: []int32{0}, Cost: 1})
	far := three()
	far.Candidates = append(far.Candidates, Candidate{Code: "elsewhere", Cost: 0})
	for name, p := range map[string]*Problem{"covered": covered, "outside": far} {
		r := solved(t, p, Zones(10))
		for _, k := range r.Picks {
			if k.Candidate == 3 || k.Gain == 0 {
				t.Errorf("%s: a candidate that adds nothing was chosen: %+v", name, k)
			}
		}
		if !r.Optimal {
			t.Errorf("%s: not proven", name)
		}
	}
	for name, p := range map[string]*Problem{"no candidates": {Weights: []float64{1}}, "no demand": {Candidates: []Candidate{{Code: "x"}}}, "nothing": {}} {
		if r := solved(t, p, Zones(3)); len(r.Picks) > 0 || r.Share != 1 || !r.Optimal {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestBudgets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		b    Budget
		want []int
	}{
		{Zones(0), nil},
		{Spend(0), nil},
		{Spend(199), []int{2}},
		{Spend(400), []int{0, 2}},
		{Spend(MaxCost), []int{0, 1, 2}},
		{Zones(1 << 40), []int{0, 1, 2}},
		{Budget{Count: 1, Cost: 250}, []int{1}},
		{Budget{Count: Unlimited, Cost: Unlimited}, []int{0, 1, 2}},
		{Target(1), []int{0, 1, 2}},
		{Target(0.5), []int{1}}, // 13 of 24 for 200, where a would cost 300
	} {
		r := solved(t, three(), c.b)
		if diff := cmp.Diff(c.want, chosen(r)); diff != "" || !r.Optimal {
			t.Errorf("%+v (optimal %v): %s", c.b, r.Optimal, diff)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	pr := prepared(t, three())
	for _, b := range []Budget{{Count: -2, Cost: Unlimited}, {Count: 1, Cost: -5}, {Count: 1, Cost: MaxCost + 1}, {Share: -0.1}, {Share: 1.1}, {Share: math.NaN()}} {
		if _, err := pr.Solve(t.Context(), b, Options{}); err == nil {
			t.Errorf("%+v was taken", b)
		}
	}
	for name, change := range map[string]func(*Problem){
		"negative cost":     func(p *Problem) { p.Candidates[1].Cost = -7 },
		"boundless cost":    func(p *Problem) { p.Candidates[1].Cost = MaxCost + 1 },
		"negative weight":   func(p *Problem) { p.Weights[0] = -1 },
		"no number":         func(p *Problem) { p.Weights[0] = math.NaN() },
		"infinite":          func(p *Problem) { p.Weights[0] = math.Inf(1) },
		"unknown element":   func(p *Problem) { p.Candidates[0].Elements = []int32{4} },
		"unknown choice":    func(p *Problem) { p.Candidates[0].Choice = 9 },
		"unknown objective": func(p *Problem) { p.Objective = 9 },
		"no members":        func(p *Problem) { p.Objective = Openings },
		"unknown own":       func(p *Problem) { p.Members = []Member{{Own: []int{3}}} },
		"negative base":     func(p *Problem) { p.Members = []Member{{Base: -1}} },
		"negative group":    func(p *Problem) { p.Groups = []Group{{Max: -1}} },
		"unknown in group":  func(p *Problem) { p.Groups = []Group{{Candidates: []int{3}}} },
		"twice in group":    func(p *Problem) { p.Groups = []Group{{Candidates: []int{1, 1}}} },
		"both demands":      func(p *Problem) { p.Demand = []Demand{{Factor: 1}} },
		"too many":          func(p *Problem) { p.Candidates = make([]Candidate, MaxCandidates+1) },
	} {
		p := three()
		change(p)
		if _, err := Prepare(p); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	for _, euros := range []float64{-1, math.NaN(), math.Inf(1), 1e11} {
		if _, err := Euros(euros); err == nil {
			t.Errorf("%v € was taken", euros)
		}
	}
}

func TestCostMissing(t *testing.T) {
	t.Parallel()
	p := three()
	p.Candidates[1].Cost = NoCost
	for _, b := range []Budget{Spend(500), Target(0.5)} {
		if _, err := prepared(t, p).Solve(t.Context(), b, Options{}); !errors.Is(err, ErrCostMissing) {
			t.Errorf("%+v: %v", b, err)
		}
	}
	r := solved(t, p, Zones(3))
	if r.CostKnown || r.Cost != 400 {
		t.Errorf("cost %v, known %v", r.Cost, r.CostKnown)
	}
	p.Candidates[1].Choice = Excluded // what is excluded needs none
	if r := solved(t, p, Spend(400)); len(r.Picks) != 2 {
		t.Errorf("%+v", r.Picks)
	}
}

func TestRequiredBeyondBudget(t *testing.T) {
	t.Parallel()
	p := three()
	p.Candidates[0].Choice = Required
	for _, b := range []Budget{Zones(0), Spend(299)} {
		if _, err := prepared(t, p).Solve(t.Context(), b, Options{}); !errors.Is(err, ErrInfeasible) {
			t.Errorf("%+v: %v", b, err)
		}
	}
	p.Groups = []Group{{Name: "all", Candidates: []int{0, 1, 2}, Max: 1}}
	if _, err := prepared(t, p).Solve(t.Context(), Target(1), Options{}); !errors.Is(err, ErrInfeasible) {
		t.Error(err)
	}
}

// random is a problem of some size by element.
func random(seed uint64, n, m int) *Problem {
	rnd := rand.New(rand.NewPCG(seed, 1))
	p := &Problem{Weights: make([]float64, m)}
	for e := range p.Weights {
		p.Weights[e] = math.Floor(rnd.ExpFloat64() * 1000)
	}
	for i := range n {
		c := Candidate{Code: fmt.Sprint(i), Cost: Cents(1000 + rnd.IntN(9000))}
		at := rnd.IntN(m)
		for e := at; e < min(m, at+1+rnd.IntN(30)); e++ {
			c.Elements = append(c.Elements, int32(e))
		}
		p.Candidates = append(p.Candidates, c)
	}
	return p
}

func TestManyCandidates(t *testing.T) {
	t.Parallel()
	p := random(1, 100_000, 20_000)
	r, err := prepared(t, p).Solve(t.Context(), Zones(50), Options{Steps: 300})
	if err != nil || len(r.Picks) != 50 || r.Share < 0.95 {
		t.Errorf("%d picks, share %v, %v", len(r.Picks), r.Share, err)
	}
}

func TestSameSeedSameResult(t *testing.T) {
	t.Parallel()
	p := random(2, 600, 400)
	for _, o := range []Objective{Reach, Leximin} {
		p.Objective = o
		p.Members = []Member{{All: true}, {Elements: []int32{1, 2, 3, 4, 5, 6, 300, 301, 302}}}
		var first *Result
		for range 2 {
			r, err := prepared(t, p).Solve(t.Context(), Zones(10), Options{Steps: 400, Seed: 7})
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = r
			} else if diff := cmp.Diff(first, r); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestStops(t *testing.T) {
	t.Parallel()
	p := random(3, 5000, 8000)
	p.Members = []Member{{All: true}}
	for _, o := range []Objective{Reach, Proportional} {
		p.Objective = o
		pr := prepared(t, p)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		r, err := pr.Solve(ended, Zones(100), Options{})
		if err != nil || r.Ended != EndedStopped || len(r.Picks) == 0 || !(r.Bound >= r.Value) {
			t.Errorf("stopped at once: %+v, %v", r, err)
		}
		r, err = pr.Solve(t.Context(), Zones(100), Options{Time: time.Nanosecond})
		if err != nil || r.Ended != EndedTime || len(r.Picks) == 0 || !(r.Bound >= r.Value) {
			t.Errorf("no time: %+v, %v", r, err)
		}
	}
}

func TestProgressOnlyBetters(t *testing.T) {
	t.Parallel()
	p := random(4, 3000, 3000)
	p.Members = []Member{{All: true}, {Elements: []int32{5, 6, 7, 8, 9, 500, 600}}}
	for _, b := range []Budget{Zones(40), Spend(80_000), Target(0.4)} {
		for _, o := range []Objective{Reach, Openings, Proportional} {
			if p.Objective = o; b.Share > 0 && o == Proportional {
				continue
			}
			var last *Progress
			r, err := prepared(t, p).Solve(t.Context(), b, Options{Steps: 500, Progress: func(now Progress) {
				up, down := now.Value, now.Bound
				if last != nil {
					was, limit := last.Value, last.Bound
					if b.Share > 0 {
						up, was, down, limit = -up, -was, -down, -limit
					}
					if up < was || down > limit || now.Share < last.Share {
						t.Errorf("%+v after %+v", now, *last)
					}
				}
				last = &now
			}})
			if err != nil {
				t.Fatal(err)
			}
			if last == nil || last.Value != r.Value || math.Abs(last.Bound-r.Bound) > 1e-9*r.Bound {
				t.Errorf("told %+v at last, answered %v, %v", last, r.Value, r.Bound)
			}
		}
	}
}
