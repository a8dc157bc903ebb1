package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
)

// KeyShare names a zone, and how much of a unit's land it covers, 0 to 1.
type KeyShare struct {
	inventory.Key
	Share float64
}

// KeysAt names the zones of [ZonesAt], whoever sees them: for the operator alone.
func KeysAt(ctx context.Context, db DB, at orb.Point) ([]KeyShare, error) {
	return keyShares(ctx, db, "SELECT owner, entry, 0::float8 FROM zones_at($1)", at)
}

// KeysIn names the zones of [ZonesIn], whoever sees them: for the operator alone.
func KeysIn(ctx context.Context, db DB, kind, code string) ([]KeyShare, error) {
	return keyShares(ctx, db, "SELECT owner, entry, share FROM zones_in($1, $2)", kind, code)
}

func keyShares(ctx context.Context, db DB, sql string, args ...any) ([]KeyShare, error) {
	rows, _ := db.Query(ctx, sql, args...)
	keys, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (k KeyShare, err error) {
		err = row.Scan(&k.Member, &k.Code, &k.Share)
		return k, err
	})
	return keys, translated(err)
}

// Holds tells whether land, lon/lat WGS84, holds a point, edges included.
func Holds(ctx context.Context, db DB, land orb.MultiPolygon, at orb.Point) (holds bool, err error) {
	err = db.QueryRow(ctx, "SELECT ST_Intersects($1::geometry, $2::geometry)", land, at).Scan(&holds)
	return holds, translated(err)
}

// ShareOf returns how much of a unit's area on the ellipsoid land covers, 0 to 1;
// of a unit that is not there, or has no boundary, none.
func ShareOf(ctx context.Context, db DB, land orb.MultiPolygon, kind, code string) (share float64, err error) {
	err = db.QueryRow(ctx, `SELECT coalesce(max(least(1, ST_Area(ST_Intersection($1::geometry, shape)::geography) / nullif(ST_Area(shape::geography), 0))), 0)
		FROM unit u, LATERAL (SELECT CASE WHEN ST_IsValid(u.geom) THEN u.geom ELSE ST_MakeValid(u.geom) END AS shape OFFSET 0) AS whole
		WHERE u.kind = $2 AND u.code = $3`, land, kind, code).Scan(&share)
	return share, translated(err)
}
