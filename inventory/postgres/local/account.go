package local

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"

	"maillage/inventory"
)

// account is the system user under which the cluster runs. PostgreSQL refuses
// to run as root.
type account struct {
	uid, gid uint32
	name     string
}

// self is the account of this process.
func self() account {
	return account{uint32(os.Geteuid()), uint32(os.Getegid()), nameOf(uint32(os.Geteuid()))}
}

// isSelf tells whether a process of this account can be had without a change
// of user.
func (a account) isSelf() bool { return a.uid == uint32(os.Geteuid()) }

// attributes make a child process run as the account, in a session of its own:
// Ctrl-C at our terminal must not reach the cluster, which others may be using.
func (a account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setsid: true}
	if !a.isSelf() {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// newAccount chooses who shall own a cluster that does not exist yet: ourselves,
// or, when we are root, the user postgres of the system's packages, or nobody.
func newAccount() (account, error) {
	if os.Geteuid() != 0 {
		return self(), nil
	}
	for _, name := range []string{"postgres", "_postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(found.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(found.Gid, 10, 32)
		if err1 != nil || err2 != nil || uid == 0 {
			continue
		}
		return account{uint32(uid), uint32(gid), name}, nil
	}
	return account{}, inventory.Errorf(inventory.Unavailable, "postgres_user",
		"PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody: start maillage as an ordinary user")
}

// ownerAccount is the account that owns an existing cluster. A process that is
// neither that user nor root is refused.
func ownerAccount(dir string) (account, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return account{}, inventory.Errorf(inventory.Internal, "data_folder", "cannot look at the cluster: %w", err)
	}
	uid, gid, ok := ownerOf(info)
	if !ok {
		return self(), nil
	}
	owner := account{uid, gid, nameOf(uid)}
	switch {
	case uid == 0:
		return account{}, inventory.Errorf(inventory.Conflict, "cluster_owner",
			"the cluster %s belongs to root, and PostgreSQL does not run as root: give it back to the user it had (chown -R postgres %s)", dir, dir)
	case !owner.isSelf() && os.Geteuid() != 0:
		return account{}, inventory.Errorf(inventory.Forbidden, "cluster_owner",
			"the cluster %s belongs to %s, and maillage runs as %s: run it as root or as %s, or use another data folder (MAILLAGE_DATA)",
			dir, owner.name, self().name, owner.name)
	}
	return owner, nil
}

// ownerOf is the owner of a file, where the system tells it.
func ownerOf(info fs.FileInfo) (uid, gid uint32, ok bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return stat.Uid, stat.Gid, true
}

func nameOf(uid uint32) string {
	if found, err := user.LookupId(strconv.FormatUint(uint64(uid), 10)); err == nil {
		return found.Username
	}
	return fmt.Sprintf("user %d", uid)
}
