package atlas

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/territory"
)

// How many gap regions an answer has: unless told otherwise, and at most.
const (
	SomeRegions = 50
	MostRegions = 200
)

// MostRegionKM2 is the greatest least size of a region that may be asked for,
// more than all of France.
const MostRegionKM2 = 1_000_000

// GapRegions is the land that nobody collects, in one piece each.
type GapRegions struct {
	Layer     string      `json:"layer"`
	Territory Amount      `json:"territory"`
	Gap       Share       `json:"gap"`     // all of it, also what Regions leaves out
	Count     int         `json:"count"`   // of all regions that are large enough
	Regions   []GapRegion `json:"regions"` // the heaviest first
}

// GapRegion is cells that hang together by their sides.
type GapRegion struct {
	Rank int `json:"rank"` // from 1
	Amount
	Code             string      `json:"code"` // the commune of its centre
	Name             string      `json:"name"` // of that commune
	territory.Spread             // over how many communes it lies, and which départements
	Centre           orb.Point   `json:"centre"` // of the cell next to its centre of mass, so that it lies inside
	Geometry         orb.Polygon `json:"-"`      // its outline, degrees, with holes
}

func (g *GapRegions) bytes() int64 {
	n := int64(len(g.Regions)) * 160
	for _, r := range g.Regions {
		n += int64(len(r.Departements)) * 16
		for _, ring := range r.Geometry {
			n += int64(len(ring)) * 16
		}
	}
	return n
}

// GapRegions returns the contiguous regions that nobody collects of what a
// viewer's filter counts, the heaviest first, then the largest: those of at
// least minKM2 km² (0 to MostRegionKM2), the first limit of them (1 to
// MostRegions; 0: SomeRegions). The filter's unit has no part in it. Errors:
// inventory.Invalid for a limit or size out of range, else those of Atoms.
func (p *Picture) GapRegions(v inventory.Viewer, f inventory.Filter, minKM2 float64, limit int) (GapRegions, error) {
	if limit == 0 {
		limit = SomeRegions
	}
	if err := checkRegions(minKM2, limit); err != nil {
		return GapRegions{}, err
	}
	f, err := p.normal(v, f)
	if err != nil {
		return GapRegions{}, err
	}
	f.Unit = ""
	g, err := remember(p, v, fmt.Sprintf("regions %g %d %s", minKM2, limit, wholeKey(f)), func() (*GapRegions, error) {
		pool, err := p.pool(v, f)
		if err != nil {
			return nil, err
		}
		return p.gapRegions(pool, f, minKM2, limit)
	})
	if err != nil {
		return GapRegions{}, err
	}
	return *g, nil
}

// EveryGapRegion is GapRegions without a limit, made anew each time: for exports.
func (p *Picture) EveryGapRegion(v inventory.Viewer, f inventory.Filter, minKM2 float64) (GapRegions, error) {
	if err := checkRegions(minKM2, MostRegions); err != nil {
		return GapRegions{}, err
	}
	f, err := p.normal(v, f)
	if err != nil {
		return GapRegions{}, err
	}
	f.Unit = ""
	pool, err := p.pool(v, f)
	if err != nil {
		return GapRegions{}, err
	}
	g, err := p.gapRegions(pool, f, minKM2, math.MaxInt)
	if err != nil {
		return GapRegions{}, err
	}
	return *g, nil
}

func checkRegions(minKM2 float64, limit int) error {
	var e *inventory.Error
	switch {
	case !(minKM2 >= 0 && minKM2 <= MostRegionKM2):
		e = inventory.Errorf(inventory.Invalid, "out_of_range", "the least size of a region is between 0 and %d km²", MostRegionKM2)
		e.Fields = []inventory.FieldError{{Field: "min_km2", Value: fmt.Sprint(minKM2), Code: e.Code, Message: fmt.Sprintf("is between 0 and %d", MostRegionKM2)}}
	case limit < 1 || limit > MostRegions:
		e = inventory.Errorf(inventory.Invalid, "out_of_range", "between 1 and %d regions are listed", MostRegions)
		e.Fields = []inventory.FieldError{{Field: "limit", Value: fmt.Sprint(limit), Code: e.Code, Message: fmt.Sprintf("is between 1 and %d", MostRegions)}}
	default:
		return nil
	}
	return e
}

func (p *Picture) gapRegions(pool *Pool, f inventory.Filter, minKM2 float64, limit int) (*GapRegions, error) {
	all, l, err := p.whole(f)
	if err != nil {
		return nil, err
	}
	land, err := p.Land(f.Territory)
	if err != nil {
		return nil, err
	}
	type piece struct {
		cells line.Set
		Amount
	}
	var pieces []piece
	for _, cells := range line.Regions(line.Subtract(nil, land, pool.Covered())) {
		if cells.KM2() >= minKM2 {
			pieces = append(pieces, piece{cells, amountOf(l.weigh(cells))})
		}
	}
	slices.SortFunc(pieces, func(x, y piece) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.KM2, x.KM2), cmp.Compare(x.cells[0].Lo, y.cells[0].Lo))
	})
	g := &GapRegions{Layer: l.Name, Territory: amountOf(all), Count: len(pieces), Regions: []GapRegion{},
		Gap: shareOf(rest(all, pool.Total(l.Weights)), all)}
	for i, one := range pieces[:min(limit, len(pieces))] {
		r := GapRegion{Rank: i + 1, Amount: one.Amount}
		cell := middle(one.cells)
		if u, ok := p.ground.gazetteer.Holder(cell); ok {
			r.Code, r.Name = u.Code, u.Name
		}
		r.Spread = p.ground.gazetteer.Spread(one.cells)
		lon, lat, _ := line.Centre(cell) // all cells of land have one
		r.Centre = orb.Point{lon, lat}
		for _, polygon := range outline.Trace(one.cells) { // one, the region being one
			r.Geometry = polygon
		}
		g.Regions = append(g.Regions, r)
	}
	return g, nil
}

// middle returns the cell of a region that is nearest to its centre of mass.
func middle(region line.Set) int32 {
	t, _ := line.TerritoryOf(region[0].Lo)
	var n, x, y float64
	for r := range t.Runs(region) {
		cells := float64(r.East - r.West)
		n += cells
		x += cells * float64(r.West+r.East-1) / 2
		y += cells * float64(r.Row)
	}
	x, y = x/n, y/n
	best, nearest := region[0].Lo, math.Inf(1)
	for r := range t.Runs(region) {
		column := max(r.West, min(r.East-1, int32(math.Round(x))))
		d := math.Hypot(float64(column)-x, float64(r.Row)-y)
		if d < nearest {
			best, nearest = t.Interval(r).Lo+column-r.West, d
		}
	}
	return best
}
