package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"maillage/inventory"
)

// serviceRole is the role under which transactions of every viewer but the
// operator run: it owns nothing, and the policies of the tables let it see and
// change what its viewer may. A migration grants it what it needs.
const serviceRole = "maillage_service"

// lockRole is the advisory lock under which the role is made.
const lockRole = 0x4d61696c6c6103 // "Mailla", 3

// ensureServiceRole makes the role, which is of the whole server, and lets the
// database's owner take it on. [inventory.Forbidden] says what the server's
// administrator has to run when the owner may not.
func ensureServiceRole(ctx context.Context, conn *pgx.Conn) error {
	there, member, err := serviceRoleIs(ctx, conn)
	if err == nil && (!there || !member) {
		// The lock is of this database alone: another one's program may be faster.
		if _, err = conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lockRole)); err == nil {
			err = makeServiceRole(ctx, conn)
			_, unlock := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(lockRole))
			err = errors.Join(err, unlock)
		}
	}
	var domain *inventory.Error
	if err != nil && !errors.As(err, &domain) {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot make the role %s: %w", serviceRole, err)
	}
	return err
}

func makeServiceRole(ctx context.Context, conn *pgx.Conn) error {
	there, member, err := serviceRoleIs(ctx, conn)
	if err == nil && !there {
		_, err = conn.Exec(ctx, "CREATE ROLE "+serviceRole+" NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
		if state := stateOf(err); state == "42710" || state == "23505" { // duplicate_object, or at the same moment
			err = nil
		}
		if err == nil {
			_, member, err = serviceRoleIs(ctx, conn)
		}
	}
	user := pgx.Identifier{conn.Config().User}.Sanitize()
	if err == nil && !member {
		_, err = conn.Exec(ctx, "GRANT "+serviceRole+" TO "+user)
	}
	if stateOf(err) == "42501" { // insufficient_privilege
		words := "GRANT " + serviceRole + " TO " + user
		if !there {
			words = "CREATE ROLE " + serviceRole + " NOLOGIN; " + words
		}
		return inventory.Errorf(inventory.Forbidden, "role_forbidden",
			"the role %s may not make the role under which viewers are served: ask the server's administrator to run %s", conn.Config().User, words)
	}
	return err
}

// serviceRoleIs tells whether the role exists and whether the owner may take it
// on. Since PostgreSQL 16 who made a role is its member without that right.
func serviceRoleIs(ctx context.Context, conn *pgx.Conn) (there, member bool, err error) {
	err = conn.QueryRow(ctx, `SELECT count(*) > 0, coalesce(bool_or(pg_has_role(current_user, oid,
			CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)), false)
		FROM pg_roles WHERE rolname = $1`, serviceRole).Scan(&there, &member)
	return there, member, err
}

func stateOf(err error) string {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return said.Code
	}
	return ""
}
