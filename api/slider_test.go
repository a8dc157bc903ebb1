package api

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/inventory/account"
	"maillage/inventory/atlas"
	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/intake"
	"maillage/inventory/planning"
	"maillage/inventory/territory/territorytest"
)

// slid are the plans whose budgets are moved: what is in front of the budget.
var slid = []struct{ name, request, budget string }{
	{"communes, zones", `{"from":"units","unit":"commune","objective":"reach"`, "zones"},
	{"communes, €", `{"from":"units","unit":"commune","objective":"reach","cost":{"door_eur":15000,"per_km_eur":1000,"monthly_eur":250,"months":60}`, "eur"},
	{"circles of 10 km, zones", `{"from":"units","unit":"commune","radius_km":10,"objective":"reach"`, "zones"},
	{"circles of 10 km, €", `{"from":"units","unit":"commune","radius_km":10,"objective":"reach","cost":{"door_eur":15000,"per_km_eur":1000,"monthly_eur":250,"months":60}`, "eur"},
	{"EPCI, €", `{"from":"units","unit":"epci","objective":"reach","cost":{"door_eur":15000,"per_km_eur":1000,"monthly_eur":250,"months":60}`, "eur"},
}

// processor is the processor time of this process, server and asker.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // of ourselves: it cannot fail
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// idle waits until this process works no more, and tells how much it did till then:
// after a first answer the server bounds other budgets ahead.
func idle() time.Duration {
	before := processor()
	for {
		now := processor()
		time.Sleep(time.Second)
		if processor()-now < 5*time.Millisecond {
			return processor() - before
		}
	}
}

// moves are where the slider is let go, in zones; 50,000 € stand for one.
var moves = []int{20, 21, 25, 30, 60, 100, 99, 101, 40, 10, 5, 1, 0, 3, 50, 80, 150, 200, 33, 20}

// TestSlider prints how long a moved budget takes over HTTP to be answered. What is
// slow is told, and fails nothing.
func TestSlider(t *testing.T) {
	if !*paced {
		t.Skip("takes a minute: go test ./api -run TestSlider -v -args -pace, or make bench")
	}
	url, real := territorytest.Real(t)
	if !real {
		t.Skip("the real communes are not on this machine")
	}
	w := atlastest.Open(t, url, atlastest.Size{Members: 10, Zones: 12, Communes: 264})
	w.Fill(t, 20260)
	log := slog.New(slog.DiscardHandler)
	a, err := atlas.Open(t.Context(), w.Store, log)
	if err != nil {
		t.Fatal(err)
	}
	desk := &intake.Desk{Store: w.Store, Atlas: a}
	planner := planning.New(w.Store, a, desk, log)
	defer planner.Close()
	s := starting(t, io.Discard)
	s.Ready(Parts{Store: w.Store, Atlas: a, Desk: desk, Planner: planner, Door: account.New(w.Store)})
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	ask := func(route, request, budget string, n int) (took, cpu time.Duration, text string) {
		if budget == "eur" {
			n *= 50_000
		}
		began, before := time.Now(), processor()
		resp, err := http.Post(server.URL+prefix+"/plans/"+route, "application/json", strings.NewReader(fmt.Sprintf(`%s,"budget":{%q:%d}}`, request, budget, n)))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		all, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%d %v %.300s", resp.StatusCode, err, all)
		}
		return time.Since(began), processor() - before, string(all)
	}
	load, _ := os.ReadFile("/proc/loadavg")
	var out strings.Builder
	fmt.Fprintf(&out, "load %s%-28s %10s %10s %10s %8s %10s %10s  %-10s %10s %10s\n", load, "moved budget over HTTP", "first", "p50", "longest", "mark", "CPU p50", "longest", "proven", "curve", "ahead, CPU")
	for _, one := range slid {
		first, _, _ := ask("preview", one.request, one.budget, 20)
		behind := idle()
		var took, cpu []time.Duration
		least := 1.0
		for _, n := range moves {
			d, c, text := ask("preview", one.request, one.budget, n)
			took, cpu = append(took, d), append(cpu, c)
			var share float64
			if _, after, ok := strings.Cut(text, `"share_of_best":`); ok {
				fmt.Sscanf(after, "%g", &share)
			}
			least = min(least, share)
		}
		slices.Sort(took)
		slices.Sort(cpu)
		judged := "met"
		if took[len(took)-1] >= 150*time.Millisecond {
			judged = "missed"
		}
		curve, _, _ := ask("curve", one.request, one.budget, 20)
		fmt.Fprintf(&out, "%-28s %10s %10s %10s %8s %10s %10s  ≥ %.1f %%  %10s %10s\n", one.name, first.Round(time.Millisecond), took[len(took)/2].Round(time.Millisecond),
			took[len(took)-1].Round(time.Millisecond), judged, cpu[len(cpu)/2].Round(time.Millisecond), cpu[len(cpu)-1].Round(time.Millisecond), 100*least, curve.Round(time.Millisecond), behind.Round(time.Millisecond))
	}
	load, _ = os.ReadFile("/proc/loadavg")
	t.Logf("\n%sload %s", out.String(), load)
}
