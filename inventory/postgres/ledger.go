package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// AddLedger keeps the lines of a quarter's end; those that are kept already stay.
func AddLedger(ctx context.Context, tx pgx.Tx, lines []inventory.LedgerLine) error {
	batch := &pgx.Batch{}
	for _, l := range lines {
		batch.Queue(`INSERT INTO ledger (day, member, layer, ground, confirmed_on, reach_km2, reach_weight, unique_km2, unique_weight,
			shapley_km2, shapley_weight, given_km2, given_weight, received_km2, received_weight)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING`,
			day(l.Day), l.Member, l.Layer, l.Ground, day(l.ConfirmedOn), l.ReachKM2, l.ReachWeight, l.UniqueKM2, l.UniqueWeight,
			l.ShapleyKM2, l.ShapleyWeight, l.GivenKM2, l.GivenWeight, l.ReceivedKM2, l.ReceivedWeight)
	}
	return translated(tx.SendBatch(ctx, batch).Close())
}

// Ledger returns the lines that a viewer may read, the newest quarter first, then
// the greatest fair part; of one member unless it is "". What is cumulated counts
// every quarter that the member has a line for.
func Ledger(ctx context.Context, db DB, member string) ([]inventory.LedgerLine, error) {
	rows, _ := db.Query(ctx, `SELECT day, member, layer, ground, confirmed_on, reach_km2, reach_weight, unique_km2, unique_weight,
			shapley_km2, shapley_weight, given_km2, given_weight, received_km2, received_weight,
			count(*) OVER since, sum(shapley_km2) OVER since, sum(shapley_weight) OVER since
		FROM ledger WHERE $1 = '' OR member = $1
		WINDOW since AS (PARTITION BY member ORDER BY day)
		ORDER BY day DESC, shapley_weight DESC, member`, member)
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l inventory.LedgerLine, err error) {
		err = row.Scan((*day)(&l.Day), &l.Member, &l.Layer, &l.Ground, (*day)(&l.ConfirmedOn), &l.ReachKM2, &l.ReachWeight, &l.UniqueKM2, &l.UniqueWeight,
			&l.ShapleyKM2, &l.ShapleyWeight, &l.GivenKM2, &l.GivenWeight, &l.ReceivedKM2, &l.ReceivedWeight,
			&l.Quarters, &l.CumulatedKM2, &l.CumulatedWeight)
		return l, err
	})
	return lines, translated(err)
}

// LedgerDays returns the quarters' ends that are kept, and the day on which the
// history begins, the zero Date when there is none.
func LedgerDays(ctx context.Context, db DB) (kept map[inventory.Date]bool, since inventory.Date, err error) {
	var first *time.Time
	if err = db.QueryRow(ctx, "SELECT min(at) FROM history").Scan(&first); err != nil {
		return nil, since, translated(err)
	}
	if first != nil {
		since = inventory.DayIn(*first)
	}
	rows, _ := db.Query(ctx, "SELECT DISTINCT day FROM ledger")
	kept = map[inventory.Date]bool{}
	var d inventory.Date
	_, err = pgx.ForEachRow(rows, []any{(*day)(&d)}, func() error {
		kept[d] = true
		return nil
	})
	return kept, since, translated(err)
}

// GroundChecksum is that of the territory in force, "" for none.
func GroundChecksum(ctx context.Context, db DB) (sum string, err error) {
	err = db.QueryRow(ctx, "SELECT checksum FROM territory").Scan(&sum)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return sum, translated(err)
}
