package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// PopCount is how many PoPs of one audience a member has.
type PopCount struct {
	Member   string
	Audience inventory.Audience
	Count    int
}

// PopCounts counts PoPs by member and audience, in that order.
func PopCounts(ctx context.Context, db DB) ([]PopCount, error) {
	rows, _ := db.Query(ctx, "SELECT member, audience, count(*)::int AS count FROM pop GROUP BY member, audience ORDER BY member, audience")
	counts, err := pgx.CollectRows(rows, pgx.RowToStructByPos[PopCount])
	return counts, translated(err)
}
