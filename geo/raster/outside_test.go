package raster_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/raster"
)

// TestFarAway draws polygons that reach beyond a territory's rectangle, even
// around the globe: the part within is what the rectangle's own box gives.
func TestFarAway(t *testing.T) {
	t.Parallel()
	half := func(lo, hi float64) orb.Polygon {
		return orb.Polygon{{{lo, -80}, {hi, -80}, {hi, 80}, {lo, 80}, {lo, -80}}}
	}
	all := line.Set{{Lo: 0, Hi: line.Size()}}
	mp := orb.MultiPolygon{half(-170, -60), half(-60, 0), half(0, 90), half(90, 170)}
	s, err := raster.MultiPolygon(mp)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Equal(all) {
		t.Errorf("the world holds %d cells of %d", s.Count(), line.Size())
	}
	// A hole around metropolitan France leaves the rest, and the other way round.
	box := orb.Ring{{-30, 30}, {30, 30}, {30, 60}, {-30, 60}, {-30, 30}}
	with := orb.Polygon{{{-80, -80}, {80, -80}, {80, 80}, {-80, 80}, {-80, -80}}, box}
	s, err = raster.Polygon(with)
	if err != nil {
		t.Fatal(err)
	}
	met, _ := line.ByCode("metropole")
	if want := all.Clip(met.End(), line.Size()); !s.Equal(want) {
		t.Errorf("the world without Europe is %v, not %v", s, want)
	}
	if s, err = raster.Polygon(orb.Polygon{box}); err != nil || !s.Equal(all.Clip(0, met.End())) {
		t.Errorf("a box around metropolitan France is %v: %v", s, err)
	}
	for name, p := range map[string]orb.Polygon{
		"Lisbon":  {{{-9.2, 38.7}, {-9, 38.7}, {-9, 38.8}, {-9.2, 38.7}}},
		"nothing": {}, "an empty ring": {{}}, "a point": {{{2, 48}}}, "a line": {{{2, 48}, {3, 49}, {2, 48}}},
	} {
		if s, err := raster.Polygon(p); err != nil || len(s) > 0 {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}

// TestPartlyOutside cuts polygons at the rim of a rectangle.
func TestPartlyOutside(t *testing.T) {
	replays(t, 100, func(t *testing.T, rnd *rand.Rand) {
		ts := line.Territories()
		tt := ts[rnd.IntN(len(ts))]
		// A frame that straddles a corner, or a side.
		f := frame{tt, float64(tt.E0) - 4000 + float64(rnd.IntN(2)*int(tt.Width)*200), float64(tt.N0) - 4000 + float64(rnd.IntN(2)*int(tt.Height)*200), 40}
		p := orb.Polygon{f.ring(rnd, 5)}
		edges := f.rim(p)
		got, err := raster.Polygon(p)
		if err != nil {
			t.Fatal(err)
		}
		var inside int64
		for y := range f.across {
			for x := range f.across {
				e, n := f.e+float64(x)*200+100, f.n+float64(y)*200+100
				cell, ok := tt.Cell(e, n)
				if !ok {
					continue
				}
				in := got.Contains(cell)
				if in {
					inside++
				}
				if in != edges.holds(e, n) && !edges.near(e, n) {
					t.Errorf("cell %d: in %v", cell, in)
				}
			}
		}
		if inside != got.Count() {
			t.Errorf("%d cells, %d of them where the polygon is", got.Count(), inside)
		}
	})
}
