package local

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maillage/inventory"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	v := func(major int, postgis string) binaries {
		return binaries{dir: fmt.Sprintf("/usr/lib/postgresql/%d/bin", major), major: major, postgis: postgis}
	}
	for _, test := range []struct {
		name string
		list []binaries
		made int
		want int
		code string
		word string
	}{
		{"newest", []binaries{v(17, "3.5.2"), v(15, "3.3.2")}, 0, 17, "", ""},
		{"newest with PostGIS", []binaries{v(17, ""), v(15, "3.3.2")}, 0, 15, "", ""},
		{"the one that made it", []binaries{v(17, "3.5.2"), v(15, "3.3.2")}, 15, 15, "", ""},
		{"none", nil, 0, 0, "postgres_missing", "postgresql-15-postgis-3"},
		{"too old", []binaries{v(14, "3.3.2")}, 0, 0, "postgres_too_old", "PostgreSQL 14 (/usr/lib/postgresql/14/bin) is too old: Maillage needs 15 or later"},
		{"no PostGIS", []binaries{v(16, "")}, 0, 0, "postgis_missing", "postgresql-16-postgis-3"},
		{"old PostGIS", []binaries{v(16, "2.5.1")}, 0, 0, "postgis_missing", "postgresql-16-postgis-3"},
		{"another made it", []binaries{v(17, "3.5.2"), v(15, "3.3.2")}, 16, 0, "postgres_version", "made by PostgreSQL 16 and this machine has 17, 15"},
		{"another made it, none is here", nil, 16, 0, "postgres_version", "this machine has none"},
		{"it made it, without PostGIS now", []binaries{v(17, "3.5.2"), v(15, "")}, 15, 0, "postgis_missing", "postgresql-15-postgis-3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := choose(test.list, test.made, "/data/postgres")
			if test.code == "" {
				if err != nil || got.major != test.want {
					t.Fatalf("chose %d (%v), want %d", got.major, err, test.want)
				}
				return
			}
			said, ok := err.(*inventory.Error)
			if !ok || said.Code != test.code || !strings.Contains(said.Message, test.word) {
				t.Errorf("got %v, want %s with %q", err, test.code, test.word)
			}
		})
	}
}

// Made-up installations, as scripts that say a version.
func TestInstalled(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	install := func(name, version, postgis string) {
		bin := filepath.Join(root, name, "bin")
		extension := filepath.Join(root, name, "share", "extension")
		for _, dir := range []string{bin, extension} {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		files := map[string]string{
			filepath.Join(bin, "postgres"):  "#!/bin/sh\necho '" + version + "'\n",
			filepath.Join(bin, "initdb"):    "#!/bin/sh\n",
			filepath.Join(bin, "pg_config"): "#!/bin/sh\necho " + filepath.Join(root, name, "share") + "\n",
		}
		if postgis != "" {
			files[filepath.Join(extension, "postgis.control")] = "comment = 'x'\ndefault_version = '" + postgis + "'\n"
		}
		for path, content := range files {
			if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	install("9.6", "postgres (PostgreSQL) 9.6.24", "2.5.5")
	install("150", "postgres (PostgreSQL) 150.3 (Debian 150.3-1)", "3.3.2")
	install("160", "postgres (PostgreSQL) 160devel", "")
	install("odd", "no version at all", "")
	if err := os.Symlink(filepath.Join(root, "150"), filepath.Join(root, "151")); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range installed([]string{filepath.Join(root, "*", "bin"), filepath.Join(root, "1*", "bin")}) {
		if strings.HasPrefix(b.dir, root) { // what PATH adds is this machine's
			got = append(got, fmt.Sprintf("%d %s", b.major, b.postgis))
		}
	}
	want := []string{"160 ", "150 3.3.2", "9 2.5.5"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestThisMachine(t *testing.T) {
	t.Parallel()
	b, err := choose(installed(folders), 0, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("PostgreSQL %d in %s with PostGIS %s", b.major, b.dir, b.postgis)
}
