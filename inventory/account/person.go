package account

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// PersonalData gathers all that is kept about a user. NotFound.
func (d *Door) PersonalData(ctx context.Context, id int64) (all inventory.PersonalData, err error) {
	now := d.now()
	err = d.read(ctx, func(tx pgx.Tx) error {
		if all.User, err = postgres.UserByID(ctx, tx, id); err != nil {
			return err
		}
		if all.Sessions, err = postgres.Sessions(ctx, tx, id, now, now.Add(-SessionIdle)); err != nil {
			return err
		}
		if all.Tokens, err = postgres.Tokens(ctx, tx, id); err != nil {
			return err
		}
		if all.SignIns, err = postgres.SignIns(ctx, tx, id, now.Add(-SignInsKept)); err != nil {
			return err
		}
		if all.Changes, err = postgres.Authored(ctx, tx, all.User.Actor()); err != nil {
			return err
		}
		all.Uploads, err = postgres.Uploaded(ctx, tx, all.User.Actor())
		return err
	})
	return all, err
}

// Erase removes the caller's own account, as SetPassword would let them change
// its password: a session left open elsewhere must not be enough. Errors: Invalid
// when email is not theirs; Forbidden wrong_password; TooOften; Conflict
// last_admin.
func (d *Door) Erase(ctx context.Context, c *Caller, email, password string) error {
	if c.Session == nil {
		return inventory.Errorf(inventory.Forbidden, "session_needed", "A token cannot erase an account: sign in.")
	}
	if inventory.NormalEmail(email) != c.User.Email {
		return inventory.InvalidFields("erasure", []inventory.FieldError{{Field: "email", Code: "not_yours", Message: "is not the address of your account"}})
	}
	if d.asksPassword(c) {
		if err := d.isCurrent(ctx, c, password); err != nil {
			return err
		}
	}
	return d.DropUser(ctx, c.User.ID)
}
