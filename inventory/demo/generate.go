package demo

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"maillage/inventory"
	"maillage/inventory/territory"
)

// Seed is the one that serve --demo uses.
const Seed = 2026

// Demo is an invented inventory. Zones have no cells, and a geometry only where
// it is their extent: territory.Draw makes the rest.
type Demo struct {
	Members []inventory.Member
	Pops    []inventory.Pop
	Zones   []inventory.Zone
}

// Generate invents the operators and their lists on a territory. The same
// gazetteer and seed give the same demo; an operator does not depend on the
// others.
func Generate(g *territory.Gazetteer, seed uint64) Demo {
	var d Demo
	for _, o := range operators() {
		h := fnv.New64a()
		_, _ = h.Write([]byte(o.member.Slug))
		m := maker{operator: o, g: g, r: rand.New(rand.NewPCG(seed, h.Sum64())), used: map[string]bool{}}
		m.make()
		d.Members = append(d.Members, o.member)
		d.Pops = append(d.Pops, m.pops...)
		d.Zones = append(d.Zones, m.zones...)
	}
	return d
}

// maker invents one operator's lists.
type maker struct {
	operator
	g     *territory.Gazetteer
	r     *rand.Rand
	pops  []inventory.Pop
	zones []inventory.Zone
	used  map[string]bool
}

func (m *maker) make() {
	sites := m.sites(m.g, m.r)
	for i, u := range sites {
		pop := m.pop(u, i)
		m.pops = append(m.pops, pop)
		if slices.Contains(m.away, u.Code) {
			m.zone(u, pop, business, "radius")
			continue
		}
		n := m.operator.zones / 10
		if m.r.IntN(10) < m.operator.zones%10 {
			n++
		}
		for range n {
			offer := m.offer()
			m.zone(u, pop, offer, m.extent(u, offer))
		}
	}
	for _, d := range m.wide {
		m.department(d)
	}
}

// offer picks one of the operator's, the first ones more often.
func (m *maker) offer() offer {
	total := 0
	for i, o := range m.offers {
		total += o.weight * (len(m.offers) - i)
	}
	k := m.r.IntN(total)
	for i, o := range m.offers {
		if k -= o.weight * (len(m.offers) - i); k < 0 {
			return o
		}
	}
	return m.offers[0]
}

// Nobody collects a piece of Amazonia as large as Belgium: above these areas, in
// km², a commune or an EPCI is no zone.
const (
	maxCommune = 700
	maxEPCI    = 3000
)

// extent picks how a zone says its land.
func (m *maker) extent(u *inventory.Unit, o offer) inventory.ExtentKind {
	k := m.r.IntN(100)
	switch {
	case o.local && k < 45 || u.Cells.KM2() > maxCommune:
		return inventory.ExtentRadius
	case o.local || k < 34:
		return inventory.ExtentCommunes
	case k < 62 && u.EPCI != "":
		if e, ok := m.g.Unit(inventory.EPCI, u.EPCI); ok && e.Located && e.Cells.KM2() < maxEPCI {
			return inventory.ExtentEPCI
		}
		return inventory.ExtentCommunes
	case k < 86:
		return inventory.ExtentRadius
	}
	return inventory.ExtentGeometry
}

// chance is true so many times in a hundred.
func (m *maker) chance(percent int) bool { return m.r.IntN(100) < percent }

// pick is one of the list, the earlier ones more often.
func pick[T any](r *rand.Rand, list []T) T {
	k := float64(len(list)) * r.Float64() * r.Float64()
	return list[int(math.Min(k, float64(len(list)-1)))]
}

func (m *maker) pop(u *inventory.Unit, i int) inventory.Pop {
	r := m.r
	p := inventory.Pop{
		Key:            inventory.Key{Member: m.member.Slug, Code: m.code("pop", u)},
		Name:           u.Name,
		Kind:           pick(r, []inventory.PopKind{"pop", "dataCentre", "exchange", "cabinet", "tower"}),
		Position:       spot(m.g, u, r),
		PositionSource: inventory.PositionGiven,
		City:           u.Name, INSEE: u.Code,
		Status:       pick(r, []inventory.Status{inventory.Operational, inventory.Operational, inventory.Operational, inventory.Operational, inventory.Operational, inventory.Planned, inventory.UnderConstruction}),
		Technologies: slices.Clone(m.offers[i%len(m.offers)].technologies),
		Audience:     m.audience(),
		OpenedOn:     inventory.Date{Year: 2012 + r.IntN(13), Month: time.Month(1 + r.IntN(12)), Day: 1 + r.IntN(28)},
	}
	if len(u.Postcodes) > 0 {
		p.Postcode = u.Postcodes[0]
	}
	if i < 3 { // where it all began
		p.Status, p.Kind = inventory.Operational, "dataCentre"
	}
	if p.Kind == "dataCentre" {
		p.Facility = fmt.Sprintf("Salle %s %d", u.Name, 1+r.IntN(3))
	}
	if p.Status != inventory.Operational {
		p.OpenedOn = inventory.Date{}
	}
	if m.chance(70) {
		p.CapacityGbps = number(pick(r, []float64{100, 40, 10, 400}))
	}
	return p
}

func (m *maker) audience() inventory.Audience {
	switch k := m.r.IntN(100); {
	case k < 66:
		return inventory.AudienceMembers
	case k < 82:
		return inventory.AudiencePublic
	case k < 93:
		return inventory.AudiencePooled
	case k < 97:
		return inventory.AudienceBureau
	}
	return inventory.AudiencePrivate
}

// zone invents a zone behind a PoP.
func (m *maker) zone(u *inventory.Unit, pop inventory.Pop, o offer, kind inventory.ExtentKind) {
	r := m.r
	z := m.entry(o, u)
	z.Handoff = pop.Code
	z.Extent = inventory.Extent{Kind: kind}
	km := float64(m.radius[0] + r.IntN(m.radius[1]-m.radius[0]+1))
	if o.local {
		km = float64(4 + r.IntN(7))
	}
	switch kind {
	case inventory.ExtentRadius:
		z.Extent.RadiusKM = km
		z.Name += fmt.Sprintf(" (%d km)", int(km))
	case inventory.ExtentCommunes:
		n := 3 + r.IntN(22)
		if o.local {
			n = 1 + r.IntN(6)
		}
		z.Extent.Codes = around(m.g, u, n)
	case inventory.ExtentEPCI:
		z.Extent.Codes = []string{u.EPCI}
	case inventory.ExtentGeometry:
		z.Geometry = patch(pop.Position, km, r)
	}
	if pop.Status != inventory.Operational && z.Status == inventory.Operational {
		z.Status = inventory.Planned
		z.AvailableOn = m.soon()
	}
	m.zones = append(m.zones, z)
}

// department invents a zone over a whole département, collected on its public
// network behind the nearest PoP the operator has.
func (m *maker) department(code string) {
	d, ok := m.g.Unit(inventory.Departement, code)
	if !ok || !d.Located || len(m.pops) == 0 {
		return
	}
	near, least := 0, math.Inf(1)
	for i, p := range m.pops {
		if far := math.Hypot(p.Position[0]-d.Centre[0], p.Position[1]-d.Centre[1]); far < least && p.Status == inventory.Operational {
			near, least = i, far
		}
	}
	z := m.entry(ftth, d)
	z.Supplier = "Réseau public " + code
	z.Handoff = m.pops[near].Code
	z.Extent = inventory.Extent{Kind: inventory.ExtentDepartements, Codes: []string{code}}
	z.Audience = inventory.AudienceMembers
	m.zones = append(m.zones, z)
}

// entry is what all zones have.
func (m *maker) entry(o offer, u *inventory.Unit) inventory.Zone {
	r := m.r
	tech := strings.ToUpper(string(o.technologies[0]))
	z := inventory.Zone{
		Key:           inventory.Key{Member: m.member.Slug, Code: m.code(string(o.technologies[0]), u)},
		Name:          tech + " " + u.Name,
		Technologies:  slices.Clone(o.technologies),
		Status:        inventory.Operational,
		Audience:      m.audience(),
		PriceAudience: pick(r, []inventory.Audience{inventory.AudienceMembers, inventory.AudiencePrivate, inventory.AudiencePublic, inventory.AudienceBureau}),
		CapacityGbps:  number(pick(r, o.gbps)),
	}
	switch k := r.IntN(100); {
	case k < 14:
		z.Status = inventory.Planned
	case k < 18:
		z.Status = inventory.UnderConstruction
	case k < 20:
		z.Status = inventory.Proposed
	case k < 21:
		z.Status = inventory.Decommissioned
	}
	switch z.Status {
	case inventory.Operational:
		z.AvailableOn = inventory.Date{Year: 2016 + r.IntN(10), Month: time.Month(1 + r.IntN(12)), Day: 1}
	case inventory.Planned, inventory.UnderConstruction:
		z.AvailableOn = m.soon()
	}
	if m.chance(80) {
		z.SetupEUR = number(math.Round(float64(o.setup)*(0.7+0.6*r.Float64())/5) * 5)
		z.MonthlyEUR = number(math.Round(float64(o.monthly)*(0.75+0.5*r.Float64())*10) / 10)
	}
	if m.chance(30) && len(u.Departement) > 0 {
		z.Supplier = "Réseau public " + u.Departement
	}
	return z
}

func (m *maker) soon() inventory.Date {
	return inventory.Date{Year: 2027 + m.r.IntN(2), Month: time.Month(1 + m.r.IntN(12)), Day: 1}
}

// code is one the operator has not used: "ftth-18033", "ftth-18033-2" …
func (m *maker) code(prefix string, u *inventory.Unit) string {
	base := prefix + "-" + strings.ToLower(u.Code)
	code := base
	for n := 2; m.used[code]; n++ {
		code = fmt.Sprintf("%s-%d", base, n)
	}
	m.used[code] = true
	return code
}

func number(v float64) *float64 { return &v }
