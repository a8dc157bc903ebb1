package postgres

import (
	"context"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"maillage/inventory"
)

// poolSize is how many connections a program opens at most, unless the
// database's address says otherwise (pool_max_conns).
const poolSize = 12

// Store is a database that holds an inventory.
type Store struct{ Pool *pgxpool.Pool }

// DB is what queries need: a pool or a transaction.
type DB interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, source pgx.CopyFromSource) (int64, error)
	SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults
}

var (
	_ DB = (*pgxpool.Pool)(nil)
	_ DB = (pgx.Tx)(nil)
)

// Open connects to a database that [Migrate] has prepared. Errors:
// [inventory.Invalid] when the address is not one, [inventory.Unavailable] when
// the server does not answer or the database has no PostGIS.
func Open(ctx context.Context, url string) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil { // pgx leaves the password out of it
		return nil, inventory.Errorf(inventory.Invalid, "database_url", "the database's address (MAILLAGE_DATABASE_URL) is not valid: %w", err)
	}
	if !saysPoolSize(url) {
		config.MaxConns = poolSize
	}
	config.AfterConnect = registerTypes
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, translated(err)
	}
	s := &Store{Pool: pool}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, translated(err)
	}
	return s, nil
}

// Close waits for the connections in use to be given back and closes all.
func (s *Store) Close() { s.Pool.Close() }

// Read runs fn in a transaction that sees one state of the database throughout
// and can change nothing, on behalf of a viewer.
func (s *Store) Read(ctx context.Context, v inventory.Viewer, fn func(tx pgx.Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return translated(pgx.BeginTxFunc(ctx, s.Pool, options, func(tx pgx.Tx) error {
		if _, err := behalf(ctx, tx, v, "", false); err != nil {
			return err
		}
		return fn(tx)
	}))
}

// Write runs fn in a transaction on behalf of a viewer, who stands in the
// history as the author of all that fn changes, under one id: change names the
// upload or the request ("import:12"). When fn returns an error nothing is
// changed. Errors of the database come back in inventory's words, those of
// constraints that PostgreSQL checks at the end too. Its version is noted in a
// context of Noting.
func (s *Store) Write(ctx context.Context, v inventory.Viewer, change string, fn func(tx pgx.Tx) error) error {
	if v.ReadOnly {
		return inventory.Errorf(inventory.Forbidden, "read_only", "this token is for reading alone")
	}
	var version Version
	err := translated(pgx.BeginTxFunc(ctx, s.Pool, pgx.TxOptions{}, func(tx pgx.Tx) (err error) {
		if version, err = behalf(ctx, tx, v, change, true); err != nil {
			return err
		}
		return fn(tx)
	}))
	if err == nil {
		note(ctx, version)
	}
	return err
}

// behalf tells the database for whom the transaction is. The settings end with
// it, the role as well. Of one that writes it returns the version.
func behalf(ctx context.Context, tx pgx.Tx, v inventory.Viewer, change string, writes bool) (version Version, err error) {
	actor := v.Name
	if actor == "" {
		actor = string(v.Role)
	}
	role := serviceRole
	if v.Role == inventory.RoleOperator {
		role = "none"
	}
	var number string
	err = tx.QueryRow(ctx, `WITH settings AS MATERIALIZED (
			SELECT set_config('maillage.viewer_role', $1, true), set_config('maillage.viewer_member', $2, true),
				set_config('maillage.actor', $3, true), set_config('maillage.change', $4, true), set_config('role', $5, true))
		SELECT CASE WHEN $6 THEN pg_current_xact_id()::text ELSE '' END FROM settings`,
		string(v.Role), v.Member, actor, change, role, writes).Scan(&number)
	if err != nil || !writes {
		return 0, err
	}
	return ParseVersion(number)
}

// saysPoolSize tells whether a connection string, as URL or as key=value pairs,
// chooses the size of the pool itself.
func saysPoolSize(s string) bool {
	if u, err := url.Parse(s); err == nil && u.Scheme != "" {
		return u.Query().Has("pool_max_conns")
	}
	return strings.Contains(s, "pool_max_conns")
}
