package territory_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/territory"
)

// A spread is what asking cell by cell whose each is comes to.
func TestSpreadCellByCell(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 7))
	const first = 1_000_000
	var units []inventory.Unit
	at := int32(first)
	cells := map[string]line.Set{}
	departement := map[string]string{}
	for range 300 { // runs of a dozen communes, with holes that are nobody's
		code := string(rune('a' + rnd.IntN(12)))
		n := int32(1 + rnd.IntN(9))
		cells[code] = append(cells[code], line.Interval{Lo: at, Hi: at + n})
		departement[code] = "d" + string(code[0]%3+'0')
		at += n + int32(rnd.IntN(3))
	}
	for code, set := range cells {
		units = append(units, inventory.Unit{Kind: inventory.Commune, Code: code, Departement: departement[code], Located: true, Cells: line.Union(nil, set, nil)})
	}
	g := territory.New(units)
	for range 200 {
		var some line.Set
		for p := int32(first - 5); p < at+5; {
			n := int32(1 + rnd.IntN(40))
			if rnd.IntN(3) == 0 {
				some = line.Union(nil, some, line.Set{{Lo: p, Hi: p + n}})
			}
			p += n
		}
		communes, in := map[string]bool{}, map[string]int{}
		for _, iv := range some {
			for c := iv.Lo; c < iv.Hi; c++ {
				if u, ok := g.Holder(c); ok {
					communes[u.Code] = true
					in[u.Departement]++
				}
			}
		}
		want := territory.Spread{Communes: len(communes), Departements: []string{}}
		for code := range in {
			want.Departements = append(want.Departements, code)
		}
		slices.SortFunc(want.Departements, func(a, b string) int { return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(a, b)) })
		if d := gocmp.Diff(want, g.Spread(some)); d != "" {
			t.Fatalf("seed %d: %v (-want +got):\n%s", seed, some, d)
		}
	}
}
