package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// imagesOn are the images of a member's entries at the end of a day, as the
// clocks of metropolitan France have it, by code.
const imagesOn = `SELECT after FROM (
		SELECT DISTINCT ON (code) code, after FROM history
		WHERE noun = $1 AND member = $2 AND at < (($3::date + 1)::timestamp AT TIME ZONE 'Europe/Paris')
		ORDER BY code, id DESC) AS last
	WHERE after IS NOT NULL ORDER BY code`

// PopsOn returns a member's PoPs as they were at the end of a day, from the
// history.
func PopsOn(ctx context.Context, db DB, member string, on inventory.Date) ([]inventory.Pop, error) {
	return entriesOn(ctx, db, "pop", member, on, PopOf)
}

// ZonesOn returns a member's zones as they were at the end of a day, from the
// history; geometry and cells as of [ZoneOf].
func ZonesOn(ctx context.Context, db DB, member string, on inventory.Date) ([]inventory.Zone, error) {
	return entriesOn(ctx, db, "zone", member, on, ZoneOf)
}

func entriesOn[T any](ctx context.Context, db DB, noun, member string, on inventory.Date, of func([]byte) (T, error)) ([]T, error) {
	rows, _ := db.Query(ctx, imagesOn, noun, member, day(on))
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (entry T, err error) {
		var image []byte
		if err := row.Scan(&image); err != nil {
			return entry, err
		}
		return of(image)
	})
	return all, translated(err)
}
