package atlas

import (
	"cmp"
	"slices"

	"maillage/geo/atom"
	"maillage/inventory"
)

// Gaps is the land that nobody collects.
type Gaps struct {
	Layer     string    `json:"layer"`
	Territory Amount    `json:"territory"`
	Gap       Share     `json:"gap"`
	Units     []GapUnit `json:"units,omitempty"` // those with a gap, the heaviest first, when the filter names a kind
}

// GapUnit is one unit: its own land and weight, and what of it nobody collects.
type GapUnit struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Amount
	Gap Share `json:"gap"`
}

func (g *Gaps) bytes() int64 { return int64(len(g.Units)) * 120 }

// Gaps tells what nobody collects, of what a viewer's filter counts. Units are
// sorted by uncovered weight, then land. Errors are those of Atoms.
func (p *Picture) Gaps(v inventory.Viewer, f inventory.Filter) (Gaps, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return Gaps{}, err
	}
	g, err := remember(p, v, "gaps "+wholeKey(f), func() (*Gaps, error) {
		pool, err := p.pool(v, f)
		if err != nil {
			return nil, err
		}
		return p.gaps(pool, f)
	})
	if err != nil {
		return Gaps{}, err
	}
	return *g, nil
}

func (p *Picture) gaps(pool *Pool, f inventory.Filter) (*Gaps, error) {
	all, l, err := p.whole(f)
	if err != nil {
		return nil, err
	}
	g := &Gaps{Layer: l.Name, Territory: amountOf(all), Gap: shareOf(rest(all, pool.Total(l.Weights)), all)}
	err = p.eachUnit(pool.cross, f, l, func(u *inventory.Unit, a atom.UnitAmount) {
		if gap := rest(a.Total, a.Covered); gap.Cells > 0 {
			g.Units = append(g.Units, GapUnit{Code: u.Code, Name: u.Name, Amount: amountOf(a.Total), Gap: shareOf(gap, a.Total)})
		}
	})
	slices.SortFunc(g.Units, func(x, y GapUnit) int {
		if c := heavier(x.Gap.Amount, y.Gap.Amount); c != 0 {
			return c
		}
		return cmp.Compare(x.Code, y.Code)
	})
	return g, err
}
