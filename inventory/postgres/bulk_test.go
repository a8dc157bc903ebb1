package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// TestManyPops: the largest list we know of is written, said again, changed and
// read within seconds.
func TestManyPops(t *testing.T) {
	if testing.Short() {
		t.Skip("77,000 PoPs")
	}
	t.Parallel()
	ctx, s := context.Background(), withMember(t)
	pops := make([]inventory.Pop, 77_000)
	for i := range pops {
		p := samplePop("est", fmt.Sprintf("P%06d", i))
		p.Position = orb.Point{-4 + float64(i%1000)/100, 42 + float64(i/1000)/10}
		pops[i] = p
	}
	var took []string
	timed := func(what string, most time.Duration, fn func()) {
		start := time.Now()
		fn()
		d := time.Since(start)
		took = append(took, fmt.Sprintf("%s %.2f s", what, d.Seconds()))
		if d > most { // a few seconds on a quiet machine; tests share theirs
			t.Errorf("%s took %v, %v at most", what, d, most)
		}
	}
	put := func() { write(t, s, "many", func(tx pgx.Tx) error { return postgres.PutPops(ctx, tx, pops) }) }
	timed("new", time.Minute, put)
	if _, err := s.Pool.Exec(ctx, "UPDATE pop SET confirmed_on = confirmed_on - 1 WHERE code < 'P040000'"); err != nil {
		t.Fatal(err)
	}
	timed("same, half to confirm", time.Minute, put)
	timed("same again", time.Minute, put)
	for i := range pops {
		pops[i].Name += "!"
	}
	timed("changed", time.Minute, put)
	timed("read", time.Minute, func() {
		if got, err := postgres.Pops(ctx, s.Pool, "est", "", 0); err != nil || len(got) != len(pops)+1 {
			t.Error(len(got), err)
		}
	})
	timed("revisions", time.Minute, func() {
		if got, err := postgres.PopRevisions(ctx, s.Pool); err != nil || len(got) != len(pops)+1 {
			t.Error(len(got), err)
		}
	})
	t.Log(took)
	var lines int
	if err := s.Pool.QueryRow(ctx, "SELECT count(*) FROM history WHERE change = 'many'").Scan(&lines); err != nil || lines != 2*len(pops) {
		t.Errorf("%d lines of history, want %d, %v", lines, 2*len(pops), err)
	}
}
