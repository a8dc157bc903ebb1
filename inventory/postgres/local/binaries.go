package local

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"maillage/inventory"
)

// The oldest versions that Maillage works with.
const (
	OldestPostgres = 15
	OldestPostGIS  = 3
)

// binaries are one installed version of PostgreSQL.
type binaries struct {
	dir     string // holds postgres, initdb
	major   int
	postgis string // version of PostGIS made for it, "" when there is none
}

// folders lists where packagers put PostgreSQL, as globs. PATH comes last and
// is not needed: Debian keeps initdb and postgres out of it.
var folders = []string{
	"/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                   // PGDG's RPMs
	"/opt/homebrew/opt/postgresql@*/bin",                 // Homebrew, Apple silicon
	"/usr/local/opt/postgresql@*/bin",                    // Homebrew, Intel
	"/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
	"/usr/local/pgsql/bin",                               // built from source
	"/usr/bin",                                           // Arch, Fedora, Alpine
}

// installed lists the versions found on this machine, newest first.
func installed(globs []string) []binaries {
	var dirs []string
	for _, glob := range globs {
		found, _ := filepath.Glob(glob) // the only error is a malformed glob
		dirs = append(dirs, found...)
	}
	for _, name := range []string{"pg_config", "postgres"} {
		if path, err := exec.LookPath(name); err == nil {
			if real, err := filepath.EvalSymlinks(path); err == nil {
				dirs = append(dirs, filepath.Dir(real))
			}
		}
	}
	var list []binaries
	for _, dir := range dirs {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
		if slices.ContainsFunc(list, func(b binaries) bool { return b.dir == dir }) {
			continue
		}
		if found, ok := inspect(dir); ok {
			list = append(list, found)
		}
	}
	slices.SortStableFunc(list, func(a, b binaries) int { return b.major - a.major })
	return list
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks the binaries of a folder for their version.
func inspect(dir string) (binaries, bool) {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return binaries{}, false
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return binaries{}, false
	}
	match := versionPattern.FindSubmatch(out)
	if match == nil {
		return binaries{}, false
	}
	major, err := strconv.Atoi(string(match[1]))
	if err != nil {
		return binaries{}, false
	}
	return binaries{dir: dir, major: major, postgis: postgisOf(dir, major)}, true
}

var defaultVersion = regexp.MustCompile(`(?m)^\s*default_version\s*=\s*'([^']+)'`)

// postgisOf reads the version of PostGIS beside one version of PostgreSQL.
func postgisOf(dir string, major int) string {
	shares := []string{
		fmt.Sprintf("/usr/share/postgresql/%d", major),
		filepath.Join(dir, "../share/postgresql"),
		filepath.Join(dir, "../share"),
	}
	if out, err := exec.Command(filepath.Join(dir, "pg_config"), "--sharedir").Output(); err == nil {
		shares = slices.Insert(shares, 0, strings.TrimSpace(string(out)))
	}
	for _, share := range shares {
		control, err := os.ReadFile(filepath.Join(share, "extension", "postgis.control"))
		if err != nil {
			continue
		}
		if match := defaultVersion.FindSubmatch(control); match != nil {
			return string(match[1])
		}
	}
	return ""
}

// choose takes the newest usable version, or, for a cluster that exists, the
// version that made it (made; 0 for a cluster to be). The error says which
// package to install.
func choose(list []binaries, made int, cluster string) (binaries, error) {
	var versions []string
	for _, b := range list {
		versions = append(versions, strconv.Itoa(b.major))
	}
	for _, b := range list {
		if b.major < OldestPostgres || (made != 0 && b.major != made) {
			continue
		}
		if postgis, _, _ := strings.Cut(b.postgis, "."); atoi(postgis) >= OldestPostGIS {
			return b, nil
		}
	}
	usable := slices.IndexFunc(list, func(b binaries) bool {
		return b.major >= OldestPostgres && (made == 0 || b.major == made)
	})
	switch {
	case usable >= 0:
		b := list[usable]
		return b, inventory.Errorf(inventory.Unavailable, "postgis_missing",
			"PostgreSQL %d is here (%s) but PostGIS %d for it is not: install it (%s)", b.major, b.dir, OldestPostGIS, postgisPackage(b.major))
	case made != 0:
		have := "this machine has none"
		if len(versions) > 0 {
			have = "this machine has " + strings.Join(versions, ", ")
		}
		return binaries{}, inventory.Errorf(inventory.Conflict, "postgres_version",
			"the cluster %s was made by PostgreSQL %d and %s: install version %d (%s), or begin with another data folder and restore a backup into it",
			cluster, made, have, made, postgisPackage(made))
	case len(list) > 0:
		return binaries{}, inventory.Errorf(inventory.Unavailable, "postgres_too_old",
			"PostgreSQL %d (%s) is too old: Maillage needs %d or later (%s), or a database elsewhere (MAILLAGE_DATABASE_URL)",
			list[0].major, list[0].dir, OldestPostgres, postgisPackage(0))
	}
	return binaries{}, inventory.Errorf(inventory.Unavailable, "postgres_missing",
		"PostgreSQL is not installed: install it with PostGIS (%s), or set MAILLAGE_DATABASE_URL to use a database elsewhere", postgisPackage(0))
}

// postgisPackage is the command that installs PostGIS for a major version of
// PostgreSQL (and PostgreSQL with it), 0 for the distribution's own.
func postgisPackage(major int) string {
	if runtime.GOOS == "darwin" {
		return "brew install postgresql@17 postgis"
	}
	if major == 0 {
		return "on Debian 12: apt-get install postgresql-15-postgis-3; on others with their own number for 15"
	}
	return fmt.Sprintf("on Debian and Ubuntu: apt-get install postgresql-%d-postgis-3", major)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // 0 for what is no number, which no version is
	return n
}
