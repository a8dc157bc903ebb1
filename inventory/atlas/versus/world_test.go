package versus

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

// size says how large an inventory is: so many members, zones of each, and
// communes of a zone (half to one and a half times as many, at random).
type size struct{ members, zones, communes int }

func (s size) String() string { return fmt.Sprintf("%d zones", s.members*s.zones) }

// world is a database with a territory and an inventory. All zones lie in
// metropolitan France: one plane projection holds it, which PostGIS needs.
type world struct {
	*postgres.Store
	url       string
	size      size
	gazetteer *territory.Gazetteer
	communes  []*inventory.Unit           // of metropolitan France, with a boundary
	shapes    map[string]orb.MultiPolygon // of every commune, by code
}

const metropole = "metropole"

// open opens a database with a territory and no members yet.
func open(tb testing.TB, url string, s size) *world {
	tb.Helper()
	w := &world{Store: territorytest.Open(tb, url), url: url, size: s}
	var err error
	if w.gazetteer, err = territory.Read(tb.Context(), w.Pool); err != nil {
		tb.Fatal(err)
	}
	var codes []string
	for _, u := range w.gazetteer.Units(inventory.Commune) {
		if u.Located {
			codes = append(codes, u.Code)
		}
		if u.Located && u.Territory == metropole {
			w.communes = append(w.communes, u)
		}
	}
	if w.shapes, err = postgres.UnitGeometries(tb.Context(), w.Pool, inventory.Commune, codes); err != nil {
		tb.Fatal(err)
	}
	return w
}

// fill writes the inventory of a seed, a member a transaction.
func (w *world) fill(tb testing.TB, seed uint64) {
	tb.Helper()
	rnd := rand.New(rand.NewPCG(seed, 720))
	for i := range w.size.members {
		m := inventory.Member{Slug: w.member(i), Name: fmt.Sprintf("Member %d", i), Status: inventory.MemberActive, Color: "#336699"}
		zones := make([]inventory.Zone, w.size.zones)
		for j := range zones {
			n := w.size.communes/2 + rnd.IntN(w.size.communes+1)
			zones[j] = w.draw(m.Slug, j, w.near(w.communes[rnd.IntN(len(w.communes))], n))
			zones[j].Technologies = []inventory.Technology{inventory.Technologies[rnd.IntN(len(inventory.Technologies))]}
		}
		w.write(tb, func(ctx context.Context, tx pgx.Tx) error {
			if err := postgres.AddMember(ctx, tx, m); err != nil {
				return err
			}
			return postgres.PutZones(ctx, tx, zones)
		})
	}
	if _, err := w.Pool.Exec(tb.Context(), "VACUUM ANALYZE zone"); err != nil {
		tb.Fatal(err)
	}
}

// member is a member's slug.
func (w *world) member(i int) string { return fmt.Sprintf("m%02d", i) }

func (w *world) write(tb testing.TB, fn func(context.Context, pgx.Tx) error) {
	tb.Helper()
	err := w.Write(tb.Context(), inventory.Operator("bench"), "bench", func(tx pgx.Tx) error { return fn(tb.Context(), tx) })
	if err != nil {
		tb.Fatal(err)
	}
}

// near returns the n communes nearest to one by their centres, itself first: a
// patch without holes, but where water divides it.
func (w *world) near(at *inventory.Unit, n int) []*inventory.Unit {
	type far struct {
		u  *inventory.Unit
		d2 float64
	}
	wide := math.Cos(at.Centre[1] * math.Pi / 180)
	n = min(n, len(w.communes))
	for reach := 0.3; ; reach *= 2 { // degrees
		var found []far
		for _, u := range w.communes {
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

// draw makes the zone of some communes.
func (w *world) draw(member string, i int, units []*inventory.Unit) inventory.Zone {
	z := inventory.Zone{
		Key: inventory.Key{Member: member, Code: fmt.Sprintf("z%04d", i)}, Name: fmt.Sprintf("Zone %d", i),
		Technologies: []inventory.Technology{inventory.Technologies[0]}, Status: inventory.Operational,
		Extent:   inventory.Extent{Kind: inventory.ExtentCommunes},
		Audience: inventory.AudienceMembers, PriceAudience: inventory.AudienceMembers,
	}
	shapes := make([]orb.MultiPolygon, len(units))
	sets := make([]line.Set, len(units))
	for k, u := range units {
		z.Extent.Codes = append(z.Extent.Codes, u.Code)
		shapes[k], sets[k] = w.shapes[u.Code], u.Cells
	}
	z.Geometry, z.Cells = outline.Dissolve(shapes), line.UnionAll(sets)
	return z
}
