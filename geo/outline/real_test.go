package outline_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/internal/terrain"
	"maillage/geo/outline"
)

// groups returns the communes of each département, and all of them.
func groups(tb testing.TB) (byDepartement map[string][]orb.MultiPolygon, all []orb.MultiPolygon) {
	communes, _ := terrain.Communes(tb)
	byDepartement = make(map[string][]orb.MultiPolygon)
	for _, c := range communes {
		byDepartement[c.Departement] = append(byDepartement[c.Departement], c.Shape)
		all = append(all, c.Shape)
	}
	return byDepartement, all
}

// TestDissolveCommunes unites départements, then France out of them: nothing is
// gained or lost on either way.
func TestDissolveCommunes(t *testing.T) {
	t.Parallel()
	byDepartement, all := groups(t)
	var departements []orb.MultiPolygon
	var total float64
	for code, communes := range byDepartement {
		got := outline.Dissolve(communes)
		proper(t, got)
		var want float64
		for _, c := range communes {
			want += area(c)
		}
		total += want
		if math.Abs(area(got)-want) > 1e-9*want {
			t.Errorf("%s has an area of %v, its communes %v", code, area(got), want)
		}
		departements = append(departements, got)
	}
	france := outline.Dissolve(departements)
	proper(t, france)
	if math.Abs(area(france)-total) > 1e-9*total {
		t.Errorf("the départements have an area of %v, the communes %v", area(france), total)
	}
	if direct := outline.Dissolve(all); len(direct) != len(france) || math.Abs(area(direct)-total) > 1e-9*total {
		t.Errorf("from départements %d polygons, from communes %d", len(france), len(direct))
	}
}

func BenchmarkDissolve(b *testing.B) {
	byDepartement, all := groups(b)
	b.Run("Departements", func(b *testing.B) {
		for b.Loop() {
			for _, communes := range byDepartement {
				outline.Dissolve(communes)
			}
		}
	})
	b.Run("France", func(b *testing.B) {
		for b.Loop() {
			outline.Dissolve(all)
		}
	})
}
