package api

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"maillage/api/gen"
	"maillage/inventory/atlas"
)

// What is written by hand reads as the numbers that it is made of.
func TestDegreesReadBack(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 149))
	some := []float64{0, -0.0000004, 0.0000004, -0.0000006, 179.9999999, -61.8, 1.000001, -1.000001}
	for range 10000 {
		some = append(some, (rnd.Float64()-0.5)*360)
	}
	for _, d := range some {
		var got float64
		text := appendDegree(nil, d)
		if err := json.Unmarshal(text, &got); err != nil || got != degree(d) || math.Abs(got-d) > 5.1e-7 {
			t.Fatalf("%v is written %s and reads as %v, %v", d, text, got, err)
		}
	}
}

// The document is GeoJSON that a reader of it takes, holes and all.
func TestRegionsAreGeoJSON(t *testing.T) {
	t.Parallel()
	polygon := orb.Polygon{{{2, 47}, {3, 47}, {3, 48}, {2, 48}, {2, 47}}, {{2.4, 47.4}, {2.4, 47.6}, {2.6, 47.6}, {2.4, 47.4}}}
	text, err := json.Marshal(gen.GetGapRegions200ApplicationGeoPlusJSONResponse(GapRegionsDocument(atlas.GapRegions{
		Regions: []atlas.GapRegion{{Rank: 1, Name: "Là", Geometry: polygon}}})))
	if err != nil {
		t.Fatal(err)
	}
	c, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil || len(c.Features) != 1 {
		t.Fatalf("%v in %s", err, text)
	}
	f := c.Features[0]
	if diff := cmp.Diff(polygon, f.Geometry); diff != "" || f.Properties["name"] != "Là" || f.BBox.Bound() != polygon.Bound() {
		t.Errorf("read as %+v\n%s", f, diff)
	}
}
