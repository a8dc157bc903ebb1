package mapfile

import (
	"bytes"
	"context"
	"testing"

	"github.com/paulmach/orb"

	. "maillage/geo/mapfile/mapfiletest"
)

// tight are limits that a fuzzer reaches.
var tight = Limits{Unpacked: 1 << 20, Entries: 20, Features: 1000, Vertices: 2000, Rings: 200, Properties: 50, Text: 10_000}

// whatever reads any bytes: an error or features, never a panic, and every
// geometry that is let through is on Earth.
func whatever(t *testing.T, b []byte) {
	seen := 0
	info, err := Read(context.Background(), bytes.NewReader(b), int64(len(b)), Options{Limits: tight}, func(f Feature) error {
		if seen++; f.Number != seen || seen > tight.Features || len(f.Properties) > tight.Properties {
			t.Errorf("feature %d is numbered %d, %d properties", seen, f.Number, len(f.Properties))
		}
		if f.Geometry == nil {
			return nil
		}
		if f.Flaw != nil || f.EPSG != 4326 {
			t.Errorf("feature %d: %v in %d", seen, f.Flaw, f.EPSG)
		}
		_ = orb.Clone(f.Geometry).Bound()
		return nil
	})
	if err == nil && info.Features != seen {
		t.Errorf("%d features, %d seen", info.Features, seen)
	}
	if err != nil && code(err) == "" {
		t.Errorf("an error of another sort: %v", err)
	}
}

func FuzzGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:2154"}},"features":[{"type":"Feature","id":1,"properties":{"a":[1,"b",null]},"geometry":{"type":"Point","coordinates":[650000,6600000,1]}}]}`,
		`{"type":"Feature","properties":{"a":{}},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}]}}`,
		"\x1e{\"type\":\"Feature\"}\n", `{"features":[3]}`, `{"a":{"b":[`, `{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[]],[]]}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(whatever)
}

func FuzzKML(f *testing.F) {
	for _, s := range []string{
		`<kml><Document><Folder><name>a</name><Placemark><name>b</name><Point><coordinates>2,47,0</coordinates></Point></Placemark></Folder></Document></kml>`,
		`<?xml version="1.0" encoding="windows-1252"?><kml><Placemark><ExtendedData><Data name="x"><value>1</value></Data></ExtendedData><MultiGeometry><LineString><coordinates>1,2 3,4</coordinates></LineString><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark></kml>`,
		`<kml><Placemark><Polygon></Placemark>`, `<kml><NetworkLink/></kml>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(whatever)
}

// FuzzShapefile changes the parts of a Shapefile, zipped anew.
func FuzzShapefile(f *testing.F) {
	rows := Table(0x57, Columns("a C 4", "n N 3"), []string{"x", "1"}, []string{"\xe9", "2"})
	f.Add([]byte(Shp(1, Point(orb.Point{2, 47}), PointZ(orb.Point{3, 47}))), []byte(rows), `PROJCS["RGF93_Lambert_93"]`)
	f.Add([]byte(Shp(5, Polygon(orb.Ring{{2, 47}, {2, 48}, {3, 48}, {2, 47}}, orb.Ring{{2.1, 47.2}, {2.2, 47.3}, {2.1, 47.3}, {2.1, 47.2}}), LE32(0))), []byte(rows), "")
	f.Fuzz(func(t *testing.T, shapes, rows []byte, prj string) {
		whatever(t, Zip(t, "s.shp", string(shapes), "s.dbf", string(rows), "s.prj", prj))
	})
}

func FuzzZip(f *testing.F) {
	f.Add(Zip(f, "doc.kml", "<kml/>"))
	f.Add(Zip(f, "s.shp", Shp(1, Point(orb.Point{2, 47})), "s.cpg", "UTF-8"))
	f.Fuzz(whatever)
}

func FuzzGeoPackage(f *testing.F) {
	f.Add(SQLite(f, GeoPackageHead, `create table t (g blob, a text); insert into gpkg_geometry_columns values ('t', 'g', 'POINT', 4326, 0, 0)`,
		[]any{"insert into t values (?, 'x')", Blob(f, orb.Point{2, 47})}))
	f.Fuzz(whatever)
}

func FuzzGeoPackageGeometry(f *testing.F) {
	for _, g := range []orb.Geometry{orb.Point{1, 2}, orb.Polygon{{{1, 2}, {3, 4}, {5, 6}, {1, 2}}}, orb.MultiPolygon{{{{1, 2}, {3, 4}, {5, 6}, {1, 2}}}},
		orb.MultiPoint{{1, 2}}, orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}} {
		f.Add(Blob(f, g))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, flaw := parseGeoPackageGeometry(b, tight)
		if g != nil && flaw != nil {
			t.Errorf("%v and %v", g, flaw)
		}
		if g != nil {
			_ = g.Bound()
		}
	})
}
