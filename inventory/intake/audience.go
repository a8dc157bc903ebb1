package intake

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// audienceChange begins the ids of changes of audience in the history.
const audienceChange = "audience:"

// SetAudience gives many entries of a member another audience at once, all or
// none, under one id by which it can be undone. One that changes nothing leaves
// no trace. Errors: Invalid; NotFound for the member and for codes that it does
// not have, a field each; Forbidden.
func (d *Desk) SetAudience(ctx context.Context, v inventory.Viewer, c inventory.AudienceChange) (inventory.AudienceChanged, error) {
	done := inventory.AudienceChanged{Change: audienceChange + rand.Text()}
	if err := c.Validate(); err != nil {
		return done, err
	}
	err := d.changeAs(ctx, v, c.Member, done.Change, func(tx pgx.Tx) (err error) {
		done.Changed, done.Unchanged, err = postgres.SetAudiences(ctx, tx, c)
		return err
	})
	return done, err
}

// UndoAudience takes such a change back whole. Sending it twice does it once and
// answers the same. Errors: NotFound for a change that the member does not have;
// Conflict touched_since, with one field for each entry that something changed
// later; Forbidden.
func (d *Desk) UndoAudience(ctx context.Context, v inventory.Viewer, member, change string) (inventory.AudienceChanged, error) {
	done := inventory.AudienceChanged{Change: "undo:" + change}
	unknown := inventory.Errorf(inventory.NotFound, "unknown_change", "“%s” has no change of audience “%s”", member, short(change, 80))
	if !strings.HasPrefix(change, audienceChange) {
		return done, unknown
	}
	err := d.changeAs(ctx, v, member, done.Change, func(tx pgx.Tx) error {
		lines, err := postgres.History(ctx, tx, postgres.HistoryFilter{Member: member, Change: change})
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			return unknown
		}
		touched, err := postgres.TouchedAfter(ctx, tx, change)
		if err != nil {
			return err
		}
		others := 0
		for _, t := range touched {
			if t.Change != done.Change {
				others++
			}
		}
		switch {
		case others > 0:
			return d.touched(touched)
		case len(touched) > 0:
			done.Changed = len(touched) // it is undone already
			return nil
		}
		done.Changed, err = postgres.RestoreAudiences(ctx, tx, member, change)
		return err
	})
	return done, err
}

// DefaultAudience returns what a member's new entries get when nothing says.
// Errors: NotFound for the member; Forbidden.
func (d *Desk) DefaultAudience(ctx context.Context, v inventory.Viewer, member string) (was inventory.DefaultAudience, err error) {
	if err := mayRead(v, member, d.Lang); err != nil {
		return was, err
	}
	err = d.Store.Read(ctx, v, func(tx pgx.Tx) error {
		if err := postgres.KnowsMember(ctx, tx, member); err != nil {
			return err
		}
		was, err = postgres.DefaultAudience(ctx, tx, member)
		return err
	})
	return was, err
}

// SetDefaultAudience sets it; entries that there are keep theirs. Errors:
// Invalid; NotFound for the member; Forbidden.
func (d *Desk) SetDefaultAudience(ctx context.Context, v inventory.Viewer, member string, to inventory.DefaultAudience) error {
	if err := to.Validate(); err != nil {
		return err
	}
	return d.change(ctx, v, member, func(tx pgx.Tx) error { return postgres.SetDefaultAudience(ctx, tx, member, to) })
}
