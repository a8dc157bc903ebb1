package outline

import (
	"github.com/paulmach/orb"

	"maillage/geo/crs"
	"maillage/geo/line"
)

// Trace returns the outline of a set of cells, one polygon for each connected
// region (see line.Regions), in degrees. Vertices stand at corners alone, but
// for one at least every 20 km on long sides: a side straight in the grid is not
// quite so in degrees, and leaves its chord by less than 12 m then. Outlines of
// neighbouring sets have the same vertices where both have a corner.
func Trace(s line.Set) orb.MultiPolygon {
	var out orb.MultiPolygon
	var tr tracer
	for _, region := range line.Regions(s) {
		out = append(out, tr.polygon(region))
	}
	return out
}

// every is the number of cells after which a long side gets a vertex.
const every = 100

// corner is a corner of cells: column and row of the cell to its north-east.
// twice marks those where two cells of the region touch by their corners alone,
// which its outline passes twice.
type corner struct {
	x, y  int32
	twice bool
}

// side is a horizontal side of the outline, run so that the region is on its
// left: eastward where the region is above, westward where it is below.
type side struct {
	start, end corner
	next       int32
}

// tracer finds the sides of a region from the south up, and how they follow each
// other. The vertical ways between them are known by their column: at most one
// is open in each at any row.
type tracer struct {
	sides []side
	west  int32
	up    []int32 // by column: the side whose way leads north from where it ends
	down  []int32 // by column: the side that a way from the north leads to
	split splitter[corner]
}

func (tr *tracer) polygon(region line.Set) orb.Polygon {
	t, _ := line.TerritoryOf(region[0].Lo)
	var runs []line.Run
	west, east := t.Width, int32(0)
	for r := range t.Runs(region) {
		runs = append(runs, r)
		west, east = min(west, r.West), max(east, r.East)
	}
	tr.sides, tr.west = tr.sides[:0], west
	if n := int(east-west) + 1; len(tr.up) < n {
		tr.up, tr.down = make([]int32, n), make([]int32, n)
	}
	var below []line.Run
	for i := 0; i < len(runs); {
		row := runs[i].Row
		j := i
		for j < len(runs) && runs[j].Row == row {
			j++
		}
		tr.gridLine(row, below, runs[i:j])
		below, i = runs[i:j], j
	}
	// A region is connected: its rows follow each other without a hole.
	tr.gridLine(runs[len(runs)-1].Row+1, below, nil)
	return tr.rings(t)
}

// gridLine adds the sides on the line between two rows: where one is covered
// and the other is not.
func (tr *tracer) gridLine(y int32, below, above []line.Run) {
	inB, inA := false, false
	open := false
	var from corner
	var turnFrom bool // whether the row that the open side bounds begins there
	for len(below)+len(above) > 0 {
		x := nextEnd(below, inB)
		if xa := nextEnd(above, inA); xa < x {
			x = xa
		}
		wasB, wasA := inB, inA
		below, inB = pass(below, inB, x)
		above, inA = pass(above, inA, x)
		endsB, endsA := wasB != inB, wasA != inA
		here := corner{x: x, y: y, twice: endsA && endsB && wasA != wasB}
		if open {
			if wasA {
				tr.eastward(from, here, turnFrom, endsA)
			} else {
				tr.westward(from, here, turnFrom, endsB)
			}
		}
		if open = inA != inB; open {
			from = here
			turnFrom = inA && endsA || inB && endsB
		}
	}
}

const farEast = 1<<31 - 1

// nextEnd returns the column where the first of the runs begins or, once inside
// it, ends.
func nextEnd(runs []line.Run, inside bool) int32 {
	switch {
	case len(runs) == 0:
		return farEast
	case inside:
		return runs[0].East
	}
	return runs[0].West
}

// pass moves on past a column.
func pass(runs []line.Run, inside bool, x int32) ([]line.Run, bool) {
	if nextEnd(runs, inside) != x {
		return runs, inside
	}
	if inside {
		return runs[1:], false
	}
	return runs, true
}

// eastward adds a side below a run of the upper row: begins and ends tell
// whether that run does so at the side's west and east. Where two cells touch
// by a corner, the way goes on along the run it came by, so that each region is
// traced alone.
func (tr *tracer) eastward(west, east corner, begins, ends bool) {
	n := int32(len(tr.sides))
	tr.sides = append(tr.sides, side{start: west, end: east})
	if ends {
		tr.up[east.x-tr.west] = n
	} else {
		tr.sides[n].next = tr.down[east.x-tr.west]
	}
	if begins {
		tr.down[west.x-tr.west] = n
	} else {
		tr.sides[tr.up[west.x-tr.west]].next = n
	}
}

// westward adds a side above a run of the lower row.
func (tr *tracer) westward(west, east corner, begins, ends bool) {
	n := int32(len(tr.sides))
	tr.sides = append(tr.sides, side{start: east, end: west})
	if begins {
		tr.sides[n].next = tr.down[west.x-tr.west]
	} else {
		tr.up[west.x-tr.west] = n
	}
	if ends {
		tr.sides[tr.up[east.x-tr.west]].next = n
	} else {
		tr.down[east.x-tr.west] = n
	}
}

// rings follows the sides around and returns the polygon they make.
func (tr *tracer) rings(t line.Territory) orb.Polygon {
	var polygon orb.Polygon
	c := t.CRS()
	done := make([]bool, len(tr.sides))
	var walk []corner
	for i := range tr.sides {
		if done[i] {
			continue
		}
		walk = walk[:0]
		for k := int32(i); !done[k]; k = tr.sides[k].next {
			done[k] = true
			walk = append(walk, tr.sides[k].start, tr.sides[k].end)
		}
		tr.split.split(walk, func(i int) bool { return walk[i].twice }, func(ring []corner) {
			r := degrees(t, c, ring)
			polygon = append(polygon, r)
			// A connected region has one outer ring; its place is first.
			if last := len(polygon) - 1; doubleArea(r) > 0 {
				polygon[0], polygon[last] = polygon[last], polygon[0]
			}
		})
	}
	return polygon
}

// degrees returns a ring of corners in degrees, closed, with vertices added on
// its long sides at round columns and rows.
func degrees(t line.Territory, c *crs.CRS, ring []corner) orb.Ring {
	out := make(orb.Ring, 0, len(ring)+1)
	add := func(x, y int32) {
		lon, lat := c.Inverse(float64(t.E0)+float64(x)*line.CellSide, float64(t.N0)+float64(y)*line.CellSide)
		out = append(out, orb.Point{lon, lat})
	}
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		add(a.x, a.y)
		between(a.x, b.x, func(x int32) { add(x, a.y) })
		between(a.y, b.y, func(y int32) { add(a.x, y) })
	}
	return append(out, out[0])
}

// between calls f for the multiples of every strictly between two numbers, on
// the way from one to the other.
func between(from, to int32, f func(int32)) {
	if from < to {
		for v := (from/every + 1) * every; v < to; v += every {
			f(v)
		}
		return
	}
	for v := (from - 1) / every * every; v > to; v -= every {
		f(v)
	}
}
