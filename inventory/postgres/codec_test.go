package postgres_test

import (
	"context"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory/postgres"
)

var square = orb.Ring{{2, 47}, {3, 47}, {3, 48}, {2, 48}, {2, 47}}

// geometries are values of each orb type, with what PostGIS calls them.
var geometries = map[string]orb.Geometry{
	"POINT(2.5 47.25)":                       orb.Point{2.5, 47.25},
	"MULTIPOINT((2.5 47.25),(-61 16))":       orb.MultiPoint{{2.5, 47.25}, {-61, 16}},
	"MULTIPOINT EMPTY":                       orb.MultiPoint{},
	"LINESTRING(2 47,3 47.5)":                orb.LineString{{2, 47}, {3, 47.5}},
	"LINESTRING EMPTY":                       orb.LineString{},
	"MULTILINESTRING((2 47,3 47),(0 0,1 1))": orb.MultiLineString{{{2, 47}, {3, 47}}, {{0, 0}, {1, 1}}},
	"MULTILINESTRING EMPTY":                  orb.MultiLineString{},
	"POLYGON((2 47,3 47,3 48,2 48,2 47))":    orb.Polygon{square},
	"POLYGON EMPTY":                          orb.Polygon{},
	"POLYGON((2 47,3 47,3 48,2 48,2 47),(2.1 47.1,2.2 47.1,2.2 47.2,2.1 47.1))": orb.Polygon{square,
		{{2.1, 47.1}, {2.2, 47.1}, {2.2, 47.2}, {2.1, 47.1}}},
	"MULTIPOLYGON(((2 47,3 47,3 48,2 48,2 47)),((0 0,1 0,1 1,0 0)))": orb.MultiPolygon{{square}, {{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
	"MULTIPOLYGON EMPTY": orb.MultiPolygon{},
	"GEOMETRYCOLLECTION(POINT(1 2),GEOMETRYCOLLECTION(LINESTRING(0 0,1 1)))": orb.Collection{orb.Point{1, 2},
		orb.Collection{orb.LineString{{0, 0}, {1, 1}}}},
	"GEOMETRYCOLLECTION EMPTY": orb.Collection{},
}

// modes are the ways in which pgx sends values: binary and text.
var modes = map[string]pgx.QueryExecMode{"binary": pgx.QueryExecModeCacheStatement, "text": pgx.QueryExecModeSimpleProtocol}

func TestGeometryRoundTrip(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	for want, g := range geometries {
		var text string
		var number int
		var back orb.Geometry
		err := s.Pool.QueryRow(ctx, "SELECT ST_AsText($1::geometry), ST_SRID($1::geometry), $1::geometry", g).Scan(&text, &number, &back)
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if text != want || number != 4326 {
			t.Errorf("%s went in as SRID=%d;%s", want, number, text)
		}
		if d := cmp.Diff(g, back); d != "" {
			t.Errorf("%s came back other: %s", want, d)
		}
	}
	for g, want := range map[orb.Geometry]string{orb.Bound{Min: orb.Point{0, 1}, Max: orb.Point{2, 3}}: "POLYGON((0 1,2 1,2 3,0 3,0 1))"} {
		var text string
		if err := s.Pool.QueryRow(ctx, "SELECT ST_AsText($1::geometry)", g).Scan(&text); err != nil || text != want {
			t.Errorf("%v: %s, %v", g, text, err)
		}
	}
	var text string
	if err := s.Pool.QueryRow(ctx, "SELECT ST_AsText($1::geometry)", square).Scan(&text); err != nil || text != "POLYGON((2 47,3 47,3 48,2 48,2 47))" {
		t.Errorf("a ring: %s, %v", text, err)
	}
}

// TestGeometryIntoItsOwnType: each type scans into a variable of its own, and
// into no other.
func TestGeometryIntoItsOwnType(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	var (
		point orb.Point
		mp    orb.MultiPoint
		ls    orb.LineString
		mls   orb.MultiLineString
		p     orb.Polygon
		mpoly orb.MultiPolygon
		c     orb.Collection
	)
	for name, mode := range modes {
		err := s.Pool.QueryRow(ctx, `SELECT 'POINT(1 2)'::geometry, 'MULTIPOINT(1 2)'::geometry, 'LINESTRING(1 2,3 4)'::geometry,
			'MULTILINESTRING((1 2,3 4))'::geometry, 'POLYGON((0 0,1 0,1 1,0 0))'::geometry, 'POLYGON((0 0,1 0,1 1,0 0))'::geometry,
			'GEOMETRYCOLLECTION(POINT(1 2))'::geometry`, mode).Scan(&point, &mp, &ls, &mls, &p, &mpoly, &c)
		if err != nil {
			t.Fatal(name, err)
		}
		triangle := orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}
		got := []orb.Geometry{point, mp, ls, mls, p, mpoly, c}
		want := []orb.Geometry{orb.Point{1, 2}, orb.MultiPoint{{1, 2}}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}},
			triangle, orb.MultiPolygon{triangle}, orb.Collection{orb.Point{1, 2}}}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(name, d)
		}
	}
	for _, sql := range []string{"SELECT 'LINESTRING(1 2,3 4)'::geometry", "SELECT NULL::geometry", "SELECT 'POINT EMPTY'::geometry",
		"SELECT 'CIRCULARSTRING(0 0,1 1,2 0)'::geometry", "SELECT 'TIN(((0 0,1 0,1 1,0 0)))'::geometry"} {
		if err := s.Pool.QueryRow(ctx, sql).Scan(&point); err == nil {
			t.Errorf("%s was read as the point %v", sql, point)
		}
	}
	var any orb.Geometry
	if err := s.Pool.QueryRow(ctx, "SELECT 'CIRCULARSTRING(0 0,1 1,2 0)'::geometry").Scan(&any); err == nil {
		t.Errorf("a curve was read as %v", any)
	}
}

func TestGeometryNull(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	for name, v := range map[string]any{"nil": nil, "nil pointer": (*orb.Point)(nil), "nil slice": orb.MultiPolygon(nil), "nil ring": orb.Ring(nil)} {
		var null bool
		if err := s.Pool.QueryRow(ctx, "SELECT $1::geometry IS NULL", v).Scan(&null); err != nil || !null {
			t.Errorf("%s: %v, %v", name, null, err)
		}
	}
	p, g, mp := &orb.Point{}, orb.Geometry(orb.Point{}), orb.MultiPolygon{{square}}
	if err := s.Pool.QueryRow(ctx, "SELECT NULL::geometry, NULL::geometry, NULL::geometry").Scan(&p, &g, &mp); err != nil || p != nil || g != nil || mp != nil {
		t.Errorf("%v %v %v, %v", p, g, mp, err)
	}
	at := &orb.Point{1, 2}
	if err := s.Pool.QueryRow(ctx, "SELECT $1::geometry", at).Scan(&p); err != nil || p == nil || *p != *at {
		t.Errorf("%v, %v", p, err)
	}
}

// TestGeometryDimensions: Z, M and SRID are left at the door.
func TestGeometryDimensions(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	for _, sql := range []string{
		"SRID=2154;POINT Z(1 2 3)", "POINT M(1 2 3)", "SRID=4326;POINT ZM(1 2 3 4)",
		"MULTIPOINT ZM(1 2 3 4)", "LINESTRING Z(1 2 9,3 4 9)", "SRID=3857;MULTILINESTRING M((1 2 9,3 4 9))",
		"POLYGON Z((0 0 9,1 0 9,1 1 9,0 0 9))", "SRID=3857;MULTIPOLYGON ZM(((0 0 9 9,1 0 9 9,1 1 9 9,0 0 9 9)))",
		"SRID=4326;GEOMETRYCOLLECTION Z(POINT Z(1 2 9))", "MULTIPOLYGON Z EMPTY", "POINT EMPTY", "POINT ZM EMPTY", "MULTIPOINT(EMPTY,1 2)",
		"MULTIPOLYGON(EMPTY,((0 0,1 0,1 1,0 0)))", "GEOMETRYCOLLECTION(POINT EMPTY)",
	} {
		for name, mode := range modes {
			var g, flat orb.Geometry
			err := s.Pool.QueryRow(ctx, "SELECT g, ST_Force2D(g) FROM (SELECT $1::geometry AS g) AS s", mode, sql).Scan(&g, &flat)
			if err != nil {
				t.Errorf("%s %s: %v", sql, name, err)
				continue
			}
			if d := cmp.Diff(flat, g); d != "" {
				t.Errorf("%s %s: %s", sql, name, d)
			}
		}
	}
	var empty orb.Geometry
	if err := s.Pool.QueryRow(ctx, "SELECT 'POINT EMPTY'::geometry").Scan(&empty); err != nil || !cmp.Equal(empty, orb.Geometry(orb.MultiPoint{})) {
		t.Errorf("an empty point was read as %#v, %v", empty, err)
	}
}

// TestGeometryRefused: what PostGIS could not keep is told before it is sent.
func TestGeometryRefused(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for want, gs := range map[string][]orb.Geometry{
		"not a number": {orb.Point{nan, 1}, orb.Point{1, inf}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, nan}, {0, 0}}}}},
		"not closed":   {orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}, orb.Ring{}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {0, 0}}}}, orb.Collection{orb.Ring{{0, 0}}}},
		"one point":    {orb.LineString{{1, 2}}, orb.MultiLineString{{{1, 2}, {3, 4}}, {{1, 2}}}},
		"cannot write": {orb.Collection{nil}},
	} {
		for _, g := range gs {
			if _, err := postgres.EncodeEWKB(g); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v: want an error with %q, have %v", g, want, err)
			}
		}
	}
}

// TestGeometryAtRandom sends random nests of geometries and compares what comes
// back, and PostGIS's own bytes with ours.
func TestGeometryAtRandom(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for range 300 {
		g := randomGeometry(r, 3)
		var back orb.Geometry
		var bytes []byte
		if err := s.Pool.QueryRow(ctx, "SELECT $1::geometry, ST_AsEWKB($1::geometry, 'NDR')", g).Scan(&back, &bytes); err != nil {
			t.Fatalf("seed %d: %v: %v", seed, g, err)
		}
		if d := cmp.Diff(g, back, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
		ours, err := postgres.EncodeEWKB(g)
		if err != nil || !cmp.Equal(ours, bytes) {
			t.Fatalf("seed %d: %v, %v: our bytes %x, PostGIS's %x", seed, err, g, ours, bytes)
		}
	}
}

func randomGeometry(r *rand.Rand, depth int) orb.Geometry {
	point := func() orb.Point { return orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90} }
	some := func(least int) []orb.Point {
		ps := make([]orb.Point, least+r.IntN(4))
		for i := range ps {
			ps[i] = point()
		}
		return ps
	}
	polygon := func() orb.Polygon {
		p := make(orb.Polygon, r.IntN(3))
		for i := range p {
			ring := some(3)
			p[i] = append(ring, ring[0])
		}
		return p
	}
	n := r.IntN(3)
	switch r.IntN(7) {
	case 0:
		return point()
	case 1:
		return orb.MultiPoint(some(0))
	case 2:
		return orb.LineString(some(2))
	case 3:
		m := make(orb.MultiLineString, n)
		for i := range m {
			m[i] = some(2)
		}
		return m
	case 4:
		return polygon()
	case 5:
		m := make(orb.MultiPolygon, n)
		for i := range m {
			m[i] = polygon()
		}
		return m
	}
	c := orb.Collection{}
	for range n {
		if depth > 0 {
			c = append(c, randomGeometry(r, depth-1))
		}
	}
	return c
}

// FuzzDecodeEWKB: any bytes give a geometry or an error. A geometry that we can
// write again must come back the same.
func FuzzDecodeEWKB(f *testing.F) {
	for _, g := range geometries {
		b, err := postgres.EncodeEWKB(g)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, h := range []string{
		"0000000001", "0102000000ffffffff", "0103000000ffffffff00000000", "0106000000ffffff7f", "01070000000100000001070000000000000000",
		"01010000a0e6100000000000000000f03f00000000000000400000000000000840", // SRID=4326;POINT Z(1 2 3)
		"0101000000000000000000f87f000000000000f87f", "0104000000010000000102000000" + "00000000", strings.Repeat("010700000001000000", 40),
		"0108000000", "02", "",
	} {
		b, err := hex.DecodeString(h)
		if err != nil {
			f.Fatal(h, err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := postgres.DecodeEWKB(b)
		if err != nil {
			return
		}
		again, err := postgres.EncodeEWKB(g)
		if err != nil {
			return // a ring that is not closed, a NaN: PostGIS sends none
		}
		back, err := postgres.DecodeEWKB(again)
		if err != nil {
			t.Fatalf("%v was written as %x, which cannot be read: %v", g, again, err)
		}
		if !orb.Equal(g, back) {
			t.Fatalf("%v came back as %v", g, back)
		}
	})
}

// TestDeepNest: a nest without end is refused, not followed.
func TestDeepNest(t *testing.T) {
	t.Parallel()
	nest := strings.Repeat("\x01\x07\x00\x00\x00\x01\x00\x00\x00", 1<<20)
	if _, err := postgres.DecodeEWKB([]byte(nest)); err == nil || !strings.Contains(err.Error(), "nested") {
		t.Error(err)
	}
}

func BenchmarkDecodeOutline(b *testing.B) {
	ring := make(orb.Ring, 20_000)
	for i := range ring {
		a := float64(i) / float64(len(ring)-1) * 2 * math.Pi
		ring[i] = orb.Point{2 + math.Cos(a), 47 + math.Sin(a)}
	}
	ring[len(ring)-1] = ring[0]
	bytes, err := postgres.EncodeEWKB(orb.MultiPolygon{{ring}})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(bytes)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := postgres.DecodeEWKB(bytes); err != nil {
			b.Fatal(err)
		}
	}
}
