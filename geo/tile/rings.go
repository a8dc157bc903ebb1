package tile

// point is a place on a tile in whole units.
type point struct{ u, v int32 }

// ring is a closed ring of s.points[lo:hi], the first point not repeated.
type ring struct {
	lo, hi int32
	part   int32 // the first run of the part that it bounds
	next   int32 // another hole of that part
	hole   bool
	twice  int64 // twice its signed area: positive for outer rings
}

// place projects a column of block corners, in the row in hand, to whole units.
// Halves go one way, whichever side of a tile's edge they are on.
func (s *sketch) place(col int32) point {
	const far = 1 << 30 // makes what is cut off the same below zero
	p := s.project.corner(col)
	return point{int32(int64(p.u+0.5+far) - far), int32(int64(p.v+0.5+far) - far)}
}

// walk makes the rings of all nodes. A ring never passes a corner twice: where it
// would, it is cut in two, so that every part is a valid polygon whose rings may
// touch but not cross.
func (s *sketch) walk() {
	for first := range s.nodes {
		if s.nodes[first].next < 0 {
			continue
		}
		path := s.path[:0]
		for at := int32(first); s.nodes[at].next >= 0; {
			n := &s.nodes[at]
			if n.twin != none {
				if i := ^s.nodes[n.twin].next; i >= 0 && int(i) < len(path) && path[i] == n.twin {
					s.close(path[i:])
					path = path[:i]
				}
			}
			path = append(path, at)
			at, n.next = n.next, ^int32(len(path)-1)
		}
		s.close(path)
		s.path = path
	}
}

// close makes a ring of a path of nodes, clipped to what is shown; none when
// nothing of it is left.
func (s *sketch) close(path []int32) {
	lo := len(s.points)
	low, high := s.nodes[path[0]].at, s.nodes[path[0]].at
	for _, i := range path {
		p := s.nodes[i].at
		low.u, low.v = min(low.u, p.u), min(low.v, p.v)
		high.u, high.v = max(high.u, p.u), max(high.v, p.v)
		s.points = append(s.points, p)
	}
	const least, most = -buffer, extent + buffer
	if high.u <= least || low.u >= most || high.v <= least || low.v >= most {
		s.points = s.points[:lo]
		return
	}
	r := ring{part: s.find(s.nodes[path[0]].run), twice: twiceArea(s.points[lo:])}
	r.hole = r.twice < 0
	if low.u < least || high.u > most || low.v < least || high.v > most {
		s.points = append(s.points[:lo], s.clip(s.points[lo:], low, high)...)
		r.twice = twiceArea(s.points[lo:])
	}
	s.points = s.points[:lo+tidy(s.points[lo:])]
	if len(s.points)-lo < 3 || r.twice == 0 {
		s.points = s.points[:lo]
		return
	}
	r.lo, r.hi = int32(lo), int32(len(s.points))
	s.rings = append(s.rings, r)
}

// tidy drops points that repeat the one before them and returns how many are
// left.
func tidy(points []point) int {
	n := 0
	for _, p := range points {
		if n == 0 || points[n-1] != p {
			points[n] = p
			n++
		}
	}
	for n > 1 && points[n-1] == points[0] {
		n--
	}
	return n
}

// twiceArea is twice the signed area of a ring, positive for outer rings as
// vector tiles have them (clockwise seen with v downwards).
func twiceArea(ring []point) int64 {
	if len(ring) == 0 {
		return 0
	}
	var sum int64
	a := ring[len(ring)-1]
	for _, b := range ring {
		sum += int64(a.u)*int64(b.v) - int64(b.u)*int64(a.v)
		a = b
	}
	return sum
}

// clip cuts a ring between low and high down to what is shown, one side after
// the other (Sutherland and Hodgman, 1974). Parts that it falls into stay joined
// along the edge. What it returns is good until it is called again.
func (s *sketch) clip(ring []point, low, high point) []point {
	const least, most = -buffer, extent + buffer
	turn := 0
	side := func(beyond bool, depth func(point) int64) {
		if !beyond {
			return
		}
		s.cut[turn] = clipSide(s.cut[turn][:0], ring, depth)
		ring = s.cut[turn]
		turn = 1 - turn
	}
	side(low.u < least, func(p point) int64 { return int64(p.u) - least })
	side(high.u > most, func(p point) int64 { return most - int64(p.u) })
	side(low.v < least, func(p point) int64 { return int64(p.v) - least })
	side(high.v > most, func(p point) int64 { return most - int64(p.v) })
	return ring
}

// clipSide appends to out the part of a ring where depth, the distance from a
// straight line, is not below zero.
func clipSide(out, ring []point, depth func(point) int64) []point {
	if len(ring) == 0 {
		return out
	}
	a := ring[len(ring)-1]
	da := depth(a)
	for _, b := range ring {
		db := depth(b)
		switch { // from within to without, whichever way the ring runs: the ring on the other side has the same place
		case da >= 0 && db < 0:
			out = append(out, between(a, b, da, da-db))
		case da < 0 && db >= 0:
			out = append(out, between(b, a, db, db-da))
		}
		if db >= 0 {
			out = append(out, b)
		}
		a, da = b, db
	}
	return out
}

// between returns the place part/whole of the way from a to b, rounded.
func between(a, b point, part, whole int64) point {
	mix := func(a, b int32) int32 {
		n := 2*int64(b-a)*part + whole
		q := n / (2 * whole)
		if n < 0 && n%(2*whole) != 0 {
			q-- // down, below zero too
		}
		return a + int32(q)
	}
	return point{mix(a.u, b.u), mix(a.v, b.v)}
}
