package intake

import (
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"maillage/inventory"
)

// codesOf are those of the entries that an import is of, as its grid shows them.
func codesOf(t *testing.T, d *Desk, id int64) []string {
	t.Helper()
	g, err := d.Grid(t.Context(), operator, id, GridFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range g.Rows {
		all = append(all, r.Code)
	}
	return all
}

// TestAnotherSheet has a workbook read from one sheet, then from another, in
// which what was told and edited of the first is gone.
func TestAnotherSheet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "alpha")
	file := book(t, func(f *excelize.File) {
		sheet(t, f, "Lisez-moi", [][]any{{"Liste tenue par Camille"}})
		sheet(t, f, "2023", [][]any{{"code", "nom", "lat", "lon", "h"}, {"a", "Ancien", 47.083, 2.398, 10}})
		sheet(t, f, "2024", [][]any{{"code", "nom", "lat", "lon"}, {"b", "Nouveau", 47.083, 2.398}, {"c", "Autre", 47.09, 2.41}})
		sheet(t, f, "Secret", [][]any{{"code", "nom", "lat", "lon"}, {"z", "Caché", 47.083, 2.398}})
		if err := f.SetSheetVisible("Secret", false); err != nil {
			t.Fatal(err)
		}
	})
	up := Upload{Member: "alpha", Kind: inventory.KindPops, FileName: "liste.xlsx", Content: file}
	imp := check(t, d, up)
	if diff := cmp.Diff([]string{"Lisez-moi", "2023", "2024"}, imp.Sheets); diff != "" || imp.Sheet != "2023" {
		t.Fatalf("read from %q of\n%s", imp.Sheet, diff)
	}
	value := "Renommé"
	imp = revise(t, d, imp.ID, Revision{Mapping: map[string]string{"capacity_gbps": "h"}, Edits: []Edit{{Row: 2, Column: "nom", Value: &value}}})
	if imp.Edited != 1 || imp.Sheet != "2023" {
		t.Fatalf("%d rows edited of %q", imp.Edited, imp.Sheet)
	}
	other := "2024"
	imp = revise(t, d, imp.ID, Revision{Sheet: &other})
	if got := codesOf(t, d, imp.ID); imp.Sheet != "2024" || imp.Edited != 0 || imp.Mapping["capacity_gbps"] != "" || !slices.Equal(got, []string{"b", "c"}) {
		t.Fatalf("%q has %v, %d edited, %v", imp.Sheet, got, imp.Edited, imp.Mapping)
	}
	// A mapping leaves the sheet as it is, for a preview too.
	imp = revise(t, d, imp.ID, Revision{Mapping: map[string]string{"name": "nom"}})
	p, err := d.Preview(t.Context(), operator, imp.ID, map[string]string{"name": "nom"})
	if err != nil || imp.Sheet != "2024" || len(p.Rows) != 2 {
		t.Fatalf("%q, a preview of %d rows: %v", imp.Sheet, len(p.Rows), err)
	}
	// One that is not there changes nothing, and is told.
	none := "2025"
	var e *inventory.Error
	if _, err := d.Revise(t.Context(), operator, imp.ID, Revision{Sheet: &none}); !errors.As(err, &e) || e.Code != "no_layer" || e.Kind != inventory.Invalid {
		t.Fatalf("no such sheet: %v", err)
	}
	if done, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); err != nil || done.Changes.Added != 2 || done.Sheet != "2024" {
		t.Fatalf("%+v %v", done.Changes, err)
	}
	// What was chosen for the first sheet is remembered, the sheet itself is not.
	addMember(t, d, "beta")
	up.Sheet = "2024"
	if imp = check(t, d, up); imp.Sheet != "2024" || imp.Changes.Unchanged != 2 {
		t.Fatalf("%q %+v", imp.Sheet, imp.Changes)
	}
	up.Sheet = ""
	if imp = check(t, d, up); imp.Sheet != "2023" || imp.Mapping["capacity_gbps"] != "h" {
		t.Fatalf("%q %v", imp.Sheet, imp.Mapping)
	}
}

// TestSheetToChoose keeps a file none of whose layers can be told from the
// others, and takes the one that is chosen then.
func TestSheetToChoose(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "alpha")
	file, err := os.ReadFile("testdata/corpus/pops-two-layers.zip")
	if err != nil {
		t.Fatal(err)
	}
	imp, err := d.Check(t.Context(), operator, Upload{Member: "alpha", Kind: inventory.KindPops, FileName: "couches.zip", Content: file})
	var e *inventory.Error
	if !errors.As(err, &e) || e.Code != "several_layers" {
		t.Fatalf("two layers: %v", err)
	}
	if diff := cmp.Diff([]string{"a", "b"}, imp.Sheets); diff != "" || imp.Sheet != "" || imp.State != inventory.ImportFailed {
		t.Fatalf("%s, read from %q of\n%s", imp.State, imp.Sheet, diff)
	}
	layer := "b"
	imp = revise(t, d, imp.ID, Revision{Sheet: &layer})
	if diff := cmp.Diff([]string{"a", "b"}, imp.Sheets); diff != "" || imp.Sheet != "b" || imp.State != inventory.ImportChecked || imp.Changes.Added != 1 {
		t.Fatalf("%s, read from %q, %+v, of\n%s", imp.State, imp.Sheet, imp.Changes, diff)
	}
}
