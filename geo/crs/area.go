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
