package tile

import (
	"math"
	"slices"

	"maillage/geo/line"
)

// Tiles are Web Mercator squares, extent units wide, with buffer units drawn
// beyond each side so that outlines do not show at the seams.
const (
	extent = 4096
	buffer = 64
)

// span returns the blocks of side 1<<shift of a territory that a tile may
// show, as rows [r0,r1) and columns [c0,c1).
func span(t line.Territory, z, x, y uint32, shift int) (r0, r1, c0, c1 int32, ok bool) {
	const spare = float64(buffer) / extent
	n := math.Exp2(float64(z))
	west, east := (float64(x)-spare)/n*360-180, (float64(x)+1+spare)/n*360-180
	north, south := latitude((float64(y)-spare)/n), latitude((float64(y)+1+spare)/n)
	bw, bs, be, bn := t.Bounds()
	west, south, east, north = max(west, bw), max(south, bs), min(east, be), min(north, bn)
	if west >= east || south >= north {
		return 0, 0, 0, 0, false
	}
	// The box's rim, projected, holds its extremes. Between two samples it bends
	// by less than 300 m even for a whole territory; the margin below is more.
	const steps = 16
	c := t.CRS()
	e0, n0, e1, n1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i := range steps + 1 {
		f := float64(i) / steps
		for _, p := range [4][2]float64{{f, 0}, {f, 1}, {0, f}, {1, f}} {
			e, n := c.Forward(west+p[0]*(east-west), south+p[1]*(north-south))
			e0, n0, e1, n1 = min(e0, e), min(n0, n), max(e1, e), max(n1, n)
		}
	}
	side := float64(int(line.CellSide) << shift)
	margin := 1 + (e1-e0+n1-n0)/2000/side
	block := func(m, origin float64) float64 { return (m - origin) / side }
	rows, cols := (t.Height-1)>>shift+1, (t.Width-1)>>shift+1
	within := func(v float64, most int32) int32 { return int32(min(max(v, 0), float64(most))) }
	r0 = within(math.Floor(block(n0, float64(t.N0))-margin), rows)
	r1 = within(math.Ceil(block(n1, float64(t.N0))+margin), rows)
	c0 = within(math.Floor(block(e0, float64(t.E0))-margin), cols)
	c1 = within(math.Ceil(block(e1, float64(t.E0))+margin), cols)
	return r0, r1, c0, c1, r0 < r1 && c0 < c1
}

// look sweeps what a tile shows of a territory.
func (s *sketch) look(d *Drawing, ti int, t line.Territory, z, x, y uint32) {
	shift := blockShift(z)
	r0, r1, c0, c1, ok := span(t, z, x, y, shift)
	if !ok {
		return
	}
	g := &d.level(shift)[ti]
	if g.rows[r0] == g.rows[r1] {
		return
	}
	s.project.aim(ti, t, z, x, y, r0, r1, c0, c1)
	s.sweep(g, r0, r1, c0, c1)
}

// within returns the runs of a row that reach into columns [c0,c1).
func (g *grid) within(row, c0, c1 int32) []run {
	runs := g.runs[g.rows[row]:g.rows[row+1]]
	i, _ := slices.BinarySearchFunc(runs, c0, func(u run, c int32) int { return int(u.hi) - int(c) - 1 })
	runs = runs[i:]
	for i, u := range runs {
		if u.lo >= c1 {
			return runs[:i]
		}
	}
	return runs
}

// latitude is that of a height in the Web Mercator square, 0 at the top, 1 at
// the bottom.
func latitude(v float64) float64 {
	return math.Atan(math.Sinh(math.Pi*(1-2*v))) * 180 / math.Pi
}
