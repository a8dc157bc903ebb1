package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

// cooperative is three members with a list of PoPs each, on a territory.
type cooperative struct {
	url       string            // of the database
	lists     map[string]string // member → file
	radiusKM  float64           // of the zone derived for each PoP
	tolerance float64           // to which answers and geometry agree
}

// members of every cooperative here, by slug.
var members = []string{"cogentco", "renater2010", "vtlwavenet2008"}

// assemble takes the real lists and boundaries where this machine has them, else
// three small lists of our own in the small country, where a cell is a larger
// part of the whole.
func assemble(t *testing.T) cooperative {
	t.Helper()
	source, ok := territorytest.RealSource(t)
	if ok {
		c := cooperative{lists: map[string]string{}, radiusKM: 25, tolerance: 0.001}
		folder := source
		if info, err := os.Stat(source); err == nil && !info.IsDir() {
			folder = filepath.Dir(source)
		}
		for _, m := range members {
			c.lists[m] = filepath.Join(filepath.Dir(folder), "samples", "pops-"+m+".csv")
			if _, err := os.Stat(c.lists[m]); err != nil {
				t.Logf("the real lists are not on this machine: %v", err)
				ok = false
			}
		}
		if ok {
			c.url, _ = territorytest.Real(t)
			return c
		}
	}
	t.Log("small lists of our own instead of the real ones")
	c := cooperative{url: territorytest.Small(t), lists: map[string]string{}, radiusKM: 7, tolerance: 0.02}
	for i, m := range members {
		c.lists[m] = filepath.Join(t.TempDir(), m+".csv")
		list := fmt.Sprintf("label,latitude,longitude\nUn,%g,%g\nDeux,%g,%g\n",
			47.05+0.03*float64(i), 2.3+0.03*float64(i), 47.1-0.03*float64(i), 2.45-0.02*float64(i))
		if err := os.WriteFile(c.lists[m], []byte(list), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// command runs the program within the test and returns what it prints.
func command(t *testing.T, url string, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args = append(args, "--database-url", url, "--data", t.TempDir())
	if code := run(context.Background(), args, &stdout, &stderr); code != done {
		t.Fatalf("maillage %s exits %d: %s", strings.Join(args, " "), code, &stderr)
	}
	return stdout.Bytes()
}

// read is command for a verb that prints a JSON document.
func read[D any](t *testing.T, url string, args ...string) D {
	t.Helper()
	var d D
	if err := json.Unmarshal(command(t, url, append(args, "--json")...), &d); err != nil {
		t.Fatalf("maillage %s: %v", strings.Join(args, " "), err)
	}
	return d
}

// radiusZones writes a list of zones, one around each PoP of a member.
func (c cooperative) radiusZones(t *testing.T, store *postgres.Store, member string) string {
	t.Helper()
	pops, err := postgres.Pops(t.Context(), store.Pool, member, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(pops) == 0 {
		t.Fatalf("%s has no PoP", member)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"code", "name", "technologies", "handoff", "radius_km"}}
	for _, p := range pops {
		rows = append(rows, []string{"autour-" + p.Code, "Autour de " + p.Name, "ftth ftto", p.Code, fmt.Sprint(c.radiusKM)})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "zones.csv")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// The main job, once through by the command line: lists in, answers out, held
// against what PostGIS makes of the same geometry.
func TestListsToAnswers(t *testing.T) {
	t.Parallel()
	c := assemble(t)
	store := territorytest.Open(t, c.url)
	for _, m := range members {
		command(t, c.url, "member", "add", m, "--name", m)
		in := read[gen.Import](t, c.url, "import", "pops", c.lists[m], "--member", m)
		if in.State != "committed" || in.Rows.Rejected != 0 || in.Changes.Added != in.Rows.Read || in.Rows.Read == 0 {
			t.Errorf("the list of %s becomes %+v", m, in)
		}
		zones := read[gen.Import](t, c.url, "import", "zones", c.radiusZones(t, store, m), "--member", m)
		if zones.Rows.Read != in.Rows.Read || zones.Changes.Added != zones.Rows.Read || zones.Effect == nil || zones.Effect.Km2 <= 0 {
			t.Errorf("the zones of %s become %+v", m, zones)
		}
	}
	exact := measure(t, store)
	agree := func(what string, got gen.Amount) {
		t.Helper()
		want, ok := exact[what]
		if !ok {
			t.Fatalf("PostGIS was not asked for %s", what)
		}
		km2, weight := got.Km2/want.Km2-1, got.Weight/want.Weight-1
		t.Logf("%-30s %12.2f km² (%+.4f %%) %14.0f inhabitants (%+.4f %%)", what, got.Km2, 100*km2, got.Weight, 100*weight)
		if !(math.Abs(km2) <= c.tolerance && math.Abs(weight) <= c.tolerance) {
			t.Errorf("%s is %+v, PostGIS says %+v", what, got, want)
		}
	}
	coverage := read[gen.Coverage](t, c.url, "coverage")
	agree("land", coverage.Territory)
	agree("pool", gen.Amount{Km2: coverage.Covered.Km2, Weight: coverage.Covered.Weight})
	for _, by := range coverage.ByDepth {
		agree(fmt.Sprintf("by %d", by.Depth), gen.Amount{Km2: by.Km2, Weight: by.Weight})
	}
	gaps := read[gen.Gaps](t, c.url, "gaps")
	agree("gap", gen.Amount{Km2: gaps.Gap.Km2, Weight: gaps.Gap.Weight})
	overlaps := read[gen.Overlaps](t, c.url, "overlaps")
	if len(overlaps.Pairs) != 3 || len(coverage.ByDepth) != 3 {
		t.Errorf("there are %d overlaps and %d depths", len(overlaps.Pairs), len(coverage.ByDepth))
	}
	for _, o := range overlaps.Pairs {
		agree(o.A+" and "+o.B, gen.Amount{Km2: o.Km2, Weight: o.Weight})
	}
	for _, m := range members {
		openings := read[gen.Openings](t, c.url, "openings", "--member", m)
		agree("own "+m, *openings.Own)
		agree("opened to "+m, *openings.Opened)
	}
}

// measure asks PostGIS the same questions of the geometry itself: unions,
// intersections and differences of zones, cut to each commune, whose inhabitants
// count by the share of its area on the ellipsoid.
func measure(t *testing.T, store *postgres.Store) map[string]gen.Amount {
	t.Helper()
	ctx := t.Context()
	conn, err := store.Pool.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, statement := range []string{
		`CREATE TEMP TABLE land AS SELECT code, population, geom, ST_Area(geom::geography) AS m2
			FROM unit WHERE kind = 'commune' AND geom IS NOT NULL`,
		`CREATE INDEX ON land USING gist (geom)`, `ANALYZE land`,
		`CREATE TEMP TABLE reach AS SELECT member, ST_Union(geom) AS geom FROM zone GROUP BY member`,
		`CREATE TEMP TABLE pair AS SELECT a.member || ' and ' || b.member AS what, ST_Intersection(a.geom, b.geom) AS geom
			FROM reach a JOIN reach b ON a.member < b.member`,
		`CREATE TEMP TABLE asked AS
			SELECT 'pool' AS what, ST_Union(geom) AS geom FROM reach
			UNION ALL SELECT 'from 2', ST_Union(geom) FROM pair
			UNION ALL SELECT 'by 3', ST_Intersection(p.geom, r.geom) FROM pair p, reach r
				WHERE p.what = (SELECT min(what) FROM pair) AND r.member = (SELECT max(member) FROM reach)
			UNION ALL SELECT what, geom FROM pair
			UNION ALL SELECT 'own ' || member, geom FROM reach
			UNION ALL SELECT 'opened to ' || m.member, ST_Difference((SELECT ST_Union(geom) FROM reach o WHERE o.member <> m.member), m.geom) FROM reach m`,
		`CREATE TEMP TABLE piece AS SELECT what, ST_Subdivide(geom, 128) AS geom FROM asked`,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	rows, err := conn.Query(ctx, `
		SELECT what, sum(m2) / 1e6, sum(population * m2 / of)::float8 FROM (
			SELECT p.what, l.population, l.m2 AS of, CASE WHEN ST_Covers(p.geom, l.geom) THEN l.m2
				ELSE ST_Area(ST_Intersection(l.geom, p.geom)::geography) END AS m2
			FROM piece p JOIN land l ON ST_Intersects(l.geom, p.geom)) AS part
		GROUP BY what
		UNION ALL SELECT 'land', sum(m2) / 1e6, sum(population)::float8 FROM land`)
	if err != nil {
		t.Fatal(err)
	}
	exact := map[string]gen.Amount{}
	var what string
	var a gen.Amount
	if _, err := pgx.ForEachRow(rows, []any{&what, &a.Km2, &a.Weight}, func() error {
		exact[what] = a
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	less := func(x, y string) gen.Amount {
		return gen.Amount{Km2: exact[x].Km2 - exact[y].Km2, Weight: exact[x].Weight - exact[y].Weight}
	}
	exact["gap"], exact["by 1"], exact["by 2"] = less("land", "pool"), less("pool", "from 2"), less("from 2", "by 3")
	return exact
}
