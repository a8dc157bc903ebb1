package account_test

import (
	"context"
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

// A wrong password and an unknown account are the same to who asks, in words and
// in time.
func TestSameAnswerForUnknownAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	_, wrong := h.try(account.Attempt{Email: ana, Password: "not this one at all"})
	_, unknown := h.try(account.Attempt{Email: "nobody@berry.example", Password: "not this one at all"})
	_, long := h.try(account.Attempt{Email: ana, Password: strings.Repeat("x", account.MaxPassword+1)})
	for _, err := range []error{wrong, unknown, long} {
		refusedAs(t, err, inventory.Unsigned)
		if err.Error() != wrong.Error() {
			t.Errorf("%q differs from %q", err, wrong)
		}
	}
	invited, _, err := h.AddUser(t.Context(), inventory.User{Email: "new@berry.example", Grants: []inventory.Grant{{Role: inventory.RoleBureau}}})
	if err != nil || invited.HasPassword {
		t.Fatal(invited, err)
	}
	for _, guess := range []string{"", "x"} {
		_, err = h.try(account.Attempt{Email: invited.Email, Password: guess})
		refusedAs(t, err, inventory.Unsigned)
	}
	took := func(email string) time.Duration {
		began := time.Now()
		_, err := h.try(account.Attempt{Email: email, Password: "a wrong password"})
		took := time.Since(began)
		refusedAs(t, err, inventory.Unsigned)
		h.later(time.Hour)
		return took
	}
	// The least of each, in turns: what the machine does beside it only adds. Without
	// the work of a hash, an unknown account takes a twentieth, however often asked.
	hers, nobodys := time.Hour, time.Hour
	for i := range 30 {
		hers, nobodys = min(hers, took(ana)), min(nobodys, took("nobody@berry.example"))
		if i >= 4 && nobodys >= hers/4 && hers >= nobodys/4 {
			return
		}
	}
	t.Errorf("a known account takes %s, an unknown one %s", hers, nobodys)
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

func TestGuessingIsSlowedDown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	for _, email := range []string{ana, "nobody@berry.example"} {
		heard := 0
		for i := range 100 { // each from an address of its own, 45 seconds apart
			_, err := h.try(account.Attempt{Email: email, Password: "guess", Address: netip.AddrFrom4([4]byte{10, 0, 0, byte(i)})})
			if inventory.KindOf(err) == inventory.TooOften {
				var e *inventory.Error
				if e, _ = err.(*inventory.Error); e == nil || e.RetryAfter <= 0 || e.RetryAfter > 15*time.Minute {
					t.Fatalf("the pause is not told: %#v", err)
				}
			} else {
				heard++
			}
			h.later(45 * time.Second)
		}
		if heard > 20 { // 75 minutes
			t.Errorf("%s: %d guesses are heard in 75 minutes", email, heard)
		}
	}
	// The right password waits as well, then clears the account.
	for i := range 6 {
		_, _ = h.try(account.Attempt{Email: ana, Password: "guess", Address: netip.AddrFrom4([4]byte{10, 2, 0, byte(i)})})
	}
	_, err := h.try(account.Attempt{Email: ana, Password: good})
	refusedAs(t, err, inventory.TooOften)
	h.later(16 * time.Minute)
	h.must(account.Attempt{Email: ana, Password: good})
	_, err = h.try(account.Attempt{Email: ana, Password: "guess"})
	refusedAs(t, err, inventory.Unsigned)
	h.must(account.Attempt{Email: ana, Password: good})

	// One address, many accounts; its IPv6 neighbours are it.
	heard := 0
	for i := range 100 {
		at := netip.MustParseAddr(fmt.Sprintf("2001:db8::%x", i+1))
		if _, err := h.try(account.Attempt{Email: fmt.Sprintf("u%d@x.example", i), Password: "guess", Address: at}); inventory.KindOf(err) == inventory.Unsigned {
			heard++
		}
	}
	if heard < 20 || heard > 40 {
		t.Errorf("one address is heard %d times", heard)
	}
}

// Guesses that come all at once are counted one by one.
func TestParallelGuessesAreCounted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	var wait sync.WaitGroup
	var mu sync.Mutex
	heard := 0
	for i := range 40 {
		wait.Go(func() {
			_, err := h.try(account.Attempt{Email: ana, Password: "guess", Address: netip.AddrFrom4([4]byte{10, 1, 0, byte(i)})})
			if inventory.KindOf(err) == inventory.Unsigned {
				mu.Lock()
				heard++
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if heard != 5 {
		t.Errorf("%d guesses at once are heard, want 5", heard)
	}
}

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
