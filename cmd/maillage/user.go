package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"maillage/api"
	"maillage/inventory"
	"maillage/inventory/account"
)

type userVerb struct {
	Add    userAddVerb    `cmd:"" help:"Add a user, or a role to one, and print a one-time sign-in link."`
	List   userListVerb   `cmd:"" help:"List the users and their roles."`
	Link   userLinkVerb   `cmd:"" help:"Print a new one-time sign-in link for a user, who forgot a password say; earlier ones end."`
	Revoke userRevokeVerb `cmd:"" help:"Take a role from a user; the sessions and tokens that act under it end."`
	Data   userDataVerb   `cmd:"" help:"Print all that is kept about a user, as one JSON document."`
	Remove userRemoveVerb `cmd:"" help:"Remove a user; their sessions and tokens end, and a number stands for them in the history."`
}

// where says under which address browsers reach the service, for links.
type where struct {
	Listen    string `env:"MAILLAGE_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where the service listens, for the link (${env})."`
	PublicURL string `name:"public-url" env:"MAILLAGE_PUBLIC_URL" placeholder:"URL" help:"The address under which browsers reach it, for the link (${env})."`
}

// link is the address that a one-time secret opens.
func (w where) link(secret string) (string, error) {
	public, err := parsePublic(w.PublicURL)
	if err != nil {
		return "", err
	}
	return signInLink(publicAddress(public, strings.Replace(w.Listen, "127.0.0.1:", "localhost:", 1)), secret), nil
}

// door is where users are kept, in the name of who types.
func (in *instance) door(verb string) *account.Door {
	return account.New(in.store).By(in.p.viewer(), changeID(verb))
}

type userAddVerb struct {
	Email  string `arg:"" help:"Their e-mail address."`
	Role   string `required:"" enum:"contributor,sales,bureau,admin" help:"contributor, sales, bureau or admin."`
	Member string `placeholder:"SLUG" help:"For which member: contributor and sales have one."`
	Name   string `help:"Their name."`
	where
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v userAddVerb) Run(p *program) error {
	if _, err := v.link(""); err != nil { // before anything is written
		return err
	}
	u := inventory.User{Email: v.Email, Name: v.Name, Grants: []inventory.Grant{{Role: inventory.Role(v.Role), Member: v.Member}}}
	return p.with(func(ctx context.Context, in *instance) error {
		u, secret, err := in.door("user add").AddUser(ctx, u)
		if err != nil {
			return err
		}
		return v.tell(p, u, secret, v.JSON)
	})
}

// tell prints a user's one-time link.
func (w where) tell(p *program, u inventory.User, secret string, asJSON bool) error {
	link, err := w.link(secret)
	if err != nil {
		return err
	}
	if asJSON {
		return p.printJSON(userDocument(u, link))
	}
	p.note("%s signs in with this link, good once and for two days:", u.Email)
	fmt.Fprintln(p.stdout, link)
	return nil
}

type userLinkVerb struct {
	Email string `arg:"" help:"Their e-mail address."`
	where
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v userLinkVerb) Run(p *program) error {
	if _, err := v.link(""); err != nil {
		return err
	}
	return p.with(func(ctx context.Context, in *instance) error {
		door := in.door("user link")
		u, err := door.UserByEmail(ctx, v.Email)
		if err != nil {
			return err
		}
		secret, u, err := door.NewLink(ctx, u.ID)
		if err != nil {
			return err
		}
		return v.tell(p, u, secret, v.JSON)
	})
}

type userRevokeVerb struct {
	Email  string `arg:"" help:"Their e-mail address."`
	Role   string `required:"" enum:"contributor,sales,bureau,admin" help:"Which role: contributor, sales, bureau or admin."`
	Member string `placeholder:"SLUG" help:"For which member: contributor and sales have one."`
}

func (v userRevokeVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		door := in.door("user revoke")
		u, err := door.UserByEmail(ctx, v.Email)
		if err != nil {
			return err
		}
		kept := slices.DeleteFunc(slices.Clone(u.Grants), func(g inventory.Grant) bool {
			return string(g.Role) == v.Role && g.Member == v.Member
		})
		switch {
		case len(kept) == len(u.Grants):
			return inventory.Errorf(inventory.NotFound, "unknown_grant", "%s does not hold that role", u.Email)
		case len(kept) == 0:
			return inventory.Errorf(inventory.Conflict, "last_role", "that is the only role of %s: remove the user instead", u.Email)
		}
		if _, err := door.ChangeUser(ctx, u.ID, inventory.UserChange{Grants: &kept}); err != nil {
			return err
		}
		p.note("%s does not hold that role any more.", u.Email)
		return nil
	})
}

type userDataVerb struct {
	Email string `arg:"" help:"Their e-mail address."`
}

func (v userDataVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		door := in.door("user data")
		u, err := door.UserByEmail(ctx, v.Email)
		if err != nil {
			return err
		}
		data, err := door.PersonalData(ctx, u.ID)
		if err != nil {
			return err
		}
		return p.printJSON(api.PersonalDocument(data, door.Now(), 0))
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
		if err := in.door("user remove").RemoveUser(ctx, v.Email); err != nil {
			return err
		}
		p.note("Removed %s.", v.Email)
		return nil
	})
}
