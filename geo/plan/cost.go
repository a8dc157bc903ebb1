package plan

import "math"

// CostModel says what it costs to open a place where nobody has said: a door
// there, a link to the nearest place that the pool reaches already, and rent.
//
//	cost = door + distance to the nearest place × a km + monthly × months
//
// Distance is over the ground in km, as the crow flies (Places.Nearest). Every
// coefficient is 0 or more, the caller's to set and to show. A model of noughts
// prices nothing.
type CostModel struct {
	DoorEUR    float64 `json:"door_eur,omitempty"`    // once
	PerKMEUR   float64 `json:"per_km_eur,omitempty"`  // of the link, once
	MonthlyEUR float64 `json:"monthly_eur,omitempty"` // rent
	Months     int     `json:"months,omitempty"`      // over how long rents count
}

// Prices tells whether the model prices a place that has no price.
func (m CostModel) Prices() bool {
	return m.DoorEUR > 0 || m.PerKMEUR > 0 || m.MonthlyEUR > 0 && m.Months > 0
}

// Cost returns what a place costs, so many km from the nearest that is reached;
// km is NaN where there is none, and the cost of a link then unknown. The cost of
// a model that prices nothing is NoCost. It is an error beyond MaxCost.
func (m CostModel) Cost(km float64) (Cents, error) {
	if !m.Prices() || m.PerKMEUR > 0 && math.IsNaN(km) {
		return NoCost, nil
	}
	link := 0.0
	if m.PerKMEUR > 0 {
		link = m.PerKMEUR * km
	}
	return Euros(m.DoorEUR + link + m.MonthlyEUR*float64(m.Months))
}

// Stated returns what a place costs whose prices are known, in euros: the rent
// counts over the model's months. It is an error below 0 or beyond MaxCost.
func (m CostModel) Stated(setup, monthly float64) (Cents, error) {
	return Euros(setup + monthly*float64(m.Months))
}
