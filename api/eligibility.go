package api

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/api/gen"
	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// Place is where eligibility is asked: a point or a commune, one of them.
type Place struct {
	At    string // "LON,LAT", WGS84 degrees
	INSEE string // code of a commune
}

// GetEligibility tells what collects at a place.
func (h *handlers) GetEligibility(ctx context.Context, r gen.GetEligibilityRequestObject) (gen.GetEligibilityResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	f := inventory.Filter{
		Technologies: words[inventory.Technology](or(r.Params.Technology, nil)),
		Statuses:     words[inventory.Status](or(r.Params.Status, nil)),
	}
	if err := f.Validate(); err != nil {
		return nil, err
	}
	d, err := Eligibility(ctx, *p, viewerOf(ctx), Place{At: or(r.Params.At, ""), INSEE: or(r.Params.Insee, "")}, f)
	if err != nil {
		return nil, err
	}
	return gen.GetEligibility200JSONResponse(d), nil
}

// Eligibility tells what collects at a place, exact on the geometry as it was
// uploaded. For a commune a zone counts when it covers any of its land, and the
// document tells how much. Only technologies and statuses of f count.
func Eligibility(ctx context.Context, p Parts, v inventory.Viewer, place Place, f inventory.Filter) (gen.Eligibility, error) {
	if (place.At == "") == (place.INSEE == "") {
		return gen.Eligibility{}, inventory.Errorf(inventory.Invalid, "no_place", "Give either at, as LON,LAT, or insee, a commune's code.")
	}
	if v.Role != inventory.RoleOperator {
		// What others may see of an entry is not decided here yet.
		return gen.Eligibility{}, inventory.Errorf(inventory.Forbidden, "operator_only", "Only the instance's operator may ask this.")
	}
	counts := pooled(p.Atlas.Now(), v, f)
	if place.INSEE != "" {
		return inCommune(ctx, p, v, place.INSEE, counts)
	}
	return atPoint(ctx, p, v, place.At, counts)
}

func inCommune(ctx context.Context, p Parts, v inventory.Viewer, code string, counts func(*inventory.Zone) bool) (gen.Eligibility, error) {
	d := gen.Eligibility{Offers: []gen.Offer{}}
	u, ok := p.Atlas.Now().Gazetteer().Unit(inventory.Commune, code)
	if !ok {
		return d, unknownCommune(p, code)
	}
	if !u.Located {
		return d, inventory.Errorf(inventory.Conflict, "no_boundary",
			"%s (%s) has no boundary in the territory in force: ask at a point.", u.Name, u.Code)
	}
	commune := UnitDocument(u)
	d.Commune = &commune
	err := p.Store.Read(ctx, v, func(tx pgx.Tx) error {
		zones, err := postgres.ZonesIn(ctx, tx, inventory.Commune, u.Code)
		for _, z := range zones {
			if counts(&z.Zone) {
				offer := offerOf(&z.Zone)
				offer.Share = &z.Share
				d.Offers = append(d.Offers, offer)
			}
		}
		return err
	})
	return d, err
}

func atPoint(ctx context.Context, p Parts, v inventory.Viewer, text string, counts func(*inventory.Zone) bool) (gen.Eligibility, error) {
	d := gen.Eligibility{Offers: []gen.Offer{}}
	at, err := parsePoint(text)
	if err != nil {
		return d, err
	}
	d.At = &gen.LonLat{at[0], at[1]}
	cell, ok := line.Locate(at[0], at[1])
	if !ok {
		return d, outside(at)
	}
	if id, err := line.InseeID(cell); err == nil {
		d.Cell = &id
	}
	err = p.Store.Read(ctx, v, func(tx pgx.Tx) error {
		u, ok, err := postgres.UnitAt(ctx, tx, inventory.Commune, at)
		if err != nil {
			return err
		}
		if ok {
			commune := UnitDocument(&u)
			d.Commune = &commune
		}
		zones, err := postgres.ZonesAt(ctx, tx, at)
		for i := range zones {
			if counts(&zones[i]) {
				d.Offers = append(d.Offers, offerOf(&zones[i]))
			}
		}
		return err
	})
	return d, err
}

// pooled tells the zones that f counts and that members share, as the answers
// do: those of active members whose audience is in the pool.
func pooled(now *atlas.Picture, v inventory.Viewer, f inventory.Filter) func(*inventory.Zone) bool {
	active := map[string]bool{}
	for _, m := range now.Members(v) {
		active[m.Slug] = m.Status == inventory.MemberActive
	}
	return func(z *inventory.Zone) bool { return active[z.Member] && z.Audience.InPool() && f.Counts(z) }
}

func offerOf(z *inventory.Zone) gen.Offer {
	return gen.Offer{
		Member: z.Member, Zone: z.Code, Name: z.Name, Technologies: words[gen.Technology](z.Technologies),
		Supplier: some(z.Supplier), Handoff: some(z.Handoff), Status: gen.Status(z.Status), AvailableOn: someDate(z.AvailableOn),
	}
}

func unknownCommune(p Parts, code string) error {
	g := p.Atlas.Now().Gazetteer()
	if current, ok := g.Former(code); ok {
		return inventory.Errorf(inventory.NotFound, "unknown_commune", "The commune %s has become part of %s.", code, current)
	}
	if _, ok := g.Unit(inventory.Commune, "0"+code); ok {
		return inventory.Errorf(inventory.NotFound, "unknown_commune", "There is no commune %q; did you mean 0%s?", clip(code, 20), code)
	}
	return inventory.Errorf(inventory.NotFound, "unknown_commune", "There is no commune with the INSEE code %q.", clip(code, 20))
}

// parsePoint reads "LON,LAT", decimal points, WGS84 degrees.
func parsePoint(s string) (orb.Point, error) {
	wrong := inventory.Errorf(inventory.Invalid, "bad_point", "at is LON,LAT in degrees with decimal points, such as 2.3522,48.8566, not %q.", clip(s, 60))
	a, b, ok := strings.Cut(s, ",")
	if !ok {
		return orb.Point{}, wrong
	}
	lon, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lat, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if err1 != nil || err2 != nil || !(math.Abs(lon) <= 180) || !(math.Abs(lat) <= 90) {
		return orb.Point{}, wrong
	}
	return orb.Point{lon, lat}, nil
}

// outside says that a point is nowhere near France, and why that may be.
func outside(at orb.Point) error {
	if _, ok := line.Locate(at[1], at[0]); ok {
		return inventory.Errorf(inventory.Invalid, "swapped_position",
			"%g,%g is not in France; the other way round it is: longitude comes first.", at[0], at[1])
	}
	return inventory.Errorf(inventory.Invalid, "outside_france", "%g,%g is not in France or its coastal waters.", at[0], at[1])
}
