package tile

import (
	"math"
	"sync"

	"maillage/geo/line"
)

// toTile projects degrees to a tile's units, from its north-west corner.
func toTile(lon, lat float64, z, x, y uint32) (u, v float64) {
	n := math.Exp2(float64(z))
	sin := math.Sin(lat * math.Pi / 180)
	u = ((lon+180)/360*n - float64(x)) * extent
	v = ((0.5-math.Log((1+sin)/(1-sin))/(4*math.Pi))*n - float64(y)) * extent
	return u, v
}

// projector turns corners of blocks into a tile's units. It has the corners of a
// lattice exactly and interpolates between them. Between two lattice lines a row
// of blocks is a straight line; an outline needs a vertex only where it crosses
// one.
type projector struct {
	*lattice
	west, north float64 // of the tile, in units of its zoom
	first, last int32   // lattice columns that the window needs
	origin      int32   // the block column of the first
	along       []place // the places of these columns on the row in hand, the last one twice
}

type place struct{ u, v float64 }

// lattice is the corners of every step-th row and column of a territory's
// blocks, in units of a zoom. Its lines are at whole multiples of step blocks
// from the territory's corner, so that neighbouring tiles agree, and near enough
// to each other that the error of interpolating is under a quarter of a unit.
type lattice struct {
	log      uint8 // the binary logarithm of step
	row, col int32 // the first block row and column, multiples of step
	cols     int32 // corners in a row
	corners  []place
}

func (l *lattice) step() int32 { return 1 << l.log }

// bend bounds how much Web Mercator curves what is straight on a grid, per
// metre: 1/8 bend L² is the error of a chord L metres long. In France it is
// tan φ / (R cos φ) and the like, 3e-7 in the north.
const bend = 4e-7

// whole holds the lattices of whole territories, for the zooms up to that of
// cells, where one tile shows much of them; a megabyte in all. Nearer, a tile
// needs a few corners, of a great many.
var whole [8][cellZoom + 1]struct {
	once sync.Once
	lattice
}

// latticeOf returns a lattice that holds the corners of block rows [r0,r1] and
// columns [c0,c1].
func latticeOf(ti int, t line.Territory, z uint32, r0, r1, c0, c1 int32) *lattice {
	if z > cellZoom || ti >= len(whole) {
		return newLattice(t, z, r0, r1, c0, c1)
	}
	w := &whole[ti][z]
	w.once.Do(func() {
		side := int32(1) << blockShift(z)
		w.lattice = *newLattice(t, z, 0, (t.Height+side-1)/side, 0, (t.Width+side-1)/side)
	})
	return &w.lattice
}

func newLattice(t line.Territory, z uint32, r0, r1, c0, c1 int32) *lattice {
	const circumference = 2 * math.Pi * 6378137
	unit := circumference / math.Exp2(float64(z)) / extent
	side := float64(int(line.CellSide) << blockShift(z))
	chord := math.Sqrt(8*0.25*unit/bend) / side // in blocks
	l := &lattice{}
	for float64(l.step()*2) <= chord && l.step() < 1<<12 {
		l.log++
	}
	step := l.step()
	l.row, l.col = r0/step*step, c0/step*step
	rows := (r1-l.row+step-1)/step + 1
	l.cols = (c1-l.col+step-1)/step + 1
	l.corners = make([]place, 0, rows*l.cols)
	c := t.CRS()
	for i := range rows {
		for j := range l.cols {
			e := float64(t.E0) + float64(l.col+j*step)*side
			n := float64(t.N0) + float64(l.row+i*step)*side
			lon, lat := c.Inverse(e, n)
			u, v := toTile(lon, lat, z, 0, 0)
			l.corners = append(l.corners, place{u, v})
		}
	}
	return l
}

// aim makes the projector one of a tile and the corners of block rows [r0,r1]
// and columns [c0,c1] of a territory.
func (p *projector) aim(ti int, t line.Territory, z, x, y uint32, r0, r1, c0, c1 int32) {
	p.lattice = latticeOf(ti, t, z, r0, r1, c0, c1)
	p.west, p.north = float64(x)*extent, float64(y)*extent
	p.first, p.last = (c0-p.col)>>p.log, (c1-p.col+p.step()-1)>>p.log
	p.origin = p.col + p.first<<p.log
}

// onLine tells whether a block row or column is a line of the lattice, where
// what crosses it may bend.
func (l *lattice) onLine(at int32) bool { return at&(l.step()-1) == 0 }

// take takes a row of block corners in hand.
func (p *projector) take(row int32) {
	row -= p.row
	i, f := row>>p.log, float64(row&(p.step()-1))/float64(p.step())
	south := p.corners[i*p.cols+p.first : i*p.cols+p.last+1]
	p.along = append(p.along[:0], south...)
	if f > 0 {
		north := p.corners[(i+1)*p.cols+p.first : (i+1)*p.cols+p.last+1]
		for k, n := range north {
			s := &p.along[k]
			s.u += (n.u - s.u) * f
			s.v += (n.v - s.v) * f
		}
	}
	p.along = append(p.along, p.along[len(p.along)-1]) // on the last line the next has no part
}

// corner returns the place of a column of block corners on the tile, in the row
// in hand.
func (p *projector) corner(col int32) place {
	col -= p.origin
	j, f := col>>p.log, float64(col&(p.step()-1))/float64(p.step())
	a, b := p.along[j], p.along[j+1]
	return place{a.u + (b.u-a.u)*f - p.west, a.v + (b.v-a.v)*f - p.north}
}
