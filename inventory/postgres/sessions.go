package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

const (
	sessionColumns = `s.id, s.account, g.id, g.role, coalesce(g.member, ''), s.agent, s.by_link, s.created_at, s.seen_at, s.expires_at`
	fromSessions   = ` FROM session s JOIN account_grant g ON g.id = s.acting `
	tokenColumns   = `t.id, t.account, g.id, g.role, coalesce(g.member, ''), t.name, t.scope, t.created_at, t.seen_at, t.expires_at`
	fromTokens     = ` FROM token t JOIN account_grant g ON g.id = t.acting `
)

func scanSession(row pgx.CollectableRow) (s inventory.Session, err error) {
	err = row.Scan(&s.ID, &s.User, &s.Acting.ID, &s.Acting.Role, &s.Acting.Member, &s.Agent, &s.ByLink, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt)
	return s, err
}

func scanToken(row pgx.CollectableRow) (t inventory.Token, err error) {
	var seen *time.Time
	err = row.Scan(&t.ID, &t.User, &t.Acting.ID, &t.Acting.Role, &t.Acting.Member, &t.Name, &t.Scope, &t.CreatedAt, &seen, &t.ExpiresAt)
	if seen != nil {
		t.SeenAt = *seen
	}
	return t, err
}

// AddSession keeps a session under the hash of its secret, notes that the user
// has signed in, and returns it. Its times are given.
func AddSession(ctx context.Context, tx pgx.Tx, hash []byte, s inventory.Session) (inventory.Session, error) {
	if _, err := tx.Exec(ctx, "UPDATE account SET signed_in_at = $2 WHERE id = $1", s.User, s.CreatedAt); err != nil {
		return s, translated(err)
	}
	err := tx.QueryRow(ctx, `INSERT INTO session (secret, account, acting, agent, by_link, created_at, seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $6, $7) RETURNING id`,
		hash, s.User, s.Acting.ID, s.Agent, s.ByLink, s.CreatedAt, s.ExpiresAt).Scan(&s.ID)
	s.SeenAt = s.CreatedAt
	return s, translated(err)
}

// SessionBySecret returns the session that lives at now: not expired, and seen
// after idleSince. False when there is none.
func SessionBySecret(ctx context.Context, db DB, hash []byte, now, idleSince time.Time) (inventory.Session, bool, error) {
	rows, _ := db.Query(ctx, "SELECT "+sessionColumns+fromSessions+"WHERE s.secret = $1 AND s.expires_at > $2 AND s.seen_at > $3", hash, now, idleSince)
	return found(pgx.CollectExactlyOneRow(rows, scanSession))
}

// found tells a row that is not there from an error.
func found[T any](v T, err error) (T, bool, error) {
	if errors.Is(err, pgx.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, translated(err)
}

// SawSession notes that a session is in use.
func SawSession(ctx context.Context, db DB, id int64, now time.Time) error {
	_, err := db.Exec(ctx, "UPDATE session SET seen_at = greatest(seen_at, $2) WHERE id = $1", id, now)
	return translated(err)
}

// Sessions returns a user's sessions that live, the last seen first.
func Sessions(ctx context.Context, db DB, user int64, now, idleSince time.Time) ([]inventory.Session, error) {
	rows, _ := db.Query(ctx, "SELECT "+sessionColumns+fromSessions+`WHERE s.account = $1 AND s.expires_at > $2 AND s.seen_at > $3
		ORDER BY s.seen_at DESC, s.id DESC`, user, now, idleSince)
	all, err := pgx.CollectRows(rows, scanSession)
	return all, translated(err)
}

// ActUnder has a session act under another grant of its user.
// [inventory.NotFound] when it is not its user's.
func ActUnder(ctx context.Context, tx pgx.Tx, session, grant int64) error {
	tag, err := tx.Exec(ctx, `UPDATE session s SET acting = g.id FROM account_grant g
		WHERE s.id = $1 AND g.id = $2 AND g.account = s.account`, session, grant)
	if err == nil && tag.RowsAffected() == 0 {
		return inventory.Errorf(inventory.NotFound, "unknown_grant", "you do not hold that role")
	}
	return translated(err)
}

// EndSession ends one of a user's sessions. [inventory.NotFound] when it is not
// one of theirs.
func EndSession(ctx context.Context, tx pgx.Tx, user, id int64) error {
	tag, err := tx.Exec(ctx, "DELETE FROM session WHERE account = $1 AND id = $2", user, id)
	if err == nil && tag.RowsAffected() == 0 {
		return inventory.Errorf(inventory.NotFound, "unknown_session", "you have no session %d", id)
	}
	return translated(err)
}

// EndSessionBySecret ends a session if it is there.
func EndSessionBySecret(ctx context.Context, tx pgx.Tx, hash []byte) error {
	_, err := tx.Exec(ctx, "DELETE FROM session WHERE secret = $1", hash)
	return translated(err)
}

// EndOtherSessions ends all sessions of a user but one.
func EndOtherSessions(ctx context.Context, tx pgx.Tx, user, but int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM session WHERE account = $1 AND id <> $2", user, but)
	return translated(err)
}

// SweepAccounts removes sessions and links that have ended, and failures before
// quietSince.
func SweepAccounts(ctx context.Context, tx pgx.Tx, now, idleSince, quietSince time.Time) error {
	batch := &pgx.Batch{}
	batch.Queue("DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2", now, idleSince)
	batch.Queue("DELETE FROM sign_in_link WHERE expires_at <= $1", now)
	batch.Queue("DELETE FROM sign_in_attempt WHERE last_at < $1 AND until < $2", quietSince, now)
	return translated(tx.SendBatch(ctx, batch).Close())
}

// AddToken keeps a token under the hash of its secret.
func AddToken(ctx context.Context, tx pgx.Tx, hash []byte, t inventory.Token) (inventory.Token, error) {
	err := tx.QueryRow(ctx, `INSERT INTO token (secret, account, acting, name, scope, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		hash, t.User, t.Acting.ID, t.Name, t.Scope, t.CreatedAt, t.ExpiresAt).Scan(&t.ID)
	return t, translated(err)
}

// TokenBySecret returns the token that is valid at now; false when there is none.
func TokenBySecret(ctx context.Context, db DB, hash []byte, now time.Time) (inventory.Token, bool, error) {
	rows, _ := db.Query(ctx, "SELECT "+tokenColumns+fromTokens+"WHERE t.secret = $1 AND t.expires_at > $2", hash, now)
	return found(pgx.CollectExactlyOneRow(rows, scanToken))
}

// SawToken notes that a token is in use.
func SawToken(ctx context.Context, db DB, id int64, now time.Time) error {
	_, err := db.Exec(ctx, "UPDATE token SET seen_at = greatest(seen_at, $2) WHERE id = $1", id, now)
	return translated(err)
}

// Tokens returns a user's tokens, the newest first, those that have expired too.
func Tokens(ctx context.Context, db DB, user int64) ([]inventory.Token, error) {
	rows, _ := db.Query(ctx, "SELECT "+tokenColumns+fromTokens+"WHERE t.account = $1 ORDER BY t.id DESC", user)
	all, err := pgx.CollectRows(rows, scanToken)
	return all, translated(err)
}

// EndToken revokes one of a user's tokens. [inventory.NotFound] when it is not
// one of theirs.
func EndToken(ctx context.Context, tx pgx.Tx, user, id int64) error {
	tag, err := tx.Exec(ctx, "DELETE FROM token WHERE account = $1 AND id = $2", user, id)
	if err == nil && tag.RowsAffected() == 0 {
		return inventory.Errorf(inventory.NotFound, "unknown_token", "you have no token %d", id)
	}
	return translated(err)
}

// Throttle says how failures of one subject are slowed down.
type Throttle struct {
	Free       int           // failures before the first pause
	Base, Most time.Duration // the first pause, doubled by each failure until the longest
	Forget     time.Duration // failures are forgotten after so long without any
}

// Attempt counts an attempt of a subject as a failure, ahead of its outcome: of
// many at once none slips through. It is refused, and not counted, within a
// pause; until says when that ends.
func Attempt(ctx context.Context, tx pgx.Tx, subject []byte, t Throttle, now time.Time) (until time.Time, heard bool, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO sign_in_attempt AS a (subject, failures, last_at, until) VALUES ($1, 1, $2, $2)
		ON CONFLICT (subject) DO UPDATE SET (failures, last_at, until) = (
			SELECT n, $2, $2 + CASE WHEN n < $3 THEN 0 ELSE least($5, $4 * power(2, least(n - $3, 40))) END * interval '1 second'
			FROM (SELECT CASE WHEN a.last_at < $6 THEN 1 ELSE a.failures + 1 END AS n) AS counted)
		WHERE a.until <= $2
		RETURNING until`,
		subject, now, t.Free, t.Base.Seconds(), t.Most.Seconds(), now.Add(-t.Forget)).Scan(&until)
	if errors.Is(err, pgx.ErrNoRows) {
		err = tx.QueryRow(ctx, "SELECT until FROM sign_in_attempt WHERE subject = $1", subject).Scan(&until)
		return until, false, translated(err)
	}
	return until, err == nil, translated(err)
}

// Succeeded takes back the failure that Attempt counted ahead; with all, every
// failure of the subject.
func Succeeded(ctx context.Context, tx pgx.Tx, subject []byte, all bool) error {
	sql := "UPDATE sign_in_attempt SET failures = greatest(failures - 1, 0), until = last_at WHERE subject = $1"
	if all {
		sql = "DELETE FROM sign_in_attempt WHERE subject = $1"
	}
	_, err := tx.Exec(ctx, sql, subject)
	return translated(err)
}
