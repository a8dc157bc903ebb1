package local

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"maillage/inventory"
)

// The port is only part of the socket's name, since nothing listens on TCP.
const port = "5432"

// socketFolder is the folder of the cluster's Unix socket. Socket paths are
// limited to 107 bytes (sun_path in unix(7)) and data folders are not, so it is
// a short name in /tmp, the same at each start: a process that keeps its
// connection string through a restart of the cluster finds it again. TMPDIR and
// XDG_RUNTIME_DIR have no say, since they differ from one login to the next.
func (h home) socketFolder() string {
	return filepath.Join("/tmp", fmt.Sprintf("maillage-%d-%s", h.account.uid, shortHash(h.cluster())))
}

// prepareSocketFolder makes the socket's folder, or checks that the one which
// is there is the cluster's own and closed to others: whoever can open the
// socket is let in.
func (h home) prepareSocketFolder() error {
	dir := h.socketFolder()
	err := os.Mkdir(dir, 0o700)
	if err == nil && !h.account.isSelf() {
		err = os.Chown(dir, int(h.account.uid), int(h.account.gid))
	}
	if err != nil && !os.IsExist(err) {
		return inventory.Errorf(inventory.Internal, "socket_folder", "cannot make the folder for PostgreSQL's socket: %w", err)
	}
	if err := h.checkSocketFolder(dir); err != nil {
		return err
	}
	// Nobody listens (the caller has looked): what a killed server left would
	// only make the next one wonder about a process number used again.
	for _, name := range []string{".s.PGSQL." + port, ".s.PGSQL." + port + ".lock"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
			return inventory.Errorf(inventory.Internal, "socket_folder", "cannot remove a stale socket: %w", err)
		}
	}
	return nil
}

// checkSocketFolder refuses a folder that is not the cluster user's own 0700.
func (h home) checkSocketFolder(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return inventory.Errorf(inventory.Internal, "socket_folder", "cannot look at the folder of PostgreSQL's socket: %w", err)
	}
	uid, _, ok := ownerOf(info)
	if !info.IsDir() || !ok || uid != h.account.uid || info.Mode().Perm() != 0o700 {
		return inventory.Errorf(inventory.Conflict, "socket_folder",
			"%s should be a folder of %s with mode 0700 and is %s of %s: somebody else made it; remove it and start again",
			dir, h.account.name, info.Mode(), nameOf(uid))
	}
	return nil
}

// connection is the connection string to a database of the cluster.
func connection(socket, name string) string {
	query := url.Values{"host": {socket}, "port": {port}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/" + name, RawQuery: query.Encode()}).String()
}

// socketOf is the folder in which a running server says it listens, "" when it
// does not say. It is not always [home.socketFolder]: the data folder may have
// been moved while the server ran.
func socketOf(lines []string) string {
	// postmaster.pid: pid, data directory, start time, port, socket folder, …
	// (src/include/utils/pidfile.h)
	if len(lines) < 5 {
		return ""
	}
	return strings.TrimSpace(lines[4])
}
