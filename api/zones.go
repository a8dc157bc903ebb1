package api

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
)

// ListZones lists a member's zones by code, a page at a time.
func (h *handlers) ListZones(ctx context.Context, r gen.ListZonesRequestObject) (gen.ListZonesResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	limit := or(r.Params.Limit, defaultPage)
	var rows []postgres.ZoneRow
	var next *string
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) error {
		if err := postgres.KnowsMember(ctx, tx, r.Slug); err != nil {
			return err
		}
		zones, err := postgres.ZonesMeta(ctx, tx, r.Slug, or(r.Params.After, ""), limit+1)
		if err != nil || len(zones) == 0 {
			return err
		}
		zones, next = page(zones, limit, func(z inventory.Zone) string { return z.Code })
		keys := make([]inventory.Key, len(zones))
		for i, z := range zones {
			keys[i] = z.Key
		}
		rows, err = postgres.ZoneRows(ctx, tx, keys...)
		return err
	})
	if err != nil {
		return nil, err
	}
	d := gen.ListZones200JSONResponse{Items: []gen.Zone{}, Next: next}
	now := p.Atlas.Now()
	for _, row := range rows {
		if zone, ok := now.Zone(viewerOf(ctx), row.Zone); ok {
			d.Items = append(d.Items, ZoneDocument(now, viewerOf(ctx), zone, row.Box))
		}
	}
	if len(d.Items) > 0 {
		h.consulted(ctx, now, r.Slug)
	}
	return d, nil
}

// GetZone shows one.
func (h *handlers) GetZone(ctx context.Context, r gen.GetZoneRequestObject) (gen.GetZoneResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var zone inventory.Zone
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		zone, err = postgres.Zone(ctx, tx, inventory.Key{Member: r.Slug, Code: r.Code})
		return err
	})
	if err != nil {
		return nil, err
	}
	now := p.Atlas.Now()
	zone, ok := now.Zone(viewerOf(ctx), zone)
	if !ok {
		return nil, inventory.Errorf(inventory.NotFound, "unknown_zone", "“%s” has no zone “%s”", r.Slug, r.Code)
	}
	h.consulted(ctx, now, r.Slug)
	return gen.GetZone200JSONResponse(ZoneDocument(now, viewerOf(ctx), zone, zone.Geometry.Bound())), nil
}

// ZoneDocument is a zone as the contract shows it to a viewer, for whom
// Picture.Zone has let it pass: its figures are of French land, weighed by
// population. box is that of its geometry.
func ZoneDocument(now *atlas.Picture, v inventory.Viewer, z inventory.Zone, box orb.Bound) gen.Zone {
	d := gen.Zone{
		Member: z.Member, Code: z.Code, Name: z.Name, Technologies: words[gen.Technology](z.Technologies),
		Supplier: some(z.Supplier), Handoff: some(z.Handoff), HandoffName: some(now.HandoffName(v, &z)), Extent: ExtentDocument(z.Extent),
		Status: gen.Status(z.Status), AvailableOn: someDate(z.AvailableOn), CapacityGbps: z.CapacityGbps,
		SetupEur: z.SetupEUR, MonthlyEur: z.MonthlyEUR, PriceAudience: gen.Audience(z.PriceAudience),
		Audience: gen.Audience(z.Audience), Box: gen.Box{box.Min[0], box.Min[1], box.Max[0], box.Max[1]},
	}
	if a, err := now.Weigh(z.Cells, ""); err == nil { // an error is a layer unknown, and population always is
		d.Km2, d.Weight = a.KM2, thousandth(a.Weight)
	}
	return d
}

// AddZone adds one; a code taken is a conflict.
func (h *handlers) AddZone(ctx context.Context, r gen.AddZoneRequestObject) (gen.AddZoneResponseObject, error) {
	code, err := newCode("zone", r.Body.Code)
	if err != nil {
		return nil, err
	}
	zone, err := h.keepZone(ctx, r.Slug, code, r.Body, (*intake.Desk).AddZone)
	if err != nil {
		return nil, err
	}
	return gen.AddZone201JSONResponse(zone), nil
}

// PutZone adds or replaces one.
func (h *handlers) PutZone(ctx context.Context, r gen.PutZoneRequestObject) (gen.PutZoneResponseObject, error) {
	if err := sameCode(r.Code, r.Body.Code); err != nil {
		return nil, err
	}
	zone, err := h.keepZone(ctx, r.Slug, r.Code, r.Body, (*intake.Desk).PutZone)
	if err != nil {
		return nil, err
	}
	return gen.PutZone200JSONResponse(zone), nil
}

// DeleteZone removes one.
func (h *handlers) DeleteZone(ctx context.Context, r gen.DeleteZoneRequestObject) (gen.DeleteZoneResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	if err := p.desk(ctx).DeleteZone(ctx, viewerOf(ctx), inventory.Key{Member: r.Slug, Code: r.Code}); err != nil {
		return nil, err
	}
	return gen.DeleteZone204Response{}, nil
}

// keepZone hands a zone in by one of the desk's two ways and shows it as kept.
func (h *handlers) keepZone(ctx context.Context, slug, code string, in *gen.ZoneInput,
	keep func(*intake.Desk, context.Context, inventory.Viewer, inventory.Zone) (inventory.Zone, error)) (gen.Zone, error) {
	p, err := h.need()
	if err != nil {
		return gen.Zone{}, err
	}
	z := zoneOf(slug, code, in)
	if z.Geometry, err = h.ownLand(ctx, p, z.Key, in.Extent); err != nil {
		return gen.Zone{}, err
	}
	kept, err := keep(p.desk(ctx), ctx, viewerOf(ctx), z)
	if err != nil {
		return gen.Zone{}, err
	}
	d := ZoneDocument(p.Atlas.Now(), viewerOf(ctx), kept, kept.Geometry.Bound())
	d.Version = wrote(ctx)
	return d, nil
}

// zoneOf is the zone that a body says, but for a geometry of its own.
func zoneOf(slug, code string, in *gen.ZoneInput) inventory.Zone {
	return inventory.Zone{
		Key: inventory.Key{Member: slug, Code: code}, Name: in.Name,
		Technologies: words[inventory.Technology](in.Technologies), Supplier: or(in.Supplier, ""),
		Handoff: or(in.Handoff, ""), Status: inventory.Status(or(in.Status, "")),
		Extent:      inventory.Extent{Kind: inventory.ExtentKind(in.Extent.Kind), Codes: or(in.Extent.Codes, nil), RadiusKM: or(in.Extent.RadiusKm, 0)},
		AvailableOn: dateOf(in.AvailableOn), CapacityGbps: in.CapacityGbps, SetupEUR: in.SetupEur, MonthlyEUR: in.MonthlyEur,
		PriceAudience: inventory.Audience(or(in.PriceAudience, "")), Audience: inventory.Audience(or(in.Audience, "")),
	}
}

// ownLand is the geometry that goes with an extent of its own: the one the body
// gives, else, as a GET leaves it out, the one the zone has. Nil otherwise.
func (h *handlers) ownLand(ctx context.Context, p *Parts, key inventory.Key, in gen.Extent) (orb.MultiPolygon, error) {
	switch {
	case in.Kind == gen.ExtentKindGeometry && in.Wkt != nil:
		return p.desk(ctx).ParsePolygons(*in.Wkt)
	case in.Wkt != nil:
		const message = "goes with the kind geometry alone"
		return nil, &inventory.Error{Kind: inventory.Invalid, Code: "invalid_zone", Message: "extent.wkt: " + message,
			Fields: []inventory.FieldError{{Field: "extent.wkt", Code: "two_extents", Message: message}}}
	case in.Kind != gen.ExtentKindGeometry:
		return nil, nil
	}
	var before inventory.Zone
	err := p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		before, err = postgres.Zone(ctx, tx, key)
		return err
	})
	switch {
	case err != nil && inventory.KindOf(err) != inventory.NotFound:
		return nil, err
	case err != nil || before.Extent.Kind != inventory.ExtentGeometry:
		return nil, nil // the desk says what is missing
	}
	return before.Geometry, nil
}
