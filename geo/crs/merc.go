package crs

import "math"

// webMercator is the spherical Mercator projection of web maps, on the
// equatorial radius of WGS84 (EPSG method 1024).
type webMercator struct{}

func (webMercator) forward(lon, lat float64) (x, y float64) {
	return wgs84.a * lon, wgs84.a * math.Asinh(math.Tan(lat))
}

func (webMercator) inverse(x, y float64) (lon, lat float64) {
	return x / wgs84.a, math.Atan(math.Sinh(y / wgs84.a))
}
