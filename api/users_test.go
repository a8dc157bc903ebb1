package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// browser is one that holds a cookie.
type browser struct {
	*stack
	t      *testing.T
	cookie string
}

// asks sends a request and reads the answer into D.
func asks[D any](b browser, method, target, body string, status int) (d D) {
	b.t.Helper()
	w := ask(b.Server, method, prefix+target, body, "Cookie", b.cookie)
	if w.Code != status {
		b.t.Fatalf("%s %s answers %d, want %d: %s", method, target, w.Code, status, w.Body)
	}
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
			b.t.Fatal(err)
		}
	}
	return d
}

// boss is an administrator's browser beside people's.
func boss(t *testing.T, s *stack) browser {
	t.Helper()
	_, link, err := s.parts.Door.AddUser(t.Context(), inventory.User{Email: "boss@maillage.example", Grants: []inventory.Grant{{Role: inventory.RoleAdmin}}})
	if err != nil {
		t.Fatal(err)
	}
	return browser{s, t, s.signIn(t, link)}
}

// opened signs in by a link's whole address, as people follow it.
func (b browser) opened(link gen.SignInLink) browser {
	b.t.Helper()
	_, secret, _ := strings.Cut(link.Url, "#")
	return browser{b.stack, b.t, b.signIn(b.t, secret)}
}

// An administrator invites, changes roles and sends links; what acts under a role
// that is gone ends at once, and there is always an administrator left.
func TestUsers(t *testing.T) {
	t.Parallel()
	s, _ := people(t)
	admin := boss(t, s)

	invited := asks[gen.InvitedUser](admin, "POST", "/users",
		`{"email":"Zoe@cher.example","name":"Zoé","grants":[{"role":"sales","member":"berry"},{"role":"contributor","member":"cher"}]}`, 201)
	if u := invited.User; u.Email != "zoe@cher.example" || u.HasPassword || len(u.Grants) != 2 || u.SignedInAt != nil || !u.LinkExpiresAt.Equal(invited.Link.ExpiresAt) {
		t.Errorf("the invited user is %+v", u)
	}
	again := asks[gen.SignInLink](admin, "POST", fmt.Sprintf("/users/%d/link", invited.User.Id), "", 201)
	_, stray, _ := strings.Cut(invited.Link.Url, "#")
	if w := ask(s.Server, "POST", prefix+"/session", `{"link":"`+stray+`"}`); w.Code != 401 {
		t.Errorf("the earlier link is answered %d", w.Code)
	}
	zoe := admin.opened(again)
	if me := asks[gen.Me](zoe, "GET", "/me", "", 200); me.Role != "sales" || *me.Member != "berry" {
		t.Errorf("Zoé is %+v", me)
	}
	asks[gen.Me](zoe, "PATCH", "/session", `{"role":"contributor","member":"cher"}`, 200)
	token := asks[gen.Token](zoe, "POST", "/tokens", `{"name":"t","scope":"write"}`, 201)

	// The role under which she and her token act goes; she is refused at once.
	user := fmt.Sprintf("/users/%d", invited.User.Id)
	changed := asks[gen.User](admin, "PATCH", user, `{"name":"Zoé L.","grants":[{"role":"sales","member":"berry"},{"role":"sales","member":"cher"}]}`, 200)
	if changed.Name != "Zoé L." || len(changed.Grants) != 2 || changed.LinkExpiresAt != nil || changed.SignedInAt == nil {
		t.Errorf("changed to %+v", changed)
	}
	asks[gen.Problem](zoe, "GET", "/sessions", "", 401)
	if w := ask(s.Server, "GET", prefix+"/me", "", "Authorization", "Bearer "+*token.Secret); w.Code != 401 {
		t.Errorf("a token of a role that is gone is answered %d", w.Code)
	}
	zoe = admin.opened(asks[gen.SignInLink](admin, "POST", user+"/link", "", 201))
	if me := asks[gen.Me](zoe, "GET", "/me", "", 200); me.Role != "sales" || *me.Member != "berry" {
		t.Errorf("the role that stayed is %+v", me)
	}
	for _, target := range []string{"/users", user} {
		asks[gen.Problem](zoe, "GET", target, "", 403)
	}
	asks[struct{}](admin, "DELETE", user, "", 204)
	asks[gen.Problem](zoe, "GET", "/sessions", "", 401)

	// The last administrator stays, whatever way leads out.
	own := ""
	for _, u := range asks[struct{ Items []gen.User }](admin, "GET", "/users", "", 200).Items {
		if u.Email == "boss@maillage.example" {
			own = fmt.Sprintf("/users/%d", u.Id)
		}
	}
	for _, way := range [][3]string{{"DELETE", own, ""}, {"PATCH", own, `{"grants":[{"role":"bureau"}]}`}, {"POST", "/me/erasure", `{"email":"boss@maillage.example"}`}} {
		if p := asks[gen.Problem](admin, way[0], way[1], way[2], 409); p.Code != "last_admin" {
			t.Errorf("%v answers %+v", way, p)
		}
	}
	asks[gen.InvitedUser](admin, "POST", "/users", `{"email":"second@maillage.example","grants":[{"role":"admin"}]}`, 201)
	asks[gen.User](admin, "PATCH", own, `{"grants":[{"role":"bureau"}]}`, 200)
	asks[gen.Problem](admin, "GET", "/users", "", 401) // the session was the administrator's
}

// Who is erased leaves nothing of theirs; in the history a number stands for them,
// always the same, and the history itself is not touched.
func TestErasure(t *testing.T) {
	t.Parallel()
	s, link := people(t)
	ana := browser{s, t, s.signIn(t, link)}
	asks[gen.Pop](ana, "POST", "/members/berry/pops", `{"code":"p","name":"P","position":[2.38,47.08]}`, 201)
	asks[gen.Pop](ana, "PUT", "/members/berry/pops/p", `{"name":"Q","position":[2.38,47.08]}`, 200)
	w := s.send(t, row{op: "addImport", target: "/members/berry/imports", form: map[string]string{"kind": "pops", "file": goodPops}, status: 201,
		header: []string{"Cookie", ana.cookie}, holds: `"author":"ana@berry.example"`})
	data := asks[gen.PersonalData](ana, "GET", "/me/data", "", 200)
	if data.User.Email != "ana@berry.example" || len(data.Sessions) != 1 || !data.Sessions[0].Current || len(data.SignIns) != 1 ||
		data.SignIns[0].How != "link" || len(data.Changes) != 2 || data.Changes[0].Entries != 1 || len(data.Uploads) != 1 || data.Uploads[0].File != "list.csv" {
		t.Errorf("her data is %+v, after %s", data, w.Body)
	}
	authors := func() (all []string) {
		err := s.parts.Store.Read(t.Context(), inventory.Operator("test"), func(tx pgx.Tx) error {
			lines, err := postgres.History(t.Context(), tx, postgres.HistoryFilter{Noun: "pop"})
			for _, l := range lines {
				all = append(all, l.Actor)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if got := fmt.Sprint(authors()); got != "[ana@berry.example ana@berry.example]" {
		t.Errorf("the authors are %s", got)
	}
	asks[struct{}](ana, "POST", "/me/erasure", `{"email":"ana@berry.example"}`, 204)
	if got, want := fmt.Sprint(authors()), fmt.Sprintf("[user:%d user:%[1]d]", data.User.Id); got != want {
		t.Errorf("the authors are %s, want %s", got, want)
	}
	rows, err := s.parts.Store.Pool.Query(t.Context(), "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 10 {
		t.Fatal(tables, err)
	}
	for _, table := range tables {
		var left int
		sql := "SELECT count(*) FROM " + pgx.Identifier{table}.Sanitize() + " t WHERE t::text ILIKE '%ana@berry%'"
		if err := s.parts.Store.Pool.QueryRow(t.Context(), sql).Scan(&left); err != nil || left != 0 {
			t.Errorf("%s keeps %d lines of her, %v", table, left, err)
		}
	}
}
