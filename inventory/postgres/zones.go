package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory"
)

// ZoneRow is a zone as the database keeps it.
type ZoneRow struct {
	inventory.Zone
	Box         orb.Bound      // of the geometry, degrees
	ConfirmedOn inventory.Date // the day its owner last said that it is so
	Revision    int64          // no two states of any row share one
}

// ZoneShare is a zone and how much of a unit's land it covers, 0 to 1.
type ZoneShare struct {
	inventory.Zone
	Share float64
}

var zoneUpsert = upsert{
	table: "zone",
	key:   []string{"member", "code"},
	values: []string{"name", "technologies", "supplier", "handoff", "extent_kind", "extent_codes", "radius_km", "status",
		"available_on", "capacity_gbps", "setup_eur", "monthly_eur", "price_audience", "audience", "geom", "cells"},
	confirmed: true,
}

// zoneColumns leaves out prices that the transaction's viewer may not see.
const zoneColumns = `z.member, z.code, z.name, z.technologies, coalesce(z.supplier, ''), coalesce(z.handoff, ''), z.extent_kind,
	z.extent_codes, coalesce(z.radius_km, 0), z.status, z.available_on, z.capacity_gbps,
	CASE WHEN viewer_sees(z.member, z.price_audience) THEN z.setup_eur END,
	CASE WHEN viewer_sees(z.member, z.price_audience) THEN z.monthly_eur END,
	z.price_audience, z.audience`

// scanZone reads zoneColumns, then what more the query selects.
func scanZone(row pgx.CollectableRow, z *inventory.Zone, more ...any) error {
	err := row.Scan(append([]any{&z.Member, &z.Code, &z.Name, &z.Technologies, &z.Supplier, &z.Handoff, &z.Extent.Kind,
		&z.Extent.Codes, &z.Extent.RadiusKM, &z.Status, (*day)(&z.AvailableOn), &z.CapacityGbps, &z.SetupEUR, &z.MonthlyEUR,
		&z.PriceAudience, &z.Audience}, more...)...)
	if len(z.Extent.Codes) == 0 {
		z.Extent.Codes = nil
	}
	return err
}

func scanMeta(row pgx.CollectableRow) (z inventory.Zone, err error) {
	err = scanZone(row, &z)
	return z, err
}

func scanWhole(row pgx.CollectableRow) (z inventory.Zone, err error) {
	err = scanZone(row, &z, &z.Geometry, &z.Cells)
	return z, err
}

// ZonesMeta returns a page of a member's zones without geometry and cells;
// pages are those of [Pops].
func ZonesMeta(ctx context.Context, db DB, member, after string, limit int) ([]inventory.Zone, error) {
	where, args := page(member, after, limit)
	rows, _ := db.Query(ctx, "SELECT "+zoneColumns+" FROM zone z "+where, args...)
	zones, err := pgx.CollectRows(rows, scanMeta)
	return zones, translated(err)
}

// Zones returns a page of a member's zones with geometry and cells; pages are
// those of [Pops].
func Zones(ctx context.Context, db DB, member, after string, limit int) ([]inventory.Zone, error) {
	where, args := page(member, after, limit)
	rows, _ := db.Query(ctx, "SELECT "+zoneColumns+", z.geom, z.cells FROM zone z "+where, args...)
	zones, err := pgx.CollectRows(rows, scanWhole)
	return zones, translated(err)
}

// Zone returns one zone with geometry and cells; [inventory.NotFound] when
// there is none.
func Zone(ctx context.Context, db DB, key inventory.Key) (inventory.Zone, error) {
	rows, _ := db.Query(ctx, "SELECT "+zoneColumns+", z.geom, z.cells FROM zone z WHERE member = $1 AND code = $2", key.Member, key.Code)
	z, err := pgx.CollectExactlyOneRow(rows, scanWhole)
	if errors.Is(err, pgx.ErrNoRows) {
		return z, inventory.Errorf(inventory.NotFound, "unknown_zone", "“%s” has no zone “%s”", key.Member, key.Code)
	}
	return z, translated(err)
}

// ZoneRevisions returns the revision of every zone.
func ZoneRevisions(ctx context.Context, db DB) (map[inventory.Key]int64, error) {
	return revisions(ctx, db, "zone")
}

// ZoneRows returns these zones, those that there are, with cells and box but
// without geometry, by member and code; with no key at all, every zone.
func ZoneRows(ctx context.Context, db DB, keys ...inventory.Key) ([]ZoneRow, error) {
	where, args := keyed(keys)
	rows, _ := db.Query(ctx, "SELECT "+zoneColumns+`, z.cells, ST_XMin(z.geom), ST_YMin(z.geom), ST_XMax(z.geom), ST_YMax(z.geom),
		z.confirmed_on, z.revision FROM zone z `+where, args...)
	zones, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (z ZoneRow, err error) {
		err = scanZone(row, &z.Zone, &z.Cells, &z.Box.Min[0], &z.Box.Min[1], &z.Box.Max[0], &z.Box.Max[1],
			(*day)(&z.ConfirmedOn), &z.Revision)
		return z, err
	})
	return zones, translated(err)
}

// joinZones joins the zones z to keys k that a function of places gives. It is the
// join that keeps what a viewer may not see: the policies are the table's.
const joinZones = ` JOIN zone z ON z.member = k.owner COLLATE "C" AND z.code = k.entry COLLATE "C" `

// Nameless is what a viewer is told without a name of zones of one status.
type Nameless struct {
	Status       inventory.Status
	Technologies []inventory.Technology // in no order
}

// NamelessAt returns what the transaction's viewer is told without a name of the
// zones of [ZonesAt] that it may not see with one, each status once.
func NamelessAt(ctx context.Context, db DB, at orb.Point) ([]Nameless, error) {
	return nameless(ctx, db, "zones_at($1)", at)
}

// NamelessIn is NamelessAt for the zones of [ZonesIn].
func NamelessIn(ctx context.Context, db DB, kind, code string) ([]Nameless, error) {
	return nameless(ctx, db, "zones_in($1, $2)", kind, code)
}

func nameless(ctx context.Context, db DB, where string, args ...any) ([]Nameless, error) {
	rows, _ := db.Query(ctx, `SELECT n.zone_status, n.zone_technologies
		FROM (SELECT array_agg(owner) AS owners, array_agg(entry) AS entries FROM `+where+`) AS k, LATERAL nameless(k.owners, k.entries) AS n`, args...)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Nameless])
	return all, translated(err)
}

// ZonesAt returns the zones that hold a point, by the geometry as uploaded,
// edges included, without geometry and cells.
func ZonesAt(ctx context.Context, db DB, at orb.Point) ([]inventory.Zone, error) {
	rows, _ := db.Query(ctx, "SELECT "+zoneColumns+" FROM zones_at($1) k"+joinZones+"ORDER BY z.member, z.code", at)
	zones, err := pgx.CollectRows(rows, scanMeta)
	return zones, translated(err)
}

// ZonesIn returns the zones that cover any land of a unit, by the geometry as
// uploaded, each with its share of the unit's area on the ellipsoid; those that
// only touch its edge are left out. [inventory.NotFound] when there is no such
// unit; a unit without boundary has no zones.
func ZonesIn(ctx context.Context, db DB, kind, code string) ([]ZoneShare, error) {
	var known bool
	err := db.QueryRow(ctx, "SELECT EXISTS (SELECT FROM unit WHERE kind = $1 AND code = $2)", kind, code).Scan(&known)
	if err != nil {
		return nil, translated(err)
	}
	if !known {
		return nil, inventory.Errorf(inventory.NotFound, "unknown_unit", "there is no %s “%s”", kind, code)
	}
	rows, _ := db.Query(ctx, "SELECT "+zoneColumns+", k.share FROM zones_in($1, $2) k"+joinZones+"ORDER BY z.member, z.code", kind, code)
	zones, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (z ZoneShare, err error) {
		err = scanZone(row, &z.Zone, &z.Share)
		return z, err
	})
	return zones, translated(err)
}

// PutZones adds these zones, or changes those that there are, with geometry and
// cells; those in which nothing differs are confirmed today and leave no trace
// in the history. [inventory.NotFound] for an unknown member, [inventory.Invalid]
// for a code that comes twice, a hand-off that is no PoP of the member (told
// when the transaction ends), or a value that the schema refuses.
func PutZones(ctx context.Context, tx pgx.Tx, zones []inventory.Zone) error {
	if err := distinct(zones, func(z *inventory.Zone) inventory.Key { return z.Key }); err != nil || len(zones) == 0 {
		return err
	}
	source := pgx.CopyFromSlice(len(zones), func(i int) ([]any, error) {
		z := &zones[i]
		var radius *float64
		if z.Extent.Kind == inventory.ExtentRadius {
			radius = &z.Extent.RadiusKM
		}
		return []any{z.Member, z.Code, z.Name, words(z.Technologies), orNull(z.Supplier), orNull(z.Handoff), string(z.Extent.Kind),
			texts(z.Extent.Codes), radius, string(z.Status), day(z.AvailableOn), z.CapacityGbps, z.SetupEUR, z.MonthlyEUR,
			string(z.PriceAudience), string(z.Audience), z.Geometry, cells(z)}, nil
	})
	return translated(zoneUpsert.put(ctx, tx, source))
}

// RedrawZones replaces the geometry and cells of zones, and nothing else: their
// units' boundaries have changed, their owners have said nothing. Zones that
// are no longer there are passed over.
func RedrawZones(ctx context.Context, tx pgx.Tx, zones []inventory.Zone) error {
	batch := &pgx.Batch{}
	for i := range zones {
		z := &zones[i]
		batch.Queue(`UPDATE zone SET geom = $3, cells = $4 WHERE member = $1 AND code = $2
			AND (geom, cells) IS DISTINCT FROM ($3, $4)`, z.Member, z.Code, z.Geometry, cells(z))
	}
	return translated(tx.SendBatch(ctx, batch).Close())
}

// cells is the set of a zone, never NULL: one wholly at sea has the empty set.
func cells(z *inventory.Zone) line.Set {
	if z.Cells == nil {
		return line.Set{}
	}
	return z.Cells
}

func texts(vs []string) []string {
	if vs == nil {
		return []string{}
	}
	return vs
}

// DeleteZones removes a member's zones of these codes; [inventory.NotFound]
// when one is not there, and then none is removed once the transaction ends.
func DeleteZones(ctx context.Context, tx pgx.Tx, member string, codes []string) error {
	return deleteEntries(ctx, tx, "zone", member, codes)
}
