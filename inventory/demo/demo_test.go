package demo_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/demo"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// country is the real territory, or where the machine lacks it the built-in
// approximation of all of France.
func country(t *testing.T) (*postgres.Store, *territory.Gazetteer) {
	t.Helper()
	ctx := context.Background()
	url, ok := territorytest.Real(t)
	if !ok {
		url = pgtest.New(t)
	}
	store := territorytest.Open(t, url)
	if !ok {
		if _, err := territory.LoadBuiltin(ctx, store, nil); err != nil {
			t.Fatal(err)
		}
	}
	g, err := territory.Read(ctx, store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	return store, g
}

// TestDemo looks at the demo, then loads it: one database serves all.
func TestDemo(t *testing.T) {
	t.Parallel()
	store, g := country(t)
	generatedTheSameEachTime(t, g)
	varied(t, g)
	loadedOnce(t, store, g)
}

func generatedTheSameEachTime(t *testing.T, g *territory.Gazetteer) {
	t.Helper()
	a, b := demo.Generate(g, 7), demo.Generate(g, 7)
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
	if c := demo.Generate(g, 8); cmp.Equal(a, c) {
		t.Error("another seed gives the same demo")
	}
}

func varied(t *testing.T, g *territory.Gazetteer) {
	t.Helper()
	d := demo.Generate(g, demo.Seed)
	if len(d.Members) != 12 {
		t.Fatalf("%d members", len(d.Members))
	}
	t.Logf("%d PoPs, %d zones", len(d.Pops), len(d.Zones))
	seen := map[string]int{}
	territories := map[string]bool{}
	for _, m := range d.Members {
		if err := m.Validate(); err != nil {
			t.Errorf("%s: %v", m.Slug, err)
		}
		seen["member "+string(m.Status)]++
	}
	for _, p := range d.Pops {
		if err := p.Validate(); err != nil {
			t.Errorf("%s: %v", p.Key, err)
		}
		u, ok := g.At(p.Position[0], p.Position[1])
		if !ok || u.Code != p.INSEE || u.Name != p.City {
			t.Errorf("%s is said to be in %s, stands in %v", p.Key, p.INSEE, u)
			continue
		}
		territories[u.Territory] = true
	}
	for _, z := range d.Zones {
		if err := z.Validate(); err != nil {
			t.Errorf("%s: %v", z.Key, err)
		}
		seen["extent "+string(z.Extent.Kind)]++
		seen["status "+string(z.Status)]++
		seen["audience "+string(z.Audience)]++
		seen["price "+string(z.PriceAudience)]++
		for _, tech := range z.Technologies {
			seen["technology "+string(tech)]++
		}
		if z.MonthlyEUR != nil {
			seen["priced"]++
		}
	}
	t.Log(seen)
	for _, want := range []string{"member active", "member candidate", "extent communes", "extent epci", "extent departements", "extent radius", "extent geometry",
		"status operational", "status planned", "status underConstruction", "technology dsl", "technology ftth", "technology ftto", "technology ftte", "technology coax", "technology radio",
		"audience private", "audience bureau", "audience pooled", "audience members", "audience public", "price private", "price public", "priced"} {
		if seen[want] == 0 {
			t.Errorf("there is no %s", want)
		}
	}
	if len(territories) != 6 {
		t.Errorf("PoPs stand in %v", territories)
	}
}

func loadedOnce(t *testing.T, store *postgres.Store, g *territory.Gazetteer) {
	t.Helper()
	ctx := context.Background()
	start := time.Now()
	if err := demo.Load(ctx, store, g); err != nil {
		t.Fatal(err)
	}
	t.Logf("loaded in %v", time.Since(start))
	if ok, err := demo.Loaded(ctx, store); !ok || err != nil {
		t.Errorf("loaded: %v, %v", ok, err)
	}
	believable(t, store)

	// Whoever changes the demo keeps the change, and a second start adds nothing.
	lines := func() (n int) {
		if err := store.Pool.QueryRow(ctx, "SELECT count(*) FROM history").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	err := store.Write(ctx, inventory.Operator("t"), "mine", func(tx pgx.Tx) error {
		return postgres.UpdateMember(ctx, tx, inventory.Member{Slug: "beffroi-liaisons", Name: "Mine", Status: inventory.MemberActive, Color: "#000000"})
	})
	if err != nil {
		t.Fatal(err)
	}
	before := lines()
	if err := demo.Load(ctx, store, g); err != nil {
		t.Fatal(err)
	}
	if after := lines(); after != before {
		t.Errorf("a second start changed %d entries", after-before)
	}
}

// believable checks that gaps, overlaps and openings are all worth a look.
func believable(t *testing.T, store *postgres.Store) {
	t.Helper()
	ctx := context.Background()
	a, err := atlas.Open(ctx, store, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	who := inventory.Operator("t")
	c, err := a.Now().Coverage(who, inventory.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	share := c.Covered.Weight / c.Territory.Weight
	t.Logf("%.1f %% of the population, %.1f %% of the land; by depth %+v", 100*share, 100*c.Covered.KM2/c.Territory.KM2, c.ByDepth)
	if share < 0.45 || share > 0.62 {
		t.Errorf("the pool covers %.3f of the population", share)
	}
	if n := len(c.ByDepth); n < 5 || n > 8 {
		t.Errorf("at most %d members meet", n)
	}
	for _, m := range a.Now().Members(who) {
		o, err := a.Now().Openings(who, inventory.Filter{}, m.Slug)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-18s %-9s %3d PoPs %3d zones, own %7.0f km², opened %7.0f km²", m.Slug, m.Status, m.Pops, m.Zones, o.Own.KM2, o.Opened.KM2)
		if m.Pops < 5 || m.Zones < 5 {
			t.Errorf("%s has %d PoPs and %d zones", m.Slug, m.Pops, m.Zones)
		}
	}
}

func TestLoadGoesOnWhereItWasCut(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store := territorytest.Open(t, territorytest.Small(t))
	g, err := territory.Read(ctx, store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	d := demo.Generate(g, demo.Seed)
	err = store.Write(ctx, inventory.Operator("demo"), demo.Change, func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, d.Members[0]) })
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Load(ctx, store, g); err != nil {
		t.Fatal(err)
	}
	members, err := postgres.Members(ctx, store.Pool)
	if err != nil || len(members) != 12 {
		t.Errorf("%d members, %v", len(members), err)
	}
	// The one that was there is left as it was.
	if i := slices.IndexFunc(members, func(m postgres.MemberRow) bool { return m.Slug == d.Members[0].Slug }); members[i].Pops != 0 {
		t.Errorf("%+v", members[i])
	}
}

func TestLoadSparesRealMembers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store := territorytest.Open(t, territorytest.Small(t))
	g, err := territory.Read(ctx, store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Write(ctx, inventory.Operator("t"), "mine", func(tx pgx.Tx) error {
		return postgres.AddMember(ctx, tx, inventory.Member{Slug: "real", Name: "Real", Status: inventory.MemberActive, Color: "#000000"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Load(ctx, store, g); inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("got %v", err)
	}
	if ok, err := demo.Loaded(ctx, store); ok || err != nil {
		t.Errorf("loaded: %v, %v", ok, err)
	}
	if err := demo.Load(ctx, territorytest.Open(t, pgtest.New(t)), territory.New(nil)); inventory.KindOf(err) != inventory.Unavailable {
		t.Errorf("without a territory: %v", err)
	}
}
