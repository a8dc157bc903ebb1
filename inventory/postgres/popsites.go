package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"maillage/inventory"
)

// PopSite is a PoP without most of what describes it.
type PopSite struct {
	inventory.Key
	Name        string
	Position    orb.Point // lon, lat, WGS84 degrees
	Exact       bool      // false where the position is a commune's centre
	Audience    inventory.Audience
	OpenedOn    inventory.Date
	ClosedOn    inventory.Date
	ConfirmedOn inventory.Date // the day its owner last said that it is so
}

// EachPopSite hands on the PoPs of these members one by one, in no order: a list
// of them all would take several times what is kept of it. Members and audiences
// that are the same share their text.
func EachPopSite(ctx context.Context, db DB, members []string, each func(PopSite)) error {
	if len(members) == 0 {
		return nil
	}
	rows, _ := db.Query(ctx, `SELECT member, code, name, position, position_source <> 'commune', audience, opened_on, closed_on, confirmed_on
		FROM pop WHERE member = ANY ($1)`, members)
	owners := make(map[string]string, len(members))
	for _, slug := range members {
		owners[slug] = slug
	}
	var s PopSite
	var member, audience pgtype.DriverBytes // the connection's own, until the next row
	_, err := pgx.ForEachRow(rows, []any{&member, &s.Code, &s.Name, &s.Position, &s.Exact, &audience,
		(*day)(&s.OpenedOn), (*day)(&s.ClosedOn), (*day)(&s.ConfirmedOn)}, func() error {
		s.Member, s.Audience = owners[string(member)], ""
		for _, a := range inventory.Audiences {
			if string(a) == string(audience) {
				s.Audience = a
			}
		}
		each(s)
		return nil
	})
	return translated(err)
}
