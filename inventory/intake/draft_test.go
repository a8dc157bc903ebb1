package intake

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// A draft is the zones that an import would keep, and keeps nothing.
func TestDraft(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, Upload{Member: "m", Kind: inventory.KindPops, FileName: "p.csv", Content: []byte("code;name;longitude;latitude\na;A;2.38;47.08\n")})
	list := []byte("code;name;technologies;handoff;radius_km;communes\nr;R;ftth;a;6;\nc;C;dsl;;;18033\nx;X;dsl;;;99999\n")
	up := Upload{Member: "m", FileName: "z.csv", Content: list}
	zones, imp, err := d.Draft(t.Context(), operator, up)
	if err != nil {
		t.Fatal(err)
	}
	if imp.ID != 0 || imp.Rows.Rejected != 1 || len(imp.Errors) != 1 || imp.Errors[0].Row != 4 || len(zones) != 2 {
		t.Errorf("a draft of %d zones is %+v", len(zones), imp)
	}
	err = d.Store.Read(t.Context(), operator, func(tx pgx.Tx) error {
		kept, err := postgres.Zones(t.Context(), tx, "m", "", 0)
		imports, err2 := postgres.Imports(t.Context(), tx, "m")
		if len(kept) > 0 || len(imports) != 1 || err2 != nil {
			t.Errorf("after a draft there are %d zones, %d imports, %v", len(kept), len(imports), err2)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	up.Kind = inventory.KindZones
	imp = check(t, d, up)
	if imp, err = d.Commit(t.Context(), operator, imp.ID, ModeValid); err != nil {
		t.Fatal(err)
	}
	for _, z := range zones {
		err := d.Store.Read(t.Context(), operator, func(tx pgx.Tx) error {
			kept, err := postgres.Zone(t.Context(), tx, z.Key)
			if diff := cmp.Diff(kept, z); diff != "" {
				t.Errorf("zone %s (-kept +drafted):\n%s", z.Code, diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Zones of nobody have no hand-offs: those that another has are not theirs.
func TestDraftOfNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, Upload{Member: "m", Kind: inventory.KindPops, FileName: "p.csv", Content: []byte("code;name;longitude;latitude\na;A;2.38;47.08\n")})
	zones, imp, err := d.Draft(t.Context(), operator, Upload{FileName: "z.csv",
		Content: []byte("code;technologies;handoff;radius_km;communes\nr;ftth;a;6;\nc;dsl;;;18033\n")})
	if err != nil {
		t.Fatal(err)
	}
	if len(zones) != 1 || zones[0].Code != "c" || zones[0].Cells.Empty() || len(imp.Errors) != 1 || imp.Errors[0].Row != 2 {
		t.Errorf("zones %d, errors %v", len(zones), imp.Errors)
	}
	z := inventory.Zone{Key: inventory.Key{Code: "c"}, Name: "C", Technologies: []inventory.Technology{"dsl"},
		Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{"18033"}}}
	one, err := d.DraftZone(t.Context(), operator, z)
	if err != nil || !one.Cells.Equal(zones[0].Cells) {
		t.Errorf("drawn singly: %d cells, %v; in a list %d", one.Cells.Count(), err, zones[0].Cells.Count())
	}
	z.Handoff, z.Extent = "a", inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: 5}
	if _, err := d.DraftZone(t.Context(), operator, z); inventory.KindOf(err) != inventory.Invalid {
		t.Errorf("a circle of nobody around a PoP of m: %v", err)
	}
	z.Member = "m"
	if _, err := d.DraftZone(t.Context(), operator, z); err != nil {
		t.Errorf("a circle of m around its PoP: %v", err)
	}
	for _, v := range []inventory.Viewer{{Role: inventory.RoleBureau}, {Role: inventory.RoleSales, Member: "other"}, {Role: inventory.RoleVisitor, Member: "m"}} {
		if _, err := d.DraftZone(t.Context(), v, z); inventory.KindOf(err) != inventory.Forbidden {
			t.Errorf("%v draws a circle around a PoP of m: %v", v, err)
		}
		if _, _, err := d.Draft(t.Context(), v, Upload{Member: "m", Content: []byte("code;technologies;handoff;radius_km\nr;ftth;a;6\n")}); inventory.KindOf(err) != inventory.Forbidden {
			t.Errorf("%v drafts a list of m: %v", v, err)
		}
	}
	z.Member = "nobody"
	if _, err := d.DraftZone(t.Context(), operator, z); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("a circle of an unknown member: %v", err)
	}
}
