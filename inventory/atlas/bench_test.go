package atlas

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

// national is a country with 60 members and 720 zones: the real communes where
// the machine has them.
func national(b *testing.B) *country {
	b.Helper()
	if url, real := territorytest.Real(b); real {
		c := openCountry(b, url)
		c.populate(b, rand.New(rand.NewPCG(61, 61)), 60, 12, 40)
		return c
	}
	b.Log("the real communes are not here: a small country stands in")
	c := openCountry(b, territorytest.Small(b))
	c.populate(b, rand.New(rand.NewPCG(61, 61)), 60, 12, 10)
	return c
}

func BenchmarkNational(b *testing.B) {
	c := national(b)
	v := inventory.Operator("bench")
	a, err := Open(context.Background(), c.Store, nil)
	if err != nil {
		b.Fatal(err)
	}
	p := a.Now()
	cold := func(b *testing.B, f inventory.Filter, ask func(*Picture, inventory.Filter) error) {
		for b.Loop() {
			q := *p
			q.cache, q.basis = newCache(), &basis{}
			if err := ask(&q, f); err != nil {
				b.Fatal(err)
			}
		}
	}
	asks := map[string]func(*Picture, inventory.Filter) error{
		"coverage": func(p *Picture, f inventory.Filter) error { _, err := p.Coverage(v, f); return err },
		"overlaps": func(p *Picture, f inventory.Filter) error { _, err := p.Overlaps(v, f); return err },
		"gaps":     func(p *Picture, f inventory.Filter) error { _, err := p.Gaps(v, f); return err },
		"openings": func(p *Picture, f inventory.Filter) error { _, err := p.Openings(v, f, "m07"); return err },
	}
	for _, name := range []string{"coverage", "overlaps", "gaps", "openings"} {
		b.Run(name+"/cold", func(b *testing.B) { cold(b, inventory.Filter{}, asks[name]) })
		b.Run(name+"/cold/communes", func(b *testing.B) { cold(b, inventory.Filter{Unit: inventory.Commune}, asks[name]) })
		b.Run(name+"/warm/communes", func(b *testing.B) {
			for b.Loop() {
				if err := asks[name](p, inventory.Filter{Unit: inventory.Commune}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			if _, err := Open(context.Background(), c.Store, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("refresh/nothing", func(b *testing.B) {
		for b.Loop() {
			if err := a.Refresh(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkTiles draws one tile of each kind at each zoom, around Bourges.
func BenchmarkTiles(b *testing.B) {
	c := national(b)
	v := inventory.Operator("bench")
	a, err := Open(context.Background(), c.Store, nil)
	if err != nil {
		b.Fatal(err)
	}
	p := a.Now()
	kinds := map[string]func(z, x, y uint32) ([]byte, error){
		"coverage": func(z, x, y uint32) ([]byte, error) {
			return p.Tile(v, TileCoverage, inventory.Filter{}, "", z, x, y)
		},
		"base": func(z, x, y uint32) ([]byte, error) {
			return postgres.NewBasemap().Tile(context.Background(), c.Pool, p.Territory(), z, x, y)
		},
		"zones": func(z, x, y uint32) ([]byte, error) {
			return postgres.ZoneTile(context.Background(), c.Pool, v, inventory.Filter{}, z, x, y)
		},
		"pops": func(z, x, y uint32) ([]byte, error) {
			return postgres.PopTile(context.Background(), c.Pool, v, inventory.Filter{}, z, x, y)
		},
	}
	for _, kind := range []string{"coverage", "base", "zones", "pops"} {
		for _, z := range []uint32{4, 5, 6, 8, 9, 10, 12, 14} {
			t := maptile.At(orb.Point{2.4, 47.08}, maptile.Zoom(z))
			b.Run(kind+"/z"+string(rune('0'+z/10))+string(rune('0'+z%10)), func(b *testing.B) {
				n := 0
				for b.Loop() {
					data, err := kinds[kind](z, t.X, t.Y)
					if err != nil {
						b.Fatal(err)
					}
					n = len(data)
				}
				b.ReportMetric(float64(n), "B")
			})
		}
	}
}
