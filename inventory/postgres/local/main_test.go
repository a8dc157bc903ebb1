package local

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// The test binary plays the other maillage, too: with this variable set it
// does what one does with a data folder, tells it line by line on its standard
// output, and goes on when its standard input is closed.
const roleVariable = "MAILLAGE_LOCAL_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		os.Exit(play(role, os.Args[1]))
	}
	// Root's clusters whose data folder is closed go here, not to /var/lib.
	dir, err := os.MkdirTemp("/tmp", "maillage-elsewhere-")
	if err != nil {
		panic(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		panic(err)
	}
	elsewhere = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func play(role, dir string) int {
	ctx := context.Background()
	switch role {
	case "hold":
		release, err := Hold(dir)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println("held")
		_, _ = io.Copy(io.Discard, os.Stdin)
		release()
	case "start":
		cluster, err := Start(ctx, Options{DataDir: dir, Fast: true})
		if err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println(cluster.URL())
		_, _ = io.Copy(io.Discard, os.Stdin)
		if err := cluster.Stop(ctx); err != nil {
			fmt.Println(err)
			return 1
		}
	}
	return 0
}

// other is another maillage at work.
type other struct {
	cmd   *exec.Cmd
	stdin io.Closer
	lines *bufio.Scanner
}

// another starts another maillage in a role, as the given user.
func another(t *testing.T, role, dir string, as account) *other {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if !as.isSelf() {
		program = openCopy(t, program)
	}
	cmd := exec.Command(program, dir)
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	cmd.SysProcAttr = as.attributes()
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	o := &other{cmd, stdin, bufio.NewScanner(stdout)}
	t.Cleanup(o.kill)
	return o
}

// says is the next line that it prints.
func (o *other) says() string {
	if !o.lines.Scan() {
		return ""
	}
	return o.lines.Text()
}

// leaves lets it finish and waits for its end.
func (o *other) leaves(t *testing.T) {
	t.Helper()
	o.stdin.Close()
	for o.lines.Scan() {
		t.Log("the other says:", o.lines.Text())
	}
	if err := o.cmd.Wait(); err != nil {
		t.Errorf("the other ended with %v", err)
	}
}

// kill ends it by kill -9.
func (o *other) kill() {
	_ = o.cmd.Process.Kill() // it may have ended
	_ = o.cmd.Wait()
}

// openCopy copies the test binary to where every user can run it.
func openCopy(t *testing.T, program string) string {
	t.Helper()
	content, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(openFolder(t), "local.test")
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// openFolder is a new folder that every user can enter, unlike t.TempDir's.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "maillage-local-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeAll(t, dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// removeAll stops a server that a failed test left, and removes the folder.
func removeAll(t *testing.T, dir string) {
	h := home{data: dir, dir: dir}
	if server, ok := h.running(); ok {
		t.Errorf("a server is left in %s (pid %d)", dir, server.pid)
		_ = syscall.Kill(server.pid, syscall.SIGQUIT)
		for !h.gone(server) {
			time.Sleep(poll)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Error(err)
	}
}

// start is Start for a test: fast, and stopped at its end at the latest.
func start(t *testing.T, dir string) *Cluster {
	t.Helper()
	cluster, err := Start(t.Context(), Options{DataDir: dir, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, cluster) })
	return cluster
}

func stop(t *testing.T, cluster *Cluster) {
	t.Helper()
	if err := cluster.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

// query runs a statement and returns the first column of its first row, or ""
// when it has none.
func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
