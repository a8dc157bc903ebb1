package api

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"maillage/inventory/account"
	"maillage/inventory/atlas"
	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/intake"
	"maillage/inventory/territory/territorytest"
)

var paced = flag.Bool("pace", false, "time every analysis over HTTP, on 720 zones; a minute")

// pacedRoutes are the analyses, national, as a page asks them; %s is a member.
var pacedRoutes = []struct{ name, method, target, body string }{
	{"coverage", "GET", "/coverage", ""},
	{"coverage, communes", "GET", "/coverage?unit=commune", ""},
	{"overlaps", "GET", "/overlaps", ""},
	{"gaps, communes", "GET", "/gaps?unit=commune", ""},
	{"gap regions", "GET", "/gaps/regions", ""},
	{"openings", "GET", "/openings?member=%s", ""},
	{"openings, communes", "GET", "/openings?member=m07&unit=commune", ""},
	{"openings, giver × receiver", "GET", "/openings", ""},
	{"contributions", "GET", "/contributions", ""},
	{"redundancy", "GET", "/redundancy", ""},
	{"redundancy, communes", "GET", "/redundancy?unit=commune", ""},
	{"simulation", "POST", "/simulations", `{"remove":["%s"]}`},
	{"simulation, communes", "POST", "/simulations", `{"remove":["m07"],"unit":"commune"}`},
}

// TestPace prints how long each analysis takes over HTTP, eight at a time, the
// first time and once it is warm. What is slow is told, and fails nothing.
func TestPace(t *testing.T) {
	if !*paced {
		t.Skip("takes a minute: go test ./api -run TestPace -v -args -pace, or make bench")
	}
	url, real := territorytest.Real(t)
	if !real {
		t.Skip("the real communes are not on this machine")
	}
	w := atlastest.Open(t, url, atlastest.Size{Members: 60, Zones: 12, Communes: 264})
	w.Fill(t, 20260)
	a, err := atlas.Open(t.Context(), w.Store, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := starting(t, io.Discard)
	s.Ready(Parts{Store: w.Store, Atlas: a, Desk: &intake.Desk{Store: w.Store, Atlas: a}, Door: account.New(w.Store)})
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8, DisableCompression: true}}
	ask := func(method, target, body string) (time.Duration, int) {
		r, err := http.NewRequest(method, server.URL+prefix+target, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		start := time.Now()
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		n, err := io.Copy(io.Discard, resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s %s: %d %v", method, target, resp.StatusCode, err)
		}
		return time.Since(start), int(n)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%-28s %10s %10s %10s %10s %12s\n", "analysis over HTTP", "first", "p50", "p99", "mark", "bytes sent")
	for _, route := range pacedRoutes {
		of := func(i int) (target, body string) {
			member := fmt.Sprintf("m%02d", i%5)
			return strings.ReplaceAll(route.target, "%s", member), strings.ReplaceAll(route.body, "%s", member)
		}
		var first time.Duration
		size := 0
		for i := range 5 {
			target, body := of(i)
			took, n := ask(route.method, target, body)
			first, size = max(first, took), max(size, n)
		}
		const calls = 400
		took := make([]time.Duration, calls)
		var next atomic.Int64
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				for i := int(next.Add(1)) - 1; i < calls; i = int(next.Add(1)) - 1 {
					target, body := of(i)
					took[i], _ = ask(route.method, target, body)
				}
			})
		}
		wait.Wait()
		slices.Sort(took)
		judged := "met"
		if took[calls*99/100] >= 50*time.Millisecond {
			judged = "missed"
		}
		fmt.Fprintf(&out, "%-28s %10s %10s %10s %10s %12d\n", route.name, first.Round(100*time.Microsecond),
			took[calls/2].Round(10*time.Microsecond), took[calls*99/100].Round(10*time.Microsecond), judged, size)
	}
	t.Logf("\n%s", out.String())
}
