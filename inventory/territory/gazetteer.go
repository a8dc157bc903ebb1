package territory

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/builtin"
)

// Gazetteer is the units of the territory in force, in memory, found by code,
// name, postal code or place. It never changes; whoever holds one may use it
// from several goroutines. Units it returns are its own: do not change them.
type Gazetteer struct {
	units []inventory.Unit
	codes map[string]map[string]*inventory.Unit // by kind, then code
	kinds map[string][]*inventory.Unit          // by code
	names func() []entry                        // for Search, the most populous first

	cities    func() map[string][]*inventory.Unit // communes by plain name, the most populous first
	postcodes map[string][]*inventory.Unit
	runs      []run // cells of communes
	land      line.Set
	missing   []*inventory.Unit
	former    func() map[string]string            // code → code
	oldNames  func() map[string][]*inventory.Unit // plain name → communes of today
}

// run is a run of cells and the commune that has it.
type run struct {
	line.Interval
	commune *inventory.Unit
}

// Read makes a gazetteer of the units in the database.
func Read(ctx context.Context, db postgres.DB) (*Gazetteer, error) {
	units, err := postgres.Units(ctx, db)
	if err != nil {
		return nil, err
	}
	return New(units), nil
}

// joinCells gives larger units that have a boundary the cells of their communes.
func joinCells(units []inventory.Unit) {
	sets := map[[2]string][]line.Set{}
	for i := range units {
		if u := &units[i]; u.Kind == inventory.Commune && u.Located {
			for _, key := range [3][2]string{{inventory.EPCI, u.EPCI}, {inventory.Departement, u.Departement}, {inventory.Region, u.Region}} {
				sets[key] = append(sets[key], u.Cells)
			}
		}
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range units {
		u := &units[i]
		switch u.Kind {
		case inventory.EPCI, inventory.Departement, inventory.Region:
			if !u.Located || u.Cells != nil {
				continue
			}
			g.Go(func() error {
				if u.Cells = line.UnionAll(sets[[2]string{u.Kind, u.Code}]); u.Cells == nil {
					u.Cells = line.Set{}
				}
				return nil
			})
		}
	}
	_ = g.Wait() // none fails
}

// citiesByName are the communes by plain name, the most populous first.
func (g *Gazetteer) citiesByName() map[string][]*inventory.Unit {
	all := map[string][]*inventory.Unit{}
	for _, e := range g.names() {
		if e.unit.Kind == inventory.Commune {
			all[e.name] = append(all[e.name], e.unit)
		}
	}
	return all
}

// New makes a gazetteer of these units, in any order, of which it keeps the
// slice. EPCI, départements and régions that have a boundary but no cells are
// given those of their communes.
func New(units []inventory.Unit) *Gazetteer {
	joinCells(units)
	g := &Gazetteer{units: units,
		codes: map[string]map[string]*inventory.Unit{}, kinds: map[string][]*inventory.Unit{},
		postcodes: map[string][]*inventory.Unit{}}
	var sets []line.Set
	var located []*inventory.Unit
	intervals := 0
	for i := range units {
		u := &units[i]
		if g.codes[u.Kind] == nil {
			g.codes[u.Kind] = map[string]*inventory.Unit{}
		}
		g.codes[u.Kind][u.Code] = u
		g.kinds[u.Kind] = append(g.kinds[u.Kind], u)
		if u.Kind != inventory.Commune {
			continue
		}
		for _, p := range u.Postcodes {
			g.postcodes[p] = append(g.postcodes[p], u)
		}
		if !u.Located {
			g.missing = append(g.missing, u)
			continue
		}
		sets = append(sets, u.Cells)
		intervals += len(u.Cells)
		located = append(located, u)
	}
	var wait sync.WaitGroup
	wait.Go(func() { g.runs = runsOf(located, intervals) })
	wait.Go(func() { g.land = line.UnionAll(sets) })
	defer wait.Wait()
	for _, list := range g.kinds {
		slices.SortFunc(list, byCode)
	}
	slices.SortFunc(g.missing, byCode)
	for _, list := range g.postcodes {
		slices.SortFunc(list, byPopulation)
	}
	// What is asked by name alone can wait: answers do not.
	g.names = sync.OnceValue(func() []entry { return entries(units) })
	g.cities = sync.OnceValue(g.citiesByName)
	g.former = sync.OnceValue(g.formerCodes)
	g.oldNames = sync.OnceValue(g.formerNames)
	return g
}

// runsOf returns the runs of communes, so many in all, in the order of the line.
func runsOf(communes []*inventory.Unit, n int) []run {
	mixed, starts := make([]run, 0, n), make([]int32, 0, n)
	for _, u := range communes {
		for _, iv := range u.Cells {
			mixed = append(mixed, run{iv, u})
			starts = append(starts, iv.Lo)
		}
	}
	runs := make([]run, n)
	for i, from := range line.Order(starts) {
		runs[i] = mixed[from]
	}
	return runs
}

func byCode(a, b *inventory.Unit) int { return cmp.Compare(a.Code, b.Code) }

// byPopulation puts the most populous first.
func byPopulation(a, b *inventory.Unit) int {
	return cmp.Or(cmp.Compare(b.Population, a.Population), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Code, b.Code))
}

// Unit returns the unit of a kind and code.
func (g *Gazetteer) Unit(kind, code string) (*inventory.Unit, bool) {
	u, ok := g.codes[kind][code]
	return u, ok
}

// Units returns all units of a kind by code; none for an unknown kind.
func (g *Gazetteer) Units(kind string) []*inventory.Unit { return g.kinds[kind] }

// Kinds returns the kinds of unit there are: the standard ones from the smallest
// to the largest, then the others by name.
func (g *Gazetteer) Kinds() []string {
	standard := []string{inventory.Commune, inventory.EPCI, inventory.Departement, inventory.Region}
	var kinds []string
	for _, k := range standard {
		if len(g.kinds[k]) > 0 {
			kinds = append(kinds, k)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(g.kinds)) {
		if !slices.Contains(standard, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// At returns the commune that has the cell in which a point (degrees) lies;
// false at sea and abroad. Within a cell of a border it may be the neighbour: the
// exact answer is postgres.UnitAt's.
func (g *Gazetteer) At(lon, lat float64) (*inventory.Unit, bool) {
	cell, ok := line.Locate(lon, lat)
	if !ok {
		return nil, false
	}
	return g.Holder(cell)
}

// Holder returns the commune that has a cell.
func (g *Gazetteer) Holder(cell int32) (*inventory.Unit, bool) {
	i, found := slices.BinarySearchFunc(g.runs, cell, func(r run, c int32) int { return cmp.Compare(r.Lo, c) })
	if !found {
		i--
	}
	if i < 0 || cell >= g.runs[i].Hi {
		return nil, false
	}
	return g.runs[i].commune, true
}

// ByPostcode returns the communes of a postal code, the most populous first.
func (g *Gazetteer) ByPostcode(postcode string) []*inventory.Unit { return g.postcodes[postcode] }

// ByName returns the communes whose name is city, the most populous first;
// accents, case, hyphens, St and Ste aside. With a postal code those alone that
// have it, or, when none has, those of its département. Delegated communes and
// arrondissements are found as the commune they are in, "Lyon 3e" and "Paris 12"
// too.
func (g *Gazetteer) ByName(postcode, city string) []*inventory.Unit {
	want := plainCity(city)
	if want == "" {
		return nil
	}
	named := g.called(want)
	if postcode == "" {
		return named
	}
	exact := slices.DeleteFunc(slices.Clone(named), func(u *inventory.Unit) bool { return !slices.Contains(u.Postcodes, postcode) })
	if len(exact) > 0 {
		return exact
	}
	departement := departementOfPostcode(postcode)
	return slices.DeleteFunc(named, func(u *inventory.Unit) bool {
		return departement != "" && u.Departement != departement && !(departement == "20" && len(u.Departement) == 2 && u.Departement[0] == '2' && u.Departement > "29")
	})
}

// departementOfPostcode is the département a postal code begins with, 20 for
// Corsica; a few communes have a code of the neighbour's.
func departementOfPostcode(postcode string) string {
	if len(postcode) != 5 {
		return ""
	}
	return builtin.DepartementOf(postcode)
}

// Former returns the commune that a code which names none any more belongs to
// today: of merged communes, delegated ones, and the arrondissements of Paris,
// Lyon and Marseille. It is false for a code of a commune there is, and for one
// that never was.
func (g *Gazetteer) Former(code string) (current string, ok bool) {
	if _, now := g.Unit(inventory.Commune, code); now {
		return "", false
	}
	current, ok = g.former()[code]
	return current, ok
}

// formerCodes keeps those of the list whose commune is in this gazetteer.
func (g *Gazetteer) formerCodes() map[string]string {
	all := map[string]string{}
	for _, f := range builtin.France().Former {
		if _, ok := g.Unit(inventory.Commune, f.Now); ok {
			all[f.Code] = f.Now
		}
	}
	return all
}

// Land is all cells that belong to a commune: French land.
func (g *Gazetteer) Land() line.Set { return g.land }

// Missing returns the communes without boundary, by code.
func (g *Gazetteer) Missing() []*inventory.Unit { return g.missing }
