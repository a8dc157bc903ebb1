package intake

import (
	"strings"
	"testing"

	"maillage/inventory"
)

// TestReport takes a report, mends it as it says, and uploads it.
func TestReport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	imp := check(t, d, pops("m", "code;nom;lon;lat;note\n\nA;=1+1;47,083;2,398;\"deux\nlignes\"\nB;Deux;2,401;47,095;-5\nC;Trois;;;@x\n"))
	report, err := d.In(French).Report(t.Context(), operator, imp.ID)
	if err != nil {
		t.Fatal(err)
	}
	text := string(report)
	if !strings.HasPrefix(text, "\xef\xbb\xbfcode;nom;lon;lat;note;erreur;à faire\r\n") {
		t.Errorf("the head of the report: %q", short(text, 80))
	}
	for _, want := range []string{"A;'=1+1;47,083;2,398", ";-5;;", "'@x", "swapped_position (lon)"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the report:\n%s", want, text)
		}
	}
	mended := strings.Replace(strings.Replace(text, "47,083;2,398", "2,398;47,083", 1), "C;Trois;;", "C;Trois;2,41;47,08", 1)
	done := load(t, d, pops("m", mended))
	if done.Rows != (inventory.RowCounts{Read: 3, Valid: 3}) || !strings.HasPrefix(popsOf(t, d, "m")[0], "A =1+1 2.3980") {
		t.Errorf("%+v %v", done.Rows, popsOf(t, d, "m"))
	}
	if _, err := d.Report(t.Context(), operator, 999); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("no such import: %v", err)
	}
}

// TestReportOfGeoJSON comes back as CSV with the geometry as text.
func TestReportOfGeoJSON(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	up := zones("m", `{"features":[{"type":"Feature","properties":{"nom":"Un","techno":"fibre"},"geometry":{"type":"Polygon","coordinates":[[[2.3,47],[2.4,47],[2.4,47.1],[2.3,47]]]}},
		{"type":"Feature","properties":{"nom":"Deux"},"geometry":null}]}`)
	imp := check(t, d, up)
	report, err := d.Report(t.Context(), operator, imp.ID)
	if err != nil {
		t.Fatal(err)
	}
	again := check(t, d, zones("m", string(report)))
	if again.Rows != imp.Rows || again.Rows.Valid != 1 || len(again.Errors) != len(imp.Errors) {
		t.Errorf("%+v\n%s", again, report)
	}
}
