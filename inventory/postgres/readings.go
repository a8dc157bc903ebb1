package postgres

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// readingsKept is for how many days readings are kept.
const readingsKept = 400

// ReadingKey is what readings are counted by.
type ReadingKey struct {
	Owner  string
	Reader string    // a member's slug; "" is the bureau
	Hour   time.Time // its beginning
}

// Reading is how often a reader consulted an owner's entries on one day.
type Reading struct {
	Day    inventory.Date
	Reader string // a member's slug; "" is the bureau
	Name   string // of the member, where the viewer may have it
	Count  int64
}

// AddReadings adds counts to those of their days in Paris. Counts of owners that
// are gone are passed over.
func AddReadings(ctx context.Context, tx pgx.Tx, counts map[ReadingKey]int64) error {
	if len(counts) == 0 {
		return nil
	}
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b ReadingKey) int { // two writers wait for each other
		return cmp.Or(cmp.Compare(a.Owner, b.Owner), a.Hour.Compare(b.Hour), cmp.Compare(a.Reader, b.Reader))
	})
	var owners, readers []string
	var hours []time.Time
	var many []int64
	for _, k := range keys {
		owners, readers, hours, many = append(owners, k.Owner), append(readers, k.Reader), append(hours, k.Hour), append(many, counts[k])
	}
	_, err := tx.Exec(ctx, `INSERT INTO reading AS r (owner, day, reader, count)
		SELECT owner, (hour AT TIME ZONE '`+historyClock+`')::date AS day, reader, sum(count)
		FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[]) AS c (owner, reader, hour, count)
		WHERE owner IN (SELECT slug FROM member)
		GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
		ON CONFLICT (owner, day, reader) DO UPDATE SET count = r.count + excluded.count`, owners, readers, hours, many)
	return translated(err)
}

// SweepReadings removes readings of long ago.
func SweepReadings(ctx context.Context, tx pgx.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM reading WHERE day < $1::date", day(inventory.DateOf(now.AddDate(0, 0, -readingsKept))))
	return translated(err)
}

// Readings returns who consulted an owner's entries from a day to another, both
// in, zero for without end; the latest day first, then by name.
func Readings(ctx context.Context, db DB, owner string, from, to inventory.Date) ([]Reading, error) {
	rows, _ := db.Query(ctx, `SELECT r.day, r.reader, coalesce(m.name, ''), r.count FROM reading r LEFT JOIN member m ON m.slug = r.reader
		WHERE r.owner = $1 AND r.day >= coalesce($2, r.day) AND r.day <= coalesce($3, r.day) ORDER BY r.day DESC, r.reader`, owner, day(from), day(to))
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r Reading, err error) {
		err = row.Scan((*day)(&r.Day), &r.Reader, &r.Name, &r.Count)
		return r, err
	})
	return all, translated(err)
}
