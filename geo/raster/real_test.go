package raster_test

import (
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/internal/terrain"
	"maillage/geo/line"
	"maillage/geo/raster"
)

// TestCommunesShareTheLand rasterises every commune: neighbours must neither
// share nor lose cells but where their boundaries disagree, and no boundary may
// come near the rim of its territory's rectangle.
func TestCommunesShareTheLand(t *testing.T) {
	t.Parallel()
	communes, real := terrain.Communes(t)
	var r raster.Rasterizer
	sets := make([]line.Set, len(communes))
	var sum int64
	for i, c := range communes {
		s, err := r.MultiPolygon(c.Shape)
		if err != nil {
			t.Fatalf("%s: %v", c.Code, err)
		}
		if err := s.Valid(); err != nil {
			t.Fatalf("%s: %v", c.Code, err)
		}
		sets[i] = s
		sum += s.Count()
	}
	land := line.UnionAll(sets)
	shared := sum - land.Count()
	t.Logf("%d communes, %d intervals of land, %d cells, %d counted twice", len(communes), len(land), land.Count(), shared)
	// The boundaries of the real file were simplified apart in places.
	if limit := land.Count() / 100_000; real && shared > limit || !real && shared != 0 {
		t.Errorf("%d cells belong to two communes", shared)
	}
	if km2 := land.KM2(); real && (km2 < 630_000 || km2 > 645_000) {
		t.Errorf("France with its overseas départements has some 638,000 km², not %.0f", km2)
	}
}

// TestRectanglesHoldTheLand checks the ten kilometres of margin around every
// boundary vertex.
func TestRectanglesHoldTheLand(t *testing.T) {
	t.Parallel()
	const margin = 10000
	communes, _ := terrain.Communes(t)
	for _, c := range communes {
		for _, p := range c.Shape {
			for _, pt := range p[0] {
				cell, ok := line.Locate(pt[0], pt[1])
				if !ok {
					t.Fatalf("%s: %v is outside every territory", c.Code, pt)
				}
				tt, _ := line.TerritoryOf(cell)
				e, n := tt.Corner(cell)
				if _, ok := tt.Cell(float64(e-margin), float64(n-margin)); !ok {
					t.Fatalf("%s: %v is within 10 km of the rim of %s", c.Code, pt, tt.Code)
				}
				if _, ok := tt.Cell(float64(e+200+margin), float64(n+200+margin)); !ok {
					t.Fatalf("%s: %v is within 10 km of the rim of %s", c.Code, pt, tt.Code)
				}
			}
		}
	}
}

func BenchmarkCommunes(b *testing.B) {
	communes, _ := terrain.Communes(b)
	shapes := make([]orb.MultiPolygon, len(communes))
	for i, c := range communes {
		shapes[i] = c.Shape
	}
	var r raster.Rasterizer
	b.ReportAllocs()
	for b.Loop() {
		for _, mp := range shapes {
			if _, err := r.MultiPolygon(mp); err != nil {
				b.Fatal(err)
			}
		}
	}
}
