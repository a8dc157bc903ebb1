package atlas

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"maillage/inventory"
	"maillage/inventory/territory"
)

// What a filter may get wrong: the error says so, and what there is instead.
func TestWrongFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(rand.New(rand.NewPCG(1, 1)))
	v := inventory.Operator("test")
	for _, c := range []struct {
		filter inventory.Filter
		code   string
		names  string
	}{
		{inventory.Filter{Members: []string{"nobody"}}, "unknown_member", "m0"},
		{inventory.Filter{Unit: "canton"}, "unknown_unit", "commune, epci, departement"},
		{inventory.Filter{Layer: "pigeons"}, "unknown_layer", "population"},
		{inventory.Filter{Territory: "corse"}, "unknown_territory", "metropole"},
		{inventory.Filter{Technologies: []inventory.Technology{"pigeon"}}, "invalid_filter", "dsl"},
		{inventory.Filter{Statuses: []inventory.Status{"maybe"}}, "invalid_filter", "operational"},
		{inventory.Filter{Unit: strings.Repeat("é", 500)}, "unknown_unit", "commune"},
	} {
		asks := map[string]func() error{
			"coverage":      func() error { _, err := w.picture.Coverage(v, c.filter); return err },
			"overlaps":      func() error { _, err := w.picture.Overlaps(v, c.filter); return err },
			"gaps":          func() error { _, err := w.picture.Gaps(v, c.filter); return err },
			"openings":      func() error { _, err := w.picture.Openings(v, c.filter, "m0"); return err },
			"atoms":         func() error { _, err := w.picture.Atoms(v, c.filter); return err },
			"exchange":      func() error { _, err := w.picture.Exchange(v, c.filter); return err },
			"regions":       func() error { _, err := w.picture.GapRegions(v, c.filter, 0, 1); return err },
			"contributions": func() error { _, err := w.picture.Contributions(v, c.filter); return err },
			"redundancy":    func() error { _, err := w.picture.Redundancy(v, c.filter, 1); return err },
			"simulation": func() error {
				_, err := w.picture.Simulate(v, c.filter, Change{Remove: []string{"m0"}})
				return err
			},
		}
		for name, ask := range asks {
			var e *inventory.Error
			if err := ask(); !errors.As(err, &e) || e.Kind != inventory.Invalid || e.Code != c.code || len(e.Fields) != 1 ||
				!strings.Contains(e.Error(), c.names) || len(e.Error()) > 500 {
				t.Errorf("%s of %.80v: %v, want %s that names %q", name, c.filter, err, c.code, c.names)
			}
		}
	}
	if _, err := w.picture.Openings(v, inventory.Filter{}, "nobody"); inventory.KindOf(err) != inventory.Invalid {
		t.Errorf("openings of nobody: %v", err)
	}
	if _, err := w.picture.Tile(v, "weather", inventory.Filter{}, "", 5, 1, 1); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("tiles of the weather: %v", err)
	}
	if _, err := w.picture.Tile(v, TileCoverage, inventory.Filter{}, "", 25, 1, 1); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("a tile of zoom 25: %v", err)
	}
}

func TestNoTerritoryIsSaid(t *testing.T) {
	t.Parallel()
	gr, err := newGround(inventory.Territory{}, territory.New(nil))
	if err != nil {
		t.Fatal(err)
	}
	p := &Picture{ground: gr, cache: newCache()}
	if _, err := p.Coverage(inventory.Operator("test"), inventory.Filter{}); inventory.KindOf(err) != inventory.Unavailable {
		t.Errorf("coverage without a territory: %v", err)
	}
}
