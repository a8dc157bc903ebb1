package atlas

import (
	"cmp"
	"slices"

	"maillage/geo/atom"
	"maillage/inventory"
)

// Exchange is what each member opens to each other.
type Exchange struct {
	Layer string    `json:"layer"`
	Pool  Amount    `json:"pool"`  // what all share
	Pairs []Opening `json:"pairs"` // the heaviest first; none that opens nothing
}

// Opening is the land that Giver shares and Receiver does not collect by itself.
type Opening struct {
	Giver    string `json:"giver"`
	Receiver string `json:"receiver"`
	Amount
}

func (e *Exchange) bytes() int64 { return int64(len(e.Pairs)) * 60 }

// Exchange tells what each member of the pool opens to each other, within what
// a filter counts: of each receiver, the partners of its Openings. What several
// givers open counts for each. It is the bureau's and the operator's to see,
// inventory.Forbidden for others: they know too little of what others collect.
// Other errors are those of Atoms.
func (p *Picture) Exchange(v inventory.Viewer, f inventory.Filter) (Exchange, error) {
	if v.Role != inventory.RoleOperator && v.Role != inventory.RoleBureau {
		return Exchange{}, inventory.Errorf(inventory.Forbidden, "bureau_alone",
			"what each member opens to each other is for the bureau: name one member to see what the pool opens to it")
	}
	f, err := p.normal(v, f)
	if err != nil {
		return Exchange{}, err
	}
	f.Unit = ""
	e, err := remember(p, v, "exchange "+wholeKey(f), func() (*Exchange, error) {
		pool, err := p.pool(v, f)
		if err != nil {
			return nil, err
		}
		l, err := p.ground.layer(f.Layer)
		if err != nil {
			return nil, err
		}
		given, err := p.given(v, f, pool, l)
		if err != nil {
			return nil, err
		}
		return exchange(pool, l, given), nil
	})
	if err != nil {
		return Exchange{}, err
	}
	return *e, nil
}

func exchange(pool *Pool, l Layer, given [][]atom.Amount) *Exchange {
	e := &Exchange{Layer: l.Name, Pool: amountOf(pool.Total(l.Weights)), Pairs: []Opening{}}
	for giver, row := range given {
		for receiver, a := range row {
			if a.Area > 0 {
				e.Pairs = append(e.Pairs, Opening{pool.Members[giver], pool.Members[receiver], amountOf(a)})
			}
		}
	}
	slices.SortFunc(e.Pairs, func(x, y Opening) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.KM2, x.KM2),
			cmp.Compare(x.Giver, y.Giver), cmp.Compare(x.Receiver, y.Receiver))
	})
	return e
}

// given returns what each member of a pool opens to each other, by their
// indexes: given[giver][receiver]. A receiver's own reach is all that the viewer
// may see of it, shared or not, as in Openings. Nothing is given to Partner, who
// stands for several that each have less than all of them together.
func (p *Picture) given(v inventory.Viewer, f inventory.Filter, pool *Pool, l Layer) ([][]atom.Amount, error) {
	given := pool.Given(l.Weights)
	for receiver, slug := range pool.Members {
		if pool.entire[receiver] {
			continue
		}
		column := make([]atom.Amount, len(pool.Members))
		if slug != Partner {
			own, err := p.reach(v, f, slug)
			if err != nil {
				return nil, err
			}
			column = p.opened(pool, own).Reaches(l.Weights)
		}
		for giver := range given {
			given[giver][receiver] = column[giver]
		}
	}
	return given, nil
}
