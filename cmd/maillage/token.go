package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory"
)

type tokenVerb struct {
	Add    tokenAddVerb    `cmd:"" help:"Make a token for a program that acts for a user, and print it once."`
	List   tokenListVerb   `cmd:"" help:"List a user's tokens, without their secrets."`
	Revoke tokenRevokeVerb `cmd:"" help:"Revoke one of a user's tokens."`
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
		door := in.door("token add")
		u, err := door.UserByEmail(ctx, v.User)
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
		secret, t, err := door.AddToken(ctx, u.ID, under[0], v.Name, v.Scope, time.Duration(v.Days)*24*time.Hour)
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

type tokenListVerb struct {
	User string `required:"" placeholder:"EMAIL" help:"Whose."`
	JSON bool   `name:"json" help:"Print one JSON document."`
}

func (v tokenListVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		door := in.door("token list")
		u, err := door.UserByEmail(ctx, v.User)
		if err != nil {
			return err
		}
		all, err := door.Tokens(ctx, u.ID)
		if err != nil {
			return err
		}
		if v.JSON {
			items := []gen.Token{}
			for _, t := range all {
				items = append(items, api.TokenDocument(t, ""))
			}
			return p.printJSON(map[string]any{"items": items})
		}
		t := newTable("id", "name", "scope", "role", "until", "last used")
		for _, one := range all {
			used := "never"
			if !one.SeenAt.IsZero() {
				used = one.SeenAt.Format("2006-01-02")
			}
			t.add(strconv.FormatInt(one.ID, 10), one.Name, one.Scope, strings.TrimSuffix(string(one.Acting.Role)+" of "+one.Acting.Member, " of "),
				one.ExpiresAt.Format("2006-01-02"), used)
		}
		return t.print(p.stdout, 0)
	})
}

type tokenRevokeVerb struct {
	ID   int64  `arg:"" name:"id" help:"Its number, as list tells."`
	User string `required:"" placeholder:"EMAIL" help:"Whose it is."`
}

func (v tokenRevokeVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		door := in.door("token revoke")
		u, err := door.UserByEmail(ctx, v.User)
		if err != nil {
			return err
		}
		if err := door.EndToken(ctx, u.ID, v.ID); err != nil {
			return err
		}
		p.note("Token %d is revoked.", v.ID)
		return nil
	})
}
