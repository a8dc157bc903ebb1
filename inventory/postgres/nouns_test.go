package postgres_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

func TestMembers(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	full := sample("nord")
	bare := inventory.Member{Slug: "a-b", Name: "A", ASN: []int64{}, Status: inventory.MemberCandidate}
	write(t, s, "m", func(tx pgx.Tx) error {
		for _, m := range []inventory.Member{full, bare} {
			if err := postgres.AddMember(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	write(t, s, "p", func(tx pgx.Tx) error {
		if err := postgres.PutPops(ctx, tx, []inventory.Pop{samplePop("nord", "P1"), barePop("nord", "P2")}); err != nil {
			return err
		}
		return postgres.PutZones(ctx, tx, []inventory.Zone{sampleZone("nord", "Z1")})
	})
	bare.Color = inventory.MemberColors[0]
	rows, err := postgres.Members(ctx, s.Pool)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].ConfirmedOn != (inventory.Date{}) || rows[1].ConfirmedOn == (inventory.Date{}) || rows[0].Revision == rows[1].Revision {
		t.Fatalf("%+v", rows)
	}
	got := []inventory.Member{rows[0].Member, rows[1].Member}
	if d := cmp.Diff([]inventory.Member{bare, full}, got); d != "" {
		t.Error(d)
	}
	if rows[1].Pops != 2 || rows[1].Zones != 1 || rows[0].Pops != 0 || rows[0].Zones != 0 {
		t.Errorf("counts: %+v", rows)
	}

	changed := full
	changed.Name, changed.SIREN, changed.ASN, changed.Color, changed.JoinedOn = "Nord", "", nil, "", inventory.Date{}
	write(t, s, "u", func(tx pgx.Tx) error { return postgres.UpdateMember(ctx, tx, changed) })
	one, err := postgres.Member(ctx, s.Pool, "nord")
	if err != nil {
		t.Fatal(err)
	}
	changed.ASN, changed.Color = []int64{}, full.Color
	if d := cmp.Diff(changed, one.Member); d != "" {
		t.Error(d)
	}
	if one.Revision <= rows[1].Revision {
		t.Errorf("the revision did not move: %d, was %d", one.Revision, rows[1].Revision)
	}

	err = s.Write(ctx, tester, "again", func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, full) })
	fails(t, err, inventory.Conflict, "member_exists")
	_, err = postgres.Member(ctx, s.Pool, "nobody")
	fails(t, err, inventory.NotFound, "unknown_member")
	err = s.Write(ctx, tester, "u", func(tx pgx.Tx) error { return postgres.UpdateMember(ctx, tx, sample("nobody")) })
	fails(t, err, inventory.NotFound, "unknown_member")
}

// TestMemberColors: each member gets a colour that the fewest have.
func TestMemberColors(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	seen := map[string]int{}
	for i := range len(inventory.MemberColors) + 3 {
		m := sample(string(rune('a' + i)))
		m.Color = ""
		write(t, s, "m", func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, m) })
		row, err := postgres.Member(ctx, s.Pool, m.Slug)
		if err != nil {
			t.Fatal(err)
		}
		seen[row.Color]++
	}
	for _, color := range inventory.MemberColors {
		if n := seen[color]; n < 1 || n > 2 {
			t.Errorf("%s was given %d times", color, n)
		}
	}
}

func TestPops(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	pops := []inventory.Pop{barePop("est", "B"), samplePop("est", "a"), samplePop("est", "é 1"), barePop("ouest", "A")}
	write(t, s, "1", func(tx pgx.Tx) error {
		for _, slug := range []string{"ouest", "est"} {
			if err := postgres.AddMember(ctx, tx, sample(slug)); err != nil {
				return err
			}
		}
		return postgres.PutPops(ctx, tx, []inventory.Pop{pops[3], pops[1], pops[0], pops[2]})
	})
	for name, c := range map[string]struct {
		member, after string
		limit         int
		want          []inventory.Pop
	}{
		"all":            {"", "", 0, pops},
		"member":         {"est", "", 0, pops[:3]},
		"page":           {"est", "B", 1, pops[1:2]},
		"last page":      {"est", "é 1", 5, nil},
		"page of all":    {"", "est/a", 2, pops[2:]},
		"unknown member": {"nobody", "", 0, nil},
	} {
		got, err := postgres.Pops(ctx, s.Pool, c.member, c.after, c.limit)
		if err != nil {
			t.Fatal(name, err)
		}
		if len(got) == 0 && len(c.want) == 0 {
			continue
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Error(name, d)
		}
	}
	one, err := postgres.Pop(ctx, s.Pool, pops[2].Key)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(pops[2], one); d != "" {
		t.Error(d)
	}
	_, err = postgres.Pop(ctx, s.Pool, inventory.Key{Member: "est", Code: "A"})
	fails(t, err, inventory.NotFound, "unknown_pop")
}

// TestPutPopsTouchesWhatDiffers: revisions and history move for what differs
// alone; the rest is confirmed.
func TestPutPopsTouchesWhatDiffers(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	pops := []inventory.Pop{samplePop("est", "1"), samplePop("est", "2"), barePop("est", "3")}
	write(t, s, "first", func(tx pgx.Tx) error {
		if err := postgres.AddMember(ctx, tx, sample("est")); err != nil {
			return err
		}
		return postgres.PutPops(ctx, tx, pops)
	})
	if _, err := s.Pool.Exec(ctx, "UPDATE pop SET confirmed_on = '2020-01-01'"); err != nil {
		t.Fatal(err)
	}
	before, err := postgres.PopRows(ctx, s.Pool)
	if err != nil {
		t.Fatal(err)
	}
	pops[1].CapacityGbps = nil
	write(t, s, "second", func(tx pgx.Tx) error { return postgres.PutPops(ctx, tx, pops[:2]) })

	lines, err := postgres.History(ctx, s.Pool, postgres.HistoryFilter{Change: "second"})
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 1 || lines[0].Key != pops[1].Key {
		t.Errorf("history: %+v", lines)
	}
	after, err := postgres.PopRows(ctx, s.Pool, pops[0].Key, pops[1].Key, pops[2].Key, inventory.Key{Member: "est", Code: "none"})
	if err != nil {
		t.Fatal(err)
	}
	old := inventory.Date{Year: 2020, Month: 1, Day: 1}
	for i, row := range after {
		if d := cmp.Diff(pops[i], row.Pop); d != "" {
			t.Error(d)
		}
		if confirmed := row.ConfirmedOn != old; confirmed != (i < 2) {
			t.Errorf("%s confirmed on %v", row.Code, row.ConfirmedOn)
		}
		if moved := row.Revision != before[i].Revision; moved != (i < 2) {
			t.Errorf("%s: revision %d, was %d", row.Code, row.Revision, before[i].Revision)
		}
	}
	// Said again on the same day, nothing at all is written.
	write(t, s, "third", func(tx pgx.Tx) error { return postgres.PutPops(ctx, tx, pops[:2]) })
	last, err := postgres.PopRevisions(ctx, s.Pool)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range after {
		if last[row.Key] != row.Revision {
			t.Errorf("%s was written again", row.Code)
		}
	}
}

func TestZones(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	one := sampleZone("est", "Z1")
	two := sampleZone("est", "Z2")
	two.Supplier, two.Handoff, two.AvailableOn = "", "", inventory.Date{}
	two.CapacityGbps, two.SetupEUR, two.MonthlyEUR = nil, nil, nil
	two.Extent = inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{"2A004", "18033"}}
	write(t, s, "1", func(tx pgx.Tx) error {
		if err := postgres.AddMember(ctx, tx, sample("est")); err != nil {
			return err
		}
		// The zone before its hand-off: the tie is checked at the end.
		if err := postgres.PutZones(ctx, tx, []inventory.Zone{two, one}); err != nil {
			return err
		}
		return postgres.PutPops(ctx, tx, []inventory.Pop{samplePop("est", "P1")})
	})
	got, err := postgres.Zones(ctx, s.Pool, "est", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]inventory.Zone{one, two}, got); d != "" {
		t.Error(d)
	}
	whole, err := postgres.Zone(ctx, s.Pool, two.Key)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(two, whole); d != "" {
		t.Error(d)
	}
	rows, err := postgres.ZoneRows(ctx, s.Pool)
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	bound := one.Geometry.Bound()
	if d := cmp.Diff(bound, rows[0].Box); d != "" || !rows[0].Cells.Equal(one.Cells) || rows[0].Geometry != nil {
		t.Error(d)
	}
	revisions, err := postgres.ZoneRevisions(ctx, s.Pool)
	if err != nil || len(revisions) != 2 || revisions[one.Key] != rows[0].Revision {
		t.Error(revisions, err)
	}
	meta := one
	meta.Geometry, meta.Cells = nil, nil
	metas, err := postgres.ZonesMeta(ctx, s.Pool, "est", "", 1)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]inventory.Zone{meta}, metas); d != "" {
		t.Error(d)
	}

	// A PoP that a zone needs stays.
	err = s.Write(ctx, tester, "d", func(tx pgx.Tx) error { return postgres.DeletePops(ctx, tx, "est", []string{"P1"}) })
	e := fails(t, err, inventory.Conflict, "pop_in_use")
	if len(e.Fields) != 1 || e.Fields[0].Value != "P1" || e.Fields[0].Message != "is the hand-off of the zone “Z1”" {
		t.Errorf("%+v", e)
	}
	err = s.Write(ctx, tester, "d", func(tx pgx.Tx) error { return postgres.DeleteZones(ctx, tx, "est", []string{"Z1", "Z9"}) })
	fails(t, err, inventory.NotFound, "unknown_zone")
	write(t, s, "d", func(tx pgx.Tx) error {
		if err := postgres.DeleteZones(ctx, tx, "est", []string{"Z1"}); err != nil {
			return err
		}
		return postgres.DeletePops(ctx, tx, "est", []string{"P1"})
	})
	err = s.Write(ctx, tester, "d", func(tx pgx.Tx) error { return postgres.DeletePops(ctx, tx, "est", []string{"P1"}) })
	fails(t, err, inventory.NotFound, "unknown_pop")
}
