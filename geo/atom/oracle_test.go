package atom_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"maillage/geo/atom"
	"maillage/geo/layer"
	"maillage/geo/line"
)

// oracle is the plain way: for every cell, the members that cover it, its
// weight and whether it is land.
type oracle struct {
	first   int32
	members int
	cover   [][]int // by cell, ascending
	weight  []float64
	land    []bool
}

// scene is a random small line, and the same as sets and a layer.
type scene struct {
	oracle
	sets  []line.Set
	land_ line.Set
	layer *layer.Layer
}

// newScene draws members of all kinds: empty, sparse, dense, identical. Lines
// begin at a random cell so that windows, blocks and words are crossed at all
// offsets.
func newScene(t *testing.T, rnd *rand.Rand) (s scene, first int32) {
	t.Helper()
	size := 1 + rnd.IntN(600)
	if rnd.IntN(10) == 0 {
		size = 3000
	}
	first = rnd.Int32N(200_000)
	if rnd.IntN(2) == 0 { // where cells cease to be of one size
		metropole, _ := line.ByCode("metropole")
		first = metropole.End() - 400 + rnd.Int32N(2000)
	}
	s.first = first
	s.members = rnd.IntN(7)
	if rnd.IntN(20) == 0 {
		s.members = 60 + rnd.IntN(80) // more than a word of members
	}
	s.cover = make([][]int, size)
	s.weight = make([]float64, size)
	s.land = randomCells(rnd, size)
	var b layer.Builder
	for i := range size {
		if rnd.IntN(3) > 0 {
			s.weight[i] = float64(rnd.IntN(100)) / 8
		}
		if err := b.AddCell(first+int32(i), s.weight[i]); err != nil {
			t.Fatal(err)
		}
	}
	s.layer = b.Build()
	for m := range s.members {
		cells := randomCells(rnd, size)
		if m > 0 && rnd.IntN(10) == 0 {
			for i := range cells {
				cells[i] = s.sets[m-1].Contains(first + int32(i))
			}
		}
		for i, in := range cells {
			if in {
				s.cover[i] = append(s.cover[i], m)
			}
		}
		s.sets = append(s.sets, setOf(cells, first))
	}
	s.land_ = setOf(s.land, first)
	return s, first
}

// randomCells draws runs whose length is itself random: none, single cells,
// long stretches.
func randomCells(rnd *rand.Rand, size int) []bool {
	cells := make([]bool, size)
	if rnd.IntN(8) == 0 {
		return cells
	}
	longest := 1 + rnd.IntN(1+rnd.IntN(size))
	in := rnd.IntN(2) == 0
	for i := 0; i < size; in = !in {
		for n := 1 + rnd.IntN(longest); n > 0 && i < size; n-- {
			cells[i] = in
			i++
		}
	}
	return cells
}

func setOf(cells []bool, first int32) line.Set {
	var b line.Builder
	for i, in := range cells {
		if in {
			b.Add(first+int32(i), first+int32(i)+1)
		}
	}
	return b.Set()
}

// amount adds up the cells for which want is true; only land if land is set.
func (o *oracle) amount(land bool, want func(cell int, cover []int) bool) atom.Amount {
	var a atom.Amount
	for i, cover := range o.cover {
		if (!land || o.land[i]) && want(i, cover) {
			cell := o.first + int32(i)
			a.Area += line.Area(cell, cell+1)
			a.Weight += o.weight[i]
		}
	}
	return a
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

func same(a, b atom.Amount) bool { return a.Area == b.Area && near(a.Weight, b.Weight) }

// scenes runs a test on many random scenes, each with a seed of its own that is
// printed on failure.
func scenes(t *testing.T, n int, f func(t *testing.T, s scene, first int32)) {
	t.Parallel()
	base := rand.Uint64()
	for i := range n {
		seed := base + uint64(i)
		s, first := newScene(t, rand.New(rand.NewPCG(seed, 0)))
		f(t, s, first)
		if t.Failed() {
			t.Fatalf("replay with rand.NewPCG(%d, 0)", seed)
		}
	}
}
