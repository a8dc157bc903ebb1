package postgres_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
	"maillage/migrations"
)

// An instance of an earlier version has addresses in its history: they become
// numbers, those of who is gone as well, and the history is closed again.
func TestAddressesLeaveTheHistory(t *testing.T) {
	t.Parallel()
	ctx, at := context.Background(), pgtest.New(t)
	config, err := pgx.ParseConfig(at)
	if err != nil {
		t.Fatal(err)
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(ctx, 5); err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(ctx, `INSERT INTO account (email, created_at) VALUES ('ana@est.example', now());
		INSERT INTO history (actor, change, noun, member) VALUES ('ana@est.example', 'a', 'pop', 'est'), ('gone@est.example', 'b', 'pop', 'est'),
			('command line (root)', 'c', 'pop', 'est'), ('gone@est.example', 'd', 'pop', 'est'), ('also-gone@est.example', 'e', 'pop', 'est')`)
	if err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(ctx, at); err != nil {
		t.Fatal(err)
	}
	s, err := postgres.Open(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	actors := func(column string) []string {
		rows, _ := s.Pool.Query(ctx, "SELECT "+column+" FROM history WHERE change <= 'e' ORDER BY change")
		all, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if diff := cmp.Diff([]string{"user:1", "user:gone-2", "command line (root)", "user:gone-2", "user:gone-1"}, actors("actor")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"ana@est.example", "user:gone-2", "command line (root)", "user:gone-2", "user:gone-1"}, actors("actor_name(actor)")); diff != "" {
		t.Error(diff)
	}
	for _, sql := range []string{"UPDATE history SET actor = 'x'", "DELETE FROM history", "TRUNCATE history"} {
		if _, err := s.Pool.Exec(ctx, sql); err == nil {
			t.Errorf("%s is done", sql)
		}
	}
	// Whatever stands there is a name at most, never an error.
	for _, actor := range []string{"", "user:", "user:99", "user:999999999999999999", "user:9999999999999999999999", "user:1 or 1", "USER:1", "user:-1"} {
		var name string
		if err := s.Pool.QueryRow(ctx, "SELECT actor_name($1)", actor).Scan(&name); err != nil || name != actor {
			t.Errorf("%q is %q, %v", actor, name, err)
		}
	}
}
