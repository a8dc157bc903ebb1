package intake

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"maillage/inventory"
)

func TestReadGeoJSON(t *testing.T) {
	t.Parallel()
	feature := `{"type":"Feature","properties":{"code":"a"},"geometry":{"type":"Point","coordinates":[2,47]}}`
	for _, c := range []struct {
		name, text string
		want       []string
		epsg       int
	}{
		{"one feature", feature, []string{"0: code", "2: a"}, 4326},
		{"lines", feature + "\n" + feature + "\n", []string{"0: code", "2: a", "3: a"}, 4326},
		{"text sequence", "\x1e" + feature + "\n\x1e" + feature + "\n", []string{"0: code", "2: a", "3: a"}, 4326},
		{"BOM", "\xef\xbb\xbf" + feature, []string{"0: code", "2: a"}, 4326},
		{"pretty", "{\n \"features\": [\n " + feature + "\n ],\n \"type\": \"FeatureCollection\"}", []string{"0: code", "2: a"}, 4326},
		{"crs after", `{"features":[` + feature + `],"crs":{"type":"name","properties":{"name":"EPSG:2154"}}}`, []string{"0: code", "2: a"}, 2154},
		{"CRS84", `{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[` + feature + `]}`, []string{"0: code", "2: a"}, 4326},
		{"values", `{"type":"Feature","properties":{"a":1.50,"b":true,"c":null,"d":["x",2],"e":{"f":1},"g":[[1]]},"geometry":null}`,
			[]string{"0: a|b|c|d|e|g", `2: 1.50|true||x|2|{"f":1}|[[1]]`}, 4326},
		{"columns by first occurrence", `{"features":[{"type":"Feature","properties":{"b":"1"},"geometry":null},{"type":"Feature","properties":{"a":"2","b":"3"},"geometry":null}]}`,
			[]string{"0: b|a", "2: 1", "3: 3|2"}, 4326},
		{"id", `{"type":"Feature","id":7,"properties":{"nom":"x"},"geometry":null}`, []string{"0: nom|id", "2: x|7"}, 4326},
		{"id beside id", `{"type":"Feature","id":7,"properties":{"id":"x"},"geometry":null}`, []string{"0: id", "2: x"}, 4326},
		{"properties that are none", `{"type":"Feature","properties":3,"geometry":null}`, []string{"0: ", "2:  !not_feature"}, 4326},
		{"a feature that is none", `{"features":[3,` + feature + `]}`, []string{"0: code", "2:  !not_feature", "3: a"}, 4326},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			table, bad := readTable([]byte(c.text), inventory.KindPops, "")
			if bad != nil {
				t.Fatal(bad)
			}
			if diff := cmp.Diff(c.want, lineCells(table)); diff != "" {
				t.Error(diff)
			}
			if table.EPSG != c.epsg || !table.Geometric {
				t.Errorf("EPSG %d, geometric %v", table.EPSG, table.Geometric)
			}
		})
	}
}

func TestGeoJSONRefused(t *testing.T) {
	t.Parallel()
	row := `{"type":"Feature","properties":null,"geometry":null}`
	for _, c := range []struct{ name, text, want string }{
		{"cut", `{"type":"FeatureCollection","features":[{"type":"Fea`, "cut_json"},
		{"cut between", `{"type":"FeatureCollection","features":[` + row + `,`, "cut_json"},
		{"not closed", `{"type":"FeatureCollection","features":[` + row, "cut_json"},
		{"broken", "{\"features\":[\n\n{]}", "bad_json"},
		{"array", `[1,2]`, "not_geojson"},
		{"other object", `{"what":[]}`, "not_geojson"},
		{"an empty answer", `{"data":[]}`, "no_rows"},
		{"TopoJSON", `{"type":"Topology","objects":{}}`, "not_geojson"},
		{"features that are none", `{"features":{}}`, "not_geojson"},
		{"no feature", `{"type":"FeatureCollection","features":[]}`, "no_rows"},
		{"unknown crs", `{"features":[` + row + `],"crs":{"properties":{"name":"EPSG:27572"}}}`, "unknown_crs"},
		{"deep", strings.Repeat(`{"a":`, MaxDepth+1) + "1" + strings.Repeat("}", MaxDepth+1), "too_deep_json"},
		{"very deep", strings.Repeat("[", 1<<20), "too_deep_json"},
		{"columns", `{"type":"Feature","geometry":null,"properties":{` + manyProperties(MaxColumns+1) + `}}`, "too_many_columns"},
		{"long value", `{"type":"Feature","geometry":null,"properties":{"a":"` + strings.Repeat("x", MaxCell+1) + `"}}`, "too_long_cell"},
		{"rows", strings.Repeat(row+"\n", MaxRows+1), "too_many_rows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, bad := readTable([]byte(c.text), inventory.KindPops, "")
			if bad == nil || bad.code != c.want {
				t.Errorf("got %v, want %s", bad, c.want)
			}
		})
	}
	_, bad := readTable([]byte("{\"features\":[\n\n{]}"), inventory.KindPops, "")
	if bad == nil || !strings.Contains(bad.in(English), "line 3") {
		t.Errorf("the line of the break: %v", bad)
	}
}

func manyProperties(n int) string {
	var parts []string
	for i := range n {
		parts = append(parts, `"p`+strings.Repeat("x", i)+`":1`)
	}
	return strings.Join(parts, ",")
}

func TestParseWKT(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want string
		epsg       int
	}{
		{"POINT(2 47)", "POINT(2 47)", 0},
		{"  point ( 2.5   -47e-1 ) ", "POINT(2.5 -4.7)", 0},
		{"SRID=2154;POINT(650000 6660000)", "POINT(650000 6.66e+06)", 2154},
		{"POINT Z (2 47 100)", "POINT(2 47)", 0},
		{"POINTZM(2 47 1 2)", "POINT(2 47)", 0},
		{"MULTIPOINT(1 2, 3 4)", "MULTIPOINT((1 2),(3 4))", 0},
		{"MULTIPOINT((1 2),(3 4))", "MULTIPOINT((1 2),(3 4))", 0},
		{"LINESTRING(1 2,3 4)", "LINESTRING(1 2,3 4)", 0},
		{"MULTILINESTRING((1 2,3 4))", "MULTILINESTRING((1 2,3 4))", 0},
		{"POLYGON((0 0,1 0,1 1,0 0),(0.1 0.1,0.2 0.1,0.2 0.2,0.1 0.1))", "POLYGON((0 0,1 0,1 1,0 0),(0.1 0.1,0.2 0.1,0.2 0.2,0.1 0.1))", 0},
		{"MULTIPOLYGON M (((0 0 1,1 0 1,1 1 1,0 0 1)))", "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", 0},
		{"GEOMETRYCOLLECTION(POINT(1 2),GEOMETRYCOLLECTION(POINT(3 4)))", "GEOMETRYCOLLECTION(POINT(1 2),GEOMETRYCOLLECTION(POINT(3 4)))", 0},
	} {
		g, epsg, err := parseWKT(c.text)
		if err != nil || epsg != c.epsg || wkt.MarshalString(g) != c.want {
			t.Errorf("%s: %v, %d, %v", c.text, g, epsg, err)
		}
	}
	if g, _, err := parseWKT("POLYGON EMPTY"); g != nil || err != nil {
		t.Errorf("empty: %v, %v", g, err)
	}
	for _, text := range []string{"", "POINT", "POINT(2)", "POINT(2 47", "POINT(2 47))", "POINT(2,47)", "POINT(2 47) and more", "CIRCLE(1 2)", "POINT(2 4-7)",
		"POINT(1 2 3 4 5)", "SRID=x;POINT(1 2)", "SRID=2154 POINT(1 2)", "POLYGON(1 2,3 4)", "POINT(1 2,3 4)", "POINT(1e999 2)",
		strings.Repeat("GEOMETRYCOLLECTION(", 1<<16)} {
		if g, _, err := parseWKT(text); err == nil {
			t.Errorf("%s: read as %v", short(text, 40), g)
		}
	}
	if _, _, err := parseWKT("LINESTRING(" + strings.Repeat("1 2,", inventory.MaxVertices) + "1 2)"); err != errTooManyVertices {
		t.Errorf("too many vertices: %v", err)
	}
}

func FuzzReadGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"a":[1,"b"]},"geometry":{"type":"Point","coordinates":[2,47,1]}}]}`,
		`{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,0]]]}]}}`,
		`{"crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features":[]}`, `{"features":[3]}`, "\x1e{}", `{"a":{"b":[`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		table, bad := readGeoJSON([]byte(decode(b)))
		if bad != nil {
			return
		}
		for i := range table.Rows {
			if r := &table.Rows[i]; r.Line != i+2 || len(r.Cells) > len(table.Columns) {
				t.Errorf("row %d: line %d, %d cells of %d", i, r.Line, len(r.Cells), len(table.Columns))
			}
		}
	})
}

func FuzzParseWKT(f *testing.F) {
	for _, s := range []string{"POINT(1 2)", "SRID=4326;POLYGON Z ((0 0 1,1 0 1,1 1 1,0 0 1))", "MULTIPOINT((1 2),3 4)", "GEOMETRYCOLLECTION(POINT EMPTY)", "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, _, err := parseWKT(s)
		if err != nil || g == nil {
			return
		}
		again, _, err := parseWKT(wkt.MarshalString(g))
		if _, empty := g.(orb.Collection); err != nil && !empty {
			t.Errorf("%q reads as %s, which does not: %v", s, wkt.MarshalString(g), err)
		} else if err == nil && !orb.Equal(g, again) && !empty {
			t.Errorf("%q: %v, again %v", s, g, again)
		}
	})
}
