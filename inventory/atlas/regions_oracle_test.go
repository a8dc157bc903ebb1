package atlas

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/geo/line"
	"maillage/geo/raster"
	"maillage/inventory"
)

// flood returns the cells that hang together with one by their sides, taking
// them out of rest.
func flood(rest map[int32]bool, from int32) []int32 {
	region := []int32{from}
	delete(rest, from)
	for i := 0; i < len(region); i++ {
		width := widthAt(region[i])
		for _, next := range []int32{region[i] - 1, region[i] + 1, region[i] - width, region[i] + width} {
			if rest[next] {
				delete(rest, next)
				region = append(region, next)
			}
		}
	}
	return region
}

func TestGapRegionsAgainstCells(t *testing.T) {
	t.Parallel()
	eachQuestion(t, 109, func(rnd *rand.Rand, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
		least, limit := float64(rnd.IntN(4))*0.1, 1+rnd.IntN(20)
		got, err := w.picture.GapRegions(v, f, least, limit)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		gap := map[int32]bool{}
		for _, c := range o.land {
			if len(o.by[c]) == 0 {
				gap[c] = true
			}
		}
		var want []Amount // by region, the heaviest first
		for _, c := range o.land {
			if !gap[c] {
				continue
			}
			var a Amount
			for _, in := range flood(gap, c) {
				a = Amount{a.KM2 + cellKM2(in), a.Weight + w.weight[in]}
			}
			if a.KM2 > least-1e-9 {
				want = append(want, a)
			}
		}
		slices.SortFunc(want, func(x, y Amount) int {
			if math.Abs(x.Weight-y.Weight) > 1e-6 {
				return int(math.Copysign(1, y.Weight-x.Weight))
			}
			return int(math.Round((y.KM2 - x.KM2) * 25))
		})
		if got.Count != len(want) {
			t.Errorf("%s: %d regions, want %d", name, got.Count, len(want))
		}
		var amounts []Amount
		for i, r := range got.Regions {
			amounts = append(amounts, r.Amount)
			checkRegion(t, name, w, o, i, r)
		}
		if diff := cmp.Diff(want[:min(limit, len(want))], amounts, about); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	})
}

// checkRegion draws a region's outline again, and finds in it those of its cells
// that nobody covers, as many as it says, its centre among them.
func checkRegion(t *testing.T, name string, w *world, o *oracle, i int, r GapRegion) {
	t.Helper()
	cells, err := raster.Polygon(r.Geometry)
	if err != nil {
		t.Errorf("%s, region %d: %v", name, i, err)
		return
	}
	for c := range cellsOf(cells) {
		if len(o.by[c]) > 0 || w.commune[c] == nil {
			t.Errorf("%s, region %d has the cell %d, which is covered or no land", name, i, c)
		}
	}
	centre, ok := line.Locate(r.Centre[0], r.Centre[1])
	if math.Abs(cells.KM2()-r.KM2) > 1e-9 || !ok || !cells.Contains(centre) || r.Rank != i+1 {
		t.Errorf("%s, region %d: outline of %g km², centre %v inside: %v; %+v", name, i, cells.KM2(), r.Centre, cells.Contains(centre), r.Amount)
	}
	if u := w.commune[centre]; u == nil || u.Code != r.Code || u.Name != r.Name {
		t.Errorf("%s, region %d is named %s %s, its centre is in %v", name, i, r.Code, r.Name, u)
	}
}

func TestGapRegionsHaveLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(rand.New(rand.NewPCG(1, 113)))
	for _, c := range []struct {
		least float64
		limit int
	}{{-1, 1}, {math.NaN(), 1}, {MostRegionKM2 + 1, 1}, {0, -1}, {0, MostRegions + 1}} {
		if _, err := w.picture.GapRegions(inventory.Operator("test"), inventory.Filter{}, c.least, c.limit); inventory.KindOf(err) != inventory.Invalid {
			t.Errorf("regions of %g km², %d of them: %v", c.least, c.limit, err)
		}
	}
}
