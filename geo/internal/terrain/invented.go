package terrain

import (
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/paulmach/orb"

	"maillage/geo/line"
)

// invented makes a patchwork in the middle of each territory: crooked
// quadrilaterals that share exact, wriggling sides, as communes do.
var invented = sync.OnceValue(func() []Commune {
	rnd := rand.New(rand.NewPCG(1, 2))
	var all []Commune
	for i, t := range line.Territories() {
		west, south, east, north := t.Bounds()
		side := 12
		if t.Code == "metropole" {
			side = 60
		}
		p := newPatchwork(rnd, side, orb.Bound{
			Min: orb.Point{west + (east-west)*0.2, south + (north-south)*0.2},
			Max: orb.Point{west + (east-west)*0.8, south + (north-south)*0.8},
		})
		for r := range side {
			for c := range side {
				all = append(all, Commune{
					Code:        fmt.Sprintf("%d%04d", i+1, r*side+c),
					Departement: fmt.Sprintf("%d%d", i+1, r/6),
					Region:      fmt.Sprint(i + 1),
					Population:  float64(rnd.IntN(5000)),
					Shape:       orb.MultiPolygon{{p.patch(r, c)}},
				})
			}
		}
	}
	return all
})

// patchwork is a lattice of points with a few more along each side.
type patchwork struct {
	side         int
	knots        [][]orb.Point
	rows, uprays [][][]orb.Point // from knot (r,c) to the east, to the north
}

func newPatchwork(rnd *rand.Rand, side int, box orb.Bound) *patchwork {
	dx := (box.Max[0] - box.Min[0]) / float64(side)
	dy := (box.Max[1] - box.Min[1]) / float64(side)
	shake := func(p orb.Point, by float64) orb.Point {
		return orb.Point{p[0] + dx*by*(rnd.Float64()-0.5), p[1] + dy*by*(rnd.Float64()-0.5)}
	}
	between := func(a, b orb.Point) []orb.Point {
		var ps []orb.Point
		for k := 1; k < 6; k++ {
			f := float64(k) / 6
			ps = append(ps, shake(orb.Point{a[0] + (b[0]-a[0])*f, a[1] + (b[1]-a[1])*f}, 0.08))
		}
		return ps
	}
	p := &patchwork{side: side}
	for r := range side + 1 {
		row := make([]orb.Point, side+1)
		for c := range row {
			row[c] = shake(orb.Point{box.Min[0] + dx*float64(c), box.Min[1] + dy*float64(r)}, 0.4)
		}
		p.knots = append(p.knots, row)
	}
	for r := range side + 1 {
		var east, north [][]orb.Point
		for c := range side + 1 {
			if c < side {
				east = append(east, between(p.knots[r][c], p.knots[r][c+1]))
			}
			if r < side {
				north = append(north, between(p.knots[r][c], p.knots[r+1][c]))
			}
		}
		p.rows, p.uprays = append(p.rows, east), append(p.uprays, north)
	}
	return p
}

// patch is one quadrilateral, counter-clockwise.
func (p *patchwork) patch(r, c int) orb.Ring {
	ring := orb.Ring{p.knots[r][c]}
	forth := func(ps []orb.Point, end orb.Point) { ring = append(append(ring, ps...), end) }
	back := func(ps []orb.Point, end orb.Point) {
		for i := len(ps) - 1; i >= 0; i-- {
			ring = append(ring, ps[i])
		}
		ring = append(ring, end)
	}
	forth(p.rows[r][c], p.knots[r][c+1])
	forth(p.uprays[r][c+1], p.knots[r+1][c+1])
	back(p.rows[r+1][c], p.knots[r+1][c])
	back(p.uprays[r][c], p.knots[r][c])
	return ring
}
