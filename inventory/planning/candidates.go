package planning

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"maillage/geo/line"
	"maillage/geo/plan"
	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/territory"
)

// Candidate is something that a plan may choose.
type Candidate struct {
	Code        string
	Name        string
	At          orb.Point // its middle, degrees; the zero point when it has no land
	Cells       line.Set  // on land
	Departement string    // code, of the commune at its middle
	Supplier    string
	Member      string // who plans it, for FromPlanned
	Technology  []inventory.Technology
	Cost        plan.Cents
	KM          float64 // to the nearest PoP of the pool that the viewer sees; NaN when there is none

	setup, monthly *float64
}

// CostEUR is what it costs in euros, nil when that is not known.
func (c *Candidate) CostEUR() *float64 { return euros(c.Cost) }

// Owners are the members whose zones are among the candidates by name, in order.
func (s *Study) Owners() []string {
	var owners []string
	for i := range s.Candidates {
		if m := s.Candidates[i].Member; m != "" {
			owners = append(owners, m)
		}
	}
	slices.Sort(owners)
	return slices.Compact(owners)
}

// gather returns a request's candidates, by code, on the ground of a picture.
// drafted are the zones of its list, for FromFile. Errors: inventory.Invalid, and
// TooLarge for more than MaxCandidates.
func (r *Request) gather(p *atlas.Picture, v inventory.Viewer, m atlas.Market, drafted []inventory.Zone) ([]Candidate, error) {
	var all []Candidate
	var err error
	switch r.From {
	case FromUnits:
		all, err = r.units(p.Gazetteer(), m.Land)
	case FromRegions:
		all = r.regions(m)
	case FromPlanned:
		all = zones(p.Prospective(v), r, true)
	default:
		all = zones(drafted, r, false)
	}
	if err != nil {
		return nil, err
	}
	if len(all) > MaxCandidates {
		return nil, inventory.Errorf(inventory.TooLarge, "too_many_candidates",
			"%d candidates are too many: at most %d can be compared", len(all), MaxCandidates)
	}
	slices.SortStableFunc(all, func(a, b Candidate) int { return cmp.Compare(a.Code, b.Code) })
	doors := plan.PlacesOf(m.Doors)
	for i := range all {
		c := &all[i]
		c.Cells = line.Intersect(nil, c.Cells, m.Land)
		if c.At == (orb.Point{}) {
			c.At = middle(c.Cells)
		}
		if u, ok := p.Gazetteer().At(c.At[0], c.At[1]); ok {
			c.Departement = u.Departement
			if c.Name == "" {
				c.Name = u.Name
			}
			if r.From == FromRegions {
				c.Name = regionName(u.Name, p.Gazetteer().Spread(c.Cells))
			}
		}
		c.KM = doors.Nearest(c.At)
		if c.Cost, err = priced(r.Cost, c.setup, c.monthly, c.KM); err != nil {
			return nil, inventory.Errorf(inventory.Invalid, "bad_cost", "candidate “%s”: %w", c.Code, err)
		}
	}
	return all, nil
}

// middle returns the middle of the cell halfway through a set, the zero point
// for an empty one.
func middle(s line.Set) orb.Point {
	half := s.Count() / 2
	for _, i := range s {
		if n := int64(i.Hi - i.Lo); half >= n {
			half -= n
			continue
		}
		lon, lat, _ := line.Centre(i.Lo + int32(half))
		return orb.Point{lon, lat}
	}
	return orb.Point{}
}

// units returns the units of a kind that have land, or a circle around the
// centre of each.
func (r *Request) units(g *territory.Gazetteer, land line.Set) ([]Candidate, error) {
	units := g.Units(r.Unit)
	if units == nil {
		e := inventory.Errorf(inventory.Invalid, "unknown_unit", "there is no kind of unit “%s”; known: %s", r.Unit, inventory.Words(g.Kinds()))
		e.Fields = []inventory.FieldError{{Field: "unit", Value: r.Unit, Code: e.Code, Message: "is one of: " + inventory.Words(g.Kinds())}}
		return nil, e
	}
	at := seats(g, r.Unit)
	out := make([]Candidate, 0, len(units))
	for _, u := range units {
		if c := (Candidate{Code: u.Code, Name: u.Name, At: at(u), Cells: u.Cells}); len(u.Cells) > 0 && len(line.Intersect(nil, u.Cells, land)) > 0 {
			out = append(out, c)
		}
	}
	if r.RadiusKM == 0 {
		return out, nil
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range out {
		group.Go(func() (err error) {
			c := &out[i]
			if c.Cells, err = raster.Circle(c.At[0], c.At[1], r.RadiusKM); err != nil {
				return fmt.Errorf("circle around %s: %w", c.Code, err)
			}
			return nil
		})
	}
	return out, group.Wait()
}

// seats returns where the seat of a unit of a kind is taken to be: its centre,
// for communes and kinds of the instance's own; for the others the centre of
// their most populous commune, as no list here says where they sit.
func seats(g *territory.Gazetteer, kind string) func(*inventory.Unit) orb.Point {
	var of func(*inventory.Unit) string
	switch kind {
	case inventory.EPCI:
		of = func(c *inventory.Unit) string { return c.EPCI }
	case inventory.Departement:
		of = func(c *inventory.Unit) string { return c.Departement }
	case inventory.Region:
		of = func(c *inventory.Unit) string { return c.Region }
	default:
		return func(u *inventory.Unit) orb.Point { return u.Centre }
	}
	most := map[string]*inventory.Unit{}
	for _, c := range g.Units(inventory.Commune) {
		if code := of(c); len(c.Cells) > 0 && (most[code] == nil || c.Population > most[code].Population) {
			most[code] = c
		}
	}
	return func(u *inventory.Unit) orb.Point {
		if c := most[u.Code]; c != nil {
			return c.Centre
		}
		return u.Centre
	}
}

// regions returns the heaviest contiguous regions of the gap, MaxRegions at most,
// which gather names.
func (r *Request) regions(m atlas.Market) []Candidate {
	type region struct {
		cells  line.Set
		weight float64
	}
	var all []region
	for _, cells := range line.Regions(m.Gap) {
		if cells.KM2() >= r.MinKM2 {
			all = append(all, region{cells, m.Layer.Weights.Weight(cells)})
		}
	}
	slices.SortFunc(all, func(a, b region) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.cells.Count(), a.cells.Count()), cmp.Compare(a.cells[0].Lo, b.cells[0].Lo))
	})
	all = all[:min(len(all), MaxRegions)]
	out := make([]Candidate, len(all))
	for i, one := range all {
		out[i] = Candidate{Code: fmt.Sprintf("region-%04d", i+1), Cells: one.cells}
	}
	return out
}

// regionName names a region after the commune of its middle and what it lies over
// besides: “Aubière + 1 205 communes (63, 43, 15 …)”, the same in French and English.
func regionName(middle string, s territory.Spread) string {
	if s.Communes < 2 {
		return middle
	}
	const named = 3
	list := strings.Join(s.Departements[:min(named, len(s.Departements))], ", ")
	if len(s.Departements) > named {
		list += " …"
	}
	noun := "communes"
	if s.Communes == 2 {
		noun = "commune"
	}
	others := strconv.Itoa(s.Communes - 1)
	if n := len(others); n > 3 {
		others = others[:n-3] + "\u202f" + others[n-3:]
	}
	return middle + " + " + others + " " + noun + " (" + list + ")"
}

// zones returns zones as candidates: their code, preceded by their member's where
// several members' are together.
func zones(list []inventory.Zone, r *Request, owned bool) []Candidate {
	out := make([]Candidate, 0, len(list))
	for i := range list {
		z := &list[i]
		wanted := len(r.Technologies) == 0 || slices.ContainsFunc(z.Technologies, func(t inventory.Technology) bool { return slices.Contains(r.Technologies, t) })
		if !wanted {
			continue
		}
		c := Candidate{Code: z.Code, Name: z.Name, Cells: z.Cells, Supplier: z.Supplier, Technology: z.Technologies, setup: z.SetupEUR, monthly: z.MonthlyEUR}
		if owned {
			c.Code, c.Member = z.Member+"/"+z.Code, z.Member
		}
		out = append(out, c)
	}
	return out
}

// asInvalid is an error of geo/plan in inventory's words.
func asInvalid(err error) error {
	code := "bad_plan"
	switch {
	case err == nil:
		return nil
	case errors.Is(err, plan.ErrCostMissing):
		code = "cost_missing"
	case errors.Is(err, plan.ErrInfeasible):
		code = "no_plan"
	case errors.Is(err, plan.ErrRequired):
		code = "required_pick"
	}
	return inventory.Errorf(inventory.Invalid, code, "%w", err)
}
