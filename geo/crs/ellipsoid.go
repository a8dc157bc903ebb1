package crs

import "math"

// ellipsoid is a spheroid of revolution: a is its equatorial radius in metres,
// es the square of its eccentricity, e the eccentricity.
type ellipsoid struct{ a, es, e float64 }

func newEllipsoid(a, inverseFlattening float64) ellipsoid {
	f := 1 / inverseFlattening
	es := f * (2 - f)
	return ellipsoid{a: a, es: es, e: math.Sqrt(es)}
}

var (
	grs80 = newEllipsoid(6378137, 298.257222101)
	wgs84 = newEllipsoid(6378137, 298.257223563)
)

// conformal returns the tangent of the conformal latitude for the tangent of a
// geodetic one: Karney, "Transverse Mercator with an accuracy of a few
// nanometers" (2011), equations 7 to 9.
func (e ellipsoid) conformal(tau float64) float64 {
	tau1 := math.Hypot(1, tau)
	sigma := math.Sinh(e.e * math.Atanh(e.e*tau/tau1))
	return tau*math.Hypot(1, sigma) - sigma*tau1
}

// geodetic inverts conformal by Newton's method: Karney, equations 19 to 21.
// Two rounds reach the last digit from the start used; a few more are allowed.
func (e ellipsoid) geodetic(taup float64) float64 {
	tau := taup / (1 - e.es)
	if math.Abs(taup) > 1e8 || math.IsNaN(taup) { // a pole, within a millimetre
		return tau
	}
	for range 5 {
		t := e.conformal(tau)
		step := (taup - t) / math.Hypot(1, t) *
			(1 + (1-e.es)*tau*tau) / ((1 - e.es) * math.Hypot(1, tau))
		tau += step
		if math.Abs(step) < 1e-14*math.Max(1, math.Abs(tau)) {
			break
		}
	}
	return tau
}

// authalic is Snyder's q (3-12) for the sine of a latitude: areas go with it. The
// inverse hyperbolic tangent in it is written as its series: the argument is
// under 0.0067, so seven terms are exact to the last digit and several times
// faster.
func (e ellipsoid) authalic(s float64) float64 {
	x := e.es * s * s
	series := 1 + x*(1.0/3+x*(1.0/5+x*(1.0/7+x*(1.0/9+x*(1.0/11+x*(1.0/13))))))
	return (1 - e.es) * s * (1/(1-x) + series)
}
