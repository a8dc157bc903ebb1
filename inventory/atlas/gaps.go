package atlas

import (
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
	if f.Unit == "" {
		return g, nil
	}
	k, err := p.ground.kind(f.Unit)
	if err != nil {
		return nil, err
	}
	lo, hi, err := span(f.Territory)
	if err != nil {
		return nil, err
	}
	t := pool.table(k, l)
	figures, order := t.ByUnit(), t.byGap()
	g.Units = make([]GapUnit, 0, len(order))
	for _, i := range order {
		if k.within(int(i), lo, hi) {
			u, a := k.named[i], figures[i]
			g.Units = append(g.Units, GapUnit{Code: u.code, Name: u.name, Amount: amountOf(a.Total), Gap: shareOf(rest(a.Total, a.Covered), a.Total)})
		}
	}
	return g, nil
}
