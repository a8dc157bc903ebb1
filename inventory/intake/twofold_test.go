package intake

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"maillage/geo/crs"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
)

// TestTwofoldPositions reads metres whose system nothing tells, and which are on
// land in the Antilles as well as in Languedoc, in a country of three communes.
func TestTwofoldPositions(t *testing.T) {
	t.Parallel()
	metres := func(s *crs.CRS, lon, lat float64) string {
		x, y := s.Forward(lon, lat)
		return fmt.Sprintf("%.0f;%.0f", x, y)
	}
	both, east, toulouse := metres(system(5490), -61.53, 16.24), metres(system(5490), -61.1, 16.24), metres(system(lambertII), 1.44, 43.6)
	d := twofoldDesk(t)
	addMember(t, d, "m")
	for _, c := range []struct {
		name, list string
		want       []string // code of the fault and commune, of each row
	}{
		{"nothing decides", "a;" + both + ";;;\n", []string{"doubtful_position 97120"}},
		{"the INSEE code", "a;" + both + ";11262;;\n", []string{"old_lambert"}},
		{"the city", "a;" + both + ";;11100;Narbonne\n", []string{"old_lambert"}},
		{"a commune overseas", "a;" + both + ";97120;;\n", []string{" 97120"}},
		{"the rest is Lambert II", "a;" + both + ";;;\nb;" + toulouse + ";;;\n", []string{"old_lambert", "old_lambert"}},
		{"the rest is overseas", "a;" + both + ";;;\nb;" + east + ";;;\n", []string{" 97120", " 97120"}},
		{"the rest is of two minds", "a;" + both + ";;;\nb;" + east + ";;;\nc;" + toulouse + ";;;\n", []string{"doubtful_position 97120", " 97120", "old_lambert"}},
	} {
		imp := check(t, d, pops("m", "code;x;y;insee;cp;ville\n"+c.list))
		if d := cmp.Diff(c.want, outcomes(t, d, imp)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if slices.Contains(c.want, "old_lambert") && len(c.want) > 1 {
			continue
		}
		for _, p := range imp.Problems { // the other reading is offered
			if p.Repair != inventory.RepairMove {
				t.Errorf("%s: the repair is %q", c.name, p.Repair)
			}
			mended, n, err := d.Mend(t.Context(), operator, imp.ID, Repair{Code: p.Code, Column: p.Column})
			if got := outcomes(t, d, mended); err != nil || n != 1 || got[0] != " 11262" && got[0] != "commune_differs 11262" {
				t.Errorf("%s: %d rows mended, to %v, %v", c.name, n, got, err)
			}
		}
	}
}

func system(epsg int) *crs.CRS {
	s, _ := crs.ByEPSG(epsg)
	return s
}

// twofoldDesk is one over a country of three communes: of the metres of the
// first in EPSG:5490, around lon -61.53, lat 16.24, the second has the same in
// Lambert II étendu; Toulouse has them in Lambert II alone.
func twofoldDesk(t *testing.T) *Desk {
	t.Helper()
	x, y := system(5490).Forward(-61.53, 16.24)
	lon, lat := system(lambertII).Inverse(x, y)
	url := pgtest.New(t)
	prepareLand(t, url, communesFile(t, map[string]orb.Bound{
		"97120": {Min: orb.Point{-61.6, 16.2}, Max: orb.Point{-61, 16.3}},
		"11262": {Min: orb.Point{lon - 0.1, lat - 0.1}, Max: orb.Point{lon + 0.1, lat + 0.1}},
		"31555": {Min: orb.Point{1.3, 43.5}, Max: orb.Point{1.6, 43.7}},
	}))
	return deskOver(t, url)
}

// outcomes is the code of the fault of each row, and its commune where it is
// taken.
func outcomes(t *testing.T, d *Desk, imp inventory.Import) []string {
	t.Helper()
	codes := map[int]string{}
	for _, f := range slices.Concat(imp.Errors, imp.Warnings) {
		codes[f.Row] += f.Code
	}
	rows, err := postgres.ImportRows(t.Context(), d.Store.Pool, imp.ID, "", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		what := codes[r.Row]
		var p inventory.Pop
		if len(r.Entry) > 0 {
			if err := json.Unmarshal(r.Entry, &p); err != nil {
				t.Fatal(err)
			}
			what += " " + p.INSEE
		}
		all = append(all, what)
	}
	return all
}

// communesFile writes a territory of rectangles, by INSEE code.
func communesFile(t *testing.T, communes map[string]orb.Bound) string {
	t.Helper()
	type feature struct {
		Type       string         `json:"type"`
		Properties map[string]any `json:"properties"`
		Geometry   map[string]any `json:"geometry"`
	}
	var features []feature
	for code, b := range communes {
		features = append(features, feature{"Feature", map[string]any{"code": code, "population": 1000},
			map[string]any{"type": "Polygon", "coordinates": b.ToPolygon()}})
	}
	text, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": features})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "communes.geojson")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
