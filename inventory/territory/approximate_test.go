package territory

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/line"
)

// TestNearestAgainstEveryDistance compares the envelope with measuring every
// cell to every site.
func TestNearestAgainstEveryDistance(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	terr, _ := line.ByCode("reunion")
	for round := range 60 {
		var cells []int32
		for row := range int32(40) {
			for column := range int32(60) {
				if r.IntN(5) > 0 {
					cells = append(cells, terr.Offset+(row+100)*terr.Width+column+100)
				}
			}
		}
		set := line.FromCells(cells)
		sites := make([]site, r.IntN(12))
		for i := range sites {
			// Now and then two in one place, in one column, or outside the cells.
			e, n := float64(terr.E0+20000+r.IntN(12)*1000), float64(terr.N0+18000+r.IntN(12)*1000)
			lon, lat := terr.CRS().Inverse(e, n)
			sites[i].at = orb.Point{lon, lat}
		}
		got := nearest(set, sites)
		if len(sites) == 0 {
			continue
		}
		shared := int64(0)
		for _, s := range got {
			if err := s.Valid(); err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
			shared += s.Count()
		}
		if shared != set.Count() || !line.UnionAll(got).Equal(set) {
			t.Fatalf("round %d: %d cells of %d shared out", round, shared, set.Count())
		}
		for _, cell := range cells {
			row, column := terr.RowCol(cell)
			distance := func(s site) float64 { return math.Hypot(s.x-float64(column), s.y-float64(row)) }
			least, mine := math.Inf(1), math.Inf(1)
			for i, s := range sites {
				least = min(least, distance(s))
				if got[i].Contains(cell) {
					mine = distance(s)
				}
			}
			if mine > least+1e-6 {
				t.Fatalf("round %d: cell %d,%d went to a site %v away, the nearest is %v away", round, row, column, mine, least)
			}
		}
	}
}
