package territory

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/territory/builtin"
)

// land is a whole territory in the making: its communes sorted by code, then
// the kinds made of them.
type land struct {
	who      inventory.Viewer // who loads it
	communes []piece
	larger   []piece // EPCI, départements, régions
	summary  Summary
}

// piece is a unit with its boundary.
type piece struct {
	inventory.Unit
	geometry orb.MultiPolygon // nil: none is known
}

// gather turns the features of a source into the communes of today: it joins
// those of merged communes and arrondissements that come in parts, leaves out
// overseas collectivities, fills what the source does not say from the built-in
// list, and adds the listed communes that the source lacks, without boundary,
// unless only those of the source are wanted.
func gather(boundaries []boundary, list *builtin.List, only bool) (*land, error) {
	l := &land{}
	byCode := map[string]*boundary{}
	var parts []*boundary
	for i := range boundaries {
		b := &boundaries[i]
		if overseasCollectivity(b.code) {
			l.summary.Elsewhere++
			continue
		}
		if f, ok := list.FormerCode(b.code); ok && f.Arrondissement {
			parts = append(parts, b)
			continue
		}
		if first, twice := byCode[b.code]; twice {
			return nil, invalid("territory_duplicate", "the code %s stands twice: %s (%s) and %s (%s)", b.code, first.at, first.name, b.at, b.name)
		}
		byCode[b.code] = b
	}
	l.joinParts(parts, byCode, list)
	for _, b := range byCode {
		l.communes = append(l.communes, l.commune(b, list))
	}
	if len(l.communes) == 0 {
		return nil, invalid("territory_empty", "the source holds no commune of metropolitan France or of the five overseas départements")
	}
	for _, c := range list.Communes {
		if byCode[c.Code] == nil && !only {
			l.communes = append(l.communes, listed(c))
		}
	}
	slices.SortFunc(l.communes, func(a, b piece) int { return cmp.Compare(a.Code, b.Code) })
	return l, nil
}

// joinParts makes Paris, Lyon and Marseille of their arrondissements where a
// source gives those alone.
func (l *land) joinParts(parts []*boundary, byCode map[string]*boundary, list *builtin.List) {
	groups := map[string][]orb.MultiPolygon{}
	given := map[string]bool{}
	for code := range byCode {
		given[code] = true
	}
	for _, b := range parts {
		f, _ := list.FormerCode(b.code)
		l.summary.Joined++
		if given[f.Now] {
			continue // the whole commune is there as well
		}
		groups[f.Now] = append(groups[f.Now], b.geometry)
		if byCode[f.Now] == nil {
			byCode[f.Now] = &boundary{code: f.Now, population: -1, at: b.at}
		}
	}
	for code, g := range groups {
		byCode[code].geometry = outline.Dissolve(g)
	}
}

// commune makes a unit of a boundary.
func (l *land) commune(b *boundary, list *builtin.List) piece {
	u := inventory.Unit{Kind: inventory.Commune, Code: b.code, Name: b.name,
		Departement: b.departement, Region: b.region, EPCI: b.epci, Population: b.population}
	known, ok := list.Commune(b.code)
	if !ok {
		l.summary.Unlisted = append(l.summary.Unlisted, b.code)
		known = &builtin.Commune{Name: b.code, Departement: builtin.DepartementOf(b.code)}
	}
	u.Name = cmp.Or(u.Name, known.Name)
	u.EPCI = cmp.Or(u.EPCI, known.EPCI)
	u.Postcodes = known.Postcodes
	if _, ok := list.Departement(u.Departement); !ok { // absent, or a name
		u.Departement = known.Departement
	}
	if d, ok := list.Departement(u.Departement); ok {
		u.Region = d.Region
	}
	if u.Population < 0 {
		u.Population = known.Population
	}
	if known.Located {
		u.Centre = known.At
	}
	return piece{Unit: u, geometry: b.geometry}
}

// listed makes a unit without boundary of a commune of the list.
func listed(c builtin.Commune) piece {
	u := inventory.Unit{Kind: inventory.Commune, Code: c.Code, Name: c.Name, Departement: c.Departement,
		EPCI: c.EPCI, Postcodes: c.Postcodes, Population: c.Population}
	if d, ok := builtin.France().Departement(c.Departement); ok {
		u.Region = d.Region
	}
	if c.Located {
		u.Centre = c.At
	}
	return piece{Unit: u}
}

// rasterise gives every commune with a boundary its set, on all processors.
func (l *land) rasterise(report Progress) error {
	var next atomic.Int64
	var g errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			var r raster.Rasterizer
			for {
				i := int(next.Add(1)) - 1
				if i >= len(l.communes) {
					return nil
				}
				c := &l.communes[i]
				if c.geometry == nil {
					continue
				}
				set, err := r.MultiPolygon(c.geometry)
				if err != nil {
					return invalid("territory_bad_polygon", "the boundary of %s %s cannot be drawn: %v", c.Code, c.Name, err)
				}
				c.Cells = slices.Clone(set)
				c.Located, c.Box = true, c.geometry.Bound()
			}
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	report.tell("drawing", int64(len(l.communes)), int64(len(l.communes)))
	return nil
}

// part takes cells that two communes claim from the later one by code: a cell has
// one commune. Boundaries that share their edges never claim the same cell;
// those of a careless source may overlap.
func (l *land) part() {
	all := l.owners()
	rivals := map[int32][]int32{} // the later commune: the earlier ones it meets
	end, last := int32(0), int32(-1)
	for _, o := range all {
		if o.Lo < end && o.commune != last {
			later, earlier := max(o.commune, last), min(o.commune, last)
			if !slices.Contains(rivals[later], earlier) {
				rivals[later] = append(rivals[later], earlier)
			}
		}
		if o.Hi > end {
			end, last = o.Hi, o.commune
		}
	}
	for later, list := range rivals {
		c := &l.communes[later]
		for _, earlier := range list {
			rest := line.Subtract(nil, c.Cells, l.communes[earlier].Cells)
			l.summary.Claimed += c.Cells.Area() - rest.Area()
			c.Cells = rest
		}
	}
	if len(rivals) > 0 {
		l.part() // three at one place: the sweep saw only neighbours
	}
}

// houseTiny gives a commune so small that it holds no cell's centre the cell in
// which its middle stands, and takes it from the neighbour that had it: every
// located commune has land, every cell one commune.
func (l *land) houseTiny() {
	var owner []owned
	given := map[int32]bool{}
	for i := range l.communes {
		c := &l.communes[i]
		if !c.Located || len(c.Cells) > 0 {
			continue
		}
		middle := c.Box.Center()
		cell, ok := line.Locate(middle[0], middle[1])
		if !ok || given[cell] {
			continue
		}
		given[cell] = true
		if owner == nil {
			owner = l.owners()
		}
		j, taken := ownerOf(owner, cell)
		if taken && l.communes[j].Cells.Count() < 2 {
			continue
		}
		one := line.Set{{Lo: cell, Hi: cell + 1}}
		if taken {
			l.communes[j].Cells = line.Subtract(nil, l.communes[j].Cells, one)
		}
		c.Cells = one
		l.summary.Tiny = append(l.summary.Tiny, c.Code)
	}
}

// settle gives every unit its territory and its centre: the place GeoNames gives
// for the commune where it lies in its land, else a cell near the middle.
func (l *land) settle() {
	for _, pieces := range [][]piece{l.communes, l.larger} {
		for i := range pieces {
			u := &pieces[i].Unit
			if len(u.Cells) == 0 {
				u.Territory = territoryOf(u.Departement, u.Centre)
				continue
			}
			t, _ := line.TerritoryOf(u.Cells[0].Lo)
			u.Territory = t.Code
			if cell, ok := line.Locate(u.Centre[0], u.Centre[1]); !ok || !u.Cells.Contains(cell) {
				u.Centre = middle(u.Cells)
			}
		}
	}
}

// territoryOf is the line's territory of a unit that has no land.
func territoryOf(departement string, centre orb.Point) string {
	if cell, ok := line.Locate(centre[0], centre[1]); ok && centre != (orb.Point{}) {
		t, _ := line.TerritoryOf(cell)
		return t.Code
	}
	if code, ok := overseas[departement]; ok {
		return code
	}
	return "metropole"
}

var overseas = map[string]string{"971": "guadeloupe", "972": "martinique", "973": "guyane", "974": "reunion", "976": "mayotte"}

// middle is the centre of the cell of a set that is nearest to the mean of its
// cells, along the row that holds the mean or the next row that has any.
func middle(s line.Set) orb.Point {
	t, _ := line.TerritoryOf(s[0].Lo)
	var rows, columns, n float64
	for _, iv := range s {
		row, column := t.RowCol(iv.Lo)
		w := float64(iv.Hi - iv.Lo)
		rows += float64(row) * w
		columns += (float64(column) + (w-1)/2) * w
		n += w
	}
	want := t.Offset + int32(rows/n)*t.Width + int32(columns/n)
	best, far := s[0].Lo, int64(1)<<62
	for _, iv := range s {
		at := min(max(want, iv.Lo), iv.Hi-1)
		r1, c1 := t.RowCol(at)
		r0, c0 := t.RowCol(want)
		dr, dc := int64(r1-r0), int64(c1-c0)
		if d := dr*dr + dc*dc; d < far {
			best, far = at, d
		}
	}
	lon, lat, _ := line.Centre(best)
	return orb.Point{lon, lat}
}

// owned is a run of cells and the commune that has it.
type owned struct {
	line.Interval
	commune int32
}

// owners lists the runs of all communes in the order of the line.
func (l *land) owners() []owned {
	var all []owned
	for i := range l.communes {
		for _, iv := range l.communes[i].Cells {
			all = append(all, owned{iv, int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b owned) int { return cmp.Compare(a.Lo, b.Lo) })
	return all
}

// ownerOf finds the commune that has a cell.
func ownerOf(all []owned, cell int32) (int32, bool) {
	i, found := slices.BinarySearchFunc(all, cell, func(o owned, c int32) int { return cmp.Compare(o.Lo, c) })
	if !found {
		i--
	}
	if i < 0 || cell >= all[i].Hi {
		return 0, false
	}
	return all[i].commune, true
}

// note tells in the summary what of the list the source does not hold.
func (l *land) note(list *builtin.List) {
	have, want := map[string]int{}, map[string]int{}
	for i := range l.communes {
		c := &l.communes[i]
		want[c.Departement]++
		if c.Located {
			have[c.Departement]++
			l.summary.Communes++
		} else {
			l.summary.Missing = append(l.summary.Missing, c.Code)
		}
	}
	for _, d := range list.Departements {
		if have[d.Code]*2 < want[d.Code] {
			l.summary.Partial = append(l.summary.Partial, d.Code)
		}
	}
	l.summary.Missing = slices.Clip(l.summary.Missing)
}

// named lists a few codes for a sentence.
func named(codes []string) string {
	if len(codes) > 8 {
		return strings.Join(codes[:8], ", ") + fmt.Sprintf(" and %d more", len(codes)-8)
	}
	return strings.Join(codes, ", ")
}
