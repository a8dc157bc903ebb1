package postgres_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

func TestImports(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	full := inventory.Import{Member: "est", Kind: inventory.KindPops, File: "liste à jour.csv", State: inventory.ImportChecked, Scope: "replace",
		Rows: inventory.RowCounts{Read: 4, Valid: 3, Rejected: 1}, Changes: inventory.Changes{Added: 1, Changed: 1, Removed: 1},
		Mapping: map[string]string{"name": "Libellé"}, Ignored: []inventory.IgnoredColumn{{Column: "x", Reason: "unknown"}},
		Errors:   []inventory.RowError{{Row: 4, Column: "INSEE", Value: "1001", Code: "lost_zero", Message: "m", Repair: "01001"}},
		Warnings: []inventory.RowError{{Row: 2, Code: "unknown_kind", Message: "w"}},
		Effect:   &inventory.Effect{KM2: 1.5, Weight: 20, Units: []inventory.UnitEffect{{Code: "18033", Name: "Bourges", KM2: 1.5, Weight: 20}}}, Author: "zoé",
		Columns:  []inventory.ImportColumn{{Column: "Libellé", Field: "name", By: inventory.ByName, Samples: []string{"a"}}},
		Problems: []inventory.Problem{{Code: "lost_zero", Severity: "error", Column: "INSEE", Repair: inventory.RepairReplace, Count: 1, Rows: []int{4}, Values: []inventory.ProblemValue{{Value: "1001", Count: 1, Repair: "01001"}}}},
		Exchange: &inventory.Exchange{Overlaps: []inventory.MemberEffect{{Member: "ouest", KM2: 1}}, Openings: []inventory.MemberEffect{}},
		Progress: &inventory.Progress{Stage: "geocoding", Done: 1, Total: 3}}
	bare := inventory.Import{Member: "est", Kind: inventory.KindZones, File: "z", State: inventory.ImportReceived, Scope: "merge", Author: "a"}
	rows := []inventory.ImportRow{
		{Row: 2, State: inventory.RowAdded, Code: "A", Entry: []byte(`{"code": "A"}`), Geometry: orb.Point{2, 47}},
		{Row: 4, State: inventory.RowRejected},
		{Row: 3, State: inventory.RowChanged, Code: "B", Entry: []byte(`{}`), Geometry: orb.MultiPolygon{{square}}, Cells: line.Set{{Lo: 1, Hi: 5}}},
		{State: inventory.RowRemoved, Code: "C", Before: []byte(`{"code": "C"}`), Was: orb.Point{3, 48}},
		{State: inventory.RowRemoved, Code: "D", Cells: line.Set{}},
	}
	file := postgres.ImportFile{Content: []byte("name\r\n\x00\xff"), SHA256: "ab", Signature: "cd", Lang: "fr", Told: map[string]string{"name": "x"},
		Edits: inventory.Edits{3: {Cells: map[int]string{0: "B"}}, 4: {Position: &orb.Point{2, 47}, Dropped: true}},
		Found: map[string]inventory.Geocoded{"1 rue": {Position: orb.Point{2, 47}, Score: 0.9, Status: "ok"}},
		Won:   line.Set{{Lo: 1, Hi: 5}}, Lost: line.Set{}}
	var id, other int64
	write(t, s, "i", func(tx pgx.Tx) (err error) {
		if id, err = postgres.AddImport(ctx, tx, full, file, postgres.RowsOf(rows)); err != nil {
			return err
		}
		other, err = postgres.AddImport(ctx, tx, bare, postgres.ImportFile{SHA256: "cd"}, postgres.ImportRowSource{})
		return err
	})
	full.ID, bare.ID = id, other
	bare.Mapping, full.Edited = map[string]string{}, 2
	full.Sheets = []string{} // none is read back as an empty list
	head := full             // a list leaves out what may be long
	head.Ignored, head.Errors, head.Warnings, head.Effect, head.Columns, head.Problems, head.Exchange, head.Sheets = nil, nil, nil, nil, nil, nil, nil, nil
	when := cmpopts.IgnoreFields(inventory.Import{}, "CreatedAt", "ExpiresAt")
	all, err := postgres.Imports(ctx, s.Pool, "est")
	if d := cmp.Diff([]inventory.Import{bare, head}, all, when); d != "" || err != nil {
		t.Error(d, err)
	}
	if none, err := postgres.Imports(ctx, s.Pool, "ouest"); err != nil || len(none) > 0 {
		t.Error(none, err)
	}
	if every, err := postgres.Imports(ctx, s.Pool, ""); err != nil || len(every) != 2 {
		t.Error(every, err)
	}
	one, err := postgres.Import(ctx, s.Pool, id)
	if d := cmp.Diff(full, one, when); d != "" || err != nil || one.CreatedAt.IsZero() {
		t.Error(d, err)
	}
	back, err := postgres.FileOfImport(ctx, s.Pool, id)
	if d := cmp.Diff(file, back); d != "" || err != nil {
		t.Error(d, err)
	}
	for _, c := range []struct {
		state string
		after int
		limit int
		want  []inventory.ImportRow
	}{
		{"", 0, 0, rows}, {"", 0, 2, rows[:2]}, {"", 2, 2, rows[2:4]}, {inventory.RowRemoved, 0, 0, rows[3:]}, {inventory.RowUnchanged, 0, 0, nil},
	} {
		var after int64
		if c.after > 0 {
			page, err := postgres.ImportRows(ctx, s.Pool, id, "", 0, c.after)
			if err != nil {
				t.Fatal(err)
			}
			after = page[c.after-1].Seq
		}
		got, err := postgres.ImportRows(ctx, s.Pool, id, c.state, after, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, got, cmpopts.IgnoreFields(inventory.ImportRow{}, "Seq")); d != "" && len(c.want)+len(got) > 0 {
			t.Errorf("%+v: %s", c, d)
		}
	}
	for _, err := range []error{
		second(postgres.Import(ctx, s.Pool, 99)), second(postgres.FileOfImport(ctx, s.Pool, 99)),
		s.Write(ctx, tester, "x", func(tx pgx.Tx) error { return postgres.SetImportUndone(ctx, tx, 99) }),
	} {
		fails(t, err, inventory.NotFound, "unknown_import")
	}
	bare.Member = "nobody"
	fails(t, s.Write(ctx, tester, "x", func(tx pgx.Tx) error {
		return second(postgres.AddImport(ctx, tx, bare, postgres.ImportFile{}, postgres.ImportRowSource{}))
	}), inventory.NotFound, "unknown_member")
}

func second[T any](_ T, err error) error { return err }

// TestImportStates: each state follows only those that may come before it, and
// of many who commit at once one does.
func TestImportStates(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	add := func() (id int64) {
		i := inventory.Import{Member: "est", Kind: inventory.KindPops, State: inventory.ImportChecked, Scope: "merge", Author: "a"}
		write(t, s, "i", func(tx pgx.Tx) (err error) {
			id, err = postgres.AddImport(ctx, tx, i, postgres.ImportFile{}, postgres.ImportRowSource{})
			return err
		})
		return id
	}
	move := func(to inventory.ImportState, id int64) error {
		return s.Write(ctx, tester, "m", func(tx pgx.Tx) error {
			switch to {
			case inventory.ImportCommitted:
				return postgres.SetImportCommitted(ctx, tx, id, "valid", inventory.Changes{Added: 7}, nil)
			case inventory.ImportUndone:
				return postgres.SetImportUndone(ctx, tx, id)
			}
			return postgres.SetImportFailed(ctx, tx, id, []inventory.RowError{{Code: "why"}})
		})
	}
	id := add()
	fails(t, move(inventory.ImportUndone, id), inventory.Conflict, "import_state")
	var done, refused atomic.Int32
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			switch err := move(inventory.ImportCommitted, id); {
			case err == nil:
				done.Add(1)
			case inventory.KindOf(err) == inventory.Conflict:
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if done.Load() != 1 || refused.Load() != 7 {
		t.Errorf("%d committed, %d were refused", done.Load(), refused.Load())
	}
	i, err := postgres.Import(ctx, s.Pool, id)
	if err != nil || i.State != inventory.ImportCommitted || i.Mode != "valid" || i.Changes.Added != 7 || i.CommittedAt == nil || i.UndoneAt != nil {
		t.Errorf("%+v %v", i, err)
	}
	fails(t, move(inventory.ImportFailed, id), inventory.Conflict, "import_state")
	if err := move(inventory.ImportUndone, id); err != nil {
		t.Error(err)
	}
	fails(t, move(inventory.ImportUndone, id), inventory.Conflict, "import_state")
	if i, err = postgres.Import(ctx, s.Pool, id); err != nil || i.State != inventory.ImportUndone || i.UndoneAt == nil {
		t.Errorf("%+v %v", i, err)
	}
	id = add()
	if err := move(inventory.ImportFailed, id); err != nil {
		t.Error(err)
	}
	if i, err = postgres.Import(ctx, s.Pool, id); err != nil || i.State != inventory.ImportFailed || len(i.Errors) != 1 {
		t.Errorf("%+v %v", i, err)
	}
}
