package versuscbc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"maillage/geo/plan"
)

// answer is what a solver says, and what it took.
type answer struct {
	value, bound float64
	wall, cpu    time.Duration
	memory       float64 // MB, at its height
	note         string
}

// writeLP writes the maximal covering problem of p picks in CPLEX's LP format, as
// CBC reads it: y says whether an element is covered, x whether a candidate is
// chosen.
func writeLP(to io.Writer, p *plan.Problem, picks int) error {
	w := bufio.NewWriterSize(to, 1<<20)
	by := make([][]int32, len(p.Weights))
	for c := range p.Candidates {
		for _, e := range p.Candidates[c].Elements {
			by[e] = append(by[e], int32(c))
		}
	}
	fmt.Fprint(w, "Maximize\n obj:")
	for e, weight := range p.Weights {
		if weight > 0 && len(by[e]) > 0 {
			fmt.Fprintf(w, " + %v y%d\n", weight, e)
		}
	}
	fmt.Fprint(w, "Subject To\n")
	for e, weight := range p.Weights {
		if weight == 0 || len(by[e]) == 0 {
			continue
		}
		fmt.Fprintf(w, " c%d: y%d", e, e)
		for _, c := range by[e] {
			fmt.Fprintf(w, " - x%d\n", c)
		}
		fmt.Fprint(w, " <= 0\n")
	}
	fmt.Fprint(w, " budget:")
	for c := range p.Candidates {
		fmt.Fprintf(w, " + x%d\n", c)
	}
	fmt.Fprintf(w, " <= %d\nBounds\n", picks)
	for e, weight := range p.Weights {
		if weight > 0 && len(by[e]) > 0 {
			fmt.Fprintf(w, " y%d <= 1\n", e)
		}
	}
	fmt.Fprint(w, "Binary\n")
	for c := range p.Candidates {
		fmt.Fprintf(w, " x%d\n", c)
	}
	fmt.Fprint(w, "End\n")
	return w.Flush()
}

var (
	objective = regexp.MustCompile(`(?m)^Objective value:\s+(\S+)`)
	peakLine  = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB`)
	possible  = regexp.MustCompile(`(?m)^Upper bound:\s+(\S+)`)
)

// cbc solves a problem by CBC, for so long at most.
func cbc(t *testing.T, p *plan.Problem, picks int, limit time.Duration) answer {
	t.Helper()
	path := filepath.Join(t.TempDir(), "problem.lp")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(writeLP(f, p, picks), f.Close()); err != nil {
		t.Fatal(err)
	}
	a, out, err := runCBC(t, exec.CommandContext(t.Context(), "cbc", path, "-sec", strconv.Itoa(int(limit.Seconds())), "-solve", "-quit"))
	if err != nil {
		t.Fatalf("cbc: %v\n%s", err, out)
	}
	number := func(r *regexp.Regexp) (float64, bool) {
		m := r.FindSubmatch(out)
		if m == nil {
			return 0, false
		}
		v, err := strconv.ParseFloat(string(m[1]), 64)
		return max(v, -v), err == nil // CBC turns maxima into minima
	}
	var ok bool
	if a.value, ok = number(objective); !ok {
		a.note = "no plan found in time"
		return a
	}
	if a.bound, ok = number(possible); !ok {
		a.bound, a.note = a.value, "proven within its tolerance of 1e-6"
	}
	return a
}

// runCBC runs a command of CBC, and tells what it took and what it said.
func runCBC(t *testing.T, cmd *exec.Cmd) (a answer, said []byte, err error) {
	t.Helper()
	var all bytes.Buffer
	cmd.Stdout, cmd.Stderr = &all, &all
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	height := watch(cmd.Process.Pid)
	err = cmd.Wait()
	a = answer{wall: time.Since(began), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), memory: height()}
	return a, all.Bytes(), err
}

// watch looks at a process until the function that it returns is called, which
// tells the most memory it was seen to have had, in MB. What the kernel says of a
// child that has ended would count this process's own.
func watch(pid int) func() float64 {
	done, height := make(chan struct{}), make(chan float64)
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		most := 0.0
		for {
			select {
			case <-done:
				height <- most
				return
			case <-tick.C:
				status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
				if err != nil {
					continue
				}
				if m := peakLine.FindSubmatch(status); m != nil {
					if kb, err := strconv.ParseFloat(string(m[1]), 64); err == nil {
						most = max(most, kb/1024)
					}
				}
			}
		}
	}()
	return func() float64 { close(done); return <-height }
}

func haveCBC() bool {
	_, err := exec.LookPath("cbc")
	return err == nil
}
