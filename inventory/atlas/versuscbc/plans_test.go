package versuscbc

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/geo/plan"
	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/territory/territorytest"
)

var (
	asked = flag.Bool("plans", false, "time the planner against CBC; minutes")
	limit = flag.Duration("limit", 2*time.Minute, "the longest that CBC may take for one problem")
	mean  = flag.Int("mean", 264, "communes in a zone on average: 264 is the atlas's own benchmark; 170 leaves about as many communes uncovered as the mark has")
	parts = flag.String("parts", "communes,cells,slider,epci", "what to time, of these and cbccells: CBC on cells, which needs gigabytes")
	vmem  = flag.Int("cbc-memory", 6000, "the most memory that CBC may take on cells, in MB")
)

// seed is that of the atlas's own benchmark, and ten members are its first ten.
const seed = 20260

// TestAgree holds the planner and CBC to the same optimum.
func TestAgree(t *testing.T) {
	t.Parallel()
	if !haveCBC() {
		t.Skip("CBC is not installed: apt-get install coinor-cbc, or make bench")
	}
	rnd := rand.New(rand.NewPCG(seed, 2))
	p := &plan.Problem{Weights: make([]float64, 300)}
	for e := range p.Weights {
		p.Weights[e] = float64(rnd.IntN(1000))
	}
	for i := range 200 {
		c := plan.Candidate{Code: fmt.Sprint(i), Cost: plan.NoCost}
		for e, at := 0, rnd.IntN(280); e < 1+rnd.IntN(20); e++ {
			c.Elements = append(c.Elements, int32(at+e))
		}
		p.Candidates = append(p.Candidates, c)
	}
	for _, picks := range []int{1, 7, 20} {
		ours, theirs := ask(t, p, plan.Zones(picks), plan.Options{}), cbc(t, p, picks, time.Minute)
		if math.Abs(ours.value-theirs.value) > 1e-6*theirs.value || ours.bound < theirs.value*(1-1e-9) {
			t.Errorf("%d picks: ours %v of %v, CBC's %v", picks, ours.value, ours.bound, theirs.value)
		}
	}
}

// ask solves a problem by ours, its reading included.
func ask(t *testing.T, p *plan.Problem, b plan.Budget, o plan.Options) answer {
	t.Helper()
	began, cpu := time.Now(), processor()
	pr, err := plan.Prepare(p)
	if err != nil {
		t.Fatal(err)
	}
	read := time.Since(began)
	var first time.Duration
	o.Progress = func(plan.Progress) {
		if first == 0 {
			first = time.Since(began)
		}
	}
	r, err := pr.Solve(t.Context(), b, o)
	if err != nil {
		t.Fatal(err)
	}
	return answer{r.Value, r.Bound, time.Since(began), processor() - cpu, peak(),
		fmt.Sprintf("read in %s, first plan after %s, %d steps, ended: %s (memory: of all so far)", short(read), short(first), r.Steps, r.Ended)}
}

// greedy is the plain greedy plan alone: each time the candidate that adds most.
func greedy(t *testing.T, p *plan.Problem, picks int) answer {
	t.Helper()
	began, cpu := time.Now(), processor()
	pr, err := plan.Prepare(p)
	if err != nil {
		t.Fatal(err)
	}
	c, err := pr.Curve(t.Context(), false, picks)
	if err != nil {
		t.Fatal(err)
	}
	value := c.Points[min(picks, len(c.Points)-1)].Value
	return answer{value, value, time.Since(began), processor() - cpu, peak(), "no bound of its own"}
}

func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // of ourselves: it cannot fail
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peak is the most memory that this process has had, in MB.
func peak() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return float64(u.Maxrss) / 1024
}

func short(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

// TestPlans times both. What it finds slow is told, and fails nothing.
func TestPlans(t *testing.T) {
	if !*asked {
		t.Skip("takes minutes: go test ./inventory/atlas/versuscbc -run TestPlans -timeout 30m -args -plans, or make bench")
	}
	url, real := territorytest.Real(t)
	if !real {
		t.Skip("the real communes are not on this machine")
	}
	w := atlastest.Open(t, url, atlastest.Size{Members: 10, Zones: 12, Communes: *mean})
	w.Fill(t, seed)
	load, _ := os.ReadFile("/proc/loadavg")
	t.Logf("load %s", strings.TrimSpace(string(load)))
	land := ground(t, w)

	part := func(name string) bool { return slices.Contains(strings.Split(*parts, ","), name) }
	communes := land.byCommune()
	t.Logf("communes as demand: %d candidates over %d communes", len(communes.Candidates), len(communes.Weights))
	for _, picks := range []int{20, 100} {
		if !part("communes") {
			break
		}
		tell(t, fmt.Sprintf("communes, p = %d, greedy", picks), greedy(t, communes, picks))
		tell(t, fmt.Sprintf("communes, p = %d, ours", picks), ask(t, communes, plan.Zones(picks), plan.Options{Time: time.Duration(picks) * 100 * time.Millisecond}))
		if haveCBC() {
			tell(t, fmt.Sprintf("communes, p = %d, CBC", picks), cbc(t, communes, picks, *limit))
		}
	}

	began := time.Now()
	cells := land.onCells(t)
	intervals := 0
	for _, c := range cells.Candidates {
		intervals += len(c.Cells)
	}
	t.Logf("cells: %d discs of %d intervals, drawn in %s", len(cells.Candidates), intervals, short(time.Since(began)))
	if part("cells") {
		tell(t, "cells, p = 20, ours", ask(t, cells, plan.Zones(20), plan.Options{Time: 15 * time.Second}))
		tell(t, "cells, p = 100, ours", ask(t, cells, plan.Zones(100), plan.Options{Time: time.Minute}))
	}
	if part("slider") {
		slide(t, "cells", cells, []int{20, 21, 30, 60, 100, 99, 101})
		slide(t, "communes", communes, []int{20, 21, 30, 60, 100, 99, 101})
	}
	if part("cbccells") && haveCBC() {
		onCellsByCBC(t, cells, 20)
	}

	epci := land.byEPCI(t)
	for _, euros := range []float64{1e6, 5e6} {
		if !part("epci") {
			break
		}
		c, err := plan.Euros(euros)
		if err != nil {
			t.Fatal(err)
		}
		tell(t, fmt.Sprintf("%d EPCI, %.0f €, ours", len(epci.Candidates), euros), ask(t, epci, plan.Spend(c), plan.Options{Time: 10 * time.Second}))
	}
	load, _ = os.ReadFile("/proc/loadavg")
	t.Logf("load %s", strings.TrimSpace(string(load)))
}

func tell(t *testing.T, what string, a answer) {
	t.Helper()
	t.Logf("%-28s value %.0f, bound %.0f, %.3f %%, %s (%s of CPU), %.0f MB; %s",
		what, a.value, a.bound, 100*a.value/a.bound, short(a.wall), short(a.cpu), a.memory, a.note)
}

// slide moves the budget as a slider does: each answer has a tenth of a second
// and what earlier ones have learnt.
func slide(t *testing.T, what string, p *plan.Problem, counts []int) {
	t.Helper()
	pr, err := plan.Prepare(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{20, 100} { // the answers that one starts from
		if _, err := pr.Solve(t.Context(), plan.Zones(n), plan.Options{Time: 5 * time.Second}); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range counts {
		began, cpu := time.Now(), processor()
		r, err := pr.Solve(t.Context(), plan.Zones(n), plan.Options{Time: 100 * time.Millisecond, Warm: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s, slider at %d: %.2f %% after %s (%s of CPU)", what, n, 100*r.Share, short(time.Since(began)), short(processor()-cpu))
	}
}
