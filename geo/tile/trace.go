package tile

// sketch is what a tile is drawn on, to be used again for the next: the outlines
// of blocks as nodes that lead to one another, then as rings, then as bytes.
type sketch struct {
	project projector

	// Runs of blocks, row after row. Number 0 is none.
	depth  []int32
	parent []int32 // joins runs of one depth that share a side; the root is the first of them

	nodes        []node
	lower, upper []side
	path         []int32 // where a ring is walked

	points []point // of rings, one after the other
	rings  []ring
	cut    [2][]point // where a ring is clipped
	pages
}

// node is a vertex of a ring. Blocks of the ring's depth lie on its right hand:
// outer rings run clockwise seen with north up, which is what vector tiles ask
// for, holes the other way.
type node struct {
	at   point
	run  int32 // a run that it bounds
	next int32 // the next node; when walked, the place on the path, as its complement
	twin int32 // where a part touches itself across a corner, the other node there; else none
}

const none = -1

// side is where a run begins or ends in a row of blocks.
type side struct {
	col  int32
	run  int32 // the one to its east
	up   int32 // the node from which the ring of the run to its east comes up along it
	down int32 // the node to which the ring of the run to its west goes down along it
}

// begin empties the sketch.
func (s *sketch) begin() {
	s.depth, s.parent = append(s.depth[:0], 0), append(s.parent[:0], 0)
	s.nodes, s.points, s.rings = s.nodes[:0], s.points[:0], s.rings[:0]
}

// sweep finds the nodes of all outlines among the blocks of rows [r0,r1) and
// columns [c0,c1), from the south to the north. What lies beyond counts as empty.
//
// At each line between two rows it meets the sides of both from the west, and
// knows at each corner the four runs around it. Nothing is done for a block that
// has its like on all sides.
func (s *sketch) sweep(g *grid, r0, r1, c0, c1 int32) {
	s.lower = s.lower[:0]
	for row := r0; row <= r1; row++ {
		s.upper = s.upper[:0]
		if row < r1 {
			s.load(g.within(row, c0, c1), c0, c1)
		}
		if len(s.lower)+len(s.upper) > 0 {
			s.project.take(row)
			s.seam(row)
		}
		s.lower, s.upper = s.upper, s.lower
	}
}

// load makes the sides of a row of runs.
func (s *sketch) load(runs []run, c0, c1 int32) {
	for _, u := range runs {
		id := int32(len(s.depth))
		s.depth, s.parent = append(s.depth, u.depth), append(s.parent, id)
		lo, hi := max(u.lo, c0), min(u.hi, c1)
		if n := len(s.upper); n > 0 && s.upper[n-1].col == lo {
			s.upper[n-1].run = id
		} else {
			s.upper = append(s.upper, side{col: lo, run: id})
		}
		s.upper = append(s.upper, side{col: hi})
	}
}

// crossing is a corner of blocks: the runs around it and their depths,
// anticlockwise from the north-west; the sides that end and begin there, nil for
// none; and the nodes that lie on the lines west and east of it: the one to which
// the ring of what is above goes, or will, and that from which the ring of what is
// below comes.
type crossing struct {
	row, col             int32
	runs, depths         [4]int32
	south, north         *side
	westward, eastward   int32 // along the line to the west
	westward2, eastward2 int32 // along the line to the east
}

const (
	northWest = iota
	southWest
	southEast
	northEast
)

// seam makes the nodes on the line between the lower row and the upper.
func (s *sketch) seam(row int32) {
	lower, upper := s.lower, s.upper
	c := crossing{row: row}
	bends := s.project.onLine(row)
	for len(lower) > 0 || len(upper) > 0 {
		from := c.col
		c.south, c.north = nil, nil
		c.runs[southEast], c.runs[northEast] = c.runs[southWest], c.runs[northWest]
		if len(upper) == 0 || len(lower) > 0 && lower[0].col <= upper[0].col {
			c.south, c.col = &lower[0], lower[0].col
		}
		if len(upper) > 0 && (c.south == nil || upper[0].col == c.col) {
			c.north, c.col = &upper[0], upper[0].col
			c.runs[northEast] = c.north.run
			upper = upper[1:]
		}
		if c.south != nil {
			c.runs[southEast] = c.south.run
			lower = lower[1:]
		}
		c.depths[southEast], c.depths[northEast] = s.depth[c.runs[southEast]], s.depth[c.runs[northEast]]
		west, east := c.depths[northWest] != c.depths[southWest], c.depths[northEast] != c.depths[southEast]
		switch {
		case west:
			s.bend(&c, from)
			s.turn(&c, bends)
		case east || bends:
			s.turn(&c, bends)
		default: // a side goes on straight up
			c.north.up, c.north.down = c.south.up, c.south.down
		}
		if !east && c.depths[southEast] != 0 {
			s.join(c.runs[southEast], c.runs[northEast])
		}
		c.runs[southWest], c.runs[northWest] = c.runs[southEast], c.runs[northEast]
		c.depths[southWest], c.depths[northWest] = c.depths[southEast], c.depths[northEast]
		c.westward, c.eastward = c.westward2, c.eastward2
	}
}

// bend makes the nodes where the line to the west of a crossing, from a column
// on, crosses the lattice.
func (s *sketch) bend(c *crossing, from int32) {
	step := s.project.step()
	for col := (from/step + 1) * step; col < c.col; col += step {
		at := s.place(col)
		if c.depths[northWest] != 0 {
			n := s.add(at, c.runs[northWest])
			s.nodes[n].next = c.westward
			c.westward = n
		}
		if c.depths[southWest] != 0 {
			n := s.add(at, c.runs[southWest])
			s.nodes[c.eastward].next = n
			c.eastward = n
		}
	}
}

// turn makes the nodes at a crossing: one for each group of blocks of one depth
// around it that share sides there. Blocks that touch at the corner alone are
// passed by each for itself.
func (s *sketch) turn(c *crossing, bends bool) {
	at := s.place(c.col)
	made := [4]int32{none, none, none, none}
	for i := range c.depths {
		depth := c.depths[i]
		if depth == 0 || c.depths[(i+3)&3] == depth {
			continue
		}
		j := i
		for c.depths[(j+1)&3] == depth {
			j++
		}
		if j == i+1 && i&1 == 0 && !bends && c.depths[(j+1)&3] == c.depths[(j+2)&3] {
			if i == northWest { // straight on, with one other depth beside it
				c.north.down = c.south.down
			} else {
				c.north.up = c.south.up
			}
			continue
		}
		n := s.add(at, c.runs[i])
		if i == j {
			made[i] = n
		}
		switch i { // where its ring comes from
		case northWest:
			c.north.down = n
		case southWest:
			s.nodes[c.eastward].next = n
		case southEast:
			s.nodes[c.south.up].next = n
		case northEast:
			c.westward2 = n
		}
		switch j & 3 { // and where it goes
		case northWest:
			s.nodes[n].next = c.westward
		case southWest:
			s.nodes[n].next = c.south.down
		case southEast:
			c.eastward2 = n
		case northEast:
			c.north.up = n
		}
	}
	s.twin(c, made[northWest], made[southEast])
	s.twin(c, made[southWest], made[northEast])
}

// twin notes that two nodes are at one corner, if they are of one depth.
func (s *sketch) twin(c *crossing, a, b int32) {
	if a != none && b != none && s.depth[s.nodes[a].run] == s.depth[s.nodes[b].run] {
		s.nodes[a].twin, s.nodes[b].twin = b, a
	}
}

func (s *sketch) add(at point, run int32) int32 {
	s.nodes = append(s.nodes, node{at: at, run: run, next: none, twin: none})
	return int32(len(s.nodes) - 1)
}

// find returns the first run of the part that a run is of.
func (s *sketch) find(a int32) int32 {
	for s.parent[a] != a {
		s.parent[a] = s.parent[s.parent[a]]
		a = s.parent[a]
	}
	return a
}

func (s *sketch) join(a, b int32) {
	a, b = s.find(a), s.find(b)
	s.parent[max(a, b)] = min(a, b)
}
