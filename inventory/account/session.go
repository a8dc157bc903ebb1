package account

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// BySession tells who holds a session's secret; nil when it is none that lives.
func (d *Door) BySession(ctx context.Context, secret string) (*Caller, error) {
	if !isSecret(secret, sessionPrefix) {
		return nil, nil
	}
	now := d.now()
	var c *Caller
	err := d.read(ctx, func(tx pgx.Tx) error {
		s, ok, err := postgres.SessionBySecret(ctx, tx, hashOf(secret), now, now.Add(-SessionIdle))
		if err != nil || !ok {
			return err
		}
		u, err := postgres.UserByID(ctx, tx, s.User)
		c = &Caller{User: u, Session: &s}
		return err
	})
	if err != nil || c == nil {
		return nil, err
	}
	if now.Sub(c.Session.SeenAt) >= noteSeen {
		err = d.write(ctx, func(tx pgx.Tx) error { return postgres.SawSession(ctx, tx, c.Session.ID, now) })
	}
	return c, err
}

// SignOut ends the session of a secret, if there is one.
func (d *Door) SignOut(ctx context.Context, secret string) error {
	if !isSecret(secret, sessionPrefix) {
		return nil
	}
	return d.write(ctx, func(tx pgx.Tx) error { return postgres.EndSessionBySecret(ctx, tx, hashOf(secret)) })
}

// Sessions lists a user's sessions that live, the last seen first.
func (d *Door) Sessions(ctx context.Context, user int64) (all []inventory.Session, err error) {
	err = d.read(ctx, func(tx pgx.Tx) error {
		now := d.now()
		all, err = postgres.Sessions(ctx, tx, user, now, now.Add(-SessionIdle))
		return err
	})
	return all, err
}

// EndSession ends one of a user's sessions; inventory.NotFound for another's.
func (d *Door) EndSession(ctx context.Context, user, id int64) error {
	return d.write(ctx, func(tx pgx.Tx) error { return postgres.EndSession(ctx, tx, user, id) })
}

// Act has a session act under another of its user's grants, named by role and
// member. inventory.NotFound when the user does not hold it; Forbidden for a
// token, whose grant is its own for good.
func (d *Door) Act(ctx context.Context, c *Caller, role inventory.Role, member string) (*Caller, error) {
	if c.Session == nil {
		return nil, inventory.Errorf(inventory.Forbidden, "session_needed", "A token always acts under the same role.")
	}
	for _, g := range c.User.Grants {
		if g.Role != role || g.Member != member {
			continue
		}
		err := d.write(ctx, func(tx pgx.Tx) error { return postgres.ActUnder(ctx, tx, c.Session.ID, g.ID) })
		s := *c.Session
		s.Acting = g
		return &Caller{User: c.User, Session: &s}, err
	}
	return nil, inventory.Errorf(inventory.NotFound, "unknown_grant", "You do not hold that role.")
}

// SetPassword sets the password of a session's user and ends their other
// sessions. The current one is needed, unless there is none or the session was
// opened by a link within the hour: that is how a password is reset. Errors:
// Forbidden wrong_password, Invalid, TooOften.
func (d *Door) SetPassword(ctx context.Context, c *Caller, current, password string) error {
	if c.Session == nil {
		return inventory.Errorf(inventory.Forbidden, "session_needed", "A token cannot set a password: sign in.")
	}
	if err := validPassword(password, c.User.Email); err != nil {
		return err
	}
	if d.asksPassword(c) {
		if err := d.isCurrent(ctx, c, current); err != nil {
			return err
		}
	}
	encoded, err := d.hash(ctx, password)
	if err != nil {
		return err
	}
	return d.write(ctx, func(tx pgx.Tx) error {
		if err := postgres.SetPassword(ctx, tx, c.User.ID, encoded); err != nil {
			return err
		}
		if err := postgres.EndOtherSessions(ctx, tx, c.User.ID, c.Session.ID); err != nil {
			return err
		}
		return postgres.Succeeded(ctx, tx, emailSubject(c.User.Email), true)
	})
}

// asksPassword tells whether a session's user must say the current password before
// what matters most: not without one, nor within an hour of a link.
func (d *Door) asksPassword(c *Caller) bool {
	byLink := c.Session.ByLink && d.now().Sub(c.Session.CreatedAt) < resetWithin
	return !byLink && c.User.HasPassword
}

// isCurrent checks the password that a user says is theirs; guesses count as
// attempts to sign in do.
func (d *Door) isCurrent(ctx context.Context, c *Caller, current string) error {
	if err := d.guessed(ctx, c.User.Email); err != nil {
		return err
	}
	var encoded string
	err := d.read(ctx, func(tx pgx.Tx) (err error) {
		_, encoded, _, err = postgres.Password(ctx, tx, c.User.Email)
		return err
	})
	if err != nil {
		return err
	}
	right, err := d.verify(ctx, current, encoded)
	if err == nil && !right {
		err = inventory.Errorf(inventory.Forbidden, "wrong_password", "The current password is wrong.")
	}
	return err
}
