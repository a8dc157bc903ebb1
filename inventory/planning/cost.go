package planning

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"maillage/geo/plan"
	"maillage/inventory"
)

// Cost is the model of what a zone costs that says nothing of it itself, and the
// term over which monthly fees count:
//
//	cost = door + distance to the nearest PoP of the pool × a km + monthly × months
//
// A zone with a set-up or a monthly price of its own costs set-up + monthly ×
// months instead. A model of noughts leaves the cost of the others unknown, which
// a budget in euros refuses.
type Cost struct {
	DoorEUR    float64 `json:"door_eur,omitempty"`
	PerKMEUR   float64 `json:"per_km_eur,omitempty"`
	MonthlyEUR float64 `json:"monthly_eur,omitempty"`
	Months     int     `json:"months,omitempty"`
}

func (c Cost) faults() []inventory.FieldError {
	var f []inventory.FieldError
	for _, v := range []struct {
		field string
		value float64
	}{{"door_eur", c.DoorEUR}, {"per_km_eur", c.PerKMEUR}, {"monthly_eur", c.MonthlyEUR}, {"months", float64(c.Months)}} {
		if !between(v.value, 0, 1e7) {
			f = append(f, inventory.FieldError{Field: "cost." + v.field, Value: fmt.Sprint(v.value), Code: "out_of_range", Message: "is from 0 to 10000000"})
		}
	}
	if c.Months > 600 {
		f = append(f, inventory.FieldError{Field: "cost.months", Value: fmt.Sprint(c.Months), Code: "out_of_range", Message: "are at most 600"})
	}
	return f
}

// modelled tells whether the model prices a zone that has no price.
func (c Cost) modelled() bool {
	return c.DoorEUR > 0 || c.PerKMEUR > 0 || c.MonthlyEUR > 0 && c.Months > 0
}

// of returns what a candidate costs, so many kilometres from the nearest PoP,
// NaN where there is none.
func (c Cost) of(setup, monthly *float64, km float64) (plan.Cents, error) {
	if setup != nil || monthly != nil {
		return plan.Euros(value(setup) + value(monthly)*float64(c.Months))
	}
	if !c.modelled() || c.PerKMEUR > 0 && math.IsNaN(km) {
		return plan.NoCost, nil
	}
	road := 0.0
	if c.PerKMEUR > 0 {
		road = c.PerKMEUR * km
	}
	return plan.Euros(c.DoorEUR + road + c.MonthlyEUR*float64(c.Months))
}

func value(p *float64) float64 {
	if p == nil {
		return 0
	}
	return *p
}

// earthKM is the mean radius of the Earth (IUGG), in km.
const earthKM = 6371.0088

// places are points on the unit sphere, to find the nearest among thousands: by
// the straight line through the Earth, which orders as the great circle does.
type places [][3]float64

func placesOf(points []orb.Point) places {
	out := make(places, len(points))
	for i, p := range points {
		out[i] = onSphere(p)
	}
	return out
}

func onSphere(p orb.Point) [3]float64 {
	lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
	return [3]float64{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// nearest returns the great-circle distance in km from a place in degrees to the
// nearest, NaN when there is none. The sphere is within 0.6 % of the ellipsoid.
func (ps places) nearest(at orb.Point) float64 {
	if len(ps) == 0 {
		return math.NaN()
	}
	a, least := onSphere(at), math.Inf(1)
	for _, b := range ps {
		dx, dy, dz := a[0]-b[0], a[1]-b[1], a[2]-b[2]
		least = min(least, dx*dx+dy*dy+dz*dz)
	}
	return 2 * earthKM * math.Asin(min(1, math.Sqrt(least)/2))
}
