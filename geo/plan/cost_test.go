package plan

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

func TestCostModel(t *testing.T) {
	t.Parallel()
	model := CostModel{DoorEUR: 1000, PerKMEUR: 50, MonthlyEUR: 20, Months: 36}
	for _, tc := range []struct {
		name  string
		model CostModel
		km    float64
		want  Cents
	}{
		{"all of it", model, 10, 100 * (1000 + 500 + 720)},
		{"nothing known", CostModel{}, 10, NoCost},
		{"nowhere to measure from", model, math.NaN(), NoCost},
		{"nowhere to measure from, and no link", CostModel{DoorEUR: 5}, math.NaN(), 500},
		{"months alone are no model", CostModel{Months: 12}, 1, NoCost},
	} {
		if got, err := tc.model.Cost(tc.km); err != nil || got != tc.want {
			t.Errorf("%s: %d %v, want %d", tc.name, got, err, tc.want)
		}
	}
	if got, err := model.Stated(300, 10); err != nil || got != 100*(300+360) {
		t.Errorf("stated prices make %d, %v", got, err)
	}
	for name, ask := range map[string]func() (Cents, error){
		"a negative price":         func() (Cents, error) { return model.Stated(-2000, 0) },
		"a price beyond measure":   func() (Cents, error) { return model.Stated(1e12, 0) },
		"a model of no number":     func() (Cents, error) { return CostModel{DoorEUR: 1, PerKMEUR: math.Inf(1)}.Cost(1) },
		"a model beyond measure":   func() (Cents, error) { return CostModel{PerKMEUR: 1e9}.Cost(1e6) },
		"a model that pays for it": func() (Cents, error) { return CostModel{DoorEUR: 1, PerKMEUR: 1, MonthlyEUR: -10, Months: 1}.Cost(1) },
	} {
		if got, err := ask(); err == nil {
			t.Errorf("%s passes: %d", name, got)
		}
	}
}

// The nearest place is the one that the formula of haversines finds.
func TestNearest(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 2))
	for range 200 {
		at := orb.Point{rnd.Float64()*60 - 5, rnd.Float64()*70 - 20}
		var points []orb.Point
		least := math.Inf(1)
		for range 1 + rnd.IntN(30) {
			p := orb.Point{at[0] + rnd.NormFloat64()*3, at[1] + rnd.NormFloat64()*3}
			points = append(points, p)
			least = min(least, geo.DistanceHaversine(at, p)/orb.EarthRadius*earthKM)
		}
		if got := PlacesOf(points).Nearest(at); math.Abs(got-least) > 1e-6*least+1e-6 {
			t.Fatalf("seed %d: nearest to %v of %v: %v km, want %v", seed, at, points, got, least)
		}
	}
	if got := (Places{}).Nearest(orb.Point{}); !math.IsNaN(got) {
		t.Error(got)
	}
}
