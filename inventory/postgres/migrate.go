package postgres

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"maillage/inventory"
	"maillage/migrations"
)

// The oldest versions that the schema works with.
const (
	oldestServer  = 15
	oldestPostGIS = 3
)

// The advisory locks under which a database is prepared, so that two programs
// that start on it at once do so one after the other.
const (
	lockExtension = 0x4d61696c6c6101 // "Mailla", 1
	lockSchema    = 0x4d61696c6c6102
)

// Migrate brings the schema of the database up to what this program knows, and
// does nothing when it is there already. Several programs may call it at once.
//
// Errors: [inventory.Unavailable] when the server does not answer, is too old
// or has no PostGIS; [inventory.Forbidden] when the role may not install it, or
// may not make the role of the service;
// [inventory.Conflict] when the data was written by a newer program. Each says
// what to do.
func Migrate(ctx context.Context, url string) error {
	return migrate(ctx, url, migrations.FS)
}

func migrate(ctx context.Context, url string, files fs.FS) error {
	config, err := pgx.ParseConfig(url)
	if err != nil { // pgx leaves the password out of it
		return inventory.Errorf(inventory.Invalid, "database_url", "the database's address (MAILLAGE_DATABASE_URL) is not valid: %w", err)
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return inventory.Errorf(inventory.Unavailable, "database_unavailable", "the database does not answer: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := checkServer(ctx, conn); err != nil {
		return err
	}
	if err := ensurePostGIS(ctx, conn); err != nil {
		return err
	}
	if err := ensureServiceRole(ctx, conn); err != nil {
		return err
	}

	db := stdlib.OpenDB(*config)
	defer db.Close()
	// The default asks every five seconds; a program that waits for another's
	// migration should go on soon after it.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(lockSchema), lock.WithLockTimeout(1, 600))
	if err != nil {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot migrate the database: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot read the migrations: %w", err)
	}
	sources := provider.ListSources()
	known := sources[len(sources)-1].Version // goose refuses an empty list, and sorts it
	written, err := schemaVersion(ctx, conn)
	if err != nil {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot read the version of the database: %w", err)
	}
	if written > known {
		return inventory.Errorf(inventory.Conflict, "schema_newer",
			"this data was written by a newer Maillage (schema %d, this program knows %d): install that version or restore a backup", written, known)
	}
	if _, err := provider.Up(ctx); err != nil {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot migrate the database: %w", err)
	}
	if known < firstWithJobs { // a test's older schema
		return nil
	}
	if err := migrateJobs(ctx, conn, url); err != nil {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot migrate the queue of background work: %w", err)
	}
	return nil
}

// firstWithJobs is the migration that makes the schema of background work.
const firstWithJobs = 14

// checkServer refuses a server that is too old.
func checkServer(ctx context.Context, conn *pgx.Conn) error {
	var number int // 150018 for 15.18
	if err := conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&number); err != nil {
		return inventory.Errorf(inventory.Unavailable, "database_unavailable", "the database does not answer: %w", err)
	}
	return checkVersion(number)
}

func checkVersion(number int) error {
	if major := number / 10000; major < oldestServer {
		return inventory.Errorf(inventory.Unavailable, "postgres_too_old",
			"PostgreSQL %d is too old: Maillage needs %d or later", major, oldestServer)
	}
	return nil
}

// ensurePostGIS installs the extension in the database.
func ensurePostGIS(ctx context.Context, conn *pgx.Conn) error {
	var available, installed *string
	err := conn.QueryRow(ctx, `SELECT max(default_version), max(installed_version)
		FROM pg_available_extensions WHERE name = 'postgis'`).Scan(&available, &installed)
	if err != nil {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot ask the database for PostGIS: %w", err)
	}
	if done, err := checkPostGIS(available, installed, conn.PgConn().ParameterStatus("server_version")); done || err != nil {
		return err
	}
	// CREATE EXTENSION IF NOT EXISTS fails when two run it at once.
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lockExtension)); err != nil {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot install PostGIS: %w", err)
	}
	_, err = conn.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS postgis")
	_, unlock := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(lockExtension))
	var said *pgconn.PgError
	if errors.As(err, &said) && said.Code == "42501" { // insufficient_privilege
		config := conn.Config()
		return inventory.Errorf(inventory.Forbidden, "postgis_forbidden",
			"the role %s may not install PostGIS: ask the server's administrator to run CREATE EXTENSION postgis in the database %s",
			config.User, config.Database)
	}
	if err == nil {
		err = unlock
	}
	if err != nil {
		return inventory.Errorf(inventory.Internal, "migrate", "cannot install PostGIS: %w", err)
	}
	return nil
}

// checkPostGIS judges the version of PostGIS that the database has (installed)
// or could have (available). done: there is nothing left to install.
func checkPostGIS(available, installed *string, server string) (done bool, err error) {
	if installed != nil {
		if !recent(*installed) {
			return false, inventory.Errorf(inventory.Unavailable, "postgis_too_old",
				"PostGIS %s is too old: Maillage needs %d or later (ask the server's administrator to update it)", *installed, oldestPostGIS)
		}
		return true, nil
	}
	if available == nil || !recent(*available) {
		major, _, _ := strings.Cut(server, ".")
		return false, inventory.Errorf(inventory.Unavailable, "postgis_missing",
			"PostGIS is not installed on this server: install postgresql-%s-postgis-%d, or ask its administrator", major, oldestPostGIS)
	}
	return false, nil
}

// recent tells a version of PostGIS such as 3.3.2 that is not too old.
func recent(version string) bool {
	major, _, _ := strings.Cut(version, ".")
	return len(major) > 1 || (len(major) == 1 && major[0] >= '0'+oldestPostGIS)
}

// schemaVersion is the number of the last migration applied, 0 for none.
func schemaVersion(ctx context.Context, conn *pgx.Conn) (int64, error) {
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('goose_db_version') IS NOT NULL").Scan(&there); err != nil || !there {
		return 0, err
	}
	var version int64
	err := conn.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&version)
	return version, err
}
