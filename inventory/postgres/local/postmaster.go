package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// postmaster is a running server, our child or somebody else's.
type postmaster struct {
	pid    int
	socket string        // folder of its socket, "" while it has not said
	ended  chan struct{} // closed when our child has ended; nil for another's
}

// running finds the server of the cluster, whoever started it. A postmaster.pid
// whose process is gone, or has another's number by now, is no server.
func (h home) running() (postmaster, bool) {
	text, err := os.ReadFile(filepath.Join(h.cluster(), "postmaster.pid"))
	if err != nil {
		return postmaster{}, false
	}
	lines := strings.Split(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 || !h.serves(pid) {
		return postmaster{}, false
	}
	return postmaster{pid: pid, socket: socketOf(lines)}, true
}

// serves tells whether a process is the server of this cluster. PostgreSQL
// works inside its data directory, which tells it from any other process that
// got the number of a killed one.
func (h home) serves(pid int) bool {
	if err := syscall.Kill(pid, 0); err != nil {
		return false
	}
	if runtime.GOOS == "linux" {
		at, err := os.Stat(fmt.Sprintf("/proc/%d/cwd", pid))
		if err != nil {
			return false // ended, or of a user whose processes we cannot see, so not ours
		}
		here, err := os.Stat(h.cluster())
		return err == nil && os.SameFile(at, here)
	}
	out, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(out), h.cluster())
}

// forgetReusedNumber removes a postmaster.pid left by a crash when the process
// number in it belongs by now to something else, for PostgreSQL would take that
// process for its predecessor and refuse to start. In every other case the file
// stays: PostgreSQL learns from it whether workers of the old server still run.
func (h home) forgetReusedNumber() error {
	path := filepath.Join(h.cluster(), "postmaster.pid")
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 0 || syscall.Kill(pid, 0) != nil || h.serves(pid) {
		return nil
	}
	return os.Remove(path)
}

// launch starts the server as our child, in a session of its own, and returns
// without waiting until it answers.
func (h home) launch(fast bool) (postmaster, error) {
	fail := func(err error) (postmaster, error) {
		return postmaster{}, inventory.Errorf(inventory.Internal, "postgres_start", "cannot start PostgreSQL: %w", err)
	}
	if err := h.forgetReusedNumber(); err != nil {
		return fail(err)
	}
	if err := h.prepareSocketFolder(); err != nil {
		return postmaster{}, err
	}
	output, err := os.OpenFile(h.output(), os.O_WRONLY|os.O_CREATE|os.O_TRUNC|os.O_APPEND, 0o600)
	if err != nil {
		return fail(err)
	}
	defer output.Close()
	args := []string{"-D", h.cluster(), "-p", port,
		"-c", "listen_addresses=",
		"-c", "unix_socket_directories=" + h.socketFolder(),
		"-c", "unix_socket_permissions=0700"}
	if fast {
		args = append(args, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
			"-c", "max_connections=300", "-c", "logging_collector=off")
	}
	cmd := exec.Command(filepath.Join(h.bin.dir, "postgres"), args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = "/", environment(), h.account.attributes()
	cmd.Stdout, cmd.Stderr = output, output
	if err := cmd.Start(); err != nil {
		return fail(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended is in its own log
		close(ended)
	}()
	return postmaster{pid: cmd.Process.Pid, socket: h.socketFolder(), ended: ended}, nil
}

// gone tells whether the server has ended.
func (h home) gone(server postmaster) bool {
	if server.ended != nil {
		select {
		case <-server.ended:
			return true
		default:
			return false
		}
	}
	return !h.serves(server.pid)
}

var (
	errEnded    = errors.New("it ended by itself")
	errNoSocket = errors.New("it runs without its socket")
)

// socketGrace is how long a server may run without its socket before we hold
// that somebody (a cleaner of /tmp, say) has removed it. PostgreSQL makes it
// before anything that can take long.
const socketGrace = 5 * time.Second

// ready waits until the server answers, through a recovery if there is one to
// do, and returns it with its socket known. It gives up when the server ends
// (errEnded), when nobody can reach it any more (errNoSocket), or when ctx ends.
func (h home) ready(ctx context.Context, server postmaster, waiting func()) (postmaster, error) {
	began := time.Now()
	notice := began.Add(3 * time.Second)
	for {
		if server.socket == "" {
			if found, ok := h.running(); ok {
				server.socket = found.socket
			}
		}
		if server.socket != "" {
			if err := answers(ctx, server.socket); err == nil {
				return server, nil
			} else if final(err) {
				return server, err
			}
		}
		if h.gone(server) {
			return server, errEnded
		}
		if time.Since(began) > socketGrace {
			if _, err := os.Stat(filepath.Join(server.socket, ".s.PGSQL."+port)); errors.Is(err, os.ErrNotExist) {
				return server, errNoSocket
			}
		}
		if time.Now().After(notice) {
			waiting()
			notice = time.Now().Add(10 * time.Second)
		}
		if err := pause(ctx, poll); err != nil {
			return server, err
		}
	}
}

// answers opens a connection and closes it.
func answers(ctx context.Context, socket string) error {
	conn, err := pgx.Connect(ctx, connection(socket, "postgres"))
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// final tells an answer that waiting will not change (a refused role, say) from
// a server that is starting, stopping, recovering or full.
func final(err error) bool {
	switch sqlState(err) {
	case "", "57P03", "53300", "57P01", "57P02":
		return false
	}
	return true
}

// stop asks the server to disconnect everyone and end, as its "fast shutdown",
// and waits until it has. When ctx ends before, it still ends, unwatched.
func (h home) stop(ctx context.Context, server postmaster) error {
	if h.gone(server) {
		return nil
	}
	if err := syscall.Kill(server.pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return inventory.Errorf(inventory.Internal, "postgres_stop", "cannot stop PostgreSQL (pid %d): %w", server.pid, err)
	}
	for !h.gone(server) {
		if err := pause(ctx, poll); err != nil {
			return inventory.Errorf(inventory.Unavailable, "postgres_stop", "PostgreSQL (pid %d) is still stopping: %w", server.pid, err)
		}
	}
	_ = os.Remove(server.socket) // it is empty now; the next start makes it again
	return nil
}

// lastWords is the end of what the server said, for an error message.
func (h home) lastWords() string {
	words := tail(h.output())
	if strings.Contains(words, "log output") { // it went on in its own log
		logs, _ := filepath.Glob(filepath.Join(h.cluster(), "log", "*")) // the glob is well formed
		newest := slices.MaxFunc(append(logs, h.output()), func(a, b string) int {
			return modified(a).Compare(modified(b))
		})
		words += "\n" + tail(newest)
	}
	return words
}

// tail is the last lines of a file, "" when it cannot be read.
func tail(path string) string {
	said, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return strings.Join(lines[max(0, len(lines)-8):], "\n")
}

func modified(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
