package account_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/account"
)

func TestPasswordIsChangedAndReset(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	here, there := h.must(account.Attempt{Email: ana, Password: good}), h.must(account.Attempt{Email: ana, Password: good})
	refusedAs(t, h.SetPassword(t.Context(), &here.Caller, "wrong", better), inventory.Forbidden)
	for _, bad := range []string{"short", strings.Repeat("é", account.MaxPassword+1), "aaaaaaaaaaaaaaaa", ana, "\xff\xfe456789012345"} {
		refusedAs(t, h.SetPassword(t.Context(), &here.Caller, good, bad), inventory.Invalid)
	}
	if err := h.SetPassword(t.Context(), &here.Caller, good, better); err != nil {
		t.Fatal(err)
	}
	if h.lives(there.Secret) || !h.lives(here.Secret) {
		t.Error("a new password ends the other sessions, and those alone")
	}
	_, err := h.try(account.Attempt{Email: ana, Password: good})
	refusedAs(t, err, inventory.Unsigned)

	link := h.invite() // a second invitation is the way back
	reset := h.must(account.Attempt{Link: link})
	h.later(2 * time.Hour)
	refusedAs(t, h.SetPassword(t.Context(), &reset.Caller, "", good), inventory.Forbidden)
	reset = h.must(account.Attempt{Link: h.invite()})
	if err := h.SetPassword(t.Context(), &reset.Caller, "", "e\u0301t\u00e9 dix-neuf cent"); err != nil {
		t.Fatal(err)
	}
	h.must(account.Attempt{Email: ana, Password: "\u00e9te\u0301 dix-neuf cent"})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	h.settle()
	u := h.must(account.Attempt{Email: ana, Password: good}).User
	secret, token, err := h.AddToken(ctx, u.ID, u.Grants[0], "nightly list", inventory.ScopeRead, 0)
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.ByToken(ctx, secret)
	if err != nil || c == nil || !c.Viewer().ReadOnly || c.Viewer().Member != "berry" {
		t.Fatalf("%+v, %v", c, err)
	}
	refusedAs(t, h.Store.Write(ctx, c.Viewer(), "x", func(pgx.Tx) error { return nil }), inventory.Forbidden)
	_, err = h.Act(ctx, c, inventory.RoleSales, "cher")
	refusedAs(t, err, inventory.Forbidden)
	refusedAs(t, h.SetPassword(ctx, c, "", better), inventory.Forbidden)
	refusedAs(t, h.EndToken(ctx, u.ID+1, token.ID), inventory.NotFound)
	h.later(account.TokenLife)
	if c, err := h.ByToken(ctx, secret); err != nil || c != nil {
		t.Errorf("an expired token lets %+v in, %v", c, err)
	}
	secret, token, err = h.AddToken(ctx, u.ID, u.Grants[0], "upload", inventory.ScopeWrite, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := h.ByToken(ctx, secret); c == nil || c.Viewer().ReadOnly {
		t.Errorf("a token for writing is %+v", c)
	}
	if err := h.EndToken(ctx, u.ID, token.ID); err != nil {
		t.Fatal(err)
	}
	if c, err := h.ByToken(ctx, secret); err != nil || c != nil {
		t.Errorf("a revoked token lets %+v in, %v", c, err)
	}
	for _, bad := range []struct {
		name, scope string
		life        time.Duration
	}{{"", "read", 0}, {"x", "all", 0}, {"x", "read", -time.Hour}, {"x", "read", account.LongestToken + 1}, {strings.Repeat("x", 201), "read", 0}} {
		_, _, err := h.AddToken(ctx, u.ID, u.Grants[0], bad.name, bad.scope, bad.life)
		refusedAs(t, err, inventory.Invalid)
	}
	// A session's secret is no token, and the other way round.
	opened := h.must(account.Attempt{Email: ana, Password: good})
	if c, _ := h.ByToken(ctx, opened.Secret); c != nil {
		t.Error("a session's secret is taken for a token")
	}
}

// What is in the database lets nobody in: neither secrets nor passwords are.
func TestSecretsAreNotKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	link := h.invite()
	opened := h.must(account.Attempt{Email: ana, Password: good})
	token, _, err := h.AddToken(t.Context(), opened.User.ID, opened.User.Grants[0], "t", inventory.ScopeRead, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"account", "account_grant", "session", "token", "sign_in_link", "sign_in_attempt", "history"} {
		rows, err := h.Store.Pool.Query(context.Background(), "SELECT t::text FROM "+table+" t")
		if err != nil {
			t.Fatal(err)
		}
		texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			for _, secret := range []string{link, opened.Secret, token, good} {
				if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
					t.Errorf("%s holds a secret: %s", table, text)
				}
			}
		}
	}
	if err := h.RemoveUser(t.Context(), ana); err != nil {
		t.Fatal(err)
	}
	if h.lives(opened.Secret) {
		t.Error("a session outlives its user")
	}
	if c, _ := h.ByToken(t.Context(), token); c != nil {
		t.Error("a token outlives its user")
	}
}
