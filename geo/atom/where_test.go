package atom_test

import (
	"math/rand/v2"
	"testing"

	"maillage/geo/atom"
)

// TestTwice compares with each cell's own members.
func TestTwice(t *testing.T) {
	scenes(t, 150, func(t *testing.T, s scene, first int32) {
		rnd := rand.New(rand.NewPCG(uint64(first), 3))
		pairs := map[[2]int32]bool{}
		for i := range int32(s.members) {
			for j := range i {
				pairs[[2]int32{j, i}] = rnd.IntN(3) == 0
			}
		}
		got := atom.Sweep(s.sets).Twice(func(i, j int32) bool { return pairs[[2]int32{i, j}] })
		if err := got.Valid(); err != nil {
			t.Fatal(err)
		}
		for cell, members := range s.cover {
			want := false
			for n, j := range members {
				for _, i := range members[:n] {
					want = want || pairs[[2]int32{int32(i), int32(j)}]
				}
			}
			if got.Contains(first+int32(cell)) != want {
				t.Fatalf("cell %d of members %v: %t, not %t", cell, members, !want, want)
			}
		}
	})
}
