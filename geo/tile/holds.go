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
		r0, r1, c0, c1, ok := span(t, z, x, y, 0)
		if !ok {
			continue
		}
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
