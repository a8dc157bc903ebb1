package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// MemberRow is a member as the database keeps it, with the size of its lists.
type MemberRow struct {
	inventory.Member
	Pops, Zones int
	ConfirmedOn inventory.Date // the day it last said that an entry is so; zero without entries
	Revision    int64          // no two states of any row share one
}

const selectMembers = `SELECT slug, name, asn, coalesce(siren, ''), coalesce(website, ''), joined_on, status, color, revision,
	(SELECT count(*) FROM pop WHERE pop.member = slug), (SELECT count(*) FROM zone WHERE zone.member = slug),
	greatest((SELECT max(confirmed_on) FROM pop WHERE pop.member = slug), (SELECT max(confirmed_on) FROM zone WHERE zone.member = slug))
	FROM member `

func scanMember(row pgx.CollectableRow) (m MemberRow, err error) {
	err = row.Scan(&m.Slug, &m.Name, &m.ASN, &m.SIREN, &m.Website, (*day)(&m.JoinedOn), &m.Status, &m.Color, &m.Revision,
		&m.Pops, &m.Zones, (*day)(&m.ConfirmedOn))
	return m, err
}

// Members returns all members by slug.
func Members(ctx context.Context, db DB) ([]MemberRow, error) {
	rows, _ := db.Query(ctx, selectMembers+"ORDER BY slug")
	all, err := pgx.CollectRows(rows, scanMember)
	return all, translated(err)
}

// Member returns one member; [inventory.NotFound] when there is none.
func Member(ctx context.Context, db DB, slug string) (MemberRow, error) {
	rows, _ := db.Query(ctx, selectMembers+"WHERE slug = $1", slug)
	m, err := pgx.CollectExactlyOneRow(rows, scanMember)
	if errors.Is(err, pgx.ErrNoRows) {
		return m, noMember(slug)
	}
	return m, translated(err)
}

// KnowsMember is [inventory.NotFound] unless there is such a member, without
// counting its entries as [Member] does.
func KnowsMember(ctx context.Context, db DB, slug string) error {
	var known bool
	if err := db.QueryRow(ctx, "SELECT EXISTS (SELECT FROM member WHERE slug = $1)", slug).Scan(&known); err != nil {
		return translated(err)
	}
	if !known {
		return noMember(slug)
	}
	return nil
}

func noMember(slug string) error {
	return inventory.Errorf(inventory.NotFound, "unknown_member", "there is no member “%s”", slug)
}

// AddMember adds a member. One without a colour gets the first of
// [inventory.MemberColors] that the fewest have. [inventory.Conflict] when the
// slug is taken.
func AddMember(ctx context.Context, tx pgx.Tx, m inventory.Member) error {
	tag, err := tx.Exec(ctx, `INSERT INTO member (slug, name, asn, siren, website, joined_on, status, color)
		VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8, (
			SELECT c.color FROM unnest($9::text[]) WITH ORDINALITY AS c (color, place)
			ORDER BY (SELECT count(*) FROM member WHERE member.color = c.color), place LIMIT 1)))
		ON CONFLICT (slug) DO NOTHING`,
		m.Slug, m.Name, numbers(m.ASN), orNull(siren(m)), orNull(m.Website), day(m.JoinedOn), string(m.Status), orNull(m.Color),
		inventory.MemberColors)
	if err == nil && tag.RowsAffected() == 0 {
		return inventory.Errorf(inventory.Conflict, "member_exists", "there is already a member “%s”: choose another slug, or change that member", m.Slug)
	}
	return translated(err)
}

// UpdateMember replaces all but the slug, and the colour when m has none.
// [inventory.NotFound] when there is no such member.
func UpdateMember(ctx context.Context, tx pgx.Tx, m inventory.Member) error {
	tag, err := tx.Exec(ctx, `UPDATE member SET name = $2, asn = $3, siren = $4, website = $5, joined_on = $6, status = $7,
		color = coalesce($8, color) WHERE slug = $1`,
		m.Slug, m.Name, numbers(m.ASN), orNull(siren(m)), orNull(m.Website), day(m.JoinedOn), string(m.Status), orNull(m.Color))
	if err == nil && tag.RowsAffected() == 0 {
		return noMember(m.Slug)
	}
	return translated(err)
}

// siren is the number without the spaces in which it is usually written.
func siren(m inventory.Member) string { return strings.ReplaceAll(m.SIREN, " ", "") }

func numbers(vs []int64) []int64 {
	if vs == nil {
		return []int64{}
	}
	return vs
}
