package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

const selectImports = `SELECT id, member, kind, file_name, state, scope, coalesce(mode, ''), rows_read, rows_valid, rows_rejected,
	changes, mapping, ignored, errors, warnings, effect, actor_name(author), created_at, committed_at, undone_at FROM import `

func scanImport(row pgx.CollectableRow) (i inventory.Import, err error) {
	err = row.Scan(&i.ID, &i.Member, &i.Kind, &i.File, &i.State, &i.Scope, &i.Mode, &i.Rows.Read, &i.Rows.Valid, &i.Rows.Rejected,
		&i.Changes, &i.Mapping, &i.Ignored, &i.Errors, &i.Warnings, &i.Effect, &i.Author, &i.CreatedAt, &i.CommittedAt, &i.UndoneAt)
	return i, err
}

// AddImport keeps an upload, the file as it came (with its SHA-256,
// hexadecimal) and what each row became, and returns its id. ID and the times
// of i are not read: the database gives them.
func AddImport(ctx context.Context, tx pgx.Tx, i inventory.Import, content []byte, sha256 string, rows []inventory.ImportRow) (int64, error) {
	if content == nil {
		content = []byte{}
	}
	var id int64
	err := tx.QueryRow(ctx, `INSERT INTO import (member, kind, state, scope, mode, file_name, sha256, content, mapping, ignored,
			rows_read, rows_valid, rows_rejected, changes, errors, warnings, effect, author)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING id`,
		i.Member, i.Kind, string(i.State), i.Scope, orNull(i.Mode), i.File, sha256, content, object(i.Mapping), array(i.Ignored),
		i.Rows.Read, i.Rows.Valid, i.Rows.Rejected, i.Changes, array(i.Errors), array(i.Warnings), i.Effect, i.Author).Scan(&id)
	if err != nil {
		return 0, translated(err)
	}
	return id, translated(addRows(ctx, tx, id, rows))
}

// addRows writes the rows of an upload in their order, by way of a temporary
// table: PostgreSQL copies into no table that has policies.
func addRows(ctx context.Context, tx pgx.Tx, id int64, rows []inventory.ImportRow) error {
	_, err := tx.Exec(ctx, `CREATE TEMP TABLE staged_import_row ON COMMIT DROP AS
		SELECT 0 AS place, row, state, code, entry, geom, cells FROM import_row WITH NO DATA`)
	if err != nil {
		return err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"pg_temp", "staged_import_row"}, []string{"place", "row", "state", "code", "entry", "geom", "cells"},
		pgx.CopyFromSlice(len(rows), func(n int) ([]any, error) {
			r := &rows[n]
			var entry any
			if r.Entry != nil {
				entry = r.Entry
			}
			return []any{n, r.Row, r.State, orNull(r.Code), entry, r.Geometry, r.Cells}, nil
		}))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO import_row (import, row, state, code, entry, geom, cells)
		SELECT $1, row, state, code, entry, geom, cells FROM staged_import_row ORDER BY place`, id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DROP TABLE staged_import_row")
	return err
}

// object and array write nothing as {} and [], not as JSON's null.
func object(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

func array[T any](vs []T) []T {
	if vs == nil {
		return []T{}
	}
	return vs
}

// Import returns one upload; [inventory.NotFound] when there is none.
func Import(ctx context.Context, db DB, id int64) (inventory.Import, error) {
	rows, _ := db.Query(ctx, selectImports+"WHERE id = $1", id)
	i, err := pgx.CollectExactlyOneRow(rows, scanImport)
	if errors.Is(err, pgx.ErrNoRows) {
		return i, noImport(id)
	}
	return i, translated(err)
}

func noImport(id int64) error {
	return inventory.Errorf(inventory.NotFound, "unknown_import", "there is no import %d", id)
}

// Imports returns the uploads of a member, of all members for "", the newest
// first.
func Imports(ctx context.Context, db DB, member string) ([]inventory.Import, error) {
	rows, _ := db.Query(ctx, selectImports+"WHERE $1 IN ('', member) ORDER BY id DESC", member)
	all, err := pgx.CollectRows(rows, scanImport)
	return all, translated(err)
}

// ImportContent returns the file of an upload as it came.
func ImportContent(ctx context.Context, db DB, id int64) ([]byte, error) {
	var content []byte
	err := db.QueryRow(ctx, "SELECT content FROM import WHERE id = $1", id).Scan(&content)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, noImport(id)
	}
	return content, translated(err)
}

// ImportRows returns a page of the rows of an upload, in the order in which they
// were given: at most limit (0: all) of those after the row whose Seq is after
// (0: from the first). With a state, those in that state alone.
func ImportRows(ctx context.Context, db DB, id int64, state string, after int64, limit int) ([]inventory.ImportRow, error) {
	var most *int
	if limit > 0 {
		most = &limit
	}
	rows, _ := db.Query(ctx, `SELECT seq, row, state, coalesce(code, ''), entry, geom, cells FROM import_row
		WHERE import = $1 AND seq > $2 AND $3 IN ('', state) ORDER BY seq LIMIT $4`, id, after, state, most)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r inventory.ImportRow, err error) {
		err = row.Scan(&r.Seq, &r.Row, &r.State, &r.Code, &r.Entry, &r.Geometry, &r.Cells)
		return r, err
	})
	return all, translated(err)
}

// SetImportCommitted marks a checked import as committed, with what it did.
// [inventory.Conflict] "import_state" when it is in another state: of two that
// commit it at once, one is told so.
func SetImportCommitted(ctx context.Context, tx pgx.Tx, id int64, mode string, changes inventory.Changes, effect *inventory.Effect) error {
	return moved(ctx, tx, id, inventory.ImportChecked, inventory.ImportCommitted,
		"mode = $4, changes = $5, effect = coalesce($6, effect), committed_at = clock_timestamp()", mode, changes, effect)
}

// SetImportUndone marks a committed import as undone; else as above.
func SetImportUndone(ctx context.Context, tx pgx.Tx, id int64) error {
	return moved(ctx, tx, id, inventory.ImportCommitted, inventory.ImportUndone, "undone_at = clock_timestamp()")
}

// SetImportFailed marks an import that is received or checked as failed, with
// why; else as above.
func SetImportFailed(ctx context.Context, tx pgx.Tx, id int64, why []inventory.RowError) error {
	return moved(ctx, tx, id, inventory.ImportReceived+" "+inventory.ImportChecked, inventory.ImportFailed, "errors = $4", array(why))
}

// moved changes an import's state, if it is in one of from (words).
func moved(ctx context.Context, tx pgx.Tx, id int64, from, to inventory.ImportState, set string, args ...any) error {
	tag, err := tx.Exec(ctx, "UPDATE import SET state = $3, "+set+" WHERE id = $1 AND state = ANY (string_to_array($2, ' '))",
		append([]any{id, string(from), string(to)}, args...)...)
	if err != nil || tag.RowsAffected() == 1 {
		return translated(err)
	}
	i, err := Import(ctx, tx, id)
	if err != nil {
		return err
	}
	return inventory.Errorf(inventory.Conflict, "import_state", "the import %d is %s: only one that is %s can become %s",
		id, i.State, strings.ReplaceAll(string(from), " ", " or "), to)
}
