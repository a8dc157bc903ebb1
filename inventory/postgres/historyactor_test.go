package postgres_test

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// explaining notes how PostgreSQL goes about what it is asked.
type explaining struct {
	pgx.Tx
	plan string
}

func (e *explaining) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	rows, _ := e.Tx.Query(ctx, "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) "+sql, args...)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	e.plan = strings.Join(lines, "\n")
	return e.Tx.Query(ctx, sql, args...)
}

// Who did what is found by an index, whoever asks, in a history of which nearly all
// is others' doing. MAILLAGE_HISTORY_LINES says of how many lines; -v shows the plans.
func TestHistoryByActor(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), withMember(t)
	lines := 20_000
	if n, err := strconv.Atoi(os.Getenv("MAILLAGE_HISTORY_LINES")); err == nil {
		lines = n
	}
	var users []inventory.User
	write(t, s, "set up", func(tx pgx.Tx) error {
		for _, email := range []string{"busy@est.example", "rare@est.example", "gone@est.example"} {
			u, err := postgres.PutUser(ctx, tx, inventory.User{Email: email, Grants: []inventory.Grant{{Role: inventory.RoleContributor, Member: "est"}}}, time.Now())
			if err != nil {
				return err
			}
			users = append(users, u)
		}
		_, err := tx.Exec(ctx, `INSERT INTO history (actor, change, noun, member, code, after)
			SELECT CASE WHEN i % 5000 = 7 THEN $2 WHEN i % 5000 = 8 THEN $3 WHEN i % 3 = 0 THEN 'demo' ELSE $1 END,
				'c' || i / 100, 'pop', 'est', 'P1', '{"audience": "members"}' FROM generate_series(1, $4) AS i`,
			users[0].Actor(), users[1].Actor(), users[2].Actor(), lines)
		if err != nil {
			return err
		}
		return postgres.DeleteUser(ctx, tx, "gone@est.example")
	})
	if _, err := s.Pool.Exec(ctx, "ANALYZE history"); err != nil {
		t.Fatal(err)
	}
	of := func(v inventory.Viewer, f postgres.HistoryFilter) (found []postgres.Change, plan string, took time.Duration) {
		t.Helper()
		err := s.Read(ctx, v, func(tx pgx.Tx) (err error) {
			e := &explaining{Tx: tx}
			began := time.Now()
			found, err = postgres.History(ctx, e, f)
			took, plan = time.Since(began)/2, e.plan
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found, plan, took
	}
	operator := inventory.Operator("x")
	all, _, _ := of(operator, postgres.HistoryFilter{Noun: "pop", Code: "P1"})
	for _, v := range []inventory.Viewer{operator, {Role: inventory.RoleContributor, Member: "est"}, {Role: inventory.RoleBureau}} {
		for actor, rare := range map[string]bool{"busy@est.example": false, "demo": false, "rare@est.example": true, users[2].Actor(): true,
			users[0].Actor(): true, "nobody@est.example": true} {
			f := postgres.HistoryFilter{Actor: actor, Noun: "pop", Code: "P1", Limit: 50}
			found, plan, took := of(v, f)
			var want, got []int64
			for _, c := range all {
				if c.Actor == actor && len(want) < f.Limit {
					want = append(want, c.ID)
				}
			}
			for _, c := range found {
				got = append(got, c.ID)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s asks for %s and gets %d lines, want %d", v.Role, actor, len(got), len(want))
			}
			t.Logf("%s asks for %s: %s\n%s", v.Role, actor, took, plan)
			if rare && !strings.Contains(plan, "history_actor") || strings.Contains(plan, "Seq Scan on history") {
				t.Errorf("%s asks for %s, and the history is read whole:\n%s", v.Role, actor, plan)
			}
		}
	}
}
