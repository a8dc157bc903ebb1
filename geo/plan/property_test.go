package plan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"maillage/geo/layer"
	"maillage/geo/line"
)

// TestGreedyGuarantee holds the greedy plan to its promise: at least 1-1/e of the
// best by count (Nemhauser, Wolsey, Fisher, 1978); by cost, with the best single
// candidate, half of that (Leskovec and others, 2007).
func TestGreedyGuarantee(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	for i := range 1000 {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		p := small(rnd)
		p.Objective, p.Groups = Objective(rnd.IntN(2)), nil
		if len(p.Members) == 0 {
			p.Objective = Reach
		}
		for c := range p.Candidates {
			p.Candidates[c].Choice = Free
		}
		b, promised := Zones(1+rnd.IntN(5)), 1-1/math.E
		if rnd.IntN(2) == 0 {
			b, promised = Spend(Cents(rnd.IntN(30))*100), (1-1/math.E)/2
		}
		pr := prepared(t, p)
		l, err := pr.limit(b)
		if err != nil {
			t.Fatal(err)
		}
		s := newSolver(t.Context(), pr, l, Options{})
		s.first()
		o := newOracle(p)
		best := 0.0
		for set := range uint(1) << len(p.Candidates) {
			if o.allowed(set, b) {
				best = max(best, o.value(set))
			}
		}
		if got := pr.unit.weight(s.value); got < promised*best-1e-9 {
			t.Fatalf("seed %d, case %d: %v of %v", seed, i, got, best)
		}
	}
}

// TestGainsFall: what a candidate adds is never negative, and never more to a
// larger plan.
func TestGainsFall(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	for i := range 500 {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		p := small(rnd)
		p.Objective = Reach
		pr := prepared(t, p)
		n := pr.free.size()
		if n == 0 {
			continue
		}
		few, many := newCover(pr.free), newCover(pr.free)
		for c := range int32(n) {
			switch rnd.IntN(3) {
			case 0:
				few.add(c)
				many.add(c)
			case 1:
				many.add(c)
			}
		}
		for c := range int32(n) {
			if few.chosen[c] || many.chosen[c] {
				continue
			}
			if a, b := few.gain(c), many.gain(c); b < 0 || b > a {
				t.Fatalf("seed %d, case %d: adds %d to few, %d to many", seed, i, a, b)
			}
			won := many.won
			many.add(c)
			if many.loss(c) != many.won-won {
				t.Fatalf("seed %d, case %d: loss %d of what added %d", seed, i, many.loss(c), many.won-won)
			}
			many.remove(c)
		}
	}
}

// TestLineAsElements: the same problem on the line and with each cell an element
// has the same answers, members and their own candidates included.
func TestLineAsElements(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	const cells, from = 60, 1_000_000
	for i := range 300 {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		set := func() line.Set {
			var b line.Builder
			for at := int32(rnd.IntN(10)); at < cells; at += 1 + int32(rnd.IntN(20)) {
				to := min(cells, at+1+int32(rnd.IntN(15)))
				b.Add(from+at, from+to)
				at = to
			}
			return b.Set()
		}
		elements := func(s line.Set) (out []int32) {
			for _, iv := range s {
				for c := iv.Lo; c < iv.Hi; c++ {
					out = append(out, c-from)
				}
			}
			return out
		}
		var lb layer.Builder
		onLine, byElement := &Problem{}, &Problem{Weights: make([]float64, cells)}
		weights := make([]float64, cells)
		for c := range weights {
			weights[c] = float64(rnd.IntN(50))
			if err := lb.AddCell(int32(from+c), weights[c]); err != nil {
				t.Fatal(err)
			}
		}
		l := lb.Build()
		for range 1 + rnd.IntN(2) {
			d := Demand{Cells: set(), Layer: l, Factor: float64(1 + rnd.IntN(3))}
			onLine.Demand = append(onLine.Demand, d)
			for _, e := range elements(d.Cells) {
				byElement.Weights[e] += d.Factor * weights[e]
			}
		}
		for c := range 1 + rnd.IntN(8) {
			s := set()
			cost := Cents(rnd.IntN(1000))
			onLine.Candidates = append(onLine.Candidates, Candidate{Code: fmt.Sprint(c), Cells: s, Cost: cost})
			byElement.Candidates = append(byElement.Candidates, Candidate{Code: fmt.Sprint(c), Elements: elements(s), Cost: cost})
		}
		onLine.Objective = Objective(rnd.IntN(4))
		for range 1 + rnd.IntN(3) {
			s, all := set(), rnd.IntN(3) == 0
			var own []int
			if rnd.IntN(2) == 0 {
				own = []int{rnd.IntN(len(onLine.Candidates))}
			}
			onLine.Members = append(onLine.Members, Member{All: all, Cells: s, Own: own})
			byElement.Members = append(byElement.Members, Member{All: all, Elements: elements(s), Own: own})
		}
		byElement.Objective = onLine.Objective
		b := budget(rnd, onLine.Objective)
		a, errA := prepared(t, onLine).Solve(t.Context(), b, Options{})
		z, errZ := prepared(t, byElement).Solve(t.Context(), b, Options{})
		if (errA == nil) != (errZ == nil) {
			t.Fatalf("seed %d, case %d: %v, %v", seed, i, errA, errZ)
		}
		if errA == nil && onLine.Objective <= Openings && (!near(a.Value, z.Value) || !near(a.Bound, z.Bound) || !near(a.Winnable, z.Winnable)) {
			t.Fatalf("seed %d, case %d: %v of %v on the line, %v of %v by element", seed, i, a.Value, a.Bound, z.Value, z.Bound)
		}
		if errA == nil && onLine.Objective > Openings && (a.Bound < z.Value*(1-1e-9) || z.Bound < a.Value*(1-1e-9)) {
			t.Fatalf("seed %d, case %d: %v of %v on the line, %v of %v by element", seed, i, a.Value, a.Bound, z.Value, z.Bound)
		}
	}
}

// TestLeximinBeyondTheLeast: where the least cannot be raised, the next is.
func TestLeximinBeyondTheLeast(t *testing.T) {
	t.Parallel()
	p := &Problem{Objective: Leximin, Weights: []float64{5, 7, 9}, Members: []Member{
		{Name: "left behind"}, {Name: "b", Elements: []int32{0, 1}}, {Name: "c", Elements: []int32{2}}},
		Candidates: []Candidate{{Code: "0", Elements: []int32{0}, Cost: NoCost}, {Code: "1", Elements: []int32{1}, Cost: NoCost}, {Code: "2", Elements: []int32{2}, Cost: NoCost}}}
	r := solved(t, p, Zones(2))
	got := slices.Clone(r.Members)
	if diff := cmp.Diff([]float64{0, 7, 9}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCurve(t *testing.T) {
	t.Parallel()
	c, err := prepared(t, three()).Curve(t.Context(), false, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := &Curve{Knee: 2, Points: []Point{
		{Candidate: -1}, {Candidate: 0, Count: 1, Spent: 300, Value: 15},
		{Candidate: 1, Count: 2, Spent: 500, Value: 23}, {Candidate: 2, Count: 3, Spent: 600, Value: 24}}}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
	c, err = prepared(t, three()).Curve(t.Context(), true, 1)
	if err != nil || len(c.Points) != 2 || c.Points[1].Candidate != 1 || c.Points[1].Spent != 200 {
		t.Errorf("by the euro: %+v, %v", c, err)
	}
}

// TestReplace holds replacements against trying each.
func TestReplace(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	for i := range 500 {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		p := small(rnd)
		b := budget(rnd, p.Objective)
		pr := prepared(t, p)
		r, err := pr.Solve(t.Context(), b, Options{Steps: 50})
		if err != nil || len(r.Picks) == 0 || r.Picks[len(r.Picks)-1].Required {
			continue
		}
		drop := r.Picks[len(r.Picks)-1].Candidate
		got, err := pr.Replace(b, chosen(r), drop, 3)
		if err != nil {
			t.Fatal(err)
		}
		without, best := got.Without, got.Best
		o := newOracle(p)
		var rest, whole uint
		for _, c := range chosen(r) {
			whole |= 1 << c
			if c != drop {
				rest |= 1 << c
			}
		}
		if !near(without, o.value(rest)) {
			t.Fatalf("seed %d, case %d: %v is left, not %v", seed, i, without, o.value(rest))
		}
		if !near(got.Value, o.value(whole)) {
			t.Fatalf("seed %d, case %d: the plan is worth %v, not %v", seed, i, got.Value, o.value(whole))
		}
		limit := b
		if b.Share > 0 {
			limit = Budget{Count: Unlimited, Cost: Unlimited}
		}
		most := 0.0
		for c := range p.Candidates {
			if with := rest | 1<<c; with != rest && c != drop && o.allowed(with, limit) {
				most = max(most, o.value(with))
			}
		}
		if len(best) == 0 && most > without*(1+1e-9) || len(best) > 0 && !near(best[0].Value, most) {
			t.Fatalf("seed %d, case %d: %+v, but %v can be had", seed, i, best, most)
		}
		for k, x := range best {
			if !near(x.Value, o.value(rest|1<<x.Candidate)) || k > 0 && x.Value > best[k-1].Value {
				t.Fatalf("seed %d, case %d: %+v", seed, i, best)
			}
		}
	}
}

func TestDiscs(t *testing.T) {
	t.Parallel()
	places := []Place{{Code: "a", Seat: orb.Point{2.35, 48.85}}, {Code: "b", Seat: orb.Point{-40, 30}}}
	c, err := Discs(places, 10, nil)
	if err != nil {
		t.Fatal(err)
	}
	if km2 := c[0].Cells.KM2(); math.Abs(km2-math.Pi*100) > 1 || !c[1].Cells.Empty() || c[0].Cost != NoCost {
		t.Errorf("%v km², and %v cells in the ocean", km2, c[1].Cells.Count())
	}
	within, err := Discs(places, 10, c[0].Cells[:1])
	if err != nil || !within[0].Cells.Equal(c[0].Cells[:1]) {
		t.Errorf("%v, %v", within[0].Cells, err)
	}
	if _, err := Discs(places, 0, nil); err == nil {
		t.Error("a radius of 0 was taken")
	}
}
