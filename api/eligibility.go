package api

import (
	"context"
	"math"
	"slices"
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
		AsOf:         dateOf(r.Params.AsOf),
	}
	if err := f.Validate(); err != nil {
		return nil, err
	}
	d, err := Eligibility(ctx, *p, viewerOf(ctx), Place{At: or(r.Params.At, ""), INSEE: or(r.Params.Insee, "")}, f)
	if err != nil {
		return nil, err
	}
	h.consulted(ctx, p.Atlas.Now(), namedOwners(d)...)
	return gen.GetEligibility200JSONResponse(d), nil
}

// namedOwners are the members whose offers an answer names, each once. Offers
// without a name are no consultation of anybody's: their owner would learn what
// the reader does not know to have asked.
func namedOwners(d gen.Eligibility) (owners []string) {
	for _, o := range d.Offers {
		if o.Zone != "" && !slices.Contains(owners, o.Member) {
			owners = append(owners, o.Member)
		}
	}
	return owners
}

// Eligibility tells what collects at a place, exact on the geometry as it was
// uploaded. For a commune a zone counts when it covers any of its land, and the
// document tells how much. Only technologies, statuses and the day of f count; on
// another day, dates say what is open (see atlas.At), and the past is seen by the
// audience of that day and by today's.
func Eligibility(ctx context.Context, p Parts, v inventory.Viewer, place Place, f inventory.Filter) (gen.Eligibility, error) {
	if (place.At == "") == (place.INSEE == "") {
		return gen.Eligibility{}, inventory.Errorf(inventory.Invalid, "no_place", "Give either at, as LON,LAT, or insee, a commune's code.")
	}
	picture, err := p.Atlas.At(ctx, f.AsOf)
	if err != nil {
		return gen.Eligibility{}, err
	}
	found := &offers{now: picture, viewer: v, filter: f}
	var d gen.Eligibility
	if place.INSEE != "" {
		d, err = inCommune(ctx, p, place.INSEE, found)
	} else {
		d, err = atPoint(ctx, p, place.At, found)
	}
	d.Offers = found.list()
	return d, err
}

func inCommune(ctx context.Context, p Parts, code string, found *offers) (gen.Eligibility, error) {
	var d gen.Eligibility
	u, ok := found.now.Gazetteer().Unit(inventory.Commune, code)
	if !ok {
		return d, unknownCommune(p, code)
	}
	if !u.Located {
		return d, inventory.Errorf(inventory.Conflict, "no_boundary",
			"%s (%s) has no boundary in the territory in force: ask at a point.", u.Name, u.Code)
	}
	commune := UnitDocument(u)
	d.Commune = &commune
	if !found.now.Day().IsZero() {
		return d, found.onDay(ctx, p, atlas.Spot{Commune: u})
	}
	err := p.Store.Read(ctx, found.viewer, func(tx pgx.Tx) error {
		zones, err := postgres.ZonesIn(ctx, tx, inventory.Commune, u.Code)
		for _, z := range zones {
			found.take(z.Zone, &z.Share)
		}
		if err != nil || !found.now.SeesNameless(found.viewer) {
			return err
		}
		found.unnamed, err = postgres.NamelessIn(ctx, tx, inventory.Commune, u.Code)
		return err
	})
	return d, err
}

func atPoint(ctx context.Context, p Parts, text string, found *offers) (gen.Eligibility, error) {
	var d gen.Eligibility
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
	err = p.Store.Read(ctx, found.viewer, func(tx pgx.Tx) error {
		u, ok, err := postgres.UnitAt(ctx, tx, inventory.Commune, at)
		if err != nil {
			return err
		}
		if ok {
			commune := UnitDocument(&u)
			d.Commune = &commune
		}
		if !found.now.Day().IsZero() {
			return nil
		}
		zones, err := postgres.ZonesAt(ctx, tx, at)
		for _, z := range zones {
			found.take(z, nil)
		}
		if err != nil || !found.now.SeesNameless(found.viewer) {
			return err
		}
		found.unnamed, err = postgres.NamelessAt(ctx, tx, at)
		return err
	})
	if err == nil && !found.now.Day().IsZero() {
		err = found.onDay(ctx, p, atlas.Spot{At: at})
	}
	return d, err
}

// offers gathers what a viewer is told of the zones of a place: those that
// members share and the filter counts.
type offers struct {
	now     *atlas.Picture
	viewer  inventory.Viewer
	filter  inventory.Filter
	named   []gen.Offer
	unnamed []postgres.Nameless
}

// take notes a zone that the database shows with its owner's name.
func (o *offers) take(z inventory.Zone, share *float64) {
	if !o.filter.Counts(&z) || !o.now.Covers(o.viewer, &z) {
		return
	}
	if seen, ok := o.now.Zone(o.viewer, z); ok {
		offer := o.offerOf(&seen)
		offer.Share = share
		o.named = append(o.named, offer)
	}
}

// onDay gathers what the atlas tells of another day.
func (o *offers) onDay(ctx context.Context, p Parts, spot atlas.Spot) error {
	named, unnamed, err := p.Atlas.Offers(ctx, o.now, o.viewer, o.filter, spot)
	for _, one := range named {
		offer := o.offerOf(&one.Zone)
		if spot.Commune != nil {
			offer.Share = &one.Share
		}
		o.named = append(o.named, offer)
	}
	o.unnamed = unnamed
	return err
}

// list is the offers, those with a name first. All that are nameless are one for
// each status: how many there are, and which goes with which technology or share,
// would tell members from each other.
func (o *offers) list() []gen.Offer {
	list := append([]gen.Offer{}, o.named...)
	for _, status := range inventory.Statuses {
		offer := gen.Offer{Member: atlas.Partner, Status: gen.Status(status), Technologies: []gen.Technology{}}
		for _, n := range o.unnamed {
			for _, t := range inventory.Technologies {
				z := inventory.Zone{Status: n.Status, Technologies: []inventory.Technology{t}}
				// A technology that was not asked for would tell one zone from another.
				if n.Status == status && slices.Contains(n.Technologies, t) && o.filter.Counts(&z) {
					offer.Technologies = append(offer.Technologies, gen.Technology(t))
				}
			}
		}
		if len(offer.Technologies) > 0 {
			list = append(list, offer)
		}
	}
	return list
}

func (o *offers) offerOf(z *inventory.Zone) gen.Offer {
	return gen.Offer{
		Member: z.Member, Zone: z.Code, Name: z.Name, Technologies: words[gen.Technology](z.Technologies),
		Supplier: some(z.Supplier), Handoff: some(z.Handoff), HandoffName: some(o.now.HandoffName(o.viewer, z)),
		Status: gen.Status(z.Status), AvailableOn: someDate(z.AvailableOn),
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
