package atlas

import (
	"cmp"
	"slices"

	"maillage/inventory"
)

// Overlaps is what each two members both collect.
type Overlaps struct {
	Layer   string         `json:"layer"`
	Members []MemberAmount `json:"members"` // each one's reach in the pool, by slug
	Pairs   []Pair         `json:"pairs"`   // those that overlap, the largest first
}

// Pair is the land that two members both collect; A sorts before B.
type Pair struct {
	A string `json:"a"`
	B string `json:"b"`
	Amount
}

func (o *Overlaps) bytes() int64 { return int64(len(o.Members)+len(o.Pairs)) * 60 }

// Overlaps tells what each pair of members both collect, within what a viewer's
// filter counts. Errors are those of Atoms.
func (p *Picture) Overlaps(v inventory.Viewer, f inventory.Filter) (Overlaps, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return Overlaps{}, err
	}
	o, err := remember(p, v, "overlaps "+wholeKey(f), func() (*Overlaps, error) {
		pool, err := p.pool(v, f)
		if err != nil {
			return nil, err
		}
		l, err := p.ground.layer(f.Layer)
		if err != nil {
			return nil, err
		}
		return overlaps(pool, l), nil
	})
	if err != nil {
		return Overlaps{}, err
	}
	return *o, nil
}

func overlaps(pool *Pool, l Layer) *Overlaps {
	o := &Overlaps{Layer: l.Name, Members: []MemberAmount{}, Pairs: []Pair{}}
	matrix := pool.matrix(l)
	for i, m := range pool.Members {
		o.Members = append(o.Members, MemberAmount{m, amountOf(matrix[i][i])})
		for j := i + 1; j < len(pool.Members); j++ {
			if a := matrix[i][j]; a.Area > 0 {
				o.Pairs = append(o.Pairs, Pair{m, pool.Members[j], amountOf(a)})
			}
		}
	}
	slices.SortFunc(o.Pairs, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(y.KM2, x.KM2), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return o
}
