package tile

import (
	"math/rand/v2"
	"testing"

	"maillage/geo/line"
)

// A tile that holds nothing is empty, and so is what lies in it; whoever goes down
// where tiles hold something misses no tile of any zoom.
func TestHoldsMissesNothing(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 5))
	all := line.Territories()
	var s line.Set
	for range 40 { // small places, some at the very ends of a territory
		in := all[rnd.IntN(len(all))]
		lo := in.Offset + rnd.Int32N(in.Width*in.Height-30)
		s = line.Union(nil, s, line.Set{{Lo: lo, Hi: lo + 1 + rnd.Int32N(30)}})
	}
	land := s
	d := OfSet(land, s)
	drawn := 0
	var down func(z, x, y uint32, held bool)
	down = func(z, x, y uint32, held bool) {
		holds := d.Holds(z, x, y)
		if holds && !held {
			t.Fatalf("%d/%d/%d holds what the tile above does not", z, x, y)
		}
		data, err := d.Encode(z, x, y, "l", "")
		if err != nil {
			t.Fatal(err)
		}
		if data != nil {
			drawn++
			if !holds {
				t.Fatalf("%d/%d/%d shows something and holds nothing", z, x, y)
			}
		}
		if z == 11 || z > 4 && !holds { // the first zooms whole, then where something is
			return
		}
		for k := range uint32(4) {
			down(z+1, 2*x+k&1, 2*y+k>>1, holds)
		}
	}
	down(0, 0, 0, true)
	if drawn < 100 {
		t.Errorf("only %d tiles", drawn)
	}
	if d.Holds(3, 8, 0) {
		t.Error("a tile that is none holds something")
	}
}
