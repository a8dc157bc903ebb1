package territory

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/territory/builtin"
)

// group is the communes of one EPCI, département or région.
type group struct {
	unit     inventory.Unit
	communes []*piece
}

// build makes the EPCI, départements and régions of the communes: their land is
// the union of that of their communes, their boundary made by draw. Only those
// are made of which a commune is there, with or without boundary.
func (l *land) build(list *builtin.List, draw func(*group) orb.MultiPolygon, report Progress) {
	groups := l.groups(list)
	pieces := make([]piece, len(groups))
	var next, done atomic.Int64
	var g errgroup.Group
	for worker := range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(groups) {
					return nil
				}
				pieces[i] = groups[i].piece(draw)
				if n := done.Add(1); worker == 0 {
					report.tell("joining", n, int64(len(groups)))
				}
			}
		})
	}
	_ = g.Wait() // no worker fails
	report.tell("joining", int64(len(groups)), int64(len(groups)))
	l.larger = pieces
}

func (g *group) piece(draw func(*group) orb.MultiPolygon) piece {
	p := piece{Unit: g.unit}
	var sets []line.Set
	for _, c := range g.communes {
		p.Population += c.Population
		if c.Located {
			sets = append(sets, c.Cells)
		}
	}
	if len(sets) == 0 {
		return p
	}
	p.Cells = line.UnionAll(sets)
	if p.Cells == nil {
		p.Cells = line.Set{}
	}
	if p.geometry = draw(g); p.geometry != nil {
		p.Located, p.Box = true, p.geometry.Bound()
	} else {
		p.Cells = nil
	}
	return p
}

// dissolve is the outline of a group's communes, exact where they share their
// edges exactly.
func dissolve(g *group) orb.MultiPolygon {
	parts := make([]orb.MultiPolygon, 0, len(g.communes))
	for _, c := range g.communes {
		if c.Located {
			parts = append(parts, c.geometry)
		}
	}
	return outline.Dissolve(parts)
}

// groups sorts the communes into their EPCI, départements and régions: the
// largest first, so that the last to finish is a small one.
func (l *land) groups(list *builtin.List) []*group {
	byKey := map[[2]string]*group{}
	put := func(u inventory.Unit, c *piece) {
		if u.Code == "" {
			return
		}
		key := [2]string{u.Kind, u.Code}
		g := byKey[key]
		if g == nil {
			u.Name = cmp.Or(nameOf(list, u.Kind, u.Code), u.Code)
			g = &group{unit: u}
			byKey[key] = g
		}
		g.communes = append(g.communes, c)
	}
	for i := range l.communes {
		c := &l.communes[i]
		put(inventory.Unit{Kind: inventory.EPCI, Code: c.EPCI}, c)
		put(inventory.Unit{Kind: inventory.Departement, Code: c.Departement, Departement: c.Departement, Region: c.Region}, c)
		put(inventory.Unit{Kind: inventory.Region, Code: c.Region, Region: c.Region}, c)
	}
	all := slices.Collect(maps.Values(byKey))
	slices.SortFunc(all, func(a, b *group) int {
		return cmp.Or(len(b.communes)-len(a.communes), cmp.Compare(a.unit.Kind, b.unit.Kind), cmp.Compare(a.unit.Code, b.unit.Code))
	})
	return all
}

func nameOf(list *builtin.List, kind, code string) string {
	rows := map[string][]builtin.Named{inventory.EPCI: list.EPCI, inventory.Departement: list.Departements, inventory.Region: list.Regions}[kind]
	i, ok := slices.BinarySearchFunc(rows, code, func(n builtin.Named, c string) int { return cmp.Compare(n.Code, c) })
	if !ok {
		return ""
	}
	return rows[i].Name
}
