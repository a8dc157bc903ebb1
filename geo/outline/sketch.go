package outline

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"maillage/geo/line"
)

// Above so many corners an outline is of land so large that its stairs are not seen.
const manyCorners = 5000

// Sketch is the outline of cells for a map, to the metre. Of large land, corners
// that lie less than tolerance from the line between their neighbours are left
// out, in the main the sides of single cells; no region is. It is for the eye:
// what is counted is the cells.
func Sketch(cells line.Set) orb.MultiPolygon {
	const tolerance = 0.0015 // degrees: 170 m north to south, 115 m west to east
	land := Trace(cells)
	corners := 0
	for _, polygon := range land {
		for _, ring := range polygon {
			corners += len(ring)
		}
	}
	fewer := simplify.DouglasPeucker(tolerance)
	for _, polygon := range land {
		for i, ring := range polygon {
			if corners > manyCorners {
				if simple := fewer.Ring(ring.Clone()); len(simple) >= 4 { // closed
					ring = simple
				}
			}
			for j, p := range ring {
				ring[j] = orb.Point{math.Round(p[0]*1e5) / 1e5, math.Round(p[1]*1e5) / 1e5}
			}
			polygon[i] = ring
		}
	}
	return land
}
