package line

import (
	"math"
	"sync"
)

// CellArea is the area of a cell of metropolitan France, whose grid is
// equal-area, in the unit of Area: 0.04 km².
const CellArea = CellSide * CellSide * 10000

// Area returns the area of the cells [lo,hi) on the spheroid, in square
// centimetres: whole numbers, so that the parts of a set add up to it exactly, in
// whatever order. All of France is some 6.4e15 of them.
//
// The overseas grids are UTM, where a cell's area goes with the distance from the
// zone's central meridian and, within four in ten million, with nothing else. So all
// cells of a column have one area, that at the middle of the territory's height.
func Area(lo, hi int32) int64 {
	if hi <= equalArea {
		return int64(hi-lo) * CellArea
	}
	return areaBeyond(lo, hi)
}

// equalArea is where the cells of metropolitan France end.
var equalArea = territories[0].End()

// columns holds, for each territory but the first, the area of a row west of each
// column; the last is a whole row's.
var columns = sync.OnceValue(func() [][]int64 {
	all := make([][]int64, len(territories))
	for i, t := range territories[1:] {
		c := t.CRS()
		n := float64(t.N0) + float64(t.Height/2)*CellSide
		west := make([]int64, t.Width+1)
		for col := range t.Width {
			e := float64(t.E0) + float64(col)*CellSide
			west[col+1] = west[col] + int64(math.Round(c.Area(e, n, e+CellSide, n+CellSide)*10000))
		}
		all[i+1] = west
	}
	return all
})

// areaBeyond is Area where cells are not all of one size.
func areaBeyond(lo, hi int32) int64 {
	var sum int64
	if lo < equalArea {
		sum, lo = int64(equalArea-lo)*CellArea, equalArea
	}
	all := columns()
	for i := 1; lo < hi; i++ {
		t := &territories[i]
		end := t.Offset + t.Width*t.Height
		if lo >= end {
			continue
		}
		west, to := all[i], min(hi, end)
		row, col := (lo-t.Offset)/t.Width, (lo-t.Offset)%t.Width
		if n := col + to - lo; n <= t.Width { // as most intervals, within one row
			sum += west[n] - west[col]
		} else {
			last := to - t.Offset
			sum += int64(last/t.Width-row)*west[t.Width] + west[last%t.Width] - west[col]
		}
		lo = to
	}
	return sum
}

// KM2 turns square centimetres into square kilometres.
func KM2(area int64) float64 { return float64(area) / 1e10 }

// Area returns the area of the set in square centimetres.
func (s Set) Area() int64 {
	var sum int64
	for _, iv := range s {
		sum += Area(iv.Lo, iv.Hi)
	}
	return sum
}

// KM2 returns the area of the set in square kilometres.
func (s Set) KM2() float64 { return KM2(s.Area()) }
