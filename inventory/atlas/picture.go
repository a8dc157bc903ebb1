package atlas

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/recent"
	"maillage/inventory/territory"
)

// Picture is the inventory at one moment. It never changes and is safe for
// concurrent use; what its methods return must not be changed either.
type Picture struct {
	version uint64
	ground  *ground
	members []postgres.MemberRow // by slug
	pops    []postgres.PopCount
	doors   *doors
	zones   map[inventory.Key]*zone
	order   []*zone // by member and code
	cache   *recent.Cache[string, any]
	basis   *basis

	// Of the picture of another day (past.go) alone.
	day, today inventory.Date
	present    map[string]inventory.MemberStatus // of members as they are today
	stood      bool                              // see Atlas.Stood
	elsewhere  map[inventory.Key]orb.Bound       // zones whose land is not today's; the box of an own geometry

	gone []string // members that are supposed to leave (suppose.go)
}

// zone is a zone without its geometry, its cells cut to the land.
type zone struct {
	postgres.ZoneRow
	shut bool // its hand-off is not open on the picture's day

	stated inventory.Status // by its owner, where the picture's day gives it another; "" elsewhere
}

// The most that the answers, atoms, drawings and tiles of one picture take. A
// screen shows some twenty tiles.
const (
	cacheEntries = 2000
	cacheBytes   = 192 << 20
)

func newCache() *recent.Cache[string, any] {
	return recent.New[string](cacheEntries, cacheBytes, sizeOf)
}

// newDayCache is that of the picture of another day, of which several are kept.
func newDayCache() *recent.Cache[string, any] {
	return recent.New[string](cacheEntries/8, cacheBytes/8, sizeOf)
}

// sized is what the cache holds.
type sized interface{ bytes() int64 }

func sizeOf(v any) int64 { return 200 + v.(sized).bytes() }

// remember returns the answer of a kind for a viewer and a filter, made by make
// if it is not in the cache.
func remember[V sized](p *Picture, v inventory.Viewer, what string, make func() (V, error)) (V, error) {
	got, err := p.cache.Get(what+"|"+class(v), func() (any, error) { return make() })
	if err != nil {
		var none V
		return none, err
	}
	return got.(V), nil
}

// Day is the day that the picture is of; none when it is as things are now.
func (p *Picture) Day() inventory.Date { return p.day }

// Version tells pictures apart, in this process and from those of earlier ones:
// a later picture has a greater one.
func (p *Picture) Version() uint64 { return p.version }

// Stamp tells pictures apart as Version does, those of other days among them.
func (p *Picture) Stamp() string {
	if p.day.IsZero() {
		return fmt.Sprint(p.version)
	}
	return fmt.Sprintf("%d-%s-%s", p.version, p.day, p.today)
}

// Gazetteer returns the units of the territory; an empty one while none is
// loaded.
func (p *Picture) Gazetteer() *territory.Gazetteer { return p.ground.gazetteer }

// Territory says where the boundaries come from; zero while none is loaded.
func (p *Picture) Territory() inventory.Territory { return p.ground.territory }

// GroundStamp tells states of the territory, its kinds of unit and its layers
// apart.
func (p *Picture) GroundStamp() string { return p.ground.stamp }

// HasKind is nil for a kind of unit that there is; for any other it is an
// inventory.Invalid error that lists those.
func (p *Picture) HasKind(kind string) error {
	if p.ground.kinds[kind] == nil {
		return unknown("unit", kind, p.ground.gazetteer.Kinds())
	}
	return nil
}

// LoadedKinds returns the kinds of unit that operators loaded, by name.
func (p *Picture) LoadedKinds() []inventory.UnitKind { return p.ground.loaded }

// Layers returns the layers of weights.
func (p *Picture) Layers() []Layer { return p.ground.layers }

// Layer returns a layer, population when name is "". An unknown one is an
// inventory.Invalid error that lists those there are.
func (p *Picture) Layer(name string) (Layer, error) { return p.ground.layer(name) }

// Land returns the land of one territory of the line, of all when code is "".
// An unknown code is an inventory.Invalid error.
func (p *Picture) Land(code string) (line.Set, error) {
	lo, hi, err := span(code)
	if err != nil || code == "" {
		return p.ground.land, err
	}
	return p.ground.land.Clip(lo, hi), nil
}

// Weigh returns the amount of land in a set, weighed by a layer (population
// when it is ""). Cells that are not land count for nothing.
func (p *Picture) Weigh(s line.Set, layer string) (Amount, error) {
	l, err := p.ground.layer(layer)
	if err != nil {
		return Amount{}, err
	}
	s = line.Intersect(nil, s, p.ground.land)
	return Amount{KM2: s.KM2(), Weight: l.Weights.Weight(s)}, nil
}

// Members returns the members that a viewer may know of, by slug, with the
// numbers of PoPs and zones that it may see with their owner's name. Candidates
// and members that left are known to themselves, the bureau, administrators and
// the operator.
func (p *Picture) Members(v inventory.Viewer) []postgres.MemberRow {
	if v.Role == inventory.RoleOperator {
		return p.members
	}
	own := p.self(v)
	var out []postgres.MemberRow
	for _, m := range p.members {
		owner := p.party(m.Slug)
		if !p.knows(v, m) {
			continue
		}
		m.Pops, m.Zones = 0, 0
		for _, c := range p.pops {
			if c.Member == m.Slug && visible(v, own, owner, c.Audience) >= named {
				m.Pops += c.Count
			}
		}
		for _, z := range p.zonesOf(m.Slug) {
			if visible(v, own, owner, z.Audience) >= named {
				m.Zones++
			}
		}
		out = append(out, m)
	}
	return out
}

func (p *Picture) knows(v inventory.Viewer, m postgres.MemberRow) bool {
	switch v.Role {
	case inventory.RoleOperator, inventory.RoleBureau, inventory.RoleAdmin:
		return true
	case inventory.RoleVisitor:
		return p.stands(m) == inventory.MemberActive
	}
	return p.stands(m) == inventory.MemberActive || m.Slug == v.Member
}

// member returns a member that a viewer may know of; an inventory.Invalid error
// that lists those there are for any other.
func (p *Picture) member(v inventory.Viewer, slug string) (postgres.MemberRow, error) {
	var known []string
	for _, m := range p.members {
		if !p.knows(v, m) {
			continue
		}
		if m.Slug == slug {
			return m, nil
		}
		known = append(known, m.Slug)
	}
	return postgres.MemberRow{}, unknown("member", slug, known)
}

// stands returns the status that says who may see a member and its entries: on
// another day, active alone if it was so then and is so today.
func (p *Picture) stands(m postgres.MemberRow) inventory.MemberStatus {
	if p.present == nil || m.Status != inventory.MemberActive {
		return m.Status
	}
	if today, there := p.present[m.Slug]; there {
		return today
	}
	return inventory.MemberLeft
}

// self is the member a viewer acts for as it is today, whatever the picture's
// day: who asks is there now.
func (p *Picture) self(v inventory.Viewer) party {
	if p.present == nil {
		return p.party(v.Member)
	}
	if today, there := p.present[v.Member]; there {
		return party{v.Member, today}
	}
	return party{}
}

// party returns an owner as the table of audiences takes it.
func (p *Picture) party(slug string) party {
	i, ok := p.find(slug)
	if !ok {
		return party{}
	}
	return party{slug, p.stands(p.members[i])}
}

// find returns a member's place.
func (p *Picture) find(slug string) (int, bool) {
	return slices.BinarySearchFunc(p.members, slug, func(m postgres.MemberRow, s string) int { return cmp.Compare(m.Slug, s) })
}

// pools tells whether a member's zones may be in the pool.
func (p *Picture) pools(slug string) bool {
	i, ok := p.find(slug)
	return ok && p.members[i].Status == inventory.MemberActive
}

// counts tells whether a filter counts a zone for a viewer: on another day, not
// behind a hand-off that the viewer may see and that is not open.
func (p *Picture) counts(v inventory.Viewer, own party, f inventory.Filter, z *zone) bool {
	if !f.Counts(&z.Zone) {
		return false
	}
	if !z.shut {
		return true
	}
	_, seen := p.door(v, own, inventory.Key{Member: z.Member, Code: z.Handoff})
	return !seen
}

// zonesOf returns a member's zones, by code.
func (p *Picture) zonesOf(member string) []*zone {
	i, _ := slices.BinarySearchFunc(p.order, member, func(z *zone, m string) int {
		if z.Member < m {
			return -1
		}
		return 1
	})
	j := i
	for j < len(p.order) && p.order[j].Member == member {
		j++
	}
	return p.order[i:j]
}
