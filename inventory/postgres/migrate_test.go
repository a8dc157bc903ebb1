package postgres_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
)

// bareDatabase is a database without schema or PostGIS, owned by a role that is
// no superuser.
func bareDatabase(t *testing.T) (asSuperuser, asOwner string) {
	t.Helper()
	home := pgtest.New(t)
	conn := open(t, home)
	var name string
	if err := conn.QueryRow(t.Context(), "SELECT current_database() || '_bare'").Scan(&name); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"CREATE ROLE " + name + " LOGIN", "CREATE DATABASE " + name + " OWNER " + name} {
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, statement := range []string{"DROP DATABASE " + name + " WITH (FORCE)", "DROP ROLE " + name} {
			if _, err := conn.Exec(context.Background(), statement); err != nil {
				t.Error(err)
			}
		}
	})
	u, err := url.Parse(home)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	asSuperuser = u.String()
	u.User = url.User(name)
	return asSuperuser, u.String()
}

func open(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func wantError(t *testing.T, err error, code, words string) {
	t.Helper()
	var said *inventory.Error
	if !errors.As(err, &said) || said.Code != code || !strings.Contains(said.Message, words) {
		t.Errorf("got %v, want %s with %q", err, code, words)
	}
}

func TestMigrateAtOnce(t *testing.T) {
	t.Parallel()
	database, _ := bareDatabase(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if err := postgres.Migrate(t.Context(), database); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	conn := open(t, database)
	var postgis, twice bool
	err := conn.QueryRow(t.Context(), `SELECT
		EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis'),
		EXISTS (SELECT FROM goose_db_version GROUP BY version_id HAVING count(*) > 1)`).Scan(&postgis, &twice)
	if err != nil || !postgis || twice {
		t.Errorf("PostGIS: %v, a migration applied twice: %v (%v)", postgis, twice, err)
	}
}

func TestMigrateRefusesNewerData(t *testing.T) {
	t.Parallel()
	database := pgtest.New(t)
	if err := postgres.Migrate(t.Context(), database); err != nil {
		t.Fatalf("again on a migrated database: %v", err)
	}
	if _, err := open(t, database).Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9001, true)"); err != nil {
		t.Fatal(err)
	}
	wantError(t, postgres.Migrate(t.Context(), database), "schema_newer", "newer Maillage (schema 9001, this program knows ")
}

func TestMigrateMayNotInstallPostGIS(t *testing.T) {
	t.Parallel()
	asSuperuser, asOwner := bareDatabase(t)
	wantError(t, postgres.Migrate(t.Context(), asOwner), "postgis_forbidden", "run CREATE EXTENSION postgis in the database t_")
	// Once the administrator has done so, the owner can go on alone.
	super := open(t, asSuperuser)
	if _, err := super.Exec(t.Context(), "CREATE EXTENSION postgis"); err != nil {
		t.Fatal(err)
	}
	// The role of the service is there: the cluster for tests has others' databases.
	wantError(t, postgres.Migrate(t.Context(), asOwner), "role_forbidden", "run GRANT maillage_service TO")
	if _, err := super.Exec(t.Context(), "GRANT maillage_service TO "+pgx.Identifier{open(t, asOwner).Config().User}.Sanitize()); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), asOwner); err != nil {
		t.Error(err)
	}
}

func TestMigrateWithoutAnswer(t *testing.T) {
	t.Parallel()
	err := postgres.Migrate(t.Context(), "postgres://someone:s3cret@/nothing?host="+t.TempDir())
	wantError(t, err, "database_unavailable", "the database does not answer")
	err = errors.Join(err, postgres.Migrate(t.Context(), "postgres://someone:s3cret@host:port/nothing"))
	if !strings.Contains(err.Error(), "MAILLAGE_DATABASE_URL") || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the errors are %q: they should name the variable and keep the password", err)
	}
}
