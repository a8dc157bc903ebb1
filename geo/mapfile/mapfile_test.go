package mapfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"maillage/geo/crs"
	. "maillage/geo/mapfile/mapfiletest"
)

// lines reads a file and tells each feature as a line.
func lines(b []byte, o Options) ([]string, Info, error) {
	var got []string
	info, err := Read(context.Background(), bytes.NewReader(b), int64(len(b)), o, func(f Feature) error {
		s := f.Layer + "|"
		for _, p := range f.Properties {
			s += p.Name + "=" + p.Value + ";"
		}
		switch {
		case f.Flaw != nil:
			s += "|" + string(f.Flaw.Code)
		case f.Geometry == nil:
			s += "|none"
		default:
			s += "|" + rounded(f.Geometry)
		}
		got = append(got, s)
		return nil
	})
	return got, info, err
}

// rounded is a geometry to about a decimetre.
func rounded(g orb.Geometry) string {
	return wkt.MarshalString(orb.Round(orb.Clone(g), 1e6))
}

func metres(t *testing.T, epsg int, p orb.Point) orb.Point {
	t.Helper()
	system, ok := crs.ByEPSG(epsg)
	if !ok {
		t.Fatal(epsg)
	}
	x, y := system.Forward(p[0], p[1])
	return orb.Point{x, y}
}

func TestRead(t *testing.T) {
	t.Parallel()
	at := func(epsg int, lon, lat float64) orb.Point { return metres(t, epsg, orb.Point{lon, lat}) }
	square := orb.Ring{{2, 47}, {2, 48}, {3, 48}, {3, 47}, {2, 47}} // clockwise
	hole := orb.Ring{{2.4, 47.4}, {2.6, 47.4}, {2.6, 47.6}, {2.4, 47.6}, {2.4, 47.4}}
	columns := Columns("NOM C 12", "DEBIT N 8", "OUVERT D 8", "ACTIF L 1")
	for _, c := range []struct {
		name string
		file []byte
		want []string
	}{
		{"geojson", []byte("\xef\xbb\xbf" + `{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"properties":{"nom":"Bourges","n":1.50,"l":["a","b"],"v":null},
			"geometry":{"type":"Point","coordinates":[2.4,47.08,120]}},{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1]}},3]}`),
			[]string{"|nom=Bourges;n=1.50;l=a|b;v=;id=7;|POINT(2.4 47.08)", "||bad_geometry", "||not_feature"}},
		{"geojson lambert", fmt.Appendf(nil, `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features":[
			{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[%f,%f]}}]}`, at(2154, 2.4, 47.08)[0], at(2154, 2.4, 47.08)[1]), []string{"||POINT(2.4 47.08)"}},
		{"geojson lines", []byte("\x1e" + `{"type":"Feature","properties":{"a":1},"geometry":null}` + "\n\x1e" + `{"type":"Feature","properties":{"a":2}}` + "\n"), []string{"|a=1;|none", "|a=2;|none"}},
		{"geojson utf-16", append([]byte{0xff, 0xfe}, utf16LE(`{"type":"Feature","properties":{"a":"é"}}`)...), []string{"|a=é;|none"}},
		{"kml", []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>mes sites</name>
			<Folder><name>Berry</name><Folder><name>NRA</name><Placemark><name>Vierzon&nbsp;` + "\xe9" + `</name><description><![CDATA[<b>x</b>]]></description>
			<ExtendedData><Data name="kind"><value>nra</value></Data><SchemaData><SimpleData name="cap">10</SimpleData></SchemaData></ExtendedData>
			<Point><coordinates> 2.07,47.22,110 </coordinates></Point></Placemark></Folder></Folder>
			<Placemark><name>zone</name><MultiGeometry><Polygon><innerBoundaryIs><LinearRing><coordinates>2.4,47.4 2.6,47.4 2.6,47.6 2.4,47.4</coordinates></LinearRing></innerBoundaryIs>
			<outerBoundaryIs><LinearRing><coordinates>2,47 3,47 3,48 2,47</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
			<Placemark><Point><coordinates>x,1</coordinates></Point></Placemark></Document></kml>`),
			[]string{"|folder=Berry / NRA;name=Vierzon\u00a0é;description=<b>x</b>;kind=nra;cap=10;|POINT(2.07 47.22)",
				"|name=zone;|POLYGON((2 47,3 47,3 48,2 47),(2.4 47.4,2.6 47.4,2.6 47.6,2.4 47.4))", "||bad_geometry"}},
		{"kmz", Zip(t, "__MACOSX/._doc.kml", "x", "files/a.png", "x", "doc.kml", `<kml><Placemark><name>A</name><Point><coordinates>2,47</coordinates></Point></Placemark></kml>`), []string{"|name=A;|POINT(2 47)"}},
		{"shapefile of points in latin-1, cpg that lies", Zip(t, "d/Sites.SHP", Shp(1, Point(at(2154, 2.4, 47.08)), Point(at(2154, 2, 47)), LE32(0)),
			"d/Sites.dbf", Table(0x57, columns, []string{"Ch\xe2teau", "   12.50", "20260101", "T"}, []string{"*", "gone", "", "", ""}, []string{"", "********", "00000000", "?"}),
			"d/Sites.prj", `PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993"]]`, "d/Sites.cpg", "UTF-8"),
			[]string{"Sites|NOM=Château;DEBIT=12.5;OUVERT=2026-01-01;ACTIF=true;|POINT(2.4 47.08)", "Sites|NOM=;DEBIT=;OUVERT=;ACTIF=;|none"}},
		{"shapefile in utf-8, cpg that lies, cut within a letter", Zip(t, "s.shp", Shp(11, PointZ(orb.Point{2, 47})), "s.dbf", Table(0, Columns("é C 8"), []string{"éééaé"}), "s.cpg", "ISO-8859-1"),
			[]string{"s|é=éééa;|POINT(2 47)"}},
		{"shapefile of polygons", Zip(t, "z.shp", Shp(5, Polygon(hole, square, orb.Ring{{5, 47}, {5, 48}, {6, 48}, {5, 47}}), Polygon(hole)), "z.prj", `GEOGCS["GCS_WGS_1984"]`),
			[]string{"z||MULTIPOLYGON(((2 47,2 48,3 48,3 47,2 47),(2.4 47.4,2.6 47.4,2.6 47.6,2.4 47.6,2.4 47.4)),((5 47,5 48,6 48,5 47)))",
				"z||POLYGON((2.4 47.4,2.6 47.4,2.6 47.6,2.4 47.6,2.4 47.4))"}},
		{"shapefile that names Lambert-93 over degrees", Zip(t, "s.shp", Shp(1, Point(orb.Point{2, 47})), "s.prj", `PROJCS["RGF93 v1 / Lambert-93"]`), []string{"s||POINT(2 47)"}},
		{"geopackage", SQLite(t, GeoPackageHead, `create table sites (fid integer primary key, geom point, nom text, mes date, n real, secret blob, twice text generated always as (nom || nom) stored);
			create table zones (g blob, code text); create view v as select * from sites; create table lost (g blob);
			insert into gpkg_geometry_columns values ('sites', 'geom', 'POINT', 2154, 0, 0), ('zones', 'g', 'POLYGON', 100001, 0, 0), ('v', 'geom', 'POINT', 4326, 0, 0)`,
			[]any{"insert into sites values (1, ?, 'Bourges', '2026-01-01', 1.5, x'00')", Blob(t, at(2154, 2.4, 47.08))}, "insert into sites values (2, null, 'Sans', null, null, null)",
			"insert into sites values (3, x'00', 'Cassé', null, null, null)", []any{"insert into zones values (?, 'Z')", Blob(t, orb.Polygon{orb.Ring{at(2975, 55.4, -21), at(2975, 55.5, -21), at(2975, 55.5, -20.9), at(2975, 55.4, -21)}})}),
			[]string{"sites|fid=1;nom=Bourges;mes=2026-01-01;n=1.5;secret=;|POINT(2.4 47.08)", "sites|fid=2;nom=Sans;mes=;n=;secret=;|none", "sites|fid=3;nom=Cassé;mes=;n=;secret=;|bad_geometry",
				"zones|code=Z;|POLYGON((55.4 -21,55.5 -21,55.5 -20.9,55.4 -21))"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, info, err := lines(c.file, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || info.Features != len(c.want) {
				t.Errorf("-want +got\n%s%+v", diff, info)
			}
		})
	}
}

func utf16LE(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// TestSystems reads a point in each system that maps of France come in.
func TestSystems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		prj      string
		epsg     int
		lon, lat float64
	}{
		{`PROJCS["RGF93 / Lambert-93",GEOGCS["RGF93"]]`, 2154, 2.4, 47},
		{`PROJCS["Mine",GEOGCS["GCS_RGF_1993",DATUM["D",SPHEROID["GRS_1980",6378137.0,298.257222101]]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0]]`, 2154, 2.4, 47},
		{`PROJCS["RGF_1993_CC48"]`, 3948, 2.4, 48},
		{`PROJCS["x",AUTHORITY["EPSG","3949"]]`, 3949, 2.4, 49},
		{`PROJCS["RGAF09_UTM_Zone_20N"]`, 5490, -61.5, 16.2},
		{`PROJCS["RGFG_1995_UTM_22N"]`, 2972, -52.3, 4.9},
		{`PROJCS["RGR_1992_UTM_40S"]`, 2975, 55.5, -21},
		{`PROJCS["RGM_2004_UTM_Zone_38S"]`, 4471, 45.2, -12.8},
		{`PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere"]`, 3857, 2.4, 47},
		{`PROJCS["WGS_1984_UTM_Zone_31N"]`, 32631, 2.4, 47},
		{`GEOGCS["GCS_RGF_1993"]`, 4171, 2.4, 47},
		{"", 2154, 2.4, 47}, // told by range
		{"", 4326, -61.5, 16.2},
	} {
		want := fmt.Sprintf("s||POINT(%g %g)", c.lon, c.lat)
		files := []string{"s.shp", Shp(1, Point(metres(t, c.epsg, orb.Point{c.lon, c.lat})))}
		if c.prj != "" {
			files = append(files, "s.prj", c.prj)
		}
		got, _, err := lines(Zip(t, files...), Options{})
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v %v, want %s", c.prj, got, err, want)
		}
	}
	unknown := Zip(t, "s.shp", Shp(1, Point(orb.Point{600000, 2200000})), "s.prj", `PROJCS["NTF_Paris_Lambert_Zone_III"]`)
	if _, _, err := lines(unknown, Options{}); code(err) != UnknownSystem {
		t.Errorf("an unknown system: %v", err)
	}
	if got, _, err := lines(unknown, Options{EPSG: 2154}); err != nil || len(got) != 1 {
		t.Errorf("an unknown system, told: %v %v", got, err)
	}
}

func code(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// TestRefuse holds each way in which a whole file is refused.
func TestRefuse(t *testing.T) {
	t.Parallel()
	points := Shp(1, Point(orb.Point{2, 47}), Point(orb.Point{2, 47}))
	one := Table(0, Columns("a C 1"), []string{"x"})
	kml := func(s string) []byte { return []byte("<kml>" + s + "</kml>") }
	many := strings.Repeat("<Placemark><name>a</name></Placemark>", 11)
	for _, c := range []struct {
		name string
		file []byte
		o    Options
		want Code
	}{
		{"nothing", nil, Options{}, NotMap},
		{"a text", []byte("code;nom\n"), Options{}, NotMap},
		{"a zip of texts", Zip(t, "a.txt", "x"), Options{}, NotMap},
		{"JSON of another sort", []byte(`{"data":[]}`), Options{}, NotGeoJSON},
		{"JSON cut", []byte(`{"type":"FeatureCollection","features":[{"type":`), Options{}, Cut},
		{"JSON broken", []byte("{\"features\":[\n{]}"), Options{}, Broken},
		{"JSON deep", []byte(`{"features":[` + strings.Repeat(`{"a":`, 50)), Options{}, TooDeep},
		{"JSON in an unknown system", []byte(`{"crs":{"properties":{"name":"EPSG:9999"}},"features":[]}`), Options{}, UnknownSystem},
		{"JSON that tells its system too late", []byte(`{"features":[],"crs":{"properties":{"name":"EPSG:2154"}}}`), Options{}, UnknownSystem},
		{"too many features", kml(many), Options{Limits: Limits{Features: 10}}, TooManyFeatures},
		{"too many properties", []byte(`{"type":"Feature","properties":{"a":1,"b":2,"c":3}}`), Options{Limits: Limits{Properties: 2}}, TooManyProperties},
		{"too long a text", kml("<Placemark><name>" + strings.Repeat("a", 99) + "</name></Placemark>"), Options{Limits: Limits{Text: 50}}, TooLongText},
		{"KML cut", []byte("<kml><Placemark><name>"), Options{}, Cut},
		{"KML broken", []byte("<kml><Placemark></name></kml>"), Options{}, Broken},
		{"KML deep", kml(strings.Repeat("<Folder>", 60)), Options{}, TooDeep},
		{"KML deep in a placemark", kml("<Placemark>" + strings.Repeat("<MultiGeometry>", 60)), Options{}, TooDeep},
		{"KML of links", kml("<NetworkLink><Link/></NetworkLink>"), Options{}, OnlyLinks},
		{"KML with entities of its own", []byte(`<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>`), Options{}, Broken},
		{"a table shorter than its shapes", Zip(t, "s.shp", points, "s.dbf", one), Options{}, Broken},
		{"a cut shp", Zip(t, "s.shp", points[:130]), Options{}, Cut},
		{"a shp that is none", Zip(t, "s.shp", strings.Repeat("x", 200)), Options{}, Broken},
		{"a cut dbf", Zip(t, "s.shp", points, "s.dbf", one[:40]), Options{}, Cut},
		{"no such layer", Zip(t, "s.shp", points), Options{Layer: "t"}, NoLayer},
		{"a zip with more than it says", Zip(t, "a.kml", "<kml>"+strings.Repeat(" ", 20<<20)+"</kml>"), Options{}, TooMuchUnpacked},
		{"a zip past its bytes", Zip(t, "a.kml", "<kml>"+many+"</kml>"), Options{Limits: Limits{Unpacked: 100}}, TooMuchUnpacked},
		{"a zip of many files", Zip(t, "a.kml", "", "b.kml", ""), Options{Limits: Limits{Entries: 1}}, TooManyEntries},
		{"SQLite, no GeoPackage", SQLite(t, "create table t (a)"), Options{}, Broken},
		{"a GeoPackage of views", SQLite(t, GeoPackageHead, "create view v as select x'00' as g; insert into gpkg_geometry_columns values ('v', 'g', 'POINT', 4326, 0, 0)"), Options{}, NoLayer},
		{"a GeoPackage in an unknown system", SQLite(t, GeoPackageHead, "create table v (g blob); insert into gpkg_geometry_columns values ('v', 'g', 'POINT', 27571, 0, 0)"), Options{}, UnknownSystem},
		{"a GeoPackage without its column", SQLite(t, GeoPackageHead, "create table v (a); insert into gpkg_geometry_columns values ('v', 'g', 'POINT', 4326, 0, 0)"), Options{}, Broken},
		{"a GeoPackage whose catalogue is a view that never ends", SQLite(t, `create table gpkg_spatial_ref_sys (srs_name text, srs_id integer, organization text, organization_coordsys_id integer, definition text);
			create view gpkg_geometry_columns as with recursive n(i) as (select 1 union all select i+1 from n) select i as table_name, i as column_name, i as srs_id from n`), Options{}, Broken},
		{"a GeoPackage that takes too long", SQLite(t, GeoPackageHead), Options{Limits: Limits{Time: 1}}, TooLongToRead},
		{"SQLite cut", SQLite(t, GeoPackageHead)[:4096], Options{}, Broken},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, _, err := lines(c.file, c.o)
			if code(err) != c.want {
				t.Errorf("%v (%d features), want %s", err, len(got), c.want)
			} else if err.Error() == "" || len(err.Error()) > 400 {
				t.Errorf("it says %q", err)
			}
		})
	}
}

// TestFlaws holds what is wrong with one feature alone against the others being
// read.
func TestFlaws(t *testing.T) {
	t.Parallel()
	long := Polygon(make(orb.Ring, 200))
	lying := Polygon(orb.Ring{{2, 47}, {2, 48}, {3, 48}, {2, 47}})
	copy(lying[36:], LE32(90)) // parts
	nan := Point(orb.Point{2, 47})
	copy(nan[4:], "\xff\xff\xff\xff\xff\xff\xff\xff")
	b := Zip(t, "s.shp", Shp(5, long, lying, nan, append(LE32(31), make([]byte, 60)...), Point(orb.Point{2, 47})))
	got, _, err := lines(b, Options{Limits: Limits{Vertices: 100, Rings: 100}})
	want := []string{"s||too_many_vertices", "s||bad_geometry", "s||bad_geometry", "s||bad_geometry", "s||POINT(2 47)"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v -want +got\n%s", err, diff)
	}
}

// TestNative leaves coordinates in the file's own system, and picks a layer.
func TestNative(t *testing.T) {
	t.Parallel()
	b := Zip(t, "a.shp", Shp(1, Point(orb.Point{650000, 6600000})), "a.prj", `PROJCS["RGF93_Lambert_93"]`, "b.shp", Shp(1, Point(orb.Point{1, 2})))
	got, info, err := lines(b, Options{Native: true})
	want := []string{"a||POINT(650000 6.6e+06)", "b||POINT(1 2)"}
	layers := []Layer{{Name: "a", EPSG: 2154, Features: 1, Points: 1}, {Name: "b", Features: 1, Points: 1}}
	if diff := cmp.Diff(want, got) + cmp.Diff(layers, info.Layers); err != nil || diff != "" {
		t.Errorf("%v -want +got\n%s", err, diff)
	}
	if got, info, err := lines(b, Options{Layer: "b"}); err != nil || len(got) != 1 || got[0] != want[1] || !slices.Equal(info.Named, []string{"a", "b"}) {
		t.Errorf("%v of %v %v", got, info.Named, err)
	}
	stop := errors.New("stop")
	if _, err := Read(t.Context(), bytes.NewReader(b), int64(len(b)), Options{}, func(Feature) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a reader that had enough: %v", err)
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(done, bytes.NewReader(b), int64(len(b)), Options{}, func(Feature) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a reader that was called off: %v", err)
	}
}
