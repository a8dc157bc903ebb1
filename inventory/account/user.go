package account

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// AddUser adds a user, or gives one that is there further roles, and makes a
// one-time link for them: an invitation, or the way back for who forgot a
// password. Errors: Invalid; NotFound for the member.
func (d *Door) AddUser(ctx context.Context, u inventory.User) (inventory.User, string, error) {
	return d.addUser(ctx, u, false)
}

// Invite is AddUser for who is not there yet: Conflict user_exists.
func (d *Door) Invite(ctx context.Context, u inventory.User) (inventory.User, string, error) {
	return d.addUser(ctx, u, true)
}

func (d *Door) addUser(ctx context.Context, u inventory.User, unknown bool) (inventory.User, string, error) {
	u.Email = inventory.NormalEmail(u.Email)
	if err := u.Validate(); err != nil {
		return u, "", err
	}
	secret := ""
	err := d.write(ctx, func(tx pgx.Tx) (err error) {
		if err := membersThere(ctx, tx, u.Grants); err != nil {
			return err
		}
		if unknown {
			if _, err := postgres.UserByEmail(ctx, tx, u.Email); inventory.KindOf(err) != inventory.NotFound {
				return or(err, inventory.Errorf(inventory.Conflict, "user_exists", "There is a user “%s” already.", u.Email))
			}
		}
		if u, err = postgres.PutUser(ctx, tx, u, d.now()); err != nil {
			return err
		}
		secret, err = d.link(ctx, tx, &u)
		return err
	})
	if err != nil {
		return u, "", err
	}
	return u, secret, nil
}

// or is the first error that is one.
func or(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// membersThere is NotFound for a grant of a member that is not.
func membersThere(ctx context.Context, tx pgx.Tx, grants []inventory.Grant) error {
	for _, g := range grants {
		if g.Member == "" {
			continue
		}
		if _, err := postgres.Member(ctx, tx, g.Member); err != nil {
			return err
		}
	}
	return nil
}

// link makes a user's one-time link and ends earlier ones: of two that lie in
// mailboxes, the older is the one that strayed.
func (d *Door) link(ctx context.Context, tx pgx.Tx, u *inventory.User) (string, error) {
	secret, hash := newSecret(linkPrefix)
	now := d.now()
	u.LinkExpiresAt = now.Add(LinkLife)
	return secret, postgres.AddLink(ctx, tx, hash, u.ID, now, u.LinkExpiresAt)
}

// NewLink makes a one-time link for a user: the way back for who forgot a
// password. Earlier links end. NotFound.
func (d *Door) NewLink(ctx context.Context, id int64) (secret string, u inventory.User, err error) {
	err = d.write(ctx, func(tx pgx.Tx) error {
		if u, err = postgres.UserByID(ctx, tx, id); err != nil {
			return err
		}
		secret, err = d.link(ctx, tx, &u)
		return err
	})
	if err != nil {
		return "", u, err
	}
	return secret, u, nil
}

// User returns one user. NotFound.
func (d *Door) User(ctx context.Context, id int64) (u inventory.User, err error) {
	err = d.read(ctx, func(tx pgx.Tx) error {
		u, err = postgres.UserByID(ctx, tx, id)
		return err
	})
	return u, err
}

// UserByEmail is User by e-mail.
func (d *Door) UserByEmail(ctx context.Context, email string) (u inventory.User, err error) {
	err = d.read(ctx, func(tx pgx.Tx) error {
		u, err = postgres.UserByEmail(ctx, tx, inventory.NormalEmail(email))
		return err
	})
	return u, err
}

// ChangeUser changes a user's name or grants. What acts under a grant that is
// taken away ends at once. Errors: NotFound; Invalid; Conflict last_admin where an
// instance that has an administrator would be left without: the database's own rule
// (migrations/00018_last_admin.sql), which holds for any two at once.
func (d *Door) ChangeUser(ctx context.Context, id int64, c inventory.UserChange) (u inventory.User, err error) {
	err = d.write(ctx, func(tx pgx.Tx) error {
		if u, err = postgres.UserByID(ctx, tx, id); err != nil {
			return err
		}
		if c.Name != nil {
			u.Name = *c.Name
		}
		if c.Grants != nil {
			u.Grants = *c.Grants
		}
		if err := u.Validate(); err != nil {
			return err
		}
		if err := membersThere(ctx, tx, u.Grants); err != nil {
			return err
		}
		u, err = postgres.UpdateUser(ctx, tx, u)
		return err
	})
	return u, err
}

// DropUser removes a user; their sessions, tokens and links end at once. Errors:
// NotFound; Conflict last_admin.
func (d *Door) DropUser(ctx context.Context, id int64) error {
	return d.write(ctx, func(tx pgx.Tx) error {
		u, err := postgres.UserByID(ctx, tx, id)
		if err != nil {
			return err
		}
		return d.drop(ctx, tx, u.Email)
	})
}

// RemoveUser is DropUser by e-mail.
func (d *Door) RemoveUser(ctx context.Context, email string) error {
	return d.write(ctx, func(tx pgx.Tx) error { return d.drop(ctx, tx, inventory.NormalEmail(email)) })
}

func (d *Door) drop(ctx context.Context, tx pgx.Tx, email string) error {
	if err := postgres.Succeeded(ctx, tx, emailSubject(email), true); err != nil {
		return err
	}
	return postgres.DeleteUser(ctx, tx, email)
}

// Users lists all users.
func (d *Door) Users(ctx context.Context) (all []inventory.User, err error) {
	err = d.read(ctx, func(tx pgx.Tx) error {
		all, err = postgres.Users(ctx, tx)
		return err
	})
	return all, err
}

// HasAdmin tells whether the instance has an administrator.
func (d *Door) HasAdmin(ctx context.Context) (there bool, err error) {
	err = d.read(ctx, func(tx pgx.Tx) error {
		there, err = postgres.HasAdmin(ctx, tx)
		return err
	})
	return there, err
}

// FirstLink makes the one-time link that makes the first administrator, and ends
// earlier ones; "" when there is an administrator already.
func (d *Door) FirstLink(ctx context.Context) (string, error) {
	secret, hash := newSecret(linkPrefix)
	err := d.write(ctx, func(tx pgx.Tx) error {
		if err := postgres.LockAdmins(ctx, tx); err != nil {
			return err
		}
		there, err := postgres.HasAdmin(ctx, tx)
		if err != nil || there {
			secret = ""
			return err
		}
		now := d.now()
		return postgres.AddLink(ctx, tx, hash, 0, now, now.Add(FirstLinkLife))
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}
