package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

// beside starts another server on the same database.
func (s *stack) beside(t *testing.T) *stack {
	t.Helper()
	store := territorytest.Open(t, s.parts.Store.Pool.Config().ConnString())
	a, err := atlas.Open(t.Context(), store, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = a.Run(running)
	}()
	t.Cleanup(func() { stop(); <-ended })
	other := &stack{Server: starting(t, io.Discard), spec: s.spec,
		parts: Parts{Store: store, Atlas: a, Desk: &intake.Desk{Store: store, Atlas: a}, Door: account.New(store)}}
	other.Ready(other.parts)
	return other
}

// halves is a list of two zones that share the small country's communes between
// them, the first so many to the one that collects ftth.
func halves(communes []string, n int) string {
	list := "code;name;technologies;communes\n"
	if n > 0 {
		list += "a;A;ftth;" + strings.Join(communes[:n], " ") + "\n"
	}
	return list + "b;B;radio;" + strings.Join(communes[n:], " ") + "\n"
}

// keep commits a list in place of what a member has, and returns the version that
// the answer names.
func (s *stack) keep(t *testing.T, member, list string) string {
	t.Helper()
	i, err := s.parts.Desk.Check(t.Context(), inventory.Operator("test"), intake.Upload{Member: member, Kind: inventory.KindZones,
		FileName: "list.csv", Content: []byte(list), Scope: intake.ScopeReplace})
	if err != nil {
		t.Error(err)
		return ""
	}
	w := ask(s.Server, "POST", fmt.Sprintf("%s/imports/%d/commit", prefix, i.ID), `{"mode":"all"}`)
	var d struct{ Version string }
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || w.Code != 200 {
		t.Errorf("a list is answered with %d: %s", w.Code, w.Body)
	}
	if h := w.Header().Get(headerVersion); h == "" || h != d.Version {
		t.Errorf("the header names version %q, the body %q", h, d.Version)
	}
	return d.Version
}

// covered counts the communes that a member covers, by what collects.
func (s *stack) covered(t *testing.T, query string, header ...string) int {
	t.Helper()
	w := ask(s.Server, "GET", prefix+"/coverage?unit=commune"+query, "", header...)
	var d struct {
		Units []struct{ Covered struct{ Share float64 } }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || w.Code != 200 {
		t.Errorf("coverage is answered with %d: %s", w.Code, w.Body)
		return -1
	}
	n := 0
	for _, u := range d.Units {
		if u.Covered.Share > 0.5 {
			n++
		}
	}
	return n
}

// Two servers on one database, a writer on each, readers on both: an answer has
// in it the version it is asked for, and never half of a change; also when the
// connections on which the servers listen are cut again and again.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	first := newStack(t, io.Discard)
	servers := []*stack{first, first.beside(t)}
	var communes []string
	for _, u := range first.parts.Atlas.Now().Gazetteer().Units(inventory.Commune) {
		if u.Located {
			communes = append(communes, u.Code)
		}
	}
	members := []string{"one", "two"}
	for i, m := range members {
		err := first.parts.Store.Write(t.Context(), inventory.Operator("test"), "setup", func(tx pgx.Tx) error {
			return postgres.AddMember(t.Context(), tx, inventory.Member{Slug: m, Name: m, Status: inventory.MemberActive, Color: "#123456"})
		})
		if err != nil {
			t.Fatal(err)
		}
		version := servers[i].keep(t, m, halves(communes, 3))
		for _, s := range servers { // readers begin where all is there
			if n := s.covered(t, "&member="+m, headerVersion, version); n != len(communes) {
				t.Fatalf("%s covers %d communes", m, n)
			}
		}
	}
	done := make(chan struct{})
	var writers, others sync.WaitGroup
	for i, m := range members {
		own, other := servers[i], servers[1-i]
		writers.Go(func() {
			for k := range 15 {
				n := (k*5 + i) % (len(communes) - 1)
				version := own.keep(t, m, halves(communes, n))
				if got := other.covered(t, "&technology=ftth&member="+m, headerVersion, version); got != n {
					t.Errorf("%s, write %d: the other server shows %d communes, %d were written", m, k, got, n)
				}
				if got := own.covered(t, "&technology=ftth&member="+m+"&version="+version); got != n {
					t.Errorf("%s, write %d: its own server shows %d communes, %d were written", m, k, got, n)
				}
			}
		})
		others.Go(func() {
			for !isDone(done) {
				if got := other.covered(t, "&member="+m); got != len(communes) {
					t.Errorf("half of a change is seen: %s covers %d communes of %d", m, got, len(communes))
				}
			}
		})
	}
	others.Go(func() {
		for cuts := 0; !isDone(done) || cuts == 0; {
			var n int
			err := first.parts.Store.Pool.QueryRow(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
				WHERE datname = current_database() AND query LIKE 'LISTEN%'`).Scan(&n)
			if err != nil {
				t.Error(err)
				return
			}
			cuts += n
		}
	})
	writers.Wait()
	close(done)
	others.Wait()
	// Servers that nobody asks for a version follow all the same.
	last := servers[0].keep(t, "one", halves(communes, 7))
	v, _ := postgres.ParseVersion(last)
	deadline := time.Now().Add(20 * time.Second)
	for !servers[1].parts.Atlas.Shows(v) {
		if time.Now().After(deadline) {
			t.Fatal("the other server does not follow")
		}
		time.Sleep(5 * time.Millisecond)
	}
	if got := servers[1].covered(t, "&technology=ftth&member=one"); got != 7 {
		t.Errorf("the other server follows to %d communes, not 7", got)
	}
}

func isDone(done chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// A version that is not there is waited for, then refused; one that is none, at
// once. Every write names its own, a refused one none.
func TestVersions(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	w := ask(s.Server, "POST", prefix+"/members", `{"slug":"one","name":"One"}`)
	version := w.Header().Get(headerVersion)
	if n, err := strconv.ParseUint(version, 10, 64); err != nil || n == 0 || !strings.Contains(w.Body.String(), `"version":"`+version+`"`) {
		t.Errorf("a new member names version %q: %s", version, w.Body)
	}
	for _, target := range []string{"/coverage", "/members/one", "/members/one/zones"} {
		if w := ask(s.Server, "GET", prefix+target, "", headerVersion, version); w.Code != 200 || w.Header().Get(headerVersion) != "" {
			t.Errorf("%s at a version answers %d and version %q", target, w.Code, w.Header().Get(headerVersion))
		}
	}
	if w := ask(s.Server, "GET", "/tiles/coverage/5/16/11.mvt?version="+version, ""); w.Code != 204 {
		t.Errorf("a tile at a version answers %d: %s", w.Code, w.Body)
	}
	if w := ask(s.Server, "POST", prefix+"/members", `{"slug":"one","name":"One"}`); w.Code != 409 || w.Header().Get(headerVersion) != "" {
		t.Errorf("a member that is there answers %d and names version %q", w.Code, w.Header().Get(headerVersion))
	}
	for _, bad := range []string{"x", "0", "-3", "99999999999999999999999"} {
		if w := ask(s.Server, "GET", prefix+"/coverage?version="+bad, ""); w.Code != 400 || !strings.Contains(w.Body.String(), "bad_version") {
			t.Errorf("version %q answers %d: %s", bad, w.Code, w.Body)
		}
	}
	start := time.Now()
	w = ask(s.Server, "GET", prefix+"/coverage", "", headerVersion, "123456789012")
	if took := time.Since(start); took < atlas.Patience || took > atlas.Patience+20*time.Second {
		t.Errorf("a version that is not there is waited for %v, not %v", took, atlas.Patience)
	}
	if p := problemIn(t, w); w.Code != http.StatusServiceUnavailable || p.Code != "version_behind" || w.Header().Get("Retry-After") == "" {
		t.Errorf("a version that is not there answers %d %s, Retry-After %q", w.Code, w.Body, w.Header().Get("Retry-After"))
	}
}
