package atlas

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// country is a database with a territory, open, and what draws zones on it.
type country struct {
	*postgres.Store
	gazetteer *territory.Gazetteer
	located   []*inventory.Unit // communes with a boundary
}

func openCountry(tb testing.TB, url string) *country {
	tb.Helper()
	c := &country{Store: territorytest.Open(tb, url)}
	var err error
	if c.gazetteer, err = territory.Read(tb.Context(), c.Pool); err != nil {
		tb.Fatal(err)
	}
	for _, u := range c.gazetteer.Units(inventory.Commune) {
		if u.Located {
			c.located = append(c.located, u)
		}
	}
	return c
}

// write changes the inventory in one transaction.
func (c *country) write(tb testing.TB, fn func(tx pgx.Tx) error) {
	tb.Helper()
	if err := c.Write(tb.Context(), inventory.Operator("test"), "test", fn); err != nil {
		tb.Fatal(err)
	}
}

// member makes a member.
func member(slug string, status inventory.MemberStatus) inventory.Member {
	return inventory.Member{Slug: slug, Name: slug, Status: status, Color: "#336699"}
}

// pop makes a PoP at a random commune's centre.
func (c *country) pop(rnd *rand.Rand, member, code string) inventory.Pop {
	u := c.located[rnd.IntN(len(c.located))]
	return inventory.Pop{
		Key: inventory.Key{Member: member, Code: code}, Name: "PoP " + u.Name, Kind: inventory.PopKinds[rnd.IntN(7)],
		Position: u.Centre, PositionSource: inventory.PositionGiven, INSEE: u.Code,
		Status: inventory.Operational, Audience: inventory.AudienceMembers,
	}
}

// zone draws a zone of a random kind of extent; radius is the widest circle.
func (c *country) zone(tb testing.TB, db postgres.DB, rnd *rand.Rand, code string, at inventory.Pop, radius float64) inventory.Zone {
	tb.Helper()
	z := inventory.Zone{
		Key: inventory.Key{Member: at.Member, Code: code}, Name: "Zone " + code, Handoff: at.Code,
		Technologies: []inventory.Technology{inventory.Technologies[rnd.IntN(6)]}, Status: inventory.Operational,
		PriceAudience: inventory.AudienceMembers, Audience: inventory.AudienceMembers,
	}
	near, _ := c.gazetteer.Unit(inventory.Commune, at.INSEE)
	switch rnd.IntN(5) {
	case 0:
		z.Extent = inventory.Extent{Kind: inventory.ExtentCommunes}
		for _, u := range c.located {
			if u.Departement == near.Departement && rnd.IntN(3) == 0 && len(z.Extent.Codes) < 60 {
				z.Extent.Codes = append(z.Extent.Codes, u.Code)
			}
		}
		if len(z.Extent.Codes) == 0 {
			z.Extent.Codes = []string{near.Code}
		}
	case 1:
		z.Extent = inventory.Extent{Kind: inventory.ExtentEPCI, Codes: []string{near.EPCI}}
		if near.EPCI == "" {
			z.Extent = inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{near.Code}}
		}
	case 2:
		z.Extent = inventory.Extent{Kind: inventory.ExtentGeometry}
		p, d := at.Position, radius/150
		z.Geometry = orb.MultiPolygon{{{{p[0] - d, p[1] - d/2}, {p[0] + d, p[1] - d/3}, {p[0] + d/2, p[1] + d}, {p[0] - d, p[1] + d/2}, {p[0] - d, p[1] - d/2}}}}
	default:
		z.Extent = inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: radius * (0.2 + 0.8*rnd.Float64())}
	}
	if err := territory.Draw(tb.Context(), db, c.gazetteer, &z, &at); err != nil {
		tb.Fatal(err)
	}
	return z
}

// populate adds members, each with so many PoPs and as many zones behind them.
func (c *country) populate(tb testing.TB, rnd *rand.Rand, members, each int, radius float64) {
	tb.Helper()
	c.write(tb, func(tx pgx.Tx) error {
		for i := range members {
			m := member(fmt.Sprintf("m%02d", i), inventory.MemberActive)
			if err := postgres.AddMember(tb.Context(), tx, m); err != nil {
				return err
			}
			var pops []inventory.Pop
			var zones []inventory.Zone
			for j := range each {
				p := c.pop(rnd, m.Slug, fmt.Sprintf("p%02d", j))
				pops = append(pops, p)
				zones = append(zones, c.zone(tb, tx, rnd, fmt.Sprintf("z%02d", j), p, radius))
			}
			if err := postgres.PutPops(tb.Context(), tx, pops); err != nil {
				return err
			}
			if err := postgres.PutZones(tb.Context(), tx, zones); err != nil {
				return err
			}
		}
		return nil
	})
}
