package territory

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"maillage/inventory"
)

// country makes columns x rows of units around 2° east, 47° north that share
// winding borders vertex by vertex, with an enclave in the first.
func country(r *rand.Rand, columns, rows int) []*piece {
	const steps = 40
	corner := make([][]orb.Point, columns+1)
	for i := range corner {
		for j := range rows + 1 {
			corner[i] = append(corner[i], orb.Point{2 + 0.2*float64(i) + 0.03*r.Float64(), 47 + 0.2*float64(j) + 0.03*r.Float64()})
		}
	}
	walk := func(a, b orb.Point) []orb.Point {
		points := []orb.Point{a}
		for k := 1; k < steps; k++ {
			f := float64(k) / steps
			points = append(points, orb.Point{a[0] + f*(b[0]-a[0]) + 0.01*r.NormFloat64()/2, a[1] + f*(b[1]-a[1]) + 0.005*r.NormFloat64()/2})
		}
		return append(points, b)
	}
	east, north := map[[2]int][]orb.Point{}, map[[2]int][]orb.Point{}
	for i := range columns + 1 {
		for j := range rows + 1 {
			if i < columns {
				east[[2]int{i, j}] = walk(corner[i][j], corner[i+1][j])
			}
			if j < rows {
				north[[2]int{i, j}] = walk(corner[i][j], corner[i][j+1])
			}
		}
	}
	reverse := func(p []orb.Point) []orb.Point {
		out := make([]orb.Point, len(p))
		for i := range p {
			out[len(p)-1-i] = p[i]
		}
		return out
	}
	var pieces []*piece
	for i := range columns {
		for j := range rows {
			var ring orb.Ring
			for _, side := range [][]orb.Point{east[[2]int{i, j}], north[[2]int{i + 1, j}], reverse(east[[2]int{i, j + 1}]), reverse(north[[2]int{i, j}])} {
				ring = append(ring, side[:len(side)-1]...)
			}
			// Rings may begin anywhere.
			k := r.IntN(len(ring))
			ring = append(append(orb.Ring{}, ring[k:]...), ring[:k]...)
			pieces = append(pieces, &piece{Unit: inventory.Unit{Located: true}, geometry: orb.MultiPolygon{{append(ring, ring[0])}}})
		}
	}
	var hole orb.Ring
	for k := range 90 {
		a := 2 * math.Pi * float64(k) / 90
		hole = append(hole, orb.Point{2.11 + 0.03*math.Cos(a), 47.11 + 0.02*math.Sin(a)})
	}
	other := append(append(orb.Ring{}, hole[37:]...), hole[:37]...)
	other.Reverse()
	pieces[0].geometry[0] = append(pieces[0].geometry[0], append(other, other[0]))
	return append(pieces, &piece{geometry: orb.MultiPolygon{{append(hole, hole[0])}}})
}

type edge struct{ a, b orb.Point }

// TestThinnedNeighboursStillMeet checks at every level that each edge inside the
// country is drawn once each way, that no outline leaves the true one by more
// than the tolerance, and that far levels are lighter.
func TestThinnedNeighboursStillMeet(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 3))
	for range 10 {
		pieces := country(r, 4, 3)
		m := newMesh(pieces)
		outer := m.kept(0)
		for _, zoom := range shapeZooms {
			tol := tolerance(zoom)
			edges := map[edge]int{}
			vertices := 0
			for i, p := range pieces {
				mp := m.draw(i, tol)
				if len(mp) == 0 {
					if i < len(pieces)-1 {
						t.Fatalf("zoom %d: unit %d is gone", zoom, i)
					}
					continue
				}
				for k, ring := range mp[0] {
					vertices += len(ring) - 1
					for j := 1; j < len(ring); j++ {
						edges[edge{ring[j-1], ring[j]}]++
						if j%7 == 0 {
							if d := away(p.geometry[0][k], ring[j-1], ring[j]); d > tol*1.001+0.01 {
								t.Fatalf("zoom %d: an edge leaves the border by %v m, %v allowed", zoom, d, tol)
							}
						}
					}
				}
			}
			lone := 0
			for e, n := range edges {
				if n != 1 {
					t.Fatalf("zoom %d: an edge is drawn %d times one way", zoom, n)
				}
				if edges[edge{e.b, e.a}] == 0 {
					lone++
				}
			}
			// What has no other side is the coast: 14 sides of 40 steps at most.
			if lone > 14*40 || lone < 14 {
				t.Fatalf("zoom %d: %d edges have no other side", zoom, lone)
			}
			if zoom == 4 && vertices > outer/2 {
				t.Errorf("zoom %d keeps %d of %d vertices", zoom, vertices, outer)
			}
		}
	}
}

// away is how far an edge is from the vertices of the true ring it stands for:
// those between its ends.
func away(ring orb.Ring, a, b orb.Point) float64 {
	var line []orb.Point
	for _, p := range ring[:len(ring)-1] {
		line = append(line, mercator(p))
	}
	from, to := -1, -1
	for i, p := range line {
		if p == a {
			from = i
		}
		if p == b {
			to = i
		}
	}
	if from < 0 || to < 0 {
		return math.Inf(1)
	}
	worst := 0.0
	for i := from; i != to; i = (i + 1) % len(line) {
		worst = max(worst, planar.DistanceFromSegment(a, b, line[i]))
	}
	return worst
}

func TestGeneraliseDropsWhatCannotBeSeen(t *testing.T) {
	t.Parallel()
	island := &piece{geometry: orb.MultiPolygon{
		{{{2, 47}, {2.5, 47}, {2.5, 47.5}, {2, 47.5}, {2, 47}}},
		{{{3, 47}, {3.001, 47}, {3.001, 47.001}, {3, 47}}},
	}}
	island.Code = "1"
	parts := map[int]int{}
	for _, s := range generalise("region", []*piece{island}, 4) {
		parts[s.zoom] = len(s.geometry)
		if s.kind != "region" || s.code != "1" {
			t.Errorf("a shape of %s %s", s.kind, s.code)
		}
	}
	if parts[14] != 2 {
		t.Errorf("near, both parts are there: %v", parts)
	}
	// Zoom 4 would spare nothing more than 6 does, so 6 serves for it.
	if _, four := parts[4]; four || parts[6] != 1 {
		t.Errorf("far, the islet goes: %v", parts)
	}
	for _, s := range generalise("commune", []*piece{island}, 10) {
		if s.zoom < 10 {
			t.Errorf("a commune at zoom %d", s.zoom)
		}
	}
}
