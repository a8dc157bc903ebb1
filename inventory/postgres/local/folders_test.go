package local

import (
	"log/slog"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"

	"maillage/inventory"
)

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
	gone := place("gone", filepath.Join(os.TempDir(), "maillage-that-never-was"))
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
