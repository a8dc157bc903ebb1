package tile

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"maillage/geo/line"
)

// Encode returns the vector tile z/x/y of the drawing: one layer, one
// multipolygon a depth, which it has as attribute (an integer) unless attribute
// is "". It is nil when the tile shows nothing, and an error when there is no
// such tile.
func (d *Drawing) Encode(z, x, y uint32, layer, attribute string) ([]byte, error) {
	if err := Check(z, x, y); err != nil {
		return nil, err
	}
	shapes := map[int32]orb.MultiPolygon{}
	for ti, t := range line.Territories() {
		if w := d.look(ti, t, z, x, y); w != nil {
			w.shapes(shapes)
		}
	}
	if len(shapes) == 0 {
		return nil, nil
	}
	out := &mvt.Layer{Name: layer, Version: 2, Extent: extent}
	for _, depth := range slices.Sorted(maps.Keys(shapes)) {
		f := geojson.NewFeature(shapes[depth])
		if attribute != "" {
			f.Properties[attribute] = int(depth)
		}
		out.Features = append(out.Features, f)
	}
	return mvt.Marshal(mvt.Layers{out})
}

// shapes adds the polygons of a window to those of each depth.
func (w *window) shapes(by map[int32]orb.MultiPolygon) {
	var polygon orb.Polygon
	var area float64
	keep := func(depth int32) {
		// Where a hole swallows the whole tile, clipping leaves the tile twice.
		if len(polygon) > 0 && area != 0 {
			by[depth] = append(by[depth], polygon)
		}
		polygon, area = nil, 0
	}
	var depth int32
	for _, o := range w.trace() {
		if !o.hole {
			keep(depth)
			depth = o.depth
		}
		ring := w.draw(o)
		if ring != nil && (!o.hole || len(polygon) > 0) {
			polygon = append(polygon, ring)
			area += twiceArea(ring)
		}
	}
	keep(depth)
}

// Check returns an error unless z/x/y is a tile within MaxZoom.
func Check(z, x, y uint32) error {
	if z > MaxZoom {
		return fmt.Errorf("there is no tile at zoom %d: the nearest is %d", z, MaxZoom)
	}
	if n := uint32(1) << z; x >= n || y >= n {
		return fmt.Errorf("there is no tile %d/%d/%d: x and y are 0 to %d at this zoom", z, x, y, n-1)
	}
	return nil
}

var shown = orb.Bound{Min: orb.Point{-buffer, -buffer}, Max: orb.Point{extent + buffer, extent + buffer}}

// draw projects an outline to whole units of the tile and clips it; nil when
// nothing of it is left.
func (w *window) draw(o outline) orb.Ring {
	ring := make(orb.Ring, 0, len(o.corners)+1)
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, c := range o.corners {
		u, v := w.project.corner(w.row+c.row-1, w.col+c.col-1)
		p := orb.Point{math.Round(u), math.Round(v)}
		box.Min = orb.Point{min(box.Min[0], p[0]), min(box.Min[1], p[1])}
		box.Max = orb.Point{max(box.Max[0], p[0]), max(box.Max[1], p[1])}
		ring = append(ring, p)
	}
	ring = append(ring, ring[0])
	if !box.Intersects(shown) {
		return nil
	}
	if !shown.Contains(box.Min) || !shown.Contains(box.Max) {
		ring = clip.Ring(shown, ring)
	}
	return tidy(ring)
}

// tidy rounds a closed ring and drops repeated vertices; nil when no area is
// left.
func tidy(ring orb.Ring) orb.Ring {
	out := ring[:0]
	for _, p := range ring {
		p = orb.Point{math.Round(p[0]), math.Round(p[1])}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	if len(out) < 4 {
		return nil
	}
	if twiceArea(out) == 0 {
		return nil
	}
	return out
}

// twiceArea is twice the signed area of a closed ring, positive for outer
// rings as vector tiles have them (clockwise seen with y downwards).
func twiceArea(ring orb.Ring) float64 {
	var sum float64
	for i := range len(ring) - 1 {
		sum += ring[i][0]*ring[i+1][1] - ring[i+1][0]*ring[i][1]
	}
	return sum
}
