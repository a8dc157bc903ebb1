// Package atlastest fills databases with inventories as large as the country's,
// for benchmarks of the atlas and of what answers from it. It is for tests alone.
package atlastest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// Size says how large an inventory is: so many members, zones of each, and
// communes of a zone (half to one and a half times as many, at random).
type Size struct{ Members, Zones, Communes int }

func (s Size) String() string { return fmt.Sprintf("%d zones", s.Members*s.Zones) }

// World is a database with a territory and an inventory. All zones lie in
// metropolitan France: one plane projection holds it, which PostGIS needs.
type World struct {
	*postgres.Store
	URL       string
	Size      Size
	Gazetteer *territory.Gazetteer
	Communes  []*inventory.Unit           // of metropolitan France, with a boundary
	Shapes    map[string]orb.MultiPolygon // of every commune, by code
}

// Metropole is the territory that zones lie in.
const Metropole = "metropole"

// Open opens a database with a territory and no members yet.
func Open(tb testing.TB, url string, s Size) *World {
	tb.Helper()
	w := &World{Store: territorytest.Open(tb, url), URL: url, Size: s}
	var err error
	if w.Gazetteer, err = territory.Read(tb.Context(), w.Pool); err != nil {
		tb.Fatal(err)
	}
	var codes []string
	for _, u := range w.Gazetteer.Units(inventory.Commune) {
		if u.Located {
			codes = append(codes, u.Code)
		}
		if u.Located && u.Territory == Metropole {
			w.Communes = append(w.Communes, u)
		}
	}
	if w.Shapes, err = postgres.UnitGeometries(tb.Context(), w.Pool, inventory.Commune, codes); err != nil {
		tb.Fatal(err)
	}
	return w
}

// Fill writes the inventory of a seed, a member a transaction: a PoP for each zone,
// at the commune that it lies around.
func (w *World) Fill(tb testing.TB, seed uint64) {
	tb.Helper()
	rnd := rand.New(rand.NewPCG(seed, 720))
	for i := range w.Size.Members {
		m := inventory.Member{Slug: w.Member(i), Name: fmt.Sprintf("Member %d", i), Status: inventory.MemberActive, Color: "#336699"}
		zones, pops := make([]inventory.Zone, w.Size.Zones), make([]inventory.Pop, w.Size.Zones)
		for j := range zones {
			n := w.Size.Communes/2 + rnd.IntN(w.Size.Communes+1)
			at := w.Communes[rnd.IntN(len(w.Communes))]
			zones[j] = w.Draw(m.Slug, j, w.Near(at, n))
			pops[j] = inventory.Pop{Key: inventory.Key{Member: m.Slug, Code: zones[j].Handoff}, Name: "PoP " + at.Name,
				Kind: inventory.PopKinds[0], Position: at.Centre, PositionSource: inventory.PositionGiven, INSEE: at.Code,
				Status: inventory.Operational, Audience: inventory.AudienceMembers}
			zones[j].Technologies = []inventory.Technology{inventory.Technologies[rnd.IntN(len(inventory.Technologies))]}
		}
		w.Change(tb, func(ctx context.Context, tx pgx.Tx) error {
			if err := postgres.AddMember(ctx, tx, m); err != nil {
				return err
			}
			if err := postgres.PutPops(ctx, tx, pops); err != nil {
				return err
			}
			return postgres.PutZones(ctx, tx, zones)
		})
	}
	if _, err := w.Pool.Exec(tb.Context(), "VACUUM ANALYZE zone"); err != nil {
		tb.Fatal(err)
	}
}

// Member is a member's slug.
func (w *World) Member(i int) string { return fmt.Sprintf("m%02d", i) }

// Change writes to the inventory in one transaction.
func (w *World) Change(tb testing.TB, fn func(context.Context, pgx.Tx) error) {
	tb.Helper()
	err := w.Write(tb.Context(), inventory.Operator("bench"), "bench", func(tx pgx.Tx) error { return fn(tb.Context(), tx) })
	if err != nil {
		tb.Fatal(err)
	}
}

// Near returns the n communes nearest to one by their centres, itself first: a
// patch without holes, but where water divides it.
func (w *World) Near(at *inventory.Unit, n int) []*inventory.Unit {
	type far struct {
		u  *inventory.Unit
		d2 float64
	}
	wide := math.Cos(at.Centre[1] * math.Pi / 180)
	n = min(n, len(w.Communes))
	for reach := 0.3; ; reach *= 2 { // degrees
		var found []far
		for _, u := range w.Communes {
			dx, dy := (u.Centre[0]-at.Centre[0])*wide, u.Centre[1]-at.Centre[1]
			if d2 := dx*dx + dy*dy; d2 < reach*reach {
				found = append(found, far{u, d2})
			}
		}
		if len(found) < n {
			continue
		}
		slices.SortFunc(found, func(a, b far) int { return cmp.Or(cmp.Compare(a.d2, b.d2), cmp.Compare(a.u.Code, b.u.Code)) })
		units := make([]*inventory.Unit, n)
		for i := range units {
			units[i] = found[i].u
		}
		return units
	}
}

// Draw makes the zone of some communes, behind the member's PoP of its number.
func (w *World) Draw(member string, i int, units []*inventory.Unit) inventory.Zone {
	z := inventory.Zone{
		Key: inventory.Key{Member: member, Code: fmt.Sprintf("z%04d", i)}, Name: fmt.Sprintf("Zone %d", i), Handoff: fmt.Sprintf("p%04d", i),
		Technologies: []inventory.Technology{inventory.Technologies[0]}, Status: inventory.Operational,
		Extent:   inventory.Extent{Kind: inventory.ExtentCommunes},
		Audience: inventory.AudienceMembers, PriceAudience: inventory.AudienceMembers,
	}
	shapes := make([]orb.MultiPolygon, len(units))
	sets := make([]line.Set, len(units))
	for k, u := range units {
		z.Extent.Codes = append(z.Extent.Codes, u.Code)
		shapes[k], sets[k] = w.Shapes[u.Code], u.Cells
	}
	z.Geometry, z.Cells = outline.Dissolve(shapes), line.UnionAll(sets)
	return z
}
