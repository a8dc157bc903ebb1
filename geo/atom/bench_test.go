package atom_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"maillage/geo/atom"
	"maillage/geo/internal/terrain"
	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/geo/raster"
)

// country is a seeded, full-size world: every commune, its inhabitants spread
// over its cells, and 60 members of 12 zones each (circles, départements, and
// communes picked by hand).
type country struct {
	land    line.Set
	sets    []line.Set // by commune
	units   *atom.Units
	layer   *layer.Layer
	zones   [][]line.Set // by member
	members []line.Set
	atoms   *atom.Atoms // on land
}

var build sync.Once
var built country

func newCountry(b testing.TB) *country {
	b.Helper()
	communes, _ := terrain.Communes(b)
	build.Do(func() {
		var r raster.Rasterizer
		sets := make([]line.Set, len(communes))
		byDepartement := make(map[string][]line.Set)
		var departements []string
		var lb layer.Builder
		for i, c := range communes {
			s, err := r.MultiPolygon(c.Shape)
			if err != nil {
				b.Fatal(err)
			}
			sets[i] = s
			if len(s) > 0 {
				if err := lb.Spread(s, c.Population); err != nil {
					b.Fatal(err)
				}
			}
			if byDepartement[c.Departement] == nil {
				departements = append(departements, c.Departement)
			}
			byDepartement[c.Departement] = append(byDepartement[c.Departement], s)
		}
		built.land = line.UnionAll(sets)
		built.sets, built.units = sets, atom.NewUnits(sets)
		built.layer = lb.Build()
		rnd := rand.New(rand.NewPCG(7, 60))
		for range 60 {
			var zones []line.Set
			for z := range 12 {
				at := rnd.IntN(len(communes))
				switch z % 3 {
				case 0:
					p := communes[at].Shape[0][0][0]
					s, err := raster.Circle(p[0], p[1], 10+50*rnd.Float64())
					if err != nil {
						b.Fatal(err)
					}
					zones = append(zones, s)
				case 1:
					zones = append(zones, line.UnionAll(byDepartement[departements[rnd.IntN(len(departements))]]))
				case 2: // scattered communes: the raggedest sets there are
					var picked []line.Set
					for k := at; k < min(at+600, len(sets)); k += 1 + rnd.IntN(3) {
						picked = append(picked, sets[k])
					}
					zones = append(zones, line.UnionAll(picked))
				}
			}
			built.zones = append(built.zones, zones)
			built.members = append(built.members, line.UnionAll(zones))
		}
		built.atoms = atom.Sweep(built.members).Restrict(built.land)
	})
	return &built
}

// BenchmarkFrance times every answer on the whole country. Pairs and the other
// figures reuse what the atoms remember of a layer; SweepAndPairs starts from
// nothing.
func BenchmarkFrance(b *testing.B) {
	c := newCountry(b)
	intervals := 0
	for _, s := range c.members {
		intervals += len(s)
	}
	b.Logf("%d intervals of members, %d pieces on land, %d groups, %d units, %d runs of weight",
		intervals, c.atoms.Len(), c.atoms.Groups(), c.units.Len(), c.layer.Runs())
	for _, bm := range []struct {
		name string
		run  func()
	}{
		{"UnionOfZones", func() {
			for _, zones := range c.zones {
				line.UnionAll(zones)
			}
		}},
		{"Sweep", func() { atom.Sweep(c.members) }},
		{"Restrict", func() { c.atoms.Restrict(c.land) }},
		{"Gap", func() { c.atoms.Covered().Complement(c.land) }},
		{"SweepAndPairs", func() { atom.Sweep(c.members).Restrict(c.land).Pairs(c.layer) }},
		{"Pairs", func() { c.atoms.Pairs(c.layer) }},
		{"Shapley", func() { c.atoms.Shapley(c.layer) }},
		{"GivenShares", func() { c.atoms.GivenShares(c.layer) }},
		{"ByUnit", func() { c.atoms.ByUnit(c.units, c.layer) }},
		{"ByUnitMember", func() {
			c.atoms.ByUnitMember(c.units, c.layer, func(int, []atom.MemberAmount) {})
		}},
		{"NewUnits", func() { atom.NewUnits(c.sets) }},
		{"Weight", func() { c.layer.Weight(c.land) }},
	} {
		b.Run(bm.name, func(b *testing.B) {
			for b.Loop() {
				bm.run()
			}
		})
	}
}
