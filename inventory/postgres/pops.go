package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// PopRow is a PoP as the database keeps it.
type PopRow struct {
	inventory.Pop
	ConfirmedOn inventory.Date // the day its owner last said that it is so
	Revision    int64          // no two states of any row share one
}

var popUpsert = upsert{
	table: "pop",
	key:   []string{"member", "code"},
	values: []string{"name", "kind", "position", "position_source", "address", "postcode", "city", "insee", "status",
		"technologies", "capacity_gbps", "facility", "audience", "opened_on", "closed_on"},
	confirmed: true,
}

const selectPops = `SELECT member, code, name, kind, position, position_source, coalesce(address, ''), coalesce(postcode, ''),
	coalesce(city, ''), coalesce(insee, ''), status, technologies, capacity_gbps, coalesce(facility, ''), audience,
	opened_on, closed_on, confirmed_on, revision FROM pop `

func scanPop(row pgx.CollectableRow) (p PopRow, err error) {
	err = row.Scan(&p.Member, &p.Code, &p.Name, &p.Kind, &p.Position, &p.PositionSource, &p.Address, &p.Postcode,
		&p.City, &p.INSEE, &p.Status, &p.Technologies, &p.CapacityGbps, &p.Facility, &p.Audience,
		(*day)(&p.OpenedOn), (*day)(&p.ClosedOn), (*day)(&p.ConfirmedOn), &p.Revision)
	return p, err
}

func scanPlainPop(row pgx.CollectableRow) (inventory.Pop, error) {
	p, err := scanPop(row)
	return p.Pop, err
}

// Pops returns a page of a member's PoPs by code: at most limit (0: all) of
// those whose code comes after after. With the member "", those of all members
// by member and code; after is then a Key's text, member/code.
func Pops(ctx context.Context, db DB, member, after string, limit int) ([]inventory.Pop, error) {
	where, args := page(member, after, limit)
	rows, _ := db.Query(ctx, selectPops+where, args...)
	pops, err := pgx.CollectRows(rows, scanPlainPop)
	return pops, translated(err)
}

// page is the end of a SELECT from a table with the key (member, code).
func page(member, after string, limit int) (sql string, args []any) {
	var most *int
	if limit > 0 {
		most = &limit
	}
	if member != "" {
		return "WHERE member = $1 AND code > $2 ORDER BY code LIMIT $3", []any{member, after, most}
	}
	owner, code, _ := strings.Cut(after, "/")
	return "WHERE (member, code) > ($1, $2) ORDER BY member, code LIMIT $3", []any{owner, code, most}
}

// Pop returns one PoP; [inventory.NotFound] when there is none.
func Pop(ctx context.Context, db DB, key inventory.Key) (inventory.Pop, error) {
	rows, _ := db.Query(ctx, selectPops+"WHERE member = $1 AND code = $2", key.Member, key.Code)
	p, err := pgx.CollectExactlyOneRow(rows, scanPlainPop)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, inventory.Errorf(inventory.NotFound, "unknown_pop", "“%s” has no PoP “%s”", key.Member, key.Code)
	}
	return p, translated(err)
}

// PopRevisions returns the revision of every PoP.
func PopRevisions(ctx context.Context, db DB) (map[inventory.Key]int64, error) {
	return revisions(ctx, db, "pop")
}

func revisions(ctx context.Context, db DB, table string) (map[inventory.Key]int64, error) {
	rows, _ := db.Query(ctx, "SELECT member, code, revision FROM "+table)
	all := make(map[inventory.Key]int64)
	var key inventory.Key
	var revision int64
	_, err := pgx.ForEachRow(rows, []any{&key.Member, &key.Code, &revision}, func() error {
		all[key] = revision
		return nil
	})
	return all, translated(err)
}

// keyed is the end of a SELECT for some keys, or for all.
func keyed(keys []inventory.Key) (sql string, args []any) {
	if len(keys) == 0 {
		return "ORDER BY member, code", nil
	}
	members, codes := make([]string, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		members[i], codes[i] = k.Member, k.Code
	}
	return "WHERE (member, code) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY member, code", []any{members, codes}
}

// PutPops adds these PoPs, or changes those that there are; those in which
// nothing differs are confirmed today and leave no trace in the history.
// [inventory.NotFound] for an unknown member, [inventory.Invalid] for a code
// that comes twice or a value that the schema refuses.
func PutPops(ctx context.Context, tx pgx.Tx, pops []inventory.Pop) error {
	if err := distinct(pops, func(p *inventory.Pop) inventory.Key { return p.Key }); err != nil || len(pops) == 0 {
		return err
	}
	source := pgx.CopyFromSlice(len(pops), func(i int) ([]any, error) {
		p := &pops[i]
		return []any{p.Member, p.Code, p.Name, string(p.Kind), p.Position, string(p.PositionSource), orNull(p.Address),
			orNull(p.Postcode), orNull(p.City), orNull(p.INSEE), string(p.Status), words(p.Technologies), p.CapacityGbps,
			orNull(p.Facility), string(p.Audience), day(p.OpenedOn), day(p.ClosedOn)}, nil
	})
	return translated(popUpsert.put(ctx, tx, source))
}

// distinct refuses a list in which a key comes twice.
func distinct[T any](list []T, key func(*T) inventory.Key) error {
	seen := make(map[inventory.Key]bool, len(list))
	for i := range list {
		k := key(&list[i])
		if seen[k] {
			return inventory.Errorf(inventory.Invalid, "duplicate_code", "the code “%s” stands there twice", k.Code)
		}
		seen[k] = true
	}
	return nil
}

// DeletePops removes a member's PoPs of these codes. [inventory.Conflict]
// "pop_in_use" when one is the hand-off of a zone, [inventory.NotFound] when
// one is not there; then none is removed once the transaction ends.
func DeletePops(ctx context.Context, tx pgx.Tx, member string, codes []string) error {
	rows, _ := tx.Query(ctx, `SELECT handoff, code FROM zone WHERE member = $1 AND handoff = ANY ($2) ORDER BY handoff, code`, member, codes)
	used := &inventory.Error{Kind: inventory.Conflict, Code: "pop_in_use"}
	var pop, zone string
	_, err := pgx.ForEachRow(rows, []any{&pop, &zone}, func() error {
		used.Fields = append(used.Fields, inventory.FieldError{Field: "code", Value: pop, Code: "pop_in_use",
			Message: fmt.Sprintf("is the hand-off of the zone “%s”", zone)})
		return nil
	})
	if err != nil {
		return translated(err)
	}
	if n := len(used.Fields); n > 0 {
		first := used.Fields[0]
		used.Message = fmt.Sprintf("the PoP “%s” %s", first.Value, first.Message)
		if n > 1 {
			used.Message += fmt.Sprintf(", and %d more such ties hold", n-1)
		}
		used.Message += ": give these zones another hand-off first"
		return used
	}
	return deleteEntries(ctx, tx, "pop", member, codes)
}

// deleteEntries removes rows of a table with the key (member, code), all of
// them or none.
func deleteEntries(ctx context.Context, tx pgx.Tx, table, member string, codes []string) error {
	rows, _ := tx.Query(ctx, "DELETE FROM "+table+" WHERE member = $1 AND code = ANY ($2) RETURNING code", member, codes)
	gone, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return translated(err)
	}
	there := make(map[string]bool, len(gone))
	for _, code := range gone {
		there[code] = true
	}
	for _, code := range codes {
		if !there[code] {
			return inventory.Errorf(inventory.NotFound, "unknown_"+table, "“%s” has no %s “%s”", member, table, code)
		}
	}
	return nil
}
