package versus

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// calls returns every analysis that a page of the map asks of the whole country:
// each with each kind of unit, openings of every member.
func calls(p *atlas.Picture) []func() error {
	var out []func() error
	for _, unit := range []string{"", inventory.Region, inventory.Departement, inventory.EPCI, inventory.Commune} {
		f := inventory.Filter{Unit: unit}
		out = append(out,
			func() error { _, err := p.Coverage(viewer, f); return err },
			func() error { _, err := p.Gaps(viewer, f); return err },
			func() error { _, err := p.Overlaps(viewer, f); return err })
		for _, m := range p.Members(viewer) {
			out = append(out, func() error { _, err := p.Openings(viewer, f, m.Slug); return err })
		}
	}
	return out
}

// mixed makes 2,000 calls drawn by lot, a quarter of them of openings, after each
// has been made once.
func mixed(tb testing.TB, p *atlas.Picture, seed uint64) flow {
	all := calls(p)
	for i, call := range all {
		if err := call(); err != nil {
			tb.Fatalf("call %d: %v", i, err)
		}
	}
	rnd := rand.New(rand.NewPCG(seed, 2000))
	perUnit := len(all) / 5
	order := make([]int, 2000)
	for i := range order {
		order[i] = rnd.IntN(5)*perUnit + min(rnd.IntN(4), 3)
		if order[i]%perUnit == 3 {
			order[i] += rnd.IntN(perUnit - 3)
		}
	}
	return together(tb, len(order), func(i int) error { return all[order[i]]() })
}

// redraw takes a few communes from one zone, or gives one to a zone that has but
// one, and writes it.
func (w *world) redraw(tb testing.TB, run int) {
	tb.Helper()
	key := inventory.Key{Member: w.Member(run % w.Size.Members), Code: "z0001"}
	w.Change(tb, func(ctx context.Context, tx pgx.Tx) error {
		z, err := postgres.Zone(ctx, tx, key)
		if err != nil {
			return err
		}
		var units []*inventory.Unit
		for _, code := range z.Extent.Codes {
			u, ok := w.Gazetteer.Unit(inventory.Commune, code)
			if !ok {
				return fmt.Errorf("there is no commune %s", code)
			}
			units = append(units, u)
		}
		if n := len(units); n == 1 {
			units = w.Near(units[0], 2)
		} else {
			units = units[:n-max(1, n/80)]
		}
		other := w.Draw(key.Member, 1, units)
		other.Technologies = z.Technologies
		if other.Cells.Equal(z.Cells) {
			return fmt.Errorf("zone %v has not changed as it should", key)
		}
		return postgres.PutZones(ctx, tx, []inventory.Zone{other})
	})
}
