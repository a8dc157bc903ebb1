package export

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// The answers that can be lists.
const (
	KindCoverage = "coverage"
	KindGaps     = "gaps"
)

// Areas answers a viewer's filter as a list, in km² and in the weight of its
// layer. Of coverage: for each depth the land that so many members collect, a
// multipolygon. Of gaps: each contiguous region, a polygon, the heaviest first.
// When the filter names a kind of unit, its units with their figures and their
// boundaries, which db is asked for when the format draws. Columns do not depend
// on the format. Errors: those of the picture and of db, inventory.Invalid for
// another kind of answer.
func Areas(ctx context.Context, db postgres.DB, now *atlas.Picture, v inventory.Viewer, kind string, f inventory.Filter, format Format) (*List, error) {
	var l *List
	switch {
	case kind == KindCoverage && f.Unit == "":
		c, err := now.CoverageAreas(v, f)
		if err != nil {
			return nil, err
		}
		return coverageAreas(c), nil
	case kind == KindGaps && f.Unit == "":
		g, err := now.EveryGapRegion(v, f, 0)
		if err != nil {
			return nil, err
		}
		return gapRegions(g), nil
	case kind == KindCoverage:
		c, err := now.Coverage(v, f)
		if err != nil {
			return nil, err
		}
		l = coverageUnits(c)
	case kind == KindGaps:
		g, err := now.Gaps(v, f)
		if err != nil {
			return nil, err
		}
		l = gapUnits(g)
	default:
		return nil, inventory.Errorf(inventory.Invalid, "unknown_answer", "“%s” is not an answer that is a list: it is coverage or gaps", kind)
	}
	if format.Drawn() {
		return l, l.drawUnits(ctx, db, f.Unit)
	}
	return l, nil
}

// drawUnits gives each row, whose first value is a unit's code, its boundary.
func (l *List) drawUnits(ctx context.Context, db postgres.DB, kind string) error {
	codes := make([]string, len(l.rows))
	for i := range l.rows {
		codes[i] = l.rows[i].values[0].text
	}
	shapes, err := postgres.UnitGeometries(ctx, db, kind, codes)
	if err != nil {
		return err
	}
	for i, code := range codes {
		if shape := shapes[code]; shape != nil {
			l.rows[i].geometry = shape
		}
	}
	return nil
}

func coverageAreas(c atlas.CoverageAreas) *List {
	l := &List{name: KindCoverage, shape: "MULTIPOLYGON", columns: figures(column{name: "depth", number: true})}
	for _, a := range c.Areas {
		for _, polygon := range a.Geometry {
			round(polygon)
		}
		l.rows = append(l.rows, row{geometry: a.Geometry,
			values: append([]value{number(float64(a.Depth))}, ofShare(c.Layer, a.Share)...)})
	}
	return l
}

func gapRegions(g atlas.GapRegions) *List {
	l := &List{name: KindGaps, shape: "POLYGON", columns: figures(column{name: "rank", number: true}, column{name: "code"}, column{name: "name"}, column{name: "communes", number: true}, column{name: "departements"},
		column{name: "longitude", number: true}, column{name: "latitude", number: true})}
	for _, r := range g.Regions {
		share := atlas.Share{Amount: r.Amount}
		if all := g.Territory; all.Weight > 0 {
			share.Share = r.Weight / all.Weight
		} else if all.KM2 > 0 {
			share.Share = r.KM2 / all.KM2
		}
		round(r.Geometry)
		l.rows = append(l.rows, row{geometry: r.Geometry, values: append([]value{
			number(float64(r.Rank)), text(r.Code), text(r.Name), number(float64(r.Communes)), text(strings.Join(r.Departements, " ")), number(degree(r.Centre[0])), number(degree(r.Centre[1]))}, ofShare(g.Layer, share)...)})
	}
	return l
}

// figures are the columns of an area, after those that name it: share is that of
// the whole territory.
func figures(first ...column) []column {
	return append(first, column{name: "layer"}, column{name: "km2", number: true}, column{name: "weight", number: true}, column{name: "share", number: true})
}

func ofShare(layer string, s atlas.Share) []value {
	return []value{text(layer), number(hundredth(s.KM2)), number(thousandth(s.Weight)), number(s.Share)}
}

func coverageUnits(c atlas.Coverage) *List {
	l := &List{name: KindCoverage, shape: "MULTIPOLYGON", columns: unitFigures("covered", column{name: "depth_max", number: true})}
	for _, u := range c.Units {
		l.rows = append(l.rows, row{values: append(ofUnit(c.Layer, u.Code, u.Name, u.Amount, u.Covered), number(float64(u.DepthMax)))})
	}
	return l
}

func gapUnits(g atlas.Gaps) *List {
	l := &List{name: KindGaps, shape: "MULTIPOLYGON", columns: unitFigures("gap")}
	for _, u := range g.Units {
		l.rows = append(l.rows, row{values: ofUnit(g.Layer, u.Code, u.Name, u.Amount, u.Gap)})
	}
	return l
}

// unitFigures are the columns of a unit: share is that of the unit's own.
func unitFigures(part string, last ...column) []column {
	return slices.Concat([]column{{name: "code"}, {name: "name"}, {name: "layer"}, {name: "km2", number: true}, {name: "weight", number: true},
		{name: part + "_km2", number: true}, {name: part + "_weight", number: true}, {name: "share", number: true}}, last)
}

func ofUnit(layer, code, name string, own atlas.Amount, part atlas.Share) []value {
	return []value{text(code), text(name), text(layer), number(hundredth(own.KM2)), number(thousandth(own.Weight)),
		number(hundredth(part.KM2)), number(thousandth(part.Weight)), number(part.Share)}
}

// round leaves out digits below a tenth of a metre, in place: outlines of cells
// are then half as long to write, and neighbours still share their corners.
func round(p orb.Polygon) {
	for _, ring := range p {
		for i, at := range ring {
			ring[i] = orb.Point{degree(at[0]), degree(at[1])}
		}
	}
}

func degree(d float64) float64     { return math.Round(d*1e6) / 1e6 }
func hundredth(v float64) float64  { return math.Round(v*100) / 100 } // cells are 0.04 km²
func thousandth(v float64) float64 { return math.Round(v*1000) / 1000 }
