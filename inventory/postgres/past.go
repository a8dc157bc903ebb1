package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// Past is an entry that has changed since some moment, as it stood then.
type Past struct {
	Noun     string        // member, pop or zone
	Key      inventory.Key // of a member, both are its slug
	Image    json.RawMessage
	Audience inventory.Audience // that its owner has given it since, or gave it last; of a member none
}

// Was tells whether the entry was there at that moment.
func (p *Past) Was() bool { return p.Image != nil }

// ChangedSince returns the entries whose history goes on at or after a moment,
// each as it stood just before: its first image since, with the last audience. By
// noun, member and code.
func ChangedSince(ctx context.Context, db DB, moment time.Time) ([]Past, error) {
	rows, _ := db.Query(ctx, `WITH since AS (
			SELECT noun, member, code, min(id) AS first, max(id) AS last FROM history
			WHERE at >= $1 AND noun IN ('member', 'pop', 'zone') GROUP BY noun, member, code)
		SELECT s.noun, s.member, s.code, f.before, coalesce(coalesce(l.after, l.before) ->> 'audience', '')
		FROM since s JOIN history f ON f.id = s.first JOIN history l ON l.id = s.last
		ORDER BY s.noun, s.member, s.code`, moment)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Past, err error) {
		err = row.Scan(&p.Noun, &p.Key.Member, &p.Key.Code, &p.Image, &p.Audience)
		return p, err
	})
	return all, translated(err)
}

// ZoneBefore returns a zone that ChangedSince has for a moment, as it stood then;
// geometry as of [ZoneOf]. [inventory.NotFound] when it was not there.
func ZoneBefore(ctx context.Context, db DB, key inventory.Key, moment time.Time) (inventory.Zone, error) {
	var image []byte
	err := db.QueryRow(ctx, `SELECT before FROM history WHERE noun = 'zone' AND member = $1 AND code = $2 AND at >= $3
		ORDER BY id LIMIT 1`, key.Member, key.Code, moment).Scan(&image)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && image == nil {
		return inventory.Zone{}, inventory.Errorf(inventory.NotFound, "unknown_zone", "“%s” has no zone “%s”", key.Member, key.Code)
	}
	if err != nil {
		return inventory.Zone{}, translated(err)
	}
	return ZoneOf(image)
}

// LastSaid returns, of each PoP (noun pop) or zone (noun zone) that the history
// has before a moment, the day of its last line there: on which its owner said,
// at the latest, what stood then.
func LastSaid(ctx context.Context, db DB, noun string, moment time.Time) (map[inventory.Key]inventory.Date, error) {
	rows, _ := db.Query(ctx, "SELECT member, code, max(at) FROM history WHERE noun = $1 AND at < $2 GROUP BY member, code", noun, moment)
	said := map[inventory.Key]inventory.Date{}
	var key inventory.Key
	var at time.Time
	_, err := pgx.ForEachRow(rows, []any{&key.Member, &key.Code, &at}, func() error {
		said[key] = inventory.DayIn(at)
		return nil
	})
	return said, translated(err)
}

// MemberOf reads the image of a member in the history.
func MemberOf(image []byte) (inventory.Member, error) {
	var m inventory.Member
	if err := json.Unmarshal(image, &m); err != nil {
		return m, fmt.Errorf("the image of a member: %w", err)
	}
	return m, nil
}
