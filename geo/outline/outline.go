// Package outline draws things back as polygons: sets of cells traced along
// their sides, and groups of neighbouring polygons dissolved into one.
//
// What belongs here: ways from cells or shared edges to clean polygons. What
// does not: general overlay of polygons (PostGIS), tiles (tile). What Sketch
// leaves out is for the eye alone.
//
// Polygons are in longitude and latitude, outer rings counter-clockwise and
// holes clockwise (RFC 7946), rings closed, and valid as PostGIS's ST_IsValid
// means it.
package outline

import "github.com/paulmach/orb"

// splitter cuts a closed walk at the vertices it passes more than once, so that
// each ring that comes out touches itself nowhere. V tells vertices apart.
type splitter[V comparable] struct {
	stack []V
	at    map[V]int // places in stack of the vertices that may come again
}

// split yields the simple rings of a walk, not closed. twice tells whether a
// vertex may be passed again; it may err on the side of yes. Rings are valid
// until the next is made.
func (s *splitter[V]) split(walk []V, twice func(i int) bool, ring func([]V)) {
	s.stack = s.stack[:0]
	if s.at == nil {
		s.at = make(map[V]int)
	}
	clear(s.at)
	for i, v := range walk {
		if twice(i) {
			if from, seen := s.at[v]; seen {
				ring(s.stack[from:])
				for _, popped := range s.stack[from:] {
					delete(s.at, popped)
				}
				s.stack = s.stack[:from]
			}
			s.at[v] = len(s.stack)
		}
		s.stack = append(s.stack, v)
	}
	ring(s.stack)
}

// doubleArea returns twice the signed area of a ring, closed or not, in its own
// units: positive if it runs counter-clockwise.
func doubleArea(r orb.Ring) float64 {
	var sum float64
	if len(r) == 0 {
		return 0
	}
	o, last := r[0], r[len(r)-1]
	for _, p := range r {
		sum += (last[0]-o[0])*(p[1]-o[1]) - (p[0]-o[0])*(last[1]-o[1])
		last = p
	}
	return sum
}
