package intake

import (
	"bytes"
	"testing"

	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

func TestWhoMayWrite(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	imp := check(t, d, pops("m", twoPops))
	done := load(t, d, pops("m", twoPops))
	own := inventory.Viewer{Role: inventory.RoleContributor, Member: "m", Name: "own"}
	p := inventory.Pop{Key: inventory.Key{Member: "m", Code: "A"}, Name: "One", Position: orb.Point{2.398, 47.083}}
	z := inventory.Zone{Key: inventory.Key{Member: "m", Code: "Z"}, Name: "Z", Technologies: []inventory.Technology{"ftth"}, Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{"18033"}}}
	paths := map[string]func(v inventory.Viewer) error{
		"check":  func(v inventory.Viewer) error { _, err := d.Check(t.Context(), v, pops("m", twoPops)); return err },
		"commit": func(v inventory.Viewer) error { _, err := d.Commit(t.Context(), v, imp.ID, ModeAll); return err },
		"report": func(v inventory.Viewer) error { _, err := d.Report(t.Context(), v, imp.ID); return err },
		"pop":    func(v inventory.Viewer) error { _, err := d.PutPop(t.Context(), v, p); return err },
		"zone":   func(v inventory.Viewer) error { _, err := d.PutZone(t.Context(), v, z); return err },
		"delete zone": func(v inventory.Viewer) error {
			err := d.DeleteZone(t.Context(), v, inventory.Key{Member: "m", Code: "absent"})
			if inventory.KindOf(err) == inventory.NotFound {
				return nil
			}
			return err
		},
		"delete pop": func(v inventory.Viewer) error {
			err := d.DeletePop(t.Context(), v, inventory.Key{Member: "m", Code: "absent"})
			if inventory.KindOf(err) == inventory.NotFound {
				return nil
			}
			return err
		},
	}
	for name, do := range paths {
		for _, v := range []inventory.Viewer{{}, {Role: inventory.RoleVisitor}, {Role: inventory.RoleSales, Member: "m"}, {Role: inventory.RoleContributor, Member: "other"},
			{Role: inventory.RoleContributor}, {Role: inventory.RoleBureau, Member: "m"}, {Role: inventory.RoleAdmin, Member: "m"}} {
			kind := inventory.KindOf(do(v))
			mayRead := name == "report" && v.Role == inventory.RoleSales
			// To who may not read an import, there is none.
			hidden := kind == inventory.NotFound && (name == "commit" || name == "report")
			if kind != inventory.Forbidden && !hidden && !mayRead {
				t.Errorf("%s by %+v: %v", name, v, do(v))
			}
		}
		if err := do(own); err != nil {
			t.Errorf("%s by its contributor: %v", name, err)
		}
	}
	if _, err := d.Undo(t.Context(), inventory.Viewer{Role: inventory.RoleContributor, Member: "other"}, done.ID); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("undo by another: %v", err)
	}
}

func TestUploadRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	for _, c := range []struct {
		change func(*Upload)
		kind   inventory.Kind
		code   string
	}{
		{func(u *Upload) { u.Member = "absent" }, inventory.NotFound, "unknown_member"},
		{func(u *Upload) { u.Kind = "cows" }, inventory.Invalid, "unknown_list"},
		{func(u *Upload) { u.Scope = "some" }, inventory.Invalid, "unknown_scope"},
		{func(u *Upload) { u.Lang = "de" }, inventory.Invalid, "unknown_lang"},
		{func(u *Upload) { u.Mapping = map[string]string{"colour": "name"} }, inventory.Invalid, "unknown_field"},
		{func(u *Upload) { u.Mapping = map[string]string{"name": "Intitulé"} }, inventory.Invalid, "unknown_column"},
		{func(u *Upload) { u.Mapping = map[string]string{"name": "lon", "longitude": "lon"} }, inventory.Invalid, "mapped_twice"},
		{func(u *Upload) { u.Content = nil }, inventory.Invalid, "empty_file"},
		{func(u *Upload) { u.Content = []byte("%PDF-1.4") }, inventory.Invalid, "is_pdf"},
		{func(u *Upload) { u.Content = make([]byte, 1<<20) }, inventory.Invalid, "zeros_file"},
		{func(u *Upload) { u.Content = bytes.Repeat([]byte("a;b\n"), MaxBytes/4+1) }, inventory.TooLarge, "too_many_bytes"},
	} {
		up := pops("m", twoPops)
		c.change(&up)
		if _, err := d.Check(t.Context(), operator, up); inventory.KindOf(err) != c.kind || codeOf(err) != c.code {
			t.Errorf("%s: got %v", c.code, err)
		}
	}
	// Of files that are refused there stays an import that says why; of requests
	// that ask for nonsense there stays nothing.
	all, err := postgres.Imports(t.Context(), d.Store.Pool, "")
	if err != nil || len(all) != 4 {
		t.Errorf("%d refused uploads are kept, %v", len(all), err)
	}
	for _, head := range all {
		imp, err := postgres.Import(t.Context(), d.Store.Pool, head.ID)
		if err != nil || imp.State != inventory.ImportFailed || len(imp.Errors) != 1 || imp.Errors[0].Message == "" || imp.Errors[0].Row != 0 {
			t.Errorf("%+v, %v", imp, err)
		}
		if _, err := d.Commit(t.Context(), operator, head.ID, ModeAll); codeOf(err) != "import_not_checked" {
			t.Errorf("commit of what failed: %v", err)
		}
	}
}

func TestNoTerritory(t *testing.T) {
	t.Parallel()
	d := deskOver(t, emptyDatabase(t))
	addMember(t, d, "m")
	if _, err := d.Check(t.Context(), operator, pops("m", twoPops)); codeOf(err) != "no_territory" || inventory.KindOf(err) != inventory.Unavailable {
		t.Errorf("got %v", err)
	}
}
