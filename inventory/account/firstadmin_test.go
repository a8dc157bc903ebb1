package account_test

import (
	"strings"
	"testing"

	"maillage/inventory"
	"maillage/inventory/account"
)

func TestFirstAdmin(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first, err := h.FirstLink(t.Context())
	if err != nil || first == "" {
		t.Fatal(first, err)
	}
	second, err := h.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.try(account.Attempt{Link: first})
	refusedAs(t, err, inventory.Unsigned)
	if there, err := h.HasAdmin(t.Context()); err != nil || there {
		t.Errorf("there is an admin before the link is used, %v", err)
	}
	opened := h.must(account.Attempt{Link: second})
	if v := opened.Viewer(); v.Role != inventory.RoleAdmin || v.Member != "" {
		t.Errorf("the first admin is %+v", v)
	}
	if link, err := h.FirstLink(t.Context()); err != nil || link != "" {
		t.Errorf("an instance with an admin gives the link %q, %v", link, err)
	}
}

// A link for the first admin that is used after another became one lets nobody in.
func TestFirstLinkAfterAnAdmin(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	link, err := h.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.AddUser(t.Context(), inventory.User{Email: "boss@x.example", Grants: []inventory.Grant{{Role: inventory.RoleAdmin}}}); err != nil {
		t.Fatal(err)
	}
	_, err = h.try(account.Attempt{Link: link})
	refusedAs(t, err, inventory.Unsigned)
}

func TestWhoMayBeAUser(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bureau := []inventory.Grant{{Role: inventory.RoleBureau}}
	for _, row := range []struct {
		user inventory.User
		kind inventory.Kind
	}{
		{inventory.User{Email: "x", Grants: bureau}, inventory.Invalid},
		{inventory.User{Email: "a@b@c", Grants: bureau}, inventory.Invalid},
		{inventory.User{Email: "a b@c", Grants: bureau}, inventory.Invalid},
		{inventory.User{Email: strings.Repeat("x", 250) + "@x.fr", Grants: bureau}, inventory.Invalid},
		{inventory.User{Email: ana}, inventory.Invalid},
		{inventory.User{Email: ana, Grants: []inventory.Grant{{Role: inventory.RoleOperator}}}, inventory.Invalid},
		{inventory.User{Email: ana, Grants: []inventory.Grant{{Role: inventory.RoleSales}}}, inventory.Invalid},
		{inventory.User{Email: ana, Grants: []inventory.Grant{{Role: inventory.RoleBureau, Member: "berry"}}}, inventory.Invalid},
		{inventory.User{Email: ana, Grants: []inventory.Grant{{Role: inventory.RoleSales, Member: "nobody"}}}, inventory.NotFound},
	} {
		_, link, err := h.AddUser(t.Context(), row.user)
		refusedAs(t, err, row.kind)
		if link != "" {
			t.Errorf("%+v gets a link", row.user)
		}
	}
}
