package tile

import (
	"math/rand/v2"
	"testing"

	"maillage/geo/line"
)

// Blocks against a count of single cells, the rule for lone ones included.
func TestBlocksAgainstCells(t *testing.T) {
	t.Parallel()
	mayotte, _ := line.ByCode("mayotte")
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		land, pieces := randomPieces(rnd, mayotte)
		shift := 1 + rnd.IntN(6)
		got := unroll(New(land, pieces).level(shift)[5])
		want := naiveBlocks(mayotte, land, pieces, shift)
		for at, depth := range want {
			if got[at] != depth {
				t.Fatalf("seed %d, side %d: block %v has depth %d, want %d", seed, 1<<shift, at, got[at], depth)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("seed %d, side %d: %d blocks are filled, want %d", seed, 1<<shift, len(got), len(want))
		}
	}
}

// randomPieces draws land and pieces on it: specks, runs and wide rows that
// cross the ends of rows.
func randomPieces(rnd *rand.Rand, t line.Territory) (line.Set, []Piece) {
	var land line.Builder
	var pieces []Piece
	longest := 1 << (1 + rnd.IntN(10))
	gap := 1 << (1 + rnd.IntN(12))
	for at := t.Offset; at < t.End(); {
		at += int32(rnd.IntN(gap))
		hi := min(t.End(), at+1+int32(rnd.IntN(longest)))
		if at >= hi {
			break
		}
		land.Add(at, hi)
		switch lo := at + int32(rnd.IntN(int(hi-at))); rnd.IntN(3) {
		case 0:
			pieces = append(pieces, Piece{lo, hi, int32(1 + rnd.IntN(9))})
		case 1:
			mid := lo + int32(rnd.IntN(int(hi-lo)))
			pieces = append(pieces, Piece{lo, mid, int32(rnd.IntN(4))}, Piece{mid, hi, 2})
		}
		at = hi
	}
	return land.Set(), pieces
}

func unroll(g grid) map[[2]int32]int32 {
	out := map[[2]int32]int32{}
	for row := range len(g.rows) - 1 {
		for _, r := range g.runs[g.rows[row]:g.rows[row+1]] {
			for col := r.lo; col < r.hi; col++ {
				out[[2]int32{int32(row), col}] = r.depth
			}
		}
	}
	return out
}

func naiveBlocks(t line.Territory, land line.Set, pieces []Piece, shift int) map[[2]int32]int32 {
	block := func(cell int32) [2]int32 {
		row, col := t.RowCol(cell)
		return [2]int32{row >> shift, col >> shift}
	}
	onLand, covered, sum := map[[2]int32]int{}, map[[2]int32]int{}, map[[2]int32]int{}
	for _, iv := range land {
		for c := iv.Lo; c < iv.Hi; c++ {
			onLand[block(c)]++
		}
	}
	for _, p := range pieces {
		for c := p.Lo; c < p.Hi && p.Depth > 0; c++ {
			covered[block(c)]++
			sum[block(c)] += int(p.Depth)
		}
	}
	full := func(b [2]int32) bool { return covered[b] > 0 && 2*covered[b] >= onLand[b] }
	out := map[[2]int32]int32{}
	for b, n := range covered {
		lone := true
		for dr := int32(-1); dr <= 1; dr++ {
			for dc := int32(-1); dc <= 1; dc++ {
				o := [2]int32{b[0] + dr, b[1] + dc}
				if (dr != 0 || dc != 0) && (full(o) || covered[o] > n || covered[o] == n && (dr < 0 || dr == 0 && dc < 0)) {
					lone = false
				}
			}
		}
		if full(b) || lone {
			out[b] = max(1, int32((sum[b]+n/2)/n))
		}
	}
	return out
}
