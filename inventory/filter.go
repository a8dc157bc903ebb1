package inventory

import "slices"

// Filter narrows the zones an analysis counts. The zero Filter counts the
// operational zones of all active members, for any technology.
type Filter struct {
	Members      []string     // slugs; empty: all
	Technologies []Technology // a zone counts when it has one of them; empty: any
	Statuses     []Status     // empty: operational alone
	Unit         string       // kind of unit for the breakdown; empty: none
	Layer        string       // of weights; empty: population
	Territory    string       // code of a territory of the line; empty: all of France
	AsOf         Date         // the day to answer for; none: as the inventory is now
}

// Counts tells whether f counts z.
func (f Filter) Counts(z *Zone) bool {
	if len(f.Members) > 0 && !slices.Contains(f.Members, z.Member) {
		return false
	}
	if len(f.Statuses) == 0 {
		if z.Status != Operational {
			return false
		}
	} else if !slices.Contains(f.Statuses, z.Status) {
		return false
	}
	return len(f.Technologies) == 0 || slices.ContainsFunc(z.Technologies, func(t Technology) bool {
		return slices.Contains(f.Technologies, t)
	})
}

// Validate returns every fault of f that needs no look at the inventory.
func (f Filter) Validate() error {
	var e fields
	eachOf(&e, "technology", f.Technologies, Technologies)
	eachOf(&e, "status", f.Statuses, Statuses)
	return InvalidFields("filter", e)
}
