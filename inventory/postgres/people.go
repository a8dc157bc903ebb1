package postgres

import (
	"context"
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
