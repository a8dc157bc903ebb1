package api

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// step is one request of a browser that keeps its cookie. In a body, LINK is a
// fresh one-time link; in a target, SESSION and TOKEN are the ids last listed.
type step struct {
	op, target, body string
	status           int
	holds            string
}

// access is the story of one user: every operation that needs a session.
var access = []step{
	{"signIn", "/session", `{"link":"LINK"}`, 200, `"role":"contributor"`},
	{"getMe", "/me", "", 200, `"member":"berry"`},
	{"setPassword", "/me/password", `{"password":"court"}`, 400, "too_short"},
	{"setPassword", "/me/password", `{"password":"quatre mots bien choisis"}`, 204, ""},
	{"signOut", "/session", "", 204, ""},
	{"getMe", "/me", "", 200, `"role":"visitor"`},
	{"listSessions", "/sessions", "", 401, "sign_in"},
	{"signIn", "/session", `{"email":"ana@berry.example","password":"autre chose du tout"}`, 401, "wrong_credentials"},
	{"signIn", "/session", `{"email":"Ana@berry.example","password":"quatre mots bien choisis"}`, 200, `"has_password":true`},
	{"actAs", "/session", `{"role":"admin"}`, 404, "unknown_grant"},
	{"actAs", "/session", `{"role":"sales","member":"cher"}`, 200, `"role":"sales"`},
	{"actAs", "/session", `{"role":"contributor","member":"berry"}`, 200, `"member":"berry"`},
	{"listSessions", "/sessions", "", 200, `"current":true`},
	{"endSession", "/sessions/99999", "", 404, "unknown_session"},
	{"addToken", "/tokens", `{"name":"nightly","scope":"all"}`, 400, "unknown_value"},
	{"addToken", "/tokens", `{"name":"nightly"}`, 201, `"secret":"mlt_`},
	{"listTokens", "/tokens", "", 200, `"name":"nightly"`},
	{"endToken", "/tokens/99999", "", 404, "unknown_token"},
	{"endToken", "/tokens/TOKEN", "", 204, ""},
	{"addMember", "/members", `{"slug":"x","name":"X"}`, 403, "not_yours"},
	{"getMyData", "/me/data", "", 200, `"how": "password"`},
	{"eraseMe", "/me/erasure", `{"email":"boss@maillage.example"}`, 400, "not_yours"},
	{"eraseMe", "/me/erasure", `{"email":"ana@berry.example","password":"autre chose du tout"}`, 403, "wrong_password"},
	{"endSession", "/sessions/SESSION", "", 204, ""},
	{"listTokens", "/tokens", "", 401, "sign_in"},
	{"signIn", "/session", `{"email":"ana@berry.example","password":"quatre mots bien choisis"}`, 200, `"role":"contributor"`},
	{"eraseMe", "/me/erasure", `{"email":"Ana@berry.example","password":"quatre mots bien choisis"}`, 204, ""},
	{"getMyData", "/me/data", "", 401, "sign_in"},
	{"signIn", "/session", `{"email":"ana@berry.example","password":"quatre mots bien choisis"}`, 401, "wrong_credentials"},
}

// people is a stack with two members, an admin, and Ana, who keeps berry's data
// and sells for cher.
func people(t *testing.T) (s *stack, link string) {
	t.Helper()
	s = newStack(t, io.Discard)
	add := func(u inventory.User) string {
		_, link, err := s.parts.Door.AddUser(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	err := s.parts.Store.Write(t.Context(), inventory.Operator("test"), "setup", func(tx pgx.Tx) error {
		for _, slug := range []string{"berry", "cher"} {
			if err := postgres.AddMember(t.Context(), tx, inventory.Member{Slug: slug, Name: slug, Status: inventory.MemberActive}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.parts.Atlas.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	add(inventory.User{Email: "boss@maillage.example", Grants: []inventory.Grant{{Role: inventory.RoleAdmin}}})
	return s, add(inventory.User{Email: "ana@berry.example", Grants: []inventory.Grant{
		{Role: inventory.RoleContributor, Member: "berry"}, {Role: inventory.RoleSales, Member: "cher"}}})
}

func TestAccess(t *testing.T) {
	t.Parallel()
	s, link := people(t)
	cookie, ids := "", map[string]string{}
	for _, step := range access {
		fill := strings.NewReplacer("LINK", link, "SESSION", ids["sessions"], "TOKEN", ids["tokens"])
		r := row{op: step.op, target: fill.Replace(step.target), body: fill.Replace(step.body), status: step.status, holds: step.holds}
		if cookie != "" {
			r.header = []string{"Cookie", cookie}
		}
		w := s.send(t, r)
		if got := w.Header().Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("%s may be kept: %q", step.op, got)
		}
		for _, c := range w.Result().Cookies() {
			if c.Name != plainCookie || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure {
				t.Errorf("the cookie is %+v", c)
			}
			cookie = c.Name + "=" + c.Value
			if c.MaxAge < 0 {
				cookie = ""
			}
		}
		if name, listed := strings.CutPrefix(step.target, "/"); listed && strings.HasPrefix(step.op, "list") && w.Code == 200 {
			var d struct{ Items []struct{ ID json.Number } }
			if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || len(d.Items) == 0 {
				t.Fatal(err, w.Body)
			}
			ids[name] = d.Items[0].ID.String()
		}
	}
}

// signIn opens a session by a link and returns its cookie.
func (s *stack) signIn(t *testing.T, link string, header ...string) string {
	t.Helper()
	w := ask(s.Server, "POST", prefix+"/session", `{"link":"`+link+`"}`, header...)
	if w.Code != 200 || len(w.Result().Cookies()) != 1 {
		t.Fatalf("signing in answers %d: %s", w.Code, w.Body)
	}
	c := w.Result().Cookies()[0]
	return c.Name + "=" + c.Value
}

// A session's secret is made by the server at each sign-in, and the one that the
// browser held ends: a secret planted there is worth nothing.
func TestSessionFixation(t *testing.T) {
	t.Parallel()
	s, link := people(t)
	planted := plainCookie + "=mls_" + strings.Repeat("A", 43)
	cookie := s.signIn(t, link, "Cookie", planted)
	if cookie == planted {
		t.Fatal("the planted secret became the session's")
	}
	if w := ask(s.Server, "GET", prefix+"/sessions", "", "Cookie", planted); w.Code != 401 {
		t.Errorf("the planted secret is let in: %d", w.Code)
	}
	if w := ask(s.Server, "GET", prefix+"/sessions", "", "Cookie", cookie); w.Code != 200 {
		t.Errorf("the session answers %d", w.Code)
	}
}

// A page elsewhere cannot write with the browser's cookie, nor sign it in.
func TestCrossSiteWrites(t *testing.T) {
	t.Parallel()
	s, link := people(t)
	cookie := s.signIn(t, link)
	for _, from := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
		{"Origin", "http://localhost:9999"},
	} {
		for _, r := range []struct{ method, target, body string }{
			{"POST", "/session", `{"link":"mll_x"}`}, {"DELETE", "/session", ""}, {"POST", "/tokens", `{"name":"x"}`},
			{"DELETE", "/members/berry/pops/x", ""}, {"PUT", "/me/password", `{"password":"quatre mots bien choisis"}`},
		} {
			w := ask(s.Server, r.method, prefix+r.target, r.body, append([]string{"Cookie", cookie}, from...)...)
			if p := problemIn(t, w); w.Code != 403 || p.Code != "cross_site" {
				t.Errorf("%s %s with %v answers %d %s", r.method, r.target, from, w.Code, p.Code)
			}
		}
	}
	if w := ask(s.Server, "POST", prefix+"/tokens", `{"name":"x"}`, "Cookie", cookie, "Origin", "http://localhost:8080"); w.Code != 201 {
		t.Errorf("its own page is answered %d", w.Code)
	}
}

// Tokens: none that is wrong, revoked or for reading does what it should not, and
// none replays after it is revoked.
func TestTokensOverHTTP(t *testing.T) {
	t.Parallel()
	s, link := people(t)
	cookie := s.signIn(t, link)
	made := func(body string) gen.Token {
		w := ask(s.Server, "POST", prefix+"/tokens", body, "Cookie", cookie)
		var d gen.Token
		if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || w.Code != 201 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return d
	}
	reading, writing := made(`{"name":"r"}`), made(`{"name":"w","scope":"write","days":1}`)
	const pop = `{"code":"p","name":"P","position":[2.38,47.08]}`
	for _, row := range []struct {
		token, method, target, body string
		status                      int
		code                        string
	}{
		{*reading.Secret, "GET", "/members/berry/imports", "", 200, ""},
		{*reading.Secret, "POST", "/members/berry/pops", pop, 403, "read_only"},
		{*reading.Secret, "POST", "/members/cher/pops", pop, 403, "not_yours"},
		{*writing.Secret, "POST", "/members/berry/pops", pop, 201, ""},
		{*writing.Secret, "POST", "/members/cher/pops", pop, 403, "not_yours"},
		{*writing.Secret, "GET", "/tokens", "", 403, "session_needed"},
		{*writing.Secret, "POST", "/tokens", `{"name":"more"}`, 403, "session_needed"},
		{*writing.Secret, "PUT", "/me/password", `{"password":"quatre mots bien choisis"}`, 403, "session_needed"},
		{"mlt_" + strings.Repeat("A", 43), "GET", "/coverage", "", 401, "bad_token"},
		{"x", "GET", "/me", "", 401, "bad_token"},
		{"", "GET", "/me", "", 401, "bad_token"},
		{strings.TrimPrefix(cookie, plainCookie+"="), "GET", "/me", "", 401, "bad_token"},
	} {
		w := ask(s.Server, row.method, prefix+row.target, row.body, "Authorization", "Bearer "+row.token)
		if w.Code != row.status || !strings.Contains(w.Body.String(), row.code) {
			t.Errorf("%.8s… %s %s answers %d %s, want %d %s", row.token, row.method, row.target, w.Code, w.Body, row.status, row.code)
		}
		if w.Code == 401 && w.Header().Get("WWW-Authenticate") == "" {
			t.Error("a 401 says not how to sign in")
		}
	}
	if w := ask(s.Server, "GET", prefix+"/me", "", "Authorization", "Basic YTpi"); w.Code != 401 {
		t.Errorf("another scheme is answered %d", w.Code)
	}
	if err := s.parts.Door.EndToken(t.Context(), userOf(t, s), writing.Id); err != nil {
		t.Fatal(err)
	}
	if w := ask(s.Server, "GET", prefix+"/me", "", "Authorization", "Bearer "+*writing.Secret); w.Code != 401 {
		t.Errorf("a revoked token is answered %d", w.Code)
	}
}

func userOf(t *testing.T, s *stack) int64 {
	t.Helper()
	users, err := s.parts.Door.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		if u.Email == "ana@berry.example" {
			return u.ID
		}
	}
	t.Fatal("Ana is not there")
	return 0
}

// Guesses over HTTP meet a pause that is told, behind a trusted proxy by the
// address that it names, and by nobody else's word.
func TestGuessesOverHTTP(t *testing.T) {
	t.Parallel()
	s, _ := people(t)
	var w = ask(s.Server, "GET", prefix+"/me", "")
	for range 7 {
		w = ask(s.Server, "POST", prefix+"/session", `{"email":"ana@berry.example","password":"guess"}`)
	}
	if p := problemIn(t, w); w.Code != 429 || p.Code != "too_often" || w.Header().Get("Retry-After") == "" {
		t.Errorf("the seventh guess is answered %d %+v", w.Code, p)
	}
}

// Loopback is open until there is an administrator, and for a demonstration; an
// instance that others reach never is.
func TestOpenInstances(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	role := func() string {
		w := ask(s.Server, "GET", prefix+"/me", "")
		var me gen.Me
		if err := json.Unmarshal(w.Body.Bytes(), &me); err != nil {
			t.Fatal(err)
		}
		if open := me.Open != nil && *me.Open; open != (me.Role == "operator") {
			t.Errorf("%+v", me)
		}
		return string(me.Role)
	}
	s.exposed = true
	if got := role(); got != "visitor" {
		t.Errorf("an instance that others reach takes strangers for %s", got)
	}
	s.exposed = false
	if got := role(); got != "operator" {
		t.Errorf("without an administrator, loopback is %s", got)
	}
	if _, _, err := s.parts.Door.AddUser(t.Context(), inventory.User{Email: "boss@x.example", Grants: []inventory.Grant{{Role: inventory.RoleAdmin}}}); err != nil {
		t.Fatal(err)
	}
	if got := role(); got != "visitor" {
		t.Errorf("with an administrator, loopback is %s", got)
	}
	if err := s.parts.Door.RemoveUser(t.Context(), "boss@x.example"); err == nil {
		t.Error("the only administrator was removed")
	}
	demo := s.parts
	demo.OpenDemo = true
	s.Ready(demo)
	if got := role(); got != "operator" {
		t.Errorf("a demonstration is %s", got)
	}
	s.exposed = true
	if got := role(); got != "visitor" {
		t.Errorf("a demonstration that others reach is %s", got)
	}
}

// A cookie that travels by TLS alone is named so that no other host can set it.
func TestSecureCookie(t *testing.T) {
	t.Parallel()
	c := cookie(true, "x", time.Now().Add(time.Hour)).String()
	for _, part := range []string{"__Host-maillage=x", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"} {
		if !strings.Contains(c, part) {
			t.Errorf("%s lacks %s", c, part)
		}
	}
	if strings.Contains(c, "Domain") {
		t.Error(c)
	}
}
