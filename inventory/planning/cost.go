package planning

import (
	"fmt"

	"maillage/geo/plan"
	"maillage/inventory"
)

// maxCoefficient is the highest of a cost model's coefficients.
const maxCoefficient = 1e7

// costFaults is what is wrong with a cost model.
func costFaults(c plan.CostModel) []inventory.FieldError {
	var f []inventory.FieldError
	for _, v := range []struct {
		field string
		value float64
	}{{"door_eur", c.DoorEUR}, {"per_km_eur", c.PerKMEUR}, {"monthly_eur", c.MonthlyEUR}, {"months", float64(c.Months)}} {
		if !between(v.value, 0, maxCoefficient) {
			f = append(f, inventory.FieldError{Field: "cost." + v.field, Value: fmt.Sprint(v.value), Code: "out_of_range", Message: "is from 0 to 10000000"})
		}
	}
	if c.Months > 600 {
		f = append(f, inventory.FieldError{Field: "cost.months", Value: fmt.Sprint(c.Months), Code: "out_of_range", Message: "are at most 600"})
	}
	return f
}

// priced returns what a candidate costs: by its own prices where it has any, else
// by the model, so many kilometres from the nearest PoP, NaN where there is none.
func priced(c plan.CostModel, setup, monthly *float64, km float64) (plan.Cents, error) {
	if setup == nil && monthly == nil {
		return c.Cost(km)
	}
	return c.Stated(value(setup), value(monthly))
}

func value(p *float64) float64 {
	if p == nil {
		return 0
	}
	return *p
}
