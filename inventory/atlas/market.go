package atlas

import (
	"cmp"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory"
)

// Market is what the pool has still to win, as a plan's demand needs it: of the
// zones that a viewer's filter counts.
type Market struct {
	Layer   Layer
	Land    line.Set    // of the filter's territory
	Gap     line.Set    // that nobody collects
	Single  line.Set    // that one member alone collects; owners not named count as one
	Doors   []orb.Point // PoPs of active members, degrees, in order
	Members []Prospect  // the active ones that the filter names, by slug
}

// Prospect is a member for whom the pool opens markets.
type Prospect struct {
	Slug   string
	Own    line.Set // its reach, in the pool or not, as far as the viewer sees it
	Opened float64  // the weight that the pool opens to it today
}

// Market returns what is left to win. Errors are those of Atoms.
func (p *Picture) Market(v inventory.Viewer, f inventory.Filter) (Market, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return Market{}, err
	}
	pool, err := p.pool(v, f)
	if err != nil {
		return Market{}, err
	}
	m := Market{Doors: p.doorways(v)}
	if m.Layer, err = p.ground.layer(f.Layer); err != nil {
		return m, err
	}
	if m.Land, err = p.Land(f.Territory); err != nil {
		return m, err
	}
	m.Gap, m.Single = line.Subtract(nil, m.Land, pool.Covered()), pool.Depth(1)
	opened, err := p.openedToEach(v, f)
	if err != nil {
		return m, err
	}
	for _, slug := range pool.Members {
		if slug == Partner || p.leaves(slug) {
			continue
		}
		own, err := p.reach(v, f, slug)
		if err != nil {
			return m, err
		}
		m.Members = append(m.Members, Prospect{slug, own, opened[slug].Weight})
	}
	return m, nil
}

// MarketOfAll is the Market as a member sees it that has nothing of its own: what all
// active members may be told. Its figures are the same whoever owns what is pooled.
func (p *Picture) MarketOfAll(f inventory.Filter) (Market, error) {
	q := &Picture{version: p.version, ground: p.ground, members: slices.Clone(p.members), order: p.order, pops: p.pops, doors: p.doors, cache: newCache(),
		day: p.day, today: p.today, present: maps.Clone(p.present), gone: p.gone}
	q.join(Newcomer)
	q.basis = p.basis.after(map[string]bool{Newcomer: true})
	m, err := q.Market(inventory.Viewer{Role: inventory.RoleSales, Member: Newcomer}, f)
	m.Members = slices.DeleteFunc(m.Members, func(one Prospect) bool { return one.Slug == Newcomer })
	return m, err
}

// doorways returns where the PoPs of active members are that a viewer may see.
func (p *Picture) doorways(v inventory.Viewer) []orb.Point {
	own := p.party(v.Member)
	var at []orb.Point
	for key, d := range p.doors.all() {
		owner := p.party(key.Member)
		if owner.status == inventory.MemberActive && !p.leaves(key.Member) && d.audience.InPool() && visible(v, own, owner, d.audience) >= named {
			at = append(at, d.at)
		}
	}
	slices.SortFunc(at, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return at
}

// Prospective returns the zones of active members that are not open yet and that
// would be in the pool, of those that a viewer may see with their owner's name:
// by member and code, cells cut to the land, without geometry, prices by their
// audience.
func (p *Picture) Prospective(v inventory.Viewer) []inventory.Zone {
	own := p.party(v.Member)
	var zones []inventory.Zone
	for _, z := range p.order {
		owner := p.party(z.Member)
		coming := z.Status == inventory.Proposed || z.Status == inventory.Planned || z.Status == inventory.UnderConstruction
		if !coming || owner.status != inventory.MemberActive || !z.Audience.InPool() || visible(v, own, owner, z.Audience) < named {
			continue
		}
		seen, _ := p.Zone(v, z.Zone)
		zones = append(zones, seen)
	}
	return zones
}
