package intake

import (
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
	"maillage/inventory/territory/territorytest"
)

var operator = inventory.Operator("test")

// newDesk is a desk over a fresh database with the small country in it.
func newDesk(t testing.TB) *Desk {
	t.Helper()
	return deskOver(t, territorytest.Small(t))
}

func deskOver(t testing.TB, url string) *Desk {
	t.Helper()
	store, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	a, err := atlas.Open(t.Context(), store, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return &Desk{Store: store, Atlas: a, Lang: English}
}

// addMember adds a member with this slug.
func addMember(t testing.TB, d *Desk, slug string) {
	t.Helper()
	err := d.Store.Write(t.Context(), operator, "setup", func(tx pgx.Tx) error {
		return postgres.AddMember(t.Context(), tx, inventory.Member{Slug: slug, Name: slug, Status: inventory.MemberActive, Color: "#123456"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// check checks a list, which must be readable.
func check(t testing.TB, d *Desk, up Upload) inventory.Import {
	t.Helper()
	imp, err := d.Check(t.Context(), operator, up)
	if err != nil {
		t.Fatalf("check %s: %v", up.FileName, err)
	}
	return imp
}

// load checks and commits a list, which must be right.
func load(t testing.TB, d *Desk, up Upload) inventory.Import {
	t.Helper()
	imp := check(t, d, up)
	done, err := d.Commit(t.Context(), operator, imp.ID, ModeAll)
	if err != nil {
		t.Fatalf("commit %s: %v; errors %+v", up.FileName, err, imp.Errors)
	}
	return done
}

func pops(member, csv string) Upload {
	return Upload{Member: member, Kind: inventory.KindPops, FileName: "pops.csv", Content: []byte(csv)}
}

func zones(member, csv string) Upload {
	return Upload{Member: member, Kind: inventory.KindZones, FileName: "zones.csv", Content: []byte(csv)}
}

// emptyDatabase is a database without any territory.
func emptyDatabase(t testing.TB) string { return pgtest.New(t) }
