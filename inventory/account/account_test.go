package account_test

import (
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
)

const (
	ana      = "ana@berry.example"
	good     = "quatre mots bien choisis"
	better   = "cinq autres mots encore mieux"
	homeAddr = "192.0.2.7"
)

// house is a door over a database of its own, with two members, a clock that the
// test sets, and one user who keeps berry's data and reads for cher.
type house struct {
	*account.Door
	t    *testing.T
	mu   sync.Mutex
	time time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	store, err := postgres.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	h := &house{Door: account.New(store), t: t, time: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	h.Now = func() time.Time {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.time
	}
	err = store.Write(t.Context(), inventory.Operator("test"), "setup", func(tx pgx.Tx) error {
		for _, slug := range []string{"berry", "cher"} {
			m := inventory.Member{Slug: slug, Name: slug, Status: inventory.MemberActive}
			if err := postgres.AddMember(t.Context(), tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) later(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.time = h.time.Add(d)
}

// invite adds ana and returns her link.
func (h *house) invite() string {
	h.t.Helper()
	_, link, err := h.AddUser(h.t.Context(), inventory.User{Email: " Ana@Berry.Example ", Name: "Ana", Grants: []inventory.Grant{
		{Role: inventory.RoleContributor, Member: "berry"}, {Role: inventory.RoleSales, Member: "cher"}}})
	if err != nil {
		h.t.Fatal(err)
	}
	return link
}

// settle invites ana and gives her a password.
func (h *house) settle() {
	h.t.Helper()
	opened := h.must(account.Attempt{Link: h.invite()})
	if err := h.SetPassword(h.t.Context(), &opened.Caller, "", good); err != nil {
		h.t.Fatal(err)
	}
	if err := h.SignOut(h.t.Context(), opened.Secret); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) try(a account.Attempt) (account.Opened, error) {
	if !a.Address.IsValid() {
		a.Address = netip.MustParseAddr(homeAddr)
	}
	return h.SignIn(h.t.Context(), a)
}

func (h *house) must(a account.Attempt) account.Opened {
	h.t.Helper()
	o, err := h.try(a)
	if err != nil {
		h.t.Fatal(err)
	}
	return o
}

func (h *house) lives(secret string) bool {
	h.t.Helper()
	c, err := h.BySession(h.t.Context(), secret)
	if err != nil {
		h.t.Fatal(err)
	}
	return c != nil
}

func refusedAs(t *testing.T, err error, kind inventory.Kind) {
	t.Helper()
	if err == nil || inventory.KindOf(err) != kind {
		t.Errorf("got %v, want an error of kind %s", err, kind)
	}
}

func TestInvitationPasswordAndSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	link := h.invite()
	opened := h.must(account.Attempt{Link: link, Agent: "Firefox\x00\n"})
	if v := opened.Viewer(); v != (inventory.Viewer{Role: inventory.RoleContributor, Member: "berry", Name: opened.User.Actor()}) {
		t.Errorf("the viewer is %+v", v)
	}
	if opened.Session.Agent != "Firefox" {
		t.Errorf("the agent is %q", opened.Session.Agent)
	}
	_, err := h.try(account.Attempt{Link: link})
	refusedAs(t, err, inventory.Unsigned)
	if err := h.SetPassword(t.Context(), &opened.Caller, "", good); err != nil {
		t.Fatal(err)
	}
	if !h.lives(opened.Secret) {
		t.Error("setting a password ended the session that set it")
	}

	again := h.must(account.Attempt{Email: "ANA@berry.example", Password: good, Session: opened.Secret})
	if again.Secret == opened.Secret || h.lives(opened.Secret) || !h.lives(again.Secret) {
		t.Error("signing in does not replace the session that the browser held")
	}
	acting, err := h.Act(t.Context(), &again.Caller, inventory.RoleSales, "cher")
	if err != nil || acting.Viewer().Member != "cher" || acting.Viewer().Role != inventory.RoleSales {
		t.Errorf("acting is %+v, %v", acting, err)
	}
	if c, err := h.BySession(t.Context(), again.Secret); err != nil || c.Viewer().Role != inventory.RoleSales {
		t.Errorf("the session does not keep the role it acts under: %+v, %v", c, err)
	}
	for _, g := range []inventory.Grant{{Role: inventory.RoleAdmin}, {Role: inventory.RoleContributor, Member: "cher"}, {Role: inventory.RoleBureau}} {
		_, err := h.Act(t.Context(), &again.Caller, g.Role, g.Member)
		refusedAs(t, err, inventory.NotFound)
	}

	other := h.must(account.Attempt{Email: ana, Password: good})
	all, err := h.Sessions(t.Context(), other.User.ID)
	if err != nil || len(all) != 2 {
		t.Errorf("the sessions are %v, %v", all, err)
	}
	refusedAs(t, h.EndSession(t.Context(), other.User.ID+1, again.Session.ID), inventory.NotFound)
	if err := h.EndSession(t.Context(), other.User.ID, again.Session.ID); err != nil || h.lives(again.Secret) {
		t.Errorf("a session that was ended lives, %v", err)
	}
	if err := h.SignOut(t.Context(), other.Secret); err != nil || h.lives(other.Secret) {
		t.Errorf("a session lives after signing out, %v", err)
	}
}

func TestSessionsExpire(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	idle := h.must(account.Attempt{Email: ana, Password: good})
	h.later(account.SessionIdle - time.Second)
	if !h.lives(idle.Secret) {
		t.Error("it ended before its time")
	}
	h.later(account.SessionIdle)
	if h.lives(idle.Secret) {
		t.Error("it lives after its idle time")
	}
	busy := h.must(account.Attempt{Email: ana, Password: good})
	for passed := time.Duration(0); passed < account.SessionLife-2*time.Hour; passed += time.Hour {
		h.later(time.Hour)
		if !h.lives(busy.Secret) {
			t.Fatalf("in use, it ended after %s", passed)
		}
	}
	h.later(2*time.Hour + time.Second)
	if h.lives(busy.Secret) {
		t.Error("in use, it lives beyond its longest life")
	}
}

// Who signed in when is kept for half a year, and goes with the next who signs in.
func TestSignInsAreForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	u := h.must(account.Attempt{Email: ana, Password: good, Agent: "Firefox"}).User
	how := func() (all []string) {
		data, err := h.PersonalData(t.Context(), u.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range data.SignIns {
			all = append(all, s.How)
		}
		return all
	}
	if got := fmt.Sprint(how()); got != "[password link]" {
		t.Errorf("the sign-ins are %s", got)
	}
	h.later(account.SignInsKept + time.Second)
	if got := how(); len(got) != 0 {
		t.Errorf("after half a year %v are told", got)
	}
	h.must(account.Attempt{Email: ana, Password: good})
	var left int
	if err := h.Store.Pool.QueryRow(t.Context(), "SELECT count(*) FROM sign_in").Scan(&left); err != nil || left != 1 {
		t.Errorf("%d sign-ins are kept, %v", left, err)
	}
}

func TestLinksExpireAndServeOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	link := h.invite()
	h.later(account.LinkLife)
	_, err := h.try(account.Attempt{Link: link})
	refusedAs(t, err, inventory.Unsigned)
	link = h.invite()
	opened := make([]error, 8)
	var wait sync.WaitGroup
	for i := range opened {
		wait.Go(func() { _, opened[i] = h.try(account.Attempt{Link: link}) })
	}
	wait.Wait()
	n := 0
	for _, err := range opened {
		if err == nil {
			n++
		} else {
			refusedAs(t, err, inventory.Unsigned)
		}
	}
	if n != 1 {
		t.Errorf("one link let %d in", n)
	}
	for _, bad := range []string{"x", "mll_" + strings.Repeat("A", 43), "mls_" + strings.Repeat("A", 43)} {
		_, err := h.try(account.Attempt{Link: bad})
		refusedAs(t, err, inventory.Unsigned)
	}
}

// What one process hears, every other on the same database counts.
func TestProcessesCountTogether(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	other := account.New(h.Store)
	other.Now = h.Now
	attempt := account.Attempt{Email: ana, Password: "x", Address: netip.MustParseAddr(homeAddr)}
	for i := range 5 {
		_, err := []*account.Door{h.Door, other}[i%2].SignIn(t.Context(), attempt)
		refusedAs(t, err, inventory.Unsigned)
	}
	for _, door := range []*account.Door{h.Door, other} {
		_, err := door.SignIn(t.Context(), attempt)
		refusedAs(t, err, inventory.TooOften)
	}
}
