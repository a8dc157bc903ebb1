package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// DefaultAudience returns what a member's new entries get when nothing says.
func DefaultAudience(ctx context.Context, db DB, member string) (inventory.DefaultAudience, error) {
	d := inventory.UsualAudience
	err := db.QueryRow(ctx, "SELECT audience, price_audience FROM member_default WHERE member = $1", member).Scan(&d.Audience, &d.PriceAudience)
	if errors.Is(err, pgx.ErrNoRows) {
		return inventory.UsualAudience, nil
	}
	return d, translated(err)
}

// SetDefaultAudience sets it. [inventory.NotFound] for an unknown member.
func SetDefaultAudience(ctx context.Context, tx pgx.Tx, member string, d inventory.DefaultAudience) error {
	_, err := tx.Exec(ctx, `INSERT INTO member_default AS d (member, audience, price_audience) VALUES ($1, $2, $3)
		ON CONFLICT (member) DO UPDATE SET audience = $2, price_audience = $3
		WHERE (d.audience, d.price_audience) IS DISTINCT FROM ($2, $3)`, member, string(d.Audience), string(d.PriceAudience))
	return translated(err)
}

// SetAudiences gives the entries that c names their audience and tells how many
// differed, and how many did not. [inventory.NotFound] with a field for each
// code that the member does not have; then none is changed once the transaction
// ends.
func SetAudiences(ctx context.Context, tx pgx.Tx, c inventory.AudienceChange) (changed, unchanged int, err error) {
	table := tableOf(c.Kind)
	codes := c.Codes
	if len(codes) == 0 {
		codes = nil
	}
	rows, _ := tx.Query(ctx, `SELECT DISTINCT code FROM unnest($2::text[]) AS code
		WHERE NOT EXISTS (SELECT FROM `+table+` e WHERE e.member = $1 AND e.code = code.code) ORDER BY 1`, c.Member, codes)
	unknown, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return 0, 0, translated(err)
	}
	if len(unknown) > 0 {
		return 0, 0, unknownEntries(table, c.Member, unknown)
	}
	set, differs := "audience = coalesce($3, audience)", "audience <> coalesce($3, audience)"
	args := []any{c.Member, codes, orNull(string(c.Audience))}
	if table == "zone" {
		set += ", price_audience = coalesce($4, price_audience)"
		differs = "(" + differs + " OR price_audience <> coalesce($4, price_audience))"
		args = append(args, orNull(string(c.PriceAudience)))
	}
	const named = "member = $1 AND ($2::text[] IS NULL OR code = ANY ($2))"
	tag, err := tx.Exec(ctx, fmt.Sprintf("UPDATE %s SET %s WHERE %s AND %s", table, set, named, differs), args...)
	if err != nil {
		return 0, 0, translated(err)
	}
	var all int
	err = tx.QueryRow(ctx, "SELECT count(*) FROM "+table+" WHERE "+named, c.Member, codes).Scan(&all)
	changed = int(tag.RowsAffected())
	return changed, all - changed, translated(err)
}

func tableOf(kind string) string {
	if kind == inventory.KindPops {
		return "pop"
	}
	return "zone"
}

func unknownEntries(noun, member string, codes []string) error {
	e := inventory.Errorf(inventory.NotFound, "unknown_"+noun, "“%s” has no %s “%s”", member, noun, codes[0])
	if len(codes) > 1 {
		e.Message += fmt.Sprintf(", nor %d others that are named", len(codes)-1)
	}
	for _, code := range codes {
		e.Fields = append(e.Fields, inventory.FieldError{Field: "codes", Value: code, Code: "unknown_" + noun, Message: "is no code of yours"})
	}
	return e
}

// RestoreAudiences gives the entries that a change of audience touched those
// they had before it, and tells how many there are.
func RestoreAudiences(ctx context.Context, tx pgx.Tx, member, change string) (int, error) {
	restored := 0
	for _, table := range []string{"pop", "zone"} {
		set := "audience = h.before ->> 'audience'"
		if table == "zone" {
			set += ", price_audience = h.before ->> 'price_audience'"
		}
		tag, err := tx.Exec(ctx, fmt.Sprintf(`UPDATE %[1]s e SET %[2]s FROM history h
			WHERE h.change = $1 AND h.noun = '%[1]s' AND h.member = $2 AND e.member = h.member AND e.code = h.code`, table, set), change, member)
		if err != nil {
			return restored, translated(err)
		}
		restored += int(tag.RowsAffected())
	}
	return restored, nil
}
