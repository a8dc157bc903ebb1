package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

const twoPops = "code,name,lon,lat\nA,One,2.398,47.083\nB,Two,2.401,47.095\n"

// codeOf is the code of an error of the domain.
func codeOf(err error) string {
	var e *inventory.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

// popsOf and zonesOf are what a member has, as text.
func popsOf(t testing.TB, d *Desk, member string) []string {
	t.Helper()
	list, err := postgres.Pops(t.Context(), d.Store.Pool, member, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range list {
		out = append(out, fmt.Sprintf("%s %s %.4f %.4f %s %s", p.Code, p.Name, p.Position[0], p.Position[1], p.PositionSource, p.INSEE))
	}
	return out
}

func zonesOf(t testing.TB, d *Desk, member string) []string {
	t.Helper()
	list, err := postgres.Zones(t.Context(), d.Store.Pool, member, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, z := range list {
		b := z.Geometry.Bound().Center()
		out = append(out, fmt.Sprintf("%s %s %s %s %v %g %.3f %.3f %d", z.Code, z.Name, z.Handoff, z.Extent.Kind, z.Extent.Codes, z.Extent.RadiusKM, b[0], b[1], z.Cells.Count()))
	}
	return out
}

func historyOf(t testing.TB, d *Desk, member string) []postgres.Change {
	t.Helper()
	all, err := postgres.History(t.Context(), d.Store.Pool, postgres.HistoryFilter{Member: member})
	if err != nil {
		t.Fatal(err)
	}
	var entries []postgres.Change
	for _, c := range all {
		if c.Noun != "member" {
			entries = append(entries, c)
		}
	}
	return entries
}

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

func TestWhoMayWrite(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	imp := check(t, d, pops("m", twoPops))
	done := load(t, d, pops("m", twoPops))
	own := inventory.Viewer{Role: inventory.RoleContributor, Member: "m", Name: "own"}
	p := inventory.Pop{Key: inventory.Key{Member: "m", Code: "A"}, Name: "One", Position: orb.Point{2.398, 47.083}}
	z := inventory.Zone{Key: inventory.Key{Member: "m", Code: "Z"}, Name: "Z", Technologies: []inventory.Technology{"ftth"}, Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{"18033"}}}
	paths := map[string]func(v inventory.Viewer) error{
		"check":  func(v inventory.Viewer) error { _, err := d.Check(t.Context(), v, pops("m", twoPops)); return err },
		"commit": func(v inventory.Viewer) error { _, err := d.Commit(t.Context(), v, imp.ID, ModeAll); return err },
		"report": func(v inventory.Viewer) error { _, err := d.Report(t.Context(), v, imp.ID); return err },
		"pop":    func(v inventory.Viewer) error { _, err := d.PutPop(t.Context(), v, p); return err },
		"zone":   func(v inventory.Viewer) error { _, err := d.PutZone(t.Context(), v, z); return err },
		"delete zone": func(v inventory.Viewer) error {
			err := d.DeleteZone(t.Context(), v, inventory.Key{Member: "m", Code: "absent"})
			if inventory.KindOf(err) == inventory.NotFound {
				return nil
			}
			return err
		},
		"delete pop": func(v inventory.Viewer) error {
			err := d.DeletePop(t.Context(), v, inventory.Key{Member: "m", Code: "absent"})
			if inventory.KindOf(err) == inventory.NotFound {
				return nil
			}
			return err
		},
	}
	for name, do := range paths {
		for _, v := range []inventory.Viewer{{}, {Role: inventory.RoleVisitor}, {Role: inventory.RoleSales, Member: "m"}, {Role: inventory.RoleContributor, Member: "other"},
			{Role: inventory.RoleContributor}, {Role: inventory.RoleBureau, Member: "m"}, {Role: inventory.RoleAdmin, Member: "m"}} {
			kind := inventory.KindOf(do(v))
			mayRead := name == "report" && v.Role == inventory.RoleSales
			// To who may not read an import, there is none.
			hidden := kind == inventory.NotFound && (name == "commit" || name == "report")
			if kind != inventory.Forbidden && !hidden && !mayRead {
				t.Errorf("%s by %+v: %v", name, v, do(v))
			}
		}
		if err := do(own); err != nil {
			t.Errorf("%s by its contributor: %v", name, err)
		}
	}
	if _, err := d.Undo(t.Context(), inventory.Viewer{Role: inventory.RoleContributor, Member: "other"}, done.ID); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("undo by another: %v", err)
	}
}

func TestUploadRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	for _, c := range []struct {
		change func(*Upload)
		kind   inventory.Kind
		code   string
	}{
		{func(u *Upload) { u.Member = "absent" }, inventory.NotFound, "unknown_member"},
		{func(u *Upload) { u.Kind = "cows" }, inventory.Invalid, "unknown_list"},
		{func(u *Upload) { u.Scope = "some" }, inventory.Invalid, "unknown_scope"},
		{func(u *Upload) { u.Lang = "de" }, inventory.Invalid, "unknown_lang"},
		{func(u *Upload) { u.Mapping = map[string]string{"colour": "name"} }, inventory.Invalid, "unknown_field"},
		{func(u *Upload) { u.Mapping = map[string]string{"name": "Intitulé"} }, inventory.Invalid, "unknown_column"},
		{func(u *Upload) { u.Mapping = map[string]string{"name": "lon", "longitude": "lon"} }, inventory.Invalid, "mapped_twice"},
		{func(u *Upload) { u.Content = nil }, inventory.Invalid, "empty_file"},
		{func(u *Upload) { u.Content = []byte("%PDF-1.4") }, inventory.Invalid, "is_pdf"},
		{func(u *Upload) { u.Content = make([]byte, 1<<20) }, inventory.Invalid, "zeros_file"},
		{func(u *Upload) { u.Content = bytes.Repeat([]byte("a;b\n"), MaxBytes/4+1) }, inventory.TooLarge, "too_many_bytes"},
	} {
		up := pops("m", twoPops)
		c.change(&up)
		if _, err := d.Check(t.Context(), operator, up); inventory.KindOf(err) != c.kind || codeOf(err) != c.code {
			t.Errorf("%s: got %v", c.code, err)
		}
	}
	// Of files that are refused there stays an import that says why; of requests
	// that ask for nonsense there stays nothing.
	all, err := postgres.Imports(t.Context(), d.Store.Pool, "")
	if err != nil || len(all) != 4 {
		t.Errorf("%d refused uploads are kept, %v", len(all), err)
	}
	for _, head := range all {
		imp, err := postgres.Import(t.Context(), d.Store.Pool, head.ID)
		if err != nil || imp.State != inventory.ImportFailed || len(imp.Errors) != 1 || imp.Errors[0].Message == "" || imp.Errors[0].Row != 0 {
			t.Errorf("%+v, %v", imp, err)
		}
		if _, err := d.Commit(t.Context(), operator, head.ID, ModeAll); codeOf(err) != "import_not_checked" {
			t.Errorf("commit of what failed: %v", err)
		}
	}
}

func TestNoTerritory(t *testing.T) {
	t.Parallel()
	d := deskOver(t, emptyDatabase(t))
	addMember(t, d, "m")
	if _, err := d.Check(t.Context(), operator, pops("m", twoPops)); codeOf(err) != "no_territory" || inventory.KindOf(err) != inventory.Unavailable {
		t.Errorf("got %v", err)
	}
}

// TestReport takes a report, mends it as it says, and uploads it.
func TestReport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	imp := check(t, d, pops("m", "code;nom;lon;lat;note\n\nA;=1+1;47,083;2,398;\"deux\nlignes\"\nB;Deux;2,401;47,095;-5\nC;Trois;;;@x\n"))
	report, err := d.In(French).Report(t.Context(), operator, imp.ID)
	if err != nil {
		t.Fatal(err)
	}
	text := string(report)
	if !strings.HasPrefix(text, "\xef\xbb\xbfcode;nom;lon;lat;note;erreur;à faire\r\n") {
		t.Errorf("the head of the report: %q", short(text, 80))
	}
	for _, want := range []string{"A;'=1+1;47,083;2,398", ";-5;;", "'@x", "swapped_position (lon)"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the report:\n%s", want, text)
		}
	}
	mended := strings.Replace(strings.Replace(text, "47,083;2,398", "2,398;47,083", 1), "C;Trois;;", "C;Trois;2,41;47,08", 1)
	done := load(t, d, pops("m", mended))
	if done.Rows != (inventory.RowCounts{Read: 3, Valid: 3}) || !strings.HasPrefix(popsOf(t, d, "m")[0], "A =1+1 2.3980") {
		t.Errorf("%+v %v", done.Rows, popsOf(t, d, "m"))
	}
	if _, err := d.Report(t.Context(), operator, 999); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("no such import: %v", err)
	}
}

// TestReportOfGeoJSON comes back as CSV with the geometry as text.
func TestReportOfGeoJSON(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	up := zones("m", `{"features":[{"type":"Feature","properties":{"nom":"Un","techno":"fibre"},"geometry":{"type":"Polygon","coordinates":[[[2.3,47],[2.4,47],[2.4,47.1],[2.3,47]]]}},
		{"type":"Feature","properties":{"nom":"Deux"},"geometry":null}]}`)
	imp := check(t, d, up)
	report, err := d.Report(t.Context(), operator, imp.ID)
	if err != nil {
		t.Fatal(err)
	}
	again := check(t, d, zones("m", string(report)))
	if again.Rows != imp.Rows || again.Rows.Valid != 1 || len(again.Errors) != len(imp.Errors) {
		t.Errorf("%+v\n%s", again, report)
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
				imp, err := d.Check(context.Background(), operator, pops(fmt.Sprint("m", m), fmt.Sprintf("code,name,lon,lat\nP%d,One,2.398,47.083\nShared,Two,2.4,47.0%d\n", l, l)))
				if err == nil {
					_, err = d.Commit(context.Background(), operator, imp.ID, ModeAll)
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
