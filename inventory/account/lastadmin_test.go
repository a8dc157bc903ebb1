package account_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/account"
)

// admins are people who run an instance.
func admins(h *house, emails ...string) (all []inventory.User) {
	h.t.Helper()
	for _, email := range emails {
		u, _, err := h.AddUser(h.t.Context(), inventory.User{Email: email, Grants: []inventory.Grant{{Role: inventory.RoleAdmin}}})
		if err != nil {
			h.t.Fatal(err)
		}
		all = append(all, u)
	}
	return all
}

// The last administrator neither goes nor becomes something else, by any way.
func TestLastAdminStays(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	boss := admins(h, "boss@x.example")[0]
	bureau := []inventory.Grant{{Role: inventory.RoleBureau}}
	ways := map[string]func() error{
		"dropped": func() error { return h.DropUser(ctx, boss.ID) },
		"removed": func() error { return h.RemoveUser(ctx, boss.Email) },
		"changed": func() error {
			_, err := h.ChangeUser(ctx, boss.ID, inventory.UserChange{Grants: &bureau})
			return err
		},
		"erased": func() error {
			return h.Erase(ctx, &account.Caller{User: boss, Session: &inventory.Session{User: boss.ID, ByLink: true, CreatedAt: h.Now()}}, boss.Email, "")
		},
	}
	for name, way := range ways {
		var e *inventory.Error
		if err := way(); !errors.As(err, &e) || e.Kind != inventory.Conflict || e.Code != "last_admin" {
			t.Errorf("%s: %v", name, err)
		}
	}
	// By hand as well, and by a statement that changes the role itself.
	for _, sql := range []string{"DELETE FROM account", "DELETE FROM account_grant", "UPDATE account_grant SET role = 'bureau' WHERE role = 'admin'"} {
		err := h.Store.Write(ctx, inventory.Operator("test"), "by hand", func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, sql)
			return err
		})
		var e *inventory.Error
		if !errors.As(err, &e) || e.Code != "last_admin" {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if u, err := h.User(ctx, boss.ID); err != nil || len(u.Grants) != 1 || u.Grants[0].Role != inventory.RoleAdmin {
		t.Errorf("the administrator is %+v, %v", u, err)
	}
	// With another, each of them may go.
	admins(h, "second@x.example")
	if err := h.RemoveUser(ctx, boss.Email); err != nil {
		t.Error(err)
	}
}

// Two administrators who remove, or degrade, each other at once: one stays.
func TestAdminsRemoveEachOther(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	bureau := []inventory.Grant{{Role: inventory.RoleBureau}}
	ways := []func(u inventory.User) error{
		func(u inventory.User) error { return h.DropUser(ctx, u.ID) },
		func(u inventory.User) error { return h.RemoveUser(ctx, u.Email) },
		func(u inventory.User) error {
			_, err := h.ChangeUser(ctx, u.ID, inventory.UserChange{Grants: &bureau})
			return err
		},
	}
	for round := range 12 {
		two := admins(h, "one@x.example", "two@x.example")
		var wait sync.WaitGroup
		errs := make([]error, 2)
		start := make(chan struct{})
		for i := range two {
			wait.Go(func() {
				<-start
				errs[i] = ways[(round+i*(round/3))%len(ways)](two[i])
			})
		}
		close(start)
		wait.Wait()
		if there, err := h.HasAdmin(ctx); err != nil || !there {
			t.Fatalf("round %d leaves no administrator: %v, %v", round, errs, err)
		}
		if (errs[0] == nil) == (errs[1] == nil) || inventory.KindOf(errors.Join(errs...)) != inventory.Conflict {
			t.Errorf("round %d: %v", round, errs)
		}
	}
}
