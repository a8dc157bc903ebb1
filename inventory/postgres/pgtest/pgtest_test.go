package pgtest_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory/postgres/pgtest"
)

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func scalar[T any](t *testing.T, conn *pgx.Conn, sql string, args ...any) T {
	t.Helper()
	var value T
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return value
}

func TestNewDatabasesAreApart(t *testing.T) {
	t.Parallel()
	one, two := connect(t, pgtest.New(t)), connect(t, pgtest.New(t))
	if _, err := one.Exec(t.Context(), "CREATE TABLE mine ()"); err != nil {
		t.Fatal(err)
	}
	if scalar[bool](t, two, "SELECT to_regclass('mine') IS NOT NULL") {
		t.Error("one test sees another's table")
	}
	if version := scalar[int](t, two, "SELECT max(version_id) FROM goose_db_version"); version < 1 {
		t.Errorf("the schema is at version %d", version)
	}
	if got := scalar[string](t, two, "SELECT ST_AsText(ST_MakePoint(1, 2))"); got != "POINT(1 2)" {
		t.Errorf("PostGIS says %s", got)
	}
}

func TestDatabaseIsDroppedAtTheEnd(t *testing.T) {
	t.Parallel()
	watch := connect(t, pgtest.New(t))
	var name string
	t.Run("inner", func(t *testing.T) {
		name = scalar[string](t, connect(t, pgtest.New(t)), "SELECT current_database()::text")
	})
	if !strings.HasPrefix(name, "t_"+strconv.Itoa(os.Getpid())+"_") {
		t.Errorf("the database is called %s", name)
	}
	if scalar[bool](t, watch, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name) {
		t.Errorf("%s is still there", name)
	}
}

func TestTemplateIsPreparedOncePerKey(t *testing.T) {
	t.Parallel()
	var prepared atomic.Int32
	word := func(word string) func(context.Context, string) error {
		return func(ctx context.Context, url string) error {
			prepared.Add(1)
			conn, err := pgx.Connect(ctx, url)
			if err != nil {
				return err
			}
			defer conn.Close(ctx)
			_, err = conn.Exec(ctx, "CREATE TABLE word AS SELECT '"+word+"'::text AS word")
			return err
		}
	}
	// The key is new in each run: templates outlive the test binary.
	key := strconv.Itoa(os.Getpid())
	var group sync.WaitGroup
	urls := make([]string, 4)
	for i := range urls {
		group.Go(func() { urls[i] = pgtest.Template(t, "word", key, word("first")) })
	}
	group.Wait()
	for _, url := range urls {
		conn := connect(t, url)
		if got := scalar[string](t, conn, "SELECT word FROM word"); got != "first" {
			t.Errorf("the clone holds %q", got)
		}
		if !scalar[bool](t, conn, "SELECT to_regclass('goose_db_version') IS NOT NULL") {
			t.Error("the template has no schema")
		}
	}
	if n := prepared.Load(); n != 1 {
		t.Errorf("prepared %d times", n)
	}
	other := connect(t, pgtest.Template(t, "word", key+"b", word("second")))
	if got := scalar[string](t, other, "SELECT word FROM word"); got != "second" {
		t.Errorf("another key's clone holds %q", got)
	}
	dropTemplates(t, "tpl_word_")
}

func TestFailedPreparationLeavesNothing(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.New(t))
	failing := &recorder{TB: t}
	func() {
		defer func() { _ = recover() }()
		pgtest.Template(failing, "failing", "", func(context.Context, string) error { return errors.New("on purpose") })
	}()
	if !strings.Contains(failing.said, "on purpose") {
		t.Errorf("the test hears %q", failing.said)
	}
	if scalar[bool](t, conn, "SELECT EXISTS (SELECT FROM pg_database WHERE datname LIKE 'tpl_failing_%')") {
		t.Error("a half-made template is left")
	}
}

// recorder takes the failure that a test wants to see.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Fatalf(format string, args ...any) {
	for _, arg := range args {
		if err, ok := arg.(error); ok {
			r.said += err.Error()
		}
	}
	panic("fatal")
}

func dropTemplates(t *testing.T, prefix string) {
	t.Helper()
	conn := connect(t, pgtest.New(t))
	rows, err := conn.Query(t.Context(), "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", prefix)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Errorf("no template %s… was made", prefix)
	}
	for _, name := range names {
		if _, err := conn.Exec(t.Context(), "DROP DATABASE "+name); err != nil {
			t.Error(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		pgtest.New(b)
	}
}
