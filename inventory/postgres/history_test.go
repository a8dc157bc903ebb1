package postgres_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// told is a line of the history without what the database chooses.
func told(lines []postgres.Change) []string {
	var s []string
	for _, c := range lines {
		s = append(s, fmt.Sprintf("%s %s %s %s %t %t", c.Change, c.Actor, c.Noun, c.Key, c.Before != nil, c.After != nil))
	}
	return s
}

func TestHistory(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	p, z := samplePop("est", "P1"), sampleZone("est", "Z1")
	write(t, s, "one", func(tx pgx.Tx) error {
		if err := postgres.AddMember(ctx, tx, sample("est")); err != nil {
			return err
		}
		if err := postgres.PutPops(ctx, tx, []inventory.Pop{p}); err != nil {
			return err
		}
		return postgres.PutZones(ctx, tx, []inventory.Zone{z})
	})
	p2, z2 := p, z
	p2.Position[0] += 1e-13
	z2.Name = "Other"
	write(t, s, "two", func(tx pgx.Tx) error {
		if err := postgres.PutPops(ctx, tx, []inventory.Pop{p2}); err != nil {
			return err
		}
		return postgres.PutZones(ctx, tx, []inventory.Zone{z2})
	})
	err := s.Write(ctx, inventory.Viewer{Role: inventory.RoleContributor, Member: "est"}, "three", func(tx pgx.Tx) error {
		if err := postgres.DeleteZones(ctx, tx, "est", []string{"Z1"}); err != nil {
			return err
		}
		return postgres.DeletePops(ctx, tx, "est", []string{"P1"})
	})
	if err != nil {
		t.Fatal(err)
	}
	// A change that fails leaves no trace, and one past Go has an author, too.
	err = s.Write(ctx, tester, "four", func(tx pgx.Tx) error {
		if err := postgres.PutPops(ctx, tx, []inventory.Pop{p}); err != nil {
			return err
		}
		return postgres.PutPops(ctx, tx, []inventory.Pop{barePop("nobody", "1")})
	})
	fails(t, err, inventory.NotFound, "unknown_member")
	if _, err := s.Pool.Exec(ctx, "UPDATE member SET name = 'Est'"); err != nil {
		t.Fatal(err)
	}
	var user string
	if err := s.Pool.QueryRow(ctx, "SELECT session_user").Scan(&user); err != nil {
		t.Fatal(err)
	}

	all, err := postgres.History(ctx, s.Pool, postgres.HistoryFilter{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		all[0].Change + " sql:" + user + " member est/est true true",
		"three contributor pop est/P1 true false",
		"three contributor zone est/Z1 true false",
		"two test zone est/Z1 true true",
		"two test pop est/P1 true true",
		"one test zone est/Z1 false true",
		"one test pop est/P1 false true",
		"one test member est/est false true",
	}
	if d := cmp.Diff(want, told(all)); d != "" {
		t.Fatal(d)
	}
	// Each image is the entry as it was, to the last bit; derived land is not in it.
	for i, w := range map[int]inventory.Pop{6: p, 4: p2} {
		if got, err := postgres.PopOf(all[i].After); err != nil || !cmp.Equal(w, got) {
			t.Errorf("%s %v", cmp.Diff(w, got), err)
		}
	}
	if d := cmp.Diff(all[4].After, all[1].Before); d != "" {
		t.Error(d)
	}
	z.Geometry, z.Cells = nil, nil
	if got, err := postgres.ZoneOf(all[3].Before); err != nil || !cmp.Equal(z, got) {
		t.Errorf("%s %v", cmp.Diff(z, got), err)
	}

	for name, c := range map[string]struct {
		f    postgres.HistoryFilter
		want []string
	}{
		"change": {postgres.HistoryFilter{Change: "two"}, want[3:5]},
		"noun":   {postgres.HistoryFilter{Noun: "pop", Limit: 2}, []string{want[1], want[4]}},
		"entry":  {postgres.HistoryFilter{Noun: "zone", Member: "est", Code: "Z1"}, []string{want[2], want[3], want[5]}},
		"page":   {postgres.HistoryFilter{Before: all[5].ID, Limit: 1}, want[6:7]},
		"none":   {postgres.HistoryFilter{Member: "ouest"}, nil},
	} {
		lines, err := postgres.History(ctx, s.Pool, c.f)
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(c.want, told(lines)); d != "" {
			t.Error(name, d)
		}
	}
	last, ok, err := postgres.LastChange(ctx, s.Pool, "pop", p.Key)
	if err != nil || !ok || last.ID != all[1].ID {
		t.Errorf("%+v %t %v", last, ok, err)
	}
	if _, ok, err := postgres.LastChange(ctx, s.Pool, "pop", inventory.Key{Member: "est", Code: "none"}); ok || err != nil {
		t.Error(ok, err)
	}
	for change, want := range map[string][]string{"one": {want[0], want[1], want[2]}, "two": {want[1], want[2]}, "three": nil} {
		lines, err := postgres.TouchedAfter(ctx, s.Pool, change)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, told(lines)); d != "" {
			t.Error(change, d)
		}
	}
}

// TestHistoryOfGeometry: an owner's own outline can be had back as it was.
func TestHistoryOfGeometry(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 4))
	z := sampleZone("est", "G")
	z.Extent = inventory.Extent{Kind: inventory.ExtentGeometry}
	random := func() orb.MultiPolygon {
		x, y := r.Float64()*8, 42+r.Float64()*8
		return orb.MultiPolygon{{{{x, y}, {x + r.Float64(), y}, {x, y + r.Float64()}, {x, y}}}}
	}
	z.Geometry = random()
	before := z.Geometry
	write(t, s, "a", func(tx pgx.Tx) error { return postgres.PutZones(ctx, tx, []inventory.Zone{z}) })
	z.Geometry = random()
	write(t, s, "b", func(tx pgx.Tx) error { return postgres.PutZones(ctx, tx, []inventory.Zone{z}) })
	lines, err := postgres.History(ctx, s.Pool, postgres.HistoryFilter{Change: "b"})
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	for image, want := range map[string]orb.MultiPolygon{string(lines[0].Before): before, string(lines[0].After): z.Geometry} {
		w := z
		w.Geometry, w.Cells = want, nil
		got, err := postgres.ZoneOf([]byte(image))
		if d := cmp.Diff(w, got); d != "" || err != nil {
			t.Errorf("seed %d: %s %v", seed, d, err)
		}
	}
	for _, bad := range []string{"", "{}x", `{"ewkb":"zz"}`, `{"ewkb":"01"}`, `{"ewkb":"0101000000000000000000f03f0000000000000040"}`} {
		if got, err := postgres.ZoneOf([]byte(bad)); err == nil {
			t.Errorf("%s was read as %v", bad, got)
		}
	}
}

// TestRedraw: new outlines of old extents are no change of their owner's.
func TestRedraw(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	z := sampleZone("est", "Z1")
	write(t, s, "a", func(tx pgx.Tx) error { return postgres.PutZones(ctx, tx, []inventory.Zone{z}) })
	if _, err := s.Pool.Exec(ctx, "UPDATE zone SET confirmed_on = '2020-01-01'"); err != nil {
		t.Fatal(err)
	}
	before, err := postgres.ZoneRows(ctx, s.Pool)
	if err != nil {
		t.Fatal(err)
	}
	gone := z
	gone.Code = "gone"
	z.Name, z.Geometry, z.Cells = "not this", orb.MultiPolygon{{square}}, z.Cells[1:]
	write(t, s, "b", func(tx pgx.Tx) error { return postgres.RedrawZones(ctx, tx, []inventory.Zone{z, gone}) })
	got, err := postgres.Zone(ctx, s.Pool, z.Key)
	if err != nil || got.Name == z.Name || !cmp.Equal(got.Geometry, z.Geometry) || !got.Cells.Equal(z.Cells) {
		t.Errorf("%v %v", got.Name, err)
	}
	rows, err := postgres.ZoneRows(ctx, s.Pool)
	if err != nil || len(rows) != 1 || rows[0].ConfirmedOn != before[0].ConfirmedOn || rows[0].Revision == before[0].Revision {
		t.Errorf("%+v %v", rows, err)
	}
	if lines, err := postgres.History(ctx, s.Pool, postgres.HistoryFilter{Change: "b"}); err != nil || len(lines) > 0 {
		t.Errorf("%+v %v", lines, err)
	}
}

// TestHistoryIsAppendOnly: for every role, the database's owner included, even
// one that turns ordinary triggers off.
func TestHistoryIsAppendOnly(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	role := fmt.Sprintf("r_%d", rand.Uint64())
	if _, err := s.Pool.Exec(ctx, "CREATE ROLE "+role+"; GRANT ALL ON ALL TABLES IN SCHEMA public TO "+role); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := s.Pool.Exec(ctx, "DROP OWNED BY "+role+"; DROP ROLE "+role); err != nil {
			t.Error(err)
		}
	})
	var before int
	if err := s.Pool.QueryRow(ctx, "SELECT count(*) FROM history").Scan(&before); err != nil || before == 0 {
		t.Fatal(before, err)
	}
	for _, as := range []string{"SELECT", "SET LOCAL ROLE " + role, "SET LOCAL ROLE maillage_service", "SET LOCAL session_replication_role = replica"} {
		for _, do := range []string{"UPDATE history SET actor = 'me'", "DELETE FROM history", "TRUNCATE history", "TRUNCATE history, zone, pop, member CASCADE"} {
			touched := int64(-1)
			err := s.Write(ctx, tester, "forge", func(tx pgx.Tx) error {
				if _, err := tx.Exec(ctx, as); err != nil {
					t.Fatal(err)
				}
				tag, err := tx.Exec(ctx, do)
				touched = tag.RowsAffected()
				return err
			})
			// A role under the policies finds no line to change.
			none := err == nil && touched == 0 && strings.Contains(as, role) && !strings.HasPrefix(do, "TRUNCATE")
			if inventory.KindOf(err) != inventory.Forbidden && !none {
				t.Errorf("%s; %s: %v", as, do, err)
			}
		}
	}
	var after int
	if err := s.Pool.QueryRow(ctx, "SELECT count(*) FROM history").Scan(&after); err != nil || after != before {
		t.Errorf("%d lines, were %d, %v", after, before, err)
	}
}

// TestHistoryIsWrittenByTriggersAlone: nobody may add a line by hand, turn the
// guard off or run what writes lines, and no function but the triggers' writes any.
func TestHistoryIsWrittenByTriggersAlone(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	for _, v := range []inventory.Viewer{inventory.Visitor(), {Role: inventory.RoleContributor, Member: "est"}, {Role: inventory.RoleBureau}, {Role: inventory.RoleAdmin}} {
		for _, do := range []string{
			"INSERT INTO history (actor, change, noun, member, after) VALUES ('me', 'x', 'pop', 'est', '{}')",
			"UPDATE history SET actor = 'me'", "DELETE FROM history", "TRUNCATE history",
			"ALTER TABLE history DISABLE TRIGGER append_only", "ALTER TABLE history NO FORCE ROW LEVEL SECURITY",
			"DROP POLICY seen ON history", "DROP TRIGGER history_update ON pop", "SELECT keep_history()",
			"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
			"CREATE TRIGGER mine AFTER INSERT ON pop FOR EACH STATEMENT EXECUTE FUNCTION keep_history('code')",
		} {
			err := s.Write(ctx, v, "forge", func(tx pgx.Tx) error {
				_, err := tx.Exec(ctx, do)
				return err
			})
			if err == nil || inventory.KindOf(err) != inventory.Forbidden && !strings.Contains(do, "SELECT keep_history") {
				t.Errorf("%s: %s: %v", v.Role, do, err)
			}
		}
	}
	rows, _ := s.Pool.Query(ctx, `SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
		AND prosrc ~* '(insert\s+into|update|delete\s+from|truncate)\s+history' ORDER BY 1`)
	writers, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !slices.Equal(writers, []string{"keep_history"}) {
		t.Errorf("the history is written by %v, %v", writers, err)
	}
}

// TestTold: whoever listens hears of each transaction that writes, when it ends.
func TestTold(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	conn, err := s.Pool.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "LISTEN maillage"); err != nil {
		t.Fatal(err)
	}
	write(t, s, "a", func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, sample("est")) })
	write(t, s, "b", func(tx pgx.Tx) error {
		return postgres.PutPops(ctx, tx, []inventory.Pop{barePop("est", "P1"), barePop("est", "P2")})
	})
	for _, want := range []string{"member", "pop"} {
		n, err := conn.Conn().WaitForNotification(ctx)
		if err != nil || n.Payload != want {
			t.Errorf("%+v %v, want %s", n, err, want)
		}
	}
}

// TestImagesAreWhole: a column added to a noun is in its image, or left out on
// purpose.
func TestImagesAreWhole(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	z := sampleZone("est", "Z")
	write(t, s, "z", func(tx pgx.Tx) error {
		if err := postgres.PutZones(ctx, tx, []inventory.Zone{z}); err != nil {
			return err
		}
		if err := postgres.SetDefaultAudience(ctx, tx, "est", inventory.UsualAudience); err != nil {
			return err
		}
		u, err := postgres.PutUser(ctx, tx, inventory.User{Email: "ana@est.example", Grants: []inventory.Grant{{Role: inventory.RoleSales, Member: "est"}}}, time.Now())
		if err != nil {
			return err
		}
		_, err = postgres.AddToken(ctx, tx, make([]byte, 32), inventory.Token{User: u.ID, Acting: u.Grants[0], Name: "t", Scope: "read", CreatedAt: time.Now(), ExpiresAt: time.Now()})
		if err != nil {
			return err
		}
		return postgres.PutTerritory(ctx, tx, inventory.Territory{Source: "s", Checksum: "c", Licence: "l"}, func(func(postgres.UnitRow, error) bool) {})
	})
	beside := map[string][]string{"token": {"role", "member"}}
	left := map[string][]string{"member": {"revision"}, "pop": {"revision", "confirmed_on"}, "zone": {"revision", "confirmed_on", "geom", "cells"}, "territory": {"in_force"}, "member_default": {},
		"account_grant": {"id"}, "token": {"id", "secret", "acting", "created_at", "seen_at"}}
	for table, out := range left {
		var missing, extra []string
		err := s.Pool.QueryRow(ctx, `WITH columns AS (SELECT attname::text AS name FROM pg_attribute
				WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL ($2)),
			keys AS (SELECT DISTINCT jsonb_object_keys(after) AS name FROM history WHERE noun = $1 EXCEPT SELECT unnest($3::text[]))
			SELECT ARRAY(SELECT name FROM columns EXCEPT SELECT name FROM keys),
				ARRAY(SELECT name FROM keys EXCEPT SELECT name FROM columns)`, table, out, beside[table]).Scan(&missing, &extra)
		if err != nil || len(missing) > 0 || len(extra) > 0 {
			t.Errorf("%s: missing %v, extra %v, %v", table, missing, extra, err)
		}
	}
}

// TestHistoryOfNewKeys: an entry whose key changes goes under the old one and
// comes under the new one, those that follow it too.
func TestHistoryOfNewKeys(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	write(t, s, "z", func(tx pgx.Tx) error { return postgres.PutZones(ctx, tx, []inventory.Zone{sampleZone("est", "Z1")}) })
	write(t, s, "rename", func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE member SET slug = 'levant'"); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE pop SET code = 'P9'")
		return err
	})
	lines, err := postgres.History(ctx, s.Pool, postgres.HistoryFilter{Change: "rename"})
	if err != nil {
		t.Fatal(err)
	}
	got := told(lines)
	slices.Sort(got)
	want := []string{
		"rename test member est/est true false", "rename test member levant/levant false true",
		"rename test pop est/P1 true false", "rename test pop levant/P1 false true", "rename test pop levant/P1 true false", "rename test pop levant/P9 false true",
		"rename test zone est/Z1 true false", "rename test zone levant/Z1 false true", "rename test zone levant/Z1 true true",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
