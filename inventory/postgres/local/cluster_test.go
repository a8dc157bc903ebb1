package local

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

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
