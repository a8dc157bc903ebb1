package outline_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/geo/raster"
)

// replays runs a test on many seeds and prints the one that fails.
func replays(t *testing.T, n uint64, f func(t *testing.T, rnd *rand.Rand)) {
	t.Parallel()
	base := rand.Uint64()
	for i := range n {
		f(t, rand.New(rand.NewPCG(base+i, 0)))
		if t.Failed() {
			t.Fatalf("replay with rand.NewPCG(%d, 0)", base+i)
		}
	}
}

// drawCells draws a square of random cells: sparse, dense, and all between, so
// that corners touch in every way.
func drawCells(rnd *rand.Rand) line.Set {
	ts := line.Territories()
	t := ts[rnd.IntN(len(ts))]
	size := 1 + rnd.Int32N(30)
	col, row := rnd.Int32N(t.Width-size), rnd.Int32N(t.Height-size)
	switch rnd.IntN(6) {
	case 0:
		col, row = 0, 0
	case 1:
		col, row = t.Width-size, t.Height-size
	}
	dense := rnd.Float64()
	var cells []int32
	for r := range size {
		for c := range size {
			if rnd.Float64() < dense {
				cells = append(cells, t.Offset+(row+r)*t.Width+col+c)
			}
		}
	}
	return line.FromCells(cells)
}

// TestTraceRoundTrip rasterises outlines: the cells that were traced come back.
func TestTraceRoundTrip(t *testing.T) {
	replays(t, 600, func(t *testing.T, rnd *rand.Rand) {
		s := drawCells(rnd)
		mp := outline.Trace(s)
		back, err := raster.MultiPolygon(mp)
		if err != nil {
			t.Fatal(err)
		}
		if !back.Equal(s) {
			t.Errorf("%v comes back as %v", s, back)
		}
		if n := len(line.Regions(s)); len(mp) != n {
			t.Errorf("%d polygons for %d regions", len(mp), n)
		}
		proper(t, mp)
	})
}

// proper checks what can be seen of validity without overlay: closed rings,
// none with a vertex twice, outer ones counter-clockwise, holes clockwise, and
// no edge run twice, neither alike nor in opposite senses.
func proper(t *testing.T, mp orb.MultiPolygon) {
	t.Helper()
	type edge [2]orb.Point
	seen := make(map[edge]bool)
	for i, p := range mp {
		for j, r := range p {
			if len(r) < 4 || !r.Closed() {
				t.Fatalf("polygon %d ring %d: %d vertices, closed %v", i, j, len(r), r.Closed())
			}
			if ccw := signedArea(r) > 0; ccw != (j == 0) {
				t.Errorf("polygon %d ring %d turns the wrong way", i, j)
			}
			once := make(map[orb.Point]bool)
			for k := range r[1:] {
				if once[r[k]] {
					t.Errorf("polygon %d ring %d passes %v twice", i, j, r[k])
				}
				once[r[k]] = true
				e := edge{r[k], r[k+1]}
				if seen[e] || seen[edge{e[1], e[0]}] {
					t.Errorf("polygon %d ring %d runs along %v again", i, j, e)
				}
				seen[e] = true
			}
		}
	}
}

func signedArea(r orb.Ring) float64 {
	var sum float64
	for i := range r[1:] {
		sum += (r[i][0]-r[0][0])*(r[i+1][1]-r[0][1]) - (r[i+1][0]-r[0][0])*(r[i][1]-r[0][1])
	}
	return sum / 2
}

func area(mp orb.MultiPolygon) float64 {
	var sum float64
	for _, p := range mp {
		for _, r := range p {
			sum += signedArea(r)
		}
	}
	return sum
}

// TestTraceShapes pins outlines that are easy to get wrong.
func TestTraceShapes(t *testing.T) {
	t.Parallel()
	mayotte, _ := line.ByCode("mayotte")
	for _, tc := range []struct {
		name  string
		rows  []string // from the north
		rings []int    // vertices of each polygon's rings, closing one not counted
	}{
		{"one cell", []string{"#"}, []int{4}},
		{"corners touch", []string{"#.", ".#"}, []int{4, 4}},
		{"corners touch, the other way", []string{".#", "#."}, []int{4, 4}},
		{"a hole", []string{"###", "#.#", "###"}, []int{4, 4}},
		// A ring closed by a touching corner alone: its inside is a hole that
		// touches the outer ring, not a second loop of it.
		{"a ring that touches itself", []string{"###", "#.#", "##."}, []int{6, 4}},
		{"two holes that touch", []string{"####", "#.##", "##.#", "####"}, []int{4, 4, 4}},
		{"an island in a lake", []string{"#####", "#...#", "#.#.#", "#...#", "#####"}, []int{4, 4, 4}},
		{"a lake that touches a bay", []string{"####", "#..#", "#.##", "##.#"}, []int{8, 6}},
	} {
		var cells []int32
		for r, row := range tc.rows {
			for c, ch := range row {
				if ch == '#' {
					cells = append(cells, mayotte.Offset+int32(150-r)*mayotte.Width+110+int32(c))
				}
			}
		}
		mp := outline.Trace(line.FromCells(cells))
		proper(t, mp)
		var got []int
		for _, p := range mp {
			for _, r := range p {
				got = append(got, len(r)-1)
			}
		}
		sum := func(v []int) (s int) {
			for _, n := range v {
				s += n
			}
			return s
		}
		if len(got) != len(tc.rings) || sum(got) != sum(tc.rings) {
			t.Errorf("%s: rings of %v vertices, not %v", tc.name, got, tc.rings)
		}
	}
	if mp := outline.Trace(nil); len(mp) != 0 {
		t.Errorf("nothing is outlined as %v", mp)
	}
}

// TestTraceLongSides outlines a whole rectangle and checks how far its sides,
// straight in degrees, leave the grid's own.
func TestTraceLongSides(t *testing.T) {
	t.Parallel()
	for _, tt := range line.Territories() {
		mp := outline.Trace(line.Set{{Lo: tt.Offset, Hi: tt.End()}})
		if len(mp) != 1 || len(mp[0]) != 1 {
			t.Fatalf("%s: %d polygons", tt.Code, len(mp))
		}
		r := mp[0][0]
		worst := 0.0
		for i := range r[1:] {
			x0, y0 := tt.CRS().Forward(r[i][0], r[i][1])
			x1, y1 := tt.CRS().Forward(r[i+1][0], r[i+1][1])
			x, y := tt.CRS().Forward((r[i][0]+r[i+1][0])/2, (r[i][1]+r[i+1][1])/2)
			worst = max(worst, math.Abs((x-x0)*(y1-y0)-(y-y0)*(x1-x0))/math.Hypot(x1-x0, y1-y0))
		}
		if worst > 15 {
			t.Errorf("%s: a side is %.1f m off", tt.Code, worst)
		}
		if back, err := raster.MultiPolygon(mp); err != nil || !back.Equal(line.Set{{Lo: tt.Offset, Hi: tt.End()}}) {
			t.Errorf("%s comes back with %d cells of %d: %v", tt.Code, back.Count(), tt.Width*tt.Height, err)
		}
	}
}

// lattice is a square of polygons that share exact, wriggling edges, given ring
// senses and starts at random.
type lattice struct {
	side  int
	cells []orb.Polygon
}

func drawLattice(rnd *rand.Rand) lattice {
	l := lattice{side: 1 + rnd.IntN(8)}
	knot := make([][]orb.Point, l.side+1)
	for r := range knot {
		for c := range l.side + 1 {
			knot[r] = append(knot[r], orb.Point{float64(c) + 0.5*rnd.Float64(), 45 + float64(r) + 0.5*rnd.Float64()})
		}
	}
	for r := range l.side {
		for c := range l.side {
			ring := orb.Ring{knot[r][c], knot[r][c+1], knot[r+1][c+1], knot[r+1][c]}
			turn := rnd.IntN(4)
			ring = append(append(orb.Ring{}, ring[turn:]...), ring[:turn]...)
			if rnd.IntN(3) > 0 {
				ring = append(ring, ring[0])
			}
			if rnd.IntN(2) == 0 {
				ring.Reverse()
			}
			l.cells = append(l.cells, orb.Polygon{ring})
		}
	}
	return l
}

// TestDissolve unites random choices from a lattice; cells are the oracle.
func TestDissolve(t *testing.T) {
	replays(t, 400, func(t *testing.T, rnd *rand.Rand) {
		l := drawLattice(rnd)
		dense := rnd.Float64()
		var chosen []orb.MultiPolygon
		var want float64
		picked := make([]bool, len(l.cells))
		for i, p := range l.cells {
			if rnd.Float64() >= dense {
				continue
			}
			picked[i] = true
			closed := append(append(orb.Ring{}, p[0]...), p[0][0])
			want += math.Abs(signedArea(closed))
			chosen = append(chosen, orb.MultiPolygon{p})
			if rnd.IntN(10) == 0 {
				chosen = append(chosen, orb.MultiPolygon{p}) // twice is once
			}
		}
		rnd.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
		got := outline.Dissolve(chosen)
		proper(t, got)
		if math.Abs(area(got)-want) > 1e-9 {
			t.Errorf("an area of %v, not %v", area(got), want)
		}
		if n := regions(picked, l.side); len(got) != n {
			t.Errorf("%d polygons, not %d", len(got), n)
		}
		// Dissolving what was dissolved changes nothing.
		again := outline.Dissolve([]orb.MultiPolygon{got})
		if len(again) != len(got) || math.Abs(area(again)-want) > 1e-9 {
			t.Errorf("again: %d polygons of area %v", len(again), area(again))
		}
	})
}

// regions counts the regions connected by sides.
func regions(in []bool, side int) int {
	seen := make([]bool, len(in))
	var flood func(r, c int)
	flood = func(r, c int) {
		if r < 0 || c < 0 || r >= side || c >= side || !in[r*side+c] || seen[r*side+c] {
			return
		}
		seen[r*side+c] = true
		flood(r-1, c)
		flood(r+1, c)
		flood(r, c-1)
		flood(r, c+1)
	}
	n := 0
	for i := range in {
		if in[i] && !seen[i] {
			n++
			flood(i/side, i%side)
		}
	}
	return n
}

func TestDissolveShapes(t *testing.T) {
	t.Parallel()
	square := func(x, y, side float64) orb.Ring {
		return orb.Ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
	}
	hole := square(1, 1, 1)
	hole.Reverse()
	for _, tc := range []struct {
		name            string
		in              []orb.MultiPolygon
		polygons, rings int
		area            float64
	}{
		{"nothing", nil, 0, 0, 0},
		{"empty parts", []orb.MultiPolygon{{}, {{}}, {{{}}}, {{{{1, 1}}}}}, 0, 0, 0},
		{"an enclave of its own", []orb.MultiPolygon{{{square(0, 0, 3), hole}}, {{square(1, 1, 1)}}}, 1, 1, 9},
		{"a hole stays", []orb.MultiPolygon{{{square(0, 0, 3), hole}}}, 1, 2, 8},
		{"a hole that turns as its outer ring", []orb.MultiPolygon{{{square(0, 0, 3), square(1, 1, 1)}}}, 1, 2, 8},
		{"an island in a hole", []orb.MultiPolygon{{{square(0, 0, 5), square(1, 1, 3)}}, {{square(2, 2, 1)}}}, 2, 3, 17},
		{"a lake on an island in a lake", []orb.MultiPolygon{
			{{square(4, 4, 2), square(4.5, 4.5, 1)}}, {{square(0, 0, 10), square(2, 2, 6)}},
		}, 2, 4, 64 + 3},
		{"two parts that touch", []orb.MultiPolygon{{{square(0, 0, 1)}, {square(1, 1, 1)}}}, 2, 2, 2},
		{"a sliver between, from rim to rim", []orb.MultiPolygon{
			{{{{0, 0}, {1, 0}, {1, 2}, {0, 2}, {0, 0}}}},
			{{{{1, 0}, {2, 0}, {2, 2}, {1, 2}, {1.01, 1}, {1, 0}}}},
		}, 2, 2, 3.99},
		{"a sliver between, inside", []orb.MultiPolygon{
			{{{{0, 0}, {1, 0}, {1, 0.5}, {1, 1.5}, {1, 2}, {0, 2}, {0, 0}}}},
			{{{{1, 0}, {2, 0}, {2, 2}, {1, 2}, {1, 1.5}, {1.01, 1}, {1, 0.5}, {1, 0}}}},
		}, 1, 2, 3.995},
		{"a sliver shared, inside", []orb.MultiPolygon{
			{{{{0, 0}, {1, 0}, {1, 0.5}, {1, 1.5}, {1, 2}, {0, 2}, {0, 0}}}},
			{{{{1, 0}, {2, 0}, {2, 2}, {1, 2}, {1, 1.5}, {0.99, 1}, {1, 0.5}, {1, 0}}}},
		}, 1, 1, 4},
		{"negative zero", []orb.MultiPolygon{
			{{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}}},
			{{{{math.Copysign(0, -1), 0}, {0, 1}, {-1, 1}, {-1, 0}, {0, math.Copysign(0, -1)}}}},
		}, 1, 1, 2},
	} {
		got := outline.Dissolve(tc.in)
		proper(t, got)
		rings := 0
		for _, p := range got {
			rings += len(p)
		}
		if len(got) != tc.polygons || rings != tc.rings || math.Abs(area(got)-tc.area) > 1e-9 {
			t.Errorf("%s: %d polygons, %d rings, area %v: %v", tc.name, len(got), rings, area(got), got)
		}
	}
}
