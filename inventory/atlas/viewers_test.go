package atlas

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// audiences adds two members of each status, with a PoP and a zone of every
// audience in Bourges.
func (c *country) audiences(t *testing.T) {
	t.Helper()
	u, ok := c.gazetteer.Unit(inventory.Commune, territorytest.Bourges)
	if !ok {
		t.Fatal("Bourges is not there")
	}
	c.write(t, func(tx pgx.Tx) error {
		var failed error
		for _, status := range inventory.MemberStatuses {
			for _, suffix := range []string{"-a", "-b"} {
				m := member(string(status)+suffix, status)
				failed = errors.Join(failed, postgres.AddMember(t.Context(), tx, m))
				for _, a := range inventory.Audiences {
					key := inventory.Key{Member: m.Slug, Code: string(a)}
					p := inventory.Pop{Key: key, Name: "PoP", Kind: "pop", Position: u.Centre, PositionSource: inventory.PositionGiven,
						Status: inventory.Operational, Audience: a}
					z := inventory.Zone{Key: key, Name: "Zone", Technologies: []inventory.Technology{"ftth", "dsl"}, Status: inventory.Operational,
						PriceAudience: a, Audience: a, Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{u.Code}}}
					failed = errors.Join(failed, territory.Draw(t.Context(), tx, c.gazetteer, &z, nil),
						postgres.PutPops(t.Context(), tx, []inventory.Pop{p}), postgres.PutZones(t.Context(), tx, []inventory.Zone{z}))
				}
			}
		}
		return failed
	})
}

// tiled returns the zones on the tile of Bourges's centre at zoom 11, sorted, after
// checking that the PoPs there are the same.
func (c *country) tiled(t *testing.T, v inventory.Viewer, f inventory.Filter) []string {
	t.Helper()
	u, _ := c.gazetteer.Unit(inventory.Commune, territorytest.Bourges)
	at := maptile.At(u.Centre, 11)
	var zones, pops []string
	for name, draw := range map[string]func() ([]byte, error){
		"zones": func() ([]byte, error) { return postgres.ZoneTile(t.Context(), c.Pool, v, f, 11, at.X, at.Y) },
		"pops":  func() ([]byte, error) { return postgres.PopTile(t.Context(), c.Pool, v, f, 11, at.X, at.Y) },
	} {
		data, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		if data == nil {
			continue
		}
		layers, err := mvt.Unmarshal(data)
		if err != nil || len(layers) != 1 || layers[0].Name != name {
			t.Fatalf("the tile of %s reads as %v, %v", name, layers, err)
		}
		for _, f := range layers[0].Features {
			key := fmt.Sprint(f.Properties["member"], "/", f.Properties["code"])
			if name == "zones" {
				zones = append(zones, key)
			} else {
				pops = append(pops, key)
			}
		}
	}
	slices.Sort(zones)
	slices.Sort(pops)
	if !slices.Equal(zones, pops) {
		t.Errorf("%v sees zones %v but PoPs %v", v, zones, pops)
	}
	return zones
}
