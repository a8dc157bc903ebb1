package postgres_test

import (
	"context"
	"errors"
	"iter"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// box is a rectangle in degrees, as a commune of a made-up land.
func box(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}.ToPolygon()}
}

func unit(kind, code string, geometry orb.MultiPolygon) postgres.UnitRow {
	u := postgres.UnitRow{Unit: inventory.Unit{Kind: kind, Code: code, Name: "Unit " + code, Population: 100, Territory: "metropole"}, Geometry: geometry}
	if geometry != nil {
		set, err := raster.MultiPolygon(geometry)
		if err != nil {
			panic(err)
		}
		u.Cells, u.Located, u.Box = set, true, geometry.Bound()
		u.Centre = u.Box.Center()
	}
	return u
}

// land is two communes side by side, their département, and a commune without
// boundary.
func land() []postgres.UnitRow {
	west, east := unit("commune", "18001", box(2, 47, 2.1, 47.1)), unit("commune", "18002", box(2.1, 47, 2.2, 47.1))
	west.Departement, west.Region, west.EPCI, west.Postcodes = "18", "24", "200000001", []string{"18000", "18001"}
	none := unit("commune", "2A003", nil)
	none.Territory = ""
	return []postgres.UnitRow{west, east, none, unit("departement", "18", box(2, 47, 2.2, 47.1))}
}

func each(rows []postgres.UnitRow) iter.Seq2[postgres.UnitRow, error] {
	return func(yield func(postgres.UnitRow, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func TestTerritory(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	if _, ok, err := postgres.TerritoryInForce(ctx, s.Pool); ok || err != nil {
		t.Error(ok, err)
	}
	first := inventory.Territory{Source: "a.geojson", Checksum: "aa", Licence: "Etalab 2.0", LoadedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	rows := land()
	write(t, s, "load", func(tx pgx.Tx) error { return postgres.PutTerritory(ctx, tx, first, each(rows)) })
	got, ok, err := postgres.TerritoryInForce(ctx, s.Pool)
	if d := cmp.Diff(first, got); d != "" || !ok || err != nil {
		t.Error(d, ok, err)
	}
	units, err := postgres.Units(ctx, s.Pool)
	if err != nil {
		t.Fatal(err)
	}
	var want []inventory.Unit
	for _, row := range rows {
		want = append(want, row.Unit)
	}
	want[3].Cells = nil // a département's are those of its communes
	byCode := cmpopts.SortSlices(func(a, b inventory.Unit) bool { return a.Kind+" "+a.Code < b.Kind+" "+b.Code })
	if d := cmp.Diff(want, units, byCode); d != "" {
		t.Error(d)
	}
	geometries, err := postgres.UnitGeometries(ctx, s.Pool, "commune", []string{"18002", "2A003", "99999", "18001"})
	if d := cmp.Diff(map[string]orb.MultiPolygon{"18001": rows[0].Geometry, "18002": rows[1].Geometry}, geometries); d != "" || err != nil {
		t.Error(d, err)
	}
	for _, c := range []struct {
		kind string
		at   orb.Point
		want string
	}{
		{"commune", orb.Point{2.05, 47.05}, "18001"}, {"commune", orb.Point{2.1, 47.05}, "18001"}, {"commune", orb.Point{2.15, 47.05}, "18002"},
		{"departement", orb.Point{2.15, 47.05}, "18"}, {"commune", orb.Point{3, 47}, ""}, {"epci", orb.Point{2.05, 47.05}, ""},
	} {
		u, ok, err := postgres.UnitAt(ctx, s.Pool, c.kind, c.at)
		if err != nil || u.Code != c.want || ok != (c.want != "") {
			t.Errorf("%s at %v: %s, %t, %v", c.kind, c.at, u.Code, ok, err)
		}
	}

	// A kind of the operator's own stays when the territory is loaded again.
	if _, err := s.Pool.Exec(ctx, "INSERT INTO unit (kind, code, name) VALUES ('nro', 'N1', 'N1')"); err != nil {
		t.Fatal(err)
	}
	second := inventory.Territory{Source: "builtin", Checksum: "bb", Licence: "L", Approximate: true}
	write(t, s, "load 2", func(tx pgx.Tx) error { return postgres.PutTerritory(ctx, tx, second, each(rows[:1])) })
	got, _, err = postgres.TerritoryInForce(ctx, s.Pool)
	if d := cmp.Diff(second, got, cmpopts.IgnoreFields(inventory.Territory{}, "LoadedAt")); d != "" || err != nil || time.Since(got.LoadedAt) > time.Hour {
		t.Error(d, err, got.LoadedAt)
	}
	after, err := postgres.Units(ctx, s.Pool)
	if err != nil || len(after) != 2 || after[0].Kind == after[1].Kind || after[0].Kind != "nro" && after[1].Kind != "nro" {
		t.Errorf("%+v %v", after, err)
	}

	// One that breaks off leaves the one in force.
	broken := errors.New("the file ends too early")
	err = s.Write(ctx, tester, "load 3", func(tx pgx.Tx) error {
		return postgres.PutTerritory(ctx, tx, first, func(yield func(postgres.UnitRow, error) bool) {
			if yield(rows[0], nil) && yield(rows[1], nil) {
				yield(postgres.UnitRow{}, broken)
			}
		})
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	twice := []postgres.UnitRow{rows[0], rows[0]}
	err = s.Write(ctx, tester, "load 4", func(tx pgx.Tx) error { return postgres.PutTerritory(ctx, tx, first, each(twice)) })
	fails(t, err, inventory.Conflict, "unit_exists")
	still, err := postgres.Units(ctx, s.Pool)
	if d := cmp.Diff(after, still); d != "" || err != nil {
		t.Error(d, err)
	}
	lines, err := postgres.History(ctx, s.Pool, postgres.HistoryFilter{Noun: "territory"})
	if err != nil || len(lines) != 2 || lines[0].Before == nil || lines[1].Before != nil {
		t.Errorf("%+v %v", lines, err)
	}
}

func TestZonesAtAndIn(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	zone := func(code string, geometry orb.MultiPolygon) inventory.Zone {
		z := sampleZone("est", code)
		z.Extent, z.Geometry, z.Cells = inventory.Extent{Kind: inventory.ExtentGeometry}, geometry, nil
		return z
	}
	write(t, s, "set up", func(tx pgx.Tx) error {
		if err := postgres.PutTerritory(ctx, tx, inventory.Territory{}, each(land())); err != nil {
			return err
		}
		return postgres.PutZones(ctx, tx, []inventory.Zone{
			zone("all", box(1, 46, 3, 48)), zone("half", box(2.05, 46, 2.1, 48)), zone("beside", box(2.1, 46, 3, 48)), zone("far", box(5, 46, 6, 48)),
		})
	})
	for _, c := range []struct {
		at   orb.Point
		want []string
	}{
		{orb.Point{2.01, 47.05}, []string{"all"}}, {orb.Point{2.1, 47.05}, []string{"all", "beside", "half"}}, {orb.Point{9, 9}, nil},
	} {
		zones, err := postgres.ZonesAt(ctx, s.Pool, c.at)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, z := range zones {
			got = append(got, z.Code)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%v: %s", c.at, d)
		}
	}
	zones, err := postgres.ZonesIn(ctx, s.Pool, "commune", "18001")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, z := range zones {
		got[z.Code] = math.Round(z.Share*1e6) / 1e6
	}
	if d := cmp.Diff(map[string]float64{"all": 1, "half": 0.5}, got); d != "" {
		t.Error(d)
	}
	if zones, err := postgres.ZonesIn(ctx, s.Pool, "commune", "2A003"); err != nil || len(zones) > 0 {
		t.Error(zones, err)
	}
	_, err = postgres.ZonesIn(ctx, s.Pool, "commune", "99999")
	fails(t, err, inventory.NotFound, "unknown_unit")
}
