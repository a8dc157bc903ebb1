package territory_test

import (
	"context"
	"testing"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

func country(b *testing.B) *postgres.Store {
	b.Helper()
	url, ok := territorytest.Real(b)
	if !ok {
		b.Skip("the real territory is not on this machine")
	}
	return territorytest.Open(b, url)
}

func BenchmarkUnits(b *testing.B) {
	store := country(b)
	for b.Loop() {
		if _, err := postgres.Units(context.Background(), store.Pool); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGazetteer(b *testing.B) {
	units, err := postgres.Units(context.Background(), country(b).Pool)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		territory.New(units)
	}
}

func BenchmarkSearch(b *testing.B) {
	g := listed()
	for b.Loop() {
		g.Search("saint m", "", 10)
	}
}

func BenchmarkDrawEPCIOfCommunes(b *testing.B) {
	store := country(b)
	g, err := territory.Read(context.Background(), store.Pool)
	if err != nil {
		b.Fatal(err)
	}
	var codes []string
	for _, u := range g.Units(inventory.Commune) {
		if u.EPCI == "200067106" && u.Located { // Pays Basque, 158 communes
			codes = append(codes, u.Code)
		}
	}
	b.Logf("%d communes", len(codes))
	for _, c := range []struct {
		name string
		e    inventory.Extent
	}{
		{"communes", inventory.Extent{Kind: inventory.ExtentCommunes, Codes: codes}},
		{"epci", inventory.Extent{Kind: inventory.ExtentEPCI, Codes: []string{"200067106"}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				z := inventory.Zone{Extent: c.e}
				if err := territory.Draw(context.Background(), store.Pool, g, &z, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
