package territory_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/inventory"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// TestOutlines draws many zones together and holds each against the same zone
// drawn alone, which TestDraw holds against PostGIS.
func TestOutlines(t *testing.T) {
	t.Parallel()
	url := territorytest.Small(t)
	if real, ok := territorytest.Real(t); ok {
		url = real
	} else {
		t.Log("over the small territory")
	}
	store := territorytest.Open(t, url)
	g, err := territory.Read(t.Context(), store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	var communes []*inventory.Unit
	for _, u := range g.Units(inventory.Commune) {
		if u.Located {
			communes = append(communes, u)
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	zones := make([]*inventory.Zone, 300) // more than are drawn together
	for i := range zones {
		z := &inventory.Zone{Extent: inventory.Extent{Kind: inventory.ExtentCommunes}}
		from := r.IntN(len(communes))
		for _, u := range communes[from:min(from+1+r.IntN(12), len(communes))] { // by code: many are neighbours
			z.Extent.Codes = append(z.Extent.Codes, u.Code)
		}
		if i%50 == 0 { // of two kinds, which may overlap
			z.Extent = inventory.Extent{Kind: inventory.ExtentUnits, Codes: []string{"commune:" + communes[from].Code, "epci:" + territorytest.BourgesPlus}}
		}
		zones[i] = z
	}
	together := make([]*inventory.Zone, len(zones))
	for i, z := range zones {
		of := *z
		if ok, err := territory.DrawCells(g, &of); !ok || err != nil || of.Geometry != nil {
			t.Fatalf("cells of %v: %v, %v", z.Extent.Codes, ok, err)
		}
		together[i] = &of
	}
	if err := territory.Outlines(t.Context(), store.Pool, g, together); err != nil {
		t.Fatal(err)
	}
	for i, z := range zones {
		if err := territory.Draw(t.Context(), store.Pool, g, z, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(z, together[i]); diff != "" {
			t.Fatalf("%v alone and together: %s", z.Extent.Codes, diff)
		}
	}
	own := &inventory.Zone{Extent: inventory.Extent{Kind: inventory.ExtentRadius}}
	if ok, err := territory.DrawCells(g, own); ok || err != nil {
		t.Errorf("a circle is not of units: %v %v", ok, err)
	}
}
