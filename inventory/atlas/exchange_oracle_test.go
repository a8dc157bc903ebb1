package atlas

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"maillage/geo/line"
	"maillage/inventory"
)

// furnish gives a world PoPs, zones that lie behind them, and days on which
// their owners confirmed them.
func (w *world) furnish(rnd *rand.Rand) {
	w.picture.doors = &doors{by: map[string]map[string]door{}}
	for _, m := range w.members {
		for i := range 3 {
			lon, lat, _ := line.Centre(patches()[rnd.IntN(2)] + rnd.Int32N(worldSide))
			w.picture.doors.put(inventory.Key{Member: m.Slug, Code: fmt.Sprint("p", i)}, door{
				at: [2]float64{lon, lat}, exact: rnd.IntN(4) > 0, audience: inventory.Audiences[rnd.IntN(5)],
				confirmed: briefly(inventory.Date{Year: 2020 + rnd.IntN(5), Month: 1, Day: 1 + rnd.IntN(28)}),
			})
		}
	}
	for i := range w.zones {
		z := &w.zones[i]
		if rnd.IntN(4) > 0 {
			z.Handoff = fmt.Sprint("p", rnd.IntN(3))
		}
		z.ConfirmedOn = inventory.Date{Year: 2020 + rnd.IntN(5), Month: 1, Day: 1 + rnd.IntN(28)}
		kept := w.picture.zones[z.Key]
		kept.Handoff, kept.ConfirmedOn = z.Handoff, z.ConfirmedOn
	}
}

// eachQuestion asks about random inventories, by random viewers and filters.
func eachQuestion(t *testing.T, stream uint64, ask func(rnd *rand.Rand, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter)) {
	t.Helper()
	for seed := range uint64(150) {
		rnd := rand.New(rand.NewPCG(seed, stream))
		w := newWorld(rnd)
		w.furnish(rnd)
		for range 5 {
			v, f := randomViewer(rnd, w), randomFilter(rnd, w)
			ask(rnd, fmt.Sprintf("seed %d, viewer %v, filter %+v", seed, v, f), w, newOracle(w, v, f), v, f)
			if t.Failed() {
				return
			}
		}
	}
}

// opens is what giver opens to receiver, cell by cell.
func (o *oracle) opens(w *world, giver, receiver string) Amount {
	if giver == receiver || receiver == Partner {
		return Amount{}
	}
	return o.sum(w, func(c int32) bool { return o.by[c][giver] && !o.own[receiver][c] })[""]
}

func TestExchangeAgainstCells(t *testing.T) {
	t.Parallel()
	asked := 0
	eachQuestion(t, 101, func(_ *rand.Rand, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
		got, err := w.picture.Exchange(v, f)
		if v.Role != inventory.RoleOperator && v.Role != inventory.RoleBureau {
			if inventory.KindOf(err) != inventory.Forbidden {
				t.Errorf("%s: %v, want it forbidden", name, err)
			}
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		asked++
		want := Exchange{Layer: Population, Pool: o.sum(w, func(c int32) bool { return len(o.by[c]) > 0 })[""]}
		for _, giver := range o.names {
			for _, receiver := range o.names {
				if a := o.opens(w, giver, receiver); a.KM2 > 0 {
					want.Pairs = append(want.Pairs, Opening{giver, receiver, a})
				}
			}
		}
		for i := 1; i < len(got.Pairs); i++ {
			if got.Pairs[i].Weight > got.Pairs[i-1].Weight {
				t.Errorf("%s: pair %d is heavier than the one before", name, i)
			}
		}
		byName := cmpopts.SortSlices(func(x, y Opening) bool { return x.Giver+" "+x.Receiver < y.Giver+" "+y.Receiver })
		if diff := cmp.Diff(want, got, about, byName); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	})
	if asked == 0 {
		t.Error("nobody who may was asked for")
	}
}

// The matrix and the answer for one member are the same figures.
func TestExchangeIsOpenings(t *testing.T) {
	t.Parallel()
	eachQuestion(t, 103, func(_ *rand.Rand, name string, w *world, _ *oracle, _ inventory.Viewer, f inventory.Filter) {
		v := inventory.Operator("test")
		f.Members = nil
		e, err := w.picture.Exchange(v, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range w.members {
			if m.Status != inventory.MemberActive {
				continue
			}
			o, err := w.picture.Openings(v, f, m.Slug)
			if err != nil {
				t.Fatal(err)
			}
			var column []MemberAmount
			for _, p := range e.Pairs {
				if p.Receiver == m.Slug {
					column = append(column, MemberAmount{p.Giver, p.Amount})
				}
			}
			if diff := cmp.Diff(o.Partners, column, about, cmpopts.SortSlices(func(x, y MemberAmount) bool { return x.Member < y.Member })); diff != "" {
				t.Errorf("%s, openings of %s (-openings +exchange):\n%s", name, m.Slug, diff)
			}
		}
	})
}

func TestContributionsAgainstCells(t *testing.T) {
	t.Parallel()
	eachQuestion(t, 107, func(_ *rand.Rand, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
		got, err := w.picture.Contributions(v, f)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		all := o.sum(w, everything)[""]
		want := Contributions{Layer: Population, Territory: all, Covered: part(o.sum(w, func(c int32) bool { return len(o.by[c]) > 0 })[""], all)}
		for _, m := range o.names {
			c := Contribution{Member: m, Reach: o.sum(w, func(c int32) bool { return o.by[c][m] })[""],
				Unique:  o.sum(w, func(c int32) bool { return o.by[c][m] && len(o.by[c]) == 1 })[""],
				Shapley: o.marginal(w, m), Received: &Amount{}, ConfirmedOn: w.confirmed(v, m)}
			for _, other := range o.names {
				given, received := o.opens(w, m, other), o.opens(w, other, m)
				c.Given = Amount{c.Given.KM2 + given.KM2, c.Given.Weight + given.Weight}
				*c.Received = Amount{c.Received.KM2 + received.KM2, c.Received.Weight + received.Weight}
			}
			if m == Partner {
				c.Received = nil
			}
			want.Members = append(want.Members, c)
		}
		if diff := cmp.Diff(want, got, about, cmpopts.SortSlices(func(x, y Contribution) bool { return x.Member < y.Member })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		var sum Amount
		for i, m := range got.Members {
			sum = Amount{sum.KM2 + m.Shapley.KM2, sum.Weight + m.Shapley.Weight}
			if i > 0 && m.Shapley.Weight > got.Members[i-1].Shapley.Weight {
				t.Errorf("%s: %s stands below one that brings less", name, m.Member)
			}
		}
		if math.Abs(sum.KM2-got.Covered.KM2) > 1e-6 || math.Abs(sum.Weight-got.Covered.Weight) > 1e-6*(1+sum.Weight) {
			t.Errorf("%s: the Shapley values add up to %v, covered is %v", name, sum, got.Covered)
		}
	})
}

// marginal is a member's Shapley value by its definition: what it adds to those
// before it, on average over all orders in which members may come.
func (o *oracle) marginal(w *world, member string) Amount {
	var others []string
	for _, m := range o.names {
		if m != member {
			others = append(others, m)
		}
	}
	n := len(o.names)
	chance := make([]float64, n) // of coming after just these k
	for k := range n {
		chance[k] = factorial(k) * factorial(n-k-1) / factorial(n)
	}
	// A cell that d others cover is added by the coalitions without them.
	byDepth := make([]Amount, n)
	for _, c := range o.land {
		if o.by[c][member] {
			a := &byDepth[len(o.by[c])-1]
			*a = Amount{a.KM2 + cellKM2(c), a.Weight + w.weight[c]}
		}
	}
	var sum Amount
	for coalition := range 1 << len(others) {
		k := 0
		for i := range others {
			k += coalition >> i & 1
		}
		for d, a := range byDepth {
			// By symmetry, count the coalitions that avoid the first d others.
			if coalition&(1<<d-1) == 0 {
				sum = Amount{sum.KM2 + chance[k]*a.KM2, sum.Weight + chance[k]*a.Weight}
			}
		}
	}
	return sum
}

func factorial(n int) float64 {
	f := 1.0
	for i := 2; i <= n; i++ {
		f *= float64(i)
	}
	return f
}

// confirmed is the last day of what a viewer sees of a member's entries.
func (w *world) confirmed(v inventory.Viewer, member string) (last inventory.Date) {
	own := party{v.Member, w.status(v.Member)}
	for _, z := range w.zones {
		if z.Member == member && visible(v, own, party{member, w.status(member)}, z.Audience) >= named && last.Before(z.ConfirmedOn) {
			last = z.ConfirmedOn
		}
	}
	for i := range 3 {
		d, ok := w.picture.doors.of(inventory.Key{Member: member, Code: fmt.Sprint("p", i)})
		if ok && visible(v, own, party{member, w.status(member)}, d.audience) >= named && last.Before(d.confirmed.date()) {
			last = d.confirmed.date()
		}
	}
	return last
}
