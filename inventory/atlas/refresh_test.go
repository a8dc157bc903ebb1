package atlas

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

func openAtlas(tb testing.TB, store *postgres.Store) *Atlas {
	tb.Helper()
	a, err := Open(tb.Context(), store, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// After any change, a picture that was brought up to date is the one that a
// newcomer reads.
func TestRefreshEqualsReload(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 41))
		if seed == 0 {
			c.populate(t, rnd, 4, 3, 8)
		}
		a := openAtlas(t, c.Store)
		for step := range 25 {
			before := a.Now()
			what := c.change(t, rnd, before)
			if err := a.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if a.Now().Version() <= before.Version() {
				t.Fatalf("seed %d, step %d (%s): the picture is still the old one", seed, step, what)
			}
			if diff := cmp.Diff(seen(t, openAtlas(t, c.Store).Now()), seen(t, a.Now())); diff != "" {
				t.Fatalf("seed %d, step %d (%s): refreshed is not as reloaded (-reloaded +refreshed):\n%s", seed, step, what, diff)
			}
		}
		now := a.Now()
		if err := a.Refresh(t.Context()); err != nil || a.Now() != now {
			t.Fatalf("seed %d: the picture was swapped though nothing has changed (%v)", seed, err)
		}
	}
}

// change does one random thing to the inventory, several at times, and says what.
func (c *country) change(t *testing.T, rnd *rand.Rand, now *Picture) string {
	t.Helper()
	members := now.Members(inventory.Operator("test"))
	m := members[rnd.IntN(len(members))].Member
	var some *zone
	if len(now.order) > 0 {
		some = now.order[rnd.IntN(len(now.order))]
	}
	what := rnd.IntN(7)
	c.write(t, func(tx pgx.Tx) error {
		ctx := t.Context()
		switch {
		case what == 0: // another status, and back
			m.Status = inventory.MemberStatuses[(int(rnd.Int32N(2))+1+indexOf(m.Status))%3]
			return postgres.UpdateMember(ctx, tx, m)
		case what == 1:
			m.Name += "!"
			return postgres.UpdateMember(ctx, tx, m)
		case what == 2:
			p := c.pop(rnd, m.Slug, fmt.Sprint("new", rnd.Uint32()))
			return postgres.PutPops(ctx, tx, []inventory.Pop{p})
		case what == 3 && some != nil:
			return postgres.DeleteZones(ctx, tx, some.Member, []string{some.Code})
		case what == 4 && some != nil:
			z, err := postgres.Zone(ctx, tx, some.Key)
			z.Audience = inventory.Audiences[(indexOfAudience(z.Audience)+1+rnd.IntN(4))%5]
			return errors.Join(err, postgres.PutZones(ctx, tx, []inventory.Zone{z}))
		case what == 5 && some != nil: // one goes, another comes: their number stays
			p := c.pop(rnd, m.Slug, fmt.Sprint("new", rnd.Uint32()))
			z := c.zone(t, tx, rnd, fmt.Sprint("new", rnd.Uint32()), p, 8)
			return errors.Join(postgres.DeleteZones(ctx, tx, some.Member, []string{some.Code}),
				postgres.PutPops(ctx, tx, []inventory.Pop{p}), postgres.PutZones(ctx, tx, []inventory.Zone{z}))
		}
		p := c.pop(rnd, m.Slug, fmt.Sprint("new", rnd.Uint32()))
		z := c.zone(t, tx, rnd, fmt.Sprint("new", rnd.Uint32()), p, 8)
		return errors.Join(postgres.PutPops(ctx, tx, []inventory.Pop{p}), postgres.PutZones(ctx, tx, []inventory.Zone{z}))
	})
	return fmt.Sprint("change ", what)
}

func indexOf(s inventory.MemberStatus) int {
	for i, other := range inventory.MemberStatuses {
		if s == other {
			return i
		}
	}
	return 0
}

func indexOfAudience(a inventory.Audience) int {
	for i, other := range inventory.Audiences {
		if a == other {
			return i
		}
	}
	return 0
}

// seen is all that can be seen of a picture: entries and answers.
func seen(t *testing.T, p *Picture) map[string]any {
	t.Helper()
	out := map[string]any{"members": p.Members(inventory.Operator("test"))}
	var zones []postgres.ZoneRow
	for _, z := range p.order {
		if p.zones[z.Key] != z {
			t.Fatalf("zone %v is not the same by order and by key", z.Key)
		}
		zones = append(zones, z.ZoneRow)
	}
	out["zones"] = zones
	for _, v := range []inventory.Viewer{inventory.Operator("test"), {Role: inventory.RoleBureau}, {Role: inventory.RoleSales, Member: "m01"}, {Role: inventory.RoleVisitor}} {
		f := inventory.Filter{Unit: inventory.Commune}
		coverage, err := p.Coverage(v, f)
		if err != nil {
			t.Fatal(err)
		}
		overlaps, err := p.Overlaps(v, f)
		if err != nil {
			t.Fatal(err)
		}
		contributions, err := p.Contributions(v, f)
		if err != nil {
			t.Fatal(err)
		}
		redundancy, err := p.Redundancy(v, f, 20)
		if err != nil {
			t.Fatal(err)
		}
		gaps, err := p.Gaps(v, f)
		if err != nil {
			t.Fatal(err)
		}
		name := class(v)
		for _, m := range p.Members(v)[:min(3, len(p.Members(v)))] {
			openings, err := p.Openings(v, f, m.Slug)
			if err != nil {
				t.Fatal(err)
			}
			out[name+" openings of "+m.Slug] = openings
		}
		out[name+" gaps"] = gaps
		out[name+" contributions"], out[name+" redundancy"] = contributions, redundancy
		out[name+" members"] = p.Members(v)
		out[name+" coverage"], out[name+" overlaps"] = coverage, overlaps
	}
	return out
}

// Loading another territory cuts every zone to the new land.
func TestAnotherTerritory(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	c.populate(t, rand.New(rand.NewPCG(1, 43)), 2, 3, 30)
	a := openAtlas(t, c.Store)
	before, err := a.Now().Coverage(inventory.Operator("test"), inventory.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	c.write(t, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "DELETE FROM unit WHERE code IN ('18033', '97411')")
		if err == nil {
			_, err = tx.Exec(t.Context(), "UPDATE territory SET checksum = 'another'")
		}
		return err
	})
	if err := a.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := a.Now().Coverage(inventory.Operator("test"), inventory.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if after.Territory.KM2 >= before.Territory.KM2 || after.Covered.KM2 >= before.Covered.KM2 || after.Covered.KM2 > after.Territory.KM2 {
		t.Errorf("two communes less: territory %v, covered %v; before %v, %v", after.Territory, after.Covered, before.Territory, before.Covered)
	}
	if diff := cmp.Diff(seen(t, openAtlas(t, c.Store).Now()), seen(t, a.Now())); diff != "" {
		t.Errorf("refreshed is not as reloaded (-reloaded +refreshed):\n%s", diff)
	}
}

// Run follows the database, also across the loss of its connection.
func TestRunFollows(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	a := openAtlas(t, c.Store)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	add := func(slug string) {
		t.Helper()
		c.write(t, func(tx pgx.Tx) error {
			return postgres.AddMember(t.Context(), tx, member(slug, inventory.MemberActive))
		})
	}
	shows := func(slug string) func() bool {
		return func() bool { return a.Now().party(slug).slug == slug }
	}
	add("first")
	until(t, "the first member is there", shows("first"))
	listening := func() int {
		var n int
		err := c.Pool.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'").Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	until(t, "it listens", func() bool { return listening() == 1 })
	if _, err := c.Pool.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND query LIKE 'LISTEN%'`); err != nil {
		t.Fatal(err)
	}
	add("second") // perhaps while nobody listens
	until(t, "the second member is there", shows("second"))
	until(t, "it listens again", func() bool { return listening() == 1 })
	add("third")
	until(t, "the third member is there", shows("third"))
	stop()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("Run has not ended")
	}
}

// until waits for a condition, ten seconds at most.
func until(t *testing.T, what string, true func() bool) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !true() {
		select {
		case <-deadline:
			t.Fatalf("after ten seconds it is not so that %s", what)
		case <-tick.C:
		}
	}
}

// Readers and a writer at once, for the race detector.
func TestReadersWhileRefreshing(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	rnd := rand.New(rand.NewPCG(3, 47))
	c.populate(t, rnd, 3, 2, 8)
	a := openAtlas(t, c.Store)
	stop, done := make(chan struct{}), make(chan error, 4)
	for range 4 {
		go func() {
			var failed error
			for {
				select {
				case <-stop:
					done <- failed
					return
				default:
				}
				p, v := a.Now(), inventory.Operator("test")
				_, err1 := p.Coverage(v, inventory.Filter{Unit: inventory.Commune})
				_, err2 := p.Openings(v, inventory.Filter{Unit: inventory.EPCI}, "m00")
				_, err3 := p.Tile(v, TileCoverage, inventory.Filter{}, "", 8, 129, 90)
				failed = errors.Join(failed, err1, err2, err3)
			}
		}()
	}
	for range 15 {
		c.change(t, rnd, a.Now())
		if err := a.Refresh(t.Context()); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// A PoP that only moves is news as well: tiles of PoPs are kept by browsers for
// as long as the version is the same.
func TestMovedPopIsNews(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	c.populate(t, rand.New(rand.NewPCG(1, 51)), 1, 2, 8)
	a := openAtlas(t, c.Store)
	before := a.Now().Version()
	c.write(t, func(tx pgx.Tx) error {
		p, err := postgres.Pop(t.Context(), tx, inventory.Key{Member: "m00", Code: "p00"})
		p.Position[0] += 0.001
		return errors.Join(err, postgres.PutPops(t.Context(), tx, []inventory.Pop{p}))
	})
	if err := a.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a.Now().Version() == before {
		t.Error("a PoP has moved and the picture is the same")
	}
}
