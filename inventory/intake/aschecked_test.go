package intake

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// TestAsChecked commits the same list over the same PoPs twice: as it was
// checked, and checked again. What comes of it is the same, to the last bit, and
// so is the history.
func TestAsChecked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const before = "code;nom;lon;lat;techno;statut\nstays;Reste;2.398;47.083;fibre;en service\nmoves;Bouge;2.4;47.08;;prévu\ngoes;Part;2.41;47.09;;\n"
	const list = "code;nom;type;lon;lat;adresse;cp;ville;statut;techno;débit;hébergeur;visibilité;ouverture;fermeture\n" +
		"stays;Reste;;2.398;47.083;;;;en service;fibre;;;;;\n" +
		"moves;Bougé;NRA;2.4000000001;47.0812345678901;1 rue Moyenne;18000;Bourges;en service;xDSL, fibre;2,5;TH2;bureau;2020-02-29;31/12/2031\n" +
		"Été n°2;É\"t\\é;;47.083;2.398;;;;;;0.1;;privé;;\n" +
		"wrong;Faux;;2.4;47.08;;;;cassé;;;;;;\n" +
		"comes;Vient;;2.43;47.1;;;;;;;;;;\n"
	ctx := t.Context()
	for _, m := range []string{"kept", "again"} {
		addMember(t, d, m)
		load(t, d, pops(m, before))
		if _, err := d.Store.Pool.Exec(ctx, "UPDATE pop SET confirmed_on = '2020-01-01' WHERE member = $1", m); err != nil {
			t.Fatal(err)
		}
		up := pops(m, list)
		up.Scope = ScopeReplace
		imp := check(t, d, up)
		if imp.Rows.Rejected < 1 || imp.Changes.Added == 0 || imp.Changes.Changed == 0 || imp.Changes.Removed == 0 {
			t.Fatalf("%+v %+v", imp.Rows, imp.Changes)
		}
		seen, err := postgres.SeenByImport(ctx, d.Store.Pool, imp.ID)
		if err != nil || seen == "" {
			t.Fatalf("seen %q %v", seen, err)
		}
		if m == "again" {
			if _, err := d.Store.Pool.Exec(ctx, "UPDATE import SET seen = '' WHERE id = $1", imp.ID); err != nil {
				t.Fatal(err)
			}
		}
		done, err := d.Commit(ctx, operator, imp.ID, ModeValid)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(imp.Changes, done.Changes); diff != "" || done.Effect == nil {
			t.Errorf("%s: %v -checked +committed\n%s", m, done.Effect, diff)
		}
	}
	const images = `SELECT coalesce(string_agg(concat_ws(' ', before - 'member', after - 'member'), E'\n' ORDER BY code, before IS NULL), '')
		FROM history WHERE noun = 'pop' AND member = $1`
	const entries = `SELECT string_agg(concat_ws(' ', (to_jsonb(p) - 'member' - 'revision' - 'position')::text, encode(ST_AsEWKB(position), 'hex')), E'\n' ORDER BY code)
		FROM pop p WHERE member = $1`
	for _, query := range []string{images, entries} {
		var kept, again string
		if err := d.Store.Pool.QueryRow(ctx, query, "kept").Scan(&kept); err != nil {
			t.Fatal(err)
		}
		if err := d.Store.Pool.QueryRow(ctx, query, "again").Scan(&again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(again, kept); diff != "" || kept == "" {
			t.Errorf("-checked again +as it was checked\n%s", diff)
		}
	}
}

// TestNotAsChecked has what a list was compared with change after its check: it
// is compared again.
func TestNotAsChecked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	for name, meanwhile := range map[string]func(m string) error{
		"nothing": nil,
		"a pop":   func(m string) error { return d.DeletePop(ctx, operator, inventory.Key{Member: m, Code: "B"}) },
		"a zone": func(m string) error {
			_, err := d.PutZone(ctx, operator, inventory.Zone{Key: inventory.Key{Member: m, Code: "Z"}, Name: "Z", Technologies: []inventory.Technology{"ftth"},
				Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{"18033"}}})
			return err
		},
		"the usual": func(m string) error {
			_, err := d.Store.Pool.Exec(ctx, "INSERT INTO member_default VALUES ($1, 'bureau', 'private')", m)
			return err
		},
	} {
		m := "m" + fold(name)
		addMember(t, d, m)
		load(t, d, pops(m, twoPops))
		imp := check(t, d, pops(m, "code,name,lon,lat\nC,Trois,2.4,47.08\n"))
		if meanwhile != nil {
			if err := meanwhile(m); err != nil {
				t.Fatal(name, err)
			}
		}
		g, err := d.ground(English)
		if err != nil {
			t.Fatal(err)
		}
		now, err := look(ctx, d.Store.Pool, m, g)
		then, err2 := postgres.SeenByImport(ctx, d.Store.Pool, imp.ID)
		if err != nil || err2 != nil || (now == then) != (meanwhile == nil) {
			t.Errorf("%s: %q, then %q: %v %v", name, now, then, err, err2)
		}
	}
}
