package atlas

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

// What a visitor is given of a public entry, and what all others are.
func TestCatalogueOfVisitors(t *testing.T) {
	t.Parallel()
	now := audiencesOfAll(t)
	capacity, price := 10.0, 12.5
	key := inventory.Key{Member: "active-a", Code: "public"}
	pop := inventory.Pop{Key: key, Name: "PoP", Kind: "pop", Status: inventory.Operational, Audience: inventory.AudiencePublic,
		Address: "1 rue des Lilas", Postcode: "18000", City: "Bourges", Facility: "42", CapacityGbps: &capacity}
	zone := inventory.Zone{Key: key, Name: "Zone", Status: inventory.Operational, Audience: inventory.AudiencePublic,
		PriceAudience: inventory.AudiencePublic, Supplier: "S", Handoff: "h", CapacityGbps: &capacity, SetupEUR: &price, MonthlyEUR: &price}
	bare, poor := pop, zone
	bare.Address, bare.Postcode, bare.Facility, bare.CapacityGbps = "", "", "", nil
	poor.Supplier, poor.Handoff, poor.CapacityGbps = "", "", nil
	for _, c := range []struct {
		viewer inventory.Viewer
		pop    inventory.Pop
		zone   inventory.Zone
	}{
		{inventory.Visitor(), bare, poor},
		{inventory.Viewer{Role: inventory.RoleVisitor, Member: "active-b"}, bare, poor},
		{inventory.Viewer{Role: inventory.RoleSales, Member: "candidate-a"}, bare, poor},
		{inventory.Viewer{Role: inventory.RoleSales, Member: "left-a"}, bare, poor},
		{inventory.Viewer{Role: inventory.RoleAdmin}, bare, poor},
		{inventory.Viewer{Role: inventory.RoleSales, Member: "active-b"}, pop, zone},
		{inventory.Viewer{Role: inventory.RoleSales, Member: "active-a"}, pop, zone},
		{inventory.Viewer{Role: inventory.RoleBureau}, pop, zone},
		{inventory.Operator("x"), pop, zone},
	} {
		gotPop, ok := now.Pop(c.viewer, pop)
		if diff := cmp.Diff(c.pop, gotPop); !ok || diff != "" {
			t.Errorf("%+v, the PoP, %v (-want +got):\n%s", c.viewer, ok, diff)
		}
		gotZone, ok := now.Zone(c.viewer, zone)
		if diff := cmp.Diff(c.zone, gotZone); !ok || diff != "" {
			t.Errorf("%+v, the zone, %v (-want +got):\n%s", c.viewer, ok, diff)
		}
	}
}

// Only what an active member shares counts in the pool, even for its owner and
// for those who see all of it.
func TestCovers(t *testing.T) {
	t.Parallel()
	now := audiencesOfAll(t)
	shared := map[inventory.Audience]bool{inventory.AudiencePooled: true, inventory.AudienceMembers: true, inventory.AudiencePublic: true}
	public := map[inventory.Audience]bool{inventory.AudiencePublic: true}
	for _, c := range []struct {
		viewer inventory.Viewer
		counts map[inventory.Audience]bool
	}{
		{inventory.Visitor(), public},
		{inventory.Viewer{Role: inventory.RoleSales, Member: "candidate-a"}, public},
		{inventory.Viewer{Role: inventory.RoleContributor, Member: "left-a"}, public},
		{inventory.Viewer{Role: inventory.RoleContributor, Member: "active-a"}, shared},
		{inventory.Viewer{Role: inventory.RoleSales, Member: "active-b"}, shared},
		{inventory.Viewer{Role: inventory.RoleBureau}, shared},
		{inventory.Operator("x"), shared},
	} {
		for _, a := range inventory.Audiences {
			for _, owner := range []string{"active-a", "candidate-a", "left-a"} {
				want := owner == "active-a" && c.counts[a]
				z := inventory.Zone{Key: inventory.Key{Member: owner, Code: string(a)}, Audience: a}
				if got := now.Covers(c.viewer, &z); got != want {
					t.Errorf("%+v, %s's %s zone counts: %v", c.viewer, owner, a, got)
				}
			}
		}
	}
}

// audiencesOfAll is the picture of two members of each status, with an entry of
// every audience.
func audiencesOfAll(t *testing.T) *Picture {
	t.Helper()
	c := openCountry(t, territorytest.Small(t))
	c.audiences(t)
	a, err := Open(t.Context(), c.Store, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a.Now()
}

// A zone added under the key of one that is hidden from who asks does not take its
// place: what would go from the pool would tell that it is there, and where.
func TestAddedZoneTellsNothingHidden(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	c.audiences(t)
	pooled := inventory.Key{Member: "active-a", Code: string(inventory.AudiencePooled)}
	c.write(t, func(tx pgx.Tx) error { // the one that collects by radio
		z, err := postgres.Zone(t.Context(), tx, pooled)
		if err != nil {
			return err
		}
		z.Technologies = []inventory.Technology{"radio"}
		return postgres.PutZones(t.Context(), tx, []inventory.Zone{z})
	})
	a, err := Open(t.Context(), c.Store, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := inventory.Filter{Technologies: []inventory.Technology{"radio"}}
	after := func(v inventory.Viewer) Share {
		t.Helper()
		z := inventory.Zone{Key: pooled, Status: inventory.Operational, Technologies: f.Technologies, Audience: inventory.AudienceMembers}
		s, err := a.Now().Simulate(v, f, Change{Add: []inventory.Zone{z}})
		if err != nil {
			t.Fatal(err)
		}
		return s.After.Covered
	}
	if got := after(inventory.Viewer{Role: inventory.RoleSales, Member: "active-a"}); got != (Share{}) {
		t.Fatalf("for its owner the zone stays beside the one put in its place: %+v", got)
	}
	before, err := a.Now().Coverage(inventory.Viewer{Role: inventory.RoleSales, Member: "active-b"}, f)
	if err != nil || before.Covered == (Share{}) {
		t.Fatalf("%+v, %v", before.Covered, err)
	}
	if got := after(inventory.Viewer{Role: inventory.RoleSales, Member: "active-b"}); got != before.Covered {
		t.Errorf("a hidden zone went with what was added under its key: %+v, was %+v", got, before.Covered)
	}
}
