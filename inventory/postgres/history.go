package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
)

// Change is one line of the history: what one change did to one entry.
type Change struct {
	ID     int64
	At     time.Time
	Actor  string          // who: an e-mail; user:12 for one that is gone; else as the program said
	Change string          // one id for one upload or one request
	Noun   string          // one of the Nouns below
	Key    inventory.Key   // of a member, both are its slug; of a territory, both are empty; of a kind of unit or a layer, the code is its name; of what else is no entry, no code
	Before json.RawMessage // the image before; nil: it was not there
	After  json.RawMessage // the image after; nil: it is gone
}

// The nouns of the history: what changed. Those of entries are PoPs and zones.
const (
	NounMember  = "member"
	NounPop     = "pop"
	NounZone    = "zone"
	NounLand    = "territory"
	NounKind    = "unit_kind"      // a kind of unit beside the territory's own
	NounLayer   = "layer"          // of weights
	NounDefault = "member_default" // the audience of a member's new entries
	NounGrant   = "account_grant"  // a role that someone holds
	NounToken   = "token"          // a program's access; never its secret
)

// historyClock is whose days From and To are.
const historyClock = "Europe/Paris"

// HistoryFilter narrows the history. Empty fields take all.
type HistoryFilter struct {
	Change string
	Noun   string
	Member string
	Code   string
	Actor  string         // as Change has it
	From   inventory.Date // the first day, in Paris
	To     inventory.Date // the last one
	Before int64          // only lines whose ID is less: the cursor of pages
	Limit  int            // 0: all
}

// where is the end of a SELECT that takes what f does, the newest first.
func (f HistoryFilter) where() (sql string, args []any) {
	add := func(condition string, value any) {
		args = append(args, value)
		sql += fmt.Sprintf(" AND "+condition, len(args))
	}
	for _, c := range []struct{ is, value string }{{"change = $%d", f.Change}, {"noun = $%d", f.Noun}, {"member = $%d", f.Member},
		{"code = $%d", f.Code}, {"actor = actor_of($%[1]d) AND actor_name(actor) = $%[1]d", f.Actor}} {
		if c.value != "" {
			add(c.is, c.value)
		}
	}
	if !f.From.IsZero() {
		add("at >= $%d::date::timestamp AT TIME ZONE '"+historyClock+"'", day(f.From))
	}
	if !f.To.IsZero() {
		add("at < ($%d::date + 1)::timestamp AT TIME ZONE '"+historyClock+"'", day(f.To))
	}
	if f.Before > 0 {
		add("id < $%d", f.Before)
	}
	sql += " ORDER BY id DESC"
	if f.Limit > 0 {
		args = append(args, f.Limit)
		sql += fmt.Sprintf(" LIMIT $%d", len(args))
	}
	return "WHERE true" + sql, args
}

// selectHistory names the user of a role or a token, whose image has a number, as
// it names the author.
const selectHistory = `SELECT id, at, actor_name(actor), change, noun, coalesce(member, ''), coalesce(code, ''),
	CASE WHEN before ? 'account' THEN before - 'account' || jsonb_build_object('user', actor_name('user:' || (before ->> 'account'))) ELSE before END,
	CASE WHEN after ? 'account' THEN after - 'account' || jsonb_build_object('user', actor_name('user:' || (after ->> 'account'))) ELSE after END
	FROM history h `

func scanChange(row pgx.CollectableRow) (c Change, err error) {
	err = row.Scan(&c.ID, &c.At, &c.Actor, &c.Change, &c.Noun, &c.Key.Member, &c.Key.Code, &c.Before, &c.After)
	return c, err
}

// History returns the lines that f takes, the newest first.
func History(ctx context.Context, db DB, f HistoryFilter) ([]Change, error) {
	where, args := f.where()
	rows, _ := db.Query(ctx, selectHistory+where, args...)
	all, err := pgx.CollectRows(rows, scanChange)
	return all, translated(err)
}

// LastChange returns the newest line of one entry; false when it has none.
func LastChange(ctx context.Context, db DB, noun string, key inventory.Key) (Change, bool, error) {
	all, err := History(ctx, db, HistoryFilter{Noun: noun, Member: key.Member, Code: key.Code, Limit: 1})
	if err != nil || len(all) == 0 {
		return Change{}, false, err
	}
	return all[0], true, nil
}

// TouchedAfter returns, for each entry that a change touched and that is no longer
// as it left it, the newest line: what stands in the way of undoing it. A later
// change that was itself undone is none.
func TouchedAfter(ctx context.Context, db DB, change string) ([]Change, error) {
	rows, _ := db.Query(ctx, `WITH touched AS (
			SELECT DISTINCT ON (noun, member, code) noun, member, code, id AS last, after AS left_as
			FROM history WHERE change = $1 ORDER BY noun, member, code, id DESC)
		SELECT h.id, h.at, actor_name(h.actor), h.change, h.noun, coalesce(h.member, ''), coalesce(h.code, ''), h.before, h.after
		FROM touched t CROSS JOIN LATERAL (
			SELECT * FROM history h
			WHERE h.noun = t.noun AND h.member = t.member AND h.code = t.code AND h.id > t.last
			ORDER BY h.id DESC LIMIT 1) AS h
		WHERE h.after IS DISTINCT FROM t.left_as
		ORDER BY h.noun, h.member, h.code`, change)
	all, err := pgx.CollectRows(rows, scanChange)
	return all, translated(err)
}

// PopOf reads the image of a PoP in the history.
func PopOf(image []byte) (inventory.Pop, error) {
	var r struct {
		inventory.Pop
		Position orb.Point `json:"position"`
	}
	if err := json.Unmarshal(image, &r); err != nil {
		return r.Pop, fmt.Errorf("the image of a PoP: %w", err)
	}
	r.Pop.Position = r.Position
	return r.Pop, nil
}

// ZoneOf reads the image of a zone in the history. Geometry is there when it is
// the owner's own (the extent "geometry"), else it is to be drawn again from the
// extent; Cells never is.
func ZoneOf(image []byte) (inventory.Zone, error) {
	var r struct {
		inventory.Zone
		ExtentKind  inventory.ExtentKind `json:"extent_kind"`
		ExtentCodes []string             `json:"extent_codes"`
		RadiusKM    float64              `json:"radius_km"`
		EWKB        string               `json:"ewkb"`
	}
	if err := json.Unmarshal(image, &r); err != nil {
		return r.Zone, fmt.Errorf("the image of a zone: %w", err)
	}
	r.Extent = inventory.Extent{Kind: r.ExtentKind, RadiusKM: r.RadiusKM}
	if len(r.ExtentCodes) > 0 {
		r.Extent.Codes = r.ExtentCodes
	}
	if r.EWKB == "" {
		return r.Zone, nil
	}
	b, err := hex.DecodeString(r.EWKB)
	if err != nil {
		return r.Zone, fmt.Errorf("the image of a zone: %w", err)
	}
	g, err := decodeEWKB(b)
	if err != nil {
		return r.Zone, fmt.Errorf("the image of a zone: %w", err)
	}
	return r.Zone, assign(g, &r.Zone.Geometry)
}
