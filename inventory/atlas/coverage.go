package atlas

import (
	"maillage/geo/atom"
	"maillage/inventory"
)

// Coverage is what of the land the pool covers.
type Coverage struct {
	Layer     string         `json:"layer"`
	Territory Amount         `json:"territory"`
	Covered   Share          `json:"covered"`
	Gap       Share          `json:"gap"`
	ByDepth   []DepthAmount  `json:"by_depth"`        // from 1 on; depths that occur
	Units     []CoverageUnit `json:"units,omitempty"` // by code, when the filter names a kind
}

// DepthAmount is the land covered by exactly Depth members.
type DepthAmount struct {
	Depth int `json:"depth"`
	Amount
}

// CoverageUnit is one unit: its own land and weight, and what of it is covered.
type CoverageUnit struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Amount
	Covered  Share `json:"covered"`
	DepthMax int   `json:"depth_max"`
}

func (c *Coverage) bytes() int64 { return int64(len(c.Units)) * 120 }

// Coverage tells what a viewer's filter covers, by depth, and by unit when the
// filter names a kind of unit; units without a boundary are left out. Errors
// are those of Atoms.
func (p *Picture) Coverage(v inventory.Viewer, f inventory.Filter) (Coverage, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return Coverage{}, err
	}
	c, err := remember(p, v, "coverage "+wholeKey(f), func() (*Coverage, error) {
		pool, err := p.pool(v, f)
		if err != nil {
			return nil, err
		}
		return p.coverage(pool, f)
	})
	if err != nil {
		return Coverage{}, err
	}
	return *c, nil
}

func (p *Picture) coverage(pool *Pool, f inventory.Filter) (*Coverage, error) {
	all, l, err := p.whole(f)
	if err != nil {
		return nil, err
	}
	total := pool.Total(l.Weights)
	c := &Coverage{
		Layer: l.Name, Territory: amountOf(all), ByDepth: []DepthAmount{},
		Covered: shareOf(total, all), Gap: shareOf(rest(all, total), all),
	}
	for depth, a := range pool.ByDepth(l.Weights) {
		if a.Area > 0 {
			c.ByDepth = append(c.ByDepth, DepthAmount{depth, amountOf(a)})
		}
	}
	if k := p.ground.kinds[f.Unit]; k != nil {
		c.Units = make([]CoverageUnit, 0, len(k.units))
	}
	err = p.eachUnit(pool, f, l, func(u label, a atom.UnitAmount) {
		c.Units = append(c.Units, CoverageUnit{
			Code: u.code, Name: u.name, Amount: amountOf(a.Total),
			Covered: shareOf(a.Covered, a.Total), DepthMax: a.DepthMax,
		})
	})
	return c, err
}

// whole returns the amount of all land that a filter asks about, and its layer.
func (p *Picture) whole(f inventory.Filter) (atom.Amount, Layer, error) {
	l, err := p.ground.layer(f.Layer)
	if err != nil {
		return atom.Amount{}, l, err
	}
	lo, hi, err := span(f.Territory)
	if err != nil {
		return atom.Amount{}, l, err
	}
	return p.ground.weigh(lo, hi, l), l, nil
}

// eachUnit calls do for each unit of the filter's kind and territory, by code,
// with what a pool covers of it; for none when the filter names no kind.
func (p *Picture) eachUnit(pool *Pool, f inventory.Filter, l Layer, do func(label, atom.UnitAmount)) error {
	if f.Unit == "" {
		return nil
	}
	k, err := p.ground.kind(f.Unit)
	if err != nil {
		return err
	}
	lo, hi, err := span(f.Territory)
	if err != nil {
		return err
	}
	for i, a := range pool.table(k, l).ByUnit() {
		if k.within(i, lo, hi) {
			do(k.named[i], a)
		}
	}
	return nil
}
