package api

import (
	"context"
	"time"

	"maillage/api/gen"
	"maillage/inventory"
)

// UserDocument is a user as the contract shows it to administrators.
func UserDocument(u inventory.User) gen.User {
	return gen.User{Id: u.ID, Email: u.Email, Name: u.Name, HasPassword: u.HasPassword, Grants: grantDocuments(u.Grants),
		CreatedAt: u.CreatedAt, SignedInAt: someTime(u.SignedInAt), LinkExpiresAt: someTime(u.LinkExpiresAt)}
}

func grantDocuments(grants []inventory.Grant) []gen.Grant {
	d := make([]gen.Grant, len(grants))
	for i, g := range grants {
		d[i] = gen.Grant{Role: gen.GrantRole(g.Role), Member: some(g.Member)}
	}
	return d
}

func grantsOf(d []gen.Grant) []inventory.Grant {
	grants := make([]inventory.Grant, len(d))
	for i, g := range d {
		grants[i] = inventory.Grant{Role: inventory.Role(g.Role), Member: or(g.Member, "")}
	}
	return grants
}

// linkDocument is a one-time link as people follow it. The secret stands after the
// hash: browsers send that part to nobody, so that it is in no log and no mail
// scanner uses it up.
func linkDocument(ctx context.Context, secret string, expires time.Time) gen.SignInLink {
	return gen.SignInLink{Url: SignInLink(originOf(ctx).base, secret), ExpiresAt: expires}
}

// SignInLink is the address that a one-time link's secret opens, below base
// ("https://maillage.example.org").
func SignInLink(base, secret string) string { return base + "/sign-in#" + secret }

// ListUsers lists all users by e-mail.
func (h *handlers) ListUsers(ctx context.Context, _ gen.ListUsersRequestObject) (gen.ListUsersResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	all, err := door.Users(ctx)
	if err != nil {
		return nil, err
	}
	d := gen.ListUsers200JSONResponse{Items: make([]gen.User, len(all))}
	for i, u := range all {
		d.Items[i] = UserDocument(u)
	}
	return d, nil
}

// AddUser invites one.
func (h *handlers) AddUser(ctx context.Context, r gen.AddUserRequestObject) (gen.AddUserResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	u, secret, err := door.Invite(ctx, inventory.User{Email: r.Body.Email, Name: or(r.Body.Name, ""), Grants: grantsOf(r.Body.Grants)})
	if err != nil {
		return nil, err
	}
	return gen.AddUser201JSONResponse{User: UserDocument(u), Link: linkDocument(ctx, secret, u.LinkExpiresAt)}, nil
}

// GetUser shows one.
func (h *handlers) GetUser(ctx context.Context, r gen.GetUserRequestObject) (gen.GetUserResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	u, err := door.User(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return gen.GetUser200JSONResponse(UserDocument(u)), nil
}

// ChangeUser changes what the body names and leaves the rest.
func (h *handlers) ChangeUser(ctx context.Context, r gen.ChangeUserRequestObject) (gen.ChangeUserResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	c := inventory.UserChange{Name: r.Body.Name}
	if r.Body.Grants != nil {
		grants := grantsOf(*r.Body.Grants)
		c.Grants = &grants
	}
	u, err := door.ChangeUser(ctx, r.Id, c)
	if err != nil {
		return nil, err
	}
	return gen.ChangeUser200JSONResponse(UserDocument(u)), nil
}

// RemoveUser removes one for good.
func (h *handlers) RemoveUser(ctx context.Context, r gen.RemoveUserRequestObject) (gen.RemoveUserResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	if err := door.DropUser(ctx, r.Id); err != nil {
		return nil, err
	}
	return gen.RemoveUser204Response{}, nil
}

// AddUserLink makes a one-time link for one.
func (h *handlers) AddUserLink(ctx context.Context, r gen.AddUserLinkRequestObject) (gen.AddUserLinkResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	secret, u, err := door.NewLink(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return gen.AddUserLink201JSONResponse(linkDocument(ctx, secret, u.LinkExpiresAt)), nil
}
