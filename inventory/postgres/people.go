package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// AddSignIn notes that a user signed in, and forgets what is older than keptSince.
func AddSignIn(ctx context.Context, tx pgx.Tx, user int64, s inventory.SignIn, keptSince time.Time) error {
	batch := &pgx.Batch{}
	batch.Queue("DELETE FROM sign_in WHERE at < $1", keptSince)
	batch.Queue("INSERT INTO sign_in (account, at, how, agent) VALUES ($1, $2, $3, $4)", user, s.At, s.How, s.Agent)
	return translated(tx.SendBatch(ctx, batch).Close())
}

// SignIns returns when a user signed in since then, the newest first.
func SignIns(ctx context.Context, db DB, user int64, since time.Time) ([]inventory.SignIn, error) {
	rows, _ := db.Query(ctx, "SELECT at, how, agent FROM sign_in WHERE account = $1 AND at >= $2 ORDER BY at DESC, id DESC", user, since)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.SignIn])
	return all, translated(err)
}

// Authored returns what stands in the history under an actor's name, one line a
// change, the newest first.
func Authored(ctx context.Context, db DB, actor string) ([]inventory.AuthoredChange, error) {
	rows, _ := db.Query(ctx, `SELECT min(at), change, count(*)::int FROM history WHERE actor = $1
		GROUP BY change ORDER BY min(id) DESC`, actor)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.AuthoredChange])
	return all, translated(err)
}

// AddFlow keeps a sign-in with a provider under the hash of its secret, and
// forgets those that have ended.
func AddFlow(ctx context.Context, tx pgx.Tx, hash []byte, returnTo string, now, expires time.Time) error {
	batch := &pgx.Batch{}
	batch.Queue("DELETE FROM sign_in_flow WHERE expires_at <= $1", now)
	batch.Queue("INSERT INTO sign_in_flow (secret, return_to, expires_at) VALUES ($1, $2, $3)", hash, returnTo, expires)
	return translated(tx.SendBatch(ctx, batch).Close())
}

// TakeFlow uses a sign-in with a provider up and tells where it leads; false for
// one that is unknown, used or expired. Of two that take it at once, one does.
func TakeFlow(ctx context.Context, tx pgx.Tx, hash []byte, now time.Time) (returnTo string, ok bool, err error) {
	var expires time.Time
	err = tx.QueryRow(ctx, "DELETE FROM sign_in_flow WHERE secret = $1 RETURNING return_to, expires_at", hash).Scan(&returnTo, &expires)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", false, nil
	}
	return returnTo, err == nil && now.Before(expires), translated(err)
}

// Uploaded returns the uploads that an actor made, the newest first.
func Uploaded(ctx context.Context, db DB, actor string) ([]inventory.AuthoredUpload, error) {
	rows, _ := db.Query(ctx, "SELECT id, member, file_name, created_at FROM import WHERE author = $1 ORDER BY id DESC", actor)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.AuthoredUpload])
	return all, translated(err)
}
