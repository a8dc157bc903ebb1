package main

import (
	"os"
	"strings"
	"testing"
)

// docs/plan.md shows what the script wants of the program, to the digit, and the
// commands that print it.
func TestPlanExamplesAreTheDocuments(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("testdata/verbs/plan.txtar")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/plan.md")
	if err != nil {
		t.Fatal(err)
	}
	outputs, commands := 0, 0
	for _, part := range strings.Split(string(script), "\n-- ")[1:] {
		name, body, _ := strings.Cut(part, " --\n")
		if !strings.HasSuffix(name, ".txt") {
			continue
		}
		outputs++
		if !strings.Contains(string(page), "```\n"+strings.TrimRight(body, "\n")+"\n```") {
			t.Errorf("docs/plan.md does not show %s as the script wants it", name)
		}
	}
	for _, line := range strings.Split(string(script), "\n") {
		if command, ok := strings.CutPrefix(line, "exec maillage plan "); ok {
			commands++
			if !strings.Contains(string(page), "maillage plan "+command+"\n") {
				t.Errorf("docs/plan.md does not show: maillage plan %s", command)
			}
		}
	}
	if outputs != 4 || commands != 4 {
		t.Errorf("the script has %d outputs and %d commands, want 4 of each", outputs, commands)
	}
}
