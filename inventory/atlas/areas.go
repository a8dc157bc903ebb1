package atlas

import (
	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/inventory"
)

// CoverageAreas is the land that the pool covers, as areas.
type CoverageAreas struct {
	Layer string
	Areas []CoverageArea // by depth, from 1 on; depths that occur
}

// CoverageArea is the land that exactly Depth members collect.
type CoverageArea struct {
	Depth    int
	Share                     // of the filter's territory
	Geometry orb.MultiPolygon // along the cells' sides, degrees
}

// CoverageAreas returns the land of each depth that Coverage counts, drawn. The
// filter's unit has no part in it. It is made anew each time: an outline of the
// whole country is large, and wanted by exports alone. Errors are those of Atoms.
func (p *Picture) CoverageAreas(v inventory.Viewer, f inventory.Filter) (CoverageAreas, error) {
	f.Unit = ""
	f, err := p.normal(v, f)
	if err != nil {
		return CoverageAreas{}, err
	}
	pool, err := p.pool(v, f)
	if err != nil {
		return CoverageAreas{}, err
	}
	all, l, err := p.whole(f)
	if err != nil {
		return CoverageAreas{}, err
	}
	by := map[int]line.Set{}
	for _, piece := range pool.depths() {
		d := int(piece.Depth)
		by[d] = append(by[d], line.Interval{Lo: piece.Lo, Hi: piece.Hi})
	}
	c := CoverageAreas{Layer: l.Name}
	for depth, a := range pool.ByDepth(l.Weights) {
		if a.Area > 0 {
			c.Areas = append(c.Areas, CoverageArea{depth, shareOf(a, all), outline.Trace(by[depth])})
		}
	}
	return c, nil
}
