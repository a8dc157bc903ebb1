package atlas

import (
	"cmp"
	"slices"

	"maillage/geo/atom"
	"maillage/inventory"
)

// Contributions is what each member brings to the pool.
type Contributions struct {
	Layer     string         `json:"layer"`
	Territory Amount         `json:"territory"`
	Covered   Share          `json:"covered"` // to which the Shapley values add up
	Members   []Contribution `json:"members"` // the greatest Shapley value first
}

// Contribution is what one member brings to the pool and gets from it; Partner's
// is that of all who are not named, together.
type Contribution struct {
	Member      string         `json:"member"`
	Reach       Amount         `json:"reach"`    // what it shares
	Unique      Amount         `json:"unique"`   // of that, what it alone covers: lost if it leaves
	Shapley     Amount         `json:"shapley"`  // its fair part of what is covered; not whole cells
	Given       Amount         `json:"given"`    // what it opens to each other member, summed
	Received    *Amount        `json:"received"` // what each other opens to it, summed; nil for Partner
	ConfirmedOn inventory.Date `json:"confirmed_on,omitzero"`
}

func (c *Contributions) bytes() int64 { return int64(len(c.Members)) * 160 }

// Contributions tells what each member brings to the pool that a viewer's filter
// chooses. The Shapley value is that of the game in which some members together
// are worth the land they cover: each cell is shared equally among those that
// cover it. Given and received are sums over pairs of members, those of Exchange:
// a cell that a member opens to ten others is in its sum ten times, and what all
// give is what all receive. Errors are those of Atoms.
func (p *Picture) Contributions(v inventory.Viewer, f inventory.Filter) (Contributions, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return Contributions{}, err
	}
	f.Unit = ""
	c, err := remember(p, v, "contributions "+wholeKey(f), func() (*Contributions, error) {
		pool, err := p.pool(v, f)
		if err != nil {
			return nil, err
		}
		return p.contributions(v, f, pool)
	})
	if err != nil {
		return Contributions{}, err
	}
	// Confirming an entry changes no figure, so days are not remembered with them.
	out := *c
	out.Members = slices.Clone(c.Members)
	days := p.confirmed(v)
	for i := range out.Members {
		out.Members[i].ConfirmedOn = days[out.Members[i].Member]
	}
	return out, nil
}

func (p *Picture) contributions(v inventory.Viewer, f inventory.Filter, pool *Pool) (*Contributions, error) {
	all, l, err := p.whole(f)
	if err != nil {
		return nil, err
	}
	given, err := p.given(v, f, pool, l)
	if err != nil {
		return nil, err
	}
	reach, unique, shapley := pool.Reaches(l.Weights), pool.Unique(l.Weights), pool.Shapley(l.Weights)
	c := &Contributions{Layer: l.Name, Territory: amountOf(all), Covered: shareOf(pool.Total(l.Weights), all), Members: []Contribution{}}
	for i, m := range pool.Members {
		var gives, receives atom.Amount
		for j := range pool.Members {
			gives.Area += given[i][j].Area
			gives.Weight += given[i][j].Weight
			receives.Area += given[j][i].Area
			receives.Weight += given[j][i].Weight
		}
		one := Contribution{
			Member: m, Reach: amountOf(reach[i]), Unique: amountOf(unique[i]),
			Shapley: Amount{shapley[i].KM2, shapley[i].Weight}, Given: amountOf(gives),
		}
		if m != Partner {
			received := amountOf(receives)
			one.Received = &received
		}
		c.Members = append(c.Members, one)
	}
	slices.SortFunc(c.Members, func(x, y Contribution) int {
		return cmp.Or(cmp.Compare(y.Shapley.Weight, x.Shapley.Weight), cmp.Compare(y.Shapley.KM2, x.Shapley.KM2), cmp.Compare(x.Member, y.Member))
	})
	return c, nil
}
