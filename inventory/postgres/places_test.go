package postgres

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
)

// Of random places, a tile has those of its zoom's ranks, one a square until
// there is room for all, and of a square the most important.
func TestPlacesAreThinned(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		var places []place
		for i := range 400 {
			population := int64(math.Exp(rnd.Float64() * 14))
			places = append(places, place{u: 0.5 + rnd.Float64()/64, v: 0.35 + rnd.Float64()/64, code: fmt.Sprint(i),
				name: fmt.Sprint("Place ", i), population: population, rank: rank(population, i%50 == 0)})
		}
		slices.SortFunc(places, func(a, b place) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.population, a.population), cmp.Compare(a.code, b.code))
		})
		for z := uint32(3); z <= 14; z++ {
			n := math.Exp2(float64(z))
			x, y := uint32(places[0].u*n), uint32(places[0].v*n)
			data, err := placeLayer(places, z, x, y)
			if err != nil {
				t.Fatal(err)
			}
			got := shownPlaces(t, data)
			squares := map[[2]int]bool{}
			for _, p := range places { // the most important first
				u, v := p.u*n-float64(x), p.v*n-float64(y)
				square := [2]int{int(math.Floor(u * 8)), int(math.Floor(v * 8))}
				want := p.rank <= lowestRank(z) && u >= 0 && u < 1 && v >= 0 && v < 1 && (z >= 12 || !squares[square])
				squares[square] = squares[square] || want
				if _, ok := got[p.code]; ok != want {
					t.Fatalf("seed %d, tile %d/%d/%d: place %+v is shown: %v, want %v", seed, z, x, y, p, ok, want)
				}
			}
		}
	}
}

func shownPlaces(t *testing.T, data []byte) map[string]orb.Point {
	t.Helper()
	out := map[string]orb.Point{}
	if data == nil {
		return out
	}
	layers, err := mvt.Unmarshal(data)
	if err != nil || len(layers) != 1 || layers[0].Name != "places" {
		t.Fatalf("the tile reads as %v, %v", layers, err)
	}
	for _, f := range layers[0].Features {
		at, ok := f.Geometry.(orb.Point)
		if !ok || at[0] < 0 || at[0] >= 4096 || at[1] < 0 || at[1] >= 4096 {
			t.Errorf("%v is at %v", f.Properties, f.Geometry)
		}
		out[f.Properties["code"].(string)] = at
	}
	return out
}
