package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
)

// What a viewer's transaction may write of each table, whatever Go forgot to check:
// by every statement that the service's role is granted at all. A grant without a
// row here fails. Nothing is read by these statements, so that the policies of
// writing alone decide.
func TestWritesAreTheViewers(t *testing.T) {
	t.Parallel()
	s, err := postgres.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ctx := t.Context()
	write(t, s, "setup", func(tx pgx.Tx) error { return ofOneMember(ctx, tx) })
	// Who may write est's row, or the cooperative's: x.
	//                         visitor claims sales contrib other candid bureau admin nobody
	const keeper, people, bureau, admin = "- - - x - - - - -", "- - x x - - - - -", "- - - - - - x - -", "- - - - - - - x -"
	want := map[string]struct{ who, set string }{
		"INSERT member": {admin, ""}, "UPDATE member": {admin, "name = 'X'"},
		"INSERT member_default": {keeper, ""}, "UPDATE member_default": {keeper, "audience = 'public'"},
		"INSERT pop": {keeper, ""}, "UPDATE pop": {keeper, "name = 'X'"}, "DELETE pop": {keeper, ""},
		"INSERT zone": {keeper, ""}, "UPDATE zone": {keeper, "name = 'X'"}, "DELETE zone": {keeper, ""},
		"INSERT import": {keeper, ""}, "UPDATE import": {keeper, "file_name = 'X'"},
		"INSERT import_row": {keeper, ""}, "DELETE import_row": {keeper, ""},
		"INSERT import_mapping": {keeper, ""}, "UPDATE import_mapping": {keeper, "mapping = '{}'"}, "DELETE import_mapping": {keeper, ""},
		"INSERT plan": {people, ""}, "UPDATE plan": {people, "name = 'X'"}, "DELETE plan": {people, ""}, "INSERT plan_pick": {people, ""},
		"INSERT proposal": {bureau, ""}, "UPDATE proposal": {bureau, "withdrawn_at = now()"},
		"INSERT proposal_pick": {bureau, ""}, "INSERT proposal_gain": {bureau, ""},
		"INSERT voice": {keeper, ""}, "UPDATE voice": {keeper, "note = 'X'"},
	}
	rows, _ := s.Pool.Query(ctx, `SELECT DISTINCT privilege_type || ' ' || table_name FROM information_schema.column_privileges
		WHERE grantee = 'maillage_service' AND privilege_type IN ('INSERT', 'UPDATE')
		UNION SELECT privilege_type || ' ' || table_name FROM information_schema.table_privileges
		WHERE grantee = 'maillage_service' AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE')`)
	granted, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for what := range want {
		if !slices.Contains(granted, what) {
			t.Errorf("%s is granted to nobody", what)
		}
	}
	for _, what := range granted {
		row, ok := want[what]
		if !ok {
			t.Errorf("nothing says who may %s: give it a row here", what)
			continue
		}
		command, table, _ := strings.Cut(what, " ")
		sql := map[string]string{"INSERT": "", "UPDATE": "UPDATE " + table + " SET " + row.set, "DELETE": "DELETE FROM " + table}[command]
		if command == "INSERT" { // the row that is there once more, from where all may read it
			var columns string
			err := s.Pool.QueryRow(ctx, `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
				WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, table).Scan(&columns)
			if err != nil {
				t.Fatal(err)
			}
			where := ""
			if slices.Contains(strings.Split(columns, ", "), "member") {
				where = " WHERE member = 'est'"
			}
			write(t, s, "spare", func(tx pgx.Tx) error {
				_, err := tx.Exec(ctx, "CREATE TABLE spare_"+table+" AS SELECT "+columns+" FROM "+table+where+"; GRANT SELECT ON spare_"+table+" TO maillage_service")
				return err
			})
			sql = "INSERT INTO " + table + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + columns + " FROM spare_" + table
		}
		for i, v := range onlookers {
			var changed int64
			err := s.Write(ctx, v, "try", func(tx pgx.Tx) error {
				tag, err := tx.Exec(ctx, sql)
				changed = tag.RowsAffected()
				if err == nil {
					err = errUndo
				}
				return err
			})
			// Policies come first: what a constraint then refuses, they let pass.
			did := err == errUndo && changed > 0 || err != errUndo && inventory.KindOf(err) != inventory.Forbidden
			if did != (strings.Fields(row.who)[i] == "x") {
				t.Errorf("%+v: %s: did %v (%d rows, %v)", v, what, did, changed, err)
			}
			if did && err == errUndo && changed > 1 && table != "member" && table != "import_row" {
				t.Errorf("%+v: %s changes %d rows, not its own alone", v, what, changed)
			}
		}
	}
}
