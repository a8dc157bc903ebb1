package territory_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// site answers with content and counts how often it is asked.
func site(t *testing.T, status int, content string) (address string, asked *atomic.Int64) {
	t.Helper()
	asked = &atomic.Int64{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(status)
		fmt.Fprint(w, content)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/a/communes-100m.geojson.gz?x=1", asked
}

func small(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(territorytest.SmallFile(t))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEnsureTakesTheSourcesInOrder(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store := territorytest.Open(t, pgtest.New(t))
	data := t.TempDir()
	address, asked := site(t, http.StatusOK, packed(small(t)))
	var said []string
	ensure := func(o territory.Options) inventory.Territory {
		t.Helper()
		o.DataDir, o.Network = data, address
		o.Said = func(s string) { said = append(said, s) }
		got, err := territory.Ensure(ctx, store, o, nil)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}

	// Nothing anywhere: the network, and what it sent is kept.
	if got := ensure(territory.Options{}); got.Source != address || got.Approximate || asked.Load() != 1 {
		t.Fatalf("got %+v after %d requests", got, asked.Load())
	}
	if b, err := os.ReadFile(filepath.Join(data, "territory", "source.json")); err != nil || !strings.Contains(string(b), address) {
		t.Errorf("source.json: %s %v", b, err)
	}
	// The next start: the database.
	before := state(t, store)
	ensure(territory.Options{})
	if asked.Load() != 1 || state(t, store) != before {
		t.Error("the territory in force was loaded again")
	}
	// A new database: what was kept, without the network.
	store = territorytest.Open(t, pgtest.New(t))
	if got := ensure(territory.Options{}); got.Source != address || asked.Load() != 1 {
		t.Errorf("got %+v after %d requests", got, asked.Load())
	}
	// A source of the operator's comes first, and is not loaded twice.
	file := filepath.Join(t.TempDir(), "mine.geojson")
	if err := os.WriteFile(file, []byte(commune(`"18033"`, square(2.4, 47.1))), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := ensure(territory.Options{Source: file}); got.Source != file {
		t.Errorf("got %+v", got)
	}
	before = state(t, store)
	if ensure(territory.Options{Source: file}); state(t, store) != before {
		t.Error("the same file was loaded again")
	}
	// Changed, it is.
	if err := os.WriteFile(file, []byte(commune(`"18033"`, square(2.3, 47.1))), 0o644); err != nil {
		t.Fatal(err)
	}
	if ensure(territory.Options{Source: file}); state(t, store) == before {
		t.Error("a changed file was not loaded")
	}
	// What was kept and then spoiled is not used.
	if err := os.WriteFile(filepath.Join(data, "territory", "communes-100m.geojson.gz"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	store = territorytest.Open(t, pgtest.New(t))
	if got := ensure(territory.Options{}); got.Source != address || asked.Load() != 2 {
		t.Errorf("got %+v after %d requests", got, asked.Load())
	}
	if len(said) == 0 {
		t.Error("nothing was said of a country of thirteen communes")
	}
}

// Who loads stands in the history; the program itself where nobody is named.
func TestWhoLoads(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, pgtest.New(t))
	for _, who := range []inventory.Viewer{{}, inventory.Operator("someone")} {
		o := territory.Options{Who: who, Source: territorytest.SmallFile(t), Reload: true}
		if _, err := territory.Ensure(t.Context(), store, o, nil); err != nil {
			t.Fatal(err)
		}
		var got string
		if err := store.Pool.QueryRow(t.Context(), `SELECT actor FROM history WHERE noun = 'territory' ORDER BY id DESC LIMIT 1`).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if want := cmp.Or(who.Name, "maillage"); got != want {
			t.Errorf("loaded by %q, not %q", got, want)
		}
	}
}

func TestEnsureWithoutNetwork(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store := territorytest.Open(t, pgtest.New(t))
	var said []string
	o := territory.Options{DataDir: t.TempDir(), Network: "http://127.0.0.1:1/communes.geojson.gz", Said: func(s string) { said = append(said, s) }}
	got, err := territory.Ensure(ctx, store, o, nil)
	if err != nil || !got.Approximate || got.Source != "builtin" {
		t.Fatalf("got %+v, %v", got, err)
	}
	if all := strings.Join(said, "\n"); !strings.Contains(all, "127.0.0.1:1") || !strings.Contains(all, "territory load") {
		t.Errorf("said %s", all)
	}
	// It can be named, as a file is.
	named := territory.Options{Source: territory.Builtin}
	if got, err := territory.Ensure(ctx, store, named, nil); err != nil || got.Source != territory.Builtin {
		t.Errorf("got %+v, %v", got, err)
	}
	// Asked to load again, and still nothing there: what is in force stays.
	before := state(t, store)
	o.Reload = true
	if got, err := territory.Ensure(ctx, store, o, nil); err != nil || got.Source != "builtin" || state(t, store) != before {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestEnsureKeepsTheTerritoryWhenTheSourceIsBad(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store := territorytest.Open(t, territorytest.Small(t))
	before := state(t, store)
	page, _ := site(t, http.StatusOK, "<html>maintenance</html>")
	gone, _ := site(t, http.StatusNotFound, "no")
	for source, code := range map[string]string{
		page:                                     "territory_wrong_file",
		gone:                                     "territory_unreachable",
		"http://127.0.0.1:1/x.geojson":           "territory_unreachable",
		"http://bad host/x":                      "territory_bad_address",
		filepath.Join(t.TempDir(), "no.geojson"): "territory_missing",
	} {
		data := t.TempDir()
		got, err := territory.Ensure(ctx, store, territory.Options{Source: source, DataDir: data}, nil)
		var e *inventory.Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("%s: got %v, want %s", source, err, code)
		}
		if got.Checksum == "" || state(t, store) != before {
			t.Errorf("%s: the territory in force did not stay", source)
		}
		if _, kept := os.Stat(filepath.Join(data, "territory", "source.json")); kept == nil {
			t.Errorf("%s: what could not be loaded was kept", source)
		}
	}
	// And with none in force.
	got, err := territory.Ensure(ctx, territorytest.Open(t, pgtest.New(t)), territory.Options{Source: page}, nil)
	if err == nil || got.Checksum != "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestZonesFollowTheTerritory: zones made of units are drawn again when the
// boundaries change; those whose units are gone keep their land.
func TestZonesFollowTheTerritory(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store := territorytest.Open(t, territorytest.Small(t))
	g := gazetteer(t, store)
	key := func(code string) inventory.Key { return inventory.Key{Member: "m", Code: code} }
	zone := func(code string, e inventory.Extent) inventory.Zone {
		z := inventory.Zone{Key: key(code), Name: code, Technologies: []inventory.Technology{"ftth"}, Status: inventory.Operational,
			Audience: inventory.AudienceMembers, PriceAudience: inventory.AudienceMembers, Extent: e}
		if e.Kind == inventory.ExtentRadius {
			z.Handoff = "p"
		}
		pop := inventory.Pop{Position: g.Units(inventory.Commune)[0].Centre}
		if err := territory.Draw(ctx, store.Pool, g, &z, &pop); err != nil {
			t.Fatal(err)
		}
		return z
	}
	zones := []inventory.Zone{
		zone("bourges", inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{territorytest.Bourges}}),
		zone("denis", inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{territorytest.SaintDenis}}),
		zone("circle", inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: 3}),
	}
	u := g.Units(inventory.Commune)[0]
	pop := inventory.Pop{Key: key("p"), Name: "P", Kind: "pop", Position: u.Centre, PositionSource: inventory.PositionGiven,
		Status: inventory.Operational, Audience: inventory.AudienceMembers}
	put(t, store, pop, zones)
	source := filepath.Join(t.TempDir(), "x.geojson")
	if err := os.WriteFile(source, []byte(commune(`"18033"`, square(2.4, 47.1))), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := territory.LoadOnly(ctx, store, source, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Redrawn != 1 || len(s.Stale) != 1 || s.Stale[0] != "m/denis" {
		t.Errorf("%d drawn again, %v kept", s.Redrawn, s.Stale)
	}
	for i, moved := range []bool{true, false, false} {
		now, err := postgres.Zone(ctx, store.Pool, zones[i].Key)
		if err != nil {
			t.Fatal(err)
		}
		if now.Cells.Equal(zones[i].Cells) == moved {
			t.Errorf("%s: moved %v, want %v", zones[i].Code, !moved, moved)
		}
	}
}
