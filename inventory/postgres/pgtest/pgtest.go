// Package pgtest gives each test a PostgreSQL database of its own, with the
// schema in place, from one private cluster that all test binaries share.
//
// It is for tests alone. It knows how databases are made, cloned and dropped;
// what is in them belongs to the tests and to package postgres.
//
// The cluster lives in maillage-test-<uid>-<boot> under the temporary folder and
// is left running for the next test binary; make clean stops it and removes the
// folder. It does not force its writes to disk, so a machine that went down may
// leave it broken: each boot of the machine gets a new one.
package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"maillage/inventory/postgres"
	"maillage/inventory/postgres/local"
	"maillage/migrations"
)

// New returns the connection URL of an empty database with all migrations
// applied, the test's own until its end. It is safe in parallel tests.
func New(t testing.TB) string {
	t.Helper()
	return Template(t, "schema", "", nil)
}

// Template is [New] with content: prepare fills a database (given by its URL)
// once for a name and a key, and every call returns a clone of it. The key
// stands for all that prepare reads, the checksum of a file for example; a
// changed migration makes a new template, too. prepare must close its
// connections.
func Template(t testing.TB, name, key string, prepare func(ctx context.Context, url string) error) string {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatalf("no database for tests: %v", err)
	}
	ctx := context.Background() // t.Context ends before cleanups do
	template := templateName(name, key)
	clone := fmt.Sprintf("t_%d_%d", os.Getpid(), s.counter.Add(1))
	for attempt := 1; ; attempt++ {
		if err := s.ensure(ctx, template, prepare); err != nil {
			t.Fatalf("cannot prepare the database %s: %v", template, err)
		}
		// file_copy: with nothing forced to disk its checkpoints cost less than a log of every page.
		err := s.exec(ctx, "CREATE DATABASE "+clone+" TEMPLATE "+template+" STRATEGY file_copy")
		if err == nil {
			break
		}
		// A test binary with other migrations may drop it between the two.
		if sqlState(err) != "3D000" || attempt == 5 {
			t.Fatalf("cannot clone the database %s: %v", template, err)
		}
	}
	t.Cleanup(func() {
		if err := s.exec(ctx, "DROP DATABASE "+clone+" WITH (FORCE)"); err != nil {
			t.Errorf("cannot drop the database of the test: %v", err)
		}
	})
	return s.url(clone)
}

// server is the cluster, as one test binary uses it.
type server struct {
	cluster *local.Cluster
	counter atomic.Int64
}

// shared starts or joins the cluster, once in a test binary. Nobody stops it:
// a binary cannot tell its last test, and the next one wants it warm.
var shared = sync.OnceValues(func() (*server, error) {
	ctx := context.Background()
	folder := folder()
	earlier, _ := filepath.Glob(strings.TrimSuffix(folder, boot()) + "*") // the glob is well formed
	for _, dir := range earlier {
		if dir != folder {
			_ = os.RemoveAll(dir) // of an earlier boot, and in nobody's way if it stays
		}
	}
	cluster, err := local.Start(ctx, local.Options{DataDir: folder, Fast: true})
	if err != nil {
		return nil, fmt.Errorf("%w (make clean removes the cluster for tests, %s)", err, folder)
	}
	s := &server{cluster: cluster}
	return s, s.sweep(ctx)
})

// folder is the data folder of the cluster for tests.
func folder() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("maillage-test-%d-%s", os.Getuid(), boot()))
}

// boot tells this boot of the machine from others, where the system can.
func boot() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "x"
	}
	return shortHash(id)
}

func (s *server) url(database string) string {
	u, err := url.Parse(s.cluster.URL())
	if err != nil {
		panic(err) // our own
	}
	u.Path = "/" + database
	return u.String()
}

// exec runs one statement in the maintenance database, on a connection of its
// own: it cannot be in a transaction, nor in the database concerned.
func (s *server) exec(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// ensure prepares a template unless it exists. It is made under another name
// and renamed at the end: a name that exists is whole.
func (s *server) ensure(ctx context.Context, template string, prepare func(context.Context, string) error) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) // and with it the lock
	exists := func() (there bool, err error) {
		err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", template).Scan(&there)
		return there, err
	}
	if there, err := exists(); there || err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtextextended($1, 0))", template); err != nil {
		return err
	}
	if there, err := exists(); there || err != nil {
		return err
	}
	base := "template1"
	if prepare != nil {
		base = templateName("schema", "")
		if err := s.ensure(ctx, base, nil); err != nil {
			return err
		}
	} else {
		prepare = postgres.Migrate
	}
	if err := s.dropStale(ctx, conn, template); err != nil {
		return err
	}
	making := template + "_new"
	for _, statement := range []string{
		"DROP DATABASE IF EXISTS " + making + " WITH (FORCE)",
		"CREATE DATABASE " + making + " TEMPLATE " + base,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	if err := prepare(ctx, s.url(making)); err != nil {
		_, dropped := conn.Exec(ctx, "DROP DATABASE "+making+" WITH (FORCE)")
		return errors.Join(err, dropped)
	}
	for _, statement := range []string{
		// Nobody may be in a database that is cloned, autovacuum neither.
		"ALTER DATABASE " + making + " ALLOW_CONNECTIONS false",
		"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + making + "'",
		"ALTER DATABASE " + making + " RENAME TO " + template,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// dropStale drops the templates of the same name made with other migrations.
func (s *server) dropStale(ctx context.Context, conn *pgx.Conn, template string) error {
	prefix := template[:strings.LastIndex(template[:strings.LastIndex(template, "_")], "_")+1]
	current := template[:strings.LastIndex(template, "_")+1]
	rows, err := conn.Query(ctx, `SELECT datname FROM pg_database
		WHERE starts_with(datname, $1) AND NOT starts_with(datname, $2)`, prefix, current)
	if err != nil {
		return err
	}
	stale, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range stale {
		// Another test binary may be cloning it, or have dropped it already.
		if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+name); err != nil && sqlState(err) != "55006" {
			return err
		}
	}
	return nil
}

// sweep drops the databases of test binaries that were killed.
func (s *server) sweep(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, `SELECT datname FROM pg_database WHERE datname ~ '^t_[0-9]+_[0-9]+$'`)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		pid, err := strconv.Atoi(strings.Split(name, "_")[1])
		if err != nil || (pid != os.Getpid() && syscall.Kill(pid, 0) == nil) {
			continue
		}
		if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			return err
		}
	}
	return nil
}

// templateName is tpl_<name>_<migrations>_<key>.
func templateName(name, key string) string {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			panic("pgtest: the name of a template is lower case letters and digits: " + name)
		}
	}
	return fmt.Sprintf("tpl_%s_%s_%s", name, schemaHash(), shortHash([]byte(key)))
}

// schemaHash changes with any migration.
var schemaHash = sync.OnceValue(func() string {
	sum := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := migrations.FS.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(content), content)
		return err
	})
	if err != nil {
		panic(err) // embedded: it cannot fail
	}
	return hex.EncodeToString(sum.Sum(nil)[:5])
})

func shortHash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:5])
}

func sqlState(err error) string {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return said.Code
	}
	return ""
}
