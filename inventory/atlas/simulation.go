package atlas

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Newcomer stands for the owner of added zones that are nobody's yet. No
// member's slug can be it.
const Newcomer = "un nouvel adhérent"

// Change is what a simulation does to the inventory.
type Change struct {
	Remove     []string         // slugs of active members that leave
	Candidates []string         // slugs of candidates that join
	Add        []inventory.Zone // drawn; their member joins or is there, "" is Newcomer
	Set        []Setting        // what becomes of zones that are there, in this order
}

// Simulation is what a change makes of the pool.
type Simulation struct {
	Layer      string            `json:"layer"`
	Before     Coverage          `json:"before"` // without units
	After      Coverage          `json:"after"`
	Difference Amount            `json:"difference"`      // of what is covered; less than nothing when it is lost
	Units      []SimulatedUnit   `json:"units,omitempty"` // those that differ, the most first, when the filter names a kind
	Members    []SimulatedMember `json:"members"`         // whose openings differ the most first
	Won, Lost  line.Set          `json:"-"`               // land covered after and not before, and the other way round
}

// SimulatedUnit is what a change makes of one unit's coverage.
type SimulatedUnit struct {
	Code          string `json:"code"`
	Name          string `json:"name"`
	Before, After Share
	Difference    Amount `json:"difference"`
}

// SimulatedMember is what a change makes of what the pool opens to a member:
// nothing while it is not in the pool.
type SimulatedMember struct {
	Member        string `json:"member"`
	Before, After Amount
	Difference    Amount `json:"difference"`
}

// Simulate tells what a change would make of the pool that a viewer's filter
// chooses, and changes nothing. Members that join are counted whatever members
// the filter names. Added zones of an audience in the pool are counted; one with
// the code of a zone of the same member that the viewer sees replaces it.
//
// A member that leaves takes along what the viewer knows to be its own: what it
// shares without its name stays, for the difference would tell whose it was.
// Candidates may join for the bureau and the operator alone. Errors:
// inventory.Invalid when nothing is changed, for a member that is unknown or
// whose status does not fit, inventory.Forbidden, and those of Atoms.
func (p *Picture) Simulate(v inventory.Viewer, f inventory.Filter, c Change) (Simulation, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return Simulation{}, err
	}
	q, joined, err := p.changed(v, c)
	if err != nil {
		return Simulation{}, err
	}
	after := f
	if len(f.Members) > 0 {
		after.Members = sorted(slices.Concat(f.Members, joined))
	}
	s := Simulation{Layer: f.Layer, Members: []SimulatedMember{}}
	if s.Before, err = p.Coverage(v, f); err != nil {
		return Simulation{}, err
	}
	if s.After, err = q.Coverage(v, after); err != nil {
		return Simulation{}, err
	}
	s.Difference = difference(s.Before.Covered.Amount, s.After.Covered.Amount)
	if s.Won, s.Lost, err = p.moved(v, q, f, after); err != nil {
		return Simulation{}, err
	}
	s.Units = simulatedUnits(s.Before.Units, s.After.Units)
	s.Before.Units, s.After.Units = nil, nil
	opened, err := p.openedToEach(v, f)
	if err != nil {
		return Simulation{}, err
	}
	then, err := q.openedToEach(v, after)
	if err != nil {
		return Simulation{}, err
	}
	for _, gone := range c.Remove {
		delete(then, gone)
	}
	s.Members = simulatedMembers(opened, then)
	return s, nil
}

// moved returns the land that is covered in q and not in p, and that of p and not
// of q. The filters are normal.
func (p *Picture) moved(v inventory.Viewer, q *Picture, f, after inventory.Filter) (won, lost line.Set, err error) {
	before, err := p.pool(v, f)
	if err != nil {
		return nil, nil, err
	}
	then, err := q.pool(v, after)
	if err != nil {
		return nil, nil, err
	}
	was, is := before.Covered(), then.Covered()
	return line.Subtract(nil, is, was), line.Subtract(nil, was, is), nil
}

// changed returns a picture after a change, and the slugs of those who join.
func (p *Picture) changed(v inventory.Viewer, c Change) (q *Picture, joined []string, err error) {
	if len(c.Remove)+len(c.Candidates)+len(c.Add)+len(c.Set) == 0 {
		return nil, nil, inventory.Errorf(inventory.Invalid, "nothing_changed",
			"nothing is changed: name a member to remove, a candidate, zones to add, or zones and what becomes of them")
	}
	q = &Picture{version: p.version, ground: p.ground, members: slices.Clone(p.members), pops: p.pops, doors: p.doors, cache: newCache(),
		day: p.day, today: p.today, present: maps.Clone(p.present), gone: slices.Clone(c.Remove)}
	touched := map[string]bool{}
	for _, slug := range c.Remove {
		if err := p.standing(v, slug, "remove", inventory.MemberActive); err != nil {
			return nil, nil, err
		}
		touched[slug] = true
	}
	if len(c.Candidates) > 0 && v.Role != inventory.RoleOperator && v.Role != inventory.RoleBureau {
		return nil, nil, inventory.Errorf(inventory.Forbidden, "bureau_alone", "what a candidate would bring is for the bureau to see")
	}
	for _, slug := range c.Candidates {
		if err := p.standing(v, slug, "candidates", inventory.MemberCandidate); err != nil {
			return nil, nil, err
		}
		touched[slug], joined = true, append(joined, slug)
		q.join(slug)
	}
	own := p.self(v)
	leaves := func(z *zone) bool {
		return slices.Contains(c.Remove, z.Member) && visible(v, own, p.party(z.Member), z.Audience) >= named
	}
	q.order = slices.DeleteFunc(slices.Clone(p.order), leaves)
	for _, z := range c.Add {
		switch {
		case z.Member == "":
			z.Member = Newcomer
			q.join(Newcomer)
		case slices.Contains(c.Remove, z.Member):
			return nil, nil, inventory.Errorf(inventory.Invalid, "left_and_added", "“%s” cannot leave and add zones at once", z.Member)
		case !slices.Contains(c.Candidates, z.Member):
			if err := p.standing(v, z.Member, "add", inventory.MemberActive); err != nil {
				return nil, nil, err
			}
		}
		touched[z.Member], joined = true, append(joined, z.Member)
		q.put(v, own, z)
	}
	slices.SortFunc(q.order, byKey)
	for i, set := range c.Set {
		if err := q.set(v, own, set, i, touched); err != nil {
			return nil, nil, err
		}
	}
	q.basis = p.basis.after(touched)
	return q, joined, nil
}

// standing checks that a member is known to a viewer and has a status.
func (p *Picture) standing(v inventory.Viewer, slug, field string, want inventory.MemberStatus) error {
	m, err := p.member(v, slug)
	if err != nil || m.Status == want {
		return err
	}
	e := inventory.Errorf(inventory.Invalid, "wrong_status", "“%s” is %s, not %s", slug, m.Status, want)
	e.Fields = []inventory.FieldError{{Field: field, Value: slug, Code: e.Code, Message: "names members whose status is " + string(want)}}
	return e
}

// join makes a member active, adding it if there is none of this slug.
func (p *Picture) join(slug string) {
	i, there := slices.BinarySearchFunc(p.members, slug, func(m postgres.MemberRow, s string) int { return cmp.Compare(m.Slug, s) })
	if !there {
		p.members = slices.Insert(p.members, i, postgres.MemberRow{Member: inventory.Member{Slug: slug, Name: slug}})
	}
	p.members[i].Status = inventory.MemberActive
	if p.present != nil {
		p.present[slug] = inventory.MemberActive
	}
}

// put adds a zone, in place of the one of the same key that a viewer sees.
// Who adds a zone to the pool sees it, whatever its audience there.
func (p *Picture) put(v inventory.Viewer, own party, z inventory.Zone) {
	p.order = slices.DeleteFunc(p.order, func(o *zone) bool {
		return o.Key == z.Key && visible(v, own, p.party(o.Member), o.Audience) >= named
	})
	if z.Audience.InPool() {
		z.Audience = inventory.AudiencePublic
	}
	z.Cells = line.Intersect(nil, z.Cells, p.ground.land)
	if !p.day.IsZero() {
		z.Status = z.StatusOn(p.day, p.today)
	}
	p.order = append(p.order, &zone{ZoneRow: postgres.ZoneRow{Zone: z}})
}

// openedToEach returns what the pool opens to each of its members: of each, the
// Opened of its Openings. The filter is normal.
func (p *Picture) openedToEach(v inventory.Viewer, f inventory.Filter) (map[string]Amount, error) {
	pool, err := p.pool(v, f)
	if err != nil {
		return nil, err
	}
	l, err := p.ground.layer(f.Layer)
	if err != nil {
		return nil, err
	}
	opened := map[string]Amount{}
	opens := pool.Opens(l.Weights)
	for i, slug := range pool.Members {
		switch {
		case slug == Partner:
		case pool.entire[i]:
			opened[slug] = amountOf(opens[i])
		default:
			own, err := p.reach(v, f, slug)
			if err != nil {
				return nil, err
			}
			opened[slug] = amountOf(p.opened(pool, own).Total(l.Weights))
		}
	}
	return opened, nil
}

func difference(before, after Amount) Amount {
	d := Amount{after.KM2 - before.KM2, after.Weight - before.Weight}
	if d.KM2 == 0 && math.Abs(d.Weight) < 1e-9*(1+before.Weight) {
		d.Weight = 0 // the same land, summed in another order
	}
	return d
}

// simulatedUnits compares units, which are the same and by code in both.
func simulatedUnits(before, after []CoverageUnit) []SimulatedUnit {
	var units []SimulatedUnit
	for i, b := range before {
		a := after[i]
		if d := difference(b.Covered.Amount, a.Covered.Amount); d != (Amount{}) {
			units = append(units, SimulatedUnit{b.Code, b.Name, b.Covered, a.Covered, d})
		}
	}
	slices.SortFunc(units, func(x, y SimulatedUnit) int {
		return cmp.Or(byDifference(x.Difference, y.Difference), cmp.Compare(x.Code, y.Code))
	})
	return units
}

func simulatedMembers(before, after map[string]Amount) []SimulatedMember {
	members := []SimulatedMember{}
	for slug, b := range before {
		a := after[slug] // nothing once it has left
		members = append(members, SimulatedMember{slug, b, a, difference(b, a)})
	}
	for slug, a := range after {
		if _, there := before[slug]; !there {
			members = append(members, SimulatedMember{Member: slug, After: a, Difference: a})
		}
	}
	slices.SortFunc(members, func(x, y SimulatedMember) int {
		return cmp.Or(byDifference(x.Difference, y.Difference), cmp.Compare(x.Member, y.Member))
	})
	return members
}

// byDifference puts what differs the most first, won or lost.
func byDifference(x, y Amount) int {
	return cmp.Or(cmp.Compare(math.Abs(y.Weight), math.Abs(x.Weight)), cmp.Compare(math.Abs(y.KM2), math.Abs(x.KM2)))
}
