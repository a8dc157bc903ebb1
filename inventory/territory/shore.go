package territory

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"

	"maillage/geo/crs"
	"maillage/geo/line"
)

// levelShores makes the land of each territory as large as its communes' polygons
// are on the spheroid, to half a cell. A cell is in or out by its centre, which
// leaves an island some cells too many or too few: 28 of Martinique's 28,000. As
// many along the shore change sides, of those that hold land the ones with the
// least of it, or of those that hold none by their centre the ones with the most.
// The smallest share of land that makes a cell land is then a little more than
// half, or a little less, as the shore falls on the grid.
//
// A source whose boundaries overlap has no such area; it is left as it is.
func (l *land) levelShores() {
	if l.summary.Claimed > 0 {
		return
	}
	for _, t := range line.Territories() {
		if s := l.shoreOf(t); s != nil {
			s.level()
		}
	}
}

// shore is the edge of a territory's land.
type shore struct {
	t        line.Territory
	communes []*piece         // of the territory, with a boundary
	excess   int64            // square centimetres that cells have more than polygons
	edge     line.Set         // the cells that may change sides
	land     line.Set         // all of it
	found    map[int32]ground // what the cells of edge hold
}

// ground is the land in a cell, and the commune that has the most of it.
type ground struct {
	m2, most float64
	commune  *piece
}

// shoreOf returns the edge of a territory; nil for one without communes.
func (l *land) shoreOf(t line.Territory) *shore {
	s := &shore{t: t, found: map[int32]ground{}}
	var sets []line.Set
	for i := range l.communes {
		c := &l.communes[i]
		if len(c.Cells) == 0 || c.geometry == nil || c.Cells[0].Lo < t.Offset || c.Cells[0].Lo >= t.End() {
			continue
		}
		s.communes = append(s.communes, c)
		s.excess += c.Cells.Area() - int64(math.Round(areaOf(c.geometry)*1e4))
		sets = append(sets, c.Cells)
	}
	if len(sets) == 0 {
		return nil
	}
	s.land = line.UnionAll(sets)
	return s
}

// areaOf is the area of polygons on the spheroid, in square metres.
func areaOf(mp orb.MultiPolygon) float64 {
	var sum float64
	for _, p := range mp {
		for i, ring := range p {
			if a := math.Abs(crs.RingArea(ring)); i == 0 {
				sum += a
			} else {
				sum -= a
			}
		}
	}
	return sum
}

// level moves cells from land to sea, or from sea to land.
func (s *shore) level() {
	n := int((abs(s.excess) + line.CellArea/2) / line.CellArea)
	if n == 0 {
		return
	}
	around := s.besides(s.land)
	if s.excess < 0 {
		s.edge = line.Subtract(nil, line.UnionAll(around), s.land)
	} else {
		s.edge = s.land
		for _, a := range around { // land that has land on four sides is none of it
			s.edge = line.Intersect(nil, s.edge, a)
		}
		s.edge = line.Subtract(nil, s.land, s.edge)
	}
	s.measure()
	cells := make([]int32, 0, len(s.found))
	for cell := range s.found {
		cells = append(cells, cell)
	}
	sign := float64(s.excess)
	slices.SortFunc(cells, func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.found[a].m2*sign, s.found[b].m2*sign), cmp.Compare(a, b))
	})
	for _, cell := range cells {
		if n == 0 {
			return
		}
		if s.move(cell) {
			n--
		}
	}
}

// move makes sea of a cell of land, or land of one of sea; false where it must
// not: a commune keeps its last cell.
func (s *shore) move(cell int32) bool {
	one := line.Set{{Lo: cell, Hi: cell + 1}}
	if s.excess < 0 {
		c := s.found[cell].commune
		c.Cells = line.Union(nil, c.Cells, one)
		return true
	}
	for _, c := range s.communes {
		if c.Cells.Contains(cell) {
			if c.Cells.Count() < 2 {
				return false
			}
			c.Cells = line.Subtract(nil, c.Cells, one)
			return true
		}
	}
	return false
}

// besides returns a set moved by one cell to each of the four sides. Land keeps
// ten kilometres from a territory's rectangle, so that none leaves it.
func (s *shore) besides(set line.Set) []line.Set {
	out := make([]line.Set, 0, 4)
	for _, by := range []int32{-1, 1, -s.t.Width, s.t.Width} {
		moved := make(line.Set, len(set))
		for i, iv := range set {
			moved[i] = line.Interval{Lo: iv.Lo + by, Hi: iv.Hi + by}
		}
		out = append(out, moved.Clip(s.t.Offset, s.t.End()))
	}
	return out
}

// measure finds how much land the cells of the edge hold.
func (s *shore) measure() {
	near := line.UnionAll(append(s.besides(s.edge), s.edge))
	near = line.UnionAll(append(s.besides(near), near)) // a commune may have a part of a cell aslant
	for _, c := range s.communes {
		if line.Overlap(c.Cells, near) == 0 {
			continue
		}
		for _, p := range c.geometry {
			for i, ring := range p {
				s.measureRing(c, ring, i > 0)
			}
		}
	}
}

// measureRing adds what a ring of a commune encloses of the cells of the edge, or
// takes it away where the ring is a hole.
func (s *shore) measureRing(c *piece, ring orb.Ring, hole bool) {
	grid := s.t.CRS()
	flat := make(orb.Ring, len(ring))
	for i, p := range ring {
		flat[i][0], flat[i][1] = grid.Forward(p[0], p[1])
	}
	box := flat.Bound()
	from, inside := s.t.Cell(box.Min[0], box.Min[1])
	to, all := s.t.Cell(box.Max[0], box.Max[1])
	if !inside || !all {
		return // far off any shore of the territory
	}
	first, west := s.t.RowCol(from)
	last, east := s.t.RowCol(to)
	for row := first; row <= last; row++ {
		lo := s.t.Offset + row*s.t.Width
		cells := s.edge.Clip(lo+west, lo+east+1)
		if len(cells) == 0 {
			continue
		}
		strip := clip.Ring(s.box(lo+west, lo+east), flat.Clone())
		for _, iv := range cells {
			for cell := iv.Lo; cell < iv.Hi; cell++ {
				s.add(c, cell, math.Abs(planar.Area(clip.Ring(s.box(cell, cell), strip.Clone()))), hole)
			}
		}
	}
}

// box is the rectangle of two cells of one row and what is between them, in the
// grid's metres.
func (s *shore) box(from, to int32) orb.Bound {
	e, n := s.t.Corner(from)
	far, _ := s.t.Corner(to)
	return orb.Bound{Min: orb.Point{float64(e), float64(n)}, Max: orb.Point{float64(far + line.CellSide), float64(n + line.CellSide)}}
}

func (s *shore) add(c *piece, cell int32, m2 float64, hole bool) {
	if m2 == 0 {
		return
	}
	g := s.found[cell]
	if hole {
		m2 = -m2
	} else if m2 > g.most {
		g.most, g.commune = m2, c
	}
	g.m2 += m2
	s.found[cell] = g
}

func abs(n int64) int64 { return max(n, -n) }
