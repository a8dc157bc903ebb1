package atlas

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/inventory"
)

func TestRedundancyAgainstCells(t *testing.T) {
	t.Parallel()
	found := 0
	eachQuestion(t, 127, func(rnd *rand.Rand, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
		km := []float64{0, 0.5, 1, 2, 300}[rnd.IntN(5)]
		got, err := w.picture.Redundancy(v, f, km)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		behind, zones, out := w.behind(o, v, f)
		twice := func(c int32) bool {
			for i, a := range behind[c] {
				for _, b := range behind[c][:i] {
					if a.member != b.member && kilometres(a.at, b.at) >= km {
						return true
					}
				}
			}
			return false
		}
		whole, redundant := o.sum(w, everything), o.sum(w, twice)
		if redundant[""].KM2 > 0 {
			found++
		}
		want := Redundancy{Layer: Population, KM: km, Territory: whole[""], Zones: zones, LeftOut: out,
			Covered:   part(o.sum(w, func(c int32) bool { return len(o.by[c]) > 0 })[""], whole[""]),
			Redundant: part(redundant[""], whole[""])}
		if f.Unit != "" {
			for _, u := range w.picture.Gazetteer().Units(f.Unit) {
				if a, ok := whole[u.Code]; ok {
					want.Units = append(want.Units, RedundancyUnit{Code: u.Code, Name: u.Name, Amount: a, Redundant: part(redundant[u.Code], a)})
				}
			}
		}
		if diff := cmp.Diff(want, got, about); diff != "" {
			t.Errorf("%g km, %s (-want +got):\n%s", km, name, diff)
		}
	})
	if found == 0 {
		t.Error("nothing was redundant anywhere")
	}
}

// behind is the hand-offs behind which each cell is collected, as often as zones
// do, how many zones count, and how many of the pool do not.
func (w *world) behind(o *oracle, v inventory.Viewer, f inventory.Filter) (by map[int32][]catchment, zones, out int) {
	by = map[int32][]catchment{}
	own := party{v.Member, w.status(v.Member)}
	if len(f.Statuses) == 0 {
		f.Statuses = []inventory.Status{inventory.Operational}
	}
	for _, z := range w.zones {
		owner := party{z.Member, w.status(z.Member)}
		if owner.status != inventory.MemberActive || z.Audience == inventory.AudiencePrivate || z.Audience == inventory.AudienceBureau ||
			!f.Counts(&z.Zone) || visible(v, own, owner, z.Audience) < named {
			continue
		}
		d, ok := w.picture.doors.of(inventory.Key{Member: z.Member, Code: z.Handoff})
		if !ok || !d.exact || visible(v, own, owner, d.audience) < named {
			out++
			continue
		}
		zones++
		for c := range cellsOf(z.Cells) {
			if o.by[c] != nil {
				by[c] = append(by[c], catchment{member: z.Member, at: d.at})
			}
		}
	}
	return by, zones, out
}

// kilometres is the distance of two points on a sphere with the equator's
// radius, by the law of cosines: not the formula under test.
func kilometres(a, b [2]float64) float64 {
	rad := math.Pi / 180
	cos := math.Sin(a[1]*rad)*math.Sin(b[1]*rad) + math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*math.Cos((a[0]-b[0])*rad)
	return 6378.137 * math.Acos(min(1, cos))
}

func TestRedundancyHasLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(rand.New(rand.NewPCG(1, 131)))
	for _, km := range []float64{-1, math.NaN(), MostApartKM + 1} {
		if _, err := w.picture.Redundancy(inventory.Operator("test"), inventory.Filter{}, km); inventory.KindOf(err) != inventory.Invalid {
			t.Errorf("%g km apart: %v", km, err)
		}
	}
}
