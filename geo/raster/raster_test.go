package raster_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/line"
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

// frame is a window of one territory, in cells, where tests draw.
type frame struct {
	t      line.Territory
	e, n   float64 // its south-west corner
	across int     // cells each way
}

func drawFrame(rnd *rand.Rand, across int) frame {
	ts := line.Territories()
	t := ts[rnd.IntN(len(ts))]
	col := rnd.IntN(int(t.Width) - across)
	row := rnd.IntN(int(t.Height) - across)
	return frame{t, float64(t.E0 + col*line.CellSide), float64(t.N0 + row*line.CellSide), across}
}

// at returns degrees for a place in cells from the frame's corner.
func (f frame) at(x, y float64) orb.Point {
	lon, lat := f.t.CRS().Inverse(f.e+x*line.CellSide, f.n+y*line.CellSide)
	return orb.Point{lon, lat}
}

// ring draws a closed ring of random vertices: crooked, crossing itself.
func (f frame) ring(rnd *rand.Rand, vertices int) orb.Ring {
	var r orb.Ring
	for range vertices {
		r = append(r, f.at(rnd.Float64()*float64(f.across), rnd.Float64()*float64(f.across)))
	}
	return append(r, r[0])
}

// rim is the edges of a polygon, projected to metres, each cut into many.
type rim [][4]float64

func (f frame) rim(p orb.Polygon) rim {
	var out rim
	c := f.t.CRS()
	for _, ring := range p {
		for i := range ring[1:] {
			const pieces = 16
			a, b := ring[i], ring[i+1]
			for k := range pieces {
				s, u := float64(k)/pieces, float64(k+1)/pieces
				x0, y0 := c.Forward(a[0]+(b[0]-a[0])*s, a[1]+(b[1]-a[1])*s)
				x1, y1 := c.Forward(a[0]+(b[0]-a[0])*u, a[1]+(b[1]-a[1])*u)
				out = append(out, [4]float64{x0, y0, x1, y1})
			}
		}
	}
	return out
}

// holds is the plain way: even-odd, half-open as the package says.
func (r rim) holds(e, n float64) bool {
	in := false
	for _, s := range r {
		if (s[1] <= n) != (s[3] <= n) && s[0]+(n-s[1])*(s[2]-s[0])/(s[3]-s[1]) <= e {
			in = !in
		}
	}
	return in
}

// near tells whether a place is within half a metre of an edge: the accuracy
// stated, where either answer is right.
func (r rim) near(e, n float64) bool {
	for _, s := range r {
		dx, dy := s[2]-s[0], s[3]-s[1]
		t := min(1, max(0, ((e-s[0])*dx+(n-s[1])*dy)/(dx*dx+dy*dy)))
		if math.Hypot(s[0]+t*dx-e, s[1]+t*dy-n) <= 0.5 {
			return true
		}
	}
	return false
}

// TestAgainstCentres asks for every cell around whether its centre is inside.
func TestAgainstCentres(t *testing.T) {
	replays(t, 250, func(t *testing.T, rnd *rand.Rand) {
		f := drawFrame(rnd, 4+rnd.IntN(60))
		var mp orb.MultiPolygon
		for range 1 + rnd.IntN(3) {
			var p orb.Polygon
			for range 1 + rnd.IntN(3) {
				p = append(p, f.ring(rnd, 3+rnd.IntN(6)))
			}
			mp = append(mp, p)
		}
		got, err := raster.MultiPolygon(mp)
		if err != nil {
			t.Fatal(err)
		}
		if err := got.Valid(); err != nil {
			t.Fatal(err)
		}
		var rims []rim
		for _, p := range mp {
			rims = append(rims, f.rim(p))
		}
		var inside int64
		for y := range f.across {
			for x := range f.across {
				e, n := f.e+float64(x)*200+100, f.n+float64(y)*200+100
				want := slices.ContainsFunc(rims, func(r rim) bool { return r.holds(e, n) })
				cell, _ := f.t.Cell(e, n)
				in := got.Contains(cell)
				if in {
					inside++
				}
				if in != want && !slices.ContainsFunc(rims, func(r rim) bool { return r.near(e, n) }) {
					t.Errorf("cell %d: in %v, its centre %v", cell, in, want)
				}
			}
		}
		if inside != got.Count() {
			t.Errorf("%d cells, %d of them where the polygon is", got.Count(), inside)
		}
	})
}

// TestNeighbours cuts a square along random lines into polygons that share
// exact edges, walked in opposite senses: no cell may be shared or lost. Some
// edges run exactly through centres.
func TestNeighbours(t *testing.T) {
	replays(t, 300, func(t *testing.T, rnd *rand.Rand) {
		f := drawFrame(rnd, 40+rnd.IntN(200))
		side := 2 + rnd.IntN(6)
		step := float64(f.across) / float64(side)
		knots := make([][]orb.Point, side+1)
		for r := range knots {
			for c := range side + 1 {
				x, y := step*float64(c), step*float64(r)
				if rnd.IntN(2) == 0 {
					x, y = math.Floor(x)+0.5, math.Floor(y)+0.5
				} else {
					x, y = x+step*0.4*(rnd.Float64()-0.5), y+step*0.4*(rnd.Float64()-0.5)
				}
				knots[r] = append(knots[r], f.at(x, y))
			}
		}
		var sets []line.Set
		var sum int64
		var outer orb.Ring
		for r := range side {
			for c := range side {
				ring := orb.Ring{knots[r][c], knots[r][c+1], knots[r+1][c+1], knots[r+1][c], knots[r][c]}
				if rnd.IntN(2) == 0 {
					ring.Reverse()
				}
				s, err := raster.Polygon(orb.Polygon{ring})
				if err != nil {
					t.Fatal(err)
				}
				sets = append(sets, s)
				sum += s.Count()
			}
		}
		for k := range side {
			outer = append(outer, knots[0][k])
		}
		for k := range side {
			outer = append(outer, knots[k][side])
		}
		for k := side; k > 0; k-- {
			outer = append(outer, knots[side][k])
		}
		for k := side; k > 0; k-- {
			outer = append(outer, knots[k][0])
		}
		whole, err := raster.Polygon(orb.Polygon{outer}) // not closed: taken as closed
		if err != nil {
			t.Fatal(err)
		}
		if all := line.UnionAll(sets); !all.Equal(whole) || sum != whole.Count() {
			t.Errorf("the parts have %d cells, %d distinct; the whole %d", sum, all.Count(), whole.Count())
		}
	})
}

// TestEdgesThroughCentres pins the rule for centres on edges, on squares whose
// sides run along centres.
func TestEdgesThroughCentres(t *testing.T) {
	t.Parallel()
	reunion, _ := line.ByCode("reunion")
	f := frame{reunion, 340000, 7650000, 10}
	// The projection's last digits must not decide: the ring is given a hair,
	// one micrometre, to either side.
	const hair = 5e-9
	for _, tc := range []struct {
		shift float64
		want  string
	}{{-hair, "west and south sides"}, {+hair, "none but east and north"}} {
		lo, hi := 2.5+tc.shift, 5.5+tc.shift
		s, err := raster.Polygon(orb.Polygon{{f.at(lo, lo), f.at(hi, lo), f.at(hi, hi), f.at(lo, hi), f.at(lo, lo)}})
		if err != nil {
			t.Fatal(err)
		}
		first := 2
		if tc.shift > 0 {
			first = 3
		}
		var want line.Builder
		for y := first; y < first+3; y++ {
			cell, _ := reunion.Cell(f.e+float64(first)*200, f.n+float64(y)*200)
			want.Add(cell, cell+3)
		}
		if !s.Equal(want.Set()) {
			t.Errorf("%s: %v, not %v", tc.want, s, want.Set())
		}
	}
}

// TestLongEdges compares boxes of hundreds of kilometres, straight in degrees,
// with the same boxes given a vertex every 500 m.
func TestLongEdges(t *testing.T) {
	replays(t, 12, func(t *testing.T, rnd *rand.Rand) {
		west, south := -4+8*rnd.Float64(), 42+4*rnd.Float64()
		corners := []orb.Point{{west, south}, {west + 4*rnd.Float64(), south}, {west + 3*rnd.Float64(), south + 4*rnd.Float64()}}
		var fine orb.Ring
		for i, a := range corners {
			b := corners[(i+1)%3]
			for k := range 1000 {
				s := float64(k) / 1000
				fine = append(fine, orb.Point{a[0] + (b[0]-a[0])*s, a[1] + (b[1]-a[1])*s})
			}
		}
		coarse, err := raster.Polygon(orb.Polygon{corners})
		if err != nil {
			t.Fatal(err)
		}
		want, err := raster.Polygon(orb.Polygon{fine})
		if err != nil {
			t.Fatal(err)
		}
		differ := coarse.Count() + want.Count() - 2*line.Overlap(coarse, want)
		// Half a metre along the whole rim, in cells of 200 m, is 0.25 % of the
		// cells the rim crosses.
		if rim := int64(3 * 5 * 111000 / 200); differ > rim/300+2 {
			t.Errorf("%d of %d cells differ", differ, want.Count())
		}
	})
}

func TestRefused(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for name, g := range map[string]orb.Geometry{
		"nothing":      nil,
		"a point":      orb.Point{2, 48},
		"a line":       orb.LineString{{2, 48}, {3, 48}},
		"NaN":          orb.Polygon{{{2, 48}, {nan, 48}, {3, 49}, {2, 48}}},
		"infinite":     orb.Polygon{{{2, 48}, {3, inf}, {3, 49}, {2, 48}}},
		"metres":       orb.Polygon{{{700000, 6600000}, {700100, 6600000}, {700100, 6600100}, {700000, 6600000}}},
		"latitude":     orb.Polygon{{{2, 48}, {3, 91}, {3, 49}, {2, 48}}},
		"antimeridian": orb.Polygon{{{179, 48}, {-179, 48}, {-179, 49}, {179, 49}, {179, 48}}},
		"second part":  orb.MultiPolygon{{{{2, 48}, {3, 48}, {3, 49}, {2, 48}}}, {{{2, 48}, {nan, 48}, {3, 49}}}},
		"within":       orb.Collection{orb.Polygon{{{2, 48}, {3, 48}, {3, 49}, {2, 48}}}, orb.Point{2, 48}},
	} {
		if s, err := raster.Geometry(g); err == nil {
			t.Errorf("%s was taken: %v", name, s)
		}
	}
}

func TestGeometry(t *testing.T) {
	t.Parallel()
	ring := orb.Ring{{2, 48}, {2.2, 48}, {2.2, 48.1}, {2, 48.1}, {2, 48}}
	want, err := raster.Polygon(orb.Polygon{ring})
	if err != nil || want.Empty() {
		t.Fatal(want, err)
	}
	for _, g := range []orb.Geometry{
		ring, orb.Polygon{ring}, orb.MultiPolygon{{ring}}, orb.MultiPolygon{{ring}, {ring}},
		orb.Bound{Min: ring[0], Max: ring[2]},
		orb.Collection{orb.Polygon{ring}, orb.Collection{ring}},
	} {
		if got, err := raster.Geometry(g); err != nil || !got.Equal(want) {
			t.Errorf("%T: %v, %v", g, got, err)
		}
	}
}

// TestReuse checks that one call leaves nothing behind for the next, and that
// results are not overwritten by later calls.
func TestReuse(t *testing.T) {
	replays(t, 50, func(t *testing.T, rnd *rand.Rand) {
		var r raster.Rasterizer
		var got, want []line.Set
		for range 5 {
			f := drawFrame(rnd, 30)
			mp := orb.MultiPolygon{{f.ring(rnd, 5)}, {f.ring(rnd, 4)}}
			s, err := r.MultiPolygon(mp)
			if err != nil {
				t.Fatal(err)
			}
			fresh, err := raster.MultiPolygon(mp)
			if err != nil {
				t.Fatal(err)
			}
			got, want = append(got, s), append(want, fresh)
		}
		for i := range got {
			if !got[i].Equal(want[i]) {
				t.Errorf("call %d gave %v, alone %v", i, got[i], want[i])
			}
		}
	})
}

// FuzzPolygon draws polygons from bytes: a valid set or an error, whatever the
// coordinates.
func FuzzPolygon(f *testing.F) {
	f.Add(2.0, 48.0, 3.0, 48.0, 3.0, 49.0, 2.5, 47.0)
	f.Add(-180.0, -90.0, 180.0, -90.0, 180.0, 90.0, 0.0, 90.0)
	f.Add(-61.0, 14.0, 55.0, -21.0, 45.0, -12.0, -53.0, 4.0)
	f.Add(math.NaN(), math.Inf(1), 0.0, 0.0, 1e300, 5e-324, math.Copysign(0, -1), 1.0)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h, i float64) {
		p := orb.Polygon{{{a, b}, {c, d}, {e, g}, {h, i}, {a, b}}}
		s, err := raster.Polygon(p)
		if err != nil {
			return
		}
		if err := s.Valid(); err != nil {
			t.Fatal(err)
		}
		p[0].Reverse()
		if back, err := raster.Polygon(p); err != nil || !back.Equal(s) {
			t.Fatalf("the ring reversed is %v, %v; not %v", back, err, s)
		}
	})
}
