package atlas

import (
	"maillage/geo/line"
	"maillage/inventory"
)

// Reached is how a list changes a member's reach: cells won and lost in all, and
// of those that it shares with the pool.
type Reached struct {
	Won, Lost             line.Set
	SharedWon, SharedLost line.Set
}

// Exchanged tells what a member's list would change between members, before it
// is in the inventory: with whom more land, or less, would be collected twice,
// and how much that others do not collect themselves would be shared with them;
// operational zones of any technology. It counts what the viewer sees of others,
// and names whom the viewer may name; Partner stands for the rest together.
// Errors are those of Atoms.
func (p *Picture) Exchanged(v inventory.Viewer, member string, r Reached) (inventory.Exchange, error) {
	e := inventory.Exchange{Overlaps: []inventory.MemberEffect{}, Openings: []inventory.MemberEffect{}}
	f, err := p.normal(v, inventory.Filter{})
	if err != nil {
		return e, err
	}
	l, err := p.ground.layer(f.Layer)
	if err != nil {
		return e, err
	}
	pool, sets, err := p.collect(v, f)
	if err != nil {
		return e, err
	}
	amount := func(s line.Set) inventory.ImportAmount { return inventory.ImportAmount(amountOf(l.weigh(s))) }
	e.Won, e.Lost = amount(r.Won), amount(r.Lost)
	theirs := unions(sets)
	var others []line.Set
	var part line.Set
	for i, slug := range pool.Members {
		if slug == member {
			continue
		}
		others = append(others, theirs[i])
		won := amount(line.Intersect(part[:0], theirs[i], r.Won))
		lost := amount(line.Intersect(part[:0], theirs[i], r.Lost))
		e.Overlaps = addEffect(e.Overlaps, slug, won, lost)
		if slug != Partner { // who stands for several that each have less
			won = amount(line.Subtract(part[:0], r.SharedWon, theirs[i]))
			lost = amount(line.Subtract(part[:0], r.SharedLost, theirs[i]))
			e.Openings = addEffect(e.Openings, slug, won, lost)
		}
	}
	all := line.UnionAll(others)
	won, lost := amount(line.Subtract(nil, r.SharedWon, all)), amount(line.Subtract(nil, r.SharedLost, all))
	e.Pool = inventory.ImportAmount{KM2: won.KM2 - lost.KM2, Weight: won.Weight - lost.Weight}
	return e, nil
}

func addEffect(to []inventory.MemberEffect, slug string, won, lost inventory.ImportAmount) []inventory.MemberEffect {
	if won == (inventory.ImportAmount{}) && lost == (inventory.ImportAmount{}) {
		return to
	}
	return append(to, inventory.MemberEffect{Member: slug, KM2: won.KM2 - lost.KM2, Weight: won.Weight - lost.Weight})
}
