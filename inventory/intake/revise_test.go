package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// messy has columns of no usual name, a swapped position, lost signs and zeros,
// unknown words and a place that nobody knows.
const messy = "repère;truc;est;nord;état\n" +
	"A;Un;2,398;47,083;en service\n" +
	"B;Deux;47,083;2,398;en service\n" +
	"C;Trois;2,398;-47,083;prévu\n" +
	"D;Quatre;;;bizarre\n" +
	"E;Cinq;2,4;47,09;bizarre\n"

func column(imp inventory.Import, name string) inventory.ImportColumn {
	i := slices.IndexFunc(imp.Columns, func(c inventory.ImportColumn) bool { return c.Column == name })
	if i < 0 {
		return inventory.ImportColumn{}
	}
	return imp.Columns[i]
}

func problem(imp inventory.Import, code string) inventory.Problem {
	i := slices.IndexFunc(imp.Problems, func(p inventory.Problem) bool { return p.Code == code })
	if i < 0 {
		return inventory.Problem{}
	}
	return imp.Problems[i]
}

func revise(t *testing.T, d *Desk, id int64, r Revision) inventory.Import {
	t.Helper()
	imp, err := d.Revise(t.Context(), operator, id, r)
	if err != nil {
		t.Fatal(err)
	}
	return imp
}

func mend(t *testing.T, d *Desk, id int64, r Repair, rows int) inventory.Import {
	t.Helper()
	imp, n, err := d.Mend(t.Context(), operator, id, r)
	if err != nil || n != rows {
		t.Fatalf("%+v mends %d rows, want %d: %v", r, n, rows, err)
	}
	return imp
}

// TestWholeRepair takes a messy list from its upload to its commit: columns
// chosen, repairs of several kinds, a row edited, one placed, one left out.
func TestWholeRepair(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	imp := check(t, d, pops("m", messy))
	if c := column(imp, "état"); c.Field != "status" || c.By != inventory.ByName || len(c.Samples) == 0 {
		t.Errorf("%+v", c)
	}
	if c := column(imp, "truc"); c.Field != "" || c.Reason == "" {
		t.Errorf("%+v", c)
	}
	mapping := map[string]string{"code": "repère", "name": "#2", "longitude": "est", "latitude": "nord"}
	p, err := d.Preview(t.Context(), operator, imp.ID, mapping)
	if err != nil || len(p.Rows) != 5 || !strings.Contains(string(p.Rows[0].Entry), `"name":"Un"`) || p.Rows[0].Position == nil || len(p.Rows[1].Errors) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	if again, err := postgres.Import(t.Context(), d.Store.Pool, imp.ID); err != nil || !cmp.Equal(again, imp) {
		t.Errorf("a preview leaves traces: %v %v", cmp.Diff(imp, again), err)
	}
	imp = revise(t, d, imp.ID, Revision{Mapping: mapping})
	got := fmt.Sprint(imp.Rows, problem(imp, "swapped_position").Repair, problem(imp, "lost_sign").Repair, problem(imp, "unknown_status").Repair, problem(imp, "no_position").Repair)
	if got != "{5 1 4}movemovechooseplace" {
		t.Errorf("%s: %+v", got, imp.Problems)
	}
	if s := problem(imp, "unknown_status"); s.Count != 2 || !slices.Equal(s.Rows, []int{5, 6}) || len(s.Values) != 1 || s.Values[0].Count != 2 || len(s.Choices) == 0 {
		t.Errorf("%+v", s)
	}
	mend(t, d, imp.ID, Repair{Code: "swapped_position", Column: "est"}, 1)
	mend(t, d, imp.ID, Repair{Code: "lost_sign", Column: "est"}, 1)
	planned := "prévu"
	mend(t, d, imp.ID, Repair{Code: "unknown_status", Column: "état", To: &planned, Rows: []int{6}}, 1)
	imp = mend(t, d, imp.ID, Repair{Code: "unknown_status", Column: "état", To: &planned}, 1)
	name := "Cinq bis"
	imp = revise(t, d, imp.ID, Revision{Edits: []Edit{{Row: 5, Position: &orb.Point{2.41, 47.08}}, {Row: 6, Column: "truc", Value: &name}}})
	if imp.Rows != (inventory.RowCounts{Read: 5, Valid: 5}) || imp.Edited != 4 || len(imp.Problems) != 0 {
		t.Fatalf("%+v %+v", imp.Rows, imp.Problems)
	}
	gone := true
	imp = revise(t, d, imp.ID, Revision{Edits: []Edit{{Row: 2, Drop: &gone}}})
	g, err := d.Grid(t.Context(), operator, imp.ID, GridFilter{Limit: 2})
	if err != nil || len(g.Rows) != 2 || g.Next != 3 || g.Rows[0].State != RowDropped || !slices.Equal(g.Rows[1].Edited, []int{2, 3}) || g.Rows[1].Cells[2] != "2,398" {
		t.Errorf("%+v, %v", g, err)
	}
	again := check(t, d, pops("m", string(reportOf(t, d, imp.ID))))
	if again.Rows != (inventory.RowCounts{Read: 4, Valid: 4}) || again.Columns[0].By != inventory.ByRemembered {
		t.Errorf("the report uploaded again: %+v %+v", again.Rows, again.Columns)
	}
	done, err := d.Commit(t.Context(), operator, imp.ID, ModeAll)
	if err != nil || done.Changes.Added != 4 {
		t.Fatalf("%+v, %v", done.Changes, err)
	}
	want := []string{"B Deux 2.3980 47.0830", "C Trois 2.3980 47.0830", "D Quatre 2.4100 47.0800", "E Cinq bis 2.4000 47.0900"}
	for i, p := range popsOf(t, d, "m") {
		if !strings.HasPrefix(p, want[i]) {
			t.Errorf("%s, want %s", p, want[i])
		}
	}
	if unchanged := check(t, d, pops("m", string(reportOf(t, d, again.ID)))).Changes; unchanged != (inventory.Changes{Unchanged: 4}) {
		t.Errorf("what was committed, from its report: %+v", unchanged)
	}
	if _, err := d.Revise(t.Context(), operator, imp.ID, Revision{Scope: ScopeReplace}); codeOf(err) != "import_not_open" {
		t.Errorf("revised after its commit: %v", err)
	}
}

func reportOf(t *testing.T, d *Desk, id int64) []byte {
	t.Helper()
	b, err := d.Report(t.Context(), operator, id)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRepairOfCodes mends one code out of several in a cell, all alike.
func TestRepairOfCodes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	imp := check(t, d, zones("m", "code,name,technologies,communes\nA,A,ftth,18033 99999\nB,B,fibre cuivre laser,18033\nC,C,ftth,99999|18033\n"))
	to := "18033"
	imp = mend(t, d, imp.ID, Repair{Code: "unknown_commune", Column: "communes", To: &to}, 2)
	laser, radio := "laser", "radio"
	imp = mend(t, d, imp.ID, Repair{Code: "unknown_technology", Column: "technologies", Value: &laser, To: &radio}, 1)
	if imp.Rows.Rejected != 0 {
		t.Errorf("%+v", imp.Errors)
	}
	g, err := d.Grid(t.Context(), operator, imp.ID, GridFilter{})
	if err != nil || g.Rows[0].Cells[3] != "18033 18033" || g.Rows[1].Cells[2] != "fibre cuivre radio" || g.Rows[2].Cells[3] != "18033|18033" {
		t.Errorf("%+v %v", g.Rows, err)
	}
}

// TestFlippedGeometry turns polygons round, in a cell and in a file's own.
func TestFlippedGeometry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	for name, list := range map[string]string{
		"cell": "code,name,technologies,wkt\nA,A,ftth,\"POLYGON((47 2.3,47 2.4,47.1 2.4,47 2.3))\"\n",
		"own":  `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","name":"A","technologies":"ftth"},"geometry":{"type":"Polygon","coordinates":[[[47,2.3],[47,2.4],[47.1,2.4],[47,2.3]]]}}]}`,
	} {
		imp := check(t, d, zones("m", list))
		p := problem(imp, "swapped_position")
		if p.Repair != inventory.RepairMove {
			t.Fatalf("%s: %+v", name, imp.Problems)
		}
		imp = mend(t, d, imp.ID, Repair{Code: p.Code, Column: p.Column}, 1)
		if imp.Rows.Rejected != 0 {
			t.Errorf("%s: %+v", name, imp.Errors)
		}
		if again := check(t, d, zones("m", string(reportOf(t, d, imp.ID)))); again.Rows.Rejected != 0 {
			t.Errorf("%s, its report: %+v", name, again.Errors)
		}
	}
}

// TestUnreadableHeader: a file of which no column is known fails, and is mended
// by a mapping.
func TestUnreadableHeader(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	imp, err := d.Check(t.Context(), operator, pops("m", "foo;bar;baz\nA;2,398;47,083\n"))
	if codeOf(err) == "" || imp.State != inventory.ImportFailed || len(imp.Columns) != 3 {
		t.Fatalf("%+v %v", imp, err)
	}
	imp = revise(t, d, imp.ID, Revision{Mapping: map[string]string{"code": "foo", "longitude": "bar", "latitude": "baz"}})
	if imp.State != inventory.ImportChecked || imp.Rows.Valid != 1 {
		t.Errorf("%+v", imp)
	}
	if _, err := d.Revise(t.Context(), operator, imp.ID, Revision{Mapping: map[string]string{"code": "none"}}); codeOf(err) != "unknown_column" {
		t.Errorf("%v", err)
	}
	imp = revise(t, d, imp.ID, Revision{Mapping: map[string]string{}})
	if imp.State != inventory.ImportFailed || len(imp.Errors) != 1 {
		t.Errorf("%+v", imp)
	}
}

// TestByContent tells columns by what stands in them, and leaves alone what may
// be anything.
func TestByContent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	u := d.Atlas.Now().Gazetteer().Units(inventory.Commune)
	list := "nom;a;b;c;d\n"
	for i := range 4 {
		list += fmt.Sprintf("N%d;%g;%g;%s;%d\n", i, u[i].Centre[0], u[i].Centre[1], u[i].Code, i)
	}
	imp := check(t, d, pops("m", list))
	got := map[string]string{}
	for _, c := range imp.Columns {
		got[c.Column] = c.Field + " " + string(c.By)
	}
	want := map[string]string{"nom": "name name", "a": "longitude content", "b": "latitude content", "c": "insee content", "d": " "}
	if diff := cmp.Diff(want, got); diff != "" || imp.Rows.Rejected != 0 {
		t.Errorf("%s %+v", diff, imp.Errors)
	}
}
