package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"maillage/geo/line"
	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
)

// covering is an instance where members collect circles around random places.
func covering(t *testing.T, seed uint64) *intake.Desk {
	t.Helper()
	d := newDesk(t)
	rnd := rand.New(rand.NewPCG(seed, 2))
	err := d.Store.Write(t.Context(), operator, "setup", func(tx pgx.Tx) error {
		for _, slug := range []string{"n", "o"} {
			if err := postgres.AddMember(t.Context(), tx, inventory.Member{Slug: slug, Name: slug, Status: inventory.MemberActive, Color: "#123456"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	communes := d.Atlas.Now().Gazetteer().Units(inventory.Commune)
	for i := range 9 {
		c := communes[rnd.IntN(len(communes))]
		if !c.Located {
			continue
		}
		circle := orb.Ring{}
		for k := range 30 {
			at := float64(k%29) / 29 * 2 * math.Pi
			r := 0.01 + rnd.Float64()/20
			circle = append(circle, orb.Point{c.Centre[0] + r*math.Cos(at), c.Centre[1] + r*math.Sin(at)*0.7})
		}
		circle[29] = circle[0]
		_, err := d.PutZone(t.Context(), operator, inventory.Zone{Key: inventory.Key{Member: []string{"m", "n", "o"}[i%3], Code: fmt.Sprint(i)}, Name: "=1+1",
			Technologies: []inventory.Technology{"ftth"}, Status: inventory.Operational, Audience: inventory.AudienceMembers,
			Extent: inventory.Extent{Kind: inventory.ExtentGeometry}, Geometry: orb.MultiPolygon{{circle}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// written is an answer in a format.
func written(t *testing.T, d *intake.Desk, kind string, f inventory.Filter, format Format) []byte {
	t.Helper()
	var b bytes.Buffer
	err := d.Store.Read(t.Context(), operator, func(tx pgx.Tx) error {
		l, err := Areas(t.Context(), tx, d.Atlas.Now(), operator, kind, f, format)
		if err != nil {
			return err
		}
		return l.Write(&b, format, intake.English)
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func features(t *testing.T, raw []byte) []*geojson.Feature {
	t.Helper()
	all, err := geojson.UnmarshalFeatureCollection(raw)
	if err != nil {
		t.Fatal(err)
	}
	return all.Features
}

// Read back and turned into cells again, what is drawn of each depth is the very
// land that so many members collect, and the regions are the gap.
func TestAreasAreTheLand(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	d := covering(t, seed)
	now := d.Atlas.Now()
	pool, err := now.Atoms(operator, inventory.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]line.Set{}
	for _, piece := range pool.Pieces() {
		n := len(pool.Group(piece.Group))
		want[n] = line.Union(nil, want[n], line.Set{{Lo: piece.Lo, Hi: piece.Hi}})
	}
	drawn := features(t, written(t, d, KindCoverage, inventory.Filter{}, GeoJSON))
	if len(drawn) != len(want) || len(drawn) == 0 {
		t.Fatalf("%d depths drawn, of %d", len(drawn), len(want))
	}
	for _, f := range drawn {
		cells, err := raster.Geometry(f.Geometry)
		if err != nil {
			t.Fatal(err)
		}
		depth := f.Properties.MustInt("depth")
		if !cells.Equal(want[depth]) || math.Abs(cells.KM2()-f.Properties.MustFloat64("km2")) > 0.005 {
			t.Errorf("depth %d: %v cells of %v km², want %v", depth, cells.Count(), f.Properties["km2"], want[depth].Count())
		}
	}
	land, err := now.Land("")
	if err != nil {
		t.Fatal(err)
	}
	gap, before := line.Set(nil), math.Inf(1)
	for i, f := range features(t, written(t, d, KindGaps, inventory.Filter{}, GeoJSON)) {
		cells, err := raster.Geometry(f.Geometry)
		if err != nil {
			t.Fatal(err)
		}
		weight := f.Properties.MustFloat64("weight")
		if f.Properties.MustInt("rank") != i+1 || weight > before || len(line.Intersect(nil, gap, cells)) > 0 || len(line.Regions(cells)) != 1 {
			t.Errorf("region %d: %v after %v", i, f.Properties, before)
		}
		gap, before = line.Union(nil, gap, cells), weight
	}
	if !gap.Equal(line.Subtract(nil, land, pool.Covered())) {
		t.Error("the regions are not the gap")
	}
}

// Units have the figures of the answer, and their own boundaries.
func TestUnitsOfAnswers(t *testing.T) {
	t.Parallel()
	d := covering(t, 7)
	f := inventory.Filter{Unit: inventory.Departement, Technologies: []inventory.Technology{"ftth"}}
	c, err := d.Atlas.Now().Coverage(operator, f)
	if err != nil {
		t.Fatal(err)
	}
	drawn := features(t, written(t, d, KindCoverage, f, GeoJSON))
	if len(drawn) != len(c.Units) || len(drawn) == 0 {
		t.Fatalf("%d units, want %d", len(drawn), len(c.Units))
	}
	for i, u := range c.Units {
		p := drawn[i].Properties
		cells, err := raster.Geometry(drawn[i].Geometry)
		if err != nil {
			t.Fatal(err)
		}
		if p.MustString("code") != u.Code || p.MustFloat64("share") != u.Covered.Share || p.MustInt("depth_max") != u.DepthMax || math.Abs(cells.KM2()-u.KM2) > 0.02*u.KM2 {
			t.Errorf("%+v: %v, drawn %v km²", u, p, cells.KM2())
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(written(t, d, KindGaps, f, CSV), []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil || strings.Join(rows[0], " ") != "code name layer km2 weight gap_km2 gap_weight share" {
		t.Fatalf("%v %v", rows, err)
	}
	if raw := written(t, d, KindGaps, f, GeoPackage); !bytes.HasPrefix(raw, []byte("SQLite format 3")) {
		t.Errorf("%.20q", raw)
	}
}

// A name that a spreadsheet would run is a text.
func TestNamesOfUnitsDoNotRun(t *testing.T) {
	t.Parallel()
	l := gapUnits(atlas.Gaps{Layer: "=2+2", Units: []atlas.GapUnit{{Code: "@c", Name: "=1+1"}}})
	var b bytes.Buffer
	if err := l.Write(&b, CSV, intake.English); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "'@c,'=1+1,'=2+2,") {
		t.Errorf("%s", b.String())
	}
	b.Reset()
	if err := l.Write(&b, GeoJSON, intake.English); err != nil || !json.Valid(b.Bytes()) {
		t.Errorf("%v %s", err, b.String())
	}
}
