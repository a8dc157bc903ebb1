package geocode_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/geocode"
	"maillage/inventory/geocode/geocodetest"
)

func open(t *testing.T, answers map[string]geocodetest.Answer) (*geocodetest.Server, *geocode.Geocoder) {
	t.Helper()
	s := geocodetest.New(t, answers)
	g, err := geocode.New(s.URL + "/search/csv")
	if err != nil {
		t.Fatal(err)
	}
	g.Hurry()
	return s, g
}

var port = geocodetest.Answer{Lon: 2.39, Lat: 47.08, Score: 0.97, Next: 0.61, Label: "8 Boulevard \"du\" Port 18000 Bourges", Type: "housenumber", CityCode: "18033"}

func TestSearch(t *testing.T) {
	t.Parallel()
	s, g := open(t, map[string]geocodetest.Answer{"8 boulevard du port, Bourges": port, "nonsense": {Status: "ok", Lon: 400, Lat: 47.1, Score: 0.9}})
	got, err := g.Search(t.Context(), []geocode.Query{{Text: "8 boulevard\n du port, Bourges", INSEE: "18033"}, {Text: "nulle part", Postcode: "18000"}, {Text: ""}, {Text: "nonsense"}})
	want := []inventory.Geocoded{
		{Position: orb.Point{2.39, 47.08}, Label: port.Label, Type: "housenumber", INSEE: "18033", Score: 0.97, Next: 0.61, Status: "ok"},
		{Status: "not-found"}, {Status: "skipped"}, {Status: "error"},
	}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
	filters := map[string][2]string{"8 boulevard du port, Bourges": {"18033", ""}, "nulle part": {"", "18000"}, "": {}, "nonsense": {}}
	if d := cmp.Diff(filters, s.Filters); d != "" {
		t.Error(d)
	}
}

func status(code int, header ...string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

func text(body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { fmt.Fprint(w, body) }
}

// TestTrouble: what passes is waited for, what does not is told.
func TestTrouble(t *testing.T) {
	t.Parallel()
	const head = "id,longitude,latitude,result_score,result_status\n"
	for name, c := range map[string]struct {
		trouble []func(http.ResponseWriter)
		fails   bool
		busy    bool
		after   time.Duration
	}{
		"passes":        {trouble: []func(http.ResponseWriter){status(429), status(503)}},
		"cut":           {trouble: []func(http.ResponseWriter){text(head)}},
		"never":         {trouble: []func(http.ResponseWriter){status(502), status(502), status(502), status(502)}, fails: true, busy: true},
		"long":          {trouble: []func(http.ResponseWriter){status(429, "Retry-After", "120")}, fails: true, busy: true, after: 2 * time.Minute},
		"refused":       {trouble: []func(http.ResponseWriter){status(400)}, fails: true},
		"no csv":        {trouble: []func(http.ResponseWriter){text("\"")}, fails: true},
		"a page":        {trouble: []func(http.ResponseWriter){text("<html>")}, fails: true},
		"another's":     {trouble: []func(http.ResponseWriter){text(head + "7,2,47,1,ok\n")}, fails: true},
		"twice":         {trouble: []func(http.ResponseWriter){text(head + "0,2,47,1,ok\n0,2,47,1,ok\n")}, fails: true},
		"short, twice":  {trouble: []func(http.ResponseWriter){text(head + "0,2\n")}, fails: true},
		"short waiting": {trouble: []func(http.ResponseWriter){status(503, "Retry-After", "0")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, g := open(t, map[string]geocodetest.Answer{"a": port})
			s.Trouble = c.trouble
			got, err := g.Search(t.Context(), []geocode.Query{{Text: "a"}})
			var busy *geocode.Busy
			if (err != nil) != c.fails || errors.As(err, &busy) != c.busy || c.busy && busy.After != c.after {
				t.Errorf("%v", err)
			}
			if !c.fails && (len(got) != 1 || got[0].Label != port.Label) {
				t.Errorf("%+v", got)
			}
		})
	}
	if _, err := geocode.New("ftp://x"); inventory.KindOf(err) != inventory.Invalid {
		t.Error(err)
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add("id,longitude,latitude,result_score,result_status\n0,2,47,0.9,ok\n")
	f.Add("id,longitude,latitude,result_score,result_status\n0,NaN,47,0.9,ok\n")
	f.Fuzz(func(t *testing.T, answer string) {
		got, err := geocode.AnswersOf([]byte(answer), 1)
		if err == nil && (len(got) != 1 || got[0].Status == "ok" && (got[0].Position == orb.Point{} && got[0].Score < 0)) {
			t.Errorf("%+v", got)
		}
		for _, a := range got {
			if p := a.Position; !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
				t.Errorf("%v", p)
			}
		}
	})
}
