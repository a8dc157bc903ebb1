package territory_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// fault is the only field error of an invalid zone.
func fault(t *testing.T, err error) inventory.FieldError {
	t.Helper()
	var e *inventory.Error
	if !errors.As(err, &e) || e.Kind != inventory.Invalid || len(e.Fields) != 1 {
		t.Fatalf("got %v, want one field error", err)
	}
	return e.Fields[0]
}

// checkDrawn compares a zone with what PostGIS makes of the same units.
func checkDrawn(t *testing.T, store *postgres.Store, z *inventory.Zone, kind string, codes []string) {
	t.Helper()
	var valid bool
	var apart, km2 float64
	err := store.Pool.QueryRow(context.Background(), `
		WITH u AS (SELECT ST_Union(geom) AS geom FROM unit WHERE kind = $1 AND code = ANY ($2))
		SELECT ST_IsValid($3::geometry), ST_Area(ST_SymDifference($3, u.geom)::geography) / 1e6, ST_Area(u.geom::geography) / 1e6 FROM u`,
		kind, codes, z.Geometry).Scan(&valid, &apart, &km2)
	if err != nil {
		t.Fatal(err)
	}
	if !valid || apart > 1e-6*km2 {
		t.Errorf("%s %v: valid %v, %v of %v km² differ", kind, codes, valid, apart, km2)
	}
	if got := z.Cells.KM2(); math.Abs(got-km2) > 0.005*km2+0.5 {
		t.Errorf("%s %v: %v km² in cells for %v", kind, codes, got, km2)
	}
}

func drawUnits(t *testing.T, store *postgres.Store, g *territory.Gazetteer, real bool) {
	ctx := context.Background()
	var communes []string
	for _, u := range g.Units(inventory.Commune) {
		if u.EPCI == territorytest.BourgesPlus && u.Located {
			communes = append(communes, u.Code)
		}
	}
	epci := []string{territorytest.BourgesPlus, territorytest.Chateauroux}
	cases := []struct {
		kind  inventory.ExtentKind
		unit  string
		codes []string
		given []string
	}{
		{inventory.ExtentCommunes, inventory.Commune, communes, communes},
		{inventory.ExtentCommunes, inventory.Commune, communes[:1], []string{communes[0], communes[0]}},
		{inventory.ExtentCommunes, inventory.Commune, []string{communes[0], territorytest.SaintDenis}, []string{communes[0], territorytest.SaintDenis}},
		{inventory.ExtentEPCI, inventory.EPCI, epci, epci},
		{inventory.ExtentDepartements, inventory.Departement, []string{"18", "36"}, []string{"18", "36"}},
		{inventory.ExtentUnits, inventory.Commune, communes[:3], []string{"commune:" + communes[0], "commune:" + communes[1], "commune:" + communes[2]}},
	}
	if real {
		cases = append(cases, cases[0])
		large := g.Units(inventory.EPCI)[0]
		for _, u := range g.Units(inventory.EPCI) {
			if u.Cells.Count() > large.Cells.Count() && u.Territory == "metropole" {
				large = u
			}
		}
		codes := []string{large.Code}
		cases[len(cases)-1].kind, cases[len(cases)-1].unit = inventory.ExtentEPCI, inventory.EPCI
		cases[len(cases)-1].codes, cases[len(cases)-1].given = codes, codes
	}
	for _, c := range cases {
		z := inventory.Zone{Extent: inventory.Extent{Kind: c.kind, Codes: c.given}}
		start := time.Now()
		if err := territory.Draw(ctx, store.Pool, g, &z, nil); err != nil {
			t.Errorf("%s %v: %v", c.kind, c.given, err)
			continue
		}
		t.Logf("%s of %d: %v", c.kind, len(c.given), time.Since(start).Round(10*time.Microsecond))
		checkDrawn(t, store, &z, c.unit, c.codes)
		var sets []line.Set
		for _, code := range c.codes {
			u, _ := g.Unit(c.unit, code)
			sets = append(sets, u.Cells)
		}
		if !z.Cells.Equal(line.UnionAll(sets)) {
			t.Errorf("%s %v: the cells are not those of its units", c.kind, c.given)
		}
	}
	mixed := inventory.Zone{Extent: inventory.Extent{Kind: inventory.ExtentUnits, Codes: []string{"epci:" + territorytest.BourgesPlus, "commune:" + communes[0]}}}
	if err := territory.Draw(ctx, store.Pool, g, &mixed, nil); err != nil {
		t.Fatal(err)
	}
	checkDrawn(t, store, &mixed, inventory.EPCI, epci[:1])
}

func drawSaysWhatIsWrong(t *testing.T, store *postgres.Store, g *territory.Gazetteer, real bool) {
	ctx := context.Background()
	type row struct {
		kind       inventory.ExtentKind
		code       string
		want, says string
	}
	rows := []row{
		{inventory.ExtentCommunes, "18999", "unknown_code", "not the INSEE code"},
		{inventory.ExtentEPCI, "123456789", "unknown_code", "SIREN"},
		{inventory.ExtentDepartements, "20", "unknown_code", "2A"},
		{inventory.ExtentUnits, "nro:18033", "unknown_kind", "there are commune, epci"},
		{inventory.ExtentUnits, "18033", "bad_unit", "KIND:code"},
		{inventory.ExtentUnits, "commune:18999", "unknown_code", "not the INSEE code"},
		{inventory.ExtentCommunes, "18000", "postcode", "18033 Bourges"},
	}
	if real {
		rows = append(rows,
			row{inventory.ExtentCommunes, "1001", "lost_zero", "01001 is L'Abergement-Clémenciat"},
			row{inventory.ExtentDepartements, "1", "lost_zero", "01 is Ain"},
			row{inventory.ExtentCommunes, "01340", "former_code", "01015 Arboys en Bugey"},
			row{inventory.ExtentCommunes, "75112", "former_code", "75056 Paris"},
			row{inventory.ExtentCommunes, "14666", "no_boundary", "Sannerville"})
	}
	for _, r := range rows {
		z := inventory.Zone{Extent: inventory.Extent{Kind: r.kind, Codes: []string{territorytest.Bourges, r.code}[1:]}}
		f := fault(t, territory.Draw(ctx, store.Pool, g, &z, nil))
		if f.Code != r.want || !strings.Contains(f.Message, r.says) || f.Field != string(r.kind) {
			t.Errorf("%s %s: got %+v, want %s with %q", r.kind, r.code, f, r.want, r.says)
		}
		if z.Geometry != nil || z.Cells != nil {
			t.Errorf("%s %s: something was drawn", r.kind, r.code)
		}
	}
	// All codes are told at once.
	z := inventory.Zone{Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{"18999", territorytest.Bourges, "36999"}}}
	var e *inventory.Error
	if err := territory.Draw(ctx, store.Pool, g, &z, nil); !errors.As(err, &e) || len(e.Fields) != 2 || e.Fields[1].Value != "36999" {
		t.Errorf("got %v", err)
	}
	if real {
		for code, want := range map[string]string{"1001": "01001", "01340": "01015", "18999": ""} {
			if got, ok := g.Repairs(inventory.Commune, code); got != want || ok != (want != "") {
				t.Errorf("%s is mended to %q, want %q", code, got, want)
			}
		}
	}
}

func TestDrawCircleAndGeometry(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store := territorytest.Open(t, territorytest.Small(t))
	g := gazetteer(t, store)
	pop := inventory.Pop{Position: orb.Point{2.4, 47.08}}
	z := inventory.Zone{Extent: inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: 25}}
	if err := territory.Draw(ctx, store.Pool, g, &z, &pop); err != nil {
		t.Fatal(err)
	}
	if km2 := z.Cells.KM2(); math.Abs(km2-math.Pi*625) > 2 {
		t.Errorf("a circle of 25 km has %v km²", km2)
	}
	var apart float64
	if err := store.Pool.QueryRow(ctx, "SELECT ST_Area(ST_SymDifference($1::geometry, ST_Buffer($2::geometry::geography, 25000, 64)::geometry)::geography) / 1e6",
		z.Geometry, pop.Position).Scan(&apart); err != nil || apart > 2 {
		t.Errorf("the circle differs from PostGIS's by %v km², %v", apart, err)
	}
	if f := fault(t, territory.Draw(ctx, store.Pool, g, &z, nil)); f.Field != "handoff" {
		t.Errorf("no hand-off: %+v", f)
	}
	ring := orb.Ring{{2.3, 47}, {2.5, 47}, {2.5, 47.2}, {2.3, 47.2}, {2.3, 47}}
	own := inventory.Zone{Extent: inventory.Extent{Kind: inventory.ExtentGeometry}, Geometry: orb.MultiPolygon{{ring}}}
	if err := territory.Draw(ctx, store.Pool, g, &own, nil); err != nil || own.Cells.KM2() < 330 || own.Cells.KM2() > 345 {
		t.Errorf("%v km², %v", own.Cells.KM2(), err)
	}
	for name, c := range map[string]struct {
		mp   orb.MultiPolygon
		code string
	}{
		"nothing":  {nil, "missing"},
		"bow tie":  {orb.MultiPolygon{{{{2, 47}, {2.2, 47}, {2, 47.2}, {2.2, 47.2}, {2, 47}}}}, "self_crossing"},
		"overlap":  {orb.MultiPolygon{{ring}, {ring}}, "self_crossing"},
		"open":     {orb.MultiPolygon{{ring[:4]}}, "bad_geometry"},
		"Lambert":  {orb.MultiPolygon{{{{654321, 6665432}, {664321, 6665432}, {664321, 6675432}, {654321, 6665432}}}}, "not_lonlat"},
		"too many": {orb.MultiPolygon{{slices.Repeat(orb.Ring{{2, 47}}, inventory.MaxVertices+1)}}, "too_many_vertices"},
		"NaN":      {orb.MultiPolygon{{{{2, 47}, {math.NaN(), 47}, {2, 47.2}, {2, 47}}}}, "not_lonlat"},
	} {
		bad := inventory.Zone{Extent: own.Extent, Geometry: c.mp}
		if f := fault(t, territory.Draw(ctx, store.Pool, g, &bad, nil)); f.Code != c.code {
			t.Errorf("%s: got %+v, want %s", name, f, c.code)
		}
	}
	fixed, reason, err := territory.Repair(ctx, store.Pool, orb.MultiPolygon{{{{2, 47}, {2.2, 47}, {2, 47.2}, {2.2, 47.2}, {2, 47}}}})
	if err != nil || len(fixed) != 2 || !strings.Contains(reason, "Self-intersection") {
		t.Errorf("%v %q %v", fixed, reason, err)
	}
	if same, reason, err := territory.Repair(ctx, store.Pool, own.Geometry); err != nil || reason != "" || len(same) != 1 {
		t.Errorf("%v %q %v", same, reason, err)
	}
}
