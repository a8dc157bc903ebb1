package ledger_test

import (
	"log/slog"
	"math"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/ledger"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

var operator = inventory.Operator("test")

type world struct {
	store *postgres.Store
	atlas *atlas.Atlas
	desk  *intake.Desk
	book  *ledger.Book
	codes []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	store := territorytest.Open(t, territorytest.Small(t))
	a, err := atlas.Open(t.Context(), store, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{store: store, atlas: a, desk: &intake.Desk{Store: store, Atlas: a}}
	w.book = &ledger.Book{Store: store, Atlas: a, Log: slog.New(slog.DiscardHandler)}
	for _, u := range a.Now().Gazetteer().Units(inventory.Commune) {
		if u.Located {
			w.codes = append(w.codes, u.Code)
		}
	}
	return w
}

func (w *world) member(t *testing.T, slug string, status inventory.MemberStatus) {
	t.Helper()
	err := w.store.Write(t.Context(), operator, "x", func(tx pgx.Tx) error {
		return postgres.AddMember(t.Context(), tx, inventory.Member{Slug: slug, Name: slug, Status: status, Color: "#123456"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) zone(t *testing.T, member, code string, audience inventory.Audience, communes ...string) {
	t.Helper()
	_, err := w.desk.PutZone(t.Context(), operator, inventory.Zone{Key: inventory.Key{Member: member, Code: code}, Name: code,
		Technologies: []inventory.Technology{"ftth"}, Status: inventory.Operational, Audience: audience,
		Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: communes}})
	if err != nil {
		t.Fatal(err)
	}
}

// happened moves what the history has not dated yet to a day: the test's clock.
func (w *world) happened(t *testing.T, day string) {
	t.Helper()
	for _, sql := range []string{"ALTER TABLE history DISABLE TRIGGER USER", "ALTER TABLE history NO FORCE ROW LEVEL SECURITY",
		"UPDATE history SET at = '" + day + " 12:00+00' WHERE at > now() - interval '1 day'",
		"ALTER TABLE history FORCE ROW LEVEL SECURITY", "ALTER TABLE history ENABLE TRIGGER USER"} {
		if _, err := w.store.Pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) lines(t *testing.T, v inventory.Viewer, member string) (lines []inventory.LedgerLine) {
	t.Helper()
	err := w.store.Read(t.Context(), v, func(tx pgx.Tx) (err error) {
		lines, err = postgres.Ledger(t.Context(), tx, member)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// Four quarters of two members: the second joins in the third, and hides its zone
// and leaves after the fourth. Kept at their time or long after, quarters are the
// same to the bit; and a newcomer's sum is that of its own quarters.
func TestQuartersAreKeptAndCountedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.member(t, "alpha", inventory.MemberActive)
	w.zone(t, "alpha", "a", inventory.AudienceMembers, w.codes[0], w.codes[1])
	w.happened(t, "2024-02-10")
	keep := func(day string) int {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.atlas.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		n, err := w.book.Keep(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := keep("2024-07-01"); n != 2 {
		t.Errorf("%d quarters are kept, want 2", n)
	}
	if n := keep("2024-07-02"); n != 0 {
		t.Errorf("%d quarters are kept twice", n)
	}
	w.member(t, "beta", inventory.MemberActive)
	w.zone(t, "beta", "b", inventory.AudiencePooled, w.codes[1], w.codes[2])
	w.happened(t, "2024-08-10")
	if n := keep("2024-10-01"); n != 1 {
		t.Errorf("%d quarters are kept, want 1", n)
	}
	// What comes after the fourth quarter, before it is kept.
	w.zone(t, "beta", "b", inventory.AudiencePrivate, w.codes[2])
	err := w.store.Write(ctx, operator, "x", func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE member SET status = 'left' WHERE slug = 'beta'")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.happened(t, "2025-01-20")
	if n := keep("2025-02-01"); n != 1 {
		t.Errorf("%d quarters are kept, want 1", n)
	}
	n, differ, err := w.book.Check(ctx)
	if err != nil || n != 6 || len(differ) != 0 {
		t.Errorf("%d lines are counted again, want 6; %d differ: %+v, %v", n, len(differ), differ, err)
	}
	of := map[string][]inventory.LedgerLine{}
	for _, l := range w.lines(t, operator, "") {
		of[l.Member] = append(of[l.Member], l)
	}
	a, b := of["alpha"], of["beta"]
	if len(a) != 4 || len(b) != 2 || a[0].Quarters != 4 || b[0].Quarters != 2 {
		t.Fatalf("alpha has %d lines, beta %d", len(a), len(b))
	}
	if a[0].ShapleyWeight != a[1].ShapleyWeight || b[0].ShapleyWeight != b[1].ShapleyWeight || b[0].ShapleyWeight == 0 {
		t.Errorf("the fourth quarter differs from the third: %+v %+v", a[0], b[0])
	}
	sum := 0.0
	for _, l := range a {
		sum += l.ShapleyWeight
	}
	if math.Abs(sum-a[0].CumulatedWeight) > 1e-6 {
		t.Errorf("alpha has %v cumulated, want %v", a[0].CumulatedWeight, sum)
	}
	if got := a[0].ShapleyWeight + b[0].ShapleyWeight; math.Abs(got-(a[0].UniqueWeight+b[0].ReachWeight)) > 1e-6 {
		t.Errorf("fair parts add up to %v, not to what is covered", got)
	}
	for v, want := range map[*inventory.Viewer]int{{Role: inventory.RoleBureau}: 6, {Role: inventory.RoleSales, Member: "alpha"}: 4,
		{Role: inventory.RoleContributor, Member: "beta"}: 2, {Role: inventory.RoleAdmin}: 0, {Role: inventory.RoleVisitor, Member: "alpha"}: 0} {
		if got := len(w.lines(t, *v, "")); got != want {
			t.Errorf("%+v reads %d lines, want %d", *v, got, want)
		}
	}

	// A line that is no longer as it was counted is told, beside what it should be.
	for _, sql := range []string{"ALTER TABLE ledger NO FORCE ROW LEVEL SECURITY",
		"UPDATE ledger SET given_weight = given_weight + 1 WHERE member = 'beta' AND day = '2024-09-30'",
		"ALTER TABLE ledger FORCE ROW LEVEL SECURITY"} {
		if _, err := w.store.Pool.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	_, differ, err = w.book.Check(ctx)
	if err != nil || len(differ) != 1 {
		t.Fatalf("%d lines differ, want 1: %+v, %v", len(differ), differ, err)
	}
	if d := differ[0]; d.Kept.Member != "beta" || d.Counted == nil || d.Kept.GivenWeight != d.Counted.GivenWeight+1 || d.Ground {
		t.Errorf("the line that was changed is told as %+v", d)
	}
}

func TestQuarterEnds(t *testing.T) {
	t.Parallel()
	day := func(s string) inventory.Date {
		d, err := inventory.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, row := range []struct {
		from, before string
		want         int
	}{{"2024-03-31", "2024-04-01", 1}, {"2024-03-31", "2024-03-31", 0}, {"2024-04-01", "2024-06-30", 0}, {"2023-12-31", "2025-01-01", 5}} {
		if got := inventory.QuarterEnds(day(row.from), day(row.before)); len(got) != row.want {
			t.Errorf("from %s before %s: %v", row.from, row.before, got)
		}
	}
}
