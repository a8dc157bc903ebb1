package crs

import "math"

// laea is the Lambert azimuthal equal-area projection, oblique, on an
// ellipsoid: Snyder, "Map Projections: A Working Manual" (1987), pages 187 to
// 190. Letters follow him.
type laea struct {
	e            ellipsoid
	lon0         float64
	x0, y0       float64
	qp, rq, d    float64
	sinB1, cosB1 float64
}

func newLAEA(e ellipsoid, lon0, lat0, x0, y0 float64) *laea {
	p := &laea{e: e, lon0: lon0 * degree, x0: x0, y0: y0}
	sin, cos := math.Sincos(lat0 * degree)
	p.qp = p.q(1)
	p.rq = e.a * math.Sqrt(p.qp/2)
	p.sinB1 = p.q(sin) / p.qp
	p.cosB1 = math.Sqrt(1 - p.sinB1*p.sinB1)
	p.d = e.a * cos / math.Sqrt(1-e.es*sin*sin) / (p.rq * p.cosB1)
	return p
}

func (p *laea) q(s float64) float64 { return p.e.authalic(s) }

func (p *laea) forward(lon, lat float64) (x, y float64) {
	sinB := p.q(math.Sin(lat)) / p.qp
	cosB := math.Sqrt(max(0, 1-sinB*sinB))
	sinL, cosL := math.Sincos(lon - p.lon0)
	b := p.rq * math.Sqrt(2/(1+p.sinB1*sinB+p.cosB1*cosB*cosL))
	return p.x0 + b*p.d*cosB*sinL,
		p.y0 + b/p.d*(p.cosB1*sinB-p.sinB1*cosB*cosL)
}

func (p *laea) inverse(x, y float64) (lon, lat float64) {
	x, y = (x-p.x0)/p.d, (y-p.y0)*p.d
	rho := math.Hypot(x, y)
	if rho == 0 {
		return p.lon0, p.latitude(p.sinB1)
	}
	sinHalf := rho / (2 * p.rq) // more than 1 is off the map: NaN below
	sinC := 2 * sinHalf * math.Sqrt(1-sinHalf*sinHalf)
	cosC := 1 - 2*sinHalf*sinHalf
	sinB := cosC*p.sinB1 + y*sinC*p.cosB1/rho
	lon = p.lon0 + math.Atan2(x*sinC, rho*p.cosB1*cosC-y*p.sinB1*sinC)
	return lon, p.latitude(sinB)
}

// latitude turns the sine of an authalic latitude into a geodetic latitude by
// Newton's method on q: Snyder's (3-16).
func (p *laea) latitude(sinB float64) float64 {
	sinB = min(1, max(-1, sinB))
	q := sinB * p.qp
	phi := math.Asin(sinB)
	for range 6 {
		sin, cos := math.Sincos(phi)
		if cos < 1e-9 {
			break
		}
		w := 1 - p.e.es*sin*sin
		step := w * w / (2 * cos * (1 - p.e.es)) * (q - p.q(sin))
		phi += step
		if math.Abs(step) < 1e-15 {
			break
		}
	}
	return phi
}
