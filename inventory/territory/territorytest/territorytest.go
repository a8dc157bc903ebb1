// Package territorytest gives tests a database with a territory in it: the real
// one, where the machine has the file, or a small country of thirteen communes
// made here. It is for tests alone.
package territorytest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
	"maillage/inventory/territory"
)

// Real returns the address of a database of the test's own with the real
// territory loaded. Without the file (see RealSource) ok is false and the log
// says so: fall back on Small then.
func Real(t testing.TB) (url string, ok bool) {
	t.Helper()
	source, ok := RealSource(t)
	if !ok {
		return "", false
	}
	return pgtest.Template(t, "real", digest(t, files(t, source)...), func(ctx context.Context, url string) error {
		return load(ctx, url, func(s *postgres.Store) error {
			_, err := territory.Load(ctx, s, source, nil)
			return err
		})
	}), true
}

// RealSource is the file or folder of the real communes: what MAILLAGE_TERRITORY
// names, else territory beside the repository in the folder shared.
func RealSource(t testing.TB) (string, bool) {
	t.Helper()
	source := os.Getenv("MAILLAGE_TERRITORY")
	if source == "" {
		source = filepath.Join(root(t), "..", "shared", "territory")
	}
	if !filepath.IsAbs(source) {
		if _, err := os.Stat(source); err != nil {
			source = filepath.Join(root(t), source) // as given to make, from the root
		}
	}
	if _, err := os.Stat(source); err != nil {
		t.Logf("the real territory is not on this machine (MAILLAGE_TERRITORY, or ../shared/territory): small data instead")
		return "", false
	}
	return source, true
}

// Small returns the address of a database of the test's own with the small
// country loaded: see SmallFile.
func Small(t testing.TB) string {
	t.Helper()
	file := SmallFile(t)
	return pgtest.Template(t, "small", digest(t, file), func(ctx context.Context, url string) error {
		return load(ctx, url, func(s *postgres.Store) error {
			_, err := territory.LoadOnly(ctx, s, file, nil)
			return err
		})
	})
}

func load(ctx context.Context, url string, with func(*postgres.Store) error) error {
	s, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer s.Close()
	return with(s)
}

// Open opens a database for the time of the test.
func Open(t testing.TB, url string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// root is the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test: where is the repository?")
		}
		dir = parent
	}
}

func files(t testing.TB, source string) []string {
	t.Helper()
	if info, err := os.Stat(source); err != nil || !info.IsDir() {
		return []string{source}
	}
	list, err := filepath.Glob(filepath.Join(source, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// digest sums up files and the program that makes a territory of them: either
// changed, the template is made anew.
func digest(t testing.TB, data ...string) string {
	t.Helper()
	for _, dir := range []string{"inventory/territory", "inventory/territory/feature", "inventory/territory/builtin", "geo/crs", "geo/line", "geo/raster", "geo/outline"} {
		code, err := filepath.Glob(filepath.Join(root(t), dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, slices.DeleteFunc(code, func(f string) bool {
			ok, _ := filepath.Match("*_test.go", filepath.Base(f))
			return ok
		})...)
	}
	h := sha256.New()
	for _, path := range data {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
