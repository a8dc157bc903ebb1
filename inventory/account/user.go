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
	u.Email = inventory.NormalEmail(u.Email)
	if err := u.Validate(); err != nil {
		return u, "", err
	}
	secret, hash := newSecret(linkPrefix)
	err := d.write(ctx, func(tx pgx.Tx) (err error) {
		for _, g := range u.Grants {
			if g.Member == "" {
				continue
			}
			if _, err := postgres.Member(ctx, tx, g.Member); err != nil {
				return err
			}
		}
		now := d.now()
		if u, err = postgres.PutUser(ctx, tx, u, now); err != nil {
			return err
		}
		return postgres.AddLink(ctx, tx, hash, u.ID, now, now.Add(LinkLife))
	})
	if err != nil {
		return u, "", err
	}
	return u, secret, nil
}

// RemoveUser removes a user; their sessions and tokens end at once. NotFound.
func (d *Door) RemoveUser(ctx context.Context, email string) error {
	return d.write(ctx, func(tx pgx.Tx) error { return postgres.DeleteUser(ctx, tx, inventory.NormalEmail(email)) })
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
