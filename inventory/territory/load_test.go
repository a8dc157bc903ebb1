package territory_test

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// loaded is a country to test on: the real one where the machine has it.
func loaded(t *testing.T) (store *postgres.Store, real bool) {
	t.Helper()
	url, real := territorytest.Real(t)
	if !real {
		url = territorytest.Small(t)
	}
	return territorytest.Open(t, url), real
}

func gazetteer(t *testing.T, store *postgres.Store) *territory.Gazetteer {
	t.Helper()
	g, err := territory.Read(context.Background(), store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestLoadTheRealTerritory(t *testing.T) {
	t.Parallel()
	source, ok := territorytest.RealSource(t)
	if !ok {
		source = territorytest.SmallFile(t)
	}
	store := territorytest.Open(t, pgtest.New(t))
	stages := map[string]int64{}
	start := time.Now()
	s, err := territory.LoadSummary(context.Background(), store, source, func(stage string, done, total int64) {
		if done < stages[stage] || total > 0 && done > total {
			t.Errorf("%s went from %d to %d of %d", stage, stages[stage], done, total)
		}
		stages[stage] = done
	})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	for _, stage := range s.Took {
		t.Logf("%-22s %v", stage.Name, stage.Time.Round(time.Millisecond))
	}
	for _, n := range s.Notes() {
		t.Log(n)
	}
	if s.Approximate || s.Source != source || len(s.Checksum) != 64 || s.LoadedAt.IsZero() {
		t.Errorf("the territory is %+v", s.Territory)
	}
	for _, stage := range []string{"reading", "drawing", "joining", "writing", "shapes"} {
		if stages[stage] == 0 {
			t.Errorf("nothing was told of %s", stage)
		}
	}
	g := gazetteer(t, store)
	if n := len(g.Units(inventory.Commune)); n != 34875 {
		t.Errorf("%d communes", n)
	}
	if !ok {
		return
	}
	if took > 3*time.Minute { // some 8 s on two idle cores
		t.Errorf("loading took %v", took)
	}
	if s.Communes != 34868 || len(s.Missing) != 7 || len(g.Missing()) != 7 || len(s.Unlisted)+len(s.Partial) > 0 {
		t.Errorf("%d communes, missing %v, unlisted %v, partial %v", s.Communes, s.Missing, s.Unlisted, s.Partial)
	}
	if u := g.Missing()[0]; u.Code != "14666" || u.Name != "Sannerville" || u.Located || u.EPCI == "" || u.Territory != "metropole" {
		t.Errorf("the first missing commune is %+v", u)
	}
}

// TestCountry checks a loaded territory that nothing changes: one database and
// one gazetteer serve all.
func TestCountry(t *testing.T) {
	t.Parallel()
	store, real := loaded(t)
	g := gazetteer(t, store)
	for name, check := range map[string]func(*testing.T, *postgres.Store, *territory.Gazetteer, bool){
		"units agree":              unitsAgree,
		"areas agree with PostGIS": areasAgreeWithPostGIS,
		"holder":                   holderAgreesWithPostGIS,
		"draw units":               drawUnits,
		"draw says what is wrong":  drawSaysWhatIsWrong,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, store, g, real)
		})
	}
}

// unitsAgree checks what must hold of any territory that is loaded.
func unitsAgree(t *testing.T, _ *postgres.Store, g *territory.Gazetteer, _ bool) {
	var all int64
	sum := map[string]int64{}    // cells by unit
	people := map[string]int64{} // inhabitants by unit
	located := map[string]int{}  // communes with a boundary
	for _, c := range g.Units(inventory.Commune) {
		all += c.Cells.Count()
		for kind, code := range map[string]string{inventory.EPCI: c.EPCI, inventory.Departement: c.Departement, inventory.Region: c.Region} {
			if code == "" {
				continue
			}
			sum[kind+code] += c.Cells.Count()
			people[kind+code] += c.Population
			if c.Located {
				located[kind+code]++
			}
		}
		if !c.Located {
			continue
		}
		if len(c.Cells) == 0 {
			t.Errorf("%s %s has no cell", c.Code, c.Name)
		}
		if at, ok := g.At(c.Centre[0], c.Centre[1]); !ok || at != c {
			t.Errorf("the centre of %s %s, %v, is in %v", c.Code, c.Name, c.Centre, at)
		}
		if terr, _ := line.TerritoryOf(c.Cells[0].Lo); terr.Code != c.Territory {
			t.Errorf("%s %s is said to be in %s", c.Code, c.Name, c.Territory)
		}
	}
	if land := g.Land().Count(); land != all {
		t.Errorf("communes overlap: they have %d cells, together %d", all, land)
	}
	for _, kind := range []string{inventory.EPCI, inventory.Departement, inventory.Region} {
		for _, u := range g.Units(kind) {
			key := kind + u.Code
			if u.Cells.Count() != sum[key] || u.Population != people[key] || u.Located != (located[key] > 0) || u.Name == u.Code {
				t.Errorf("%s %s %s: %d cells for %d, %d inhabitants for %d, located %v of %d communes",
					kind, u.Code, u.Name, u.Cells.Count(), sum[key], u.Population, people[key], u.Located, located[key])
			}
		}
	}
}

// areasAgreeWithPostGIS compares dissolved boundaries and cells with the
// communes' own boundaries, measured on the ellipsoid.
func areasAgreeWithPostGIS(t *testing.T, store *postgres.Store, g *territory.Gazetteer, _ bool) {
	rows, err := store.Pool.Query(context.Background(), `
		SELECT u.kind, u.code, ST_IsValid(u.geom), ST_Area(u.geom::geography) / 1e6, parts.km2
		FROM unit u, LATERAL (SELECT sum(ST_Area(c.geom::geography)) / 1e6 AS km2 FROM unit c WHERE c.kind = 'commune'
			AND CASE u.kind WHEN 'epci' THEN c.epci WHEN 'departement' THEN c.departement END = u.code) AS parts
		WHERE u.kind IN ('epci', 'departement') AND u.geom IS NOT NULL
			AND (u.departement IN ('18', '974') OR u.code IN ('241800507', '243600327', '249740119'))`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var kind, code string
		var valid bool
		var km2, parts float64
		if err := rows.Scan(&kind, &code, &valid, &km2, &parts); err != nil {
			t.Fatal(err)
		}
		n++
		u, _ := g.Unit(kind, code)
		if !valid || math.Abs(km2-parts) > 1e-6*parts {
			t.Errorf("%s %s: valid %v, %v km² for %v of its communes", kind, code, valid, km2, parts)
		}
		if c := u.Cells.KM2(); math.Abs(c-km2) > 0.003*km2+1 {
			t.Errorf("%s %s: %v km² in cells, %v in truth", kind, code, c, km2)
		}
	}
	if n < 4 || rows.Err() != nil {
		t.Errorf("%d units compared, %v", n, rows.Err())
	}
}

func TestLoadSmall(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	g := gazetteer(t, store)
	var got []string
	for _, kind := range g.Kinds() {
		got = append(got, fmt.Sprint(kind, " ", len(g.Units(kind))))
	}
	want := "[commune 13 epci 3 departement 3 region 2]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if u, ok := g.At(2.39893, 47.08335); !ok || u.Code != territorytest.Bourges || u.Name != "Bourges" || u.Departement != "18" || u.Region != "24" {
		t.Errorf("in Bourges there is %+v", u)
	}
	var shapes int
	if err := store.Pool.QueryRow(context.Background(), "SELECT count(*) FROM unit_shape WHERE kind = 'commune' AND zoom = 14").Scan(&shapes); err != nil || shapes != 13 {
		t.Errorf("%d shapes of communes, %v", shapes, err)
	}
}

func TestLoadTheBuiltin(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store := territorytest.Open(t, pgtest.New(t))
	s, err := territory.LoadBuiltin(ctx, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Approximate || s.Source != "builtin" || s.Communes < 8000 || len(s.Notes()) == 0 {
		t.Errorf("the summary is %+v", s.Territory)
	}
	g := gazetteer(t, store)
	if km2 := g.Land().KM2(); km2 < 620_000 || km2 > 655_000 {
		t.Errorf("France has %v km²", km2)
	}
	for _, d := range g.Units(inventory.Departement) {
		if !d.Located {
			t.Errorf("%s %s has no land", d.Code, d.Name)
		}
	}
	for code, terr := range map[string]string{"97105": "guadeloupe", "97209": "martinique", "97302": "guyane", "97411": "reunion", "97608": "mayotte", "18033": "metropole"} {
		if u, ok := g.Unit(inventory.Commune, code); !ok || !u.Located || u.Territory != terr {
			t.Errorf("%s should be in %s: %+v", code, terr, u)
		}
	}
	var bad int
	if err := store.Pool.QueryRow(ctx, "SELECT count(*) FROM unit WHERE geom IS NOT NULL AND NOT ST_IsValid(geom)").Scan(&bad); err != nil || bad > 0 {
		t.Errorf("%d units are not valid, %v", bad, err)
	}
	// An unlocated commune as an extent is a clear error.
	z := inventory.Zone{Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{g.Missing()[0].Code}}}
	if f := fault(t, territory.Draw(ctx, store.Pool, g, &z, nil)); f.Code != "no_boundary" {
		t.Errorf("got %+v", f)
	}
}
