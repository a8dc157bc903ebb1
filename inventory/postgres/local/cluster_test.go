package local

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"

	"maillage/inventory"
)

func TestStartStopStartAgain(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	// Not Fast: as a real instance starts.
	cluster, err := Start(t.Context(), Options{DataDir: dir, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	url := cluster.URL()
	query(t, url, "CREATE TABLE kept AS SELECT 'yes'::text AS word")
	for setting, want := range map[string]string{
		"listen_addresses": "", "server_encoding": "UTF8", "fsync": "on", "jit": "off", "data_checksums": "on",
	} {
		if got := query(t, url, "SHOW "+setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	if got := query(t, url, "SELECT lower('ÉVREUX')"); got != "évreux" {
		t.Errorf("lower('ÉVREUX') is %q: the locale knows no accents", got)
	}
	// Ctrl-C at our terminal goes to our session; the server's is its own.
	if session, err := unix.Getsid(cluster.server.pid); err != nil || session != cluster.server.pid {
		t.Errorf("the server's session is %d (%v), want its own, %d", session, err, cluster.server.pid)
	}
	if uid, _, _ := ownerOf(must(os.Stat(filepath.Join(dir, "postgres")))(t)); uid == 0 {
		t.Error("the cluster belongs to root")
	}
	pid := cluster.server.pid
	stop(t, cluster)
	if cluster.home.serves(pid) {
		t.Error("the server runs on after Stop")
	}
	if err := cluster.Stop(t.Context()); err != nil {
		t.Errorf("a second Stop: %v", err)
	}
	cluster = start(t, dir)
	if cluster.URL() != url {
		t.Errorf("the URL was %s and is %s", url, cluster.URL())
	}
	if got := query(t, url, "SELECT word FROM kept"); got != "yes" {
		t.Errorf("the table holds %q after a restart", got)
	}
}

func TestLastOneOutStops(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	first := another(t, "start", dir, self())
	url := first.says()
	second := start(t, dir)
	if second.URL() != url {
		t.Fatalf("the other has %s, we have %s", url, second.URL())
	}
	first.leaves(t) // the one that started it
	if got := query(t, url, "SELECT 'on'"); got != "on" {
		t.Fatal("the cluster ended with one of its two users")
	}
	stop(t, second)
	if _, on := second.home.running(); on {
		t.Error("the cluster goes on after its last user")
	}
}

func TestConcurrentStartsShareOneCluster(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	others := []*other{another(t, "start", dir, self()), another(t, "start", dir, self())}
	var ours [3]*Cluster
	var group sync.WaitGroup
	for i := range ours {
		group.Go(func() {
			var err error
			if ours[i], err = Start(t.Context(), Options{DataDir: dir, Fast: true}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if t.Failed() {
		return
	}
	pid := ours[0].server.pid
	for _, o := range others {
		if url := o.says(); url != ours[0].URL() {
			t.Errorf("another one has %q, we have %s", url, ours[0].URL())
		}
	}
	for _, cluster := range ours {
		if cluster.server.pid != pid {
			t.Errorf("servers %d and %d", pid, cluster.server.pid)
		}
	}
	// All leave at once: exactly one of them must see that it is the last.
	for _, cluster := range ours {
		group.Go(func() { stop(t, cluster) })
	}
	for _, o := range others {
		group.Go(func() { o.leaves(t) })
	}
	group.Wait()
	if ours[0].home.serves(pid) {
		t.Error("the server goes on after all have left")
	}
}

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

func TestClosedDataFolder(t *testing.T) {
	t.Parallel()
	parent := openFolder(t)
	if err := os.Chmod(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(parent, "var")
	var said strings.Builder
	cluster, err := Start(t.Context(), Options{DataDir: dir, Fast: true, Log: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	query(t, cluster.URL(), "CREATE TABLE kept AS SELECT 'yes'::text AS word")
	stop(t, cluster)
	if os.Geteuid() != 0 {
		if cluster.home.dir != dir {
			t.Errorf("an ordinary user's cluster went to %s", cluster.home.dir)
		}
		return
	}
	if !strings.HasPrefix(cluster.home.dir, elsewhere) || !strings.Contains(said.String(), cluster.home.dir) {
		t.Errorf("the cluster is in %s, and the log says %s", cluster.home.dir, said.String())
	}
	cluster = start(t, dir)
	if got := query(t, cluster.URL(), "SELECT word FROM kept"); got != "yes" {
		t.Errorf("the table holds %q after a restart", got)
	}
	stop(t, cluster)

	// Moved, it is still the same; copied, it is refused; without its cluster too.
	moved := filepath.Join(parent, "moved")
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	cluster = start(t, moved)
	if got := query(t, cluster.URL(), "SELECT word FROM kept"); got != "yes" {
		t.Errorf("the table holds %q after a move", got)
	}
	stop(t, cluster)
	if err := os.Rename(moved, dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(moved, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	wantError(t, moved, inventory.Conflict, "is a copy of "+dir)
	if err := os.RemoveAll(cluster.home.dir); err != nil {
		t.Fatal(err)
	}
	wantError(t, dir, inventory.Conflict, "bring it back, or remove "+filepath.Join(dir, "postgres.at"))
}

// What a cluster elsewhere leaves when its data folder, a temporary one, is
// removed goes at the next occasion.
func TestSweepElsewhere(t *testing.T) {
	t.Parallel()
	place := func(name, data string) string {
		dir := filepath.Join(elsewhere, name)
		if err := os.MkdirAll(filepath.Join(dir, "postgres"), 0o711); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "data"), []byte(data+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	here := openFolder(t)
	gone := place("gone", filepath.Join(here, "gone"))
	kept := []string{place("there", here), place("unmounted", "/srv/not-there/var")}
	sweepElsewhere()
	if _, err := os.Stat(gone); err == nil {
		t.Error("the cluster of a temporary folder that is gone stays")
	}
	for _, dir := range kept {
		if _, err := os.Stat(dir); err != nil {
			t.Error(err)
		}
	}
}

func TestLongPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(openFolder(t), strings.Repeat("un-très-long-nom/", 12), "données d'ici")
	cluster := start(t, dir)
	if got := query(t, cluster.URL(), "SELECT 'on'"); got != "on" {
		t.Error("the cluster does not answer")
	}
	stop(t, cluster)
}

func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Log("the tests run as an ordinary user: all of them show it")
		return
	}
	nobody := must(user.Lookup("nobody"))(t)
	as := account{uint32(atoi(nobody.Uid)), uint32(atoi(nobody.Gid)), "nobody"}
	dir := openFolder(t)
	if err := os.Chown(dir, int(as.uid), int(as.gid)); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "var")
	theirs := another(t, "start", data, as)
	url := theirs.says()
	if got := query(t, url, "SELECT 'on'"); got != "on" {
		t.Error("the cluster does not answer")
	}
	if mode := must(os.Stat(data))(t).Mode().Perm(); mode != 0o700 {
		t.Errorf("an ordinary user's data folder has mode %o", mode)
	}
	// Root joins it, and takes it up under its owner's name later.
	ours := start(t, data)
	theirs.leaves(t)
	if got := query(t, ours.URL(), "SELECT 'on'"); got != "on" || ours.home.account.uid != as.uid {
		t.Errorf("root's answer: %q, as %s", got, ours.home.account.name)
	}
	stop(t, ours)
	stop(t, start(t, data))
	again := another(t, "start", data, as)
	if got := again.says(); got != url {
		t.Errorf("after root, its owner hears %q", got)
	}
	again.leaves(t)

	// Root's cluster is not for others, and they hear why.
	rooted := openFolder(t)
	stop(t, start(t, rooted))
	for _, lock := range []string{"postgres.start.lock", "postgres.clients.lock"} {
		if err := os.Chmod(filepath.Join(rooted, lock), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	refused := another(t, "start", rooted, as)
	if got := refused.says(); !strings.Contains(got, "belongs to "+must(newAccount())(t).name) {
		t.Errorf("nobody hears %q of root's cluster", got)
	}
}

func TestEndedContext(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Start(over, Options{DataDir: dir, Fast: true}); err == nil {
		t.Fatal("Start did not heed an ended context")
	}
	cluster, err := Start(t.Context(), Options{DataDir: dir, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := cluster.Stop(over); inventory.KindOf(err) != inventory.Unavailable {
		t.Errorf("Stop with an ended context: %v", err)
	}
	<-cluster.server.ended // it was told to stop all the same
	os.Remove(cluster.socket)
}

func TestRefusedFolders(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	stop(t, start(t, dir))
	version := filepath.Join(dir, "postgres", "PG_VERSION")
	if err := os.WriteFile(version, []byte("12\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, dir, inventory.Conflict, "was made by PostgreSQL 12")

	foreign := openFolder(t)
	if err := os.MkdirAll(filepath.Join(foreign, "postgres", "photos"), 0o755); err != nil {
		t.Fatal(err)
	}
	wantError(t, foreign, inventory.Conflict, "is not a PostgreSQL cluster")

	file := filepath.Join(openFolder(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, file, inventory.Invalid, "cannot use the data folder")
	wantError(t, "", inventory.Invalid, "MAILLAGE_DATA")

	squatted := openFolder(t)
	h := home{data: squatted, dir: squatted, account: must(newAccount())(t)}
	if err := os.Mkdir(h.socketFolder(), 0o755); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(h.socketFolder())
	wantError(t, squatted, inventory.Conflict, h.socketFolder()+" should be a folder of")
}

func wantError(t *testing.T, dir string, kind inventory.Kind, words string) {
	t.Helper()
	cluster, err := Start(t.Context(), Options{DataDir: dir, Fast: true})
	if err == nil {
		stop(t, cluster)
		t.Fatalf("%s was accepted, want an error with %q", dir, words)
	}
	if inventory.KindOf(err) != kind || !strings.Contains(err.Error(), words) {
		t.Errorf("got the %s error %q, want %s with %q", inventory.KindOf(err), err, kind, words)
	}
}

func TestHold(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(openFolder(t), "var")
	theirs := another(t, "hold", dir, self())
	if got := theirs.says(); got != "held" {
		t.Fatal(got)
	}
	_, err := Hold(dir)
	want := fmt.Sprintf("another maillage (pid %d) is already serving the data folder %s", theirs.cmd.Process.Pid, dir)
	if inventory.KindOf(err) != inventory.Conflict || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	theirs.kill()
	release, err := Hold(dir)
	if err != nil {
		t.Fatalf("after kill -9 of the holder: %v", err)
	}
	if _, err := Hold(dir); inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("held twice by one process: %v", err)
	}
	release()
	again, err := Hold(dir)
	if err != nil {
		t.Fatal(err)
	}
	again()
}

// must unwraps a result that cannot fail in a sound test.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
