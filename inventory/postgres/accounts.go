package postgres

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// What this file reads and writes is nobody's to see: package account calls it
// in transactions of the operator, before it is known who asks. Secrets come
// hashed.

const selectUsers = `SELECT a.id, a.email, a.name, a.password IS NOT NULL, a.created_at, a.signed_in_at,
	coalesce((SELECT array_agg(g.id ORDER BY g.id) FROM account_grant g WHERE g.account = a.id), '{}'),
	coalesce((SELECT array_agg(g.role ORDER BY g.id) FROM account_grant g WHERE g.account = a.id), '{}'),
	coalesce((SELECT array_agg(coalesce(g.member, '') ORDER BY g.id) FROM account_grant g WHERE g.account = a.id), '{}'),
	(SELECT max(l.expires_at) FROM sign_in_link l WHERE l.account = a.id)
	FROM account a `

func scanUser(row pgx.CollectableRow) (u inventory.User, err error) {
	var signedIn, link *time.Time
	var ids []int64
	var roles, members []string
	err = row.Scan(&u.ID, &u.Email, &u.Name, &u.HasPassword, &u.CreatedAt, &signedIn, &ids, &roles, &members, &link)
	if signedIn != nil {
		u.SignedInAt = *signedIn
	}
	if link != nil {
		u.LinkExpiresAt = *link
	}
	for i, id := range ids {
		u.Grants = append(u.Grants, inventory.Grant{ID: id, Role: inventory.Role(roles[i]), Member: members[i]})
	}
	return u, err
}

// Users returns all users by e-mail.
func Users(ctx context.Context, db DB) ([]inventory.User, error) {
	rows, _ := db.Query(ctx, selectUsers+"ORDER BY a.email")
	all, err := pgx.CollectRows(rows, scanUser)
	return all, translated(err)
}

// UserByEmail returns one user; [inventory.NotFound] when there is none.
func UserByEmail(ctx context.Context, db DB, email string) (inventory.User, error) {
	rows, _ := db.Query(ctx, selectUsers+"WHERE a.email = $1", email)
	return oneUser(rows, "“"+email+"”")
}

// UserByID is UserByEmail by id.
func UserByID(ctx context.Context, db DB, id int64) (inventory.User, error) {
	rows, _ := db.Query(ctx, selectUsers+"WHERE a.id = $1", id)
	return oneUser(rows, strconv.FormatInt(id, 10))
}

func oneUser(rows pgx.Rows, which string) (inventory.User, error) {
	u, err := pgx.CollectExactlyOneRow(rows, scanUser)
	if errors.Is(err, pgx.ErrNoRows) {
		return u, inventory.Errorf(inventory.NotFound, "unknown_user", "there is no user %s", which)
	}
	return u, translated(err)
}

// PutUser adds a user unless there is one of that e-mail, gives it the grants
// that it does not have, and returns it. A name is set when one is given.
// [inventory.NotFound] for an unknown member.
func PutUser(ctx context.Context, tx pgx.Tx, u inventory.User, now time.Time) (inventory.User, error) {
	var id int64
	err := tx.QueryRow(ctx, `INSERT INTO account (email, name, created_at) VALUES ($1, $2, $3)
		ON CONFLICT (email) DO UPDATE SET name = CASE WHEN excluded.name = '' THEN account.name ELSE excluded.name END
		RETURNING id`, u.Email, u.Name, now).Scan(&id)
	if err != nil {
		return u, translated(err)
	}
	if err := addGrants(ctx, tx, id, u.Grants); err != nil {
		return u, err
	}
	return UserByID(ctx, tx, id)
}

// addGrants gives a user the grants that it does not have.
func addGrants(ctx context.Context, tx pgx.Tx, user int64, grants []inventory.Grant) error {
	for _, g := range grants {
		_, err := tx.Exec(ctx, `INSERT INTO account_grant (account, role, member) VALUES ($1, $2, $3)
			ON CONFLICT ON CONSTRAINT account_grant_once DO NOTHING`, user, string(g.Role), orNull(g.Member))
		if err != nil {
			return translated(err)
		}
	}
	return nil
}

// UpdateUser sets a user's name and grants; those that stay keep their id, and so
// what acts under them. [inventory.NotFound] for an unknown member.
func UpdateUser(ctx context.Context, tx pgx.Tx, u inventory.User) (inventory.User, error) {
	var roles, members []string
	for _, g := range u.Grants {
		roles, members = append(roles, string(g.Role)), append(members, g.Member)
	}
	if _, err := tx.Exec(ctx, "UPDATE account SET name = $2 WHERE id = $1", u.ID, u.Name); err != nil {
		return u, translated(err)
	}
	_, err := tx.Exec(ctx, `DELETE FROM account_grant g WHERE g.account = $1 AND NOT EXISTS (
		SELECT FROM unnest($2::text[], $3::text[]) AS kept (role, member)
		WHERE kept.role = g.role AND kept.member = coalesce(g.member, ''))`, u.ID, roles, members)
	if err != nil {
		return u, translated(err)
	}
	if err := addGrants(ctx, tx, u.ID, u.Grants); err != nil {
		return u, err
	}
	return UserByID(ctx, tx, u.ID)
}

// DeleteUser removes a user with its grants, sessions, tokens and links.
func DeleteUser(ctx context.Context, tx pgx.Tx, email string) error {
	tag, err := tx.Exec(ctx, "DELETE FROM account WHERE email = $1", email)
	if err == nil && tag.RowsAffected() == 0 {
		return inventory.Errorf(inventory.NotFound, "unknown_user", "there is no user “%s”", email)
	}
	return translated(err)
}

// HasAdmin tells whether any user is an administrator.
func HasAdmin(ctx context.Context, db DB) (bool, error) {
	var there bool
	err := db.QueryRow(ctx, "SELECT EXISTS (SELECT FROM account_grant WHERE role = 'admin')").Scan(&there)
	return there, translated(err)
}

// LockAdmins makes others that lock it wait: the first administrator is one.
func LockAdmins(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('maillage admins', 0))")
	return translated(err)
}

// Password returns a user's password as argon2id wrote it, "" for none, and
// false when there is no such user.
func Password(ctx context.Context, db DB, email string) (id int64, encoded string, ok bool, err error) {
	err = db.QueryRow(ctx, "SELECT id, coalesce(password, '') FROM account WHERE email = $1", email).Scan(&id, &encoded)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, "", false, nil
	}
	return id, encoded, err == nil, translated(err)
}

// SetPassword replaces a user's password.
func SetPassword(ctx context.Context, tx pgx.Tx, user int64, encoded string) error {
	_, err := tx.Exec(ctx, "UPDATE account SET password = $2 WHERE id = $1", user, encoded)
	return translated(err)
}

// AddLink keeps a one-time link; earlier ones of the same user end. User 0 is the
// first administrator to be.
func AddLink(ctx context.Context, tx pgx.Tx, hash []byte, user int64, now, expires time.Time) error {
	var account *int64
	if user != 0 {
		account = &user
	}
	_, err := tx.Exec(ctx, "DELETE FROM sign_in_link WHERE account IS NOT DISTINCT FROM $1", account)
	if err != nil {
		return translated(err)
	}
	_, err = tx.Exec(ctx, "INSERT INTO sign_in_link (secret, account, created_at, expires_at) VALUES ($1, $2, $3, $4)",
		hash, account, now, expires)
	return translated(err)
}

// TakeLink uses a link up and returns its user, 0 for the first administrator's.
// It is false for one that is unknown, used or expired. Of two that take it at
// once, one does.
func TakeLink(ctx context.Context, tx pgx.Tx, hash []byte, now time.Time) (user int64, ok bool, err error) {
	var account *int64
	var expires time.Time
	err = tx.QueryRow(ctx, "DELETE FROM sign_in_link WHERE secret = $1 RETURNING account, expires_at", hash).Scan(&account, &expires)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, false, nil
	}
	if account != nil {
		user = *account
	}
	return user, err == nil && now.Before(expires), translated(err)
}
