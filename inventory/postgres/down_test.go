package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
	"maillage/migrations"
)

// TestDownAndUp: each migration can be taken back, leaves nothing behind, and
// applies again.
func TestDownAndUp(t *testing.T) {
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
	if _, err := provider.DownTo(ctx, 0); err != nil {
		t.Fatal(err)
	}
	var left []string
	rows, err := db.QueryContext(ctx, `SELECT relname::text FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')
			AND relname NOT LIKE 'goose%' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
		UNION ALL SELECT proname::text FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		left = append(left, name)
	}
	if err := rows.Err(); err != nil || len(left) > 0 {
		t.Errorf("%v stay, %v", left, err)
	}
	if err := postgres.Migrate(ctx, at); err != nil {
		t.Fatal(err)
	}
	s, err := postgres.Open(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write(t, s, "m", func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, sample("est")) })
}
