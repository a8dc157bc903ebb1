package postgres_test

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
)

func TestOpenRefusals(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, err := postgres.Open(ctx, "postgres://user:secret@[::1/x")
	if e := fails(t, err, inventory.Invalid, "database_url"); strings.Contains(e.Error(), "secret") {
		t.Errorf("the password is told: %v", e)
	}
	_, err = postgres.Open(ctx, "host=/nowhere user=u")
	fails(t, err, inventory.Unavailable, "database_unavailable")

	at, err := url.Parse(pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	at.Path = "/postgres" // the maintenance database has no PostGIS
	_, err = postgres.Open(ctx, at.String())
	fails(t, err, inventory.Unavailable, "postgis_missing")
}

func TestPoolSize(t *testing.T) {
	t.Parallel()
	ctx, at := context.Background(), pgtest.New(t)
	s, err := postgres.Open(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	separator := "?"
	if strings.Contains(at, "?") {
		separator = "&"
	}
	small, err := postgres.Open(ctx, at+separator+"pool_max_conns=3")
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close()
	if s.Pool.Config().MaxConns != 12 || small.Pool.Config().MaxConns != 3 {
		t.Error(s.Pool.Config().MaxConns, small.Pool.Config().MaxConns)
	}
}

// TestViewer: the database knows for whom a transaction is, and forgets it.
func TestViewer(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	v := inventory.Viewer{Role: inventory.RoleSales, Member: "est", Name: "zoé"}
	const ask = `SELECT concat_ws(' ', coalesce(current_setting('maillage.viewer_role', true), ''), coalesce(current_setting('maillage.viewer_member', true), ''),
		coalesce(current_setting('maillage.actor', true), ''), coalesce(current_setting('maillage.change', true), ''))`
	var read, wrote string
	if err := s.Read(ctx, v, func(tx pgx.Tx) error { return tx.QueryRow(ctx, ask).Scan(&read) }); err != nil {
		t.Fatal(err)
	}
	if err := s.Write(ctx, v, "c", func(tx pgx.Tx) error { return tx.QueryRow(ctx, ask).Scan(&wrote) }); err != nil {
		t.Fatal(err)
	}
	if read != "sales est zoé " || wrote != "sales est zoé c" {
		t.Errorf("read as %q, wrote as %q", read, wrote)
	}
	for range 3 * int(s.Pool.Config().MaxConns) {
		var rest string
		if err := s.Pool.QueryRow(ctx, ask).Scan(&rest); err != nil || strings.TrimSpace(rest) != "" {
			t.Fatalf("%q stays, %v", rest, err)
		}
	}
}

// TestReadSeesOneState and changes nothing.
func TestReadSeesOneState(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	err := s.Read(ctx, tester, func(tx pgx.Tx) error {
		before, err := postgres.Members(ctx, tx)
		if err != nil {
			return err
		}
		write(t, s, "x", func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, sample("ouest")) })
		after, err := postgres.Members(ctx, tx)
		if err != nil {
			return err
		}
		if len(before) != 1 || len(after) != 1 {
			t.Errorf("%d members, then %d", len(before), len(after))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Read(ctx, tester, func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, sample("nord")) })
	fails(t, err, inventory.Internal, "database")
}

// TestErrorsStay: what fn says comes back as it is, and nothing is changed.
func TestErrorsStay(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	mine := errors.New("mine")
	err := s.Write(ctx, tester, "x", func(tx pgx.Tx) error {
		if err := postgres.AddMember(ctx, tx, sample("est")); err != nil {
			return err
		}
		return mine
	})
	if err != mine {
		t.Error(err)
	}
	if all, err := postgres.Members(ctx, s.Pool); err != nil || len(all) > 0 {
		t.Error(all, err)
	}
	ended, end := context.WithCancel(ctx)
	end()
	if err := s.Read(ended, tester, func(pgx.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestWritersAtOnce: two that put the same list in opposite orders wait for each
// other.
func TestWritersAtOnce(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	var pops []inventory.Pop
	for i := range 500 {
		pops = append(pops, barePop("est", "W"+string(rune('a'+i%26))+string(rune('a'+i/26))))
	}
	var group sync.WaitGroup
	for round := range 6 {
		group.Go(func() {
			mine := append([]inventory.Pop{}, pops...)
			for i := range mine {
				mine[i].Name = "round " + string(rune('0'+round))
				if j := len(mine) - 1 - i; round%2 == 1 && i < j {
					mine[i], mine[j] = mine[j], mine[i]
				}
			}
			if err := s.Write(ctx, tester, "w", func(tx pgx.Tx) error { return postgres.PutPops(ctx, tx, mine) }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := postgres.Pops(ctx, s.Pool, "est", "", 0)
	if err != nil || len(got) != len(pops)+1 {
		t.Error(len(got), err)
	}
}

func TestTranslated(t *testing.T) {
	t.Parallel()
	for code, c := range map[string]struct {
		kind inventory.Kind
		code string
	}{
		"23505": {inventory.Conflict, "zone_exists"}, "23502": {inventory.Invalid, "invalid_zone"}, "21000": {inventory.Invalid, "duplicate_code"},
		"40001": {inventory.Unavailable, "busy"}, "40P01": {inventory.Unavailable, "busy"}, "42501": {inventory.Forbidden, "forbidden"},
		"53100": {inventory.Unavailable, "disk_full"}, "53300": {inventory.Unavailable, "database_unavailable"},
		"57P01": {inventory.Unavailable, "database_unavailable"}, "57014": {inventory.Unavailable, "timeout"},
		"22021": {inventory.Invalid, "bad_value"}, "42P01": {inventory.Internal, "database"}, "": {inventory.Internal, "database"},
	} {
		said := &pgconn.PgError{Code: code, Message: "m", Detail: "the detail", TableName: "zone", ColumnName: "name", ConstraintName: "zone_pkey"}
		e := fails(t, postgres.Translated(said), c.kind, c.code)
		if e.Kind != inventory.Invalid && !errors.Is(e, error(said)) {
			t.Errorf("%s: the cause is lost", code)
		}
	}
	fails(t, postgres.Translated(io.ErrUnexpectedEOF), inventory.Unavailable, "database_unavailable")
	if postgres.Translated(nil) != nil {
		t.Error("no error became one")
	}
}
