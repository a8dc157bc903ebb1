package intake

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"maillage/geo/mapfile"
	made "maillage/geo/mapfile/mapfiletest"
	"maillage/geo/packed"
	"maillage/inventory"
)

// TestLimitsAreSaid passes each limit of a file, and wants it refused for that
// with the limit in the sentence, in both languages. docs/guide.fr.md has the
// same limits.
func TestLimitsAreSaid(t *testing.T) {
	t.Parallel()
	repeat := strings.Repeat
	wide := book(t, func(f *excelize.File) {
		row := make([]any, MaxColumns+1)
		for i := range row {
			row[i] = fmt.Sprint("c", i)
		}
		sheet(t, f, "Feuil1", [][]any{row, row})
	})
	var many []string
	for i := range MaxEntries + 1 {
		many = append(many, fmt.Sprint("f", i, ".csv"), "x")
	}
	folder := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":` + repeat("[", MaxDepth) + repeat("]", MaxDepth) + `},"geometry":null}]}`
	for _, c := range []struct {
		name, file, code string
		limit            int
	}{
		{"bytes", "code;nom\n" + repeat("aaaaaaa;bbbbbbb\n", MaxBytes/16), "too_many_bytes", MaxBytes >> 20},
		{"rows", "code;nom\n" + repeat("a;b\n", MaxRows+1), "too_many_rows", MaxRows},
		{"rows of GeoJSON", repeat(`{"type":"Feature","properties":{},"geometry":null}`+"\n", MaxRows+1), "too_many_rows", MaxRows},
		{"columns", repeat("a;", MaxColumns) + "b\n1\n", "too_many_columns", MaxColumns},
		{"columns of a workbook", string(wide), "too_many_columns", MaxColumns},
		{"cells", repeat("a;", 199) + "b\n" + repeat(repeat("b;", 199)+"b\n", MaxCells/200+1), "too_many_cells", MaxCells},
		{"a cell", "code;nom\na;" + repeat("b", MaxCell+1) + "\n", "too_long_cell", MaxCell},
		{"depth of JSON", folder, "too_deep_json", MaxDepth},
		{"depth of KML", "<kml>" + repeat("<Folder>", MaxDepth+1) + repeat("</Folder>", MaxDepth+1) + "</kml>", "too_deep", MaxDepth},
		{"files of an archive", string(made.Zip(t, many...)), "too_many_entries", MaxEntries},
		{"what an archive unpacks to", string(deflated(t, "list.csv", 48<<20)), "too_much_unpacked", MaxRatio},
		{"what a workbook unpacks to", string(heavyBook(t)), "too_much_unpacked", MaxUnpacked >> 20},
		{"an archive in an archive", string(made.Zip(t, "a.zip", string(made.Zip(t, "pops.csv", "code\n")))), "is_archive", 0},
	} {
		_, bad := readTable([]byte(c.file), inventory.KindPops, "")
		if bad == nil || bad.code != c.code {
			t.Errorf("%s: %v, want %s", c.name, bad, c.code)
			continue
		}
		for _, lang := range []Lang{French, English} {
			if said := bad.in(lang); c.limit > 0 && !strings.Contains(digitsOf(said), strconv.Itoa(c.limit)) {
				t.Errorf("%s: the limit %d is not in “%s”", c.name, c.limit, said)
			}
		}
		if want := c.limit > 0; (inventory.KindOf(bad.domain(inventory.Invalid, French)) == inventory.TooLarge) != want {
			t.Errorf("%s: of the kind %v", c.name, bad.domain(inventory.Invalid, French).Kind)
		}
	}
}

// digitsOf leaves out the spaces that part thousands.
func digitsOf(s string) string {
	return strings.NewReplacer(" ", "", "\u202f", "", "\u00a0", "", ",", "").Replace(s)
}

// TestLimitOfVertices refuses the row of an outline with too many vertices, and
// takes the others.
func TestLimitOfVertices(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	long := "POLYGON((" + strings.Repeat("2.3 47,", inventory.MaxVertices) + "2.3 47))"
	imp := check(t, d, zones("m", "code;nom;techno;wkt\nlong;Long;ftth;\""+long+"\"\nshort;Court;ftth;\"POLYGON((2.3 47,2.4 47,2.4 47.1,2.3 47))\"\n"))
	if imp.Rows.Rejected != 1 || len(imp.Errors) != 1 || imp.Errors[0].Code != "too_many_vertices" ||
		!strings.Contains(digitsOf(imp.Errors[0].Message), strconv.Itoa(inventory.MaxVertices)) {
		t.Errorf("%+v %+v", imp.Rows, imp.Errors)
	}
}

// TestLimitOfReported counts all errors and lists the first of them.
func TestLimitOfReported(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	const over = 7
	imp := check(t, d, pops("m", "code;nom;lon;lat\n"+strings.Repeat("a/b;x;2.4;47.08\n", MaxReported+over)))
	last := imp.Errors[len(imp.Errors)-1]
	if len(imp.Errors) != MaxReported+1 || imp.Rows.Rejected != MaxReported+over || last.Row != 0 || last.Code != "more" {
		t.Errorf("%d listed, %+v, %+v", len(imp.Errors), imp.Rows, last)
	}
}

// heavyBook is a workbook with so many files that none of them packs too well,
// and all unpack to more than they may.
func heavyBook(t *testing.T) []byte {
	t.Helper()
	const part = 16 << 20
	var packed bytes.Buffer
	deflate, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err == nil {
		_, err = deflate.Write(make([]byte, part))
	}
	if err == nil {
		err = deflate.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	sum := crc32.ChecksumIEEE(make([]byte, part))
	plain := book(t, func(f *excelize.File) { sheet(t, f, "Feuil1", [][]any{{"code", "nom"}, {"a", "b"}}) })
	from, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	var to bytes.Buffer
	w := zip.NewWriter(&to)
	for _, f := range from.File {
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	for i := range MaxUnpacked/part + 1 {
		f, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprint("xl/media/", i, ".bin"), Method: zip.Deflate, CRC32: sum,
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: part})
		if err == nil {
			_, err = f.Write(packed.Bytes())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// TestLimitsSayTheirFigure: each limit is told with its figure, and, where it is
// counted, with what was met.
func TestLimitsSayTheirFigure(t *testing.T) {
	t.Parallel()
	for _, p := range catalogue {
		if strings.HasPrefix(p.code, "too_") && (!strings.Contains(p.en, "{limit}") || !strings.Contains(p.fr, "{limit}")) {
			t.Errorf("%s does not say its limit: %s", p.code, p.fr)
		}
	}
	gpkg := mapfile.Info{Format: mapfile.GeoPackage, Features: 41}
	for _, c := range []struct {
		f      *fault
		en, fr string
	}{
		{mapFault(&mapfile.Error{Code: mapfile.TooLongToRead, Limit: 300, Met: 41}, gpkg), "more than 5 minutes (41 features", "plus de 5 minutes (41 entités"},
		{mapFault(&mapfile.Error{Code: mapfile.TooManyEntries, Limit: MaxEntries, Met: 12345}, gpkg), "holds 12,345 files, where 1000", "contient 12\u202f345 fichiers, pour 1000"},
		{mapFault(&mapfile.Error{Code: mapfile.TooManyProperties, Met: 401}, gpkg), "Line 42 has 401 columns", "La ligne 42 a au moins 401 colonnes"},
		{mapFault(&mapfile.Error{Code: mapfile.TooManyFeatures}, gpkg), "more than 200,000 rows", "plus de 200\u202f000 lignes"},
		{packedFault(&packed.Error{Reason: packed.TooMuch, Name: "a.shp"}, "ZIP"), "256 MB or, from “a.shp” on, more than 200 times", "256 Mo ou, à partir de «\u00a0a.shp\u00a0», 200 fois"},
	} {
		if en, fr := c.f.in(English), c.f.in(French); !strings.Contains(en, c.en) || !strings.Contains(fr, c.fr) {
			t.Errorf("%s\n%s", en, fr)
		}
	}
}
