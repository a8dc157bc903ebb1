package outline

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// shell is an outer ring with what is needed to find what lies in it.
type shell struct {
	ring  orb.Ring
	box   orb.Bound
	area  float64
	holes []orb.Ring
}

// assemble puts each hole into the smallest outer ring around it. Outer rings
// within another's inside, which overlapping input leaves, are dropped, as are
// holes around nothing.
func assemble(outer, holes []orb.Ring) orb.MultiPolygon {
	shells := make([]shell, len(outer))
	for i, r := range outer {
		shells[i] = shell{ring: r, box: r.Bound(), area: math.Abs(doubleArea(r))}
	}
	// By size, so that the first to hold a hole is the smallest.
	order := make([]int, len(shells))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(shells[a].area, shells[b].area) })
	for _, hole := range holes {
		p, box, area := middle(hole), hole.Bound(), math.Abs(doubleArea(hole))
		for _, i := range order {
			if s := &shells[i]; s.area > area && s.around(box) && within(p, s.ring) {
				s.holes = append(s.holes, hole)
				break
			}
		}
	}
	var out orb.MultiPolygon
	for i := range shells {
		if s := &shells[i]; !s.covered(shells, order) {
			out = append(out, append(orb.Polygon{s.ring}, s.holes...))
		}
	}
	return out
}

// covered tells whether a shell lies in the inside of a larger one.
func (s *shell) covered(shells []shell, order []int) bool {
	p := middle(s.ring)
	for _, i := range order {
		t := &shells[i]
		if t.area <= s.area || !t.around(s.box) || !within(p, t.ring) {
			continue
		}
		// The smallest around it decides: in one of its holes, or not.
		return !slices.ContainsFunc(t.holes, func(h orb.Ring) bool { return within(p, h) })
	}
	return false
}

func (s *shell) around(box orb.Bound) bool {
	return s.box.Contains(box.Min) && s.box.Contains(box.Max)
}

// middle returns the middle of a ring's longest edge: a place that no other
// ring passes, as vertices may be.
func middle(r orb.Ring) orb.Point {
	var best orb.Point
	longest := -1.0
	for i := range r[1:] {
		a, b := r[i], r[i+1]
		if d := math.Hypot(b[0]-a[0], b[1]-a[1]); d > longest {
			longest = d
			best = orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
		}
	}
	return best
}

// within tells whether a point is inside a ring, by counting crossings.
func within(p orb.Point, r orb.Ring) bool {
	in := false
	for i := range r[1:] {
		a, b := r[i], r[i+1]
		if (a[1] <= p[1]) != (b[1] <= p[1]) && a[0]+(p[1]-a[1])*(b[0]-a[0])/(b[1]-a[1]) > p[0] {
			in = !in
		}
	}
	return in
}
