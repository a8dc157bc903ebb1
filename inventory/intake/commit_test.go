package intake

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

func TestCommitAndUndo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	start := load(t, d, pops("m", twoPops))
	load(t, d, zones("m", "code,name,technologies,handoff,radius_km,communes\nZ,Circle,ftth,A,3,\nY,Town,dsl,B,,18033\n"))
	popsBefore, zonesBefore := popsOf(t, d, "m"), zonesOf(t, d, "m")
	if start.State != inventory.ImportCommitted || start.CommittedAt == nil || start.Mode != ModeAll || start.Author != "test" {
		t.Errorf("committed as %+v", start)
	}

	// A list that adds one PoP, moves another (and the circle around it).
	moved := load(t, d, pops("m", "code,name,lon,lat\nA,Moved,2.250,47.000\nC,New,2.402,47.100\n"))
	if diff := cmp.Diff(inventory.Changes{Added: 1, Changed: 1}, moved.Changes); diff != "" {
		t.Error(diff)
	}
	if moved.Effect.KM2 == 0 {
		t.Error("moving a hand-off moves its circle, and so the reach; the effect is nil")
	}
	if z := zonesOf(t, d, "m"); cmp.Equal(z, zonesBefore) || !strings.Contains(z[1], "2.250 47.000") {
		t.Errorf("the circle did not follow its hand-off: %q", z)
	}
	for _, c := range historyOf(t, d, "m")[:2] {
		if c.Change != fmt.Sprintf("import:%d", moved.ID) || c.Actor != "test" {
			t.Errorf("in the history as %s by %s", c.Change, c.Actor)
		}
	}

	// A list of zones that changes one, removes the other, adds a third.
	up := zones("m", "code,name,technologies,handoff,wkt\nZ,Own,ftth,A,\"POLYGON((2.3 47,2.4 47,2.4 47.1,2.3 47))\"\nX,New,ftth,B,\"POLYGON((2.3 47,2.4 47,2.4 47.1,2.3 47))\"\n")
	up.Scope = ScopeReplace
	changed := load(t, d, up)
	if diff := cmp.Diff(inventory.Changes{Added: 1, Changed: 1, Removed: 1}, changed.Changes); diff != "" {
		t.Error(diff)
	}
	middle := zonesOf(t, d, "m")

	// Both taken back, twice each: all is as it was.
	for range 2 {
		for _, id := range []int64{changed.ID, moved.ID} {
			undone, err := d.Undo(t.Context(), operator, id)
			if err != nil || undone.State != inventory.ImportUndone || undone.UndoneAt == nil {
				t.Fatalf("undo %d: %+v, %v", id, undone, err)
			}
		}
	}
	if diff := cmp.Diff(popsBefore, popsOf(t, d, "m")); diff != "" {
		t.Errorf("PoPs after undo: %s", diff)
	}
	if diff := cmp.Diff(zonesBefore, zonesOf(t, d, "m")); diff != "" {
		t.Errorf("zones after undo: %s", diff)
	}
	if c := historyOf(t, d, "m")[0]; c.Change != fmt.Sprintf("undo:%d", moved.ID) {
		t.Errorf("the undoing stands in the history as %s", c.Change)
	}
	if _, err := d.Commit(t.Context(), operator, changed.ID, ModeAll); codeOf(err) != "import_undone" {
		t.Errorf("an undone import commits again: %v", err)
	}

	// The same list again, then undone while a zone's own geometry comes back.
	again := load(t, d, up)
	if diff := cmp.Diff(middle[1:], zonesOf(t, d, "m")[1:]); diff != "" && again.Changes.Changed != 1 {
		t.Error(diff)
	}
	third := load(t, d, zones("m", "code,name,technologies,handoff,radius_km\nX,Circle,ftth,B,2\n"))
	if _, err := d.Undo(t.Context(), operator, third.ID); err != nil {
		t.Fatal(err)
	}
	z, err := postgres.Zone(t.Context(), d.Store.Pool, inventory.Key{Member: "m", Code: "X"})
	if err != nil || z.Extent.Kind != inventory.ExtentGeometry || len(z.Geometry) != 1 || len(z.Geometry[0][0]) != 4 {
		t.Errorf("own geometry after undo: %+v, %v", z.Geometry, err)
	}
}

func TestCommitTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	imp := check(t, d, pops("m", twoPops))
	if len(popsOf(t, d, "m")) != 0 {
		t.Fatal("checking alone wrote PoPs")
	}
	var wg sync.WaitGroup
	results := make([]inventory.Import, 8)
	for i := range results {
		wg.Go(func() {
			var err error
			if results[i], err = d.Commit(context.Background(), operator, imp.ID, ModeAll); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, r := range results[1:] {
		if diff := cmp.Diff(results[0], r); diff != "" {
			t.Error(diff)
		}
	}
	if n := len(historyOf(t, d, "m")); n != 2 {
		t.Errorf("%d lines of history for two PoPs", n)
	}
	// The picture shows it at once.
	for _, m := range d.Atlas.Now().Members(operator) {
		if m.Slug == "m" && m.Pops != 2 {
			t.Errorf("the picture counts %d PoPs", m.Pops)
		}
	}
	// The same list again says that nothing changes, and leaves no history.
	if c := load(t, d, pops("m", twoPops)).Changes; c != (inventory.Changes{Unchanged: 2}) {
		t.Errorf("the same list again: %+v", c)
	}
	if n := len(historyOf(t, d, "m")); n != 2 {
		t.Errorf("%d lines of history after the same list again", n)
	}
}

func TestCommitModes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	up := pops("m", "code,name,lon,lat\nA,One,2.398,47.083\nB,Sea,-12,45\n")
	imp := check(t, d, up)
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); codeOf(err) != "rejected_rows" || inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("mode all with a rejected row: %v", err)
	}
	if got := popsOf(t, d, "m"); len(got) != 0 {
		t.Errorf("mode all half-committed: %v", got)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, "some"); codeOf(err) != "unknown_mode" {
		t.Errorf("unknown mode: %v", err)
	}
	done, err := d.Commit(t.Context(), operator, imp.ID, ModeValid)
	if err != nil || done.Mode != ModeValid || done.Changes.Added != 1 || len(done.Errors) != 1 {
		t.Errorf("mode valid: %+v, %v", done, err)
	}
	if got := popsOf(t, d, "m"); len(got) != 1 {
		t.Errorf("mode valid committed %v", got)
	}
	if _, err := d.Commit(t.Context(), operator, 999, ModeAll); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("no such import: %v", err)
	}
	if _, err := d.Undo(t.Context(), operator, 999); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("no such import: %v", err)
	}
	waiting := check(t, d, up)
	if _, err := d.Undo(t.Context(), operator, waiting.ID); codeOf(err) != "import_not_committed" {
		t.Errorf("undo of what was not committed: %v", err)
	}
}

// TestTwoTabs checks lists side by side: the second commit does nothing of which
// its check did not speak, and the same list twice is no matter.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range map[string]struct {
		first, second, code string
		replace             bool
	}{
		"the same list":     {"code,name,longitude,latitude\nT,Un,2.4,47.1\n", "code,name,longitude,latitude\nT,Un,2.4,47.1\n", "<nil>", false},
		"both change":       {"code,name\nA,Premier\n", "code,name\nA,Second\n", "<nil>", false},
		"other entries":     {"code,name\nA,Premier\n", "code,name\nB,Second\n", "<nil>", false},
		"both add":          {"code,name,longitude,latitude\nT,Un,2.4,47.1\n", "code,name,longitude,latitude\nT,Deux,2.41,47.1\n", "import_stale", false},
		"set back":          {"code,name\nA,Premier\n", "code,name\nA,One\n", "import_stale", false},
		"removed meanwhile": {"code,name,longitude,latitude\nT,Un,2.4,47.1\n", twoPops, "import_stale", true},
	} {
		t.Run(name, func(t *testing.T) {
			member := strings.ReplaceAll(name, " ", "-")
			addMember(t, d, member)
			load(t, d, pops(member, twoPops))
			second := pops(member, c.second)
			if c.replace {
				second.Scope = ScopeReplace
			}
			one, two := check(t, d, pops(member, c.first)), check(t, d, second)
			if _, err := d.Commit(t.Context(), operator, one.ID, ModeAll); err != nil {
				t.Fatal(err)
			}
			before := popsOf(t, d, member)
			_, err := d.Commit(t.Context(), operator, two.ID, ModeAll)
			if codeOf(err) != c.code {
				t.Errorf("%v, want %q", err, c.code)
			}
			if diff := cmp.Diff(before, popsOf(t, d, member)); c.code != "<nil>" && diff != "" {
				t.Errorf("refused, yet %s", diff)
			}
		})
	}
}

// TestStaleImport has the inventory change between check and commit.
func TestStaleImport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, pops("m", twoPops))
	imp := check(t, d, zones("m", "code,name,technologies,handoff,radius_km\nZ,Zone,ftth,B,3\n"))
	late := check(t, d, pops("m", "code,name,status\nA,Renamed,planned\n"))
	if err := d.DeletePop(t.Context(), operator, inventory.Key{Member: "m", Code: "B"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); codeOf(err) != "import_stale" {
		t.Errorf("the hand-off is gone: %v", err)
	}
	// A list that says nothing of the position keeps the one of the moment, not
	// that of the check.
	if _, err := d.PutPop(t.Context(), operator, inventory.Pop{Key: inventory.Key{Member: "m", Code: "A"}, Name: "One", Position: orb.Point{2.25, 47}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Commit(t.Context(), operator, late.ID, ModeAll); err != nil {
		t.Fatal(err)
	}
	p, err := postgres.Pop(t.Context(), d.Store.Pool, inventory.Key{Member: "m", Code: "A"})
	if err != nil || p.Name != "Renamed" || p.Status != inventory.Planned || p.Position != (orb.Point{2.25, 47}) {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestFailingCommit breaks a commit at its very end: nothing of it is left.
func TestFailingCommit(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, pops("m", twoPops))
	imp := check(t, d, pops("m", "code,name,lon,lat\nA,Changed,2.398,47.083\nD,New,2.398,47.083\n"))
	_, err := d.Store.Pool.Exec(t.Context(), `CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full'; END $$;
		CREATE TRIGGER trip BEFORE UPDATE ON import FOR EACH ROW WHEN (NEW.state = 'committed') EXECUTE FUNCTION trip()`)
	if err != nil {
		t.Fatal(err)
	}
	before, lines := popsOf(t, d, "m"), len(historyOf(t, d, "m"))
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); inventory.KindOf(err) != inventory.Unavailable {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, popsOf(t, d, "m")); diff != "" || len(historyOf(t, d, "m")) != lines {
		t.Errorf("half-committed: %s", diff)
	}
	kept, err := postgres.Import(t.Context(), d.Store.Pool, imp.ID)
	if err != nil || kept.State != inventory.ImportChecked {
		t.Errorf("the import is %s, %v", kept.State, err)
	}
	if _, err := d.Store.Pool.Exec(t.Context(), "DROP TRIGGER trip ON import"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); err != nil {
		t.Errorf("once the disk has room: %v", err)
	}
}

// TestManyAtOnce has several members and lists handed in at the same time.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const members, lists = 4, 5
	var wg sync.WaitGroup
	for m := range members {
		addMember(t, d, fmt.Sprint("m", m))
		for l := range lists {
			wg.Go(func() {
				err := error(staleImport.is())
				for tries := 0; tries <= lists && (tries == 0 || codeOf(err) == "import_stale"); tries++ { // another came first: look again
					var imp inventory.Import
					imp, err = d.Check(context.Background(), operator, pops(fmt.Sprint("m", m), fmt.Sprintf("code,name,lon,lat\nP%d,One,2.398,47.083\nShared,Two,2.4,47.0%d\n", l, l)))
					if err == nil {
						_, err = d.Commit(context.Background(), operator, imp.ID, ModeAll)
					}
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	for m := range members {
		if n := len(popsOf(t, d, fmt.Sprint("m", m))); n != lists+1 {
			t.Errorf("member %d has %d PoPs", m, n)
		}
	}
}
