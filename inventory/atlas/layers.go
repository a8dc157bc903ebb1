package atlas

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/inventory"
)

// loadedLayer puts a layer that an operator loaded on the land. The weight of a
// commune is spread over its cells. That of a cell whose centre is at sea, as on
// every shore, goes to a neighbour that is land.
func (g *ground) loadedLayer(in inventory.Layer) (Layer, error) {
	l := Layer{Name: in.Name, Unit: in.Unit, Source: in.Source.Source, Vintage: in.Vintage, Licence: in.Licence, Loaded: true}
	var b layer.Builder
	for _, code := range slices.Sorted(maps.Keys(in.Communes)) { // sums depend on the order, to the last bit
		weight := in.Communes[code]
		var cells line.Set
		if u, ok := g.gazetteer.Unit(inventory.Commune, code); ok {
			cells = u.Cells
			if d, ok := g.gazetteer.Unit(inventory.Departement, u.Departement); ok && g.territory.Approximate && len(cells) == 0 {
				cells = d.Cells
			}
		}
		switch err := b.Spread(cells, weight); {
		case errors.Is(err, layer.ErrEmpty):
			l.Unspread += weight
		case err != nil:
			return l, fmt.Errorf("layer %s, commune %s: %w", in.Name, code, err)
		}
	}
	at := 0
	for _, c := range in.Cells {
		for at < len(g.land) && g.land[at].Hi <= c.Cell {
			at++
		}
		cell := c.Cell
		if at == len(g.land) || g.land[at].Lo > cell {
			var ashore bool
			if cell, ashore = g.ashore(cell); !ashore {
				l.Unspread += c.Weight
				continue
			}
		}
		if err := b.AddCell(cell, c.Weight); err != nil {
			return l, fmt.Errorf("layer %s: %w", in.Name, err)
		}
	}
	l.Weights = b.Build()
	l.Total = l.Weights.Total()
	return l, nil
}

// ashore returns a cell of land beside one that is none: by a side, else by a
// corner.
func (g *ground) ashore(cell int32) (int32, bool) {
	t, ok := line.TerritoryOf(cell)
	if !ok {
		return 0, false
	}
	w := t.Width
	column := (cell - t.Offset) % w
	for _, step := range []struct{ across, up int32 }{{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
		next := cell + step.up*w + step.across
		if c := column + step.across; c >= 0 && c < w && next >= t.Offset && next < t.End() && g.isLand(next) {
			return next, true
		}
	}
	return 0, false
}

func (g *ground) isLand(cell int32) bool {
	i, found := slices.BinarySearchFunc(g.land, cell, func(iv line.Interval, c int32) int {
		switch {
		case iv.Hi <= c:
			return -1
		case iv.Lo > c:
			return 1
		}
		return 0
	})
	return found && g.land[i].Lo <= cell
}
