package crs

import "math"

// transverseMercator is the Krüger series in the third flattening, to its
// sixth power: Karney (2011), equations 35 and 36. Its error is nanometres
// within the zones used here.
type transverseMercator struct {
	e           ellipsoid
	lon0        float64
	x0, y0      float64
	a           float64 // scaled rectifying radius
	alpha, beta [6]float64
}

func newTransverseMercator(e ellipsoid, lon0, k0, x0, y0 float64) *transverseMercator {
	b := math.Sqrt(1 - e.es)
	n := (1 - b) / (1 + b)
	n2 := n * n
	n3, n4, n5, n6 := n2*n, n2*n2, n2*n2*n, n2*n2*n2
	return &transverseMercator{
		e: e, lon0: lon0 * degree, x0: x0, y0: y0,
		a: k0 * e.a / (1 + n) * (1 + n2/4 + n4/64 + n6/256),
		alpha: [6]float64{
			n/2 - 2*n2/3 + 5*n3/16 + 41*n4/180 - 127*n5/288 + 7891*n6/37800,
			13*n2/48 - 3*n3/5 + 557*n4/1440 + 281*n5/630 - 1983433*n6/1935360,
			61*n3/240 - 103*n4/140 + 15061*n5/26880 + 167603*n6/181440,
			49561*n4/161280 - 179*n5/168 + 6601661*n6/7257600,
			34729*n5/80640 - 3418889*n6/1995840,
			212378941 * n6 / 319334400,
		},
		beta: [6]float64{
			n/2 - 2*n2/3 + 37*n3/96 - n4/360 - 81*n5/512 + 96199*n6/604800,
			n2/48 + n3/15 - 437*n4/1440 + 46*n5/105 - 1118711*n6/3870720,
			17*n3/480 - 37*n4/840 - 209*n5/4480 + 5569*n6/90720,
			4397*n4/161280 - 11*n5/504 - 830251*n6/7257600,
			4583*n5/161280 - 108847*n6/3991680,
			20648693 * n6 / 638668800,
		},
	}
}

func (p *transverseMercator) forward(lon, lat float64) (x, y float64) {
	taup := p.e.conformal(math.Tan(lat))
	sin, cos := math.Sincos(lon - p.lon0)
	xip := math.Atan2(taup, cos)
	etap := math.Asinh(sin / math.Hypot(taup, cos))
	xi, eta := xip, etap
	for j, c := range p.alpha {
		k := float64(2 * (j + 1))
		s, co := math.Sincos(k * xip)
		sh, ch := sinhcosh(k * etap)
		xi += c * s * ch
		eta += c * co * sh
	}
	return p.x0 + p.a*eta, p.y0 + p.a*xi
}

func (p *transverseMercator) inverse(x, y float64) (lon, lat float64) {
	eta, xi := (x-p.x0)/p.a, (y-p.y0)/p.a
	xip, etap := xi, eta
	for j, c := range p.beta {
		k := float64(2 * (j + 1))
		s, co := math.Sincos(k * xi)
		sh, ch := sinhcosh(k * eta)
		xip -= c * s * ch
		etap -= c * co * sh
	}
	sin, cos := math.Sincos(xip)
	sh := math.Sinh(etap)
	tau := p.e.geodetic(sin / math.Hypot(sh, cos))
	return p.lon0 + math.Atan2(sh, cos), math.Atan(tau)
}

// sinhcosh computes both from one exponential, which keeps full precision for
// the cosine and, near zero, falls back on the library for the sine.
func sinhcosh(v float64) (sinh, cosh float64) {
	if math.Abs(v) < 0.5 {
		sinh = math.Sinh(v)
		return sinh, math.Sqrt(1 + sinh*sinh)
	}
	e := math.Exp(v)
	return (e - 1/e) / 2, (e + 1/e) / 2
}
