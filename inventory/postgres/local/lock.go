package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"maillage/inventory"
)

// poll is how often we look again at what cannot tell us by itself: a lock of
// another process, a server that starts, a process that is not our child.
const poll = 15 * time.Millisecond

// fileLock is a flock(2) on a file; the kernel drops it when the process ends.
type fileLock struct{ file *os.File }

// openLock opens (or makes) the lock file without locking it. The file gets
// the owner of its folder, so that root and the folder's owner can both use it.
func openLock(path string) (*fileLock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if os.Geteuid() == 0 {
		if info, err := os.Stat(filepath.Dir(path)); err == nil {
			if uid, gid, ok := ownerOf(info); ok {
				// Where chown is not possible, root alone uses the folder.
				_ = file.Chown(int(uid), int(gid))
			}
		}
	}
	return &fileLock{file}, nil
}

// try takes the lock, shared or exclusive, if nobody is in the way.
func (l *fileLock) try(how int) (bool, error) {
	for {
		err := syscall.Flock(int(l.file.Fd()), how|syscall.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return false, nil
		default:
			return false, fmt.Errorf("lock %s: %w", l.file.Name(), err)
		}
	}
}

// wait takes the lock, shared or exclusive, waiting for others until ctx ends.
func (l *fileLock) wait(ctx context.Context, how int) error {
	for {
		got, err := l.try(how)
		if got || err != nil {
			return err
		}
		if err := pause(ctx, poll); err != nil {
			return err
		}
	}
}

// close drops the lock. The file stays: removing it would let a process that
// has it open and one that makes it anew both believe they are alone.
func (l *fileLock) close() { _ = l.file.Close() }

// pause waits for d, or until ctx ends, and then says why.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// Hold takes the lock that only one serving process can have on a data folder,
// which is made when absent. release drops it; so does the end of the process,
// however it ends. When another process has it, the error is a
// [inventory.Conflict] that names that process.
func Hold(dataDir string) (release func(), err error) {
	dir, err := dataFolder(dataDir)
	if err != nil {
		return nil, err
	}
	lock, err := openLock(filepath.Join(dir, "serve.lock"))
	if err != nil {
		return nil, inventory.Errorf(inventory.Internal, "data_folder", "cannot use the data folder %s: %w", dir, err)
	}
	got, err := lock.try(syscall.LOCK_EX)
	if err != nil {
		lock.close()
		return nil, inventory.Errorf(inventory.Internal, "data_folder", "%w", err)
	}
	if !got {
		defer lock.close()
		return nil, inventory.Errorf(inventory.Conflict, "already_serving",
			"another maillage%s is already serving the data folder %s: stop it first, or use another folder (MAILLAGE_DATA)",
			holder(lock.file), dir)
	}
	if err := lock.file.Truncate(0); err == nil {
		_, _ = lock.file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0) // for the other's message only
	}
	return func() { _ = lock.file.Truncate(0); lock.close() }, nil
}

// holder names the process that wrote itself into its lock file, as " (pid
// 12)", or nothing when it has not done so yet.
func holder(file *os.File) string {
	buf := make([]byte, 20)
	n, _ := file.ReadAt(buf, 0)
	pid, err := strconv.Atoi(strings.TrimSpace(string(buf[:n])))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (pid %d)", pid)
}
