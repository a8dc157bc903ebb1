package territory

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// shapeZooms are the levels of generalisation that the basemap is drawn from:
// each is good up to its zoom. The last is the boundary as it is.
var shapeZooms = []int{4, 6, 8, 10, 12, 14}

// tolerance is how far, in metres of Web Mercator, an outline good up to a zoom
// may leave the true one: a third of a pixel of a 512-pixel tile. The last level
// keeps every vertex.
func tolerance(zoom int) float64 {
	if zoom == shapeZooms[len(shapeZooms)-1] {
		return 0
	}
	return 2 * math.Pi * mercatorRadius / 512 / float64(int(1)<<zoom) / 3
}

const mercatorRadius = 6378137 // EPSG:3857

// shape is the outline of one unit at one level, in metres of Web Mercator.
type shape struct {
	kind, code string
	zoom       int
	geometry   orb.MultiPolygon
}

// generalise draws the units of one kind at every level from a zoom on. Borders
// are thinned once for both neighbours (Douglas and Peucker, 1973, on the chains
// between the places where three outlines meet), so that no level shows gaps or
// double lines between them. Parts smaller than the tolerance go. A level that
// would spare less than a tenth of the next finer one's vertices is left out.
func generalise(kind string, pieces []*piece, from int) []shape {
	n := newMesh(pieces)
	var zooms []int
	fewest := math.MaxInt
	for _, zoom := range slices.Backward(shapeZooms) {
		if zoom < from {
			break
		}
		if kept := n.kept(tolerance(zoom)); kept < fewest-fewest/10 {
			zooms = append(zooms, zoom)
			fewest = kept
		}
	}
	var out []shape
	for _, zoom := range zooms {
		for i, p := range pieces {
			if mp := n.draw(i, tolerance(zoom)); len(mp) > 0 {
				out = append(out, shape{kind, p.Code, zoom, mp})
			}
		}
	}
	return out
}

// mesh is the outlines of all units of a kind, with the worth of every vertex:
// the tolerance up to which it stays.
type mesh struct {
	rings []meshRing
	first []int // of each unit, the index of its first ring; one more at the end
}

type meshRing struct {
	polygon int // within the unit
	points  []orb.Point
	worth   []float64 // of points, which are not closed
}

func newMesh(pieces []*piece) *mesh {
	n := &mesh{}
	for _, p := range pieces {
		n.first = append(n.first, len(n.rings))
		for k, polygon := range p.geometry {
			for _, ring := range polygon {
				if len(ring) < 4 {
					continue
				}
				open := slices.Clone(ring[:len(ring)-1])
				n.rings = append(n.rings, meshRing{polygon: k, points: open, worth: make([]float64, len(open))})
			}
		}
	}
	n.first = append(n.first, len(n.rings))
	nodes := n.nodes()
	for i := range n.rings {
		r := &n.rings[i]
		meets := make([]bool, len(r.points))
		for k, p := range r.points {
			meets[k] = nodes[p]
		}
		for k, p := range r.points {
			r.points[k] = mercator(p)
		}
		r.weigh(meets)
	}
	return n
}

// nodes are the vertices where outlines meet or part: those with other than two
// neighbours.
func (n *mesh) nodes() map[orb.Point]bool {
	type neighbours struct {
		a, b orb.Point
		n    uint8
	}
	total := 0
	for _, r := range n.rings {
		total += len(r.points)
	}
	seen := make(map[orb.Point]neighbours, total/2)
	nodes := map[orb.Point]bool{}
	for _, r := range n.rings {
		for i, p := range r.points {
			s := seen[p]
			was := s.n
			for _, q := range [2]orb.Point{r.points[(i+1)%len(r.points)], r.points[(i+len(r.points)-1)%len(r.points)]} {
				switch {
				case s.n > 0 && s.a == q || s.n > 1 && s.b == q:
				case s.n == 0:
					s.a, s.n = q, 1
				case s.n == 1:
					s.b, s.n = q, 2
				default:
					nodes[p] = true
				}
			}
			if s.n != was {
				seen[p] = s
			}
		}
	}
	return nodes
}

func mercator(p orb.Point) orb.Point {
	return orb.Point{
		mercatorRadius * p[0] * math.Pi / 180,
		mercatorRadius * math.Asinh(math.Tan(p[1]*math.Pi/180)),
	}
}

// weigh gives each vertex of the ring its worth: endless where outlines meet. A
// ring that meets none is one chain from its lowest vertex back to it, whichever
// way round it is written.
func (r *meshRing) weigh(meets []bool) {
	start := slices.Index(meets, true)
	if start < 0 {
		start = 0
		for i, p := range r.points {
			if less(p, r.points[start]) {
				start = i
			}
		}
	}
	size := len(r.points)
	var chain []int
	for i := range size + 1 {
		at := (start + i) % size
		chain = append(chain, at)
		if i > 0 && (meets[at] || i == size) {
			r.thin(chain)
			chain = append(chain[:0], at)
		}
	}
}

func less(a, b orb.Point) bool {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) < 0
}

// thin gives the vertices of a chain the worth that Douglas and Peucker's
// recursion gives them: their distance from the line it draws at that step, but
// no more than that of the step before.
func (r *meshRing) thin(chain []int) {
	last := len(chain) - 1
	a, b := r.points[chain[0]], r.points[chain[last]]
	if less(b, a) || a == b && last > 1 && less(r.points[chain[last-1]], r.points[chain[1]]) {
		slices.Reverse(chain[1:last]) // one way for both neighbours
		chain[0], chain[last] = chain[last], chain[0]
	}
	r.worth[chain[0]], r.worth[chain[last]] = math.Inf(1), math.Inf(1)
	type span struct {
		i, j  int
		limit float64
	}
	todo := []span{{0, last, math.Inf(1)}}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if s.j-s.i < 2 {
			continue
		}
		far, at := -1.0, 0
		for k := s.i + 1; k < s.j; k++ {
			if d := fromSegment(r.points[chain[k]], r.points[chain[s.i]], r.points[chain[s.j]]); d > far {
				far, at = d, k
			}
		}
		far = min(math.Sqrt(far), s.limit)
		r.worth[chain[at]] = far
		todo = append(todo, span{s.i, at, far}, span{at, s.j, far})
	}
}

// fromSegment is the square of the distance of p from the segment a b.
func fromSegment(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	x, y := p[0]-a[0], p[1]-a[1]
	if l := dx*dx + dy*dy; l > 0 {
		t := max(0, min(1, (x*dx+y*dy)/l))
		x -= t * dx
		y -= t * dy
	}
	return x*x + y*y
}

// kept counts the vertices that stay at a tolerance.
func (n *mesh) kept(tolerance float64) int {
	count := 0
	for i := range n.rings {
		for _, w := range n.rings[i].worth {
			if w >= tolerance {
				count++
			}
		}
	}
	return count
}

// draw is a unit's outline at a tolerance; empty when it is smaller than that.
func (n *mesh) draw(unit int, tolerance float64) orb.MultiPolygon {
	var mp orb.MultiPolygon
	polygon, skip := -1, -1
	for _, r := range n.rings[n.first[unit]:n.first[unit+1]] {
		if r.polygon == skip {
			continue
		}
		var ring orb.Ring
		for i, p := range r.points {
			if r.worth[i] >= tolerance {
				ring = append(ring, p)
			}
		}
		outer := r.polygon != polygon
		if len(ring) < 3 || tiny(ring, tolerance) {
			if outer {
				skip = r.polygon // its holes go with it
			}
			continue
		}
		ring = append(ring, ring[0])
		if outer {
			mp = append(mp, orb.Polygon{ring})
			polygon = r.polygon
		} else {
			mp[len(mp)-1] = append(mp[len(mp)-1], ring)
		}
	}
	return mp
}

// tiny tells whether a ring's box is smaller than the tolerance both ways.
func tiny(r orb.Ring, tolerance float64) bool {
	b := r.Bound()
	return b.Max[0]-b.Min[0] < tolerance && b.Max[1]-b.Min[1] < tolerance
}
