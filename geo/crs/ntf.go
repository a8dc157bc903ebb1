package crs

import "math"

// clarke1880 is the ellipsoid of the NTF, IGN's variant.
var clarke1880 = newEllipsoid(6378249.2, 293.466021293627)

// translated is a system on another datum than WGS84: its places are brought over
// by moving the Earth's centre, EPSG's method 9603. Heights are taken as nil.
type translated struct {
	p          projection
	e          ellipsoid
	dx, dy, dz float64 // metres, from its datum to WGS84
}

func (s translated) forward(lon, lat float64) (x, y float64) {
	px, py, pz := wgs84.geocentric(lon, lat)
	return s.p.forward(s.e.surface(px-s.dx, py-s.dy, pz-s.dz))
}

func (s translated) inverse(x, y float64) (lon, lat float64) {
	px, py, pz := s.e.geocentric(s.p.inverse(x, y))
	return wgs84.surface(px+s.dx, py+s.dy, pz+s.dz)
}

// geocentric is where a longitude and latitude on the ellipsoid are, in metres
// from its centre.
func (e ellipsoid) geocentric(lon, lat float64) (x, y, z float64) {
	sin, cos := math.Sincos(lat)
	n := e.a / math.Sqrt(1-e.es*sin*sin)
	sinLon, cosLon := math.Sincos(lon)
	return n * cos * cosLon, n * cos * sinLon, n * (1 - e.es) * sin
}

// surface is the longitude and latitude of a place near the ellipsoid: Bowring
// (1976), good to less than a micrometre within kilometres of the surface.
func (e ellipsoid) surface(x, y, z float64) (lon, lat float64) {
	b := e.a * math.Sqrt(1-e.es)
	r := math.Hypot(x, y)
	sin, cos := math.Sincos(math.Atan2(z*e.a, r*b))
	second := e.es / (1 - e.es)
	return math.Atan2(y, x), math.Atan2(z+second*b*sin*sin*sin, r-e.es*e.a*cos*cos*cos)
}
