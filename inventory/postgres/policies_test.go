package postgres_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
)

// keptBy says how each table of the schema is kept from who may not see it.
var keptBy = map[string]string{
	"member":           "policies",
	"pop":              "policies",
	"zone":             "policies",
	"import":           "policies",
	"import_row":       "policies",
	"import_mapping":   "policies",
	"history":          "policies",
	"member_default":   "policies",
	"reading":          "policies",
	"plan":             "policies",
	"plan_pick":        "policies",
	"proposal":         "policies",
	"proposal_pick":    "policies",
	"proposal_gain":    "policies",
	"proposal_seal":    "no grant",
	"voice":            "policies",
	"ledger":           "policies",
	"account":          "no grant",
	"account_grant":    "no grant",
	"session":          "no grant",
	"token":            "no grant",
	"sign_in_link":     "no grant",
	"sign_in_attempt":  "no grant",
	"sign_in":          "no grant",
	"sign_in_flow":     "no grant",
	"goose_db_version": "no grant",
	"territory":        "for all",
	"unit":             "for all",
	"unit_shape":       "for all",
	"unit_kind":        "for all",
	"layer":            "for all",
	"spatial_ref_sys":  "for all", // PostGIS's own
}

// A new table must say how it is kept, and be kept so: one that holds a member's
// data without policies fails here.
func TestEveryTableIsKept(t *testing.T) {
	t.Parallel()
	s, err := postgres.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	type table struct {
		Name                                 string
		Enabled, Forced, Reads, Writes, Owns bool
		Policies                             int
		OfMember                             bool
	}
	rows, err := s.Pool.Query(t.Context(), `SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
			has_table_privilege('maillage_service', c.oid, 'SELECT'),
			has_table_privilege('maillage_service', c.oid, 'INSERT,UPDATE,DELETE,TRUNCATE,TRIGGER'),
			c.relowner = 'maillage_service'::regrole,
			(SELECT count(*) FROM pg_policy WHERE polrelid = c.oid),
			EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'member' AND NOT a.attisdropped)
		FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace = 'public'::regnamespace
			AND c.relname NOT IN ('geography_columns', 'geometry_columns') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[table])
	if err != nil || len(tables) == 0 {
		t.Fatal(len(tables), err)
	}
	seen := map[string]bool{}
	for _, c := range tables {
		seen[c.Name] = true
		if c.Owns {
			t.Errorf("the service's role owns %s", c.Name)
		}
		switch keptBy[c.Name] {
		case "policies":
			if !c.Enabled || !c.Forced || c.Policies == 0 {
				t.Errorf("%s has row security %v, forced %v, with %d policies", c.Name, c.Enabled, c.Forced, c.Policies)
			}
		case "no grant":
			if c.Reads || c.Writes {
				t.Errorf("the service's role may read %s: %v, write: %v", c.Name, c.Reads, c.Writes)
			}
		case "for all":
			if c.OfMember || c.Writes {
				t.Errorf("%s has a member's data: %v; the service's role may write it: %v", c.Name, c.OfMember, c.Writes)
			}
		default:
			t.Errorf("nothing says how %s is kept: give it policies, or no grant, and a line here", c.Name)
		}
	}
	for name := range keptBy {
		if !seen[name] {
			t.Errorf("there is no table %s", name)
		}
	}
	var powers []bool
	err = s.Pool.QueryRow(t.Context(), `SELECT ARRAY[rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin]
		FROM pg_roles WHERE rolname = 'maillage_service'`).Scan(&powers)
	if err != nil || slices.Contains(powers, true) {
		t.Errorf("the service's role can do too much: %v, %v", powers, err)
	}
}

// What a viewer's transaction may change, whatever Go forgot to check.
func TestWritesAreTheKeepers(t *testing.T) {
	t.Parallel()
	s, err := postgres.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ctx := t.Context()
	write(t, s, "setup", func(tx pgx.Tx) error {
		for _, slug := range []string{"est", "ouest"} {
			if err := postgres.AddMember(ctx, tx, sample(slug)); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `INSERT INTO pop (member, code, name, kind, position, position_source, status, audience)
				VALUES ($1, 'p', 'P', 'pop', 'SRID=4326;POINT(2 47)', 'given', 'operational', 'public')`, slug)
			if err != nil {
				return err
			}
		}
		return nil
	})
	viewers := map[string]inventory.Viewer{
		"visitor":     inventory.Visitor(),
		"pretender":   {Role: inventory.RoleVisitor, Member: "est"},
		"sales":       {Role: inventory.RoleSales, Member: "est"},
		"contributor": {Role: inventory.RoleContributor, Member: "est"},
		"other":       {Role: inventory.RoleContributor, Member: "ouest"},
		"bureau":      {Role: inventory.RoleBureau},
		"admin":       {Role: inventory.RoleAdmin},
		"nobody":      {},
		"operator":    inventory.Operator("test"),
	}
	for _, row := range []struct {
		sql  string
		may  []string
		none bool // who may not is told by a row that is not there, not by an error
	}{
		{`UPDATE pop SET name = 'Q' WHERE member = 'est'`, []string{"contributor", "operator"}, true},
		{`DELETE FROM pop WHERE member = 'est'`, []string{"contributor", "operator"}, true},
		{`INSERT INTO pop (member, code, name, kind, position, position_source, status, audience)
			VALUES ('est', 'q', 'Q', 'pop', 'SRID=4326;POINT(2 47)', 'given', 'operational', 'public')`, []string{"contributor", "operator"}, false},
		{`UPDATE pop SET member = 'est', code = 'stolen' WHERE member = 'ouest'`, []string{"operator"}, true},
		{`INSERT INTO member (slug, name, status, color) VALUES ('new', 'New', 'active', '#123456')`, []string{"admin", "operator"}, false},
		{`UPDATE member SET name = 'X' WHERE slug = 'est'`, []string{"admin", "operator"}, true},
		{`INSERT INTO import (member, kind, state, scope, file_name, sha256, content, mapping, author)
			VALUES ('est', 'pops', 'checked', 'merge', 'f', 's', '', '{}', 'a')`, []string{"contributor", "operator"}, false},
		{`INSERT INTO history (actor, change, noun) VALUES ('x', 'x', 'member')`, []string{"operator"}, false},
		{`UPDATE territory SET source = 'x'`, []string{"operator"}, true},
		{`TRUNCATE pop CASCADE`, []string{"operator"}, false},
		{`INSERT INTO account (email, created_at) VALUES ('x@y', now())`, []string{"operator"}, false},
		{`CREATE TABLE mine (x int)`, []string{"operator"}, false},
	} {
		for name, v := range viewers {
			var changed int64
			err := s.Write(ctx, v, "try", func(tx pgx.Tx) error {
				tag, err := tx.Exec(ctx, row.sql)
				changed = tag.RowsAffected()
				if err == nil {
					err = errUndo
				}
				return err
			})
			did := err == errUndo && (!row.none || changed > 0 || name == "operator")
			if did != slices.Contains(row.may, name) {
				t.Errorf("%s: %.60s: did %v (%d rows, %v)", name, row.sql, did, changed, err)
			}
			if !did && !row.none && inventory.KindOf(err) != inventory.Forbidden {
				t.Errorf("%s: %.60s is refused as %v", name, row.sql, err)
			}
		}
	}
}

var errUndo = fmt.Errorf("undo")

// On a server of others the owner of the database is no superuser: it is under the
// policies itself (FORCE), and serves all the same.
func TestUnderAnOrdinaryOwner(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	asSuperuser, asOwner := bareDatabase(t)
	owner := pgx.Identifier{open(t, asOwner).Config().User}.Sanitize()
	if _, err := open(t, asSuperuser).Exec(ctx, "CREATE EXTENSION postgis; GRANT maillage_service TO "+owner); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(ctx, asOwner); err != nil {
		t.Fatal(err)
	}
	s, err := postgres.Open(ctx, asOwner)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write(t, s, "setup", func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, sample("est")) })
	ana := inventory.Viewer{Role: inventory.RoleContributor, Member: "est", Name: "ana@est.example"}
	pop := barePop("est", "p")
	pop.Audience = inventory.AudiencePrivate
	if err := s.Write(ctx, ana, "edit", func(tx pgx.Tx) error { return postgres.PutPops(ctx, tx, []inventory.Pop{pop}) }); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		v           inventory.Viewer
		pops, lines int
	}{{ana, 1, 2}, {inventory.Operator("test"), 1, 2}, {inventory.Visitor(), 0, 0}, {inventory.Viewer{Role: inventory.RoleBureau}, 0, 1}} {
		err := s.Read(ctx, row.v, func(tx pgx.Tx) error {
			pops, err := postgres.Pops(ctx, tx, "", "", 0)
			if err != nil {
				return err
			}
			lines, err := postgres.History(ctx, tx, postgres.HistoryFilter{})
			if len(pops) != row.pops || len(lines) != row.lines {
				t.Errorf("%+v reads %d PoPs and %d lines of the history, want %d and %d", row.v, len(pops), len(lines), row.pops, row.lines)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	// Even a query that forgot to say for whom shows nothing that is hidden.
	if pops, err := postgres.Pops(ctx, s.Pool, "", "", 0); err != nil || len(pops) != 0 {
		t.Errorf("without a viewer %d PoPs are read, %v", len(pops), err)
	}
}

// The role ends with the transaction, and the history is written by the triggers
// in a viewer's name.
func TestHistoryOfAViewersChange(t *testing.T) {
	t.Parallel()
	s, err := postgres.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ctx := t.Context()
	write(t, s, "setup", func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, sample("est")) })
	ana := inventory.Viewer{Role: inventory.RoleContributor, Member: "est", Name: "ana@est.example"}
	pop := inventory.Pop{Key: inventory.Key{Member: "est", Code: "p"}, Name: "P", Kind: "pop", Position: [2]float64{2, 47},
		PositionSource: inventory.PositionGiven, Status: inventory.Operational, Audience: inventory.AudiencePrivate}
	if err := s.Write(ctx, ana, "edit", func(tx pgx.Tx) error { return postgres.PutPops(ctx, tx, []inventory.Pop{pop}) }); err != nil {
		t.Fatal(err)
	}
	lines := func(v inventory.Viewer) (found int) {
		err := s.Read(ctx, v, func(tx pgx.Tx) error {
			all, err := postgres.History(ctx, tx, postgres.HistoryFilter{Noun: "pop"})
			for _, c := range all {
				if c.Actor != ana.Name {
					t.Errorf("the author is %q", c.Actor)
				}
			}
			found = len(all)
			return err
		})
		if err != nil {
			t.Error(err)
		}
		return found
	}
	for want, viewers := range map[int][]inventory.Viewer{
		1: {ana, {Role: inventory.RoleSales, Member: "est"}, inventory.Operator("x")},
		0: {inventory.Visitor(), {Role: inventory.RoleBureau}, {Role: inventory.RoleAdmin}, {Role: inventory.RoleContributor, Member: "ouest"}},
	} {
		for _, v := range viewers {
			if got := lines(v); got != want {
				t.Errorf("%+v reads %d lines of the history, want %d", v, got, want)
			}
		}
	}
	var role string
	conn, err := s.Pool.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if err := conn.QueryRow(ctx, "SELECT current_user || ' ' || current_setting('role')").Scan(&role); err != nil || role == "maillage_service none" {
		t.Errorf("the role stays: %s, %v", role, err)
	}
}
