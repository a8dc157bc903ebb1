package line

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestOrder(t *testing.T) {
	t.Parallel()
	if Size() >= 1<<26 {
		t.Fatalf("the line's %d cells no longer fit the bits that Order looks at", Size())
	}
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		cells := make([]int32, rnd.IntN(300))
		span := 1 + rnd.Int32N(Size())
		for i := range cells {
			cells[i] = rnd.Int32N(span)
			if rnd.IntN(20) == 0 {
				cells[i] = Size()
			}
		}
		want := make([]int32, len(cells))
		for i := range want {
			want[i] = int32(i)
		}
		slices.SortStableFunc(want, func(a, b int32) int { return cmp.Compare(cells[a], cells[b]) })
		if got := Order(cells); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v in the order %v, not %v", seed, cells, got, want)
		}
	}
}
