package intake

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/local"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

var kills = flag.Int("kills", 3, "how often the server, and PostgreSQL, are killed during imports")

// importing has the test binary import lists without end on this database: it is
// the server that is killed.
const importing = "MAILLAGE_TEST_IMPORTING"

// killedRows is how many PoPs each list has: all of one, or none, are there.
const killedRows = 300

func TestImportUntilKilled(t *testing.T) {
	url := os.Getenv(importing)
	if url == "" {
		t.Skip("the other process of TestKilledServer")
	}
	d := deskOver(t, url)
	jobs, err := d.OpenJobs(nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = jobs.Run(t.Context()) }()
	for n := time.Now().UnixNano(); ; n++ {
		fmt.Println("checking")
		list := killedList(n)
		if n%2 == 0 { // so many lines that a job checks it
			list += strings.Repeat("\n", longLines)
		}
		imp, err := d.Check(t.Context(), operator, pops("m", list))
		for err == nil && imp.State == inventory.ImportReceived {
			time.Sleep(20 * time.Millisecond)
			imp, err = postgres.Import(t.Context(), d.Store.Pool, imp.ID)
		}
		if err == nil {
			fmt.Println("committing")
			if _, err = d.Commit(t.Context(), operator, imp.ID, ModeAll); err == nil {
				fmt.Println("committed")
			}
		}
		if err != nil {
			time.Sleep(50 * time.Millisecond) // the database is down, too: it comes back
		}
	}
}

// killedList is a list of PoPs with codes of its own.
func killedList(n int64) string {
	var b strings.Builder
	b.WriteString("code,name,lon,lat\n")
	for i := range killedRows {
		fmt.Fprintf(&b, "L%d-%d,P,2.39%d,47.08\n", n, i, i)
	}
	return b.String()
}

// TestKilledServer kills the server, and then PostgreSQL, at random moments
// during imports, of which every other is checked by a job: after the restart each
// import is whole or absent, and its state says so. -kills=50 does it fifty times.
func TestKilledServer(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	t.Run("server", func(t *testing.T) {
		url := territorytest.Small(t)
		d := deskOver(t, url)
		addMember(t, d, "m")
		for range *kills {
			stop := importer(t, url, "committing")
			time.Sleep(time.Duration(rng.IntN(900)) * time.Millisecond)
			stop()
		}
		goOn(t, d)
		wholeOrAbsent(t, d)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		dir, err := os.MkdirTemp("", "maillage-killed-")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		cluster, err := local.Start(t.Context(), local.Options{DataDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cluster.Stop(context.Background()) })
		prepareLand(t, cluster.URL(), territorytest.SmallFile(t))
		d := deskOver(t, cluster.URL())
		addMember(t, d, "m")
		stop := importer(t, cluster.URL(), "committed") // which must still be there in the end
		for range *kills {
			time.Sleep(time.Duration(rng.IntN(600)) * time.Millisecond)
			killPostmaster(t, dir)
			answers(t, cluster.URL())
		}
		stop()
		d.Store.Pool.Reset()
		goOn(t, d)
		wholeOrAbsent(t, d)
	})
}

// prepareLand migrates a database and loads a territory into it.
func prepareLand(t *testing.T, url, file string) {
	t.Helper()
	if err := postgres.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := territory.LoadOnly(t.Context(), s, file, nil); err != nil {
		t.Fatal(err)
	}
}

// importer starts the other process and waits until it says how far it is; stop
// kills it.
func importer(t *testing.T, url, far string) (stop func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, "-test.run", "^TestImportUntilKilled$", "-test.v")
	c.Env = append(os.Environ(), importing+"="+url)
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != far {
	}
	go func() {
		for lines.Scan() { // until it is killed
		}
	}()
	return func() {
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // it says that it was killed
	}
}

// killPostmaster kills PostgreSQL's first process, which leaves the others to
// notice.
func killPostmaster(t *testing.T, dir string) {
	t.Helper()
	var file string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && e.Name() == "postmaster.pid" {
			file = path
		}
		return nil
	})
	text, e := os.ReadFile(file)
	if err != nil || e != nil {
		t.Logf("PostgreSQL is down already: %v %v", err, e)
		return
	}
	first, _, _ := bytes.Cut(text, []byte("\n"))
	pid, err := strconv.Atoi(string(first))
	if err != nil {
		t.Fatal(err)
	}
	process, err := os.FindProcess(pid)
	if err == nil {
		err = process.Kill()
	}
	if err != nil {
		t.Logf("PostgreSQL is down already: %v", err)
	}
}

// answers waits until the database takes connections again: those there were may
// live on for a moment.
func answers(t *testing.T, url string) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		s, err := postgres.Open(t.Context(), url)
		if err == nil {
			s.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("PostgreSQL does not come back: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// goOn is the server started again: it takes up the work on what was received.
func goOn(t *testing.T, d *Desk) {
	t.Helper()
	jobs, err := d.OpenJobs(nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- jobs.Run(ctx) }()
	deadline := time.Now().Add(2 * time.Minute)
	for first := true; ; first = false {
		var waiting int
		if err := d.Store.Pool.QueryRow(ctx, "SELECT count(*) FROM import WHERE state = 'received'").Scan(&waiting); err != nil {
			t.Fatal(err)
		}
		if first {
			t.Logf("%d imports were at work when the last server died", waiting)
		}
		if waiting == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d imports are still received", waiting)
		}
		time.Sleep(50 * time.Millisecond)
	}
	cancel()
	<-done
}

// wholeOrAbsent holds each import's state against what of it is there.
func wholeOrAbsent(t *testing.T, d *Desk) {
	t.Helper()
	imports, err := postgres.Imports(t.Context(), d.Store.Pool, "m")
	if err != nil {
		t.Fatal(err)
	}
	there := 0
	for _, imp := range imports {
		rows, err := postgres.ImportRows(t.Context(), d.Store.Pool, imp.ID, "", 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		var pops, lines int
		err = d.Store.Pool.QueryRow(t.Context(), `SELECT count(p), (SELECT count(*) FROM history WHERE change = $2)
			FROM import_row r LEFT JOIN pop p ON p.member = 'm' AND p.code = r.code WHERE r.import = $1`, imp.ID, changeID(imp.ID)).Scan(&pops, &lines)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if imp.State == inventory.ImportCommitted {
			want = killedRows
		}
		if imp.State != inventory.ImportChecked && imp.State != inventory.ImportCommitted || len(rows) != killedRows || pops != want || lines != want {
			t.Errorf("import %d is %s, with %d rows, %d PoPs and %d lines of history, want %d", imp.ID, imp.State, len(rows), pops, lines, want)
		}
		there += pops
	}
	if all := len(popsOf(t, d, "m")); all != there || there == 0 {
		t.Errorf("%d PoPs, of which %d of imports", all, there)
	}
	t.Logf("%d imports, %d PoPs", len(imports), there)
}
