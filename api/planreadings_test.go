package api

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"maillage/api/gen"
)

// Who is named zones that a member plans has read them: in the studio and in plans
// once an hour for each owner, however often they are drawn anew. Proposals are not
// counted: who has not read one has cast no voice.
func TestReadersOfPlans(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	at := time.Date(2026, 3, 14, 12, 30, 0, 0, time.UTC)
	m.readers.Now = func() time.Time { return at }
	const planned = `{"from":"planned","objective":"reach","budget":{"zones":9},"members":["alpha"]}`
	const units = `{"from":"units","unit":"commune","radius_km":3,"objective":"reach","budget":{"zones":2}}`
	readings := func() (count int) {
		t.Helper()
		if err := m.readers.Flush(t.Context(), m.parts.Store); err != nil {
			t.Fatal(err)
		}
		var d struct{ Items []gen.Reading }
		m.document(t, asKeeperA, "/members/alpha/readers", &d)
		for _, r := range d.Items {
			if or(r.Reader, "") != "beta" {
				t.Errorf("read by %+v", r)
			}
			count += int(r.Count)
		}
		return count
	}
	asks := func(method, path, body string, want int) {
		t.Helper()
		before := readings()
		status, _, text := m.as(asKeeperB, method, prefix+path, body)
		if status >= 300 {
			t.Fatalf("%s answers %d: %.300s", path, status, text)
		}
		if want > 0 && !strings.Contains(text, "alpha") {
			t.Errorf("%s names nothing of alpha's: %.300s", path, text)
		}
		if got := readings() - before; got != want {
			t.Errorf("%s %s counts %d, want %d", method, path, got, want)
		}
	}
	asks("POST", "/plans/preview", units, 0)
	asks("POST", "/plans/preview", planned, 1)
	asks("POST", "/plans/preview", strings.Replace(planned, "9", "8", 1), 0) // the budget moves
	asks("POST", "/plans/curve", planned, 0)
	asks("POST", "/plans/candidates", planned, 1)
	asks("POST", "/plans/candidates", units, 0)
	asks("POST", "/plans", `{"request":`+planned+`}`, 1)
	var plans struct{ Items []gen.Plan }
	m.document(t, asKeeperB, "/plans", &plans)
	plan := fmt.Sprint("/plans/", plans.Items[0].Id)
	for _, again := range []string{"/plans", plan, plan + "/picks.geojson", plan + "/exports/picks.csv"} {
		asks("GET", again, "", 0)
	}
	at = at.Add(time.Hour)
	asks("GET", plan+"/exports/picks.csv", "", 1)
	asks("GET", plan+"/picks.geojson", "", 0)
	asks("POST", "/plans/curve", planned, 1)
	at = at.Add(time.Hour)
	asks("GET", plan, "", 1)
	at = at.Add(time.Hour)
	asks("GET", plan+"/picks.geojson", "", 1)
	at = at.Add(time.Hour)
	asks("POST", "/plans/replacements", `{"request":`+planned+
		`,"picks":["alpha/z-alpha-coming-members"],"drop":"alpha/z-alpha-coming-members"}`, 1)
	asks("GET", fmt.Sprint("/proposals/", m.proposal), "", 0)
	asks("GET", "/proposals", "", 0)
	asks("PUT", fmt.Sprint("/proposals/", m.proposal, "/voice"), `{"interest":"abstains"}`, 0)
}
