package api

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"maillage/api/gen"
)

// bourges is the tile of Bourges at a zoom.
func bourges(z maptile.Zoom) string {
	t := maptile.At([2]float64{2.38, 47.08}, z)
	return "/" + strings.Join([]string{itoa(uint32(z)), itoa(t.X), itoa(t.Y)}, "/") + ".mvt"
}

func itoa(n uint32) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// furnish gives the small country two members that overlap.
func furnish(t *testing.T, s *stack) {
	t.Helper()
	for _, r := range []row{
		{op: "addMember", target: "/members", body: `{"slug":"berry","name":"Berry"}`, status: 201},
		{op: "addMember", target: "/members", body: `{"slug":"cher","name":"Cher"}`, status: 201},
		{op: "addPop", target: "/members/berry/pops", body: `{"code":"p","name":"P","position":[2.38,47.08]}`, status: 201},
		{op: "addZone", target: "/members/berry/zones", body: `{"code":"z","name":"Z","technologies":["ftth","radio"],"handoff":"p","extent":{"kind":"radius","radius_km":4}}`, status: 201},
		{op: "addZone", target: "/members/cher/zones", body: `{"code":"z","name":"Z","technologies":["dsl"],"extent":{"kind":"communes","codes":["18033"]}}`, status: 201},
	} {
		s.send(t, r)
	}
}

func TestTiles(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	furnish(t, s)
	for _, row := range []struct {
		target string
		layers []string // nil: nothing there, 204
	}{
		{"/tiles/base" + bourges(10), []string{"land", "departements", "communes", "places"}},
		{"/tiles/coverage" + bourges(10), []string{"coverage"}},
		{"/tiles/coverage" + bourges(10) + "?technology=dsl,radio&status=operational", []string{"coverage"}},
		{"/tiles/coverage" + bourges(10) + "?technology=coax", nil},
		{"/tiles/coverage" + bourges(10) + "?territory=reunion", nil},
		{"/tiles/coverage/10/0/0.mvt", nil},
		{"/tiles/gaps" + bourges(10), []string{"gaps"}},
		{"/tiles/reach" + bourges(10) + "?member=berry", []string{"reach"}},
		{"/tiles/openings" + bourges(10) + "?member=berry", []string{"openings"}},
		{"/tiles/zones" + bourges(10), []string{"zones"}},
		{"/tiles/zones" + bourges(10) + "?member=berry&v=3", []string{"zones"}},
		{"/tiles/pops" + bourges(10), []string{"pops"}},
		{"/tiles/units" + bourges(10) + "?unit=commune", []string{"units"}},
		{"/tiles/units/10/0/0.mvt?unit=commune", nil},
		{"/tiles/pops" + bourges(10) + "?member=cher", nil},
	} {
		w := ask(s.Server, "GET", row.target, "")
		if row.layers == nil {
			if w.Code != http.StatusNoContent || w.Body.Len() != 0 {
				t.Errorf("%s answers %d, %d bytes, want nothing", row.target, w.Code, w.Body.Len())
			}
			continue
		}
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile" {
			t.Errorf("%s answers %d %s: %.200s", row.target, w.Code, w.Header().Get("Content-Type"), w.Body)
			continue
		}
		tile, err := mvt.Unmarshal(w.Body.Bytes())
		if err != nil {
			t.Errorf("%s: %v", row.target, err)
			continue
		}
		var names []string
		for _, l := range tile {
			names = append(names, l.Name)
			if len(l.Features) == 0 {
				t.Errorf("%s: the layer %s is empty", row.target, l.Name)
			}
		}
		if diff := cmp.Diff(row.layers, names); diff != "" {
			t.Errorf("%s: %s", row.target, diff)
		}
	}
	for target, code := range map[string]string{
		"/tiles/reach" + bourges(10):                           "no_member",
		"/tiles/openings" + bourges(10) + "?member=berry,cher": "no_member",
		"/tiles/units" + bourges(10):                           "no_unit",
		"/tiles/units" + bourges(10) + "?unit=nro":             "unknown_unit",
	} {
		if p := problemIn(t, ask(s.Server, "GET", target, "")); p.Status != 400 || p.Code != code {
			t.Errorf("%s answers %+v", target, p)
		}
	}
	if p := problemIn(t, ask(s.Server, "GET", "/tiles/reach"+bourges(10)+"?member=nobody", "")); p.Status != 400 {
		t.Errorf("an unknown member's reach is %+v", p)
	}
}

func TestTilesAreKeptUntilAChange(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	furnish(t, s)
	for _, name := range []string{"coverage", "base", "units"} {
		target := "/tiles/" + name + bourges(8) + "?unit=commune"
		first := ask(s.Server, "GET", target, "")
		etag := first.Header().Get("ETag")
		if first.Code != 200 || etag == "" {
			t.Fatalf("%s answers %d with the ETag %q", target, first.Code, etag)
		}
		again := ask(s.Server, "GET", target, "", "If-None-Match", etag)
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s, kept, answers %d with %d bytes", target, again.Code, again.Body.Len())
		}
		s.send(t, row{op: "deleteZone", target: "/members/cher/zones/z", status: 204})
		changed := ask(s.Server, "GET", target, "", "If-None-Match", etag)
		if want := map[string]int{"coverage": 200, "base": 304, "units": 304}[name]; changed.Code != want {
			t.Errorf("%s answers %d after a change of a zone, want %d", target, changed.Code, want)
		}
		furnishAgain(t, s)
	}
}

func furnishAgain(t *testing.T, s *stack) {
	t.Helper()
	s.send(t, row{op: "addZone", target: "/members/cher/zones", status: 201,
		body: `{"code":"z","name":"Z","technologies":["dsl"],"extent":{"kind":"communes","codes":["18033"]}}`})
}

func TestTileJSON(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	for name := range layers {
		w := ask(s.Server, "GET", "/tiles/"+name+".json?technology=ftth,dsl", "")
		for _, want := range []string{`"tilejson":"3.0.0"`, `"vector_layers":[{"id":`,
			`"tiles":["http://localhost:8080/tiles/` + name + `/{z}/{x}/{y}.mvt?technology=ftth,dsl"]`} {
			if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s.json answers %d without %s: %s", name, w.Code, want, w.Body)
			}
		}
	}
}

// Readers see whole states while a writer changes what they read.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	furnish(t, s)
	with := get[gen.Coverage](t, s, "/coverage").Covered
	s.send(t, row{op: "deleteZone", target: "/members/cher/zones/z", status: 204})
	without := get[gen.Coverage](t, s, "/coverage").Covered
	if with == without {
		t.Fatal("the zone changes nothing")
	}
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if got := get[gen.Coverage](t, s, "/coverage").Covered; got != with && got != without {
					t.Errorf("a reader saw %+v", got)
					return
				}
				ask(s.Server, "GET", "/tiles/coverage"+bourges(9), "")
				ask(s.Server, "GET", "/metrics", "")
			}
		})
	}
	for range 10 {
		furnishAgain(t, s)
		if got := get[gen.Coverage](t, s, "/coverage").Covered; got != with {
			t.Errorf("after a write its own process reads %+v", got)
		}
		s.send(t, row{op: "deleteZone", target: "/members/cher/zones/z", status: 204})
	}
	close(stop)
	readers.Wait()
}
