// Package raster turns shapes in longitude and latitude into sets of cells.
//
// What belongs here: scan conversion of polygons and circles. What does not:
// reading geometry from files, repairing it, or drawing sets back as polygons
// (outline).
//
// # The rule
//
// A cell is in a polygon if its centre is. Inside is even-odd: holes, whatever
// way their ring turns, are out. A centre that lies exactly on an edge belongs
// to the polygon east of the edge or, on an edge along a row of centres, north
// of it. So of two polygons that share an edge exactly one has the cell.
//
// That holds to the last bit for neighbours that share exact vertices, because
// every step of an edge is computed from its two ends in one fixed order,
// whichever way a ring runs through them. Where one neighbour has a vertex that
// the other lacks, they may share or lose a cell, as their geometries do.
//
// # Accuracy
//
// An edge is straight in longitude and latitude, as GeoJSON has it. Edges long
// enough to bend by more than half a metre in the grid's projection are cut into
// shorter ones first.
package raster

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"maillage/geo/crs"
	"maillage/geo/line"
)

// MultiPolygon returns the cells whose centre any of the polygons holds.
// Coordinates are degrees. Parts outside every territory contribute nothing. A
// coordinate that is no number or out of range, or an edge that spans more than
// half the globe, is an error.
func MultiPolygon(mp orb.MultiPolygon) (line.Set, error) {
	var r Rasterizer
	return r.MultiPolygon(mp)
}

// Polygon is MultiPolygon for one polygon: its first ring and the holes in it.
func Polygon(p orb.Polygon) (line.Set, error) {
	var r Rasterizer
	return r.MultiPolygon(orb.MultiPolygon{p})
}

// Geometry is MultiPolygon for anything with an area: polygons, multipolygons,
// rings, bounds, and collections of these. Other geometries are an error.
func Geometry(g orb.Geometry) (line.Set, error) {
	var r Rasterizer
	mp, err := areas(nil, g)
	if err != nil {
		return nil, err
	}
	return r.MultiPolygon(mp)
}

func areas(mp orb.MultiPolygon, g orb.Geometry) (orb.MultiPolygon, error) {
	switch g := g.(type) {
	case orb.MultiPolygon:
		return append(mp, g...), nil
	case orb.Polygon:
		return append(mp, g), nil
	case orb.Ring:
		return append(mp, orb.Polygon{g}), nil
	case orb.Bound:
		return append(mp, g.ToPolygon()), nil
	case orb.Collection:
		var err error
		for _, part := range g {
			if mp, err = areas(mp, part); err != nil {
				return nil, err
			}
		}
		return mp, nil
	case nil:
		return nil, errors.New("there is no geometry to turn into cells")
	}
	return nil, fmt.Errorf("a %s has no area: a polygon or multipolygon is needed", g.GeoJSONType())
}

// Rasterizer does the work of this package with memory it keeps from one call
// to the next. The zero value is ready. It is not safe for concurrent use.
type Rasterizer struct {
	cross   []int32         // line positions where the polygon in hand changes side
	spans   []line.Interval // of all parts so far
	clipped [2]orb.Ring     // scratch of clip
}

// grid is a territory with what the inner loop needs at hand.
type grid struct {
	crs           *crs.CRS
	e0, n0        float64
	width, height int32
	offset        int32
	bound         orb.Bound // degrees, a little more than the rectangle
}

var grids = func() []grid {
	var all []grid
	for _, t := range line.Territories() {
		west, south, east, north := t.Bounds()
		all = append(all, grid{
			crs: t.CRS(), e0: float64(t.E0), n0: float64(t.N0),
			width: t.Width, height: t.Height, offset: t.Offset,
			bound: orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}},
		})
	}
	return all
}()

// MultiPolygon is the function of that name. The set returned is the caller's
// own.
func (r *Rasterizer) MultiPolygon(mp orb.MultiPolygon) (line.Set, error) {
	r.spans = r.spans[:0]
	sorted := true
	for i, p := range mp {
		box, err := check(p)
		if err != nil {
			if len(mp) > 1 {
				return nil, fmt.Errorf("polygon %d: %w", i+1, err)
			}
			return nil, err
		}
		for g := range grids {
			if !grids[g].bound.Intersects(box) {
				continue
			}
			before := len(r.spans)
			r.polygon(&grids[g], p, box)
			if before > 0 && before < len(r.spans) && r.spans[before].Lo <= r.spans[before-1].Hi {
				sorted = false
			}
		}
	}
	if len(r.spans) == 0 {
		return nil, nil
	}
	if sorted {
		return slices.Clone(line.Set(r.spans)), nil
	}
	return line.FromIntervals(r.spans), nil
}

// check returns the box around a polygon, or what is wrong with its
// coordinates.
func check(p orb.Polygon) (orb.Bound, error) {
	box := orb.Bound{
		Min: orb.Point{math.Inf(1), math.Inf(1)},
		Max: orb.Point{math.Inf(-1), math.Inf(-1)},
	}
	for _, ring := range p {
		if len(ring) == 0 {
			continue
		}
		last := ring[len(ring)-1]
		for _, pt := range ring {
			if !(pt[0] >= -180 && pt[0] <= 180 && pt[1] >= -90 && pt[1] <= 90) {
				return box, fmt.Errorf("%v, %v is not a longitude and latitude in degrees", pt[0], pt[1])
			}
			if math.Abs(pt[0]-last[0]) > 180 {
				return box, fmt.Errorf("the edge from longitude %v to %v crosses the antimeridian: split the polygon there", last[0], pt[0])
			}
			last = pt
			box.Min[0], box.Max[0] = min(box.Min[0], pt[0]), max(box.Max[0], pt[0])
			box.Min[1], box.Max[1] = min(box.Min[1], pt[1]), max(box.Max[1], pt[1])
		}
	}
	return box, nil
}

// polygon appends the spans of one polygon in one grid, in order.
func (r *Rasterizer) polygon(g *grid, p orb.Polygon, box orb.Bound) {
	inside := g.bound.Contains(box.Min) && g.bound.Contains(box.Max)
	r.cross = r.cross[:0]
	for _, ring := range p {
		if !inside {
			ring = r.clip(ring, g.bound)
		}
		r.ring(g, ring)
	}
	// A row's crossings come in pairs, and all of one row's are at most the
	// first of the next's: sorted, they pair up as they are.
	slices.Sort(r.cross)
	start := len(r.spans)
	for i := 0; i+1 < len(r.cross); i += 2 {
		lo, hi := r.cross[i], r.cross[i+1]
		if lo == hi {
			continue
		}
		if n := len(r.spans); n > start && r.spans[n-1].Hi == lo {
			r.spans[n-1].Hi = hi
			continue
		}
		r.spans = append(r.spans, line.Interval{Lo: lo, Hi: hi})
	}
}

// place is a vertex: degrees, and columns and rows from the grid's south-west
// corner, where a cell's centre is at whole numbers plus a half.
type place struct{ lon, lat, x, y float64 }

func (g *grid) place(lon, lat float64) place {
	e, n := g.crs.Forward(lon, lat)
	return place{lon, lat, (e - g.e0) / line.CellSide, (n - g.n0) / line.CellSide}
}

// ring appends the crossings of a ring, closed or not.
func (r *Rasterizer) ring(g *grid, ring orb.Ring) {
	if len(ring) < 3 {
		return
	}
	first := g.place(ring[0][0], ring[0][1])
	a := first
	for _, pt := range ring[1:] {
		b := first
		if pt != ring[0] {
			b = g.place(pt[0], pt[1])
		}
		r.edge(g, a, b)
		a = b
	}
	if a != first {
		r.edge(g, a, first)
	}
}

// straight is the length in cells up to which an edge is taken as straight in
// the projection: 3.6 km. A line straight in degrees bends by at most
// 1.45/6371 km there (at 51.5° north, for a line running north-west, in LAEA),
// so it leaves its chord by at most 3.6²/8 × 1.45/6371 km = 0.4 m.
const straight = 18

// edge appends the crossings of the edge between two vertices, in pieces if it
// is long.
func (r *Rasterizer) edge(g *grid, a, b place) {
	dx, dy := b.x-a.x, b.y-a.y
	d2 := dx*dx + dy*dy
	if d2 <= straight*straight {
		r.piece(g, a, b)
		return
	}
	if b.lat < a.lat || b.lat == a.lat && b.lon < a.lon {
		a, b = b, a
	}
	// 1.05: a chord is a little shorter than its edge.
	n := int(math.Ceil(math.Sqrt(d2) * 1.05 / straight))
	last := a
	for k := 1; k < n; k++ {
		f := float64(k) / float64(n)
		next := g.place(a.lon+(b.lon-a.lon)*f, a.lat+(b.lat-a.lat)*f)
		r.piece(g, last, next)
		last = next
	}
	r.piece(g, last, b)
}

// piece appends, for each row of centres that a straight piece crosses, the
// line position of the first cell whose centre is on it or east of it. The
// crossing is half-open: a row through the southern end counts, through the
// northern does not.
func (r *Rasterizer) piece(g *grid, a, b place) {
	if a.y > b.y {
		a, b = b, a
	}
	row, end := int32(math.Ceil(a.y-0.5)), int32(math.Ceil(b.y-0.5))
	row, end = max(row, 0), min(end, g.height)
	if row >= end {
		return
	}
	slope := (b.x - a.x) / (b.y - a.y)
	width := float64(g.width)
	for ; row < end; row++ {
		x := a.x + (float64(row)+0.5-a.y)*slope
		col := int32(min(max(math.Ceil(x-0.5), 0), width))
		r.cross = append(r.cross, g.offset+row*g.width+col)
	}
}
