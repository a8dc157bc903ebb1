package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// HeldBy names the state of all that a member has: the same text at two times
// means that nothing of it changed between them, since no two states of any row
// share a revision.
func HeldBy(ctx context.Context, db DB, member string) (string, error) {
	var state string
	err := db.QueryRow(ctx, `SELECT concat_ws(' ', p.n, p.newest, p.all_of_them, z.n, z.newest, z.all_of_them)
		FROM (SELECT count(*) AS n, coalesce(max(revision), 0) AS newest, coalesce(sum(revision), 0) AS all_of_them FROM pop WHERE member = $1) AS p,
			(SELECT count(*) AS n, coalesce(max(revision), 0) AS newest, coalesce(sum(revision), 0) AS all_of_them FROM zone WHERE member = $1) AS z`,
		member).Scan(&state)
	return state, translated(err)
}

// SeenByImport returns what an upload was compared with when it was checked, ""
// where that is not known or its file is gone.
func SeenByImport(ctx context.Context, db DB, id int64) (string, error) {
	var seen string
	err := db.QueryRow(ctx, "SELECT CASE WHEN length(content) > 0 THEN seen ELSE '' END FROM import WHERE id = $1", id).Scan(&seen)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", noImport(id)
	}
	return seen, translated(err)
}

// HasCircles tells whether a member has zones drawn around a PoP.
func HasCircles(ctx context.Context, db DB, member string) (yes bool, err error) {
	err = db.QueryRow(ctx, "SELECT EXISTS (SELECT FROM zone WHERE member = $1 AND extent_kind = 'radius')", member).Scan(&yes)
	return yes, translated(err)
}

// carryPops writes the rows of an import $1 as PoPs of a member $2.
var carryPops = `INSERT INTO pop AS t (member, code, name, kind, position, position_source, address, postcode, city, insee,
				status, technologies, capacity_gbps, facility, audience, opened_on, closed_on)
			SELECT $2, e.code, e.name, e.kind, r.geom::geometry(Point, 4326), e.position_source, e.address, e.postcode, e.city, e.insee,
				e.status, coalesce(e.technologies, '{}'), e.capacity_gbps, e.facility, e.audience, e.opened_on, e.closed_on
			FROM import_row r, LATERAL jsonb_to_record(r.entry) AS e(code text, name text, kind text, position_source text, address text,
				postcode text, city text, insee text, status text, technologies text[], capacity_gbps double precision, facility text,
				audience text, opened_on date, closed_on date)
			WHERE r.import = $1 AND r.state IN ('added', 'changed') ORDER BY r.code
			ON CONFLICT (member, code) DO UPDATE SET ` + each(popUpsert.values, "%[1]s = excluded.%[1]s", ", ") + `, confirmed_on = current_date`

// CarryPops brings the PoPs of a checked upload over as its rows have them, as
// PutPops and DeletePops would: those added and changed are written, those
// unchanged confirmed today, those removed go. Errors are theirs.
func CarryPops(ctx context.Context, tx pgx.Tx, id int64, member string, c inventory.Changes) error {
	if c.Added+c.Changed > 0 {
		_, err := tx.Exec(ctx, carryPops,
			id, member)
		if err != nil {
			return translated(err)
		}
	}
	if c.Unchanged > 0 {
		_, err := tx.Exec(ctx, `UPDATE pop p SET confirmed_on = current_date FROM import_row r
			WHERE r.import = $1 AND r.state = 'unchanged' AND p.member = $2 AND p.code = r.code AND p.confirmed_on <> current_date`, id, member)
		if err != nil {
			return translated(err)
		}
	}
	if c.Removed == 0 {
		return nil
	}
	rows, _ := tx.Query(ctx, "SELECT code FROM import_row WHERE import = $1 AND state = 'removed'", id)
	codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return translated(err)
	}
	return DeletePops(ctx, tx, member, codes)
}
