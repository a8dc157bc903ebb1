package plan

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// CostModel says what it costs to open a place where nobody has said: a door
// there, a link to the nearest place that the pool reaches already, and rent.
//
//	cost = Fixed + PerKM × Detour × distance + Monthly × Months
//
// Distance is over the ground in km, as the crow flies; Detour makes a route of
// it. Every coefficient is the caller's to set and to show.
type CostModel struct {
	Fixed   float64 `json:"fixed_eur"`   // the door, once
	PerKM   float64 `json:"eur_per_km"`  // of the link, once
	Detour  float64 `json:"detour"`      // length of a route for a km in a straight line; 0 stands for 1
	Monthly float64 `json:"monthly_eur"` // rent
	Months  float64 `json:"months"`      // over how long it is counted
	FarKM   float64 `json:"far_km"`      // distance where the pool has no place at all
}

// Estimate is what a model makes of one place, part by part, in euros.
type Estimate struct {
	KM      float64 `json:"km"`      // to the nearest place, in a straight line
	Nearest int     `json:"nearest"` // its index; -1 for none
	Door    float64 `json:"door_eur"`
	Link    float64 `json:"link_eur"`
	Rent    float64 `json:"rent_eur"`
	Total   Cents   `json:"-"`
}

// Valid returns which coefficient cannot be.
func (m CostModel) Valid() error {
	for _, c := range []struct {
		name  string
		value float64
	}{
		{"the fixed cost", m.Fixed}, {"the cost of a km", m.PerKM}, {"the detour", m.Detour},
		{"the monthly cost", m.Monthly}, {"the number of months", m.Months}, {"the distance where there is no place", m.FarKM},
	} {
		if !(c.value >= 0) || math.IsInf(c.value, 1) {
			return fmt.Errorf("%s cannot be %v: it must be a number, 0 or more", c.name, c.value)
		}
	}
	if m.Detour != 0 && m.Detour < 1 {
		return errors.New("the detour must be 1 or more: no route is shorter than a straight line")
	}
	return nil
}

// Estimate costs a place in degrees, given the places that the pool reaches
// already. The distance is the haversine's, on a sphere of the Earth's mean
// radius: within 0.5 % of the ellipsoid's.
func (m CostModel) Estimate(at orb.Point, reached []orb.Point) (Estimate, error) {
	if err := m.Valid(); err != nil {
		return Estimate{}, err
	}
	e := Estimate{KM: m.FarKM, Nearest: -1, Door: m.Fixed, Rent: m.Monthly * m.Months}
	for i, p := range reached {
		if km := geo.DistanceHaversine(at, p) / 1000; e.Nearest < 0 || km < e.KM {
			e.KM, e.Nearest = km, i
		}
	}
	e.Link = m.PerKM * max(1, m.Detour) * e.KM
	var err error
	e.Total, err = Euros(e.Door + e.Link + e.Rent)
	return e, err
}
