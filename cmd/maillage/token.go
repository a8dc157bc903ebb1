package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/api"
	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/postgres"
)

type tokenVerb struct {
	Add tokenAddVerb `cmd:"" help:"Make a token for a program that acts for a user, and print it once."`
}

type tokenAddVerb struct {
	User   string `required:"" placeholder:"EMAIL" help:"For whom it acts."`
	Name   string `required:"" help:"What it is for."`
	Scope  string `enum:"read,write" default:"read" help:"read or write."`
	Days   int    `default:"90" help:"How long it is good for, 366 days at most."`
	Role   string `enum:",contributor,sales,bureau,admin" default:"" help:"Under which of their roles, when they hold several."`
	Member string `placeholder:"SLUG" help:"For which member, when they act for several."`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

func (v tokenAddVerb) Run(p *program) error {
	if v.Days < 1 || v.Days > 366 {
		return usageError("--days: is 1 to 366")
	}
	return p.with(func(ctx context.Context, in *instance) error {
		var u inventory.User
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			u, err = postgres.UserByEmail(ctx, tx, inventory.NormalEmail(v.User))
			return err
		})
		if err != nil {
			return err
		}
		var under []inventory.Grant
		for _, g := range u.Grants {
			if (v.Role == "" || string(g.Role) == v.Role) && (v.Member == "" || g.Member == v.Member) {
				under = append(under, g)
			}
		}
		if len(under) != 1 {
			return inventory.Errorf(inventory.Invalid, "which_role",
				"%s holds %d roles that fit: say which with --role and --member", u.Email, len(under))
		}
		secret, t, err := account.New(in.store).AddToken(ctx, u.ID, under[0], v.Name, v.Scope, time.Duration(v.Days)*24*time.Hour)
		if err != nil {
			return err
		}
		if v.JSON {
			return p.printJSON(api.TokenDocument(t, secret))
		}
		p.note("This token is shown once; it is for %s until %s:", t.Scope, t.ExpiresAt.Format("2006-01-02"))
		fmt.Fprintln(p.stdout, secret)
		return nil
	})
}
