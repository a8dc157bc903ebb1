package crs

import "math"

// lcc is the Lambert conformal conic projection with two standard parallels,
// on an ellipsoid: Snyder (1987), pages 107 to 109. Letters follow him.
type lcc struct {
	e      ellipsoid
	lon0   float64
	x0, y0 float64
	n, af  float64 // n, and a·F
	rho0   float64
}

func newLCC(e ellipsoid, lon0, lat0, lat1, lat2, x0, y0 float64) *lcc {
	p := &lcc{e: e, lon0: lon0 * degree, x0: x0, y0: y0}
	m := func(lat float64) float64 {
		sin, cos := math.Sincos(lat * degree)
		return cos / math.Sqrt(1-e.es*sin*sin)
	}
	t1, t2 := p.t(lat1*degree), p.t(lat2*degree)
	p.n = (math.Log(m(lat1)) - math.Log(m(lat2))) / (math.Log(t1) - math.Log(t2))
	p.af = e.a * m(lat1) / (p.n * math.Pow(t1, p.n))
	p.rho0 = p.af * math.Pow(p.t(lat0*degree), p.n)
	return p
}

// newLCC1 has one standard parallel, along which the scale is k0.
func newLCC1(e ellipsoid, lon0, lat0, k0, x0, y0 float64) *lcc {
	p := &lcc{e: e, lon0: lon0 * degree, x0: x0, y0: y0}
	sin, cos := math.Sincos(lat0 * degree)
	p.n = sin
	p.rho0 = k0 * e.a * cos / (math.Sqrt(1-e.es*sin*sin) * sin)
	p.af = p.rho0 / math.Pow(p.t(lat0*degree), p.n)
	return p
}

// t is Snyder's (9-13), the tangent of half the conformal colatitude.
func (p *lcc) t(lat float64) float64 {
	return math.Exp(-math.Asinh(p.e.conformal(math.Tan(lat))))
}

func (p *lcc) forward(lon, lat float64) (x, y float64) {
	rho := p.af * math.Pow(p.t(lat), p.n)
	sin, cos := math.Sincos(p.n * (lon - p.lon0))
	return p.x0 + rho*sin, p.y0 + p.rho0 - rho*cos
}

func (p *lcc) inverse(x, y float64) (lon, lat float64) {
	x, y = x-p.x0, p.rho0-(y-p.y0)
	rho := math.Hypot(x, y) // n is positive for every system here
	t := math.Pow(rho/p.af, 1/p.n)
	tau := p.e.geodetic((1/t - t) / 2)
	return p.lon0 + math.Atan2(x, y)/p.n, math.Atan(tau)
}
