package local

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"maillage/inventory"
)

// elsewhere holds the clusters of data folders that the cluster's user cannot
// enter. A variable for the tests alone.
var elsewhere = "/var/lib/maillage"

// dataFolder makes the data folder if it is absent and returns its real path.
func dataFolder(path string) (string, error) {
	if path == "" {
		return "", inventory.Errorf(inventory.Invalid, "data_folder", "no data folder is given (MAILLAGE_DATA)")
	}
	// Root's cluster runs as another user, who must pass through; everyone
	// else keeps the folder to themselves.
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	abs, err := filepath.Abs(path)
	if err == nil {
		err = os.MkdirAll(abs, mode)
	}
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return "", inventory.Errorf(inventory.Invalid, "data_folder", "cannot use the data folder %s: %w", path, err)
	}
	return abs, nil
}

// home is where a cluster lives and under which user.
type home struct {
	data    string   // the data folder
	dir     string   // holds postgres/ and postgres.out: the data folder, or a folder elsewhere
	account account  // who runs it
	bin     binaries // the version that runs it
	exists  bool     // postgres/ has been made
}

func (h home) cluster() string { return filepath.Join(h.dir, "postgres") }
func (h home) output() string  { return filepath.Join(h.dir, "postgres.out") }
func (h home) pointer() string { return filepath.Join(h.data, "postgres.at") }

// findHome tells where the cluster of a data folder is, or where it shall be
// made. It changes nothing on disk. The start lock must be held.
func findHome(data string) (home, error) {
	h := home{data: data, dir: data}
	target, err := os.ReadFile(h.pointer())
	switch {
	case err == nil:
		h.dir = strings.TrimSpace(string(target))
		if _, err := os.Stat(h.cluster()); err != nil {
			return home{}, inventory.Errorf(inventory.Conflict, "cluster_lost",
				"%s says that the cluster is in %s, and it is not there: bring it back, or remove %s to begin with an empty one (%w)",
				h.pointer(), h.dir, h.pointer(), err)
		}
		if err := h.checkNotCopy(); err != nil {
			return home{}, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return home{}, inventory.Errorf(inventory.Internal, "data_folder", "cannot read %s: %w", h.pointer(), err)
	}
	made := 0
	version, err := os.ReadFile(filepath.Join(h.cluster(), "PG_VERSION"))
	switch {
	case err == nil:
		h.exists, made = true, atoi(strings.TrimSpace(string(version)))
	case errors.Is(err, fs.ErrPermission):
		// The folder of another user: say whose, rather than "permission denied".
		if _, err := ownerAccount(h.cluster()); err != nil {
			return home{}, err
		}
		return home{}, inventory.Errorf(inventory.Internal, "data_folder", "cannot read the cluster: %w", err)
	case !errors.Is(err, fs.ErrNotExist):
		return home{}, inventory.Errorf(inventory.Internal, "data_folder", "cannot read the cluster: %w", err)
	default:
		if _, err := os.Lstat(h.cluster()); err == nil {
			return home{}, inventory.Errorf(inventory.Conflict, "cluster_foreign",
				"%s exists and is not a PostgreSQL cluster: move it away, or use another data folder (MAILLAGE_DATA)", h.cluster())
		}
	}
	if h.bin, err = choose(installed(folders), made, h.cluster()); err != nil {
		return home{}, err
	}
	if h.exists {
		h.account, err = ownerAccount(h.cluster())
	} else {
		h.account, err = newAccount()
	}
	return h, err
}

// reachable tells whether the cluster's user can enter a folder. The kernel is
// asked, by a child process that starts there as that user: modes, access lists
// and mounts all have their say.
func (h home) reachable(dir string) bool {
	if h.account.isSelf() {
		return true
	}
	cmd := exec.Command(filepath.Join(h.bin.dir, "postgres"), "--version")
	cmd.Dir, cmd.SysProcAttr = dir, h.account.attributes()
	return cmd.Run() == nil
}

// settle returns the home of a cluster to be: the data folder, or a folder
// elsewhere when the cluster's user cannot enter that one.
func (h home) settle() (home, error) {
	if h.reachable(h.data) {
		return h, nil
	}
	sweepElsewhere()
	// The random part keeps a new data folder at an old path from waking up
	// the cluster of its predecessor.
	if err := os.MkdirAll(elsewhere, 0o711); err != nil {
		return home{}, inventory.Errorf(inventory.Internal, "data_folder", "cannot make %s for the cluster: %w", elsewhere, err)
	}
	dir, err := os.MkdirTemp(elsewhere, shortHash(h.data)+"-")
	if err == nil {
		h.dir = dir
		err = os.Chmod(dir, 0o711)
	}
	if err == nil {
		err = os.WriteFile(h.owner(), []byte(h.data+"\n"), 0o600)
	}
	if err != nil {
		return home{}, inventory.Errorf(inventory.Internal, "data_folder", "cannot make a folder for the cluster: %w", err)
	}
	if !h.reachable(dir) {
		return home{}, inventory.Errorf(inventory.Internal, "data_folder",
			"the user %s, under which PostgreSQL must run, can enter neither %s nor %s: open one of them (chmod o+x on it and on the folders above it)",
			h.account.name, h.data, dir)
	}
	return h, nil
}

// sweepElsewhere removes the clusters of temporary data folders that are gone.
// Those of other data folders stay, for what is gone may be only unmounted.
func sweepElsewhere() {
	owners, _ := filepath.Glob(filepath.Join(elsewhere, "*", "data")) // the glob is well formed
	for _, owner := range owners {
		data, err := os.ReadFile(owner)
		if err != nil || !strings.HasPrefix(string(data), filepath.Clean(os.TempDir())+"/") {
			continue
		}
		if _, err := os.Lstat(strings.TrimSpace(string(data))); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		left := home{dir: filepath.Dir(owner)}
		if _, on := left.running(); !on {
			_ = os.RemoveAll(left.dir) // in nobody's way if it stays
		}
	}
}

// owner is the file, beside a cluster elsewhere, that names its data folder.
func (h home) owner() string { return filepath.Join(h.dir, "data") }

// writePointer records in the data folder that the cluster lives elsewhere. It
// is written whole or not at all.
func (h home) writePointer() error {
	if h.dir == h.data {
		return nil
	}
	temporary := h.pointer() + ".new"
	if err := os.WriteFile(temporary, []byte(h.dir+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, h.pointer())
}

// checkNotCopy refuses a copy of a data folder whose cluster lives elsewhere:
// the two would share one cluster, and not the locks that guard it. A data
// folder that was moved is no copy.
func (h home) checkNotCopy() error {
	text, err := os.ReadFile(h.owner())
	if err != nil {
		return inventory.Errorf(inventory.Internal, "data_folder", "cannot tell whose the cluster %s is: %w", h.dir, err)
	}
	first := strings.TrimSpace(string(text))
	before, err1 := os.Stat(first)
	now, err2 := os.Stat(h.data)
	if err1 != nil || err2 != nil || os.SameFile(before, now) {
		return nil
	}
	if other, err := os.ReadFile(filepath.Join(first, "postgres.at")); err != nil || strings.TrimSpace(string(other)) != h.dir {
		return nil
	}
	return inventory.Errorf(inventory.Conflict, "data_folder_copied",
		"%s is a copy of %s, and their one cluster is in %s: remove %s to begin with an empty cluster, and restore a backup into it",
		h.data, first, h.dir, h.pointer())
}

// shortHash names a path in few characters.
func shortHash(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:6])
}
