package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// upsert writes many rows at once: COPY into a temporary table, then one
// INSERT … ON CONFLICT. Rows that differ in nothing keep their revision and get
// no history; where the table has confirmed_on, it becomes today for all.
type upsert struct {
	table     string
	key       []string
	values    []string // the other columns
	confirmed bool     // the rows come from their owner
}

// put writes the rows that next yields, each with its columns in the order key,
// values. No key may come twice.
func (u upsert) put(ctx context.Context, tx pgx.Tx, rows pgx.CopyFromSource) error {
	columns := append(append([]string{}, u.key...), u.values...)
	staged := "staged_" + u.table
	list := strings.Join(columns, ", ")
	_, err := tx.Exec(ctx, fmt.Sprintf("CREATE TEMP TABLE %s ON COMMIT DROP AS SELECT %s FROM %s WITH NO DATA", staged, list, u.table))
	if err != nil {
		return err
	}
	n, err := tx.CopyFrom(ctx, pgx.Identifier{"pg_temp", staged}, columns, rows)
	if err != nil {
		return err
	}
	if n > 1000 { // the planner knows nothing of a new table
		if _, err := tx.Exec(ctx, "ANALYZE "+staged); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, u.merge(staged, list)); err != nil {
		return err
	}
	if u.confirmed {
		_, err = tx.Exec(ctx, fmt.Sprintf("UPDATE %s t SET confirmed_on = current_date FROM %s s WHERE %s AND t.confirmed_on <> current_date",
			u.table, staged, each(u.key, "t.%[1]s = s.%[1]s", " AND ")))
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, "DROP TABLE "+staged)
	return err
}

// merge is the statement that brings the staged rows over, those that are new or
// differ. They come in the order of the key, so that two writers wait for each
// other instead of locking each other out.
func (u upsert) merge(staged, list string) string {
	set := each(u.values, "%[1]s = excluded.%[1]s", ", ")
	if u.confirmed {
		set += ", confirmed_on = current_date"
	}
	return fmt.Sprintf(`INSERT INTO %[1]s AS t (%[2]s)
		SELECT %[3]s FROM %[4]s s LEFT JOIN %[1]s old ON %[5]s WHERE old.%[6]s IS NULL OR (%[7]s) IS DISTINCT FROM (%[8]s) ORDER BY %[9]s
		ON CONFLICT (%[10]s) DO UPDATE SET %[11]s WHERE (%[12]s) IS DISTINCT FROM (%[13]s)`,
		u.table, list,
		each(append(append([]string{}, u.key...), u.values...), "s.%s", ", "), staged, each(u.key, "old.%[1]s = s.%[1]s", " AND "),
		u.key[0], each(u.values, "old.%s", ", "), each(u.values, "s.%s", ", "), each(u.key, "s.%s", ", "),
		strings.Join(u.key, ", "), set, each(u.values, "t.%s", ", "), each(u.values, "excluded.%s", ", "))
}

func each(names []string, format, separator string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf(format, name)
	}
	return strings.Join(parts, separator)
}

// words are the words of a vocabulary as PostgreSQL takes them: never NULL.
func words[T ~string](vs []T) []string {
	s := make([]string, len(vs))
	for i, v := range vs {
		s[i] = string(v)
	}
	return s
}

// orNull is NULL for an empty text.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
