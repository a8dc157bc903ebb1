package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	made "maillage/geo/mapfile/mapfiletest"
	"maillage/inventory"
)

// filesLike adds the corpus's files of these endings to a fuzzer.
func filesLike(f *testing.F, endings ...string) {
	f.Helper()
	for _, e := range endings {
		paths, err := filepath.Glob("testdata/corpus/*." + e)
		if err != nil || len(paths) == 0 {
			f.Fatalf("no file of the corpus is %s: %v", e, err)
		}
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b)
		}
	}
}

// anyList reads bytes as each kind of list: a table that holds together, or a
// fault that says something.
func anyList(t *testing.T, b []byte) {
	for _, kind := range []string{inventory.KindPops, inventory.KindZones} {
		table, bad := readTable(b, kind, "")
		if bad != nil {
			if bad.in(French) == "" || bad.code == "" {
				t.Errorf("%+v says nothing", bad)
			}
			continue
		}
		if len(table.Rows) > MaxRows || len(table.Columns) > MaxColumns {
			t.Errorf("%d rows, %d columns", len(table.Rows), len(table.Columns))
		}
		for i := range table.Rows {
			if r := &table.Rows[i]; len(r.Cells) > len(table.Columns) || r.Line < 2 {
				t.Errorf("line %d: %d cells of %d", r.Line, len(r.Cells), len(table.Columns))
			}
		}
	}
}

func FuzzWorkbook(f *testing.F) {
	filesLike(f, "xlsx")
	f.Fuzz(func(t *testing.T, b []byte) { anyList(t, b) })
}

// FuzzSheet changes what is in a workbook, packed anew.
func FuzzSheet(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c><c r="B1" t="str"><v>lat</v></c></row><row r="2"><c r="A2" s="1"><v>45292</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells></worksheet>`))
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>nom</v></c></row><row r="9999999999"><c r="A9999999999"><v>1</v></c></row></sheetData></worksheet>`))
	f.Fuzz(func(t *testing.T, sheet []byte) {
		anyList(t, made.Zip(t, "[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
			"xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="F" sheetId="1" r:id="rId1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"_rels/.rels", `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml", string(sheet)))
	})
}

func FuzzArchive(f *testing.F) {
	filesLike(f, "zip", "kmz")
	f.Fuzz(func(t *testing.T, b []byte) { anyList(t, b) })
}

// FuzzJSON hands in JSON as the documents that are known.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"coveredAreas":[{"name":"a","technologies":["ftth"],"area":{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}}]}`,
		`{"data":[{"id":1,"org_id":2,"net_count":3,"name":"x","latitude":47,"longitude":2}]}`, `{"netfac":[{"fac_id":1}],"fac":[{"id":1}]}`,
		`{"results":[{"name":"a","status":{"value":"active"},"tags":[{"name":"t"}]}],"next":"x"}`, `[{"a":[1,{"b":2}]},3]`, `{"data":3}`, `[[`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, kind := range []string{inventory.KindPops, inventory.KindZones} {
			if table, bad := readJSON(b, kind); bad == nil && table == nil {
				t.Error("neither a table nor a fault")
			}
		}
	})
}

func FuzzCoordinates(f *testing.F) {
	for _, s := range []string{"47°04'59\"N 2°23'53\"E", "47.083, 2.398", "47,083;2,398", "N 47 4 59", "-2°30'", "2.5 O"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, ok := parseCoordinate(s, "NS"); ok && v != v {
			t.Errorf("%q is %v", s, v)
		}
		parsePair(s, "gps")
	})
}

// deflated is a zip of one file that is much smaller than what it holds.
func deflated(t *testing.T, name string, size int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, blanks{}, size); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// TestBombs gives files that are small and would be large: each is refused, in
// bounded memory. It is not parallel, since it counts what is allocated.
func TestBombs(t *testing.T) {
	laughs := "<!DOCTYPE kml [<!ENTITY a0 \"ha\">"
	for i := range 30 {
		laughs += fmt.Sprintf("<!ENTITY a%d \"&a%d;&a%d;\">", i+1, i, i)
	}
	var lying bytes.Buffer // a workbook whose directory says that a part is small
	book := deflated(t, "xl/workbook.xml", 48<<20)
	at := bytes.LastIndex(book, []byte("PK\x01\x02"))
	lying.Write(book)
	copy(lying.Bytes()[at+24:], "\x10\x00\x00\x00")
	for _, c := range []struct {
		name  string
		file  []byte
		codes string
	}{
		{"a list in a zip", deflated(t, "list.csv", 48<<20), "too_much_unpacked"},
		{"a workbook", book, "too_much_unpacked"},
		{"a workbook that lies", lying.Bytes(), "too_much_unpacked broken_file"},
		{"a KMZ", deflated(t, "doc.kml", 48<<20), "too_much_unpacked not_map broken_file"},
		{"a table of a Shapefile", deflated(t, "a.shp", 48<<20), "too_much_unpacked broken_file"},
		{"entities of entities", []byte(laughs + "]><kml><Placemark><name>&a30;</name></Placemark></kml>"), "broken_file"},
		{"deep JSON", []byte(strings.Repeat(`{"a":`, 1_000_000)), "too_deep_json"},
		{"deep lists", []byte(strings.Repeat(`[`, 1_000_000)), "too_deep_json"},
		{"deep KML", []byte("<kml>" + strings.Repeat("<Folder>", 100_000)), "too_deep"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, bad := readTable(c.file, inventory.KindPops, "")
			runtime.ReadMemStats(&after)
			if bad == nil || !strings.Contains(" "+c.codes+" ", " "+bad.code+" ") {
				t.Errorf("got %v, want %s", bad, c.codes)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 300 {
				t.Errorf("%d MB allocated for a file of %d bytes", mb, len(c.file))
			}
		})
	}
}

// TestLargeWorkbook reads a workbook of many rows in memory that a small
// multiple of its own size bounds.
func TestLargeWorkbook(t *testing.T) {
	const rows = 20_000
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	cells := []any{"code", "nom", "latitude", "longitude", "adresse"}
	for i := range rows + 1 {
		if err := w.SetRow(fmt.Sprint("A", i+1), cells); err != nil {
			t.Fatal(err)
		}
		cells = []any{fmt.Sprint("P", i), "Nom du site", 47 + float64(i)/1e5, 2.398, "1 rue de la Gare"}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	table, bad := readTable(b.Bytes(), inventory.KindPops, "")
	if bad != nil || len(table.Rows) != rows || table.Rows[rows-1].Cell(2) != "47.19999" {
		t.Fatalf("%v, %d rows", bad, len(table.Rows))
	}
}
