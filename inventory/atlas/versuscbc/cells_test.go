package versuscbc

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/geo/plan"
)

// byAtom turns a problem on the line into one of elements, which is what CBC can be
// told: the line cut wherever a candidate begins or ends, each piece that has a
// weight an element.
func byAtom(p *plan.Problem) *plan.Problem {
	var cuts []int32
	for i := range p.Candidates {
		for _, iv := range p.Candidates[i].Cells {
			cuts = append(cuts, iv.Lo, iv.Hi)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	out := &plan.Problem{}
	element := make([]int32, len(cuts)) // of the piece that begins at each cut; -1: it weighs nothing
	var piece line.Set
	for i := range cuts {
		element[i] = -1
		if i+1 == len(cuts) {
			break
		}
		weight := 0.0
		for _, d := range p.Demand {
			piece = line.Intersect(piece[:0], line.Set{{Lo: cuts[i], Hi: cuts[i+1]}}, d.Cells.Clip(cuts[i], cuts[i+1]))
			weight += d.Factor * d.Layer.Weight(piece)
		}
		if weight > 0 {
			element[i] = int32(len(out.Weights))
			out.Weights = append(out.Weights, weight)
		}
	}
	for i := range p.Candidates {
		c := plan.Candidate{Code: p.Candidates[i].Code, Cost: p.Candidates[i].Cost}
		for _, iv := range p.Candidates[i].Cells {
			from, _ := slices.BinarySearch(cuts, iv.Lo)
			for j := from; cuts[j] < iv.Hi; j++ {
				if element[j] >= 0 {
					c.Elements = append(c.Elements, element[j])
				}
			}
		}
		out.Candidates = append(out.Candidates, c)
	}
	return out
}

// TestByAtom holds a problem of elements to the one on the line that it was made of.
func TestByAtom(t *testing.T) {
	t.Parallel()
	p := onTheLine(t)
	for _, n := range []int{1, 2, 5} {
		on, by := ask(t, p, plan.Zones(n), plan.Options{}), ask(t, byAtom(p), plan.Zones(n), plan.Options{})
		if on.value != by.value {
			t.Errorf("%d picks win %v on the line and %v by atoms", n, on.value, by.value)
		}
	}
}

// onTheLine is a small problem drawn by lot.
func onTheLine(t *testing.T) *plan.Problem {
	t.Helper()
	const first, size = 1_000_000, 2_000
	rnd := rand.New(rand.NewPCG(seed, 3))
	var b layer.Builder
	for cell := range int32(size) {
		if err := b.AddCell(first+cell, float64(rnd.IntN(9))); err != nil {
			t.Fatal(err)
		}
	}
	p := &plan.Problem{Demand: []plan.Demand{{Cells: line.Set{{Lo: first + 100, Hi: first + 900}, {Lo: first + 950, Hi: first + size}}, Layer: b.Build(), Factor: 1}}}
	for i := range 60 {
		c := plan.Candidate{Code: strconv.Itoa(i), Cost: plan.NoCost}
		for at := first + rnd.Int32N(300); at < first+size; at += 300 + rnd.Int32N(900) {
			c.Cells = append(c.Cells, line.Interval{Lo: at, Hi: at + 1 + rnd.Int32N(200)})
		}
		p.Candidates = append(p.Candidates, c)
	}
	return p
}

// onCellsByCBC gives CBC the problem of cells, with limits on memory and time, and
// tells what it does with it.
func onCellsByCBC(t *testing.T, p *plan.Problem, picks int) {
	t.Helper()
	by, pairs := byAtom(p), 0
	for i := range by.Candidates {
		pairs += len(by.Candidates[i].Elements)
	}
	path := filepath.Join(t.TempDir(), "cells.lp")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := errors.Join(writeLP(f, by, picks), f.Close()); err != nil {
		t.Fatal(err)
	}
	size, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("cells for CBC: %d elements, %d pairs, a file of %d MB written in %s", len(by.Weights), pairs, size.Size()>>20, short(time.Since(began)))
	// -sec does not count while it reads: a minute for that.
	ctx, end := context.WithTimeout(t.Context(), *limit+time.Minute)
	defer end()
	cmd := exec.CommandContext(ctx, "sh", "-c", fmt.Sprintf(`ulimit -v %d; exec cbc "$0" -sec %d -solve -quit`, *vmem*1024, int(limit.Seconds())), path)
	a, said, err := runCBC(t, cmd)
	tail := string(said)
	if len(tail) > 600 {
		tail = tail[len(tail)-600:]
	}
	t.Logf("cells, p = %s, CBC with at most %d MB: %v after %s (%s of CPU), %.0f MB; it said at last:\n%s",
		strconv.Itoa(picks), *vmem, err, short(a.wall), short(a.cpu), a.memory, tail)
}
