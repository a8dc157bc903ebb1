package account

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// ByToken tells who holds a token; nil when it is none that is valid.
func (d *Door) ByToken(ctx context.Context, secret string) (*Caller, error) {
	if !isSecret(secret, tokenPrefix) {
		return nil, nil
	}
	now := d.now()
	var c *Caller
	err := d.read(ctx, func(tx pgx.Tx) error {
		t, ok, err := postgres.TokenBySecret(ctx, tx, hashOf(secret), now)
		if err != nil || !ok {
			return err
		}
		u, err := postgres.UserByID(ctx, tx, t.User)
		c = &Caller{User: u, Token: &t}
		return err
	})
	if err != nil || c == nil {
		return nil, err
	}
	if now.Sub(c.Token.SeenAt) >= noteSeen {
		err = d.write(ctx, func(tx pgx.Tx) error { return postgres.SawToken(ctx, tx, c.Token.ID, now) })
	}
	return c, err
}

// AddToken makes a token that acts for a user under one of its grants; life 0 is
// TokenLife. The secret is told once. Invalid for a scope that is none, a name
// that is too long, or a life that is.
func (d *Door) AddToken(ctx context.Context, user int64, acting inventory.Grant, name, scope string, life time.Duration) (string, inventory.Token, error) {
	if life == 0 {
		life = TokenLife
	}
	var faults []inventory.FieldError
	if n := len([]rune(name)); n == 0 || n > inventory.MaxName {
		faults = append(faults, inventory.FieldError{Field: "name", Code: "bad_name", Message: "has 1 to 200 characters: what the token is for"})
	}
	if scope != inventory.ScopeRead && scope != inventory.ScopeWrite {
		faults = append(faults, inventory.FieldError{Field: "scope", Value: scope, Code: "unknown_scope", Message: "is read or write"})
	}
	if life < 0 || life > LongestToken {
		faults = append(faults, inventory.FieldError{Field: "days", Code: "out_of_range", Message: "is 1 to 366"})
	}
	if err := inventory.InvalidFields("token", faults); err != nil {
		return "", inventory.Token{}, err
	}
	secret, hash := newSecret(tokenPrefix)
	now := d.now()
	t := inventory.Token{User: user, Acting: acting, Name: name, Scope: scope, CreatedAt: now, ExpiresAt: now.Add(life)}
	err := d.write(ctx, func(tx pgx.Tx) (err error) {
		t, err = postgres.AddToken(ctx, tx, hash, t)
		return err
	})
	if err != nil {
		return "", t, err
	}
	return secret, t, nil
}

// Tokens lists a user's tokens, the newest first.
func (d *Door) Tokens(ctx context.Context, user int64) (all []inventory.Token, err error) {
	err = d.read(ctx, func(tx pgx.Tx) error {
		all, err = postgres.Tokens(ctx, tx, user)
		return err
	})
	return all, err
}

// EndToken revokes one of a user's tokens; NotFound for another's.
func (d *Door) EndToken(ctx context.Context, user, id int64) error {
	return d.write(ctx, func(tx pgx.Tx) error { return postgres.EndToken(ctx, tx, user, id) })
}
