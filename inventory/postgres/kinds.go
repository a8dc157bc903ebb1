package postgres

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// PutKind replaces the units of a kind that operators load by those that units
// yields; their geometry is made valid where it is not. When units yields an
// error it is returned, and nothing has changed once the transaction ends.
// LoadedAt is the database's clock.
func PutKind(ctx context.Context, tx pgx.Tx, k inventory.UnitKind, units iter.Seq2[UnitRow, error]) error {
	if _, err := tx.Exec(ctx, "DELETE FROM unit WHERE kind = $1", k.Kind); err != nil {
		return translated(err)
	}
	source := &unitSource{}
	var stop func()
	source.next, stop = iter.Pull2(units)
	defer stop()
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"unit"}, unitColumns, source)
	if source.err != nil {
		return source.err
	}
	if err != nil {
		return translated(err)
	}
	_, err = tx.Exec(ctx, `UPDATE unit SET geom = ST_Multi(ST_CollectionExtract(ST_MakeValid(geom), 3))
		WHERE kind = $1 AND geom IS NOT NULL AND NOT ST_IsValid(geom)`, k.Kind)
	if err != nil {
		return translated(err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO unit_kind (kind, source, vintage, licence, checksum) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (kind) DO UPDATE SET source = excluded.source, vintage = excluded.vintage, licence = excluded.licence,
			checksum = excluded.checksum, loaded_at = clock_timestamp()`,
		k.Kind, k.Source.Source, k.Vintage, k.Licence, k.Checksum)
	return translated(err)
}

// Kinds returns the kinds of unit that operators loaded, by name.
func Kinds(ctx context.Context, db DB) ([]inventory.UnitKind, error) {
	rows, _ := db.Query(ctx, `SELECT kind, source, vintage, licence, checksum, loaded_at,
		(SELECT count(*)::int FROM unit WHERE unit.kind = unit_kind.kind) FROM unit_kind ORDER BY kind`)
	kinds, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (k inventory.UnitKind, err error) {
		err = row.Scan(&k.Kind, &k.Source.Source, &k.Vintage, &k.Licence, &k.Checksum, &k.LoadedAt, &k.Units)
		return k, err
	})
	return kinds, translated(err)
}

// DeleteKind removes a kind that operators loaded, with its units.
// [inventory.NotFound] when it is not there; [inventory.Conflict] "kind_in_use"
// when zones are made of its units.
func DeleteKind(ctx context.Context, tx pgx.Tx, kind string) error {
	rows, _ := tx.Query(ctx, `SELECT member || '/' || code FROM zone WHERE extent_kind = 'units'
		AND EXISTS (SELECT FROM unnest(extent_codes) AS c WHERE c LIKE replace(replace($1, '\', '\\'), '_', '\_') || ':%') ORDER BY 1`, kind)
	used, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return translated(err)
	}
	if n := len(used); n > 0 {
		return inventory.Errorf(inventory.Conflict, "kind_in_use", "%d zones are made of units of “%s”, %s the first: give them another extent first", n, kind, used[0])
	}
	tag, err := tx.Exec(ctx, "DELETE FROM unit_kind WHERE kind = $1", kind)
	if err != nil {
		return translated(err)
	}
	if tag.RowsAffected() == 0 {
		return inventory.Errorf(inventory.NotFound, "unknown_kind", "no kind of unit “%s” has been loaded", kind)
	}
	_, err = tx.Exec(ctx, "DELETE FROM unit WHERE kind = $1", kind)
	return translated(err)
}
