package tile

import "slices"

// corner is a corner of blocks in a window, rim included: that of row and col
// is the south-west one of the block there.
type corner struct{ row, col int32 }

// outline is one closed ring of corners, its last not repeated. Blocks of its
// depth lie on its right hand: outer rings run clockwise seen with north up,
// which is what vector tiles ask for, holes the other way.
type outline struct {
	depth   int32
	part    int32 // the group of blocks joined by their sides that it bounds
	hole    bool
	corners []corner
}

// The four directions, clockwise.
const (
	east = iota
	south
	west
	north
)

// trace returns the outlines of all depths in a window, sorted by depth, then
// part, the outer ring of each part before its holes.
//
// Blocks that touch at a corner alone belong to different parts. A ring never
// passes a corner twice: where it would, it is cut in two, so that every part is
// a valid polygon whose rings may touch but not cross.
func (w *window) trace() []outline {
	parts := w.parts()
	visited := make([]bool, len(w.depth)) // blocks whose northern side is done
	var all []outline
	for row := 1; row < w.rows-1; row++ {
		for col := 1; col < w.cols-1; col++ {
			at := w.at(row, col)
			// A row is walked from the west: where a northern side is met for the
			// first time, a ring turns there, so rings begin at a true corner.
			if w.depth[at] != 0 && !visited[at] && w.depth[at+w.cols] != w.depth[at] {
				all = w.follow(all, row, col, parts[at], visited)
			}
		}
	}
	return inOrder(all)
}

// inOrder sorts outlines as trace returns them, equal ones as they came. What it
// moves about is their places: outlines are large, and there are many.
func inOrder(all []outline) []outline {
	places := make([]int32, len(all))
	for i := range places {
		places[i] = int32(i)
	}
	slices.SortFunc(places, func(i, j int32) int {
		a, b := &all[i], &all[j]
		switch {
		case a.depth != b.depth:
			return int(a.depth) - int(b.depth)
		case a.part != b.part:
			return int(a.part) - int(b.part)
		case a.hole != b.hole:
			if b.hole {
				return -1
			}
			return 1
		}
		return int(i) - int(j)
	})
	out := make([]outline, len(all))
	for to, from := range places {
		out[to] = all[from]
	}
	return out
}

// follow walks along the ring that has the northern side of a block in it, and
// appends it, or the rings it falls into, to all.
func (w *window) follow(all []outline, row, col int, part int32, visited []bool) []outline {
	depth := w.depth[w.at(row, col)]
	// The walker stands at a corner, looks in a direction; the four blocks
	// around the corner are told by the offsets of those ahead.
	at := corner{int32(row + 1), int32(col)}
	start, dir := at, east
	path := append(w.path[:0], at)
	defer func() { w.path = path }()
	var pinched map[corner]int // where the path stood at a corner it may pass again; most rings have none
	for {
		switch dir {
		case east:
			visited[w.at(int(at.row)-1, int(at.col))] = true
			at.col++
		case south:
			at.row--
		case west:
			at.col--
		case north:
			at.row++
		}
		aheadLeft, aheadRight, behindLeft := w.around(at, dir)
		turn := 0
		switch {
		case aheadRight != depth:
			turn = 1 // keep to the block: those across the corner are another part
		case aheadLeft == depth:
			turn = 3
		}
		if at == start && (dir+turn)%4 == east {
			break
		}
		if aheadRight != depth && aheadLeft == depth {
			if pinched == nil {
				pinched = map[corner]int{start: 0}
			}
			if i, again := pinched[at]; again {
				all = append(all, closed(depth, part, slices.Clone(path[i:])))
				for _, c := range path[i+1:] {
					delete(pinched, c)
				}
				path = path[:i]
			}
			pinched[at] = len(path)
		}
		if turn != 0 || aheadLeft != behindLeft || w.onLattice(at, dir) {
			path = append(path, at)
		}
		dir = (dir + turn) % 4
	}
	return append(all, closed(depth, part, slices.Clone(path)))
}

// around returns the depths of three of the blocks around a corner, seen in a
// direction; the fourth, right behind, is the one being followed.
func (w *window) around(c corner, dir int) (aheadLeft, aheadRight, behindLeft int32) {
	ne := w.at(int(c.row), int(c.col))
	nw, sw, se := ne-1, ne-1-w.cols, ne-w.cols
	switch dir {
	case east:
		return w.depth[ne], w.depth[se], w.depth[nw]
	case south:
		return w.depth[se], w.depth[sw], w.depth[ne]
	case west:
		return w.depth[sw], w.depth[nw], w.depth[se]
	}
	return w.depth[nw], w.depth[ne], w.depth[sw]
}

// onLattice tells whether an outline that runs in a direction crosses a line of
// the projector's lattice at a corner, and so may bend there.
func (w *window) onLattice(c corner, dir int) bool {
	if dir == east || dir == west {
		return (w.col+c.col-1)%w.project.step == 0
	}
	return (w.row+c.row-1)%w.project.step == 0
}

// closed makes an outline of a ring, told from a hole by its signed area.
func closed(depth, part int32, ring []corner) outline {
	var twice int64
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		twice += int64(a.col)*int64(b.row) - int64(b.col)*int64(a.row)
	}
	return outline{depth: depth, part: part, hole: twice > 0, corners: ring}
}

// parts numbers the groups of blocks of one depth that are joined by their
// sides; each block gets its group's number.
func (w *window) parts() []int32 {
	labels := make([]int32, len(w.depth))
	parent := []int32{0}
	find := func(a int32) int32 {
		for parent[a] != a {
			parent[a] = parent[parent[a]]
			a = parent[a]
		}
		return a
	}
	for row := 1; row < w.rows-1; row++ {
		for col := 1; col < w.cols-1; col++ {
			at := w.at(row, col)
			depth := w.depth[at]
			if depth == 0 {
				continue
			}
			left, below := w.depth[at-1] == depth, w.depth[at-w.cols] == depth
			switch {
			case left && below && labels[at-1] == labels[at-w.cols]:
				labels[at] = labels[at-1] // joined before, mostly
			case left && below:
				a, b := find(labels[at-1]), find(labels[at-w.cols])
				parent[max(a, b)] = min(a, b)
				labels[at-1], labels[at] = min(a, b), min(a, b)
			case left:
				labels[at] = labels[at-1]
			case below:
				labels[at] = labels[at-w.cols]
			default:
				labels[at] = int32(len(parent))
				parent = append(parent, labels[at])
			}
		}
	}
	for l := range parent {
		parent[l] = find(int32(l))
	}
	for i, l := range labels {
		if l != 0 {
			labels[i] = parent[l]
		}
	}
	return labels
}
