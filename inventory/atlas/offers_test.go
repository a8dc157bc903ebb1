package atlas

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/territory/territorytest"
)

// What collects at a spot on a past day is what held it in the picture taken on
// that day, for every viewer; and tells nobody of a zone that it may not see today.
func TestOffersOfThePast(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	const days, seed = 8, 5
	rnd := rand.New(rand.NewPCG(seed, 64))
	a := openAtlas(t, c.Store)
	taken := c.script(t, rnd, a, days)
	today := dayAfter(firstDay, days+2)
	setClock(a, today)
	gone := map[inventory.Key]inventory.Audience{}
	for _, p := range taken {
		for _, z := range p.order {
			gone[z.Key] = z.Audience
		}
	}
	elsewhere, found := 0, 0
	for i := 1; i <= days; i++ {
		day := dayAfter(firstDay, i)
		got, err := a.At(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		elsewhere += len(got.elsewhere)
		want := expected(taken[i], a.Now(), gone, day, today)
		for _, u := range c.sample(rnd, 6) {
			cell := u.Cells[rnd.IntN(len(u.Cells))].Lo
			lon, lat, _ := line.Centre(cell)
			for _, v := range everyone {
				f := inventory.Filter{AsOf: day, Statuses: inventory.Statuses[1:4]}
				found += checkOffers(t, a, got, want, v, f, Spot{At: [2]float64{lon, lat}}, line.Set{{Lo: cell, Hi: cell + 1}})
				checkOffers(t, a, got, want, v, f, Spot{Commune: u}, u.Cells)
			}
		}
	}
	if elsewhere == 0 || found == 0 {
		t.Errorf("seed %d: %d zones were elsewhere and %d were found: the test sees nothing", seed, elsewhere, found)
	}
}

func (c *country) sample(rnd *rand.Rand, n int) (units []*inventory.Unit) {
	for range n {
		units = append(units, c.located[rnd.IntN(len(c.located))])
	}
	return units
}

// checkOffers compares offers with the zones whose cells lie in a set, cell by
// cell. It returns how many there were with a name.
func checkOffers(t *testing.T, a *Atlas, got, want *Picture, v inventory.Viewer, f inventory.Filter, spot Spot, cells line.Set) int {
	t.Helper()
	offers, unnamed, err := a.Offers(t.Context(), got, v, f, spot)
	if err != nil {
		t.Fatal(err)
	}
	wantShare := map[inventory.Key]float64{}
	wantUnnamed := map[inventory.Status]bool{}
	own := want.self(v)
	for _, z := range want.order {
		part := float64(line.Intersect(nil, z.Cells, cells).Count()) / float64(cells.Count())
		if part == 0 || !want.counts(v, own, f, z) || !z.Audience.InPool() || !want.pools(z.Member) {
			continue
		}
		switch s := visible(v, own, want.party(z.Member), z.Audience); {
		case s >= named:
			wantShare[z.Key] = part
		case s == covered:
			wantUnnamed[z.Status] = true
		}
	}
	gotShare := map[inventory.Key]float64{}
	for _, o := range offers {
		if o.Share > 0 && o.Share < 0.03 && spot.Commune != nil && wantShare[o.Key] == 0 {
			continue // a sliver that holds no cell's centre
		}
		gotShare[o.Key] = o.Share
		if spot.Commune == nil {
			gotShare[o.Key] = 1
		}
	}
	near := cmp.Comparer(func(x, y float64) bool { return math.Abs(x-y) < 0.06 })
	if d := cmp.Diff(wantShare, gotShare, near, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s, %v at %+v: zones (-want +got):\n%s", got.day, v, spot, d)
	}
	gotUnnamed := map[inventory.Status]bool{}
	for _, n := range unnamed {
		gotUnnamed[n.Status] = true
	}
	if spot.Commune == nil {
		if d := cmp.Diff(slices.Sorted(maps.Keys(wantUnnamed)), slices.Sorted(maps.Keys(gotUnnamed)), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s, %v at %+v: without a name (-want +got):\n%s", got.day, v, spot, d)
		}
	}
	return len(offers)
}
