package versus

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The SQL below is what a good author writes for PostGIS, and the quickest of
// the forms that were tried. Geometry is projected once to ETRS89-LAEA
// (EPSG:3035, equal-area: an area is that of the plane), with a GiST index and
// statistics; so is the Web Mercator that tiles need. None of that is timed. A
// member's zones are united once a question, as our sets are.

// prepared are the tables that PostGIS answers from.
var prepared = []string{
	`CREATE UNLOGGED TABLE versus_commune AS SELECT code, geom, ST_Area(geom) AS area FROM (
		SELECT code, CASE WHEN ST_IsValid(g) THEN g ELSE ST_MakeValid(g) END AS geom FROM (
			SELECT code, ST_Transform(geom, 3035) AS g FROM unit
			WHERE kind = 'commune' AND territory = 'metropole' AND geom IS NOT NULL OFFSET 0) p OFFSET 0) v`,
	`CREATE UNLOGGED TABLE versus_land AS SELECT code, CASE WHEN ST_IsValid(g) THEN g ELSE ST_MakeValid(g) END AS geom FROM (
		SELECT code, ST_Transform(geom, 3035) AS g FROM unit
		WHERE kind = 'departement' AND territory = 'metropole' AND geom IS NOT NULL OFFSET 0) p`,
	`CREATE UNLOGGED TABLE versus_zone AS SELECT member, code, mercator,
		CASE WHEN ST_IsValid(g) THEN g ELSE ST_MakeValid(g) END AS geom FROM (
			SELECT member, code, ST_Transform(geom, 3035) AS g, ST_Transform(geom, 3857) AS mercator FROM zone OFFSET 0) p`,
	`CREATE INDEX ON versus_commune USING gist (geom)`,
	`CREATE INDEX ON versus_land USING gist (geom)`,
	`CREATE INDEX ON versus_zone USING gist (geom)`,
	`CREATE INDEX ON versus_zone USING gist (mercator)`,
	`ANALYZE versus_commune`, `ANALYZE versus_land`, `ANALYZE versus_zone`,
}

// united is each member's reach, one polygon; pieces is the same cut up, which
// makes an index and an intersection of small things of it.
var (
	united = []string{
		`DROP TABLE IF EXISTS versus_reach, versus_piece`,
		`CREATE UNLOGGED TABLE versus_reach AS SELECT member, ST_Union(geom) AS geom FROM versus_zone GROUP BY member`,
		`CREATE INDEX ON versus_reach USING gist (geom)`,
		`ANALYZE versus_reach`,
	}
	pieces = []string{
		`CREATE UNLOGGED TABLE versus_piece AS SELECT member, ST_Subdivide(geom, 128) AS geom FROM versus_reach`,
		`CREATE INDEX ON versus_piece USING gist (geom)`,
		`ANALYZE versus_piece`,
	}
)

// The questions. Areas are in km².
const (
	overlapsSQL = `SELECT a.member, b.member, ST_Area(ST_Intersection(a.geom, b.geom)) / 1e6
		FROM versus_reach a JOIN versus_reach b ON a.member < b.member AND a.geom && b.geom`

	gapSQL = `SELECT '', '', ST_Area(ST_Difference(
		(SELECT ST_Union(geom) FROM versus_land), (SELECT ST_Union(geom) FROM versus_zone))) / 1e6`

	communesSQL = `SELECT c.code, r.member, sum(CASE WHEN ST_Covers(r.geom, c.geom) THEN c.area
			ELSE ST_Area(ST_Intersection(c.geom, r.geom)) END) / 1e6
		FROM versus_commune c JOIN versus_piece r ON ST_Intersects(c.geom, r.geom) GROUP BY 1, 2`
)

// plain is a connection on which PostGIS is asked.
type plain struct{ *pgxpool.Conn }

// prepare makes the tables, and returns a connection set for large questions,
// with all the workers that the server grants, where no statement may take longer
// than a limit (0: none).
func (w *world) prepare(tb testing.TB, limit time.Duration) *plain {
	tb.Helper()
	conn, err := w.Pool.Acquire(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(conn.Release)
	settings := []string{
		`SET work_mem = '256MB'`, `SET max_parallel_workers_per_gather = 2`,
		`SET parallel_setup_cost = 0`, `SET min_parallel_table_scan_size = 0`,
	}
	settings = append(append(settings, prepared...), fmt.Sprintf("SET statement_timeout = %d", limit.Milliseconds()))
	for _, sql := range settings {
		if _, err := conn.Exec(tb.Context(), sql); err != nil {
			tb.Fatalf("%s: %v", sql, err)
		}
	}
	return &plain{conn}
}

// ask runs statements, then a question whose rows are two names and an area. ok
// is false when the limit of time was met first.
func (c *plain) ask(tb testing.TB, question string, first ...[]string) (rows map[[2]string]float64, ok bool) {
	tb.Helper()
	ctx := tb.Context()
	failed := func(sql string, err error) bool {
		var said *pgconn.PgError
		timeout := errors.As(err, &said) && said.Code == "57014" // query_canceled
		if err != nil && !timeout {
			tb.Fatalf("%s: %v", sql, err)
		}
		return timeout
	}
	for _, list := range first {
		for _, sql := range list {
			if _, err := c.Exec(ctx, sql); failed(sql, err) {
				return nil, false
			}
		}
	}
	found, err := c.Query(ctx, question)
	if failed(question, err) {
		return nil, false
	}
	rows = map[[2]string]float64{}
	var a, b string
	var km2 *float64
	_, err = pgx.ForEachRow(found, []any{&a, &b, &km2}, func() error {
		if km2 != nil && *km2 > 0 {
			rows[[2]string{a, b}] = *km2
		}
		return nil
	})
	return rows, !failed(question, err)
}

// theirs answers everything by geometry.
func (w *world) theirs(tb testing.TB) answers {
	tb.Helper()
	c := w.prepare(tb, 0)
	out := answers{communes: map[cross]float64{}}
	out.overlaps, _ = c.ask(tb, overlapsSQL, united)
	gap, _ := c.ask(tb, gapSQL)
	out.gap = gap[[2]string{}]
	found, _ := c.ask(tb, communesSQL, pieces)
	for key, km2 := range found {
		out.communes[cross{key[0], key[1]}] = km2
	}
	return out
}

// versions tells which PostgreSQL and PostGIS answer.
func (w *world) versions(tb testing.TB) string {
	tb.Helper()
	var server, postgis, geos string
	err := w.Pool.QueryRow(tb.Context(), "SELECT current_setting('server_version'), postgis_lib_version(), postgis_geos_version()").Scan(&server, &postgis, &geos)
	if err != nil {
		tb.Fatal(err)
	}
	return fmt.Sprintf("PostgreSQL %s, PostGIS %s, GEOS %s", server, postgis, geos)
}
