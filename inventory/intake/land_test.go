package intake

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/territory"
)

// TestNearest holds the search by rows against a look at every cell.
func TestNearest(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	home, _ := line.ByCode("mayotte")
	for range 300 {
		var cells []int32
		for range rng.IntN(30) {
			cells = append(cells, home.Offset+rng.Int32N(40)*home.Width+rng.Int32N(40))
		}
		set := line.FromCells(cells)
		reach := 1 + rng.Int32N(20)
		from := home.Offset + rng.Int32N(40)*home.Width + rng.Int32N(40)
		row, col := home.RowCol(from)
		best := math.Inf(1)
		for _, c := range cells {
			r, cc := home.RowCol(c)
			if d := math.Hypot(float64(r-row), float64(cc-col)); d <= float64(reach) {
				best = min(best, d)
			}
		}
		near, d := nearest(set, from, reach)
		if near < 0 != math.IsInf(best, 1) || near >= 0 && (math.Abs(d-best) > 1e-9 || !set.Contains(near)) {
			t.Fatalf("seed %d: from %d within %d: %d at %v, want %v", seed, from, reach, near, d, best)
		}
	}
}

// TestEffect holds the effect against a count of cells, one by one.
func TestEffect(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 3))
	for range 100 {
		var b layer.Builder
		units := make([]inventory.Unit, 5)
		for i := range units {
			lo := int32(1000 + 100*i)
			units[i] = inventory.Unit{Kind: inventory.Commune, Code: string(rune('A' + i)), Name: "N", Located: true, Cells: line.Set{{Lo: lo, Hi: lo + 50 + rng.Int32N(50)}}, Population: int64(rng.IntN(1000))}
			if err := b.Spread(units[i].Cells, float64(units[i].Population)); err != nil {
				t.Fatal(err)
			}
		}
		g := &ground{land: land{Gazetteer: territory.New(units)}, weights: b.Build()}
		random := func() line.Set {
			var cells []int32
			for range 200 {
				cells = append(cells, 900+rng.Int32N(700))
			}
			return line.FromCells(cells)
		}
		before, after := random(), random()
		won, lost := wonAndLost(before, after, g)
		e := effectOf(won, lost, g)
		km2, weight, byUnit := 0.0, 0.0, map[string]inventory.UnitEffect{}
		for cell := int32(900); cell < 1700; cell++ {
			u, ok := g.Holder(cell)
			had, has := before.Contains(cell), after.Contains(cell)
			if !ok || had == has {
				continue
			}
			sign := 1.0
			if had {
				sign = -1
			}
			w := sign * float64(u.Population) / float64(u.Cells.Count())
			km2, weight = km2+sign*line.KM2(line.Area(cell, cell+1)), weight+w
			one := byUnit[u.Code]
			one.KM2, one.Weight = one.KM2+sign*line.KM2(line.Area(cell, cell+1)), one.Weight+w
			byUnit[u.Code] = one
		}
		if math.Abs(e.KM2-km2) > 1e-9 || math.Abs(e.Weight-weight) > 1e-6 || len(e.Units) != len(byUnit) {
			t.Fatalf("seed %d: %+v, want %v km², %v, %d units", seed, e, km2, weight, len(byUnit))
		}
		for i, u := range e.Units {
			want := byUnit[u.Code]
			if math.Abs(u.KM2-want.KM2) > 1e-9 || math.Abs(u.Weight-want.Weight) > 1e-6 {
				t.Fatalf("seed %d: %+v, want %+v", seed, u, want)
			}
			if i > 0 && math.Abs(e.Units[i-1].Weight)+1e-9 < math.Abs(u.Weight) {
				t.Fatalf("seed %d: the heaviest do not come first: %+v", seed, e.Units)
			}
		}
	}
}

// TestCodesOfCommunes holds codes against what is wrong with them.
func TestCodesOfCommunes(t *testing.T) {
	t.Parallel()
	commune := func(code, postcode string) inventory.Unit {
		return inventory.Unit{Kind: inventory.Commune, Code: code, Name: code, Postcodes: []string{postcode}, Centre: orb.Point{2, 47}}
	}
	l := land{Gazetteer: territory.New([]inventory.Unit{commune("01001", "01400"), commune("75056", "75001"), commune("13055", "13001"),
		commune("69123", "69001"), commune("2A004", "20000"), commune("49092", "49120")})}
	for code, want := range map[string][2]string{
		"01001": {"", ""}, "1001": {"lost_zero", "01001"}, "2a004": {"", ""}, "75112": {"arrondissement", "75056"}, "69389": {"arrondissement", "69123"},
		"13201": {"arrondissement", "13055"}, "01400": {"postcode_for_insee", "01001"}, "49281": {"former_commune", "49092"}, "99999": {"unknown_commune", ""}, "": {"unknown_commune", ""},
	} {
		u, wrong := l.communeByCode(code)
		switch {
		case want[0] == "" && (wrong != nil || u == nil):
			t.Errorf("%s: %v", code, wrong)
		case want[0] != "" && (wrong == nil || wrong.code != want[0] || wrong.repair != want[1]):
			t.Errorf("%s: %+v, want %v", code, wrong, want)
		}
	}
}
