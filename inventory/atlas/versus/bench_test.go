package versus

import (
	"fmt"
	"testing"

	"maillage/geo/atom"
	"maillage/inventory"
	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/territory/territorytest"
)

// BenchmarkOurs times our half of the table's questions of the whole country,
// each for a viewer for whom nothing is remembered: to profile them without
// waiting for PostGIS.
func BenchmarkOurs(b *testing.B) {
	url, real := territorytest.Real(b)
	if !real {
		b.Skip("the real communes are not here")
	}
	w := open(b, url, atlastest.Size{Members: 60, Zones: 12, Communes: 264})
	w.Fill(b, seed)
	x := newIndex(w)
	p := w.picture(b)
	b.Run("overlaps", func(b *testing.B) {
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			ourOverlaps(b, p, newcomer(n))
		}
	})
	b.Run("communes", func(b *testing.B) {
		b.ReportAllocs()
		var sum float64
		for n := 0; b.Loop(); n++ {
			ourCommunes(b, p, newcomer(n), x, func(_ *inventory.Unit, _ string, a atom.Amount) { sum += a.KM2() })
		}
	})
}

// newcomer is a viewer that has asked nothing yet.
func newcomer(n int) inventory.Viewer {
	return inventory.Viewer{Role: inventory.RoleBureau, Member: fmt.Sprintf("newcomer%d", n)}
}
