package intake

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/territory"
)

// oneCommune is a land of one commune around Bourges.
func oneCommune(t testing.TB) land {
	t.Helper()
	cells, err := raster.Circle(2.4, 47.08, 10)
	if err != nil {
		t.Fatal(err)
	}
	return land{territory.New([]inventory.Unit{{Kind: inventory.Commune, Code: "18033", Name: "Bourges", Postcodes: []string{"18000"},
		Centre: orb.Point{2.4, 47.08}, Located: true, Cells: cells}}), false, map[string]place{}}
}

// FuzzCheckPops hands in any file whatever as a list of PoPs. Each record is
// either refused with a sentence or a PoP that the inventory takes; the report
// reads again as the same records.
func FuzzCheckPops(f *testing.F) {
	for _, s := range []string{
		"code;nom;lon;lat;type;statut;techno;capacité;visibilité;mise en service\nA;Un;2,4;47,08;NRA;en service;fibre;10;public;01/01/2026\n",
		"nom;x;y;crs\nA;654300;6665000;L93\nB;6665000;654300;2154\n", "nom;insee\nA;18033\nB;1033\n", "cp;ville\n18000;Bourges\n",
		"nom;wkt\n=A;\"SRID=4326;POINT(2.4 47.08)\"\n", "lat,lon\n2.4,47.08\n0,0\n,3\n", "label,latitude,longitude\n\"a\nb\",1e300,-1e300\n",
		`{"features":[{"type":"Feature","properties":{"nom":"\u0000"},"geometry":{"type":"Point","coordinates":[2.4,47.08]}}]}`,
	} {
		f.Add([]byte(s))
	}
	l := oneCommune(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		table, bad := readTable(b, inventory.KindPops, "")
		if bad != nil {
			return
		}
		cols, bad := recognise(table, inventory.KindPops, nil, nil, English)
		if bad != nil {
			return
		}
		c := &checker{lang: English, member: "m", table: table, cols: cols, land: l, has: &holdings{usual: inventory.UsualAudience}}
		c.pops()
		codes := map[string]bool{}
		var errs []inventory.RowError
		for i := range c.results {
			r := &c.results[i]
			for _, flaw := range append(r.errs, r.warns...) {
				e := flaw.rowError(r.row.Line, French)
				errs = append(errs, e)
				if e.Message == "" || e.Code == "" || strings.ContainsRune(e.Value+e.Message+e.Column, 0) {
					t.Errorf("line %d: %+v", r.row.Line, e)
				}
			}
			if len(r.errs) > 0 {
				continue
			}
			if err := r.pop.Validate(); err != nil || r.pop.INSEE != "18033" || codes[r.code] {
				t.Errorf("line %d is let pass: %v, %+v", r.row.Line, err, r.pop)
			}
			codes[r.code] = true
		}
		written, err := (&report{table, errs, nil, inventory.KindPops, French}).csv()
		if err != nil {
			t.Fatal(err)
		}
		again, bad := readTable(written, inventory.KindPops, "")
		if bad != nil || len(again.Rows) > len(table.Rows) {
			t.Errorf("the report does not read: %v\n%q\n%q", bad, b, written)
		}
	})
}

// FuzzZoneGeometry hands in any text as the geometry of a zone.
func FuzzZoneGeometry(f *testing.F) {
	for _, s := range []string{"POLYGON((2.3 47,2.4 47,2.4 47.1,2.3 47))", "SRID=2154;MULTIPOLYGON(((650000 6660000,655000 6660000,655000 6665000,650000 6660000)))",
		"POLYGON((47 2.3,47 2.4,47.1 2.4,47 2.3))", "GEOMETRYCOLLECTION(POLYGON((2 47,3 47,3 48)))", "POLYGON((0 0,0 0,0 0,0 0),())", "MULTIPOLYGON((()))", "POINT(1 2)"} {
		f.Add(s)
	}
	l := oneCommune(f)
	f.Fuzz(func(t *testing.T, s string) {
		shape, epsg, err := parseWKT(s)
		if err != nil {
			return
		}
		mp, bad := polygons(shape)
		if bad != nil {
			return
		}
		c := &checker{lang: English, table: &Table{}, cols: &columns{}, land: l}
		if epsg == 0 {
			if epsg, bad = c.guessShape(mp); bad != nil {
				return
			}
			c.twofoldAt(mp, epsg)
		}
		if mp, bad = c.degrees(mp, epsg); bad != nil || closeRings(mp) != "" {
			return
		}
		for _, p := range mp {
			for _, ring := range p {
				if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
					t.Errorf("%q: ring %v", s, ring)
				}
			}
		}
		if set, err := raster.MultiPolygon(mp); err == nil && set.Valid() != nil {
			t.Errorf("%q: %v", s, set.Valid())
		}
	})
}
