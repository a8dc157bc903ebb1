package raster

import "github.com/paulmach/orb"

// clip cuts a ring to a box, side by side (Sutherland and Hodgman, 1974). The
// parts of the result that run along the box are outside the grid it surrounds,
// so even-odd filling within the grid is unchanged, and the projection is never
// asked for places it is not meant for. Cuts are computed from an edge's ends in
// a fixed order, so neighbours are cut alike. The ring returned is scratch.
func (r *Rasterizer) clip(ring orb.Ring, box orb.Bound) orb.Ring {
	in := ring
	for side := range 4 {
		axis := side % 2
		limit, sign := box.Min[axis], 1.0
		if side >= 2 {
			limit, sign = box.Max[axis], -1.0
		}
		out := r.clipped[side%2][:0]
		for i, b := range in {
			a := in[(i+len(in)-1)%len(in)]
			aIn, bIn := (a[axis]-limit)*sign >= 0, (b[axis]-limit)*sign >= 0
			if aIn != bIn {
				out = append(out, cut(a, b, axis, limit))
			}
			if bIn {
				out = append(out, b)
			}
		}
		r.clipped[side%2] = out
		in = out
	}
	return in
}

// cut returns where the edge between two points crosses a limit on an axis.
func cut(a, b orb.Point, axis int, limit float64) orb.Point {
	if b[axis] < a[axis] {
		a, b = b, a
	}
	other := 1 - axis
	f := (limit - a[axis]) / (b[axis] - a[axis])
	var p orb.Point
	p[axis] = limit
	p[other] = a[other] + (b[other]-a[other])*f
	return p
}
