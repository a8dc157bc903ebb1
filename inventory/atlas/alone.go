package atlas

import (
	"fmt"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/recent"
)

// The most that the answers of one member's picture take.
const (
	aloneEntries = 200
	aloneBytes   = 8 << 20
)

// bytes is what a picture of one member holds beside the zones, which it shares.
func (p *Picture) bytes() int64 { return aloneBytes }

// Alone returns the picture as it were if one member alone had entries: what
// anybody gets of it is what they get of that member. It is remembered.
func (p *Picture) Alone(member string) *Picture {
	alone, _ := p.cache.Get(fmt.Sprintf("alone %d %s", p.version, member), func() (any, error) {
		own := &Picture{version: p.version, ground: p.ground, members: p.members, order: p.zonesOf(member),
			zones: map[inventory.Key]*zone{}, cache: recent.New[string](aloneEntries, aloneBytes, sizeOf), basis: &basis{},
			day: p.day, today: p.today, present: p.present}
		for _, z := range own.order {
			own.zones[z.Key] = z
		}
		for _, c := range p.pops {
			if c.Member == member {
				own.pops = append(own.pops, c)
			}
		}
		if p.doors != nil {
			own.doors = &doors{stamp: p.doors.stamp, by: map[string]map[string]door{member: p.doors.by[member]}}
		}
		return own, nil
	})
	return alone.(*Picture)
}

// Seen is how many of some entries someone sees with their owner's name.
type Seen struct{ Seen, Total int }

// Preview is what someone gets of one member's entries.
type Preview struct {
	Pops, Zones, Priced Seen   // Priced are zones that have a price
	Shared              Amount // what of the pool stands under the member's name
	Nameless            Amount // and what without a name
}

// Preview tells what a viewer gets of a member's entries, by the very code that
// answers that viewer. The amounts are of operational zones of any technology,
// weighed by population. Errors are those of Atoms.
func (p *Picture) Preview(v inventory.Viewer, member string) (Preview, error) {
	own := p.Alone(member)
	var out Preview
	count := func(as inventory.Viewer, into func(m postgres.MemberRow)) {
		for _, m := range own.Members(as) {
			if m.Slug == member {
				into(m)
			}
		}
	}
	count(v, func(m postgres.MemberRow) { out.Pops.Seen, out.Zones.Seen = m.Pops, m.Zones })
	count(inventory.Operator("preview"), func(m postgres.MemberRow) { out.Pops.Total, out.Zones.Total = m.Pops, m.Zones })
	for _, z := range own.order {
		if z.SetupEUR == nil && z.MonthlyEUR == nil {
			continue
		}
		out.Priced.Total++
		if seen, ok := own.Zone(v, z.Zone); ok && (seen.SetupEUR != nil || seen.MonthlyEUR != nil) {
			out.Priced.Seen++
		}
	}
	c, err := own.Contributions(v, inventory.Filter{})
	if err != nil {
		return out, err
	}
	for _, m := range c.Members {
		switch m.Member {
		case member:
			out.Shared = m.Reach
		case Partner:
			out.Nameless = m.Reach
		}
	}
	return out, nil
}
