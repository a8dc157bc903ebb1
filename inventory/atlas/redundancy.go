package atlas

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"maillage/geo/atom"
	"maillage/geo/line"
	"maillage/inventory"
)

// The distance between hand-offs from which two make a place redundant, in km:
// unless told otherwise, and at most.
const (
	SomeApartKM = 1
	MostApartKM = 500
)

// Redundancy is the land that is collected behind two hand-offs far enough
// apart, of distinct members.
type Redundancy struct {
	Layer     string           `json:"layer"`
	KM        float64          `json:"km"` // least distance of the two hand-offs
	Territory Amount           `json:"territory"`
	Covered   Share            `json:"covered"`
	Redundant Share            `json:"redundant"`
	Zones     int              `json:"zones"`           // with a hand-off whose place is known: those that count
	LeftOut   int              `json:"left_out"`        // in the pool, but without
	Units     []RedundancyUnit `json:"units,omitempty"` // by code, when the filter names a kind
}

// RedundancyUnit is one unit: its own land and weight, and what of it is
// redundant.
type RedundancyUnit struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Amount
	Redundant Share `json:"redundant"`
}

func (r *Redundancy) bytes() int64 { return int64(len(r.Units)) * 120 }

// Redundancy tells what of the land is collected behind two hand-offs of
// distinct members that are at least km apart (0 to MostApartKM), along the
// surface of a sphere, which is within 0.6 % of the truth. A zone counts when it
// is in the pool, the filter counts it, and the viewer may know its owner and
// its hand-off PoP; without a hand-off, or behind one that is placed at its
// commune's centre for want of better, it does not. Errors: inventory.Invalid
// for a distance out of range, else those of Atoms.
func (p *Picture) Redundancy(v inventory.Viewer, f inventory.Filter, km float64) (Redundancy, error) {
	if !(km >= 0 && km <= MostApartKM) {
		e := inventory.Errorf(inventory.Invalid, "out_of_range", "hand-offs are between 0 and %d km apart", MostApartKM)
		e.Fields = []inventory.FieldError{{Field: "km", Value: fmt.Sprint(km), Code: e.Code, Message: fmt.Sprintf("is between 0 and %d", MostApartKM)}}
		return Redundancy{}, e
	}
	f, err := p.normal(v, f)
	if err != nil {
		return Redundancy{}, err
	}
	stamp := uint64(0)
	if p.doors != nil {
		stamp = p.doors.stamp
	}
	r, err := remember(p, v, fmt.Sprintf("redundancy %g %d %s", km, stamp, wholeKey(f)), func() (*Redundancy, error) {
		return p.redundancy(v, f, km)
	})
	if err != nil {
		return Redundancy{}, err
	}
	return *r, nil
}

func (p *Picture) redundancy(v inventory.Viewer, f inventory.Filter, km float64) (*Redundancy, error) {
	all, l, err := p.whole(f)
	if err != nil {
		return nil, err
	}
	pool, err := p.pool(v, f)
	if err != nil {
		return nil, err
	}
	behind, out, err := p.behind(v, f)
	if err != nil {
		return nil, err
	}
	twice := &Pool{Atoms: atom.Sweep([]line.Set{redundant(behind, km*1000)})}
	r := &Redundancy{Layer: l.Name, KM: km, Territory: amountOf(all), LeftOut: out,
		Covered: shareOf(pool.Total(l.Weights), all), Redundant: shareOf(twice.Total(l.Weights), all)}
	for _, b := range behind {
		r.Zones += b.zones
	}
	err = p.eachUnit(twice, f, l, func(u label, a atom.UnitAmount) {
		r.Units = append(r.Units, RedundancyUnit{Code: u.code, Name: u.name, Amount: amountOf(a.Total), Redundant: shareOf(a.Covered, a.Total)})
	})
	return r, err
}

// catchment is what a member collects behind one hand-off.
type catchment struct {
	member string
	at     orb.Point
	cells  line.Set
	zones  int
}

// behind returns what is collected behind each hand-off that counts, and how
// many zones of the pool are left out.
func (p *Picture) behind(v inventory.Viewer, f inventory.Filter) (list []catchment, out int, err error) {
	lo, hi, err := span(f.Territory)
	if err != nil {
		return nil, 0, err
	}
	own := p.self(v)
	sets := map[inventory.Key][]line.Set{}
	for _, z := range p.order {
		owner := p.party(z.Member)
		if !p.pools(z.Member) || !z.Audience.InPool() || !p.counts(v, own, f, z) || visible(v, own, owner, z.Audience) < named {
			continue
		}
		key := inventory.Key{Member: z.Member, Code: z.Handoff}
		if d, ok := p.door(v, own, key); !ok || !d.exact {
			out++
			continue
		}
		sets[key] = append(sets[key], clip(z.Cells, lo, hi))
	}
	for key, theirs := range sets {
		d, _ := p.doors.of(key)
		list = append(list, catchment{key.Member, d.at, line.UnionAll(theirs), len(theirs)})
	}
	slices.SortFunc(list, func(a, b catchment) int {
		return cmp.Or(cmp.Compare(a.member, b.member), cmp.Compare(a.at[0], b.at[0]), cmp.Compare(a.at[1], b.at[1]))
	})
	return list, out, nil
}

// redundant returns the cells of two catchments or more, of distinct members and
// with hand-offs at least so many metres apart.
func redundant(list []catchment, metres float64) line.Set {
	apart := make([][]bool, len(list))
	sets := make([]line.Set, len(list))
	for i, a := range list {
		sets[i] = a.cells
		apart[i] = make([]bool, i)
		for j, b := range list[:i] {
			apart[i][j] = a.member != b.member && geo.DistanceHaversine(a.at, b.at) >= metres
		}
	}
	return atom.Sweep(sets).Twice(func(i, j int32) bool { return apart[j][i] })
}
