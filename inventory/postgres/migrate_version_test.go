package postgres

import (
	"testing"

	"maillage/inventory"
)

// Servers that this machine does not have, by what they say of themselves.
func TestCheckVersion(t *testing.T) {
	t.Parallel()
	for number, want := range map[int]string{
		90624:  "PostgreSQL 9 is too old: Maillage needs 15 or later",
		140012: "PostgreSQL 14 is too old: Maillage needs 15 or later",
		150000: "",
		180001: "",
	} {
		got := ""
		if err := checkVersion(number); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%d: %q, want %q", number, got, want)
		}
	}
}

func TestCheckPostGIS(t *testing.T) {
	t.Parallel()
	some := func(version string) *string { return &version }
	for _, test := range []struct {
		available, installed *string
		done                 bool
		want                 string
	}{
		{nil, nil, false, "PostGIS is not installed on this server: install postgresql-17-postgis-3, or ask its administrator"},
		{some("2.5.1"), nil, false, "PostGIS is not installed on this server: install postgresql-17-postgis-3, or ask its administrator"},
		{some("3.5.2"), nil, false, ""},
		{some("10.0"), nil, false, ""},
		{some("3.5.2"), some("3.4.0"), true, ""},
		{some("3.5.2"), some("2.5.1"), false, "PostGIS 2.5.1 is too old: Maillage needs 3 or later (ask the server's administrator to update it)"},
	} {
		done, err := checkPostGIS(test.available, test.installed, "17.2 (Debian 17.2-1)")
		got := ""
		if err != nil {
			got = err.Error()
		}
		if done != test.done || got != test.want {
			t.Errorf("done %v, %q; want %v, %q", done, got, test.done, test.want)
		}
		if err != nil && inventory.KindOf(err) != inventory.Unavailable {
			t.Errorf("%q is of kind %s", got, inventory.KindOf(err))
		}
	}
}
