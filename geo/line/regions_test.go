package line_test

import (
	"math/rand/v2"
	"testing"

	"maillage/geo/line"
)

// TestRegions compares with a flood of each region, cell by cell.
func TestRegions(t *testing.T) {
	replays(t, 300, func(t *testing.T, rnd *rand.Rand) {
		s := drawPlaces(rnd)
		region := make(map[int32]int)
		var flood func(cell int32, n int)
		flood = func(cell int32, n int) {
			if !s.Contains(cell) || region[cell] != 0 {
				return
			}
			region[cell] = n
			tt, _ := line.TerritoryOf(cell)
			row, col := tt.RowCol(cell)
			if col > 0 {
				flood(cell-1, n)
			}
			if col < tt.Width-1 {
				flood(cell+1, n)
			}
			if row > 0 {
				flood(cell-tt.Width, n)
			}
			if row < tt.Height-1 {
				flood(cell+tt.Width, n)
			}
		}
		n := 0
		for _, iv := range s {
			for c := iv.Lo; c < iv.Hi; c++ {
				if region[c] == 0 {
					n++
					flood(c, n)
				}
			}
		}
		got := line.Regions(s)
		if len(got) != n {
			t.Fatalf("%d regions, not %d", len(got), n)
		}
		var total int64
		for i, r := range got {
			if err := r.Valid(); err != nil {
				t.Error(err)
			}
			total += r.Count()
			for _, iv := range r {
				for c := iv.Lo; c < iv.Hi; c++ {
					if region[c] != i+1 {
						t.Fatalf("cell %d is in region %d, not %d", c, i+1, region[c])
					}
				}
			}
		}
		if total != s.Count() {
			t.Errorf("regions hold %d cells of %d", total, s.Count())
		}
	})
}

// drawPlaces draws cells in a square of some territories.
func drawPlaces(rnd *rand.Rand) line.Set {
	var cells []int32
	for _, tt := range line.Territories() {
		if rnd.IntN(2) == 0 {
			continue
		}
		size := 1 + rnd.Int32N(20)
		// Against the eastern side one time in two, where an interval may run
		// on to the next row.
		col, row := rnd.Int32N(tt.Width-size), rnd.Int32N(tt.Height-size)
		if rnd.IntN(2) == 0 {
			col = tt.Width - size
		}
		dense := 1 + rnd.IntN(9)
		for r := range size {
			for c := range size {
				if rnd.IntN(10) < dense {
					cells = append(cells, tt.Offset+(row+r)*tt.Width+col+c)
				}
			}
			if rnd.IntN(2) == 0 { // the first column, so that intervals do run on
				cells = append(cells, tt.Offset+(row+r)*tt.Width)
			}
		}
	}
	return line.FromCells(cells)
}
