package atlas

import (
	"cmp"
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Spot is where one asks what collects: a point (degrees), or a commune.
type Spot struct {
	At      orb.Point
	Commune *inventory.Unit // nil: the point
}

// Offer is a zone that collects at a spot, as the viewer may see it, and how much
// of the commune's land it covers, 0 to 1; at a point that is 0.
type Offer struct {
	inventory.Zone
	Share float64
}

// Offers returns what a viewer is told collects at a spot on a picture's day, of
// what a filter counts: zones with their owner's name, by member and code, and what
// it is told of the others. Exact, as of today: on the geometry as uploaded where a
// zone had it then, else drawn again, on the territory in force.
//
// The picture is that of At for a day. The database is asked which zones lie there
// as the operator; what is told passes the table of who sees what, as do the
// figures of that day. Errors are the database's.
func (a *Atlas) Offers(ctx context.Context, p *Picture, v inventory.Viewer, f inventory.Filter, spot Spot) ([]Offer, []postgres.Nameless, error) {
	var there []postgres.KeyShare
	err := a.store.Read(ctx, inventory.Operator("atlas"), func(tx pgx.Tx) (err error) {
		there, err = p.lying(ctx, tx, spot)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	own, nameless := p.self(v), p.SeesNameless(v)
	var named []Offer
	var unnamed []postgres.Nameless
	for _, k := range there {
		z, ok := p.zones[k.Key]
		if !ok || !p.counts(v, own, f, z) || !p.Covers(v, &z.Zone) {
			continue
		}
		if seen, ok := p.Zone(v, z.Zone); ok {
			named = append(named, Offer{seen, k.Share})
		} else if nameless {
			unnamed = append(unnamed, postgres.Nameless{Status: z.Status, Technologies: z.Technologies})
		}
	}
	slices.SortFunc(named, func(a, b Offer) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Code, b.Code))
	})
	return named, unnamed, nil
}

// lying names the zones that lie at a spot on the picture's day, whoever sees them.
func (p *Picture) lying(ctx context.Context, tx pgx.Tx, spot Spot) ([]postgres.KeyShare, error) {
	var today []postgres.KeyShare
	var err error
	if spot.Commune == nil {
		today, err = postgres.KeysAt(ctx, tx, spot.At)
	} else {
		today, err = postgres.KeysIn(ctx, tx, spot.Commune.Kind, spot.Commune.Code)
	}
	if err != nil {
		return nil, err
	}
	there := slices.DeleteFunc(today, func(k postgres.KeyShare) bool {
		_, moved := p.elsewhere[k.Key]
		return moved
	})
	for key, box := range p.elsewhere {
		share, ok, err := p.laid(ctx, tx, key, box, spot)
		if err != nil {
			return nil, err
		}
		if ok {
			there = append(there, postgres.KeyShare{Key: key, Share: share})
		}
	}
	return there, nil
}

// laid tells whether a zone whose land is not today's lay at a spot on the
// picture's day, and on how much of it.
func (p *Picture) laid(ctx context.Context, tx pgx.Tx, key inventory.Key, box orb.Bound, spot Spot) (share float64, ok bool, err error) {
	z, there := p.zones[key]
	if !there {
		return 0, false, nil
	}
	around := spot.At.Bound()
	if spot.Commune != nil {
		around = spot.Commune.Box
	}
	zone := z.Zone
	if zone.Extent.Kind == inventory.ExtentGeometry {
		if !box.Intersects(around) {
			return 0, false, nil
		}
		then, err := postgres.ZoneBefore(ctx, tx, key, p.day.End())
		if err != nil {
			return 0, false, err
		}
		zone.Geometry = then.Geometry
	}
	door, _ := p.doors.of(inventory.Key{Member: key.Member, Code: zone.Handoff})
	land, err := p.ground.gazetteer.LandNear(ctx, tx, &zone, door.at, around)
	if err != nil || len(land) == 0 {
		return 0, false, err
	}
	if spot.Commune == nil {
		ok, err = postgres.Holds(ctx, tx, land, spot.At)
		return 0, ok, err
	}
	share, err = postgres.ShareOf(ctx, tx, land, spot.Commune.Kind, spot.Commune.Code)
	return share, share > 0, err
}
