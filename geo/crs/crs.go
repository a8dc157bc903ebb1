// Package crs projects longitude and latitude to metres and back, for the
// coordinate reference systems in use in France.
//
// Formulas are ellipsoidal. Datum shifts between WGS84 and RGF93, RGAF09,
// RGFG95, RGR92, RGM04 and ETRS89 are null, as they are in PostGIS: the frames
// agree within a metre. Of those that need a real shift, Lambert II étendu alone
// is here (NTF, in use until 1993), by a translation that is good to some three
// metres, five at worst; the grid that is better is not.
//
// What belongs here: projections and their constants. What does not: cells,
// polygons, guessing which system a file means.
package crs

import (
	"math"
	"slices"
)

// CRS is a coordinate reference system. It is immutable and safe for
// concurrent use.
type CRS struct {
	code int
	name string
	p    projection
}

// projection works in radians and metres. Its implementations are the files of
// this package: laea.go, tmerc.go, lcc.go, merc.go and geographic below.
type projection interface {
	forward(lon, lat float64) (x, y float64)
	inverse(x, y float64) (lon, lat float64)
}

// ByEPSG returns the system with this EPSG code, and false if it is not one of
// Codes.
func ByEPSG(code int) (*CRS, bool) {
	c, ok := systems[code]
	return c, ok
}

// Codes returns the EPSG codes known here, ascending.
func Codes() []int {
	codes := make([]int, 0, len(systems))
	for code := range systems {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// EPSG returns the system's EPSG code.
func (c *CRS) EPSG() int { return c.code }

// Name returns the system's name as EPSG gives it.
func (c *CRS) Name() string { return c.name }

// Geographic tells whether coordinates of this system are degrees (longitude
// first) rather than metres.
func (c *CRS) Geographic() bool { _, ok := c.p.(geographic); return ok }

// Forward projects a longitude and latitude in degrees to easting and northing
// in metres (degrees for a geographic system). Far outside the system's area of
// use the result may be meaningless, infinite or NaN; it never panics.
func (c *CRS) Forward(lon, lat float64) (x, y float64) {
	switch p := c.p.(type) {
	case geographic:
		return lon, lat
	case *laea: // a direct call: this one is the inner loop of rasterising
		return p.forward(lon*degree, lat*degree)
	}
	return c.p.forward(lon*degree, lat*degree)
}

// Inverse is the inverse of Forward: metres to longitude and latitude in
// degrees. A point no place projects to gives NaN.
func (c *CRS) Inverse(x, y float64) (lon, lat float64) {
	if c.Geographic() {
		return x, y
	}
	lon, lat = c.p.inverse(x, y)
	return lon / degree, lat / degree
}

const degree = math.Pi / 180

// geographic is longitude and latitude themselves.
type geographic struct{}

func (geographic) forward(lon, lat float64) (x, y float64) { return lon, lat }
func (geographic) inverse(x, y float64) (lon, lat float64) { return x, y }
