package mapfile

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/paulmach/orb/encoding/wkt"
)

func TestParseGeometry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{`{"type":"Point","coordinates":[2,47,5]}`, "POINT(2 47)"},
		{`{"type":"Point","coordinates": [ -2.5e0 , 47 ] }`, "POINT(-2.5 47)"},
		{`{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0.1,0.1,9],[0.2,0.1,9],[0.2,0.2,9],[0.1,0.1,9]]]}`,
			"POLYGON((0 0,1 0,1 1,0 0),(0.1 0.1,0.2 0.1,0.2 0.2,0.1 0.1))"},
		{`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`, "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))"},
		{`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`, "GEOMETRYCOLLECTION(POINT(1 2))"},
	} {
		g, flaw := parseGeometry(json.RawMessage(c.text), DefaultLimits)
		if flaw != nil || wkt.MarshalString(g) != c.want {
			t.Errorf("%s: %v, %v", c.text, g, flaw)
		}
	}
	for _, text := range []string{
		`{"type":"Point","coordinates":[2]}`, `{"type":"Point","coordinates":[2,null]}`, `{"type":"Point","coordinates":[[2,47]]}`,
		`{"type":"Point","coordinates":["2","47"]}`, `{"type":"Polygon","coordinates":[[2,47]]}`, `{"type":"Circle","coordinates":[2,47]}`,
		`{"type":"Point"}`, `{"coordinates":[2,47]}`, `3`, `{"type":"Point","coordinates":[1e999,2]}`, `{"type":"GeometryCollection","geometries":[3]}`,
	} {
		if g, flaw := parseGeometry(json.RawMessage(text), DefaultLimits); flaw == nil || flaw.Code != BadGeometry {
			t.Errorf("%s: %v, %v", text, g, flaw)
		}
	}
	ring := "[[" + strings.Repeat("[2,47],", DefaultLimits.Vertices) + "[2,47]]]"
	if _, flaw := parseGeometry(json.RawMessage(`{"type":"Polygon","coordinates":`+ring+`}`), DefaultLimits); flaw == nil || flaw.Code != TooManyVertices {
		t.Errorf("too many vertices: %v", flaw)
	}
}
