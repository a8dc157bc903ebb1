package tile

import (
	"cmp"
	"slices"

	"maillage/geo/line"
)

// grid is the filled blocks of one territory at one level, or its cells: runs of
// columns, row after row from the south. Runs that touch differ in depth. Blocks
// start at the rectangle's corner.
type grid struct {
	rows []int32 // rows[r] is the first run of row r; one more than there are rows
	runs []run
}

// run is the blocks of columns [lo,hi) of one row, of one depth.
type run struct{ lo, hi, depth int32 }

// add appends a run; rows come in order, and runs within them.
func (g *grid) add(row, lo, hi, depth int32) {
	g.endRows(row)
	n := len(g.runs)
	if n > int(g.rows[row]) && g.runs[n-1].hi == lo && g.runs[n-1].depth == depth {
		g.runs[n-1].hi = hi
		return
	}
	g.runs = append(g.runs, run{lo, hi, depth})
}

// endRows ends the rows before a row.
func (g *grid) endRows(row int32) {
	for len(g.rows) <= int(row) {
		g.rows = append(g.rows, int32(len(g.runs)))
	}
}

// tally counts one row of blocks: its cells of land, those that are covered, and
// the sum of their depths. Whole blocks are entered as differences, so that a
// long run costs no more than a short one.
type tally struct {
	land, covered, sum []int64
	some               bool // any cell is covered
}

func newTally(width int32) *tally {
	return &tally{
		land:    make([]int64, width+1),
		covered: make([]int64, width+1),
		sum:     make([]int64, width+1),
	}
}

// spread adds weight a cell for the cells of columns [c0,c1) to part and diff,
// where diff's running sum is what whole blocks hold.
func spread(part, diff []int64, shift int, c0, c1 int32, weight int64) {
	side := int64(1) << shift
	b0, b1 := c0>>shift, (c1-1)>>shift
	if b0 == b1 {
		part[b0] += weight * int64(c1-c0)
		return
	}
	part[b0] += weight * (side - int64(c0)&(side-1))
	part[b1] += weight * (int64(c1-1)&(side-1) + 1)
	diff[b0+1] += weight * side
	diff[b1] -= weight * side
}

// settle adds the running sum of diff to part and empties diff.
func settle(part, diff []int64) {
	var run int64
	for i := range part {
		run += diff[i]
		part[i] += run
		diff[i] = 0
	}
}

// blocks makes a territory's blocks of side 1<<shift.
//
// A block is filled when at least half of its land is covered, with the mean
// depth of what is covered, rounded. Cells that nowhere fill half a block would
// vanish when one looks from afar; so a block is filled as well when it holds
// something, no block around it is filled, and none around it holds more (the
// first of equals, from the south-west). A lone small zone thus keeps one block
// at every zoom, while land that is covered in part is not shown as whole.
func (d *Drawing) blocks(ti int, t line.Territory, shift int) grid {
	side := int32(1) << shift
	width, height := (t.Width+side-1)>>shift, (t.Height+side-1)>>shift
	g := grid{rows: make([]int32, 1, height+1)}
	below, here, above := newTally(width), newTally(width), newTally(width)
	dc, ds := make([]int64, width+1), make([]int64, width+1)
	d.tallyRow(ti, t, shift, 0, here, dc, ds)
	for row := range height {
		if row+1 < height {
			d.tallyRow(ti, t, shift, row+1, above, dc, ds)
		} else {
			above.reset()
		}
		if here.some {
			g.fillRow(row, width, below, here, above)
		}
		below, here, above = here, above, below
	}
	g.endRows(height)
	return g
}

// fillRow appends the runs of one row of blocks, given its neighbours.
func (g *grid) fillRow(row, width int32, below, here, above *tally) {
	for i := range width {
		if here.covered[i] == 0 || !here.full(i) && !here.alone(i, below, above) {
			continue
		}
		depth := int32(max(1, (here.sum[i]+here.covered[i]/2)/here.covered[i]))
		g.add(row, i, i+1, depth)
	}
}

func (y *tally) full(i int32) bool { return y.covered[i] > 0 && 2*y.covered[i] >= y.land[i] }

// alone tells whether block i, not full, stands for what lies around it.
func (y *tally) alone(i int32, below, above *tally) bool {
	mine := y.covered[i]
	for j := max(0, i-1); j <= i+1; j++ { // the last column is a spare, empty
		for k, r := range [3]*tally{below, y, above} {
			if k == 1 && j == i || int(j) >= len(r.covered) {
				continue
			}
			earlier := k == 0 || k == 1 && j < i
			if r.full(j) || r.covered[j] > mine || earlier && r.covered[j] == mine {
				return false
			}
		}
	}
	return true
}

func (y *tally) reset() {
	if y.some {
		clear(y.covered)
		clear(y.sum)
		clear(y.land)
		y.some = false
	}
}

// tallyRow counts row b of blocks into y. dc and ds are scratch, left empty.
func (d *Drawing) tallyRow(ti int, t line.Territory, shift int, b int32, y *tally, dc, ds []int64) {
	y.reset()
	r0, r1 := b<<shift, min((b+1)<<shift, t.Height)
	cells := d.cells[ti]
	for _, u := range cells.runs[cells.rows[r0]:cells.rows[r1]] {
		y.some = true
		spread(y.covered, dc, shift, u.lo, u.hi, 1)
		spread(y.sum, ds, shift, u.lo, u.hi, int64(u.depth))
	}
	if !y.some {
		return
	}
	settle(y.covered, dc)
	settle(y.sum, ds)
	lo, hi := t.Offset+r0*t.Width, t.Offset+r1*t.Width
	i, _ := slices.BinarySearchFunc(d.land, lo, func(iv line.Interval, c int32) int { return cmp.Compare(iv.Hi, c+1) })
	for ; i < len(d.land) && d.land[i].Lo < hi; i++ {
		splitRows(t, max(d.land[i].Lo, lo), min(d.land[i].Hi, hi), func(_, c0, c1 int32) {
			spread(y.land, dc, shift, c0, c1, 1)
		})
	}
	settle(y.land, dc)
}
