// Package tile draws sets of cells as Mapbox vector tiles (version 2.1).
//
// A Drawing holds runs of cells, each with a depth (how many members collect
// there; 1 where only being there matters), and encodes any tile of them. Near,
// a tile shows the cells themselves. Far away it shows square blocks of them,
// one to two pixels of a 512-pixel tile wide, so that a tile of all of France
// costs no more than one of a village. Squares of the same depth that touch
// become one polygon, traced along its edge.
//
// What belongs here: blocks, outlines on the grid, projection to the tile and
// the encoding. What does not: which cells to draw and for whom, polygons that
// PostGIS keeps, and outlines in degrees (outline).
package tile

import (
	"slices"
	"sync"

	"maillage/geo/line"
)

// MaxZoom is the nearest zoom that is drawn; a map stretches its tiles beyond.
const MaxZoom = 16

// cellZoom is the zoom from which tiles show cells themselves: there a cell is
// about two pixels wide. Each zoom before it doubles the side of the blocks.
const cellZoom = 9

// Piece is a run of cells [Lo,Hi) of one depth, at least 1.
type Piece struct{ Lo, Hi, Depth int32 }

// Drawing is what tiles are made of. It is immutable to its users, and safe for
// concurrent use: blocks are made when a zoom is first asked for.
type Drawing struct {
	land   line.Set
	cells  []grid // one a territory
	levels [cellZoom + 1]struct {
		once  sync.Once
		grids []grid // one a territory
	}
}

// New returns the drawing of pieces, which must be sorted and not overlap; those
// without depth are left out. land says which cells count when a block is
// filled: a block at the coast is judged by its land alone. Pieces should lie
// within land.
func New(land line.Set, pieces []Piece) *Drawing {
	d := &Drawing{land: land}
	for _, t := range line.Territories() {
		g := grid{rows: make([]int32, 1, t.Height+1)}
		for ; len(pieces) > 0 && pieces[0].Lo < t.End(); pieces = pieces[1:] {
			p := pieces[0]
			if p.Depth > 0 {
				splitRows(t, max(p.Lo, t.Offset), min(p.Hi, t.End()), func(row, c0, c1 int32) { g.add(row, c0, c1, p.Depth) })
			}
			if p.Hi > t.End() {
				break // the rest is the next one's
			}
		}
		g.endRows(t.Height)
		g.runs = slices.Clip(g.runs)
		d.cells = append(d.cells, g)
	}
	return d
}

// OfSet returns the drawing of a set, all of depth 1.
func OfSet(land, s line.Set) *Drawing {
	pieces := make([]Piece, len(s))
	for i, iv := range s {
		pieces[i] = Piece{iv.Lo, iv.Hi, 1}
	}
	return New(land, pieces)
}

// Empty tells whether nothing is drawn.
func (d *Drawing) Empty() bool { return d.runs() == 0 }

func (d *Drawing) runs() int {
	n := 0
	for _, g := range d.cells {
		n += len(g.runs)
	}
	return n
}

// Bytes estimates the memory that the drawing may come to hold, for caches.
func (d *Drawing) Bytes() int {
	const run, levels = 12, 2 // each level has about half the runs of the one before
	return d.runs() * run * levels
}

// blockShift is the binary logarithm of the side of a block, in cells, at a
// zoom.
func blockShift(z uint32) int { return max(0, cellZoom-int(z)) }

// level returns the blocks of side 1<<shift, one grid a territory.
func (d *Drawing) level(shift int) []grid {
	if shift == 0 {
		return d.cells
	}
	l := &d.levels[shift]
	l.once.Do(func() {
		all := line.Territories()
		l.grids = make([]grid, len(all))
		for i, t := range all {
			l.grids[i] = d.blocks(i, t, shift)
		}
	})
	return l.grids
}

// splitRows cuts a run of cells of a territory at the ends of its rows.
func splitRows(t line.Territory, lo, hi int32, yield func(row, c0, c1 int32)) {
	for lo < hi {
		row, col := t.RowCol(lo)
		n := min(hi-lo, t.Width-col)
		yield(row, col, col+n)
		lo += n
	}
}
