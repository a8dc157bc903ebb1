package intake

import (
	"context"
	"crypto/rand"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// PutPop adds a PoP or changes the one of the same code, with the checks of an
// upload, and returns it as kept: with its commune, and, where it has no
// position (0, 0), the centre of the commune that insee, or postcode and city,
// tell. Empty kind, status and audience take their defaults. Errors: Invalid
// with one field a fault; NotFound for the member; Forbidden.
func (d *Desk) PutPop(ctx context.Context, v inventory.Viewer, p inventory.Pop) (inventory.Pop, error) {
	return d.putPop(ctx, v, p, false)
}

// AddPop is PutPop for a code that must be new: Conflict entry_exists.
func (d *Desk) AddPop(ctx context.Context, v inventory.Viewer, p inventory.Pop) (inventory.Pop, error) {
	return d.putPop(ctx, v, p, true)
}

func (d *Desk) putPop(ctx context.Context, v inventory.Viewer, p inventory.Pop, mustBeNew bool) (inventory.Pop, error) {
	g, err := d.ground(d.Lang)
	if err != nil {
		return p, err
	}
	p.Kind, p.Status = or(p.Kind, "pop"), or(p.Status, inventory.Operational)
	p.Technologies = sortTechnologies(p.Technologies)
	err = d.change(ctx, v, p.Member, func(tx pgx.Tx) error {
		has, err := holdingsOf(ctx, tx, p.Member, false)
		if err != nil {
			return err
		}
		p.Audience = or(p.Audience, has.usual.Audience)
		before, there := has.pops[p.Code]
		if there && mustBeNew {
			return entryExists.is().at("code", p.Code).domain(inventory.Conflict, d.Lang)
		}
		c := &checker{lang: d.Lang, member: p.Member, table: &Table{}, cols: &columns{}, land: g.land, has: has}
		r := &result{row: &Row{}, code: p.Code}
		c.placePop(r, &p, before)
		c.validated(r, p.Validate())
		if err := d.refused("pop", r); err != nil {
			return err
		}
		if err := postgres.PutPops(ctx, tx, []inventory.Pop{p}); err != nil {
			return err
		}
		if !there || samePoint(before.Position, p.Position) {
			return nil
		}
		drawn, err := circles(ctx, tx, g.Gazetteer, has, map[string]*inventory.Pop{p.Code: &p})
		if err != nil {
			return err
		}
		return postgres.RedrawZones(ctx, tx, drawn)
	})
	return p, err
}

// or is v, or the default where v is empty.
func or[T ~string](v, otherwise T) T {
	if v == "" {
		return otherwise
	}
	return v
}

// placePop finds where a single PoP is. Without any word of it the PoP stays
// where it was.
func (c *checker) placePop(r *result, p *inventory.Pop, before *inventory.Pop) {
	where := &position{}
	switch {
	case p.Position != (orb.Point{}):
		where.field = "position"
		c.onLand(where, p.Position)
		if before != nil && before.PositionSource != inventory.PositionGiven && samePoint(before.Position, p.Position) {
			where.source = before.PositionSource // sent back as it was read
		}
	case p.INSEE == "" && p.Postcode == "" && p.City == "" && before != nil:
		where.point, where.source, where.insee = before.Position, before.PositionSource, before.INSEE
	default:
		c.centre(where, p.INSEE, p.Postcode, p.City)
	}
	r.errs = where.errs
	p.Position, p.PositionSource, p.INSEE = where.point, or(where.source, inventory.PositionGiven), where.insee
}

// PutZone adds a zone or changes the one of the same code, with the checks of
// an upload, and draws it: from its extent, or, with the extent geometry, from
// z.Geometry (lon/lat). It returns the zone as kept. Errors as of PutPop.
func (d *Desk) PutZone(ctx context.Context, v inventory.Viewer, z inventory.Zone) (inventory.Zone, error) {
	return d.putZone(ctx, v, z, false)
}

// AddZone is PutZone for a code that must be new: Conflict entry_exists.
func (d *Desk) AddZone(ctx context.Context, v inventory.Viewer, z inventory.Zone) (inventory.Zone, error) {
	return d.putZone(ctx, v, z, true)
}

func (d *Desk) putZone(ctx context.Context, v inventory.Viewer, z inventory.Zone, mustBeNew bool) (inventory.Zone, error) {
	g, err := d.ground(d.Lang)
	if err != nil {
		return z, err
	}
	z.Status = or(z.Status, inventory.Operational)
	z.Technologies = sortTechnologies(z.Technologies)
	err = d.change(ctx, v, z.Member, func(tx pgx.Tx) error {
		has, err := holdingsOf(ctx, tx, z.Member, false)
		if err != nil {
			return err
		}
		z.Audience, z.PriceAudience = or(z.Audience, has.usual.Audience), or(z.PriceAudience, has.usual.PriceAudience)
		if _, there := has.zones[z.Code]; there && mustBeNew {
			return entryExists.is().at("code", z.Code).domain(inventory.Conflict, d.Lang)
		}
		if err := d.drawn(ctx, tx, g, has, &z); err != nil {
			return err
		}
		return postgres.PutZones(ctx, tx, []inventory.Zone{z})
	})
	return z, err
}

// drawn checks a single zone and draws it.
func (d *Desk) drawn(ctx context.Context, db postgres.DB, g *ground, has *holdings, z *inventory.Zone) error {
	c := &checker{lang: d.Lang, member: z.Member, table: &Table{}, cols: &columns{}, land: g.land, has: has}
	r := &result{row: &Row{}, code: z.Code, zone: z}
	c.wholeZone(r, z)
	if len(r.errs) == 0 {
		if err := c.draw(ctx, db, r); err != nil {
			return err
		}
	}
	if len(r.errs) == 0 && z.Geometry == nil {
		if err := territory.Outlines(ctx, db, g.Gazetteer, []*inventory.Zone{z}); err != nil {
			return err
		}
	}
	return d.refused("zone", r)
}

// wholeZone checks a single zone but for its drawing.
func (c *checker) wholeZone(r *result, z *inventory.Zone) {
	if z.Handoff != "" && c.has.pops[z.Handoff] == nil {
		r.fail(unknownHandoff.is().at("handoff", z.Handoff))
	}
	field := string(z.Extent.Kind)
	switch z.Extent.Kind {
	case inventory.ExtentCommunes, inventory.ExtentEPCI, inventory.ExtentDepartements, inventory.ExtentUnits:
		z.Geometry = nil
		z.Extent.Codes = c.unitList(r, field, z.Extent.Codes)
	case inventory.ExtentGeometry:
		if len(z.Geometry) == 0 {
			r.fail(noExtent.is().at("wkt", ""))
			break
		}
		mp, bad := c.degrees(z.Geometry, 4326)
		if bad != nil {
			r.fail(bad)
			break
		}
		if why := closeRings(mp); why != "" {
			r.fail(badGeometry.is("why", whyFile(why)).at("wkt", ""))
			break
		}
		z.Geometry = mp
	}
	if len(r.errs) == 0 {
		c.validated(r, z.Validate())
	}
}

// DeletePop removes a PoP. Errors: NotFound; Conflict pop_in_use naming the
// zones of which it is the hand-off; Forbidden.
func (d *Desk) DeletePop(ctx context.Context, v inventory.Viewer, key inventory.Key) error {
	return d.change(ctx, v, key.Member, func(tx pgx.Tx) error {
		return postgres.DeletePops(ctx, tx, key.Member, []string{key.Code})
	})
}

// DeleteZone removes a zone. Errors: NotFound; Forbidden.
func (d *Desk) DeleteZone(ctx context.Context, v inventory.Viewer, key inventory.Key) error {
	return d.change(ctx, v, key.Member, func(tx pgx.Tx) error {
		return postgres.DeleteZones(ctx, tx, key.Member, []string{key.Code})
	})
}

// change runs fn in a transaction of its own change id, with the member's
// entries locked, and has the picture show it.
func (d *Desk) change(ctx context.Context, v inventory.Viewer, member string, fn func(tx pgx.Tx) error) error {
	return d.changeAs(ctx, v, member, "edit:"+rand.Text(), fn)
}

// changeAs is change under an id that is given.
func (d *Desk) changeAs(ctx context.Context, v inventory.Viewer, member, id string, fn func(tx pgx.Tx) error) error {
	if err := mayWrite(v, member, d.Lang); err != nil {
		return err
	}
	err := d.Store.Write(ctx, v, id, func(tx pgx.Tx) error {
		if err := postgres.LockMember(ctx, tx, member); err != nil {
			return err
		}
		return fn(tx)
	})
	if err != nil {
		return err
	}
	d.show(ctx)
	return nil
}

// refused is the faults of a single entry as an error of the domain.
func (d *Desk) refused(noun string, r *result) error {
	var fields []inventory.FieldError
	for _, f := range r.errs {
		fields = append(fields, inventory.FieldError{Field: or(f.field, "extent"), Value: short(f.value, 200), Code: f.code, Message: f.in(d.Lang)})
	}
	err := inventory.InvalidFields(noun, fields)
	var e *inventory.Error
	if errors.As(err, &e) {
		e.Message = fields[0].Message // it names its field already
	}
	return err
}

// ParsePolygons reads the WKT of a zone: polygons, lon/lat unless an SRID says
// otherwise or the numbers are metres of Lambert-93. The error is Invalid.
func (d *Desk) ParsePolygons(text string) (orb.MultiPolygon, error) {
	g, err := d.ground(d.Lang)
	if err != nil {
		return nil, err
	}
	c := &checker{lang: d.Lang, table: &Table{}, cols: &columns{}, land: g.land}
	r := &result{row: &Row{}}
	shape, epsg, err := parseWKT(text)
	if err != nil {
		r.fail(badWKT.is("why", whyFile(err.Error())).at("wkt", short(text, 60)))
		return nil, d.refused("zone", r)
	}
	mp, bad := polygons(shape)
	if bad == nil && epsg == 0 {
		epsg, bad = c.guessShape(mp)
		if bad == nil && c.twofoldAt(mp, epsg) != nil {
			bad = sridNeeded.is().at("wkt", numbersText(mp.Bound().Center()))
		}
	}
	if bad == nil {
		mp, bad = c.degrees(mp, epsg)
	}
	if bad != nil {
		r.fail(bad.at("wkt", bad.value))
		return nil, d.refused("zone", r)
	}
	return mp, nil
}
