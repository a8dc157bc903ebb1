package planning

import (
	"math"
	"testing"

	"maillage/geo/plan"
)

func TestCost(t *testing.T) {
	t.Parallel()
	amount := func(v float64) *float64 { return &v }
	model := plan.CostModel{DoorEUR: 1000, PerKMEUR: 50, MonthlyEUR: 20, Months: 36}
	for _, tc := range []struct {
		name           string
		model          plan.CostModel
		setup, monthly *float64
		km             float64
		want           plan.Cents
	}{
		{"model", model, nil, nil, 10, 100 * (1000 + 500 + 720)},
		{"own price", model, amount(300), amount(10), 10, 100 * (300 + 360)},
		{"set-up alone", model, amount(300), nil, 10, 30000},
		{"nothing known", plan.CostModel{}, nil, nil, 10, plan.NoCost},
		{"no PoP to measure from", model, nil, nil, math.NaN(), plan.NoCost},
		{"no PoP and no road", plan.CostModel{DoorEUR: 5}, nil, nil, math.NaN(), 500},
		{"months alone are no model", plan.CostModel{Months: 12}, nil, nil, 1, plan.NoCost},
	} {
		if got, err := priced(tc.model, tc.setup, tc.monthly, tc.km); err != nil || got != tc.want {
			t.Errorf("%s: %d %v, want %d", tc.name, got, err, tc.want)
		}
	}
	if _, err := priced(model, amount(-2000), nil, 1); err == nil {
		t.Error("a negative price passes")
	}
	if _, err := priced(plan.CostModel{DoorEUR: 1e7, MonthlyEUR: 1e7, Months: 600}, amount(1e12), nil, 1); err == nil {
		t.Error("a price beyond all measure passes")
	}
}
