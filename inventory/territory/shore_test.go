package territory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"maillage/geo/line"
	"maillage/geo/raster"
	"maillage/inventory"
)

// TestShores levels random islands, cut into communes. The land is then that of
// the polygons, every cell has one commune, none is left without, and the cells
// that changed sides hold less land than those that stayed, or more than those
// still out, counted by points.
func TestShores(t *testing.T) {
	t.Parallel()
	changed := 0
	for seed := range uint64(30) {
		rnd := rand.New(rand.NewPCG(seed, 31))
		l := islands(t, rnd)
		var before []line.Set
		for i := range l.communes {
			before = append(before, l.communes[i].Cells)
		}
		l.levelShores()
		was, is := line.UnionAll(before), l.disjoint(t, seed)
		for terr, excess := range l.excess() {
			if math.Abs(excess) > line.CellArea/2*1.01 {
				t.Errorf("seed %d: %s has %.0f cm² too many", seed, terr, excess)
			}
		}
		left, came := line.Subtract(nil, was, is), line.Subtract(nil, is, was)
		changed += int(left.Count() + came.Count())
		for _, terr := range line.Territories() {
			l.judge(t, seed, is.Clip(terr.Offset, terr.End()), left.Clip(terr.Offset, terr.End()), came.Clip(terr.Offset, terr.End()), terr)
		}
	}
	if changed < 100 {
		t.Errorf("%d cells changed sides in all: this tests nothing", changed)
	}
}

// judge compares the cells that changed sides with those that did not.
func (l *land) judge(t *testing.T, seed uint64, is, left, came line.Set, terr line.Territory) {
	t.Helper()
	if len(left) > 0 && len(came) > 0 {
		t.Fatalf("seed %d: %s: cells went both ways", seed, terr.Code)
	}
	s := &shore{t: terr}
	around := s.besides(is)
	const give = 0.12 // what 64 points may err by
	least, most := 1.0, 0.0
	for _, cell := range singly(left) {
		most = max(most, l.share(terr, cell))
	}
	for _, cell := range singly(came) {
		least = min(least, l.share(terr, cell))
	}
	if len(left) > 0 {
		inner := is
		for _, a := range around {
			inner = line.Intersect(nil, inner, a)
		}
		for _, cell := range singly(line.Subtract(nil, is, inner)) {
			if got := l.share(terr, cell); got < most-give && !l.last(cell) && !slices.Contains(singly(s.besideOf(left)), cell) {
				t.Errorf("seed %d: cell %d stayed with %.2f of land, one with %.2f left", seed, cell, got, most)
			}
		}
	}
	if len(came) > 0 {
		for _, cell := range singly(line.Subtract(nil, line.UnionAll(around), is)) {
			if got := l.share(terr, cell); got > least+give && !slices.Contains(singly(s.besideOf(came)), cell) {
				t.Errorf("seed %d: cell %d is out with %.2f of land, one with %.2f came", seed, cell, got, least)
			}
		}
	}
}

// besideOf is the cells beside some: they were not at the edge before those moved.
func (s *shore) besideOf(set line.Set) line.Set { return line.UnionAll(s.besides(set)) }

// last tells whether a cell is its commune's only one.
func (l *land) last(cell int32) bool {
	return slices.ContainsFunc(l.communes, func(c piece) bool { return c.Cells.Contains(cell) && c.Cells.Count() == 1 })
}

// share is how much of a cell is land, by 64 points in it.
func (l *land) share(terr line.Territory, cell int32) float64 {
	e, n := terr.Corner(cell)
	in := 0
	for k := range 64 {
		lon, lat := terr.CRS().Inverse(float64(e)+float64(k%8)*25+12.5, float64(n)+float64(k/8)*25+12.5)
		if slices.ContainsFunc(l.communes, func(c piece) bool {
			return c.Box.Contains(orb.Point{lon, lat}) && planar.MultiPolygonContains(c.geometry, orb.Point{lon, lat})
		}) {
			in++
		}
	}
	return float64(in) / 64
}

// disjoint checks the communes' cells and returns all of them.
func (l *land) disjoint(t *testing.T, seed uint64) line.Set {
	t.Helper()
	var all line.Set
	for i := range l.communes {
		c := &l.communes[i]
		if err := c.Cells.Valid(); err != nil {
			t.Fatalf("seed %d: %s: %v", seed, c.Code, err)
		}
		if len(c.Cells) == 0 {
			t.Errorf("seed %d: %s has no cell left", seed, c.Code)
		}
		if line.Overlap(all, c.Cells) > 0 {
			t.Errorf("seed %d: %s has cells of others", seed, c.Code)
		}
		all = line.Union(nil, all, c.Cells)
	}
	return all
}

// excess is what the cells of each territory have more than its polygons, in
// square centimetres.
func (l *land) excess() map[string]float64 {
	out := map[string]float64{}
	for i := range l.communes {
		c := &l.communes[i]
		terr, _ := line.TerritoryOf(c.Cells[0].Lo)
		out[terr.Code] += float64(c.Cells.Area()) - areaOf(c.geometry)*1e4
	}
	return out
}

// islands draws one to three islands in Martinique and in La Réunion, each cut
// into sectors.
func islands(t *testing.T, rnd *rand.Rand) *land {
	t.Helper()
	l := &land{}
	for _, code := range []string{"martinique", "reunion"} {
		terr, _ := line.ByCode(code)
		for k := range 1 + rnd.IntN(3) {
			west, south := float64(terr.E0)+14000+20000*float64(k), float64(terr.N0)+20000+rnd.Float64()*30000
			n := 12 + rnd.IntN(60)
			at := func(e, n float64) orb.Point {
				lon, lat := terr.CRS().Inverse(e, n)
				return orb.Point{lon, lat}
			}
			rim := make([]orb.Point, n)
			for i := range rim {
				a, r := 2*math.Pi*float64(i)/float64(n), 1500+rnd.Float64()*4000
				rim[i] = at(west+r*math.Cos(a), south+r*math.Sin(a))
			}
			parts := 1 + rnd.IntN(4)
			for p := range parts {
				ring := orb.Ring{at(west, south)}
				for i := p * n / parts; i <= (p+1)*n/parts; i++ {
					ring = append(ring, rim[i%n])
				}
				shape := orb.MultiPolygon{{append(ring, ring[0])}}
				cells, err := raster.MultiPolygon(shape)
				if err != nil {
					t.Fatal(err)
				}
				l.communes = append(l.communes, piece{geometry: shape, Unit: inventory.Unit{
					Code: fmt.Sprintf("%s%d%d", code, k, p), Cells: cells, Box: shape.Bound(), Located: true}})
			}
		}
	}
	return l
}

func singly(s line.Set) (cells []int32) {
	for _, iv := range s {
		for c := iv.Lo; c < iv.Hi; c++ {
			cells = append(cells, c)
		}
	}
	return cells
}
