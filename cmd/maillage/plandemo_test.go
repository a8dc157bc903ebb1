package main

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"maillage/inventory/atlas"
	"maillage/inventory/demo"
	"maillage/inventory/intake"
	"maillage/inventory/planning"
	"maillage/inventory/postgres/pgtest"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// The second half of docs/plan.md plans on the demonstration, over the built-in
// territory, which are the same everywhere: each command prints what the page
// shows below it, to the digit.
func TestPlanExamplesOnTheDemonstration(t *testing.T) {
	if testing.Short() {
		t.Skip("lays all of France out")
	}
	t.Parallel()
	examples := demoExamples(t)
	ctx := t.Context()
	store := territorytest.Open(t, pgtest.New(t))
	if _, err := territory.LoadBuiltin(ctx, store, nil); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	a, err := atlas.Open(ctx, store, log)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Load(ctx, store, a.Now().Gazetteer()); err != nil {
		t.Fatal(err)
	}
	if err := a.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	planner := planning.New(store, a, &intake.Desk{Store: store, Atlas: a, Lang: intake.English}, log)
	defer planner.Close()
	for _, e := range examples {
		var v verbs
		parser, err := kong.New(&v, kong.Writers(io.Discard, io.Discard))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(strings.Fields(e.command)); err != nil {
			t.Fatalf("%s: %v", e.command, err)
		}
		r, list, err := v.Plan.request()
		if err != nil {
			t.Fatal(err)
		}
		var printed bytes.Buffer
		p := &program{ctx: ctx, stdout: &printed, stderr: io.Discard, log: log}
		if err := v.Plan.answer(ctx, p, planner, r, list); err != nil {
			t.Fatalf("%s: %v", e.command, err)
		}
		if d := cmp.Diff(e.output, printed.String()); d != "" {
			t.Errorf("docs/plan.md shows something else below “maillage %s” (-page +printed):\n%s", e.command, d)
		}
	}
}

// example is a command of docs/plan.md, without the program's name, and what it
// prints.
type example struct{ command, output string }

func demoExamples(t *testing.T) (out []example) {
	t.Helper()
	page, err := os.ReadFile("../../docs/plan.md")
	if err != nil {
		t.Fatal(err)
	}
	_, half, found := strings.Cut(string(page), "\n## On the demonstration\n")
	if !found {
		t.Fatal("docs/plan.md has no part “On the demonstration”")
	}
	half, _, _ = strings.Cut(half, "\n## ")
	blocks := strings.Split(half, "```\n") // text and blocks in turn
	for i := 1; i+2 < len(blocks); i += 2 {
		if command, ok := strings.CutPrefix(blocks[i], "maillage plan "); ok {
			out = append(out, example{"plan " + strings.TrimSpace(command), blocks[i+2]})
		}
	}
	if len(out) != 4 {
		t.Fatalf("%d examples on the demonstration, want 4", len(out))
	}
	return out
}
