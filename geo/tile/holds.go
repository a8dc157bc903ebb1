package tile

import "maillage/geo/line"

// Holds tells whether any cell lies in the tile z/x/y, or so near its edge that
// it may show there. A tile of which it says no is empty, and so are all that lie
// in it; one of which it says yes may still be. False when there is no such tile.
func (d *Drawing) Holds(z, x, y uint32) bool {
	if Check(z, x, y) != nil {
		return false
	}
	for ti, t := range line.Territories() {
		shift := blockShift(z) // a block is drawn whole, beyond the tile of its cells
		r0, r1, c0, c1, ok := span(t, z, x, y, shift)
		if !ok {
			continue
		}
		r0, r1 = r0<<shift, min(r1<<shift, t.Height)
		c0, c1 = c0<<shift, min(c1<<shift, t.Width)
		g := &d.cells[ti]
		if g.rows[r0] == g.rows[r1] {
			continue
		}
		for row := r0; row < r1; row++ {
			if len(g.within(row, c0, c1)) > 0 {
				return true
			}
		}
	}
	return false
}
