package main

import (
	"context"
	"fmt"
	"strings"

	"maillage/inventory"
	"maillage/inventory/account"
)

type userVerb struct {
	Add    userAddVerb    `cmd:"" help:"Add a user, or a role to one, and print a one-time sign-in link."`
	List   userListVerb   `cmd:"" help:"List the users and their roles."`
	Remove userRemoveVerb `cmd:"" help:"Remove a user; their sessions and tokens end."`
}

type userAddVerb struct {
	Email     string `arg:"" help:"Their e-mail address."`
	Role      string `required:"" enum:"contributor,sales,bureau,admin" help:"contributor, sales, bureau or admin."`
	Member    string `placeholder:"SLUG" help:"For which member: contributor and sales have one."`
	Name      string `help:"Their name."`
	Listen    string `env:"MAILLAGE_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where the service listens, for the link (${env})."`
	PublicURL string `name:"public-url" env:"MAILLAGE_PUBLIC_URL" placeholder:"URL" help:"The address under which browsers reach it, for the link (${env})."`
	JSON      bool   `name:"json" help:"Print one JSON document."`
}

func (v userAddVerb) Run(p *program) error {
	public, err := parsePublic(v.PublicURL)
	if err != nil {
		return err
	}
	u := inventory.User{Email: v.Email, Name: v.Name, Grants: []inventory.Grant{{Role: inventory.Role(v.Role), Member: v.Member}}}
	return p.with(func(ctx context.Context, in *instance) error {
		u, secret, err := account.New(in.store).AddUser(ctx, u)
		if err != nil {
			return err
		}
		link := signInLink(publicAddress(public, strings.Replace(v.Listen, "127.0.0.1:", "localhost:", 1)), secret)
		if v.JSON {
			return p.printJSON(userDocument(u, link))
		}
		p.note("%s signs in with this link, good once and for two days:", u.Email)
		fmt.Fprintln(p.stdout, link)
		return nil
	})
}

// userJSON is a user as the command line prints it.
type userJSON struct {
	Email  string      `json:"email"`
	Name   string      `json:"name,omitempty"`
	Grants []grantJSON `json:"grants"`
	Link   string      `json:"link,omitempty"`
}

type grantJSON struct {
	Role   inventory.Role `json:"role"`
	Member string         `json:"member,omitempty"`
}

func userDocument(u inventory.User, link string) userJSON {
	d := userJSON{Email: u.Email, Name: u.Name, Link: link, Grants: []grantJSON{}}
	for _, g := range u.Grants {
		d.Grants = append(d.Grants, grantJSON{g.Role, g.Member})
	}
	return d
}

type userListVerb struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v userListVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		users, err := account.New(in.store).Users(ctx)
		if err != nil {
			return err
		}
		if v.JSON {
			items := []userJSON{}
			for _, u := range users {
				items = append(items, userDocument(u, ""))
			}
			return p.printJSON(map[string]any{"items": items})
		}
		t := newTable("e-mail", "name", "roles", "last signed in")
		for _, u := range users {
			var roles []string
			for _, g := range u.Grants {
				roles = append(roles, strings.TrimSuffix(string(g.Role)+" of "+g.Member, " of "))
			}
			seen := "never"
			if !u.SignedInAt.IsZero() {
				seen = u.SignedInAt.Format("2006-01-02")
			}
			t.add(u.Email, u.Name, strings.Join(roles, ", "), seen)
		}
		return t.print(p.stdout, 0)
	})
}

type userRemoveVerb struct {
	Email string `arg:"" help:"Their e-mail address."`
}

func (v userRemoveVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		if err := account.New(in.store).RemoveUser(ctx, v.Email); err != nil {
			return err
		}
		p.note("Removed %s.", v.Email)
		return nil
	})
}
