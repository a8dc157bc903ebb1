package atlas

import (
	"cmp"
	"encoding/binary"
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
	var table func(*kind, Layer) *atom.Cross
	if i := slices.Index(pool.Members, member); i >= 0 && pool.entire[i] {
		// Its reach is one of the atoms' members: nothing is cut anew.
		own, opened := pool.apart(i, l)
		o.Own, o.Opened = amountOf(own), amountOf(opened)
		partners = pool.Openers(i, l.Weights)
		table = func(k *kind, l Layer) *atom.Cross { return pool.cross(k, l).Opened(i) }
	} else {
		own, err := p.reach(v, f, member)
		if err != nil {
			return nil, err
		}
		opened := p.opened(pool, own)
		o.Own, o.Opened = amountOf(l.weigh(own)), amountOf(opened.Total(l.Weights))
		partners = opened.Reaches(l.Weights)
		table = opened.cross
	}
	for i, a := range partners {
		if a.Cells > 0 {
			o.Partners = append(o.Partners, MemberAmount{pool.Members[i], amountOf(a)})
		}
	}
	slices.SortFunc(o.Partners, func(x, y MemberAmount) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.KM2, x.KM2), cmp.Compare(x.Member, y.Member))
	})
	if f.Unit != "" {
		o.Units, err = p.openedUnits(pool.Members, table, f, l)
	}
	return o, err
}

// apart returns what a member covers of a pool, and what others alone do.
func (p *Pool) apart(member int, l Layer) (own, opened atom.Amount) {
	for g, a := range p.ByGroup(l.Weights) {
		into := &opened
		if slices.Contains(p.Group(int32(g)), int32(member)) {
			into = &own
		}
		into.Cells += a.Cells
		into.Weight += a.Weight
	}
	return own, opened
}

// opened returns the atoms of the pool beyond a member's own reach.
func (p *Picture) opened(pool *Pool, own line.Set) *Pool {
	beyond := line.Subtract(nil, p.ground.land, own)
	return &Pool{Atoms: pool.Restrict(beyond), Members: pool.Members}
}

// openedUnits returns the units that a table of what is opened has, with the
// members that open them.
func (p *Picture) openedUnits(members []string, table func(*kind, Layer) *atom.Cross, f inventory.Filter, l Layer) ([]OpeningUnit, error) {
	k, err := p.ground.kind(f.Unit)
	if err != nil {
		return nil, err
	}
	x := table(k, l)
	partners := make([][]string, len(k.units))
	// Neighbours have the same partners, mostly: each list is kept once.
	lists := map[string][]string{}
	var word []byte
	x.ByUnitMember(func(unit int, by []atom.MemberAmount) {
		slices.SortStableFunc(by, func(x, y atom.MemberAmount) int {
			if c := cmp.Compare(y.Weight, x.Weight); c != 0 {
				return c
			}
			return cmp.Compare(y.Cells, x.Cells)
		})
		word = word[:0]
		for _, m := range by {
			word = binary.LittleEndian.AppendUint32(word, uint32(m.Member))
		}
		list, ok := lists[string(word)]
		if !ok {
			for _, m := range by {
				list = append(list, members[m.Member])
			}
			lists[string(word)] = list
		}
		partners[unit] = list
	})
	lo, hi, err := span(f.Territory)
	if err != nil {
		return nil, err
	}
	units := []OpeningUnit{}
	for i, a := range x.ByUnit() {
		if u := k.units[i]; a.Covered.Cells > 0 && within(u, lo, hi) {
			units = append(units, OpeningUnit{Code: u.Code, Name: u.Name, Amount: amountOf(a.Covered), Partners: partners[i]})
		}
	}
	slices.SortFunc(units, func(x, y OpeningUnit) int {
		if c := heavier(x.Amount, y.Amount); c != 0 {
			return c
		}
		return cmp.Compare(x.Code, y.Code)
	})
	return units, nil
}
