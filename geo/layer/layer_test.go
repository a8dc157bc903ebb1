package layer_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"maillage/geo/layer"
	"maillage/geo/line"
)

// draw makes a layer from random calls, and the same as a weight for each cell
// from first on.
func draw(t *testing.T, rnd *rand.Rand) (l *layer.Layer, weight []float64, first int32) {
	t.Helper()
	size := 1 + rnd.IntN(2500)
	first = rnd.Int32N(line.Size() - int32(size))
	weight = make([]float64, size)
	var b layer.Builder
	for range rnd.IntN(12) {
		if rnd.IntN(3) == 0 {
			for range rnd.IntN(50) {
				i, w := rnd.IntN(size), float64(rnd.IntN(9))
				if err := b.AddCell(first+int32(i), w); err != nil {
					t.Fatal(err)
				}
				weight[i] += w
			}
			continue
		}
		var cells []int32
		longest := 1 + rnd.IntN(size)
		for i := 0; i < size; i += 1 + rnd.IntN(longest) {
			for n := rnd.IntN(longest); n > 0 && i < size; n-- {
				cells = append(cells, first+int32(i))
				i++
			}
		}
		total := 1e6 * rnd.Float64()
		err := b.Spread(line.FromCells(cells), total)
		if len(cells) == 0 {
			if !errors.Is(err, layer.ErrEmpty) {
				t.Errorf("spreading over nothing: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cells {
			weight[c-first] += total / float64(len(cells))
		}
	}
	return b.Build(), weight, first
}

func sum(w []float64) float64 {
	var s float64
	for _, v := range w {
		s += v
	}
	return s
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

func TestAgainstCells(t *testing.T) {
	t.Parallel()
	base := rand.Uint64()
	for i := range uint64(400) {
		rnd := rand.New(rand.NewPCG(base+i, 0))
		l, weight, first := draw(t, rnd)
		size := len(weight)
		if total := sum(weight); !near(l.Total(), total) {
			t.Errorf("total %v, not %v", l.Total(), total)
		}
		cursor := l.Cursor()
		for range 50 {
			lo := rnd.IntN(size)
			hi := lo + rnd.IntN(size-lo+1)
			want := sum(weight[lo:hi])
			if got := l.Between(first+int32(lo), first+int32(hi)); !near(got, want) {
				t.Errorf("between %d and %d: %v, not %v", lo, hi, got, want)
			}
			// A cursor must answer in any order, backwards too.
			if got := cursor.Between(first+int32(lo), first+int32(hi)); !near(got, want) {
				t.Errorf("cursor between %d and %d: %v, not %v", lo, hi, got, want)
			}
		}
		var s line.Set
		var b line.Builder
		var want float64
		for at := 0; at < size; {
			lo := at + rnd.IntN(30)
			hi := min(lo+1+rnd.IntN(30), size)
			if lo >= hi {
				break
			}
			b.Add(first+int32(lo), first+int32(hi))
			want += sum(weight[lo:hi])
			at = hi
		}
		s = b.Set()
		if got := l.Weight(s); !near(got, want) {
			t.Errorf("weight of %v: %v, not %v", s, got, want)
		}
		all := line.Set{{Lo: 0, Hi: line.Size()}}
		if got := l.Weight(all); !near(got, l.Total()) {
			t.Errorf("weight of all %v, total %v", got, l.Total())
		}
		if got := l.Weight(s) + l.Weight(s.Complement(all)); !near(got, l.Total()) {
			t.Errorf("a set and the rest weigh %v, total %v", got, l.Total())
		}
		if t.Failed() {
			t.Fatalf("replay with rand.NewPCG(%d, 0)", base+i)
		}
	}
}

// TestNothingLeftOver spreads awkward totals over neighbours and checks that
// the cells between and after them weigh exactly nothing.
func TestNothingLeftOver(t *testing.T) {
	t.Parallel()
	var b layer.Builder
	for i := range int32(1000) {
		s := line.Set{{Lo: i * 10, Hi: i*10 + 7}}
		if err := b.Spread(s, 0.1*float64(i+1)); err != nil {
			t.Fatal(err)
		}
		if err := b.Spread(s, 1/3.0); err != nil {
			t.Fatal(err)
		}
	}
	l := b.Build()
	for i := range int32(1000) {
		if w := l.Between(i*10+7, i*10+10); w != 0 {
			t.Fatalf("the hole after %d weighs %g", i, w)
		}
	}
}

// TestLargeTotals keeps nine digits over a national number of runs.
func TestLargeTotals(t *testing.T) {
	t.Parallel()
	var b layer.Builder
	var parts []float64
	for i := range int32(300_000) {
		w := 68_000_000.0 / 300_000 * (0.5 + float64(i%7)/7)
		parts = append(parts, w)
		if err := b.AddCell(i*3, w); err != nil {
			t.Fatal(err)
		}
	}
	l := b.Build()
	slices.Sort(parts) // small first: the most exact plain sum
	if got, want := l.Total(), sum(parts); math.Abs(got-want) > 1e-9*want {
		t.Errorf("total %v, not %v", got, want)
	}
	var one float64
	for i := range int32(300_000) {
		one += l.Between(i*3, i*3+1)
	}
	if math.Abs(one-l.Total()) > 1e-9*l.Total() {
		t.Errorf("cells add up to %v, total %v", one, l.Total())
	}
}

// Sums are exact whatever way they are taken, and totals of whole numbers stay
// what they are: figures by unit, by depth or mended add up to the last bit.
func TestExactSums(t *testing.T) {
	t.Parallel()
	base := rand.Uint64()
	for i := range uint64(100) {
		rnd := rand.New(rand.NewPCG(base+i, 2))
		var b layer.Builder
		var whole float64
		var units []line.Set
		var totals []float64
		at := rnd.Int32N(1000)
		for range 1 + rnd.IntN(300) {
			n := 1 + rnd.Int32N(97)
			units, totals = append(units, line.Set{{Lo: at, Hi: at + n}}), append(totals, float64(rnd.IntN(1_000_000)))
			if err := b.Spread(units[len(units)-1], totals[len(totals)-1]); err != nil {
				t.Fatal(err)
			}
			whole += totals[len(totals)-1]
			at += n + rnd.Int32N(3)
		}
		l := b.Build()
		if l.Total() != whole {
			t.Errorf("the total is %v, not %v", l.Total(), whole)
		}
		for k, u := range units {
			if got := l.Weight(u); got != totals[k] {
				t.Errorf("unit %d weighs %v, not %v", k, got, totals[k])
			}
		}
		// Cut anywhere, added up in any order, taken away again: nothing is lost.
		var parts []float64
		for lo := int32(0); lo < at; {
			hi := lo + 1 + rnd.Int32N(50)
			parts = append(parts, l.Between(lo, hi))
			lo = hi
		}
		rnd.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		if got := sum(parts); got != whole {
			t.Errorf("the parts add up to %v, not %v", got, whole)
		}
		rest := whole
		for _, p := range parts {
			rest -= p
		}
		if rest != 0 {
			t.Errorf("the whole without its parts weighs %g", rest)
		}
		if t.Failed() {
			t.Fatalf("replay with rand.NewPCG(%d, 2)", base+i)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	some := line.Set{{Lo: 5, Hi: 9}}
	for name, add := range map[string]func(b *layer.Builder) error{
		"no cell":        func(b *layer.Builder) error { return b.Spread(nil, 1) },
		"negative":       func(b *layer.Builder) error { return b.Spread(some, -1) },
		"NaN":            func(b *layer.Builder) error { return b.Spread(some, math.NaN()) },
		"beyond":         func(b *layer.Builder) error { return b.Spread(some, 2*layer.MaxWeight) },
		"infinite":       func(b *layer.Builder) error { return b.Spread(some, math.Inf(1)) },
		"no set":         func(b *layer.Builder) error { return b.Spread(line.Set{{Lo: 5, Hi: 5}}, 1) },
		"off the line":   func(b *layer.Builder) error { return b.AddCell(line.Size(), 1) },
		"negative cell":  func(b *layer.Builder) error { return b.AddCell(-1, 1) },
		"cell, negative": func(b *layer.Builder) error { return b.AddCell(1, -1) },
		"cell, NaN":      func(b *layer.Builder) error { return b.AddCell(1, math.NaN()) },
	} {
		var b layer.Builder
		if err := add(&b); err == nil {
			t.Errorf("%s was taken", name)
		}
		if l := b.Build(); l.Total() != 0 || l.Runs() != 0 {
			t.Errorf("%s left %v behind", name, l.Total())
		}
	}
	var b layer.Builder
	if err := b.Spread(nil, 0); err != nil {
		t.Errorf("nothing over nothing: %v", err)
	}
}

func TestNothing(t *testing.T) {
	t.Parallel()
	var none *layer.Layer
	var b layer.Builder
	for _, l := range []*layer.Layer{none, b.Build()} {
		if l.Total() != 0 || l.Runs() != 0 || l.Between(0, 10) != 0 || l.Weight(line.Set{{Lo: 1, Hi: 2}}) != 0 {
			t.Error("a layer of nothing weighs something")
		}
	}
	if err := b.AddCell(10, 2); err != nil {
		t.Fatal(err)
	}
	if l := b.Build(); l.Between(-5, 10) != 0 || l.Between(11, 500) != 0 || l.Between(10, 11) != 2 || l.Between(11, 10) != 0 {
		t.Error("a layer of one cell weighs elsewhere")
	}
}
