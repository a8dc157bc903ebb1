package plan

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRankedIsGreedy: the greedy plan from what is kept is the one made afresh,
// whatever was asked before.
func TestRankedIsGreedy(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	for i := range 2000 {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		p := small(rnd)
		if i%20 == 0 {
			p = random(rnd.Uint64(), 90, 300) // more than are looked for at once
		}
		p.Objective = Reach
		pr := prepared(t, p)
		for range 6 {
			b, byCost := Zones(rnd.IntN(60)), false
			if rnd.IntN(2) == 0 {
				b, byCost = Spend(Cents(rnd.IntN(200))*100), rnd.IntN(2) == 0
			}
			l, err := pr.limit(b)
			if err != nil {
				continue // more is required than the budget has
			}
			need := int64(1) << 62
			if rnd.IntN(3) == 0 {
				need = rnd.Int64N(pr.free.total() + 1)
			}
			a, z := newCover(pr.free), pr.blank()
			if need > 0 {
				greedy(a, l.clone(), byCost, func(c int32, gain int64) bool {
					if gain <= 0 {
						t.Fatalf("seed %d, case %d: candidate %d was picked and adds %d", seed, i, c, gain)
					}
					return a.won < need
				})
			}
			pr.ranked(z, l.clone(), byCost, func() bool { return z.won >= need })
			if !slices.Equal(a.chosen, z.chosen) || a.won != z.won {
				t.Fatalf("seed %d, case %d: budget %+v by cost %v: %v, not %v", seed, i, b, byCost, z.chosen, a.chosen)
			}
			pr.done(z)
		}
	}
}

// TestEnvelope: whatever the prices and rents, no plan wins more than the envelope
// says of its budget, and none that wins so much costs less than it says.
func TestEnvelope(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	reached := 0
	for i := range 2000 {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		p := small(rnd)
		if p.Objective = Objective(rnd.IntN(2)); len(p.Members) == 0 {
			p.Objective = Reach
		}
		pr := prepared(t, p)
		b := Zones(rnd.IntN(9))
		if rnd.IntN(2) == 0 {
			b = Spend(Cents(rnd.IntN(30)) * 100)
		}
		l, err := pr.limit(b)
		if err != nil {
			continue
		}
		rho := make([]float32, pr.free.elements())
		for e := range rho {
			rho[e] = rnd.Float32()
		}
		rent := make([]int64, len(l.caps)+1)
		for g := range rent {
			rent[g] = rnd.Int64N(1 + pr.free.total()/8)
		}
		if rnd.IntN(4) == 0 {
			rho, rent = nil, nil
		}
		v := pr.newEnvelope(rho, rent, l)
		for set := range uint(1) << pr.free.size() {
			k, left, fits := newCover(pr.free), l.clone(), true
			var cost int64
			for c, id := range pr.free.id {
				if set>>c&1 == 1 {
					k.add(int32(c))
					cost += l.costs[id]
					fits = fits && left.take(int(id))
				}
			}
			if !fits {
				continue
			}
			if k.won > v.at(l) {
				t.Fatalf("seed %d, case %d: a plan wins %d, the bound says %d", seed, i, k.won, v.at(l))
			}
			if k.won == v.at(l) {
				reached++
			}
			if l.money && cost < v.least(k.won) {
				t.Fatalf("seed %d, case %d: a plan that wins %d costs %d, the bound says %d", seed, i, k.won, cost, v.least(k.won))
			}
		}
	}
	if reached == 0 {
		t.Error("no plan reached the bound: the test holds nothing")
	}
}

// TestLearnt: what was learnt ahead bounds any budget well, though hardly any
// steps are taken for it, and never below the best plan.
func TestLearnt(t *testing.T) {
	t.Parallel()
	for _, money := range []bool{false, true} {
		pr := prepared(t, random(7, 700, 4000))
		if !pr.Unlearnt(money) || pr.Unlearnt(money) {
			t.Error("the work is not given to the first who asks, and to no other")
		}
		pr.Learn(t.Context(), money)
		for n := 1; n < 300; n += 23 {
			b := Zones(n)
			if money {
				b = Spend(Cents(n) * 400)
			}
			quick, err := pr.Solve(t.Context(), b, Options{Steps: 1, Warm: true})
			if err != nil {
				t.Fatal(err)
			}
			long, err := pr.Solve(t.Context(), b, Options{Steps: 400})
			if err != nil {
				t.Fatal(err)
			}
			if quick.Bound < long.Value {
				t.Errorf("%+v: the bound %v is less than what a plan wins, %v", b, quick.Bound, long.Value)
			}
			if quick.Bound > 1.02*long.Bound {
				t.Errorf("%+v: the bound %v is far from %v", b, quick.Bound, long.Bound)
			}
		}
	}
}
