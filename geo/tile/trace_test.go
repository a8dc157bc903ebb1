package tile

import (
	"math/rand/v2"
	"testing"
)

// Random grids, from one lone block to dense checkerboards, swept in windows that
// may cut them: the rings of each depth have exactly its blocks within, no ring
// passes a corner twice, every part has one outer ring, and where two depths meet
// both have the same corners.
func TestRingsBoundExactlyTheirBlocks(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3000) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		want := randomBlocks(rnd)
		r0, r1 := rnd.Int32N(3), boardSide-rnd.Int32N(3)
		c0, c1 := rnd.Int32N(3), boardSide-rnd.Int32N(3)
		s := sketchOf(rnd, &want, r0, r1, c0, c1)
		outers := map[int32]int{}
		inside := map[int32]map[[2]int32]int{}
		for _, r := range s.rings {
			depth := s.depth[r.part]
			if !r.hole {
				outers[r.part]++
			}
			simple(t, seed, s.points[r.lo:r.hi])
			if inside[depth] == nil {
				inside[depth] = map[[2]int32]int{}
			}
			fillRing(s.points[r.lo:r.hi], inside[depth])
		}
		for _, r := range s.rings {
			if outers[r.part] != 1 {
				t.Fatalf("seed %d: a part has %d outer rings", seed, outers[r.part])
			}
		}
		for row := range int32(boardSide) {
			for col := range int32(boardSide) {
				for depth := int32(1); depth < 4; depth++ {
					in := 0
					if want[row][col] == depth && row >= r0 && row < r1 && col >= c0 && col < c1 {
						in = 1
					}
					if got := inside[depth][[2]int32{row, col}]; got != in {
						t.Fatalf("seed %d: block %d,%d is %d times within depth %d, want %d\n%v", seed, row, col, got, depth, in, want)
					}
				}
			}
		}
		sameCorners(t, seed, s)
	}
}

const boardSide = 12

type board [boardSide][boardSide]int32

func randomBlocks(rnd *rand.Rand) (b board) {
	depths, fill := 1+rnd.IntN(3), rnd.Float64()
	for row := range b {
		for col := range b[row] {
			if rnd.Float64() < fill {
				b[row][col] = int32(1 + rnd.IntN(depths))
			}
		}
	}
	return b
}

// sketchOf sweeps a window of a board. One block is two units wide, the board's
// south-west corner at unit 0,0, north along v: so rings run the other way.
func sketchOf(rnd *rand.Rand, b *board, r0, r1, c0, c1 int32) *sketch {
	g := grid{rows: []int32{0}}
	for row := range b {
		for col, depth := range b[row] {
			if depth > 0 {
				g.add(int32(row), int32(col), int32(col)+1, depth)
			}
		}
	}
	g.endRows(boardSide)
	l := &lattice{log: uint8(rnd.IntN(4))}
	l.cols = boardSide/l.step() + 2
	for row := int32(0); row < boardSide+2*l.step(); row += l.step() {
		for col := range l.cols {
			l.corners = append(l.corners, place{float64(2 * col * l.step()), float64(-2 * row)})
		}
	}
	s := &sketch{project: projector{lattice: l, last: l.cols - 1, north: -4000}}
	s.begin()
	s.sweep(&g, r0, r1, c0, c1)
	s.walk()
	return s
}

// block is where a point lies on the board.
func block(p point) (row, col int32) { return (4000 - p.v) / 2, p.u / 2 }

// simple fails unless the ring's sides run along the grid and no corner comes
// twice.
func simple(t *testing.T, seed uint64, ring []point) {
	t.Helper()
	seen := map[point]bool{}
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a.u == b.u) == (a.v == b.v) {
			t.Fatalf("seed %d: the side from %v to %v is not along the grid", seed, a, b)
		}
		if seen[a] {
			t.Fatalf("seed %d: a ring passes %v twice: %v", seed, a, ring)
		}
		seen[a] = true
	}
}

// fillRing adds 1 to every block that an outer ring goes around, takes 1 off
// for a hole: each vertical side counts all blocks to its east.
func fillRing(ring []point, count map[[2]int32]int) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if a.u != b.u {
			continue
		}
		from, col := block(a)
		to, _ := block(b)
		step := 1
		if to < from {
			step = -1
		}
		for row := min(from, to); row < max(from, to); row++ {
			for c := col; c < boardSide; c++ {
				count[[2]int32{row, c}] += step
			}
		}
	}
}

// sameCorners fails if a ring passes a vertex of another without one of its own:
// once rounded, the two would part there.
func sameCorners(t *testing.T, seed uint64, s *sketch) {
	t.Helper()
	vertices := map[point]bool{}
	for _, p := range s.points {
		vertices[p] = true
	}
	for _, r := range s.rings {
		ring := s.points[r.lo:r.hi]
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			step := point{2 * sign(b.u-a.u), 2 * sign(b.v-a.v)}
			for p := (point{a.u + step.u, a.v + step.v}); p != b; p = (point{p.u + step.u, p.v + step.v}) {
				if vertices[p] {
					t.Fatalf("seed %d: the side from %v to %v has no vertex at %v, where another has", seed, a, b, p)
				}
			}
		}
	}
}

func sign(v int32) int32 {
	switch {
	case v < 0:
		return -1
	case v > 0:
		return 1
	}
	return 0
}
