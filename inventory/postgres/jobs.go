package postgres

import (
	"context"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"maillage/inventory"
)

// JobSchema is where the queue of background work lives.
const JobSchema = "river"

// lockJobs is the advisory lock under which River's tables are migrated: River
// has none of its own.
const lockJobs = 0x4d61696c6c6103

// migrateJobs brings River's tables up to what this program's River knows.
func migrateJobs(ctx context.Context, conn *pgx.Conn, url string) (err error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return err
	}
	config.MaxConns = 1
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lockJobs)); err != nil {
		return err
	}
	defer func() {
		if _, e := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(lockJobs)); err == nil {
			err = e
		}
	}()
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: JobSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// AsOwner goes on in a transaction as the owner of the tables, no longer on a
// viewer's behalf: to queue work on what the viewer has just written. Nothing of
// the inventory is to be read or written after it.
func AsOwner(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, "SELECT set_config('role', 'none', true)")
	return translated(err)
}

// HoldImport keeps others from working on an import until release is called, or
// the connection is lost; false: another does already.
func HoldImport(ctx context.Context, s *Store, id int64) (release func(), ok bool, err error) {
	conn, err := s.Pool.Acquire(ctx)
	if err != nil {
		return nil, false, translated(err)
	}
	err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock(hashtextextended('maillage import ' || $1::bigint::text, 0))", id).Scan(&ok)
	if err != nil || !ok {
		conn.Release()
		return nil, false, translated(err)
	}
	return func() {
		_, err := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(hashtextextended('maillage import ' || $1::bigint::text, 0))", id)
		if err != nil { // a lock that is not given back goes with its connection
			_ = conn.Conn().Close(context.WithoutCancel(ctx))
		}
		conn.Release()
	}, true, nil
}

// ForsakenImport is a received import for which no job waits.
type ForsakenImport struct {
	ID    int64
	Spent bool // its last job was tried as often as it may be
}

// Forsaken returns the received imports on which nobody works and for which no
// job waits: those of a server that was killed, and those whose job has failed
// for good.
func Forsaken(ctx context.Context, db DB) ([]ForsakenImport, error) {
	rows, _ := db.Query(ctx, `SELECT id, coalesce((SELECT j.state = 'discarded' FROM river.river_job j
				WHERE j.kind = $1 AND j.args ->> 'import' = i.id::text ORDER BY j.id DESC LIMIT 1), false)
		FROM import i WHERE state = 'received' AND NOT EXISTS (
			SELECT FROM river.river_job j WHERE j.kind = $1 AND j.args ->> 'import' = i.id::text
				AND j.state IN ('available', 'scheduled', 'retryable', 'pending'))
		ORDER BY id`, ImportJob)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[ForsakenImport])
	return all, translated(err)
}

// ImportJob is the kind of jobs that work on an import.
const ImportJob = "import"

// SetImportFound adds to what the geocoder answered about the addresses of a
// received import, and tells whether it is still to be worked on.
func SetImportFound(ctx context.Context, db DB, id int64, found map[string]inventory.Geocoded, p inventory.Progress) (wanted bool, err error) {
	tag, err := db.Exec(ctx, "UPDATE import SET found = found || $2, progress = $3 WHERE id = $1 AND state = 'received'", id, object(found), p)
	return tag.RowsAffected() == 1, translated(err)
}

// expired are the imports whose file is past its time, or beyond the most of
// those that a member may have waiting.
const expired = `WITH late AS (
		SELECT id, state FROM (
			SELECT id, state, expires_at, row_number() OVER (PARTITION BY member, state IN ('received', 'checked', 'failed') ORDER BY id DESC) AS place
			FROM import WHERE content <> '') AS kept
		WHERE expires_at < now() OR place > $1 AND state IN ('checked', 'failed')),
	gone AS (DELETE FROM import_row WHERE import IN (SELECT id FROM late))
	UPDATE import i SET content = '', edits = '{}', found = '{}', won = NULL, lost = NULL, progress = NULL,
		state = CASE WHEN i.state IN ('received', 'checked') THEN 'failed' ELSE i.state END,
		errors = CASE WHEN i.state IN ('received', 'checked') THEN $2 ELSE i.errors END
	FROM late WHERE i.id = late.id`

// ExpireImports discards the files of imports that are past their time, and of
// those that wait beyond the newest most of a member; they fail for the reason
// given. It runs as the owner of the tables.
func ExpireImports(ctx context.Context, db DB, most int, why []inventory.RowError) (int64, error) {
	tag, err := db.Exec(ctx, expired, most, why)
	return tag.RowsAffected(), translated(err)
}
