package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"maillage/geo/line"
	"maillage/inventory"
)

// ImportFile is what an upload is checked from: the file as it came, and what
// was said and found about it since.
type ImportFile struct {
	Content   []byte // empty once it is past its time
	SHA256    string // hexadecimal
	Signature string // of the header: files alike have the same
	Lang      string // in which the errors stand
	Told      map[string]string
	Edits     inventory.Edits
	Found     map[string]inventory.Geocoded
	Seen      string   // what it was compared with; not read by FileOfImport
	Won, Lost line.Set // cells of the member's reach, as the last check found
}

// ImportRowSource yields the rows of an upload one by one: made only when they
// are written, they never stand in memory together. What At returns is read until
// it is called again.
type ImportRowSource struct {
	Len int
	At  func(n int) inventory.ImportRow
}

// RowsOf yields the rows of a slice.
func RowsOf(rows []inventory.ImportRow) ImportRowSource {
	return ImportRowSource{len(rows), func(n int) inventory.ImportRow { return rows[n] }}
}

// AddImport keeps an upload, its file and what each row became, and returns its
// id. ID and the times of i are not read: the database gives them.
func AddImport(ctx context.Context, tx pgx.Tx, i inventory.Import, f ImportFile, rows ImportRowSource) (int64, error) {
	if f.Content == nil {
		f.Content = []byte{}
	}
	var id int64
	err := tx.QueryRow(ctx, `INSERT INTO import (member, kind, state, scope, mode, file_name, sha256, content, mapping, author)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		i.Member, i.Kind, string(i.State), i.Scope, orNull(i.Mode), i.File, f.SHA256, f.Content, object(i.Mapping), i.Author).Scan(&id)
	if err != nil {
		return 0, translated(err)
	}
	i.ID = id
	if err := setImport(ctx, tx, i, f); err != nil {
		return 0, err
	}
	return id, translated(addRows(ctx, tx, id, rows))
}

// SetImportChecked puts a new check in the place of the one before: all that i
// and f say but the file itself, its author and its name. [inventory.Conflict]
// "import_state" when the import is neither received, checked nor failed.
func SetImportChecked(ctx context.Context, tx pgx.Tx, i inventory.Import, f ImportFile, rows ImportRowSource) error {
	err := moved(ctx, tx, i.ID, inventory.ImportReceived+" "+inventory.ImportChecked+" "+inventory.ImportFailed, i.State,
		"scope = $4", i.Scope)
	if err != nil {
		return err
	}
	if err := setImport(ctx, tx, i, f); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM import_row WHERE import = $1", i.ID); err != nil {
		return translated(err)
	}
	return translated(addRows(ctx, tx, i.ID, rows))
}

// setImport writes what a check found.
func setImport(ctx context.Context, tx pgx.Tx, i inventory.Import, f ImportFile) error {
	_, err := tx.Exec(ctx, `UPDATE import SET mapping = $2, ignored = $3, rows_read = $4, rows_valid = $5, rows_rejected = $6, changes = $7,
			errors = $8, warnings = $9, effect = $10, columns = $11, problems = $12, exchange = $13, progress = $14,
			signature = $15, lang = $16, told = $17, edits = $18, found = $19, won = $20, lost = $21, sheets = $22, sheet = $23, seen = $24
		WHERE id = $1`, i.ID, object(i.Mapping), array(i.Ignored), i.Rows.Read, i.Rows.Valid, i.Rows.Rejected, i.Changes,
		array(i.Errors), array(i.Warnings), i.Effect, array(i.Columns), array(i.Problems), i.Exchange, i.Progress,
		f.Signature, f.Lang, object(f.Told), object(f.Edits), object(f.Found), f.Won, f.Lost, array(i.Sheets), i.Sheet, f.Seen)
	return translated(err)
}

// FileOfImport returns what an upload is checked from.
func FileOfImport(ctx context.Context, db DB, id int64) (ImportFile, error) {
	var f ImportFile
	err := db.QueryRow(ctx, `SELECT content, sha256, signature, lang, told, edits, found, won, lost FROM import WHERE id = $1`, id).
		Scan(&f.Content, &f.SHA256, &f.Signature, &f.Lang, &f.Told, &f.Edits, &f.Found, &f.Won, &f.Lost)
	if errors.Is(err, pgx.ErrNoRows) {
		return f, noImport(id)
	}
	return f, translated(err)
}

// addRows writes the rows of an upload in their order, by way of a temporary
// table: PostgreSQL copies into no table that has policies.
func addRows(ctx context.Context, tx pgx.Tx, id int64, rows ImportRowSource) error {
	if rows.Len == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `CREATE TEMP TABLE staged_import_row ON COMMIT DROP AS
		SELECT 0 AS place, row, state, code, entry, geom, cells, before, was FROM import_row WITH NO DATA`)
	if err != nil {
		return err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"pg_temp", "staged_import_row"},
		[]string{"place", "row", "state", "code", "entry", "geom", "cells", "before", "was"}, copying(rows))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO import_row (import, row, state, code, entry, geom, cells, before, was)
		SELECT $1, row, state, code, entry, geom, cells, before, was FROM staged_import_row ORDER BY place`, id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DROP TABLE staged_import_row")
	return err
}

// copying yields the columns of each row, in the same place each time.
func copying(rows ImportRowSource) pgx.CopyFromSource {
	values, n := make([]any, 0, 9), 0
	return pgx.CopyFromFunc(func() ([]any, error) {
		if n == rows.Len {
			return nil, nil
		}
		r := rows.At(n)
		values = append(values[:0], n, r.Row, r.State, orNull(r.Code), document(r.Entry), r.Geometry, r.Cells, document(r.Before), r.Was)
		n++
		return values, nil
	})
}

// document is JSON as it stands, or NULL.
func document(json []byte) any {
	if json == nil {
		return nil
	}
	return json
}

// ImportRowsOfFile returns what the rows of an upload's file became, without the
// entries, in the order of the file.
func ImportRowsOfFile(ctx context.Context, db DB, id int64) ([]inventory.ImportRow, error) {
	rows, _ := db.Query(ctx, `SELECT row, state, coalesce(code, ''), geom, coalesce(entry ->> 'position_source', '')
		FROM import_row WHERE import = $1 AND row > 0 ORDER BY seq`, id)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r inventory.ImportRow, err error) {
		err = row.Scan(&r.Row, &r.State, &r.Code, &r.Geometry, &r.Source)
		return r, err
	})
	return all, translated(err)
}

// ToldByImport tells whether all of these codes stand among the rows of an upload
// in a state.
func ToldByImport(ctx context.Context, db DB, id int64, state string, codes []string) (bool, error) {
	var told bool
	err := db.QueryRow(ctx, `SELECT NOT EXISTS (SELECT unnest($3::text[])
		EXCEPT SELECT code FROM import_row WHERE import = $1 AND state = $2)`, id, state, codes).Scan(&told)
	return told, translated(err)
}

// ImportChanges returns the rows of an upload that add, change or remove
// something, without the entries: where they are and were.
func ImportChanges(ctx context.Context, db DB, id int64) ([]inventory.ImportRow, error) {
	rows, _ := db.Query(ctx, `SELECT row, state, coalesce(code, ''), geom, was FROM import_row
		WHERE import = $1 AND state IN ('added', 'changed', 'removed') ORDER BY seq`, id)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r inventory.ImportRow, err error) {
		err = row.Scan(&r.Row, &r.State, &r.Code, &r.Geometry, &r.Was)
		return r, err
	})
	return all, translated(err)
}

// DiscardImportFile forgets an upload's file, what was said of it and what its
// rows became. What it did to the inventory stays in the history.
func DiscardImportFile(ctx context.Context, tx pgx.Tx, id int64) error {
	if _, err := tx.Exec(ctx, "DELETE FROM import_row WHERE import = $1", id); err != nil {
		return translated(err)
	}
	_, err := tx.Exec(ctx, "UPDATE import SET content = '', edits = '{}', found = '{}', won = NULL, lost = NULL, progress = NULL WHERE id = $1", id)
	return translated(err)
}

// LockImport makes others that would change an import wait until this
// transaction ends. [inventory.NotFound] when there is none that the viewer may
// change.
func LockImport(ctx context.Context, tx pgx.Tx, id int64) error {
	err := tx.QueryRow(ctx, "SELECT id FROM import WHERE id = $1 FOR UPDATE", id).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return noImport(id)
	}
	return translated(err)
}

// SetImportProgress tells how far the work on a received import has come, and
// whether it is still to be worked on.
func SetImportProgress(ctx context.Context, db DB, id int64, p inventory.Progress) (wanted bool, err error) {
	tag, err := db.Exec(ctx, "UPDATE import SET progress = $2 WHERE id = $1 AND state = 'received'", id, p)
	return tag.RowsAffected() == 1, translated(err)
}

// RememberMapping keeps which columns a member chose for files with a header of
// this signature; an empty mapping forgets it.
func RememberMapping(ctx context.Context, tx pgx.Tx, member, kind, signature string, mapping map[string]string) error {
	if len(mapping) == 0 {
		_, err := tx.Exec(ctx, "DELETE FROM import_mapping WHERE member = $1 AND kind = $2 AND signature = $3", member, kind, signature)
		return translated(err)
	}
	_, err := tx.Exec(ctx, `INSERT INTO import_mapping (member, kind, signature, mapping) VALUES ($1, $2, $3, $4)
		ON CONFLICT (member, kind, signature) DO UPDATE SET mapping = excluded.mapping, updated_at = now()`, member, kind, signature, mapping)
	return translated(err)
}

// RememberedMapping returns what RememberMapping kept; nil for nothing.
func RememberedMapping(ctx context.Context, db DB, member, kind, signature string) (map[string]string, error) {
	var mapping map[string]string
	err := db.QueryRow(ctx, "SELECT mapping FROM import_mapping WHERE member = $1 AND kind = $2 AND signature = $3", member, kind, signature).Scan(&mapping)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return mapping, translated(err)
}
