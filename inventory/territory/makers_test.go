package territory_test

import (
	"compress/gzip"
	"io"
	"math"
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

// written is a file of testdata as ogr2ogr (GDAL 3.6.2) wrote it, whole again.
func written(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("testdata", name)
	packed, err := os.Open(path + ".gz")
	if os.IsNotExist(err) {
		return path
	}
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return file(t, name, string(content))
}

// Units come from each of the formats that other programs write, in Lambert-93 or
// in degrees, and are the same.
func TestUnitsOfEveryFormat(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	var first []*inventory.Unit
	for _, name := range []string{"nro.geojson", "nro.zip", "nro.gpkg"} {
		sum, err := territory.AddKind(t.Context(), store, kind("nro", written(t, name)), nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if sum.Units != 4 || sum.CodeFrom != "code_nro" || sum.NameFrom != "nom" {
			t.Errorf("%s: %+v", name, sum)
		}
		g, err := territory.Read(t.Context(), store.Pool)
		if err != nil {
			t.Fatal(err)
		}
		island := unit(t, g, "nro", "18033N04")
		if island.Name != "Fussy (Île)" || len(island.Cells) == 0 {
			t.Errorf("%s: %+v", name, island)
		}
		if first == nil {
			first = g.Units("nro")
			continue
		}
		for _, u := range first {
			again := unit(t, g, "nro", u.Code)
			if d := cmp.Diff(u.Name, again.Name); d != "" {
				t.Errorf("%s: %s", name, d)
			}
			// A border that runs straight in one projection bends in another: a few of
			// the thousand cells along it change sides.
			if a, b := u.Cells.Count(), again.Cells.Count(); math.Abs(float64(a-b)) > 0.01*float64(a) {
				t.Errorf("%s: %s has %d cells, not %d", name, u.Code, b, a)
			}
		}
	}
}

// Layers come from Filosofi's squares as CSV and as GeoPackage, from a CSV by
// commune and from one of points.
func TestLayersOfEveryFormat(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	for _, test := range []struct {
		layer, file, column, by string
		rows                    int
		total                   float64
	}{
		{"population", "carreaux_200m.csv", "ind", "idcar_200m", 5, 63},
		{"population", "carreaux_200m.gpkg", "ind", "idcar_200m", 5, 63},
		{"households", "carreaux_200m.csv", "men", "idcar_200m", 5, 27.5},
		{"households", "carreaux_200m.gpkg", "men", "idcar_200m", 5, 27.5},
		{"premises", "premises.csv", "Locaux", "INSEE_COM", 2, 51000},
		{"sites", "sites.csv", "sites", "X, Y", 2, 3.5},
	} {
		sum, err := territory.AddLayer(t.Context(), store, layerFile(test.layer, written(t, test.file)), nil)
		if err != nil {
			t.Errorf("%s: %v", test.file, err)
			continue
		}
		if sum.Column != test.column || sum.By != test.by || sum.Rows != test.rows || sum.Total != test.total || sum.Unplaced != 0 {
			t.Errorf("%s: column %q by %q, %d rows, %v (%v nowhere)", test.file, sum.Column, sum.By, sum.Rows, sum.Total, sum.Unplaced)
		}
		if l := weighed(t, store, test.layer); math.Abs(l.Total-test.total) > 1e-6*test.total || l.Unspread != 0 {
			t.Errorf("%s: %v (and %v off the land) of %v", test.file, l.Total, l.Unspread, test.total)
		}
	}
}

// Who loaded and removed which kinds and layers stands in the history.
func TestGroundStandsInTheHistory(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	ctx := t.Context()
	for _, name := range []string{"nro.geojson", "nro.zip"} {
		if _, err := territory.AddKind(ctx, store, kind("nro", written(t, name)), nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := territory.AddLayer(ctx, store, layerFile("sites", written(t, "sites.csv")), nil); err != nil {
		t.Fatal(err)
	}
	if err := territory.RemoveKind(ctx, store, inventory.Operator("test"), "nro"); err != nil {
		t.Fatal(err)
	}
	if err := territory.RemoveLayer(ctx, store, inventory.Operator("test"), "sites"); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, noun := range []string{postgres.NounKind, postgres.NounLayer} {
		lines, err := postgres.History(ctx, store.Pool, postgres.HistoryFilter{Noun: noun})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			said := l.Noun + " " + l.Key.Code + " by " + l.Actor + ", " + l.Change
			if l.Before == nil {
				said += ", added"
			}
			if l.After == nil {
				said += ", removed"
			} else if !strings.Contains(string(l.After), `"checksum"`) || strings.Contains(string(l.After), "cells") {
				t.Errorf("the image is %s", l.After)
			}
			got = append(got, said)
		}
	}
	want := []string{
		"unit_kind nro by test, units:nro, removed", "unit_kind nro by maillage, units:nro", "unit_kind nro by maillage, units:nro, added",
		"layer sites by test, layer:sites, removed", "layer sites by maillage, layer:sites, added",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the history (-want +got):\n%s", d)
	}
}
