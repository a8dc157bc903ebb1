package line_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"maillage/geo/line"
)

// bitmap is the plain way: a truth value for every cell from first on.
type bitmap struct {
	in    []bool
	first int32
}

// drawBitmap draws runs whose length is itself random, or nothing.
func drawBitmap(rnd *rand.Rand, size int, first int32) bitmap {
	b := bitmap{make([]bool, size), first}
	if rnd.IntN(8) == 0 {
		return b
	}
	longest := 1 + rnd.IntN(1+rnd.IntN(size))
	in := rnd.IntN(2) == 0
	for i := 0; i < size; in = !in {
		for n := 1 + rnd.IntN(longest); n > 0 && i < size; n-- {
			b.in[i] = in
			i++
		}
	}
	return b
}

func (b bitmap) set() line.Set {
	var s line.Set
	for i := 0; i < len(b.in); i++ {
		if !b.in[i] {
			continue
		}
		lo := i
		for i < len(b.in) && b.in[i] {
			i++
		}
		s = append(s, line.Interval{Lo: b.first + int32(lo), Hi: b.first + int32(i)})
	}
	return s
}

func (b bitmap) with(other bitmap, f func(x, y bool) bool) bitmap {
	out := bitmap{make([]bool, len(b.in)), b.first}
	for i := range b.in {
		out.in[i] = f(b.in[i], other.in[i])
	}
	return out
}

func (b bitmap) count() (n int64) {
	for _, in := range b.in {
		if in {
			n++
		}
	}
	return n
}

// replays runs a test on many seeds and prints the one that fails.
func replays(t *testing.T, n uint64, f func(t *testing.T, rnd *rand.Rand)) {
	t.Parallel()
	base := rand.Uint64()
	for i := range n {
		f(t, rand.New(rand.NewPCG(base+i, 0)))
		if t.Failed() {
			t.Fatalf("replay with rand.NewPCG(%d, 0)", base+i)
		}
	}
}

func expect(t *testing.T, name string, got line.Set, want bitmap) {
	t.Helper()
	if err := got.Valid(); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if !got.Equal(want.set()) {
		t.Errorf("%s: %v, not %v", name, got, want.set())
	}
}

func TestAlgebra(t *testing.T) {
	var dst line.Set
	replays(t, 2000, func(t *testing.T, rnd *rand.Rand) {
		size := 1 + rnd.IntN(700)
		first := rnd.Int32N(line.Size() - int32(size))
		a, b := drawBitmap(rnd, size, first), drawBitmap(rnd, size, first)
		sa, sb := a.set(), b.set()
		ka, kb := slices.Clone(sa), slices.Clone(sb)
		or := func(x, y bool) bool { return x || y }
		and := func(x, y bool) bool { return x && y }
		not := func(x, y bool) bool { return x && !y }
		dst = line.Union(dst, sa, sb)
		expect(t, "union", dst, a.with(b, or))
		dst = line.Intersect(dst, sa, sb)
		expect(t, "intersection", dst, a.with(b, and))
		if got := line.Overlap(sa, sb); got != dst.Count() {
			t.Errorf("overlap %d, intersection %d", got, dst.Count())
		}
		dst = line.Subtract(dst, sa, sb)
		expect(t, "difference", dst, a.with(b, not))
		expect(t, "complement", sa.Complement(sb), b.with(a, not))
		if sa.Count() != a.count() || sa.Empty() != (a.count() == 0) {
			t.Errorf("count %d, not %d", sa.Count(), a.count())
		}
		lo := rnd.IntN(size)
		hi := lo + rnd.IntN(size-lo+1)
		clipped := bitmap{make([]bool, size), first}
		copy(clipped.in[lo:hi], a.in[lo:hi])
		expect(t, "clip", sa.Clip(first+int32(lo), first+int32(hi)), clipped)
		for i, in := range a.in {
			if sa.Contains(first+int32(i)) != in {
				t.Errorf("contains cell %d: %v", first+int32(i), !in)
			}
		}
		if !slices.Equal(sa, ka) || !slices.Equal(sb, kb) {
			t.Error("an operand was changed")
		}
	})
}

// TestLopsided crosses few intervals with very many, where seek gallops.
func TestLopsided(t *testing.T) {
	replays(t, 60, func(t *testing.T, rnd *rand.Rand) {
		const size = 60_000
		many := bitmap{make([]bool, size), 0}
		for i := range many.in {
			many.in[i] = rnd.IntN(2) == 0
		}
		few := bitmap{make([]bool, size), 0}
		for range rnd.IntN(6) {
			at := rnd.IntN(size)
			for i := at; i < min(size, at+rnd.IntN(50)); i++ {
				few.in[i] = true
			}
		}
		m, f := many.set(), few.set()
		and := func(x, y bool) bool { return x && y }
		not := func(x, y bool) bool { return x && !y }
		expect(t, "few in many", line.Intersect(nil, f, m), many.with(few, and))
		expect(t, "many in few", line.Intersect(nil, m, f), many.with(few, and))
		expect(t, "few without many", line.Subtract(nil, f, m), few.with(many, not))
		expect(t, "many without few", line.Subtract(nil, m, f), many.with(few, not))
		if got, want := line.Overlap(f, m), many.with(few, and).count(); got != want {
			t.Errorf("overlap %d, not %d", got, want)
		}
	})
}

// TestUnionAll draws both sparse and dense families, so that both ways of
// uniting are taken.
func TestUnionAll(t *testing.T) {
	replays(t, 800, func(t *testing.T, rnd *rand.Rand) {
		size := 1 + rnd.IntN(1000)
		if rnd.IntN(3) == 0 {
			size = 20_000
		}
		first := rnd.Int32N(line.Size() - int32(size))
		if rnd.IntN(10) == 0 {
			first = line.Size() - int32(size)
		}
		want := bitmap{make([]bool, size), first}
		var sets []line.Set
		for range rnd.IntN(12) {
			b := drawBitmap(rnd, size, first)
			sets = append(sets, b.set())
			want = want.with(b, func(x, y bool) bool { return x || y })
		}
		got := line.UnionAll(sets)
		expect(t, "union", got, want)
		if len(got) > 0 { // the result must be the caller's own
			got[0].Lo, got[0].Hi = -7, -5
			for _, s := range sets {
				if len(s) > 0 && s[0].Lo == -7 {
					t.Error("the union shares memory with a set")
				}
			}
		}
	})
}

func TestBuilding(t *testing.T) {
	replays(t, 500, func(t *testing.T, rnd *rand.Rand) {
		want := bitmap{make([]bool, 300), 40}
		var cells []int32
		var intervals []line.Interval
		for range rnd.IntN(40) {
			lo := rnd.Int32N(300)
			hi := lo + rnd.Int32N(min(20, 301-lo)) // empty ones too
			intervals = append(intervals, line.Interval{Lo: 40 + lo, Hi: 40 + hi})
			for i := lo; i < hi; i++ {
				want.in[i] = true
				cells = append(cells, 40+i)
			}
		}
		rnd.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
		kept, keptIntervals := slices.Clone(cells), slices.Clone(intervals)
		expect(t, "from cells", line.FromCells(cells), want)
		expect(t, "from intervals", line.FromIntervals(intervals), want)
		if !slices.Equal(cells, kept) || !slices.Equal(intervals, keptIntervals) {
			t.Error("the input was changed")
		}
	})
}

func TestNoAllocation(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	a, b := drawBitmap(rnd, 5000, 0).set(), drawBitmap(rnd, 5000, 0).set()
	dst := make(line.Set, 0, len(a)+len(b)+1)
	for name, op := range map[string]func(dst, a, b line.Set) line.Set{
		"union": line.Union, "intersection": line.Intersect, "difference": line.Subtract,
	} {
		if n := testing.AllocsPerRun(10, func() { op(dst, a, b) }); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
	wire, err := a.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for name, op := range map[string]func(){
		"overlap": func() { line.Overlap(a, b) }, "count": func() { a.Count() },
		"contains": func() { a.Contains(2500) }, "valid": func() { _ = a.Valid() },
		"writing": func() { wire, _ = a.AppendBinary(wire[:0]) },
	} {
		if n := testing.AllocsPerRun(10, op); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

func TestValid(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		set  line.Set
		ok   bool
	}{
		{"nothing", nil, true},
		{"all", line.Set{{Lo: 0, Hi: line.Size()}}, true},
		{"two", line.Set{{Lo: 1, Hi: 3}, {Lo: 4, Hi: 5}}, true},
		{"empty interval", line.Set{{Lo: 1, Hi: 1}}, false},
		{"reversed", line.Set{{Lo: 5, Hi: 1}}, false},
		{"touching", line.Set{{Lo: 1, Hi: 3}, {Lo: 3, Hi: 5}}, false},
		{"overlapping", line.Set{{Lo: 1, Hi: 3}, {Lo: 2, Hi: 5}}, false},
		{"out of order", line.Set{{Lo: 10, Hi: 30}, {Lo: 2, Hi: 5}}, false},
		{"before the line", line.Set{{Lo: -1, Hi: 3}}, false},
		{"after the line", line.Set{{Lo: 1, Hi: line.Size() + 1}}, false},
	} {
		if err := tc.set.Valid(); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestKM2(t *testing.T) {
	t.Parallel()
	if got := (line.Set{{Lo: 0, Hi: 3}, {Lo: 10, Hi: 13}}).KM2(); got != 0.24 {
		t.Errorf("six cells are %v km²", got)
	}
}
