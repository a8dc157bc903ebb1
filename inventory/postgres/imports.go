package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// importColumns are those of an import; in a list its errors and what goes with
// them are left out.
const (
	importColumns = `id, member, kind, file_name, state, scope, coalesce(mode, ''), rows_read, rows_valid, rows_rejected, changes, mapping,
	actor_name(author), created_at, committed_at, undone_at, expires_at, progress, (SELECT count(*) FROM jsonb_object_keys(edits)),
	CASE WHEN state = 'failed' THEN coalesce(errors->0->>'code', '') ELSE '' END`
	selectImports = "SELECT " + importColumns + `, ignored, errors, warnings, effect, columns, problems, exchange, sheets, sheet FROM import `
	listImports   = "SELECT " + importColumns + ` FROM import `
)

func scanImport(row pgx.CollectableRow) (i inventory.Import, err error) {
	err = row.Scan(append(importHead(&i), &i.Ignored, &i.Errors, &i.Warnings, &i.Effect, &i.Columns, &i.Problems, &i.Exchange, &i.Sheets, &i.Sheet)...)
	return i, err
}

func scanImportHead(row pgx.CollectableRow) (i inventory.Import, err error) {
	err = row.Scan(importHead(&i)...)
	return i, err
}

func importHead(i *inventory.Import) []any {
	return []any{&i.ID, &i.Member, &i.Kind, &i.File, &i.State, &i.Scope, &i.Mode, &i.Rows.Read, &i.Rows.Valid, &i.Rows.Rejected,
		&i.Changes, &i.Mapping, &i.Author, &i.CreatedAt, &i.CommittedAt, &i.UndoneAt, &i.ExpiresAt, &i.Progress, &i.Edited, &i.Reason}
}

// object and array write nothing as {} and [], not as JSON's null.
func object[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return M{}
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
// first, without their errors, warnings, columns and effects.
func Imports(ctx context.Context, db DB, member string) ([]inventory.Import, error) {
	rows, _ := db.Query(ctx, listImports+"WHERE $1 IN ('', member) ORDER BY id DESC", member)
	all, err := pgx.CollectRows(rows, scanImportHead)
	return all, translated(err)
}

// ImportRows returns a page of the rows of an upload, in the order in which they
// were given: at most limit (0: all) of those after the row whose Seq is after
// (0: from the first). With a state, those in that state alone.
func ImportRows(ctx context.Context, db DB, id int64, state string, after int64, limit int) ([]inventory.ImportRow, error) {
	var most *int
	if limit > 0 {
		most = &limit
	}
	rows, _ := db.Query(ctx, `SELECT seq, row, state, coalesce(code, ''), entry, geom, cells, before, was FROM import_row
		WHERE import = $1 AND seq > $2 AND $3 IN ('', state) ORDER BY seq LIMIT $4`, id, after, state, most)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r inventory.ImportRow, err error) {
		err = row.Scan(&r.Seq, &r.Row, &r.State, &r.Code, &r.Entry, &r.Geometry, &r.Cells, &r.Before, &r.Was)
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
