package intake

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// TestRestore brings the lists of yesterday back, to the last word.
func TestRestore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, pops("m", "code,name,kind,lon,lat,postcode,city,technologies,capacity_gbps,audience,opened_on\nA,=Un,tower,2.398,47.083,,,ftth dsl,2.5,private,2020-01-02\nB,Deux,pop,,,18000,Bourges,,,,\n"))
	load(t, d, zones("m", "code,name,technologies,handoff,communes,radius_km,wkt,monthly_eur\nC,C,ftth,,18033,,,12.5\nR,R,dsl,A,,3,,\nG,G,ftth,,,,\"POLYGON((2.3 47,2.4 47,2.4 47.1,2.3 47))\",\n"))
	// The history cannot be told another day: the clock of the list is.
	d.shiftHistory(t, -48*time.Hour)
	before, beforeZones := popsOf(t, d, "m"), wholeZones(t, d, "m")
	load(t, d, pops("m", "code,name,lon,lat\nA,Other,2.41,47.09\nN,New,2.4,47.08\n"))
	load(t, d, Upload{Member: "m", Kind: inventory.KindZones, FileName: "z.csv", Scope: ScopeReplace, Content: []byte("code,name,technologies,communes\nX,X,ftth,18033\n")})

	then := inventory.DateOf(time.Now().Add(-36 * time.Hour))
	imp, err := d.Restore(t.Context(), operator, "m", inventory.KindPops, then)
	if err != nil || imp.Changes != (inventory.Changes{Changed: 1, Unchanged: 1, Removed: 1}) || imp.Scope != ScopeReplace {
		t.Fatalf("%+v %v", imp, err)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); err != nil {
		t.Fatal(err)
	}
	if imp, err = d.Restore(t.Context(), operator, "m", inventory.KindZones, then); err != nil || imp.Changes != (inventory.Changes{Added: 3, Removed: 1}) {
		t.Fatalf("%+v %v", imp, err)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, popsOf(t, d, "m")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(beforeZones, wholeZones(t, d, "m")); diff != "" {
		t.Error(diff)
	}
	if _, err := d.Restore(t.Context(), operator, "m", inventory.KindPops, inventory.DateOf(time.Now().Add(-100*time.Hour))); codeOf(err) != "nothing_then" {
		t.Errorf("%v", err)
	}
	if _, err := d.Restore(t.Context(), inventory.Viewer{Role: inventory.RoleContributor, Member: "o"}, "m", inventory.KindPops, then); inventory.KindOf(err) != inventory.Forbidden {
		t.Errorf("%v", err)
	}
}

// shiftHistory has all that happened so far have happened earlier.
func (d *Desk) shiftHistory(t *testing.T, by time.Duration) {
	t.Helper()
	for _, sql := range []string{"ALTER TABLE history DISABLE TRIGGER append_only", fmt.Sprintf("UPDATE history SET at = at + interval '%d seconds'", int(by.Seconds())), "ALTER TABLE history ENABLE ALWAYS TRIGGER append_only"} {
		if _, err := d.Store.Pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

func wholeZones(t *testing.T, d *Desk, member string) []inventory.Zone {
	t.Helper()
	all, err := postgres.Zones(t.Context(), d.Store.Pool, member, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestLargeRemoval asks once more before much of a list goes.
func TestLargeRemoval(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	list := "code,name,lon,lat\n"
	for i := range 20 {
		list += fmt.Sprintf("P%02d,P,2.39%d,47.08\n", i, i)
	}
	load(t, d, pops("m", list))
	up := pops("m", "")
	up.Content = []byte("code,name,lon,lat\nP00,P,2.390,47.08\nP01,P,2.391,47.08\n")
	up.Scope = ScopeReplace
	imp := check(t, d, up)
	if imp.Changes.Removed != 18 || !imp.Changes.LargeRemoval() {
		t.Fatalf("%+v", imp.Changes)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); codeOf(err) != "large_removal" {
		t.Errorf("%v", err)
	}
	if n := len(popsOf(t, d, "m")); n != 20 {
		t.Errorf("%d are left", n)
	}
	if _, err := d.CommitRemoving(t.Context(), operator, imp.ID, ModeAll); err != nil || len(popsOf(t, d, "m")) != 2 {
		t.Errorf("%v, %d are left", err, len(popsOf(t, d, "m")))
	}
	for c, want := range map[inventory.Changes]bool{{Removed: 9}: false, {Removed: 10, Unchanged: 40}: true, {Removed: 10, Unchanged: 41}: false, {}: false} {
		if c.LargeRemoval() != want {
			t.Errorf("%+v", c)
		}
	}
}
