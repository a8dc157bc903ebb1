package tile

import (
	"math/rand/v2"
	"testing"
)

// Random windows, from one lone block to dense checkerboards: the outlines of
// each depth have exactly its blocks within, no ring passes a corner twice, and
// every part has one outer ring with its holes behind it.
func TestTraceBoundsExactlyItsBlocks(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3000) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		w := randomWindow(rnd)
		inside := map[int32]map[[2]int]int{}
		var part int32
		for i, o := range w.trace() {
			if !o.hole {
				if o.part == part {
					t.Fatalf("seed %d: part %d has two outer rings", seed, part)
				}
				part = o.part
			} else if o.part != part {
				t.Fatalf("seed %d: ring %d is a hole of part %d behind part %d", seed, i, o.part, part)
			}
			simple(t, seed, o)
			if inside[o.depth] == nil {
				inside[o.depth] = map[[2]int]int{}
			}
			fillRing(o, inside[o.depth])
		}
		for row := range w.rows {
			for col := range w.cols {
				for depth := range int32(4) {
					want := 0
					if depth > 0 && w.depth[w.at(row, col)] == depth {
						want = 1
					}
					if got := inside[depth][[2]int{row, col}]; got != want {
						t.Fatalf("seed %d: block %d,%d is %d times within depth %d, want %d\n%v", seed, row, col, got, depth, want, w.depth)
					}
				}
			}
		}
	}
}

func randomWindow(rnd *rand.Rand) *window {
	w := &window{rows: 3 + rnd.IntN(9), cols: 3 + rnd.IntN(9)}
	w.depth = make([]int32, w.rows*w.cols)
	w.project.step = 1 << rnd.IntN(4)
	w.row, w.col = int32(rnd.IntN(20)), int32(rnd.IntN(20))
	depths, fill := 1+rnd.IntN(3), rnd.Float64()
	for row := 1; row < w.rows-1; row++ {
		for col := 1; col < w.cols-1; col++ {
			if rnd.Float64() < fill {
				w.depth[w.at(row, col)] = int32(1 + rnd.IntN(depths))
			}
		}
	}
	return w
}

// simple fails unless the ring's sides run along the grid and no corner comes
// twice.
func simple(t *testing.T, seed uint64, o outline) {
	t.Helper()
	seen := map[corner]bool{}
	for i, a := range o.corners {
		b := o.corners[(i+1)%len(o.corners)]
		if (a.row == b.row) == (a.col == b.col) {
			t.Fatalf("seed %d: the side from %v to %v is not along the grid", seed, a, b)
		}
		if seen[a] {
			t.Fatalf("seed %d: a ring passes %v twice: %v", seed, a, o.corners)
		}
		seen[a] = true
	}
}

// fillRing adds 1 to every block that an outer ring goes around, takes 1 off
// for a hole: each vertical side counts all blocks to its east.
func fillRing(o outline, count map[[2]int]int) {
	for i, a := range o.corners {
		b := o.corners[(i+1)%len(o.corners)]
		if a.col != b.col {
			continue
		}
		step := 1
		if b.row < a.row {
			step = -1
		}
		for row := min(a.row, b.row); row < max(a.row, b.row); row++ {
			for col := a.col; col < 30; col++ {
				count[[2]int{int(row), int(col)}] += step
			}
		}
	}
}
