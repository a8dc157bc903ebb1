package intake

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	made "maillage/geo/mapfile/mapfiletest"
	"maillage/inventory"
)

// TestTwofoldShapes reads polygons in metres of two systems, in each format that
// need not name its own, and takes the other reading on demand; the report goes
// in again as it was read.
func TestTwofoldShapes(t *testing.T) {
	t.Parallel()
	d := twofoldDesk(t)
	x, y := system(5490).Forward(-61.53, 16.24)
	ring := orb.Bound{Min: orb.Point{x - 500, y - 500}, Max: orb.Point{x + 500, y + 500}}.ToRing()
	corners := `[[656603,1795547],[657603,1795547],[657603,1796547],[656603,1796547],[656603,1795547]]`
	for name, list := range map[string]string{
		"cell":    "code;nom;techno;wkt\nA;A;ftth;POLYGON((656603 1795547,657603 1795547,657603 1796547,656603 1796547,656603 1795547))\n",
		"geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","nom":"A","techno":"ftth"},"geometry":{"type":"Polygon","coordinates":[` + corners + `]}}]}`,
		"shp": string(made.Zip(t, "z.shp", made.Shp(5, made.Polygon(ring)),
			"z.dbf", made.Table(0, made.Columns("code C 1", "techno C 4"), []string{"A", "FTTH"}))),
	} {
		t.Run(name, func(t *testing.T) {
			addMember(t, d, name)
			imp := check(t, d, zones(name, list))
			p := problem(imp, "doubtful_position")
			if imp.Rows.Valid != 1 || p.Repair != inventory.RepairMove || !strings.Contains(p.Message, "97120") || !strings.Contains(p.Message, "11262") {
				t.Fatalf("%+v %+v", imp.Rows, imp.Problems)
			}
			if again := check(t, d, zones(name, string(reportOf(t, d, imp.ID)))); again.Rows.Valid != 1 || problem(again, "doubtful_position").Code == "" {
				t.Errorf("its report: %+v %+v", again.Errors, again.Warnings)
			}
			imp = mend(t, d, imp.ID, Repair{Code: p.Code, Column: p.Column}, 1)
			if got := communesOf(imp); imp.Rows.Valid != 1 || len(imp.Problems) != 0 || got != "11262" {
				t.Errorf("mended: %+v %+v in %s", imp.Rows, imp.Problems, got)
			}
			again := check(t, d, zones(name, string(reportOf(t, d, imp.ID))))
			if got := communesOf(again); again.Rows.Valid != 1 || len(again.Problems) != 0 || got != "11262" {
				t.Errorf("mended, its report: %+v %+v in %s", again.Rows, again.Problems, got)
			}
		})
	}
}

// communesOf are the communes that an import would win.
func communesOf(imp inventory.Import) string {
	var all []string
	for _, u := range imp.Effect.Units {
		all = append(all, u.Code)
	}
	return strings.Join(all, " ")
}

// TestOneTwofoldZone asks for the system of a single zone, where none can be
// offered.
func TestOneTwofoldZone(t *testing.T) {
	t.Parallel()
	d := twofoldDesk(t)
	const ring = "POLYGON((656603 1795547,657603 1795547,657603 1796547,656603 1796547,656603 1795547))"
	if _, err := d.ParsePolygons(ring); err == nil || !strings.Contains(err.Error(), "SRID=27572;") {
		t.Errorf("%v", err)
	}
	for srid, lat := range map[string]float64{"5490": 16, "27572": 43} {
		if mp, err := d.ParsePolygons("SRID=" + srid + ";" + ring); err != nil || int(mp[0][0][0][1]) != int(lat) {
			t.Errorf("%s: %v %v", srid, mp, err)
		}
	}
}
