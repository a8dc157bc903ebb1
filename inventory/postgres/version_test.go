package postgres

import (
	"testing"
)

func TestSnapshotShows(t *testing.T) {
	t.Parallel()
	s, err := parseSnapshot("10:20:10,14,15")
	if err != nil {
		t.Fatal(err)
	}
	for v, want := range map[Version]bool{1: true, 9: true, 10: false, 11: true, 14: false, 15: false, 19: true, 20: false, 21: false} {
		if s.Shows(v) != want {
			t.Errorf("10:20:10,14,15 shows %d: %v", v, !want)
		}
	}
	if s, err = parseSnapshot("7:7:"); err != nil || !s.Shows(6) || s.Shows(7) {
		t.Errorf("7:7: is read as %+v, %v", s, err)
	}
	for _, text := range []string{"", "1:2", "1:2:3:4", "a:2:", "1:b:", "1:2:x", "1:2:1,", "-1:2:"} {
		if _, err := parseSnapshot(text); err == nil {
			t.Errorf("%q is taken for a snapshot", text)
		}
	}
	for _, text := range []string{"", "0", "-1", "1.5", "x", "99999999999999999999"} {
		if _, err := ParseVersion(text); err == nil {
			t.Errorf("%q is taken for a version", text)
		}
	}
}
