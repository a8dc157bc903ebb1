package atlas

import "maillage/inventory"

// Zone returns a zone as a viewer may see it with its owner's name, and false
// when it may not. Prices go with their own audience. A visitor gets coverage,
// name and public price alone.
func (p *Picture) Zone(v inventory.Viewer, z inventory.Zone) (inventory.Zone, bool) {
	own, owner := p.self(v), p.owner(z.Member)
	seen := visible(v, own, owner, z.Audience)
	if seen < named {
		return inventory.Zone{}, false
	}
	if visible(v, own, owner, z.PriceAudience) < named {
		z.SetupEUR, z.MonthlyEUR = nil, nil
	}
	if seen < whole && asVisitor(v, own) {
		z.Supplier, z.Handoff, z.CapacityGbps = "", "", nil
	}
	return z, true
}

// Pop is Zone for a PoP: a visitor gets no address, capacity or building.
func (p *Picture) Pop(v inventory.Viewer, pop inventory.Pop) (inventory.Pop, bool) {
	own, owner := p.self(v), p.owner(pop.Member)
	seen := visible(v, own, owner, pop.Audience)
	if seen < named {
		return inventory.Pop{}, false
	}
	if seen < whole && asVisitor(v, own) {
		pop.Address, pop.Postcode, pop.Facility, pop.CapacityGbps = "", "", "", nil
	}
	return pop, true
}

// Covers tells whether a zone counts in the pool that a viewer sees: it is an
// active member's, shared, and its coverage at least may be seen. Whether its
// owner may be named is Zone's to say.
func (p *Picture) Covers(v inventory.Viewer, z *inventory.Zone) bool {
	owner := p.owner(z.Member)
	return p.pools(z.Member) && z.Audience.InPool() && visible(v, p.self(v), owner, z.Audience) >= covered
}

// SeesNameless tells whether a viewer is told of zones without their owner's name:
// whether it sees the coverage of what members pool, and no more.
func (p *Picture) SeesNameless(v inventory.Viewer) bool {
	return visible(v, p.party(v.Member), party{status: inventory.MemberActive}, inventory.AudiencePooled) == covered
}

// asVisitor tells a viewer who sees the public catalogue alone of others'
// entries: who acts for no member, or for one that is not active.
func asVisitor(v inventory.Viewer, own party) bool {
	return v.Role == inventory.RoleVisitor || own.status != inventory.MemberActive
}

// owner is the party of an entry's owner: known by its slug even while the
// picture does not have it yet.
func (p *Picture) owner(slug string) party {
	if o := p.party(slug); o.slug != "" {
		return o
	}
	return party{slug: slug}
}

// Class tells viewers apart that see different things, for caches beyond this
// package's.
func Class(v inventory.Viewer) string { return class(v) }

// Reader tells under whose name a viewer's reading of others' entries is told to
// their owners: its member's, "" for the bureau. False for who sees the public
// catalogue alone, whom owners need not know of, and for the operator.
func (p *Picture) Reader(v inventory.Viewer) (slug string, ok bool) {
	switch v.Role {
	case inventory.RoleBureau:
		return "", true
	case inventory.RoleContributor, inventory.RoleSales:
		return v.Member, p.self(v).status == inventory.MemberActive
	}
	return "", false
}
