package intake

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/inventory"
)

// TestExchange tells the owner of a list what it changes between members, without
// the name of who pools without it, and nothing of what is hidden from the owner,
// whoever sends the list.
func TestExchange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, m := range []string{"m", "named", "pooled", "hidden"} {
		addMember(t, d, m)
	}
	u := d.Atlas.Now().Gazetteer().Units(inventory.Commune)
	zone := func(code, audience string, units ...int) string {
		codes := ""
		for _, i := range units {
			codes += u[i].Code + " "
		}
		return fmt.Sprintf("code,name,technologies,audience,communes\n%s,Z,ftth,%s,%s\n", code, audience, codes)
	}
	load(t, d, zones("named", zone("N", "members", 0)))
	load(t, d, zones("pooled", zone("P", "pooled", 1)))
	load(t, d, zones("hidden", zone("H", "bureau", 2)))
	imp := check(t, d, zones("m", zone("M", "members", 0, 1, 2, 3)))
	area := func(units ...int) (km2 float64) {
		for _, i := range units {
			km2 += u[i].Cells.KM2()
		}
		return km2
	}
	got := map[string]string{}
	for _, o := range imp.Exchange.Overlaps {
		got["overlap "+o.Member] = fmt.Sprintf("%.2f", o.KM2)
	}
	for _, o := range imp.Exchange.Openings {
		got["opening "+o.Member] = fmt.Sprintf("%.2f", o.KM2)
	}
	got["pool"], got["won"] = fmt.Sprintf("%.2f", imp.Exchange.Pool.KM2), fmt.Sprintf("%.2f", imp.Exchange.Won.KM2)
	want := map[string]string{"overlap named": fmt.Sprintf("%.2f", area(0)), "overlap un partenaire": fmt.Sprintf("%.2f", area(1)),
		"opening named": fmt.Sprintf("%.2f", area(1, 2, 3)), "opening pooled": fmt.Sprintf("%.2f", area(0, 1, 2, 3)), "opening hidden": fmt.Sprintf("%.2f", area(0, 1, 2, 3)),
		"pool": fmt.Sprintf("%.2f", area(2, 3)), "won": fmt.Sprintf("%.2f", area(0, 1, 2, 3))}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	private := check(t, d, zones("m", zone("M", "private", 0, 3)))
	if len(private.Exchange.Openings) != 0 || private.Exchange.Pool.KM2 != 0 || private.Exchange.Won.KM2 == 0 {
		t.Errorf("%+v", private.Exchange)
	}
}
