package local

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestJoinsTheServerOfAKilledProcess(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	killed := another(t, "start", dir, self())
	url := killed.says()
	query(t, url, "CREATE TABLE kept AS SELECT 'yes'::text AS word")
	before, on := home{data: dir, dir: dir}.running()
	if !on {
		t.Fatal("no server runs")
	}
	killed.kill()
	cluster := start(t, dir)
	if cluster.server.pid != before.pid {
		t.Errorf("server %d ran, and we use %d", before.pid, cluster.server.pid)
	}
	if got := query(t, cluster.URL(), "SELECT word FROM kept"); got != "yes" {
		t.Errorf("the table holds %q", got)
	}
	stop(t, cluster)
	if cluster.home.serves(before.pid) {
		t.Error("the orphaned server goes on after its last user")
	}
}

func TestRecoversAKilledServer(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	// Not Fast, which may lose what it has acknowledged.
	user, err := Start(t.Context(), Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	query(t, user.URL(), "CREATE TABLE kept AS SELECT 'yes'::text AS word")
	// A worker that is busy when the server is killed still has its memory
	// when the next one starts.
	busy, err := pgx.Connect(t.Context(), user.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close(context.Background())
	var group sync.WaitGroup
	group.Go(func() {
		_, err := busy.Exec(context.Background(), "SELECT count(*) FROM generate_series(1, 10000000)")
		t.Log("the busy worker ended with", err)
	})
	for query(t, user.URL(), "SELECT state FROM pg_stat_activity WHERE query LIKE 'SELECT count(*) FROM gen%'") != "active" {
		if err := pause(t.Context(), poll); err != nil {
			t.Fatal(err)
		}
	}
	killed, on := user.home.running()
	if !on {
		t.Fatal("no server runs")
	}
	if err := syscall.Kill(killed.pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	again, err := Start(t.Context(), Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if again.URL() != user.URL() {
		t.Errorf("the URL was %s and is %s", user.URL(), again.URL())
	}
	if got := query(t, user.URL(), "SELECT word FROM kept"); got != "yes" {
		t.Errorf("the table holds %q after the crash", got)
	}
	group.Wait()
	stop(t, again)
	if !again.home.serves(again.server.pid) {
		t.Error("the server ended while the first user still has it")
	}
	stop(t, user)
	if again.home.serves(again.server.pid) {
		t.Error("the server that another started goes on after its last user")
	}
}

// After a power cut, postmaster.pid may name a number that another process of
// the very same user has by now.
func TestReusedProcessNumber(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	cluster := start(t, dir)
	pidFile := filepath.Join(cluster.home.cluster(), "postmaster.pid")
	left := must(os.ReadFile(pidFile))(t)
	stop(t, cluster)
	sleeper := exec.Command("sleep", "600")
	sleeper.SysProcAttr = cluster.home.account.attributes()
	if err := sleeper.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sleeper.Process.Kill(); _ = sleeper.Wait() }()
	_, rest, _ := strings.Cut(string(left), "\n")
	if err := os.WriteFile(pidFile, []byte(strconv.Itoa(sleeper.Process.Pid)+"\n"+rest), 0o600); err != nil {
		t.Fatal(err)
	}
	cluster = start(t, dir)
	if cluster.server.pid == sleeper.Process.Pid {
		t.Error("a stranger was taken for the server")
	}
	if got := query(t, cluster.URL(), "SELECT 'on'"); got != "on" {
		t.Error("the cluster does not answer")
	}
}

// A server that is killed under a program that goes on comes back by itself,
// whoever had started it.
func TestKilledServerComesBack(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	starter := another(t, "start", dir, self())
	url := starter.says()
	joined := start(t, dir)
	starter.leaves(t)
	for range 2 { // first another's server, then our own
		killed, on := joined.home.running()
		if !on {
			t.Fatal("no server runs")
		}
		if err := syscall.Kill(killed.pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		for {
			if now, on := joined.home.running(); on && now.pid != killed.pid && answers(t.Context(), joined.socket) == nil {
				break
			}
			if err := pause(t.Context(), poll); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := query(t, url, "SELECT 'on'"); got != "on" {
		t.Error("the cluster does not answer at the address it had")
	}
	last, _ := joined.home.running()
	stop(t, joined)
	if joined.home.serves(last.pid) {
		t.Error("it goes on after its last user")
	}
}

func TestRemovedSocket(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	first := start(t, dir)
	if err := os.RemoveAll(first.server.socket); err != nil {
		t.Fatal(err)
	}
	second := start(t, dir)
	if got := query(t, first.URL(), "SELECT 'on'"); got != "on" || second.URL() != first.URL() {
		t.Errorf("got %q by %s", got, second.URL())
	}
}

func TestInitdbCutShort(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	killed := another(t, "start", dir, self())
	half := func() []string { return must(filepath.Glob(filepath.Join(dir, "postgres.new-*", "PG_VERSION")))(t) }
	for len(half()) == 0 {
		if err := pause(t.Context(), poll); err != nil {
			t.Fatal(err)
		}
	}
	killed.kill()
	if _, err := os.Stat(filepath.Join(dir, "postgres")); err == nil {
		t.Fatal("initdb was over before we could cut it short: nothing was tested")
	}
	cluster := start(t, dir)
	if got := query(t, cluster.URL(), "SELECT 'on'"); got != "on" {
		t.Error("the cluster does not answer")
	}
}
