package intake

import (
	"errors"
	"fmt"
	"testing"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

const twoPops = "code,name,lon,lat\nA,One,2.398,47.083\nB,Two,2.401,47.095\n"

// codeOf is the code of an error of the domain.
func codeOf(err error) string {
	var e *inventory.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

// popsOf and zonesOf are what a member has, as text.
func popsOf(t testing.TB, d *Desk, member string) []string {
	t.Helper()
	list, err := postgres.Pops(t.Context(), d.Store.Pool, member, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range list {
		out = append(out, fmt.Sprintf("%s %s %.4f %.4f %s %s", p.Code, p.Name, p.Position[0], p.Position[1], p.PositionSource, p.INSEE))
	}
	return out
}

func zonesOf(t testing.TB, d *Desk, member string) []string {
	t.Helper()
	list, err := postgres.Zones(t.Context(), d.Store.Pool, member, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, z := range list {
		b := z.Geometry.Bound().Center()
		out = append(out, fmt.Sprintf("%s %s %s %s %v %g %.3f %.3f %d", z.Code, z.Name, z.Handoff, z.Extent.Kind, z.Extent.Codes, z.Extent.RadiusKM, b[0], b[1], z.Cells.Count()))
	}
	return out
}

func historyOf(t testing.TB, d *Desk, member string) []postgres.Change {
	t.Helper()
	all, err := postgres.History(t.Context(), d.Store.Pool, postgres.HistoryFilter{Member: member})
	if err != nil {
		t.Fatal(err)
	}
	var entries []postgres.Change
	for _, c := range all {
		if c.Noun != "member" {
			entries = append(entries, c)
		}
	}
	return entries
}
