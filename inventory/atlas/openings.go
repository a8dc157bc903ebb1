package atlas

import (
	"cmp"
	"slices"

	"maillage/geo/atom"
	"maillage/geo/line"
	"maillage/inventory"
)

// Openings is what the pool opens to a member beyond its own reach.
type Openings struct {
	Layer    string         `json:"layer"`
	Member   string         `json:"member"`
	Own      Amount         `json:"own"`    // its reach, whether it shares it or not
	Pool     Amount         `json:"pool"`   // what all share
	Opened   Amount         `json:"opened"` // the pool without its own
	Partners []MemberAmount `json:"partners"`
	Units    []OpeningUnit  `json:"units,omitempty"` // those opened, the heaviest first, when the filter names a kind
}

// OpeningUnit is what of one unit is opened, and by whom, the one that opens
// most first.
type OpeningUnit struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Amount
	Partners []string `json:"partners"`
}

func (o *Openings) bytes() int64 { return int64(len(o.Units)) * 160 }

// Openings tells what the pool that a viewer's filter chooses opens to a member
// (a candidate as well): in all, by partner and by unit. What several partners
// open counts for each. Errors are those of Atoms, and inventory.Invalid for a
// member that the viewer does not know of.
func (p *Picture) Openings(v inventory.Viewer, f inventory.Filter, member string) (Openings, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return Openings{}, err
	}
	o, err := remember(p, v, "openings "+member+" "+wholeKey(f), func() (*Openings, error) {
		own, err := p.reach(v, f, member)
		if err != nil {
			return nil, err
		}
		pool, err := p.pool(v, f)
		if err != nil {
			return nil, err
		}
		return p.openings(pool, own, f, member)
	})
	if err != nil {
		return Openings{}, err
	}
	return *o, nil
}

func (p *Picture) openings(pool *Pool, own line.Set, f inventory.Filter, member string) (*Openings, error) {
	l, err := p.ground.layer(f.Layer)
	if err != nil {
		return nil, err
	}
	opened := p.opened(pool, own)
	o := &Openings{
		Layer: l.Name, Member: member, Partners: []MemberAmount{},
		Own: amountOf(l.weigh(own)), Pool: amountOf(pool.Total(l.Weights)), Opened: amountOf(opened.Total(l.Weights)),
	}
	for i, a := range opened.Reaches(l.Weights) {
		if a.Cells > 0 {
			o.Partners = append(o.Partners, MemberAmount{pool.Members[i], amountOf(a)})
		}
	}
	slices.SortFunc(o.Partners, func(x, y MemberAmount) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.KM2, x.KM2), cmp.Compare(x.Member, y.Member))
	})
	if f.Unit != "" {
		o.Units, err = p.openedUnits(opened, f, l)
	}
	return o, err
}

// opened returns the atoms of the pool beyond a member's own reach.
func (p *Picture) opened(pool *Pool, own line.Set) *Pool {
	beyond := line.Subtract(nil, p.ground.land, own)
	return &Pool{Atoms: pool.Restrict(beyond), Members: pool.Members}
}

func (p *Picture) openedUnits(opened *Pool, f inventory.Filter, l Layer) ([]OpeningUnit, error) {
	k, err := p.ground.kind(f.Unit)
	if err != nil {
		return nil, err
	}
	partners := make(map[string][]string)
	opened.ByUnitMember(k.index, l.Weights, func(unit int, members []atom.MemberAmount) {
		slices.SortStableFunc(members, func(x, y atom.MemberAmount) int {
			return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.Cells, x.Cells))
		})
		slugs := make([]string, len(members))
		for i, m := range members {
			slugs[i] = opened.Members[m.Member]
		}
		partners[k.units[unit].Code] = slugs
	})
	units := []OpeningUnit{}
	err = p.eachUnit(opened, f, l, func(u *inventory.Unit, a atom.UnitAmount) {
		if a.Covered.Cells > 0 {
			units = append(units, OpeningUnit{Code: u.Code, Name: u.Name, Amount: amountOf(a.Covered), Partners: partners[u.Code]})
		}
	})
	slices.SortFunc(units, func(x, y OpeningUnit) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.KM2, x.KM2), cmp.Compare(x.Code, y.Code))
	})
	return units, err
}
