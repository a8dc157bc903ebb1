package tile

import (
	"math"

	"maillage/geo/line"
)

// Tiles are Web Mercator squares, extent units wide, with buffer units drawn
// beyond each side so that outlines do not show at the seams.
const (
	extent = 4096
	buffer = 64
)

// window is the part of one territory's grid that a tile shows: the depth of
// each block, 0 for none, with a rim of empty blocks all around.
type window struct {
	row, col   int32 // of the first block within the rim
	rows, cols int   // with the rim
	depth      []int32
	project    projector
	path       []corner // where a ring is walked, kept for the next
}

// at is the index of a block, rim included.
func (w *window) at(row, col int) int { return row*w.cols + col }

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

// look returns what a tile shows of a territory; nil when that is nothing.
func (d *Drawing) look(ti int, t line.Territory, z, x, y uint32) *window {
	shift := blockShift(z)
	r0, r1, c0, c1, ok := span(t, z, x, y, shift)
	if !ok {
		return nil
	}
	w := &window{row: r0, col: c0, rows: int(r1-r0) + 2, cols: int(c1-c0) + 2}
	put := func(row, lo, hi, depth int32) {
		lo, hi = max(lo, c0), min(hi, c1)
		if lo >= hi {
			return
		}
		if w.depth == nil {
			w.depth = make([]int32, w.rows*w.cols)
		}
		at := w.at(int(row-r0)+1, 1-int(c0))
		line := w.depth[at+int(lo) : at+int(hi)]
		for i := range line {
			line[i] = depth
		}
	}
	if shift == 0 {
		d.rowRuns(t, r0, r1, put)
	} else {
		g := d.level(shift)[ti]
		for row := r0; row < r1; row++ {
			for _, u := range g.runs[g.rows[row]:g.rows[row+1]] {
				put(row, u.lo, u.hi, u.depth)
			}
		}
	}
	if w.depth == nil {
		return nil
	}
	w.project = newProjector(t, z, x, y, shift, r0, r1, c0, c1)
	return w
}

// latitude is that of a height in the Web Mercator square, 0 at the top, 1 at
// the bottom.
func latitude(v float64) float64 {
	return math.Atan(math.Sinh(math.Pi*(1-2*v))) * 180 / math.Pi
}

// toTile projects degrees to a tile's units, from its north-west corner.
func toTile(lon, lat float64, z, x, y uint32) (u, v float64) {
	n := math.Exp2(float64(z))
	sin := math.Sin(lat * math.Pi / 180)
	u = ((lon+180)/360*n - float64(x)) * extent
	v = ((0.5-math.Log((1+sin)/(1-sin))/(4*math.Pi))*n - float64(y)) * extent
	return u, v
}

// projector turns corners of blocks into a tile's units. It projects the
// corners of a lattice exactly and interpolates between them: lattice lines are
// at whole multiples of step blocks from the territory's corner, so that
// neighbouring tiles agree, and near enough to each other that the error stays
// under a quarter of a unit. Between two lattice lines a row of blocks is a
// straight line; an outline needs a vertex only where it crosses one.
type projector struct {
	step     int32
	row, col int32 // of the lattice's first corner
	cols     int32 // corners in a row of the lattice
	corners  [][2]float64
}

// bend bounds how much Web Mercator curves what is straight on a grid, per
// metre: 1/8 bend L² is the error of a chord L metres long. In France it is
// tan φ / (R cos φ) and the like, 3e-7 in the north.
const bend = 4e-7

func newProjector(t line.Territory, z, x, y uint32, shift int, r0, r1, c0, c1 int32) projector {
	const circumference = 2 * math.Pi * 6378137
	unit := circumference / math.Exp2(float64(z)) / extent
	side := float64(int(line.CellSide) << shift)
	chord := math.Sqrt(8*0.25*unit/bend) / side // in blocks
	p := projector{step: 1}
	for float64(p.step*2) <= chord && p.step < 1<<12 {
		p.step *= 2
	}
	p.row, p.col = r0/p.step*p.step, c0/p.step*p.step
	rows := (r1-p.row+p.step-1)/p.step + 1
	p.cols = (c1-p.col+p.step-1)/p.step + 1
	p.corners = make([][2]float64, 0, rows*p.cols)
	c := t.CRS()
	for i := range rows {
		for j := range p.cols {
			e := float64(t.E0) + float64(p.col+j*p.step)*side
			n := float64(t.N0) + float64(p.row+i*p.step)*side
			lon, lat := c.Inverse(e, n)
			u, v := toTile(lon, lat, z, x, y)
			p.corners = append(p.corners, [2]float64{u, v})
		}
	}
	return p
}

// corner returns the place of the south-west corner of a block on the tile.
func (p *projector) corner(row, col int32) (u, v float64) {
	row, col = row-p.row, col-p.col
	i, j := row/p.step, col/p.step
	at := i*p.cols + j
	fr, fc := float64(row-i*p.step)/float64(p.step), float64(col-j*p.step)/float64(p.step)
	a := p.corners[at]
	if fr == 0 && fc == 0 {
		return a[0], a[1]
	}
	// On a lattice line the next corner has no part in it and may not exist.
	b, c, d := a, a, a
	if fc > 0 {
		b = p.corners[at+1]
		d = b
	}
	if fr > 0 {
		c = p.corners[at+p.cols]
		d = c
		if fc > 0 {
			d = p.corners[at+p.cols+1]
		}
	}
	mix := func(k int) float64 {
		south, north := a[k]+(b[k]-a[k])*fc, c[k]+(d[k]-c[k])*fc
		return south + (north-south)*fr
	}
	return mix(0), mix(1)
}
