package territory_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// split writes side × side polygons that share their winding borders, from a
// corner to another, as GeoJSON: like a Voronoi split of that land.
func split(w io.Writer, side int, west, south, east, north float64, code func(col, row int) string) {
	rnd := rand.New(rand.NewPCG(9, 71))
	corners := make([][2]float64, (side+1)*(side+1))
	dx, dy := (east-west)/float64(side), (north-south)/float64(side)
	for i := range corners {
		c, r := i%(side+1), i/(side+1)
		corners[i] = [2]float64{west + dx*float64(c), south + dy*float64(r)}
		if c > 0 && c < side && r > 0 && r < side {
			corners[i][0] += (rnd.Float64() - 0.5) * dx * 0.6
			corners[i][1] += (rnd.Float64() - 0.5) * dy * 0.6
		}
	}
	between := func(a, b int) (points [][2]float64) { // the same vertices both ways
		p, q := corners[min(a, b)], corners[max(a, b)]
		const steps = 6
		for s := range steps {
			f := float64(s) / steps
			bend := 0.1 * math.Sin(2*math.Pi*f) * math.Sin(p[0]*997+q[1]*331)
			points = append(points, [2]float64{p[0] + f*(q[0]-p[0]) + bend*(p[1]-q[1]), p[1] + f*(q[1]-p[1]) + bend*(q[0]-p[0])})
		}
		points = append(points, q)
		if a > b {
			for i, j := 0, steps; i < j; i, j = i+1, j-1 {
				points[i], points[j] = points[j], points[i]
			}
		}
		return points[:steps]
	}
	fmt.Fprint(w, `{"type":"FeatureCollection","features":[`)
	for i := range side * side {
		c, r := i%side, i/side
		sw := r*(side+1) + c
		ring := []int{sw, sw + 1, sw + side + 2, sw + side + 1, sw}
		if i > 0 {
			fmt.Fprint(w, ",\n")
		}
		fmt.Fprintf(w, `{"type":"Feature","properties":{"code_nro":%q,"nom":"Zone %d","n":%d},"geometry":{"type":"Polygon","coordinates":[[`, code(c, r), i, i)
		first := ""
		for k := range 4 {
			for _, p := range between(ring[k], ring[k+1]) {
				text := "[" + strconv.FormatFloat(p[0], 'f', 6, 64) + "," + strconv.FormatFloat(p[1], 'f', 6, 64) + "]"
				if first == "" {
					first = text
				}
				fmt.Fprint(w, text, ",")
			}
		}
		fmt.Fprint(w, first, "]]}}")
	}
	fmt.Fprint(w, "]}")
}

func nro(col, row int) string { return fmt.Sprintf("N%03d-%03d", col, row) }

// file writes a file of the test's own and returns its name.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func splitFile(t *testing.T, name string, side int) string {
	t.Helper()
	var b strings.Builder
	split(&b, side, 2.15, 46.975, 2.55, 47.2, nro)
	return file(t, name, b.String())
}

func kind(name, path string) territory.KindFile {
	return territory.KindFile{UnitKind: inventory.UnitKind{Kind: name, Source: inventory.Source{Source: "Essai", Vintage: "2026", Licence: "libre"}}, File: path}
}

// Units of a kind share the land among them as their polygons do, are found by
// KIND:code, and are replaced when they are loaded again; zones follow.
func TestAddKind(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	ctx := t.Context()
	sum, err := territory.AddKind(ctx, store, kind("nro", splitFile(t, "nro.geojson", 5)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Units != 25 || sum.CodeFrom != "code_nro" || sum.NameFrom != "nom" {
		t.Errorf("%+v", sum)
	}
	g, err := territory.Read(ctx, store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	var sets []line.Set
	var cells int64
	for _, u := range g.Units("nro") {
		sets = append(sets, u.Cells)
		cells += u.Cells.Count()
		if at, ok := line.Locate(u.Centre[0], u.Centre[1]); !ok || !u.Cells.Contains(at) || u.Territory != "metropole" {
			t.Errorf("%s is said to be at %v, in %q", u.Code, u.Centre, u.Territory)
		}
	}
	if all := line.UnionAll(sets); all.Count() != cells {
		t.Errorf("units share %d cells: neighbours lose or share some", cells-all.Count())
	}
	z := inventory.Zone{Key: inventory.Key{Member: "one", Code: "z"}, Name: "Z", Technologies: []inventory.Technology{"ftth"}, Status: inventory.Operational,
		Audience: inventory.AudienceMembers, PriceAudience: inventory.AudienceMembers,
		Extent: inventory.Extent{Kind: inventory.ExtentUnits, Codes: []string{"nro:N000-000", "nro:N001-000", "commune:" + territorytest.Bourges}}}
	put := func(fn func(tx pgx.Tx) error) {
		t.Helper()
		if err := store.Write(ctx, inventory.Operator("test"), "test", fn); err != nil {
			t.Fatal(err)
		}
	}
	put(func(tx pgx.Tx) error {
		return errors.Join(postgres.AddMember(ctx, tx, inventory.Member{Slug: "one", Name: "One", Status: inventory.MemberActive}),
			territory.Draw(ctx, tx, g, &z, nil), postgres.PutZones(ctx, tx, []inventory.Zone{z}))
	})
	if want := line.UnionAll([]line.Set{sets[0], g.Units("nro")[5].Cells, unit(t, g, inventory.Commune, territorytest.Bourges).Cells}); !cmp.Equal(want, z.Cells) {
		t.Errorf("a zone of units has %d cells, they have %d", z.Cells.Count(), want.Count())
	}

	// In use, it cannot go; loaded again, zones follow; a broken file changes nothing.
	if err := territory.RemoveKind(ctx, store, inventory.Operator("test"), "nro"); inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("a kind in use is removed: %v", err)
	}
	if _, err := territory.AddKind(ctx, store, kind("nro", file(t, "broken.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"x"},"geometry":{"type":"Polygon","coordinates":[[[2,47]`)), nil); inventory.KindOf(err) != inventory.Invalid {
		t.Errorf("a file that is cut is taken: %v", err)
	}
	sum, err = territory.AddKind(ctx, store, kind("nro", splitFile(t, "nro.geojson", 4)), nil)
	if err != nil || sum.Units != 16 || sum.Redrawn != 1 {
		t.Fatalf("loaded again: %+v, %v", sum, err)
	}
	after, err := postgres.Zone(ctx, store.Pool, z.Key)
	if err != nil || cmp.Equal(after.Cells, z.Cells) {
		t.Errorf("the zone is drawn as before (%v)", err)
	}
	put(func(tx pgx.Tx) error { return postgres.DeleteZones(ctx, tx, "one", []string{"z"}) })
	if err := territory.RemoveKind(ctx, store, inventory.Operator("test"), "nro"); err != nil {
		t.Fatal(err)
	}
	if err := territory.RemoveKind(ctx, store, inventory.Operator("test"), "nro"); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("a kind that is gone is removed: %v", err)
	}
	if g, err = territory.Read(ctx, store.Pool); err != nil || len(g.Units("nro")) != 0 {
		t.Errorf("%d units are left (%v)", len(g.Units("nro")), err)
	}
}

func unit(t *testing.T, g *territory.Gazetteer, kind, code string) *inventory.Unit {
	t.Helper()
	u, ok := g.Unit(kind, code)
	if !ok {
		t.Fatalf("there is no %s %s", kind, code)
	}
	return u
}

// What cannot be taken is refused with what to do, and nothing is changed.
func TestAddKindRefuses(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	square := func(properties string, x float64) string {
		return fmt.Sprintf(`{"type":"Feature","properties":%s,"geometry":{"type":"Polygon","coordinates":[[[%g,47],[%g,47],[%g,47.1],[%g,47]]]}}`, properties, x, x+0.1, x+0.1, x)
	}
	collection := func(features ...string) string {
		return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + "]}"
	}
	good := collection(square(`{"code":"a"}`, 2.2))
	for _, test := range []struct{ name, kind, content, code, want string }{
		{"standard", "commune", good, "", "kind of the territory itself"},
		{"kind", "N R O", good, "", "a-z"},
		{"twice", "nro", collection(square(`{"code":"a"}`, 2.2), square(`{"code":"a"}`, 2.3)), "", "stands twice"},
		{"no code", "nro", collection(square(`{"x":"a"}`, 2.2)), "", "--code (there are x)"},
		{"not that", "nro", good, "other", "--code"},
		{"blank code", "nro", collection(square(`{"code":""}`, 2.2)), "", "no code"},
		{"bad code", "nro", collection(square(`{"code":"a b"}`, 2.2)), "", "blanks"},
		{"abroad", "nro", collection(square(`{"code":"a"}`, 30)), "", "no polygon that lies in France"},
		{"points", "nro", collection(`{"type":"Feature","properties":{"code":"a"},"geometry":{"type":"Point","coordinates":[2,47]}}`), "", "no polygon"},
		{"empty", "nro", "", "", "none of GeoJSON"},
		{"text", "nro", "code;x\n1;2\n", "", "none of GeoJSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			k := kind(test.kind, file(t, "units.geojson", test.content))
			k.Code = test.code
			_, err := territory.AddKind(t.Context(), store, k, nil)
			if inventory.KindOf(err) != inventory.Invalid || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the answer is %v, without %q", err, test.want)
			}
			if kinds, err := postgres.Kinds(t.Context(), store.Pool); err != nil || len(kinds) > 0 {
				t.Errorf("something was written: %v, %v", kinds, err)
			}
		})
	}
}

// MAILLAGE_UNITS=283 splits France into 80,089 units, and tells how long loading
// them takes.
func TestManyUnits(t *testing.T) {
	side := 40
	if n, err := strconv.Atoi(os.Getenv("MAILLAGE_UNITS")); err == nil {
		side = n
	}
	store := territorytest.Open(t, territorytest.Small(t))
	path := filepath.Join(t.TempDir(), "pm.geojson.gz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(f)
	b := bufio.NewWriter(z)
	split(b, side, 0.5, 44, 6, 49, nro)
	if err := errors.Join(b.Flush(), z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	start, last := time.Now(), ""
	sum, err := territory.AddKind(context.Background(), store, kind("pm", path), func(stage string, _, _ int64) {
		if stage != last {
			t.Logf("%-8s from %v", stage, time.Since(start).Round(time.Millisecond))
			last = stage
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d units in %v", sum.Units, time.Since(start).Round(time.Millisecond))
	if sum.Units != side*side {
		t.Errorf("%d units of %d", sum.Units, side*side)
	}
	start = time.Now()
	g, err := territory.Read(t.Context(), store.Pool)
	if err != nil || len(g.Units("pm")) != sum.Units {
		t.Fatalf("%d units are read (%v)", len(g.Units("pm")), err)
	}
	t.Logf("read again in %v", time.Since(start).Round(time.Millisecond))
	for z := range maptile.Zoom(16) {
		at := maptile.At(orb.Point{2.4, 47.08}, z)
		start = time.Now()
		data, err := postgres.NewUnitTiles().Tile(t.Context(), store.Pool, "", "pm", uint32(z), at.X, at.Y)
		if err != nil || len(data) > 1<<20 {
			t.Errorf("the tile of zoom %d has %d bytes (%v)", z, len(data), err)
		}
		if z >= 11 && len(data) == 0 {
			t.Errorf("the tile of zoom %d has no unit", z)
		}
		t.Logf("the tile of zoom %d has %d bytes, in %v", z, len(data), time.Since(start).Round(time.Millisecond))
	}
}
