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

// bytes counts lists of partners for little: units share them.
func (o *Openings) bytes() int64 { return int64(len(o.Units)) * 76 }

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
		return p.openings(v, f, member)
	})
	if err != nil {
		return Openings{}, err
	}
	return *o, nil
}

func (p *Picture) openings(v inventory.Viewer, f inventory.Filter, member string) (*Openings, error) {
	l, err := p.ground.layer(f.Layer)
	if err != nil {
		return nil, err
	}
	if _, err := p.member(v, member); err != nil {
		return nil, err
	}
	pool, err := p.pool(v, f)
	if err != nil {
		return nil, err
	}
	o := &Openings{Layer: l.Name, Member: member, Partners: []MemberAmount{}, Pool: amountOf(pool.Total(l.Weights))}
	var partners []atom.Amount
	var units func(*kind) *openedUnits
	if i := slices.Index(pool.Members, member); i >= 0 && pool.entire[i] {
		// Its reach is one of the atoms' members: nothing is cut anew.
		total, m := pool.Total(l.Weights), pool.matrix(l)
		o.Own, o.Opened = amountOf(m[i][i]), amountOf(rest(total, m[i][i]))
		partners = make([]atom.Amount, len(m))
		for j := range m {
			partners[j] = rest(m[j][j], m[i][j])
		}
		units = func(k *kind) *openedUnits { return pool.table(k, l).openedTo(i, pool.Members) }
	} else {
		own, err := p.reach(v, f, member)
		if err != nil {
			return nil, err
		}
		opened := p.opened(pool, own)
		o.Own, o.Opened = amountOf(l.weigh(own)), amountOf(opened.Total(l.Weights))
		partners = opened.Reaches(l.Weights)
		units = func(k *kind) *openedUnits { return openedOf(opened.Cross(k.index, l.Weights), pool.Members) }
	}
	for i, a := range partners {
		if a.Area > 0 {
			o.Partners = append(o.Partners, MemberAmount{pool.Members[i], amountOf(a)})
		}
	}
	slices.SortFunc(o.Partners, func(x, y MemberAmount) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.KM2, x.KM2), cmp.Compare(x.Member, y.Member))
	})
	if f.Unit != "" {
		o.Units, err = p.openedUnits(units, f)
	}
	return o, err
}

// opened returns the atoms of the pool beyond a member's own reach.
func (p *Picture) opened(pool *Pool, own line.Set) *Pool {
	beyond := line.Subtract(nil, p.ground.land, own)
	return &Pool{Atoms: pool.Restrict(beyond), Members: pool.Members}
}

// openedUnits returns the units of the filter's kind and territory that are
// opened, with the members that open them.
func (p *Picture) openedUnits(of func(*kind) *openedUnits, f inventory.Filter) ([]OpeningUnit, error) {
	k, err := p.ground.kind(f.Unit)
	if err != nil {
		return nil, err
	}
	lo, hi, err := span(f.Territory)
	if err != nil {
		return nil, err
	}
	o := of(k)
	units := make([]OpeningUnit, 0, len(o.order))
	for _, i := range o.order {
		if k.within(int(i), lo, hi) {
			units = append(units, OpeningUnit{Code: k.named[i].code, Name: k.named[i].name, Amount: amountOf(o.amounts[i]), Partners: o.partners[i]})
		}
	}
	return units, nil
}
