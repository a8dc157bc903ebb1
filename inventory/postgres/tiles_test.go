package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// layersOf reads a tile back; nil is no layer.
func layersOf(t *testing.T, data []byte) map[string]*mvt.Layer {
	t.Helper()
	out := map[string]*mvt.Layer{}
	if data == nil {
		return out
	}
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layers {
		if len(l.Features) == 0 || l.Extent != 4096 || l.Version != 2 {
			t.Errorf("layer %s has %d features, extent %d, version %d", l.Name, len(l.Features), l.Extent, l.Version)
		}
		out[l.Name] = l
	}
	return out
}

var bourges = orb.Point{2.4, 47.08}

func TestBasemap(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	in, _, err := postgres.TerritoryInForce(t.Context(), store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	base := postgres.NewBasemap()
	for z := range uint32(17) {
		at := maptile.At(bourges, maptile.Zoom(z))
		data, err := base.Tile(t.Context(), store.Pool, in, z, at.X, at.Y)
		if err != nil {
			t.Fatal(err)
		}
		layers := layersOf(t, data)
		if layers["land"] == nil || layers["departements"] == nil {
			t.Errorf("zoom %d has layers %v, without land or départements", z, layers)
			continue
		}
		for _, f := range layers["departements"].Features {
			if name := map[any]any{"18": "Cher", "36": "Indre", "974": "La Réunion"}[f.Properties["code"]]; name == nil || name != f.Properties["name"] {
				t.Errorf("zoom %d has a département %v", z, f.Properties)
			}
		}
		if there := layers["communes"] != nil; there != (z >= 9) {
			t.Errorf("zoom %d has communes: %v", z, there)
		}
		if z >= 5 && z <= 10 { // Bourges is the largest town of its département
			if !slices.ContainsFunc(layers["places"].Features, func(f *geojson.Feature) bool { return f.Properties["name"] == "Bourges" && f.Properties["rank"] == 3.0 }) {
				t.Errorf("zoom %d does not name Bourges", z)
			}
		}
		again, err := base.Tile(t.Context(), store.Pool, in, z, at.X, at.Y)
		if err != nil || &again[0] != &data[0] {
			t.Errorf("zoom %d was made again (%v)", z, err)
		}
	}
	if data, err := base.Tile(t.Context(), store.Pool, in, 8, 3, 3); data != nil || err != nil {
		t.Errorf("a tile of the Pacific has %d bytes, %v", len(data), err)
	}
	// Another territory is another map.
	if _, err := store.Pool.Exec(t.Context(), "DELETE FROM unit; DELETE FROM unit_shape"); err != nil {
		t.Fatal(err)
	}
	in.Checksum = "another"
	at := maptile.At(bourges, 10)
	if data, err := base.Tile(t.Context(), store.Pool, in, 10, at.X, at.Y); data != nil || err != nil {
		t.Errorf("a tile of no territory has %d bytes, %v", len(data), err)
	}
}

// listed is an inventory of random zones and PoPs in the small country.
func listed(t *testing.T, rnd *rand.Rand) (store *postgres.Store, pops []inventory.Pop, zones []inventory.Zone) {
	t.Helper()
	store = territorytest.Open(t, territorytest.Small(t))
	operator := inventory.Operator("test")
	err := store.Write(t.Context(), operator, "test", func(tx pgx.Tx) error {
		for m := range 3 {
			slug := fmt.Sprint("m", m)
			if err := postgres.AddMember(t.Context(), tx, inventory.Member{Slug: slug, Name: slug, Status: inventory.MemberActive, Color: "#112233"}); err != nil {
				return err
			}
			for i := range 30 {
				key := inventory.Key{Member: slug, Code: fmt.Sprint("e", i)}
				p := inventory.Pop{Key: key, Name: "PoP", Kind: inventory.PopKinds[rnd.IntN(7)], PositionSource: inventory.PositionGiven,
					Position: orb.Point{2.1 + rnd.Float64()*0.5, 46.9 + rnd.Float64()*0.4}, Status: inventory.Statuses[rnd.IntN(6)],
					Technologies: someOf(rnd, 0), Audience: inventory.Audiences[rnd.IntN(5)]}
				pops = append(pops, p)
				if i%3 > 0 {
					continue
				}
				z := inventory.Zone{Key: key, Name: "Zone", Technologies: someOf(rnd, 1), Handoff: key.Code,
					Status: inventory.Statuses[rnd.IntN(6)], Audience: p.Audience, PriceAudience: p.Audience,
					Extent: inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: 1 + rnd.Float64()*5}}
				if err := territory.Draw(t.Context(), tx, nil, &z, &p); err != nil {
					return err
				}
				zones = append(zones, z)
			}
		}
		if err := postgres.PutPops(t.Context(), tx, pops); err != nil {
			return err
		}
		return postgres.PutZones(t.Context(), tx, zones)
	})
	if err != nil {
		t.Fatal(err)
	}
	return store, pops, zones
}

// someOf is a few technologies, at least so many.
func someOf(rnd *rand.Rand, least int) []inventory.Technology {
	n := least + rnd.IntN(2)
	at := rnd.IntN(len(inventory.Technologies) - 1)
	return inventory.Technologies[at : at+n]
}

func randomFilter(rnd *rand.Rand) (f inventory.Filter) {
	if rnd.IntN(2) == 0 {
		f.Members = []string{"m0", "m2"}
	}
	if rnd.IntN(2) == 0 {
		f.Technologies = someOf(rnd, 1)
	}
	if rnd.IntN(2) == 0 {
		f.Statuses = inventory.Statuses[rnd.IntN(3):]
	}
	return f
}

// A tile of all the country has the zones that the filter counts in Go, each
// with its attributes, and at every zoom the middle of each zone within its
// shape.
func TestZoneTiles(t *testing.T) {
	t.Parallel()
	const seed = 5
	rnd := rand.New(rand.NewPCG(seed, 5))
	store, pops, zones := listed(t, rnd)
	for range 20 {
		f := randomFilter(rnd)
		at := maptile.At(bourges, 6)
		data, err := postgres.ZoneTile(t.Context(), store.Pool, inventory.Operator("test"), f, 6, at.X, at.Y)
		if err != nil {
			t.Fatal(err)
		}
		got, want := map[string]string{}, map[string]string{}
		if l := layersOf(t, data)["zones"]; l != nil {
			for _, f := range l.Features {
				p := f.Properties
				got[fmt.Sprint(p["member"], "/", p["code"])] = fmt.Sprint(p["name"], p["status"], p["technologies"])
			}
		}
		for _, z := range zones {
			if f.Counts(&z) {
				tech := string(z.Technologies[0])
				if len(z.Technologies) > 1 {
					tech += " " + string(z.Technologies[1])
				}
				want[z.Key.String()] = fmt.Sprint(z.Name, z.Status, tech)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("seed %d, filter %+v: zones\n%v, want\n%v", seed, f, got, want)
		}
	}
	for i, z := range zones[:8] {
		centre := pops[i*3].Position
		for zoom := uint32(3); zoom <= 16; zoom++ {
			f := inventory.Filter{Members: []string{z.Member}, Statuses: []inventory.Status{z.Status}}
			at := maptile.At(centre, maptile.Zoom(zoom))
			data, err := postgres.ZoneTile(t.Context(), store.Pool, inventory.Operator("test"), f, zoom, at.X, at.Y)
			if err != nil {
				t.Fatal(err)
			}
			if !holds(t, data, z.Code, inTile(centre, at)) {
				t.Errorf("seed %d, zoom %d: the centre of zone %v is not within its shape", seed, zoom, z.Key)
			}
		}
	}
}

// inTile is a point in a tile's units.
func inTile(p orb.Point, at maptile.Tile) orb.Point {
	f := maptile.Fraction(p, at.Z)
	return orb.Point{(f[0] - float64(at.X)) * 4096, (f[1] - float64(at.Y)) * 4096}
}

func holds(t *testing.T, data []byte, code string, at orb.Point) bool {
	t.Helper()
	l := layersOf(t, data)["zones"]
	if l == nil {
		return false
	}
	for _, f := range l.Features {
		if f.Properties["code"] != code {
			continue
		}
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			return planar.PolygonContains(g, at)
		case orb.MultiPolygon:
			return planar.MultiPolygonContains(g, at)
		}
	}
	return false
}

// Far away PoPs stand together, and every one is counted once; near they stand
// alone.
func TestPopTiles(t *testing.T) {
	t.Parallel()
	const seed = 9
	rnd := rand.New(rand.NewPCG(seed, 9))
	store, pops, _ := listed(t, rnd)
	for range 12 {
		f := randomFilter(rnd)
		want, owners := 0, map[string]bool{}
		for _, p := range pops {
			z := inventory.Zone{Key: p.Key, Technologies: p.Technologies, Status: p.Status}
			any := f
			if len(p.Technologies) == 0 {
				any.Technologies = nil
			}
			if any.Counts(&z) {
				want++
				owners[p.Member] = true
			}
		}
		for zoom := uint32(0); zoom <= 11; zoom++ {
			clusters, singles, got := 0, 0, 0
			low, high := maptile.At(orb.Point{2.05, 47.35}, maptile.Zoom(zoom)), maptile.At(orb.Point{2.65, 46.85}, maptile.Zoom(zoom))
			for x := low.X; x <= high.X; x++ {
				for y := low.Y; y <= high.Y; y++ {
					data, err := postgres.PopTile(t.Context(), store.Pool, inventory.Operator("test"), f, zoom, x, y)
					if err != nil {
						t.Fatal(err)
					}
					l := layersOf(t, data)["pops"]
					if l == nil {
						continue
					}
					for _, f := range l.Features {
						n, clustered := f.Properties["count"].(float64)
						if !clustered {
							n = 1
						}
						if (n == 1) != (f.Properties["code"] != nil && f.Properties["kind"] != nil && f.Properties["status"] != nil && f.Properties["member"] != nil) {
							t.Errorf("seed %d, zoom %d: %v of %g", seed, zoom, f.Properties, n)
						}
						got += int(n)
						if n > 1 {
							clusters++
						} else {
							singles++
						}
					}
				}
			}
			if got != want {
				t.Errorf("seed %d, zoom %d, filter %+v: %d PoPs, want %d", seed, zoom, f, got, want)
			}
			if zoom <= 3 && want > 1 && (clusters != 1 || singles != 0) || zoom >= 9 && clusters > 0 {
				t.Errorf("seed %d, zoom %d: %d clusters, %d alone", seed, zoom, clusters, singles)
			}
		}
		if want == 0 || len(owners) == 0 {
			t.Logf("seed %d: filter %+v counts no PoP", seed, f)
		}
	}
}

// A tile of units has all of a kind that are wide enough, as they are; it is made
// again when the ground is another.
func TestUnitTile(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	units := postgres.NewUnitTiles()
	codes := func(stamp, kind string, z maptile.Zoom) (out []string) {
		at := maptile.At(bourges, z)
		data, err := units.Tile(t.Context(), store.Pool, stamp, kind, uint32(z), at.X, at.Y)
		if err != nil {
			t.Fatal(err)
		}
		if l := layersOf(t, data)["units"]; l != nil {
			for _, f := range l.Features {
				out = append(out, f.Properties["code"].(string))
			}
		}
		slices.Sort(out)
		return out
	}
	var all []string
	rows, err := store.Pool.Query(t.Context(), "SELECT code FROM unit WHERE kind = 'commune' AND departement IN ('18', '36') AND geom IS NOT NULL ORDER BY code")
	if err == nil {
		all, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil || len(all) != 12 {
		t.Fatalf("the communes are %v (%v)", all, err)
	}
	if got := codes("", "commune", 8); !slices.Equal(got, all) {
		t.Errorf("zoom 8 has %v, want %v", got, all)
	}
	if got := codes("", "commune", 4); len(got) != 0 {
		t.Errorf("at zoom 4 communes of two pixels are drawn: %v", got)
	}
	if got := codes("", "commune", 14); !slices.Equal(got, []string{territorytest.Bourges}) {
		t.Errorf("zoom 14 has %v", got)
	}
	if got := codes("", "nro", 8); len(got) != 0 {
		t.Errorf("a kind that is not there has %v", got)
	}
	if _, err := store.Pool.Exec(t.Context(), "DELETE FROM unit WHERE kind = 'commune' AND code <> $1", territorytest.Bourges); err != nil {
		t.Fatal(err)
	}
	if got := codes("", "commune", 8); len(got) != 12 {
		t.Errorf("on the same ground the tile is drawn anew: %v", got)
	}
	if got := codes("another", "commune", 8); !slices.Equal(got, []string{territorytest.Bourges}) {
		t.Errorf("on another ground the tile is %v", got)
	}
}
