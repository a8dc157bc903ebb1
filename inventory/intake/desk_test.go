package intake

import (
	"errors"
	"strings"
	"testing"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

func TestDryRun(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	up := pops("m", twoPops)
	up.DryRun = true
	imp := check(t, d, up)
	if imp.ID != 0 || imp.Changes.Added != 2 || imp.State != inventory.ImportChecked {
		t.Errorf("dry run: %+v", imp)
	}
	all, err := postgres.Imports(t.Context(), d.Store.Pool, "m")
	if err != nil || len(all) != 0 {
		t.Errorf("a dry run is kept: %v, %v", all, err)
	}
}

func TestUndoRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	first := load(t, d, pops("m", twoPops))
	second := load(t, d, pops("m", "code,name\nA,Renamed\n"))
	_, err := d.Undo(t.Context(), operator, first.ID)
	var e *inventory.Error
	if !errors.As(err, &e) || e.Code != "touched_since" || len(e.Fields) != 1 || e.Fields[0].Value != "A" {
		t.Errorf("undo of an import of which an entry changed since: %#v", err)
	}
	if _, err := d.Undo(t.Context(), operator, second.ID); err != nil {
		t.Fatal(err)
	}
	// With it gone the first could go too (TestUndoOneAfterTheOther).
	// A PoP that has become a hand-off stays.
	third := load(t, d, pops("m", "code,name,lon,lat\nC,Three,2.4,47.08\n"))
	load(t, d, zones("m", "code,name,technologies,handoff,communes\nZ,Zone,ftth,C,18033\n"))
	if _, err := d.Undo(t.Context(), operator, third.ID); codeOf(err) != "pop_in_use" {
		t.Errorf("undo of a PoP that is a hand-off now: %v", err)
	}
	if len(popsOf(t, d, "m")) != 3 {
		t.Error("a refused undo took something back")
	}
}

func TestReplacedPops(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, pops("m", twoPops))
	load(t, d, zones("m", "code,name,technologies,handoff,communes\nZ,Zone,ftth,B,18033\n"))
	up := pops("m", "code,name,lon,lat\nC,Three,2.4,47.08\n")
	up.Scope = ScopeReplace
	imp := check(t, d, up)
	if len(imp.Errors) != 1 || imp.Errors[0].Code != "pop_in_use" || imp.Changes.Removed != 1 {
		t.Fatalf("%+v", imp)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); codeOf(err) != "rejected_rows" {
		t.Errorf("mode all: %v", err)
	}
	done, err := d.Commit(t.Context(), operator, imp.ID, ModeValid)
	if err != nil {
		t.Fatal(err)
	}
	if got := popsOf(t, d, "m"); len(got) != 2 || !strings.HasPrefix(got[0], "B ") || !strings.HasPrefix(got[1], "C ") {
		t.Errorf("%v", got)
	}
	if _, err := d.Undo(t.Context(), operator, done.ID); err != nil {
		t.Fatal(err)
	}
	if got := popsOf(t, d, "m"); len(got) != 2 || !strings.HasPrefix(got[0], "A ") {
		t.Errorf("after undo: %v", got)
	}
}
