package planning

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"maillage/geo/plan"
)

func TestCost(t *testing.T) {
	t.Parallel()
	amount := func(v float64) *float64 { return &v }
	model := Cost{DoorEUR: 1000, PerKMEUR: 50, MonthlyEUR: 20, Months: 36}
	for _, tc := range []struct {
		name           string
		model          Cost
		setup, monthly *float64
		km             float64
		want           plan.Cents
	}{
		{"model", model, nil, nil, 10, 100 * (1000 + 500 + 720)},
		{"own price", model, amount(300), amount(10), 10, 100 * (300 + 360)},
		{"set-up alone", model, amount(300), nil, 10, 30000},
		{"nothing known", Cost{}, nil, nil, 10, plan.NoCost},
		{"no PoP to measure from", model, nil, nil, math.NaN(), plan.NoCost},
		{"no PoP and no road", Cost{DoorEUR: 5}, nil, nil, math.NaN(), 500},
		{"months alone are no model", Cost{Months: 12}, nil, nil, 1, plan.NoCost},
	} {
		if got, err := tc.model.of(tc.setup, tc.monthly, tc.km); err != nil || got != tc.want {
			t.Errorf("%s: %d %v, want %d", tc.name, got, err, tc.want)
		}
	}
	if _, err := model.of(amount(-2000), nil, 1); err == nil {
		t.Error("a negative price passes")
	}
	if _, err := (Cost{DoorEUR: 1e7, MonthlyEUR: 1e7, Months: 600}).of(amount(1e12), nil, 1); err == nil {
		t.Error("a price beyond all measure passes")
	}
}

// The nearest place is the one that the formula of haversines finds.
func TestNearest(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		at := orb.Point{rnd.Float64()*60 - 5, rnd.Float64()*70 - 20}
		var points []orb.Point
		least := math.Inf(1)
		for range 1 + rnd.IntN(30) {
			p := orb.Point{at[0] + rnd.NormFloat64()*3, at[1] + rnd.NormFloat64()*3}
			points = append(points, p)
			least = min(least, geo.DistanceHaversine(at, p)/orb.EarthRadius*earthKM)
		}
		if got := placesOf(points).nearest(at); math.Abs(got-least) > 1e-6*least+1e-6 {
			t.Fatalf("nearest to %v of %v: %v km, want %v", at, points, got, least)
		}
	}
	if got := (places{}).nearest(orb.Point{}); !math.IsNaN(got) {
		t.Error(got)
	}
}

func TestKnee(t *testing.T) {
	t.Parallel()
	curve := func(gains ...float64) []Pick {
		var out []Pick
		sum := 0.0
		for _, g := range gains {
			sum += g
			out = append(out, Pick{Gain: g, Cumulated: sum})
		}
		return out
	}
	one := 1.0
	priced := curve(50, 20, 20, 5, 5)
	for i := range priced {
		priced[i].CostEUR, priced[i].SpentEUR = &one, []float64{10, 20, 30, 90, 100}[i]
	}
	for _, tc := range []struct {
		name  string
		picks []Pick
		want  int
	}{
		{"bends after two", curve(50, 40, 4, 3, 3), 2},
		{"a straight line has none", curve(10, 10, 10, 10), 0},
		{"too short to tell", curve(50, 1), 0},
		{"by what is spent", priced, 3},
		{"nothing won", curve(0, 0, 0), 0},
	} {
		if got := knee(tc.picks); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}
