package local

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"maillage/inventory"
)

// superuser is the role that owns the private cluster and its database.
const (
	superuser = "maillage"
	database  = "maillage"
)

// settings are appended to the postgresql.conf of a new cluster. They are
// written once, so that an operator can tune them there; what must hold
// whatever that file says is on the command line of [home.launch].
const settings = `
# Maillage: sizes for a small machine; yours to change.
shared_buffers = 128MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_connections = 60
max_wal_size = 1GB
random_page_cost = 1.1
wal_compression = on
jit = off                 # its compile time costs more than it saves on our queries
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on    # a file a weekday, written over a week later
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
`

// create makes the cluster in a folder beside its place and renames it when it
// is whole: an initdb cut short by kill -9 leaves nothing that looks like one.
func (h home) create(ctx context.Context, log *slog.Logger, fast bool) error {
	h.sweep(log)
	fail := func(err error) error {
		return inventory.Errorf(inventory.Internal, "initdb", "cannot make the cluster in %s: %w", h.dir, err)
	}
	temporary, err := os.MkdirTemp(h.dir, "postgres.new-")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(temporary) // gone already when all went well
	if !h.account.isSelf() {
		if err := os.Chown(temporary, int(h.account.uid), int(h.account.gid)); err != nil {
			return fail(err)
		}
	}
	args := []string{"-D", temporary, "-U", superuser, "-E", "UTF8", "--auth=trust", "--data-checksums"}
	if runtime.GOOS == "darwin" {
		args = append(args, "--locale=C", "--lc-ctype=UTF-8") // macOS has no C.UTF-8
	} else {
		args = append(args, "--locale=C.UTF-8")
	}
	args = append(args, "--lc-messages=C")
	if fast {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(h.bin.dir, "initdb"), args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = "/", environment(), h.account.attributes()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	// Its children (postgres --boot) share its session: end them together.
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	if err := cmd.Run(); err != nil {
		return inventory.Errorf(inventory.Internal, "initdb", "initdb failed in %s: %w\n%s", h.dir, err, strings.TrimSpace(said.String()))
	}
	conf, err := os.OpenFile(filepath.Join(temporary, "postgresql.conf"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fail(err)
	}
	_, err = conf.WriteString(settings)
	if err == nil {
		err = conf.Sync()
	}
	if closed := conf.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fail(err)
	}
	if err := os.Rename(temporary, h.cluster()); err != nil {
		return fail(err)
	}
	if err := h.writePointer(); err != nil {
		return fail(err)
	}
	return nil
}

// sweep removes what an initdb that was killed left beside the cluster.
func (h home) sweep(log *slog.Logger) {
	left, _ := filepath.Glob(filepath.Join(h.dir, "postgres.new-*")) // the glob is well formed
	for _, dir := range left {
		// An orphaned initdb may still write in there; then a later start removes it.
		if err := os.RemoveAll(dir); err != nil {
			log.Warn("a half-made cluster could not be removed", "folder", dir, "error", err)
		}
	}
}

// environment is that of the program without what would steer PostgreSQL.
func environment() []string {
	env := []string{"LC_ALL=C"} // so that what it says is in one language
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "PG") || strings.HasPrefix(name, "LC_") || name == "LANG" || name == "LANGUAGE" {
			continue
		}
		env = append(env, pair)
	}
	return env
}
