package line

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A cell's area is within four in ten million of its own on the spheroid, at the
// edges and the corners of every territory too.
func TestAreaOfCells(t *testing.T) {
	t.Parallel()
	for _, terr := range Territories() {
		worst := 0.0
		for _, row := range []int32{0, terr.Height / 4, terr.Height / 2, terr.Height - 1} {
			for _, col := range []int32{0, terr.Width / 3, terr.Width / 2, terr.Width - 1} {
				cell := terr.Offset + row*terr.Width + col
				e, n := terr.Corner(cell)
				want := terr.CRS().Area(float64(e), float64(n), float64(e+CellSide), float64(n+CellSide))
				worst = max(worst, math.Abs(float64(Area(cell, cell+1))/1e4/want-1))
			}
		}
		t.Logf("%s: %.1e", terr.Code, worst)
		if worst > 4e-7 {
			t.Errorf("%s: a cell's area is off by %.1e", terr.Code, worst)
		}
	}
}

// Areas add up exactly, across columns, rows and territories, and never shrink.
func TestAreaAddsUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 4))
		// A run that crosses one end or more, and its cells one by one.
		terr := territories[1+rnd.IntN(len(territories)-1)]
		lo := terr.Offset - rnd.Int32N(3000)
		hi := min(Size(), terr.Offset+rnd.Int32N(9000))
		var sum int64
		for c := lo; c < hi; c++ {
			one := Area(c, c+1)
			if one < CellArea*99/100 || one > CellArea*101/100 {
				t.Fatalf("seed %d: cell %d has %d cm²", seed, c, one)
			}
			sum += one
		}
		if got := Area(lo, hi); got != sum {
			t.Fatalf("seed %d: [%d,%d) has %d cm², its cells %d", seed, lo, hi, got, sum)
		}
	}
	var sum int64
	for _, t := range territories {
		sum += Area(t.Offset, t.End())
	}
	if got := Area(0, Size()); got != sum {
		t.Errorf("the line has %d cm², its territories %d", got, sum)
	}
}

func BenchmarkArea(b *testing.B) {
	guyane, _ := ByCode("guyane")
	for name, from := range map[string]int32{"metropole": 0, "guyane": guyane.Offset} {
		b.Run(name, func(b *testing.B) {
			var sum int64
			for i := range b.N {
				lo := from + int32(i&0xffff)
				sum += Area(lo, lo+100)
			}
			if sum < 0 {
				b.Fatal("below nothing")
			}
		})
	}
}
