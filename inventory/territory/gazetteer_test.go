package territory_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/builtin"
)

func put(t *testing.T, store *postgres.Store, pop inventory.Pop, zones []inventory.Zone) {
	t.Helper()
	ctx := context.Background()
	err := store.Write(ctx, inventory.Operator("t"), "t", func(tx pgx.Tx) error {
		if err := postgres.AddMember(ctx, tx, inventory.Member{Slug: pop.Member, Name: "M", Status: inventory.MemberActive, Color: "#000000"}); err != nil {
			return err
		}
		if err := postgres.PutPops(ctx, tx, []inventory.Pop{pop}); err != nil {
			return err
		}
		return postgres.PutZones(ctx, tx, zones)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// listed is a gazetteer of the built-in list, without land: enough to look
// names up.
func listed() *territory.Gazetteer {
	list := builtin.France()
	var units []inventory.Unit
	for _, c := range list.Communes {
		units = append(units, inventory.Unit{Kind: inventory.Commune, Code: c.Code, Name: c.Name, Departement: c.Departement,
			EPCI: c.EPCI, Population: c.Population, Postcodes: c.Postcodes, Centre: c.At})
	}
	for _, e := range list.EPCI {
		units = append(units, inventory.Unit{Kind: inventory.EPCI, Code: e.Code, Name: e.Name})
	}
	for _, d := range list.Departements {
		units = append(units, inventory.Unit{Kind: inventory.Departement, Code: d.Code, Name: d.Name, Population: 1})
	}
	return territory.New(units)
}

func names(units []*inventory.Unit) string {
	var s []string
	for _, u := range units {
		s = append(s, u.Code+" "+u.Name)
	}
	return strings.Join(s, ", ")
}

func TestSearch(t *testing.T) {
	t.Parallel()
	g := listed()
	for _, c := range []struct {
		q, kind string
		limit   int
		want    string
	}{
		{"bourges", "commune", 1, "18033 Bourges"},
		{"BOURG", "commune", 4, "33067 Bourg, 52062 Bourg, 18033 Bourges, 01053 Bourg-en-Bresse"},
		{"st etienne", "commune", 1, "42218 Saint-Étienne"},
		{"saint-etienne du rouv", "", 1, "76575 Saint-Étienne-du-Rouvray"},
		{"ste genevieve des b", "commune", 1, "91549 Sainte-Geneviève-des-Bois"},
		{"lhay", "commune", 1, ""},
		{"l'hay les", "commune", 1, "94038 L'Haÿ-les-Roses"},
		{"18033", "", 1, "18033 Bourges"},
		{"2a004", "commune", 1, "2A004 Ajaccio"},
		{"97400", "commune", 1, "97411 Saint-Denis"},
		{"18", "departement", 1, "18 Cher"},
		{"cher", "departement", 5, "18 Cher, 41 Loir-et-Cher"},
		{"241800507", "", 3, "241800507 CA Bourges Plus"},
		{"bourges plus", "epci", 3, "241800507 CA Bourges Plus"},
		{"pontarlier", "epci", 1, "242500338 CC du Grand Pontarlier"},
		{"", "", 1, ""},
		{"  - ", "", 1, ""},
		{"zzzz", "", 1, ""},
		{"paris", "nothing", 1, ""},
	} {
		if d := cmp.Diff(c.want, names(g.Search(c.q, c.kind, c.limit))); d != "" {
			t.Errorf("%q %s: %s", c.q, c.kind, d)
		}
	}
	if n := len(g.Search("saint", "", 0)); n != 20 {
		t.Errorf("%d found without a limit", n)
	}
	start := time.Now()
	for range 100 {
		g.Search("saint m", "", 10)
	}
	t.Logf("a search takes %v", time.Since(start)/100)
}

func TestByName(t *testing.T) {
	t.Parallel()
	g := listed()
	for _, c := range []struct{ postcode, city, want string }{
		{"18000", "BOURGES CEDEX", "18033 Bourges"},
		{"18020", "Bourges", "18033 Bourges"}, // a CEDEX code
		{"", "Bourges", "18033 Bourges"},
		{"97400", "ST DENIS", "97411 Saint-Denis"},
		{"93200", "Saint-Denis", "93066 Saint-Denis"},
		{"75012", "Paris 12", "75056 Paris"},
		{"69003", "LYON 3EME ARRONDISSEMENT", "69123 Lyon"},
		{"20000", "Ajaccio", "2A004 Ajaccio"},
		{"20999", "ajaccio", "2A004 Ajaccio"},
		{"35000", "Bourges", ""},
		{"01090", "Cordieux", "01262 Montluel"}, // an associated commune
		{"", "", ""},
		{"00000", "Nulle Part", ""},
	} {
		if d := cmp.Diff(c.want, names(g.ByName(c.postcode, c.city))); d != "" {
			t.Errorf("%s %s: %s", c.postcode, c.city, d)
		}
	}
	if got := names(g.ByPostcode("18000")); got != "18033 Bourges" {
		t.Errorf("18000 is %s", got)
	}
	if now, ok := g.Former("01340"); now != "01015" || !ok {
		t.Errorf("01340 is in %s now", now)
	}
	if _, ok := g.Former("18033"); ok {
		t.Error("Bourges is former")
	}
}

// holderAgreesWithPostGIS: the commune of a cell is the one whose boundary
// holds the cell's centre, but for those smaller than a cell.
func holderAgreesWithPostGIS(t *testing.T, store *postgres.Store, g *territory.Gazetteer, _ bool) {
	ctx := context.Background()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 4))
	land := g.Land()
	differ := 0
	const tries = 400
	for range tries {
		iv := land[r.IntN(len(land))]
		cell := iv.Lo + r.Int32N(iv.Hi-iv.Lo)
		lon, lat, _ := line.Centre(cell)
		want, found, err := postgres.UnitAt(ctx, store.Pool, inventory.Commune, orb.Point{lon, lat})
		if err != nil {
			t.Fatal(err)
		}
		got, ok := g.At(lon, lat)
		if !ok {
			t.Fatalf("cell %d is land of nobody", cell)
		}
		if !found || got.Code != want.Code {
			differ++
			t.Logf("cell %d: %s, by PostGIS %q", cell, got.Code, want.Code)
		}
	}
	// An edge is straight in degrees for PostGIS, in the grid's projection for
	// the line: within a metre of a border they may differ.
	if differ > 1 {
		t.Errorf("%d of %d cells differ", differ, tries)
	}
	for _, at := range [][2]float64{{-20, 45}, {0, 0}, {13.4, 52.5}, {4.35, 50.85}} {
		if u, ok := g.At(at[0], at[1]); ok {
			t.Errorf("%v is in %s", at, u.Name)
		}
	}
	if got := fmt.Sprint(g.Kinds()); got != "[commune epci departement region]" {
		t.Errorf("kinds %s", got)
	}
}
