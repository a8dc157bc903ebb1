package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// PopCount is how many PoPs of one audience a member has, and the greatest of
// their revisions: when neither differs, none of them has changed.
type PopCount struct {
	Member   string
	Audience inventory.Audience
	Count    int
	Revision int64
}

// PopCounts counts PoPs by member and audience, in that order.
func PopCounts(ctx context.Context, db DB) ([]PopCount, error) {
	rows, _ := db.Query(ctx, "SELECT member, audience, count(*)::int, max(revision) FROM pop GROUP BY member, audience ORDER BY member, audience")
	counts, err := pgx.CollectRows(rows, pgx.RowToStructByPos[PopCount])
	return counts, translated(err)
}
