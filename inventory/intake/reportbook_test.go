package intake

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"maillage/inventory"
)

// TestReportBook takes the report of a workbook as a workbook: the sheet that
// was read, with two columns more, that says again what the file said, and once
// mended in the sheet is without fault.
func TestReportBook(t *testing.T) {
	t.Parallel()
	d := newDesk(t).In(French)
	addMember(t, d, "m")
	file := book(t, func(f *excelize.File) {
		sheet(t, f, "Lisez-moi", [][]any{{"Liste tenue par Camille"}})
		sheet(t, f, "Sites", [][]any{{"Réseau du Berry"}, {"code", "nom", "lat", "lon", "cp", "ouvert le", "débit", "note"},
			{"0012", "=1+1", 47.083, 2.398, 18000, 45292, 10, "-"}, {"B", "Deux", 2.41, 47.09, "01000", "2024-02-03", "2,5 Gbit/s", "@x"}, {"C", "Trois", "", "", "", "", "", ""}})
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sites", "F3", "F3", style); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellFormula("Sites", "H5", "1+1"); err != nil {
			t.Fatal(err)
		}
	})
	up := Upload{Member: "m", Kind: inventory.KindPops, FileName: "liste.xlsx", Content: file, Lang: French}
	imp := check(t, d, up)
	if imp.Rows.Rejected != 2 {
		t.Fatalf("%+v %+v", imp.Rows, imp.Errors)
	}
	report, err := d.ReportBook(t.Context(), operator, imp.ID)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(report))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Sites")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for n := range rows[i] {
			rows[i][n] = short(rows[i][n], 24)
		}
	}
	want := [][]string{{"code", "nom", "lat", "lon", "cp", "ouvert le", "débit", "note", "erreur", "à faire"},
		{"0012", "'=1+1", "47.083", "2.398", "18000", "2024-01-01", "10", "-"}}
	if diff := cmp.Diff(want, rows[:2]); diff != "" || len(rows) != 4 || !strings.HasPrefix(rows[2][8], "swapped_position (lon)") {
		t.Errorf("%d rows, %q -want +got\n%s", len(rows), rows[2], diff)
	}
	if kind, err := f.GetCellType("Sites", "A2"); err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
		t.Errorf("the code is of type %v: %v", kind, err)
	}
	if formula, err := f.GetCellFormula("Sites", "H4"); err != nil || formula != "" {
		t.Errorf("a formula stays: %q %v", formula, err)
	}
	up.Content = report
	again := check(t, d, up)
	if again.Rows != imp.Rows || again.Sheet != "Sites" || len(again.Errors) != len(imp.Errors) || len(again.Ignored) != len(imp.Ignored)+2 {
		t.Errorf("again: %+v, %+v", again.Rows, again.Ignored)
	}
	for at, v := range map[string]any{"C3": 47.09, "D3": 2.41, "C4": "47,1", "D4": "2,42"} {
		if err := f.SetCellValue("Sites", at, v); err != nil {
			t.Fatal(err)
		}
	}
	var mended bytes.Buffer
	if err := f.Write(&mended); err != nil {
		t.Fatal(err)
	}
	up.Content = mended.Bytes()
	if done := load(t, d, up); done.Rows.Valid != 3 {
		t.Errorf("mended: %+v %+v", done.Rows, done.Errors)
	}
	for _, p := range popsOf(t, d, "m") {
		if strings.HasPrefix(p, "0012 =1+1 2.3980") {
			return
		}
	}
	t.Errorf("what was read: %v", popsOf(t, d, "m"))
}

// TestReportBookTooLong refuses an outline that no cell of a workbook holds,
// rather than cut it.
func TestReportBookTooLong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	outline := "POLYGON((2.3 47" + strings.Repeat(",2.3 47.1,2.4 47.1", 2500) + ",2.3 47))"
	imp := check(t, d, zones("m", "code;nom;techno;wkt\nA;Un;ftth;\""+outline+"\"\n"))
	_, err := d.ReportBook(t.Context(), operator, imp.ID)
	var e *inventory.Error
	if !errors.As(err, &e) || e.Kind != inventory.TooLarge || !strings.Contains(e.Message, "row 2") {
		t.Errorf("%v", err)
	}
	if _, err := d.Report(t.Context(), operator, imp.ID); err != nil {
		t.Errorf("as CSV: %v", err)
	}
}
