package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory/postgres/local"
)

var kills = flag.Int("kills", 3, "how often the service, its PostgreSQL, or both are killed while lists are sent to it")

// sentRows is how many PoPs each list has: all of one, or none, are there.
const sentRows = 200

// sender sends lists without end, one after the other, as a member's program
// would: it uploads one, waits for its check, commits it, and takes every fourth
// back. What the service has acknowledged must hold.
type sender struct {
	*service
	at    chan string // what it is about to do
	mu    sync.Mutex
	acked map[int64]gen.ImportState
}

func (s *sender) run(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		if err := s.send(ctx, n); err != nil {
			select { // the service is down: it comes back
			case <-ctx.Done():
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	close(s.at)
}

func (s *sender) send(ctx context.Context, n int) error {
	s.tell("upload")
	in, err := s.upload(ctx, "m", fmt.Sprintf("L%d.csv", n), sentList(n))
	if err != nil {
		return err
	}
	for in.State == "received" {
		if err := s.ask(ctx, http.MethodGet, fmt.Sprintf("/imports/%d", in.Id), "", nil, &in); err != nil {
			return err
		}
	}
	s.tell("commit")
	if in, err = s.post(ctx, in.Id, "commit", `{"mode":"all"}`); err != nil {
		return err
	}
	s.acknowledged(in)
	if n%4 != 3 {
		return nil
	}
	s.tell("undo")
	if in, err = s.post(ctx, in.Id, "undo", ""); err != nil {
		return err
	}
	s.acknowledged(in)
	return nil
}

// tell says what is done next, to whoever listens.
func (s *sender) tell(what string) {
	select {
	case s.at <- what:
	default:
	}
}

func (s *sender) acknowledged(in gen.Import) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acked[in.Id] = in.State
}

// sentList is a list of PoPs with codes of its own; every other is so long that
// a job checks it.
func sentList(n int) string {
	var b strings.Builder
	b.WriteString("code,name,lon,lat\n")
	for i := range sentRows {
		fmt.Fprintf(&b, "L%d-%d,P,2.39%d,47.08\n", n, i, i)
	}
	if n%2 == 1 {
		b.WriteString(strings.Repeat("\n", 21_000))
	}
	return b.String()
}

// TestKilledWhileListsAreSent kills `maillage serve`, its PostgreSQL, or both, at
// random moments while lists go in by HTTP. The service comes back, by itself
// when only PostgreSQL was killed; then each import is whole or absent, its state
// says so, and nothing that was acknowledged is lost. -kills=50 does it fifty
// times.
func TestKilledWhileListsAreSent(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("makes a cluster of its own and starts the service several times")
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	s := &sender{service: newService(t), at: make(chan string), acked: map[int64]gen.ImportState{}}
	s.start(t)
	if err := s.ask(t.Context(), http.MethodPost, "/members", "application/json", strings.NewReader(`{"slug":"m","name":"M"}`), &gen.Member{}); err != nil {
		t.Fatal(err)
	}
	sending, stop := context.WithCancel(t.Context())
	defer stop()
	go s.run(sending)
	moments := map[string]int{}
	for n := range *kills {
		moments[s.atWork(t, rng.IntN(4))]++
		time.Sleep(time.Duration(rng.IntN(300)) * time.Millisecond) // a random moment is what is wanted
		if n%3 != 0 {
			s.killPostgreSQL(t)
		}
		if n%3 != 1 {
			s.kill(t)
			s.start(t)
		}
		s.ready(t)
	}
	s.atWork(t, 0) // it goes on
	stop()
	for range s.at { // until the sender has ended
	}
	t.Logf("killed after the start of %v", moments)
	s.settled(t)
	s.wholeOrAbsent(t)
}

// atWork waits until the service has checked a list, and then for so many
// requests more; it tells which is sent now.
func (s *sender) atWork(t *testing.T, more int) string {
	t.Helper()
	for checked := false; ; {
		select {
		case what := <-s.at:
			checked = checked || what == "commit"
			if checked && more == 0 {
				return what
			}
			if checked {
				more--
			}
		case <-time.After(2 * time.Minute):
			t.Fatal("the service takes no list any more")
		}
	}
}

// settled waits until no import is at work any more.
func (s *sender) settled(t *testing.T) {
	t.Helper()
	eventually(t, "imports are still received", func() bool {
		var all gen.ListImports200JSONResponse
		if err := s.ask(t.Context(), http.MethodGet, "/members/m/imports", "", nil, &all); err != nil {
			t.Fatal(err)
		}
		for _, in := range all.Items {
			if in.State == "received" {
				return false
			}
		}
		return true
	})
}

// wholeOrAbsent holds each import's state against what of it is there, and
// against what was acknowledged.
func (s *sender) wholeOrAbsent(t *testing.T) {
	t.Helper()
	cluster, err := local.Start(t.Context(), local.Options{DataDir: s.data})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cluster.Stop(context.WithoutCancel(t.Context())) }()
	conn, err := pgx.Connect(t.Context(), cluster.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	rows, err := conn.Query(t.Context(), `SELECT i.id, i.state, (SELECT count(*) FROM import_row r WHERE r.import = i.id),
			(SELECT count(*) FROM history h WHERE h.change = 'import:' || i.id), (SELECT count(*) FROM history h WHERE h.change = 'undo:' || i.id), coalesce(p.n, 0)
		FROM import i LEFT JOIN (SELECT split_part(code, '-', 1) || '.csv' AS file, count(*) AS n FROM pop GROUP BY 1) AS p ON p.file = i.file_name
		ORDER BY i.id`)
	if err != nil {
		t.Fatal(err)
	}
	var id int64
	var state gen.ImportState
	var lines, written, undone, pops int
	states, there := map[gen.ImportState]int{}, 0
	_, err = pgx.ForEachRow(rows, []any{&id, &state, &lines, &written, &undone, &pops}, func() error {
		states[state]++
		there += pops
		want, known := map[gen.ImportState][4]int{"checked": {sentRows, 0, 0, 0}, "committed": {sentRows, sentRows, 0, sentRows}, "undone": {sentRows, sentRows, sentRows, 0}}[state]
		if got := [4]int{lines, written, undone, pops}; !known || got != want {
			t.Errorf("import %d is %s, with rows, lines of history, lines of undoing and PoPs %v, want %v", id, state, got, want)
		}
		if said := s.acked[id]; said == "undone" && state != said || said == "committed" && state == "checked" {
			t.Errorf("import %d is %s, and was acknowledged as %s", id, state, said)
		}
		delete(s.acked, id)
		return nil
	})
	var all int
	if err == nil {
		err = conn.QueryRow(t.Context(), "SELECT count(*) FROM pop").Scan(&all)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(s.acked) > 0 || all != there || states["committed"] == 0 {
		t.Errorf("lost are %v; %d PoPs, of which %d of imports; %v", s.acked, all, there, states)
	}
	t.Logf("%v, %d PoPs", states, all)
}
