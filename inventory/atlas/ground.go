package atlas

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"

	"maillage/geo/atom"
	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/territory"
)

// Population is the name of the layer that is always there.
const Population = "population"

// listYear is the year of the list of communes that inhabitants come with, that
// of package builtin.
const listYear = "2026"

// Layer is a layer of weights and where it comes from.
type Layer struct {
	Name, Unit               string
	Source, Vintage, Licence string
	Total                    float64 // on the land
	Unspread                 float64 // of units without boundary, and off the land: in no figure
	Loaded                   bool    // by the operator of the instance
	Weights                  *layer.Layer
}

// ground is the land under the answers: what changes with the territory alone.
type ground struct {
	stamp     string // of postgres.GroundStamp
	territory inventory.Territory
	gazetteer *territory.Gazetteer
	land      line.Set
	layers    []Layer
	kinds     map[string]*kind
	loaded    []inventory.UnitKind // those of kinds that operators loaded
	weighed   sync.Map             // weighing → atom.Amount
}

// kind is the units of one kind that have land, by code, ready for folds.
type kind struct {
	once  sync.Once
	units []*inventory.Unit
	from  []int32 // the first cell of each
	named []label // what each is called: side by side, for lists of all of them
	index *atom.Units
}

// label is a unit's code and name.
type label struct{ code, name string }

func newGround(in inventory.Territory, g *territory.Gazetteer, loaded ...inventory.Layer) (*ground, error) {
	gr := &ground{territory: in, gazetteer: g, land: g.Land(), kinds: map[string]*kind{}}
	for _, k := range g.Kinds() {
		gr.kinds[k] = &kind{}
	}
	// The communes' index, which most answers need, is made meanwhile.
	go func() { _, _ = gr.kind(inventory.Commune) }()
	population, err := populationOf(in, g)
	if err != nil {
		return nil, err
	}
	gr.layers = []Layer{population}
	for _, l := range loaded {
		one, err := gr.loadedLayer(l)
		if err != nil {
			return nil, err
		}
		if one.Name == Population {
			gr.layers[0] = one
		} else {
			gr.layers = append(gr.layers, one)
		}
	}
	return gr, nil
}

// populationOf spreads each commune's inhabitants over its cells. On the
// approximate territory, those of a commune whose place is unknown are spread
// over its département instead.
func populationOf(in inventory.Territory, g *territory.Gazetteer) (Layer, error) {
	l := Layer{
		Name: Population, Unit: "habitants",
		Source:  "INSEE, population municipale des communes, répartie sur leurs carreaux",
		Vintage: listYear, Licence: in.Licence,
	}
	var b layer.Builder
	for _, u := range g.Units(inventory.Commune) {
		cells := u.Cells
		if d, ok := g.Unit(inventory.Departement, u.Departement); ok && in.Approximate && len(cells) == 0 {
			cells = d.Cells // the built-in list knows the place of one commune in four
		}
		err := b.Spread(cells, float64(u.Population))
		if errors.Is(err, layer.ErrEmpty) {
			l.Unspread += float64(u.Population)
			continue
		}
		if err != nil {
			return l, fmt.Errorf("population of commune %s: %w", u.Code, err)
		}
	}
	l.Weights = b.Build()
	l.Total = l.Weights.Total()
	return l, nil
}

// kind returns the units of a kind; only those that have land.
func (g *ground) kind(name string) (*kind, error) {
	k := g.kinds[name]
	if k == nil {
		return nil, unknown("unit", name, g.gazetteer.Kinds())
	}
	k.once.Do(func() {
		for _, u := range g.gazetteer.Units(name) {
			if len(u.Cells) > 0 {
				k.units = append(k.units, u)
			}
		}
		slices.SortFunc(k.units, func(a, b *inventory.Unit) int { return cmp.Compare(a.Code, b.Code) })
		sets := make([]line.Set, len(k.units))
		k.from, k.named = make([]int32, len(k.units)), make([]label, len(k.units))
		for i, u := range k.units {
			sets[i], k.from[i], k.named[i] = u.Cells, u.Cells[0].Lo, label{u.Code, u.Name}
		}
		k.index = atom.NewUnits(sets)
	})
	return k, nil
}

// layer returns a layer by name, population when name is "".
func (g *ground) layer(name string) (Layer, error) {
	var names []string
	for _, l := range g.layers {
		if l.Name == name || name == "" && l.Name == Population {
			return l, nil
		}
		names = append(names, l.Name)
	}
	return Layer{}, unknown("layer", name, names)
}

// span returns the part of the line that a territory's code names, all of it
// when code is "".
func span(code string) (lo, hi int32, err error) {
	if code == "" {
		return 0, line.Size(), nil
	}
	if t, ok := line.ByCode(code); ok {
		return t.Offset, t.End(), nil
	}
	var codes []string
	for _, t := range line.Territories() {
		codes = append(codes, t.Code)
	}
	return 0, 0, unknown("territory", code, codes)
}

// within tells whether a unit lies in a part of the line.
func (k *kind) within(unit int, lo, hi int32) bool { return k.from[unit] >= lo && k.from[unit] < hi }

// weighing is a part of the line and the weights that its land is weighed with.
type weighing struct {
	lo, hi  int32
	weights *layer.Layer
}

// weigh returns the amount of all land in a part of the line, added up once.
func (g *ground) weigh(lo, hi int32, l Layer) atom.Amount {
	w := weighing{lo, hi, l.Weights}
	if a, ok := g.weighed.Load(w); ok {
		return a.(atom.Amount)
	}
	a := l.weigh(clip(g.land, lo, hi))
	g.weighed.Store(w, a)
	return a
}

// unknown is the error of a filter that names what is not there. It lists what
// is, the first twenty.
func unknown(field, value string, known []string) error {
	list := inventory.Words(known[:min(len(known), 20)])
	if len(known) > 20 {
		list += ", …"
	}
	if list == "" {
		list = "none so far"
	}
	if runes := []rune(value); len(runes) > 60 {
		value = string(runes[:60]) + "…"
	}
	e := inventory.Errorf(inventory.Invalid, "unknown_"+field, "there is no %s “%s”; known: %s", field, value, list)
	e.Fields = []inventory.FieldError{{Field: field, Value: value, Code: "unknown_" + field, Message: "is one of: " + list}}
	return e
}
