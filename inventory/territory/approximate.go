package territory

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/geo/raster"
	"maillage/inventory/territory/builtin"
)

// approximate makes communes of the built-in list: each cell of a département's
// rough shape goes to the nearest commune of the département whose place is
// known. The other communes stay without boundary.
func (l *land) approximate(list *builtin.List, report Progress) error {
	shapes, err := builtin.Shapes()
	if err != nil {
		return err
	}
	first := map[string]int{} // index of each département's first commune; they are sorted by code
	for i, c := range list.Communes {
		if _, ok := first[c.Departement]; !ok {
			first[c.Departement] = i
		}
		l.communes = append(l.communes, listed(c))
	}
	for n, d := range list.Departements {
		cells, err := raster.MultiPolygon(shapes[d.Code])
		if err != nil {
			return err
		}
		from := first[d.Code]
		to := from
		var sites []site
		for ; to < len(list.Communes) && list.Communes[to].Departement == d.Code; to++ {
			if c := &list.Communes[to]; c.Located {
				sites = append(sites, site{at: c.At, commune: int32(to)})
			}
		}
		for i, set := range nearest(cells, sites) {
			p := &l.communes[sites[i].commune]
			if p.Cells = set; len(set) == 0 {
				continue // an island that the rough shape does not have
			}
			p.geometry = outline.Trace(set)
			p.Located, p.Box = true, p.geometry.Bound()
		}
		report.tell("drawing", int64(n+1), int64(len(list.Departements)))
	}
	return nil
}

// trace is the outline of a group's cells: traced communes do not share their
// vertices, so they cannot be dissolved.
func trace(g *group) orb.MultiPolygon {
	sets := make([]line.Set, 0, len(g.communes))
	for _, c := range g.communes {
		if c.Located {
			sets = append(sets, c.Cells)
		}
	}
	return outline.Trace(line.UnionAll(sets))
}

// site is a commune's place, in columns and rows of its territory's grid.
type site struct {
	at      orb.Point
	commune int32
	x, y    float64
}

// nearest shares cells out: each to the nearest site, measured between the
// cell's centre and the site in the grid's projection. The result has one set a
// site. All cells must be of one territory.
//
// Along a row the squared distance to a site is a parabola, all of one shape, so
// the nearest sites are the lower envelope of parabolas (Felzenszwalb and
// Huttenlocher, "Distance transforms of sampled functions", 2012): one pass over
// the sites a row, not one a cell.
func nearest(cells line.Set, sites []site) []line.Set {
	sets := make([]line.Set, len(sites))
	if len(cells) == 0 || len(sites) == 0 {
		return sets
	}
	t, _ := line.TerritoryOf(cells[0].Lo)
	for i := range sites {
		e, n := t.CRS().Forward(sites[i].at[0], sites[i].at[1])
		sites[i].x = (e-float64(t.E0))/line.CellSide - 0.5 // cell centres are whole numbers
		sites[i].y = (n-float64(t.N0))/line.CellSide - 0.5
	}
	order := make([]int, len(sites))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if sites[a].x != sites[b].x {
			return cmpFloat(sites[a].x, sites[b].x)
		}
		return a - b
	})
	builders := make([]line.Builder, len(sites))
	var env envelope
	for i := 0; i < len(cells); {
		row, _ := t.RowCol(cells[i].Lo)
		start := t.Offset + row*t.Width
		env.build(sites, order, float64(row))
		for ; i < len(cells) && cells[i].Lo < start+t.Width; i++ {
			env.share(cells[i].Lo-start, cells[i].Hi-start, start, builders)
		}
	}
	for i := range sets {
		sets[i] = builders[i].Set()
	}
	return sets
}

func cmpFloat(a, b float64) int {
	if a < b {
		return -1
	}
	return 1
}

// envelope is the nearest sites along one row, from west to east: site[k] from
// column after[k] on.
type envelope struct {
	site  []int
	after []float64
}

func (e *envelope) build(sites []site, order []int, row float64) {
	e.site, e.after = e.site[:0], e.after[:0]
	height := func(i int) float64 { d := sites[i].y - row; return sites[i].x*sites[i].x + d*d }
	for _, i := range order {
		from := math.Inf(-1)
		for len(e.site) > 0 {
			j := e.site[len(e.site)-1]
			if sites[i].x == sites[j].x {
				from = math.Inf(-1)
				if height(i) >= height(j) {
					from = math.Inf(1) // never nearer
					break
				}
			} else {
				from = (height(i) - height(j)) / (2 * (sites[i].x - sites[j].x))
				if from > e.after[len(e.after)-1] {
					break
				}
				from = math.Inf(-1)
			}
			e.site, e.after = e.site[:len(e.site)-1], e.after[:len(e.after)-1]
		}
		if !math.IsInf(from, 1) {
			e.site, e.after = append(e.site, i), append(e.after, from)
		}
	}
}

// share gives the columns [lo,hi) of the row that begins at cell start to their
// sites.
func (e *envelope) share(lo, hi, start int32, builders []line.Builder) {
	for k := range e.site {
		end := hi
		if k+1 < len(e.site) {
			end = int32(math.Ceil(min(max(e.after[k+1], float64(lo)), float64(hi))))
		}
		if end > lo {
			builders[e.site[k]].Add(start+lo, start+end)
			lo = end
		}
		if lo >= hi {
			return
		}
	}
}
