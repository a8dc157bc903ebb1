package intake

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"maillage/geo/crs"
	made "maillage/geo/mapfile/mapfiletest"
)

// makeCorpus writes the lists of the corpus that are not plain text. -update
// calls it, so that each is made from what can be read here.
func makeCorpus(t *testing.T) {
	t.Helper()
	l93 := func(epsg int, lon, lat float64) orb.Point {
		system, _ := crs.ByEPSG(epsg)
		x, y := system.Forward(lon, lat)
		return orb.Point{x, y}
	}
	bourges, vierzon := orb.Point{2.398, 47.083}, orb.Point{2.41, 47.09}
	around := orb.Ring{{2.3, 47}, {2.3, 47.1}, {2.4, 47.1}, {2.4, 47}, {2.3, 47}}
	prj := `PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993"]]`
	sites := made.Table(0x57, made.Columns("CODE C 8", "NOM C 20", "TYPE C 8", "DEBIT N 6"), []string{"BGE", "Bourges ch\xe2teau", "NRA", "10"}, []string{"VZN", "Vierzon", "SRO", "2.5"})
	grace := []string{
		"livraison/t_sitetech.csv", "st_code;st_nd_code;st_nom;st_typelog;st_statut;st_datemes\nST1;ND1;NRO Bourges;NRO;MCO;2024-05-01\nST2;ND2;;SRO;TVX;\nST3;ND9;Perdu;SRO;PRO;\n",
		"livraison/t_noeud.shp", made.Shp(1, made.Point(l93(2154, 2.398, 47.083)), made.Point(l93(2154, 2.41, 47.09))),
		"livraison/t_noeud.dbf", made.Table(0, made.Columns("nd_code C 8"), []string{"ND1"}, []string{"ND2"}),
		"livraison/t_znro.csv", "zn_code;zn_nd_code;zn_nroref;geom\nZN1;ND1;18033/N01;\"POLYGON((650000 6660000,655000 6660000,655000 6665000,650000 6660000))\"\n",
	}
	x, y := system(5490).Forward(-61.53, 16.24)
	unsure := orb.Bound{Min: orb.Point{x - 500, y - 500}, Max: orb.Point{x + 500, y + 500}}.ToRing()
	dot := func(epsg int, p orb.Point) []byte { return made.Blob(t, l93(epsg, p[0], p[1])) }
	for name, content := range map[string][]byte{
		"pops-utf16.csv":             utf16File("code;nom;lat;lon\r\nA;Été;47,083;2,398\r\n"),
		"pops-windows-1252.csv":      []byte("code;nom;latitude;longitude\r\nA;Ch\xe2teau d\x92eau;47,083;2,398\r\n"),
		"pops-cr.csv":                []byte("code;nom;lat;lon\rA;Un;47,083;2,398\rB;Deux;47,09;2,41\r"),
		"pops-mac.csv":               []byte("code;soci\x8et\x8e;nom;lat;lon\rA;\x83nergie;Ch\x89teauroux \xc7\xca\x8el\x8fve \xc8;47,083;2,398\rB;L\xd5\x94le;BOURG-L\xe9S-L\x83VY;47,09;2,41\r"),
		"pops-dos.csv":               []byte("code;nom;lat;lon\r\nA;Ch\x83teau d'\x82t\x82, \x85 c\x93t\x82;47,083;2,398\r\n"),
		"pops-numbers.numbers":       made.Zip(t, "preview.jpg", "\xff\xd8\xff"+noise(90_000), "Index/Document.iwa", "x", "Index/CalculationEngine.iwa", "x", "Metadata/Properties.plist", "bplist00"),
		"pops-kmz-images.kmz":        made.Zip(t, "images/site.png", "\x89PNG"+noise(90_000), "doc.kml", `<kml><Document><Placemark><name>Bourges</name><description><![CDATA[<img src="images/site.png"/>]]></description><Point><coordinates>2.398,47.083,0</coordinates></Point></Placemark></Document></kml>`),
		"pops-kmz-overlay.kmz":       made.Zip(t, "doc.kml", `<kml><GroundOverlay><name>Plan</name><Icon><href>images/site.png</href></Icon></GroundOverlay></kml>`, "images/site.png", "\x89PNG"),
		"pops-zeros.csv":             make([]byte, 5000),
		"pops-pdf.csv":               []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
		"pops-two-lists.zip":         made.Zip(t, "a.csv", "code\n", "b.csv", "code\n"),
		"pops-one-list.zip":          made.Zip(t, "liste/pops.csv", "code;nom;lat;lon\nA;Un;47,083;2,398\n", "__MACOSX/._pops.csv", "x"),
		"pops-zip-in-zip.zip":        made.Zip(t, "a.zip", string(made.Zip(t, "pops.csv", "code\n"))),
		"pops-kmz.kmz":               made.Zip(t, "doc.kml", `<kml><Document><Folder><name>NRA</name><Placemark><name>Bourges</name><Point><coordinates>2.398,47.083,0</coordinates></Point></Placemark></Folder></Document></kml>`),
		"pops-shapefile.zip":         made.Zip(t, "s.shp", made.Shp(1, made.Point(l93(2154, 2.398, 47.083)), made.Point(l93(2154, 2.41, 47.09))), "s.dbf", sites, "s.prj", prj, "s.cpg", "UTF-8"),
		"pops-shapefile-cut.zip":     made.Zip(t, "s.shp", made.Shp(1, made.Point(bourges), made.Point(vierzon))[:140], "s.dbf", sites),
		"pops-shapefile-old.zip":     made.Zip(t, "s.shp", made.Shp(1, made.Point(orb.Point{600000, 2200000})), "s.prj", `PROJCS["NTF_Lambert_III"]`),
		"pops-two-layers.zip":        made.Zip(t, "a.shp", made.Shp(1, made.Point(bourges)), "a.dbf", made.Table(0, made.Columns("nom C 8"), []string{"Un"}), "b.shp", made.Shp(1, made.Point(vierzon)), "b.dbf", made.Table(0, made.Columns("nom C 8"), []string{"Deux"})),
		"pops-named-layer.zip":       made.Zip(t, "a.shp", made.Shp(1, made.Point(bourges)), "a.dbf", made.Table(0, made.Columns("nom C 8"), []string{"Un"}), "b.shp", made.Shp(1, made.Point(vierzon)), "b.dbf", made.Table(0, made.Columns("nom C 8"), []string{"Deux"})),
		"zones-shapefile.zip":        made.Zip(t, "z.shp", made.Shp(5, made.Polygon(around, orb.Ring{{2.34, 47.04}, {2.36, 47.04}, {2.36, 47.06}, {2.34, 47.04}})), "z.dbf", made.Table(0, made.Columns("nom C 8", "techno C 8", "insee C 5", "dep C 2"), []string{"Ouest", "FTTH", "", "18"}), "z.prj", `GEOGCS["GCS_WGS_1984"]`),
		"zones-metres-shapefile.zip": made.Zip(t, "z.shp", made.Shp(5, made.Polygon(unsure)), "z.dbf", made.Table(0, made.Columns("nom C 8", "techno C 8", "porte C 8"), []string{"Ouest", "FTTH", "NRO1"})),
		"zones-gracethd-broken.zip":  made.Zip(t, "t_znro.csv", "zn_code;zn_nd_code;geom\nZN1;ND1;\"POLYGON((650000 6660000,655000 6660000\"\nZN2;ND1;CIRCLE(1 2)\nZN3;ND1;\"POLYGON((650000 6660000,655000 6660000,655000 x))\"\n"),
		"zones-shapefile-flawed.zip": made.Zip(t, "z.shp", made.Shp(5, made.Polygon(around)[:60], made.Polygon(orb.Ring{{2.3, 47}, {math.NaN(), 47.1}, {2.4, 47.1}, {2.3, 47}}), made.LE32(31), made.LE32(99)), "z.dbf", made.Table(0, made.Columns("nom C 8"), []string{"A"}, []string{"B"}, []string{"C"}, []string{"D"})),
		"pops-zip-damaged.zip":       damaged(made.Zip(t, "pops.csv", strings.Repeat("code;nom;lat;lon\nA;Un;47,083;2,398\n", 50))),
		"pops-geopackage-other.gpkg": made.SQLite(t, "create table sites (nom text)"),
		"pops-geopackage-cut.gpkg": made.SQLite(t, made.GeoPackageHead, "create table sites (geom blob, nom text); insert into gpkg_geometry_columns values ('sites', 'geom', 'POINT', 4326, 0, 0)",
			[]any{"insert into sites values (?, 'Bourges')", made.Blob(t, bourges)})[:9000],
		"zones-geopackage-flawed.gpkg": made.SQLite(t, made.GeoPackageHead, "create table zones (geom blob, nom text); insert into gpkg_geometry_columns values ('zones', 'geom', 'POLYGON', 4326, 0, 0)",
			[]any{"insert into zones values (?, 'A')", made.Blob(t, orb.Polygon{around})[:40]}, []any{"insert into zones values (?, 'B')", []byte("not at all")},
			[]any{"insert into zones values (?, 'C')", made.Blob(t, orb.Polygon{around})}),
		"pops-geopackage-empty.gpkg": made.SQLite(t, made.GeoPackageHead),
		"pops-gracethd.zip":          made.Zip(t, grace...),
		"zones-gracethd.zip":         made.Zip(t, grace...),
		"pops-geopackage.gpkg": made.SQLite(t, made.GeoPackageHead, "create table sites (fid integer primary key, geom blob, code text, nom text, ouverture date); create table zones (geom blob, nom text); insert into gpkg_geometry_columns values ('sites', 'geom', 'POINT', 2154, 0, 0), ('zones', 'geom', 'POLYGON', 4326, 0, 0)",
			[]any{"insert into sites values (1, ?, 'BGE', 'Bourges', '2024-01-02')", dot(2154, bourges)}, "insert into sites values (2, null, 'X', 'Sans position', null)",
			[]any{"insert into zones values (?, 'Z')", made.Blob(t, orb.Polygon{around})}),
		"zones-geopackage.gpkg": made.SQLite(t, made.GeoPackageHead, "create table zones (geom blob, nom text, technologie text); insert into gpkg_geometry_columns values ('zones', 'geom', 'MULTIPOLYGON', 4326, 0, 0)",
			[]any{"insert into zones values (?, 'Ouest', 'fibre')", made.Blob(t, orb.MultiPolygon{{around}})}),
		"pops-xlsx.xlsx": book(t, func(f *excelize.File) {
			sheet(t, f, "Lisez-moi", [][]any{{"Liste tenue par Camille"}})
			sheet(t, f, "Sites", [][]any{{"Réseau du Berry"}, nil, {"Code", "Nom", "Code postal", "INSEE", "Lat", "Long", "Mise en service", "Capacité", "Statut"},
				{"BGE", "Bourges", 18000, "18033", 47.083, 2.398, 45292, 10, "en service"}, {12, "Bourges nord", "18000", 18033, "47,09", 2.41, 45658, "2,5 Gbit/s", "prévu"}})
			style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Sites", "G4", "G5", style); err != nil {
				t.Fatal(err)
			}
		}),
		"pops-xlsx-zeros.xlsx": book(t, func(f *excelize.File) {
			sheet(t, f, "Feuil1", [][]any{{"nom", "cp", "insee"}, {"Ain", 1000, 1053}, {"Ain en texte", "1000", "1053"}})
		}),
		"pops-xlsx-named.xlsx": book(t, func(f *excelize.File) {
			sheet(t, f, "2023", [][]any{{"nom", "lat", "lon"}, {"Ancien", 47.083, 2.398}})
			sheet(t, f, "2024", [][]any{{"nom", "lat", "lon"}, {"Nouveau", 47.083, 2.398}})
		}),
		"pops-xlsx-merged.xlsx": book(t, func(f *excelize.File) {
			sheet(t, f, "Feuil1", [][]any{{"Sites", "", ""}, {"ville", "nom", "cp"}, {"Bourges", "Nord", 18000}, {"", "Sud", 18000}, {"Bourges", "Gare", 18000}})
			for _, m := range [][2]string{{"A1", "C1"}, {"A3", "A4"}} {
				if err := f.MergeCell("Feuil1", m[0], m[1]); err != nil {
					t.Fatal(err)
				}
			}
		}),
		"pops-xlsx-formulas.xlsx": book(t, func(f *excelize.File) {
			sheet(t, f, "Feuil1", [][]any{{"nom", "lat", "lon", "capacite"}, {"Un", 47.083, 2.398, 12}})
			if err := f.SetCellFormula("Feuil1", "D2", "6*2"); err != nil {
				t.Fatal(err)
			}
		}),
		"pops-xlsx-cut.xlsx":   book(t, func(f *excelize.File) { sheet(t, f, "Feuil1", [][]any{{"nom"}, {"Un"}}) })[:3000],
		"pops-xlsx-empty.xlsx": book(t, func(f *excelize.File) {}),
	} {
		if err := os.WriteFile(filepath.Join("testdata/corpus", name), content, 0o644); err != nil {
			t.Fatal(err)
		}
		archive := filepath.Join("testdata/corpus", strings.TrimSuffix(name, filepath.Ext(name))+".txtar")
		if _, err := os.Stat(archive); err != nil {
			t.Errorf("%s has no archive that says what it is", name)
		}
	}
}

// damaged is an archive of which a byte in the middle is another.
func damaged(b []byte) []byte {
	b[60] ^= 0xff
	return b
}

func utf16File(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func book(t *testing.T, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	if len(f.GetSheetList()) > 1 {
		if err := f.DeleteSheet("Sheet1"); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheet(t *testing.T, f *excelize.File, name string, rows [][]any) {
	t.Helper()
	if _, err := f.NewSheet(name); err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow(name, at, &r); err != nil {
			t.Fatal(err)
		}
	}
}

// noise is what no archive packs any smaller, the same each time.
func noise(n int) string {
	b := make([]byte, n)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return string(b)
}
