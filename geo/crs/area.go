package crs

import "math"

// Area returns the area, in square metres on the GRS80 spheroid, of a small box
// of a projected system: its corners (x0, y0) and (x1, y1) are in the system's
// metres, at most a few hundred metres apart. Sides are taken as straight in
// longitude and authalic latitude, which at that size is within a billionth.
//
// In longitude and authalic latitude areas are those of the plane, times a²/2
// (Snyder, "Map Projections: A Working Manual", 1987, 3-12).
func (c *CRS) Area(x0, y0, x1, y1 float64) float64 {
	var twice float64
	corners := [4][2]float64{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
	var lon, q [4]float64
	for i, p := range corners {
		l, lat := c.Inverse(p[0], p[1])
		lon[i], q[i] = l*degree, grs80.authalic(math.Sin(lat*degree))
	}
	for i := range corners {
		j := (i + 1) % 4
		twice += (lon[i]-lon[0])*(q[j]-q[0]) - (lon[j]-lon[0])*(q[i]-q[0])
	}
	return math.Abs(twice) / 2 * grs80.a * grs80.a / 2
}

// RingArea returns the area, in square metres on the GRS80 spheroid, of a closed
// ring of longitudes and latitudes in degrees; negative where it turns clockwise.
// Sides are straight in longitude and authalic latitude, as in Area: between
// vertices a kilometre apart they leave the geodesic by centimetres.
func RingArea[P ~[2]float64](ring []P) float64 {
	if len(ring) == 0 {
		return 0
	}
	var twice, lon, q float64 // from the first vertex, so that digits are not lost
	q0 := grs80.authalic(math.Sin(ring[0][1] * degree))
	for _, p := range ring[1:] {
		nextLon, nextQ := (p[0]-ring[0][0])*degree, grs80.authalic(math.Sin(p[1]*degree))-q0
		twice += lon*nextQ - nextLon*q
		lon, q = nextLon, nextQ
	}
	return twice / 2 * grs80.a * grs80.a / 2
}
