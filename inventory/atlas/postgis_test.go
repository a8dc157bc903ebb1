package atlas

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"maillage/inventory"
	"maillage/inventory/territory/territorytest"
)

// The answers against PostGIS's own geometry on the same zones: unions,
// intersections and differences of polygons, areas on the ellipsoid.
func TestAnswersAgainstPostGIS(t *testing.T) {
	t.Parallel()
	url, real := territorytest.Real(t)
	members, radius, tolerance := 7, 60.0, 0.001
	if !real {
		// A tenth of a percent is a cell or two in so small a country.
		url, radius, tolerance = territorytest.Small(t), 9, 0.01
	}
	c := openCountry(t, url)
	const seed = 53
	t.Logf("seed %d, real communes: %v", seed, real)
	c.populate(t, rand.New(rand.NewPCG(seed, 53)), members, 4, radius)
	p := openAtlas(t, c.Store).Now()
	v := inventory.Operator("test")
	start := time.Now()
	g := c.geometry(t)
	t.Logf("PostGIS took %v", time.Since(start).Round(time.Millisecond))

	near := func(what string, got, want, of float64) {
		t.Helper()
		if math.Abs(got-want) > tolerance*of {
			t.Errorf("%s is %.3f km², by PostGIS %.3f", what, got, want)
		}
	}
	start = time.Now()
	coverage, err := p.Coverage(v, inventory.Filter{Unit: inventory.Departement})
	if err != nil {
		t.Fatal(err)
	}
	overlaps, err := p.Overlaps(v, inventory.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the atlas took %v; land %.2f (PostGIS %.2f), covered %.2f (%.2f)", time.Since(start).Round(time.Microsecond),
		coverage.Territory.KM2, g.land, coverage.Covered.KM2, g.pool)
	near("the land", coverage.Territory.KM2, g.land, g.land)
	near("the coverage", coverage.Covered.KM2, g.pool, g.pool)
	near("the gap", coverage.Gap.KM2, g.gap, g.land)
	if real {
		near("the gap", coverage.Gap.KM2, g.gap, g.gap)
	}
	for _, u := range coverage.Units {
		near("the coverage of département "+u.Code, u.Covered.KM2, g.units[u.Code], max(u.KM2, 500))
	}
	for _, m := range overlaps.Members {
		near("the reach of "+m.Member, m.KM2, g.reach[m.Member], max(m.KM2, 200))
	}
	if len(overlaps.Pairs) == 0 || len(overlaps.Pairs) > len(g.overlaps) {
		t.Errorf("%d pairs overlap, by PostGIS %d", len(overlaps.Pairs), len(g.overlaps))
	}
	found := map[[2]string]float64{}
	for _, o := range overlaps.Pairs {
		found[[2]string{o.A, o.B}] = o.KM2
	}
	for pair, km2 := range g.overlaps {
		// What is small is coarse in cells of 0.04 km².
		near(fmt.Sprint("the overlap of ", pair), found[pair], km2, max(km2, 500))
	}
	for m, km2 := range g.openings {
		o, err := p.Openings(v, inventory.Filter{}, m)
		if err != nil {
			t.Fatal(err)
		}
		near("what is opened to "+m, o.Opened.KM2, km2, km2)
	}
}

// figures are km² computed by PostGIS.
type figures struct {
	land, pool, gap float64
	reach, openings map[string]float64
	overlaps        map[[2]string]float64
	units           map[string]float64
}

// geometry computes every figure from the zones' polygons. Land is the
// départements'; each step is a table, as people do it by hand.
func (c *country) geometry(t *testing.T) figures {
	t.Helper()
	conn, err := c.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, sql := range []string{
		`CREATE TEMP TABLE land AS SELECT code, CASE WHEN ST_IsValid(geom) THEN geom ELSE ST_MakeValid(geom) END AS geom
			FROM unit WHERE kind = 'departement' AND geom IS NOT NULL`,
		`CREATE INDEX ON land USING gist (geom)`,
		// Cut to the land piece by piece, then joined: the pieces share borders alone.
		`CREATE TEMP TABLE piece AS SELECT member, l.code, ST_CollectionExtract(ST_Intersection(z.geom, l.geom), 3) AS geom
			FROM zone z JOIN land l ON ST_Intersects(z.geom, l.geom)`,
		`CREATE TEMP TABLE reach AS SELECT member, code, ST_Union(geom) AS geom FROM piece GROUP BY member, code`,
		`CREATE TEMP TABLE pool AS SELECT code, ST_Union(geom) AS geom FROM reach GROUP BY code`,
	} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	table := func(sql string) map[[2]string]float64 {
		t.Helper()
		rows, err := conn.Query(t.Context(), sql)
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		defer rows.Close()
		out := map[[2]string]float64{}
		for rows.Next() {
			var a, b string
			var m2 *float64
			if err := rows.Scan(&a, &b, &m2); err != nil {
				t.Fatal(err)
			}
			if m2 != nil {
				out[[2]string{a, b}] = *m2 / 1e6
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return out
	}
	first := func(m map[[2]string]float64) map[string]float64 {
		out := map[string]float64{}
		for k, km2 := range m {
			out[k[0]] = km2
		}
		return out
	}
	f := figures{
		reach: first(table(`SELECT member, '', sum(ST_Area(geom::geography)) FROM reach GROUP BY member`)),
		units: first(table(`SELECT code, '', ST_Area(geom::geography) FROM pool`)),
		overlaps: table(`SELECT a.member, b.member, sum(ST_Area(ST_Intersection(a.geom, b.geom)::geography))
			FROM reach a JOIN reach b ON a.code = b.code AND a.member < b.member AND ST_Intersects(a.geom, b.geom)
			GROUP BY a.member, b.member HAVING sum(ST_Area(ST_Intersection(a.geom, b.geom)::geography)) > 0`),
		openings: first(table(`SELECT m.slug, '', sum(ST_Area((CASE WHEN r.geom IS NULL THEN p.geom
				ELSE ST_Difference(p.geom, r.geom) END)::geography))
			FROM member m CROSS JOIN pool p LEFT JOIN reach r ON r.member = m.slug AND r.code = p.code GROUP BY m.slug`)),
	}
	all := table(`SELECT 'land', '', sum(ST_Area(geom::geography)) FROM land
		UNION ALL SELECT 'pool', '', sum(ST_Area(geom::geography)) FROM pool
		UNION ALL SELECT 'gap', '', sum(ST_Area((CASE WHEN p.geom IS NULL THEN l.geom ELSE ST_Difference(l.geom, p.geom) END)::geography))
			FROM land l LEFT JOIN pool p USING (code)`)
	f.land, f.pool, f.gap = all[[2]string{"land", ""}], all[[2]string{"pool", ""}], all[[2]string{"gap", ""}]
	return f
}

// The table of audiences stands twice, in Go and in the SQL of zone tiles: they
// agree for every viewer, audience and status of the owner.
func TestTilesSeeWhatTheTableSays(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	c.audiences(t)
	p := openAtlas(t, c.Store).Now()
	for _, v := range []inventory.Viewer{
		inventory.Operator("test"), {Role: inventory.RoleBureau}, {Role: inventory.RoleBureau, Member: "active-b"},
		{Role: inventory.RoleSales, Member: "active-a"}, {Role: inventory.RoleContributor, Member: "active-b"},
		{Role: inventory.RoleSales, Member: "candidate-a"}, {Role: inventory.RoleSales, Member: "left-a"},
		{Role: inventory.RoleAdmin}, {Role: inventory.RoleAdmin, Member: "active-a"},
		{Role: inventory.RoleVisitor}, {Role: inventory.RoleVisitor, Member: "active-a"},
	} {
		var want []string
		for _, z := range p.order {
			if visible(v, p.party(v.Member), p.party(z.Member), z.Audience) >= named {
				want = append(want, z.Member+"/"+z.Code)
			}
		}
		slices.Sort(want)
		if got := c.tiled(t, v, inventory.Filter{}); !slices.Equal(got, want) {
			t.Errorf("%v sees on tiles\n%v, by the table\n%v", v, got, want)
		}
		counts := 0
		for _, m := range p.Members(v) {
			counts += m.Zones
		}
		if v.Role != inventory.RoleOperator && counts != len(want) {
			t.Errorf("%v is told of %d zones, sees %d", v, counts, len(want))
		}
	}
}
