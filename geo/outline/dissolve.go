package outline

import (
	"math"

	"github.com/paulmach/orb"
)

// Dissolve returns the union of polygons that share exact edges, as communes do:
// an edge that two of them run through in opposite senses is inside, and goes;
// the others are the outline. Coordinates are kept to the last bit, so dissolved
// groups of the same polygons share exact edges again.
//
// Polygons must not overlap. Where two boundaries that should be one have
// different vertices, the sliver between them stays as a hole, or, where they
// overlap, the union does not show it. The same polygon given twice counts once.
func Dissolve(mps []orb.MultiPolygon) orb.MultiPolygon {
	e := newEdges(mps)
	for _, mp := range mps {
		for _, p := range mp {
			for i, ring := range p {
				e.addRing(ring, i == 0)
			}
		}
	}
	shells, holes := e.rings()
	return assemble(shells, holes)
}

// edges is the boundary as directed edges between numbered vertices, the
// polygon on their left.
type edges struct {
	points []orb.Point // by vertex
	vertex []int32     // hash table: vertex plus one

	from, to []int32 // by edge, from < to
	run      []uint8 // which ways it was run: forth, back or both
	edge     []int32 // hash table: edge plus one
}

func newEdges(mps []orb.MultiPolygon) *edges {
	n := 0
	for _, mp := range mps {
		for _, p := range mp {
			for _, r := range p {
				n += len(r)
			}
		}
	}
	size := 16
	for size < 2*n {
		size *= 2
	}
	return &edges{vertex: make([]int32, size), edge: make([]int32, size)}
}

// addRing adds a ring's edges, turning it if need be so that the polygon is on
// their left.
func (e *edges) addRing(ring orb.Ring, outer bool) {
	if len(ring) < 3 {
		return
	}
	forward := doubleArea(ring) > 0 == outer
	last := e.number(ring[len(ring)-1])
	for _, p := range ring {
		v := e.number(p)
		if v != last {
			if forward {
				e.add(last, v)
			} else {
				e.add(v, last)
			}
		}
		last = v
	}
}

// number returns a point's vertex.
func (e *edges) number(p orb.Point) int32 {
	p[0], p[1] = p[0]+0, p[1]+0 // -0 is 0
	mask := uint64(len(e.vertex) - 1)
	h := math.Float64bits(p[0])*0x9e3779b97f4a7c15 ^ math.Float64bits(p[1])*0xd6e8feb86659fd93
	at := (h ^ h>>32) & mask
	for ; e.vertex[at] != 0; at = (at + 1) & mask {
		if e.points[e.vertex[at]-1] == p {
			return e.vertex[at] - 1
		}
	}
	e.points = append(e.points, p)
	e.vertex[at] = int32(len(e.points))
	return int32(len(e.points)) - 1
}

// The ways along an edge. Whether it was run, not how often, is kept: a polygon
// given twice counts once.
const (
	forth uint8 = 1 << iota // from→to
	back
)

// add notes a run along an edge.
func (e *edges) add(a, b int32) {
	way := forth
	if a > b {
		a, b, way = b, a, back
	}
	mask := uint64(len(e.edge) - 1)
	h := (uint64(a)<<32 | uint64(b)) * 0x9e3779b97f4a7c15
	at := (h ^ h>>29) & mask
	for ; e.edge[at] != 0; at = (at + 1) & mask {
		if k := e.edge[at] - 1; e.from[k] == a && e.to[k] == b {
			e.run[k] |= way
			return
		}
	}
	e.from, e.to, e.run = append(e.from, a), append(e.to, b), append(e.run, way)
	e.edge[at] = int32(len(e.from))
}

// rings follows the edges that are left and returns simple closed rings: outer
// ones, and holes.
func (e *edges) rings() (shells, holes []orb.Ring) {
	start, heads := e.outgoing()
	used := make([]bool, len(heads))
	var split splitter[int32]
	var walk []int32
	for v := range int32(len(e.points)) {
		for k := start[v]; k < start[v+1]; k++ {
			if used[k] {
				continue
			}
			if walk = e.walk(walk[:0], v, k, start, heads, used); walk == nil {
				continue // it never came back: the input is no coverage there
			}
			twice := func(i int) bool { return start[walk[i]+1]-start[walk[i]] > 1 }
			split.split(walk, twice, func(vertices []int32) {
				ring := make(orb.Ring, 0, len(vertices)+1)
				for _, v := range vertices {
					ring = append(ring, e.points[v])
				}
				ring = append(ring, ring[0])
				switch area := doubleArea(ring); {
				case area > 0:
					shells = append(shells, ring)
				case area < 0:
					holes = append(holes, ring)
				}
			})
		}
	}
	return shells, holes
}

// outgoing lists, for each vertex v, the vertices that its edges lead to:
// heads[start[v]:start[v+1]].
func (e *edges) outgoing() (start, heads []int32) {
	start = make([]int32, len(e.points)+2)
	each := func(f func(a, b int32)) {
		for k, way := range e.run {
			switch way {
			case forth:
				f(e.from[k], e.to[k])
			case back:
				f(e.to[k], e.from[k])
			}
		}
	}
	each(func(a, _ int32) { start[a+2]++ })
	for i := 2; i < len(start); i++ {
		start[i] += start[i-1]
	}
	heads = make([]int32, start[len(start)-1])
	each(func(a, b int32) {
		heads[start[a+1]] = b
		start[a+1]++
	})
	return start[:len(start)-1], heads
}

// walk follows edges from the k-th, which leaves v, until the next would be the
// k-th again, and returns the vertices passed. Where several edges lead on, it
// takes the leftmost, so that parts that touch in a point are walked apart. It
// returns nil if there is no way on.
func (e *edges) walk(walk []int32, v, k int32, start, heads []int32, used []bool) []int32 {
	first := k
	for {
		used[k] = true
		walk = append(walk, v)
		last := v
		v = heads[k]
		k = -1
		best := math.Inf(1)
		for c := start[v]; c < start[v+1]; c++ {
			if used[c] && c != first {
				continue
			}
			if start[v+1]-start[v] == 1 {
				k = c
			} else if turn := clockwise(e.points[v], e.points[last], e.points[heads[c]]); turn < best {
				best, k = turn, c
			}
		}
		if k < 0 {
			return nil
		}
		if k == first {
			return walk
		}
	}
}

// clockwise returns the angle by which one turns clockwise around a point from
// one direction to another, more than 0 and at most 2π.
func clockwise(around, from, to orb.Point) float64 {
	a := math.Atan2(from[1]-around[1], from[0]-around[0])
	b := math.Atan2(to[1]-around[1], to[0]-around[0])
	turn := a - b
	if turn <= 0 {
		turn += 2 * math.Pi
	}
	return turn
}
