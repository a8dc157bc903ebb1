package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"

	"maillage/inventory/postgres/pgtest"
	"maillage/inventory/territory/territorytest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"maillage": main})
}

// The commands that scripts have beside testscript's own:
//
//	exits CODE PROGRAM ARGS…  runs a program and wants this exit code
//	ready                     waits until the instance at $URL is ready
//	during STAGE              waits until that stage of the start is under way
//	term                      sends SIGTERM to what runs in the background
//	get PATH PATTERN…         asks $URL and wants each pattern in the answer
//	fill FILE SIZE            makes a file of zeros
var commands = map[string]func(*testscript.TestScript, bool, []string){
	"exits": exits, "ready": ready, "during": during, "term": terminate, "get": getPath, "fill": fill,
}

// TestScripts runs the command line as its users do. Scripts in testdata/instance
// have a data folder of their own and no database; those in testdata/verbs have
// a database with the small country of territorytest.
func TestScripts(t *testing.T) {
	t.Parallel()
	bare := bareDatabase(t)
	testscript.Run(t, testscript.Params{Dir: "testdata/verbs", Cmds: commands, RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("MAILLAGE_DATABASE_URL", territorytest.Small(t))
			env.Setenv("BARE_URL", bare)
			return prepare(t, env)
		}})
}

func TestInstanceScripts(t *testing.T) {
	t.Parallel()
	small := territorytest.SmallFile(t)
	testscript.Run(t, testscript.Params{Dir: "testdata/instance", Cmds: commands, RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("MAILLAGE_TERRITORY", small)
			return prepare(t, env)
		}})
}

// bareDatabase is the address of an empty database whose owner may not put
// PostGIS into it.
func bareDatabase(t *testing.T) string {
	t.Helper()
	ctx := context.Background() // t.Context ends before cleanups do
	address, err := url.Parse(pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, address.String())
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("bare_%d", os.Getpid())
	statement := func(sql string) {
		if _, err := conn.Exec(ctx, sql); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(func() {
		statement("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
		statement("DROP ROLE IF EXISTS " + name)
		_ = conn.Close(ctx)
	})
	statement("CREATE ROLE " + name + " LOGIN")
	statement("CREATE DATABASE " + name + " OWNER " + name + " TEMPLATE template0")
	address.Path = "/" + name
	q := address.Query()
	if q.Has("user") {
		q.Set("user", name)
		address.RawQuery = q.Encode()
	} else {
		address.User = url.User(name)
	}
	return address.String()
}

// prepare gives a script a data folder that an unprivileged PostgreSQL can
// enter, which testscript's own is not, and a free port.
func prepare(t *testing.T, env *testscript.Env) error {
	data, err := os.MkdirTemp("", "maillage-cli-")
	if err != nil {
		return err
	}
	env.Defer(func() { _ = os.RemoveAll(data) })
	if err := os.Chmod(data, 0o755); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := l.Addr().String()
	_ = l.Close()
	env.Setenv("MAILLAGE_DATA", data)
	env.Setenv("MAILLAGE_LISTEN", address)
	env.Setenv("URL", "http://"+address)
	return nil
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := err.(*exec.ExitError); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit %d, want %d", got, want)
	}
}

func ready(ts *testscript.TestScript, neg bool, args []string) {
	await(ts, func(status int, _ string) bool { return status == http.StatusOK })
}

func during(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: during STAGE")
	}
	await(ts, func(_ int, body string) bool { return strings.Contains(body, `"stage":"`+args[0]) })
}

// await asks /readyz until the answer is as wanted.
func await(ts *testscript.TestScript, wanted func(status int, body string) bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	for {
		status, body, err := request(ctx, ts.Getenv("URL")+"/readyz")
		if err == nil && wanted(status, body) {
			return
		}
		select {
		case <-ctx.Done():
			ts.Fatalf("still not so after two minutes: %v %d %s", err, status, body)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func terminate(ts *testscript.TestScript, neg bool, args []string) {
	for _, c := range ts.BackgroundCmds() {
		if c.ProcessState == nil {
			ts.Check(c.Process.Signal(syscall.SIGTERM))
		}
	}
}

func getPath(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: get PATH PATTERN…")
	}
	status, body, err := request(context.Background(), ts.Getenv("URL")+args[0])
	ts.Check(err)
	answer := fmt.Sprintf("%d %s", status, body)
	for _, pattern := range args[1:] {
		if regexp.MustCompile(pattern).MatchString(answer) == neg {
			ts.Fatalf("GET %s answers %s", args[0], answer)
		}
	}
}

func request(ctx context.Context, address string) (status int, body string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(b), err
}

func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fill FILE SIZE")
	}
	size, err := strconv.ParseInt(strings.TrimSpace(args[1]), 10, 64)
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.Truncate(size))
	ts.Check(f.Close())
}
