package territory_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

func square(lon, lat float64) string {
	return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]}`,
		lon, lat, lon+.1, lat, lon+.1, lat+.1, lon, lat+.1, lon, lat)
}

func commune(code, geometry string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"code":%s,"nom":"X"},"geometry":%s}`+"\n", code, geometry)
}

func packed(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// state is what of a territory must not change when a load is refused.
func state(t *testing.T, store *postgres.Store) string {
	t.Helper()
	var s string
	err := store.Pool.QueryRow(context.Background(), `SELECT concat_ws(' ',
		(SELECT t::text FROM territory t), (SELECT count(*) FROM unit), (SELECT count(*) FROM unit_shape),
		(SELECT md5(string_agg(kind || code || md5(geom::bytea), '' ORDER BY kind, code)) FROM unit))`).Scan(&s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRefusedSourcesLeaveTheTerritory(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	before := state(t, store)
	bourges := commune(`"18033"`, square(2.4, 47.1))
	long := strings.Repeat(commune(`"18033"`, square(2.4, 47.1)), 200)
	for name, c := range map[string]struct{ content, code, says string }{
		"a PDF":                 {"%PDF-1.7\n%\xe2\xe3", "territory_wrong_file", "a PDF"},
		"a shapefile in a ZIP":  {"PK\x03\x04\x14\x00", "territory_wrong_file", "ogr2ogr"},
		"a shapefile":           {"\x00\x00\x27\x0a\x00\x00\x00\x00", "territory_wrong_file", "shapefile"},
		"a GeoPackage":          {"SQLite format 3\x00", "territory_wrong_file", "GeoPackage"},
		"an error page":         {"\n<!DOCTYPE html><title>404</title>", "territory_wrong_file", "web page"},
		"an empty file":         {"", "territory_wrong_file", "empty"},
		"a list":                {"[" + bourges + "]", "territory_wrong_file", "{"},
		"a table":               {"code;nom\n18033;Bourges\n", "territory_wrong_file", "{"},
		"packed twice":          {packed(packed(bourges)), "territory_wrong_file", "twice"},
		"packed empty":          {packed(""), "territory_wrong_file", "empty"},
		"a TopoJSON":            {`{"type":"Topology","objects":{}}`, "territory_bad_feature", "Topology"},
		"a broken gzip header":  {"\x1f\x8b\x08", "territory_truncated", "fetch it again"},
		"a truncated gzip":      {packed(long)[:len(packed(long))-30], "territory_truncated", "fetch it again"},
		"a gzip with a bad sum": {packed(long)[:len(packed(long))-8] + "12345678", "territory_truncated", "fetch it again"},
		"a truncated JSON":      {`{"type":"FeatureCollection","features":[` + bourges[:60], "territory_truncated", "fetch it again"},
		"broken JSON":           {`{"type":"FeatureCollection","features":[` + bourges + bourges + `]}`, "territory_wrong_file", "comma"},
		"no feature":            {`{"type":"FeatureCollection","features":[]}`, "territory_empty", "no feature"},
		"no code":               {`{"type":"Feature","properties":{"libelle":"Bourges"},"geometry":` + square(2, 47) + `}`, "territory_no_code", `"libelle"`},
		"a strange code":        {commune(`"18 033"`, square(2.4, 47.1)), "territory_bad_code", "no INSEE code"},
		"a code twice":          {bourges + commune(`"18205"`, square(2.2, 47.1)) + bourges, "territory_duplicate", "feature 3"},
		"Lambert-93":            {commune(`"18033"`, square(654321, 6665432)), "territory_not_lonlat", "Lambert-93"},
		"swapped":               {commune(`"18033"`, square(47.1, 2.4)), "territory_swapped", "longitude first"},
		"in Canada":             {commune(`"18033"`, square(-71, 46)), "territory_far", "not in France"},
		"points":                {commune(`"18033"`, `{"type":"Point","coordinates":[2.4,47.1]}`), "territory_bad_feature", "Polygon"},
		"a line":                {commune(`"18033"`, `{"type":"Polygon","coordinates":[[[2,47],[2.1,47],[2,47]]]}`), "territory_bad_feature", "no area"},
		"flat":                  {commune(`"18033"`, `{"type":"Polygon","coordinates":[[[2,47],[2.1,47.1],[2.2,47.2],[2,47]]]}`), "territory_bad_polygon", "no area"},
		"people":                {`{"type":"Feature","properties":{"code":"18033","population":"many"},"geometry":` + square(2.4, 47) + `}`, "territory_bad_population", "many"},
		"far islands alone":     {commune(`"97501"`, square(-56.3, 46.8)), "territory_empty", "no commune"},
	} {
		path := filepath.Join(t.TempDir(), "communes.geojson")
		if err := os.WriteFile(path, []byte(c.content), 0o644); err != nil {
			t.Fatal(err)
		}
		refused(t, store, name, path, c.code, c.says)
	}
	zeros := filepath.Join(t.TempDir(), "zeros.geojson")
	if err := os.WriteFile(zeros, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(zeros, 200<<20); err != nil {
		t.Fatal(err)
	}
	refused(t, store, "200 MB of zeros", zeros, "territory_wrong_file", "not text")
	refused(t, store, "no such file", filepath.Join(t.TempDir(), "none"), "territory_missing", "no file")
	refused(t, store, "an empty folder", t.TempDir(), "territory_missing", "*.geojson")
	if d := cmp.Diff(before, state(t, store)); d != "" {
		t.Errorf("the territory changed: %s", d)
	}
}

func refused(t *testing.T, store *postgres.Store, name, source, code, says string) {
	t.Helper()
	_, err := territory.Load(context.Background(), store, source, nil)
	var e *inventory.Error
	if !errors.As(err, &e) || e.Kind != inventory.Invalid || e.Code != code || !strings.Contains(e.Message, says) {
		t.Errorf("%s: got %v, want %s with %q", name, err, code, says)
	}
}

func TestSourcesOfOtherMakers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// IGN's names, a number for a code, an arrondissement of Lyon in two halves of
	// which Lyon itself is absent, a far island, a polygon that crosses itself.
	write("communes-a.json", `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"code_insee":"18033","nom_officiel":"BOURGES","code_insee_du_departement":"18","population":1,"codes_siren_des_epci":"241800507/200000000"},"geometry":`+square(2.4, 47.1)+`},
		`+commune(`1001`, square(4.9, 46.1))+`,
		`+commune(`"97501"`, square(-56.3, 46.8))+`]}`)
	write("communes-b.geojsonl.gz", packed(commune(`"69381"`, square(4.8, 45.7))+commune(`"69382"`, square(4.9, 45.7))+
		commune(`"18205"`, `{"type":"Polygon","coordinates":[[[2.1,47],[2.3,47],[2.1,47.2],[2.3,47.2],[2.1,47]]]}`)+
		commune(`"99999"`, square(2, 48))))
	write("epci.geojson", "{}")
	write("SOURCE.txt", "made for a test\nLicence: CC0 \nother: x\n")
	store := territorytest.Open(t, territorytest.Small(t))
	s, err := territory.LoadSummary(context.Background(), store, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := territory.Summary{Communes: s.Communes, Unlisted: s.Unlisted, Repaired: s.Repaired, Elsewhere: s.Elsewhere, Joined: s.Joined}
	want := territory.Summary{Communes: 5, Unlisted: []string{"99999"}, Repaired: []string{"18205"}, Elsewhere: 1, Joined: 2}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if s.Licence != "CC0" || s.Source != dir {
		t.Errorf("licence %q, source %q", s.Licence, s.Source)
	}
	if len(s.Partial) != 101 || len(s.Missing) != 34875-4 || len(s.Notes()) < 4 {
		t.Errorf("five communes look like all of France: %v", s.Notes())
	}
	g := gazetteer(t, store)
	for code, want := range map[string]string{"18033": "BOURGES 241800507 1", "01001": "X 200069193 860", "69123": "Lyon 200046977 519127", "99999": "99999  0"} {
		u, ok := g.Unit(inventory.Commune, code)
		if !ok {
			t.Errorf("%s is not there", code)
			continue
		}
		if code == "69123" || code == "99999" {
			u = &inventory.Unit{Name: u.Name, EPCI: u.EPCI, Population: u.Population}
		}
		got := fmt.Sprint(u.Name, " ", u.EPCI, " ", u.Population)
		if code == "99999" {
			want = "X  0"
		}
		if got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
}
