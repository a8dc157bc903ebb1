package api

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"maillage/api/gen"
	"maillage/inventory/account"
	"maillage/inventory/account/oidctest"
)

// What attackers try first, and how it is refused. The rest stands where it belongs:
// fixation, cross-site writes, guesses and tokens in access_test, providers and where
// they lead in oidc_test, rates in rates_test, slow and long requests in slow_test,
// large ones in serve_test.

// No operation that changes anything takes a browser's cookie from another site's
// page, whatever is added to openapi.yaml; nor a form as such a page can send one.
func TestEveryWriteRefusesOtherSites(t *testing.T) {
	t.Parallel()
	s, _ := people(t)
	admin := boss(t, s)
	path := strings.NewReplacer("{slug}", "berry", "{code}", "x", "{id}", "1")
	n := 0
	for op, route := range s.spec {
		if route.Method == http.MethodGet {
			continue
		}
		n++
		target := prefix + path.Replace(route.Path)
		for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			w := ask(s.Server, route.Method, target, "{}", append([]string{"Cookie", admin.cookie}, from...)...)
			if w.Code != 403 || !strings.Contains(w.Body.String(), "cross_site") {
				t.Errorf("%s from %v is answered %d %s", op, from, w.Code, w.Body)
			}
		}
		if route.Operation.RequestBody == nil {
			continue
		}
		for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded"} { // what a form sends without asking first
			if w := ask(s.Server, route.Method, target, "{}", "Cookie", admin.cookie, "Content-Type", kind); w.Code < 400 || w.Code >= 500 {
				t.Errorf("%s takes %s: %d %s", op, kind, w.Code, w.Body)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d operations write", n)
	}
}

// A session that has ended by whatever way is worth nothing any more.
func TestSessionsDoNotReplay(t *testing.T) {
	t.Parallel()
	const password = "quatre mots bien choisis"
	for name, end := range map[string]func(s *stack, ana browser){
		"signed out": func(_ *stack, ana browser) { asks[struct{}](ana, "DELETE", "/session", "", 204) },
		"ended from a list": func(_ *stack, ana browser) {
			asks[struct{}](ana, "DELETE", fmt.Sprintf("/sessions/%d", asks[struct{ Items []gen.Session }](ana, "GET", "/sessions", "", 200).Items[0].Id), "", 204)
		},
		"signed in again": func(s *stack, ana browser) {
			asks[struct{}](ana, "PUT", "/me/password", `{"password":"`+password+`"}`, 204)
			asks[gen.Me](ana, "POST", "/session", `{"email":"ana@berry.example","password":"`+password+`"}`, 200)
		},
		"password reset elsewhere": func(s *stack, ana browser) {
			admin := boss(t, s)
			there := admin.opened(asks[gen.SignInLink](admin, "POST", fmt.Sprintf("/users/%d/link", userOf(t, s)), "", 201))
			asks[struct{}](there, "PUT", "/me/password", `{"password":"`+password+`"}`, 204)
		},
		"user removed": func(s *stack, ana browser) {
			asks[struct{}](boss(t, s), "DELETE", fmt.Sprintf("/users/%d", userOf(t, s)), "", 204)
		},
		"erased": func(_ *stack, ana browser) {
			asks[struct{}](ana, "POST", "/me/erasure", `{"email":"ana@berry.example"}`, 204)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, link := people(t)
			ana := browser{s, t, s.signIn(t, link)}
			end(s, ana)
			for _, target := range []string{"/sessions", "/members/berry/imports"} {
				asks[gen.Problem](ana, "GET", target, "", 401)
			}
			asks[gen.Problem](ana, "POST", "/members/berry/pops", `{"code":"p","name":"P","position":[2.38,47.08]}`, 401)
		})
	}
}

// One address that tries many accounts is slowed down, whatever it says of where it
// comes from; callers behind a trusted proxy are told apart.
func TestSprayingIsCountedByAddress(t *testing.T) {
	t.Parallel()
	s, _ := people(t)
	s.proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	spray := func(remote string, forwarded func(i int) string) (heard int) {
		for i := range 45 {
			r := httptest.NewRequest("POST", prefix+"/session", strings.NewReader(fmt.Sprintf(`{"email":"u%d@%s.example","password":"guess"}`, i, strings.Split(remote, ":")[0])))
			r.Host, r.RemoteAddr = "localhost", remote
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("X-Forwarded-For", forwarded(i))
			r.Header.Set("X-Real-IP", forwarded(i))
			r.Header.Set("Forwarded", "for="+forwarded(i))
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			if w.Code == 401 {
				heard++
			} else if w.Code != 429 || w.Header().Get("Retry-After") == "" {
				t.Fatalf("a guess is answered %d %s", w.Code, w.Body)
			}
		}
		return heard
	}
	if n := spray("203.0.113.9:1", func(i int) string { return fmt.Sprintf("198.51.100.%d", i) }); n > 35 {
		t.Errorf("one address that names others is heard %d times", n)
	}
	if n := spray("10.0.0.1:1", func(i int) string { return fmt.Sprintf("198.51.101.%d", i) }); n != 45 {
		t.Errorf("45 people behind a proxy are heard %d times", n)
	}
}

// Addresses that are written oddly lead nowhere: to no file of this machine, past no
// check, to no other place, and into no failure.
func TestOddAddresses(t *testing.T) {
	t.Parallel()
	s, _ := people(t)
	boss(t, s)
	s.provider = nil
	for _, target := range []string{
		"/../../../../etc/passwd", "/assets/../../../etc/passwd", "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2f%2e%2e%2fetc/passwd",
		"/assets/..%2f..%2fetc%2fpasswd", "/assets/..%5c..%5cetc%5cpasswd", "/assets/....//....//etc/passwd", "/etc/passwd", "/.git/config", "/.env",
		"/%00", "/assets/app-1a2b.js%00.html", "/assets/%zz", "/api/v1/..;/metrics", "/api/v1/../../metrics", "/api/v1/users/../users", "/api//v1/users",
		"/api/v1//users", "/api/v1/users/", "/API/V1/users", "/api/v1/%75sers", "/api/v1/users%2f1", "/api/v1/users/%31", "/api/v1/users;a=b", "/api/v1/users%00",
		"/./api/v1/users", "//api/v1/users", "/metrics/", "//metrics", "/%6detrics", "/metrics%2f", "/METRICS", "/tiles/../metrics", "/tiles/..%2f..%2fmetrics/1/0/0.mvt",
		"/tiles/zones.json/../../metrics", "/api/v1/members/..%2f..%2fusers", "/api/v1/members/berry/pops/..%2f..%2f..%2fusers", "/api/v1/members/%2e%2e/imports",
		"//evil.example/", "//evil.example/%2e%2e", "/\\evil.example", "/https://evil.example", "/oidc/../api/v1/users", "/oidc//start?return=//evil.example",
		"/oidc/start/..%2f..", "/?return=//evil.example", "/sign-in?return=https://evil.example",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = "localhost:8080"
		u, err := url.ParseRequestURI(target) // as net/http does with what comes by wire
		if err != nil {
			continue // it answers 400 by itself
		}
		r.URL, r.RequestURI = u, target
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		body := w.Body.String()
		if w.Code >= 500 || strings.Contains(body, "root:") || strings.Contains(body, "[core]") {
			t.Errorf("%s answers %d %.200s", target, w.Code, body)
		}
		for _, kept := range []string{"boss@maillage.example", "maillage_http_requests_total", `"link_expires_at"`} {
			if strings.Contains(body, kept) {
				t.Errorf("%s answers what is for administrators: %.200s", target, body)
			}
		}
		if to := w.Header().Get("Location"); to != "" && !strings.HasPrefix(to, "/sign-in?refused=") {
			t.Errorf("%s leads to %s", target, to)
		}
	}
}

// Nobody's word but the public address says where links lead.
func TestLinksAreNotPoisoned(t *testing.T) {
	t.Parallel()
	s, _ := people(t)
	admin := boss(t, s)
	target := fmt.Sprintf("/users/%d/link", userOf(t, s))
	for _, lie := range [][]string{{"X-Forwarded-Host", "evil.example"}, {"X-Original-Host", "evil.example"}, {"Forwarded", "host=evil.example"}, {"X-Forwarded-Proto", "https"}} {
		w := ask(s.Server, "POST", prefix+target, "", append(lie, "Cookie", admin.cookie)...)
		if w.Code != 201 || !strings.Contains(w.Body.String(), `"http://localhost:8080/sign-in#mll_`) {
			t.Errorf("with %v the link is %s", lie, w.Body)
		}
	}
	if w := ask(s.Server, "POST", prefix+target, "", "Cookie", admin.cookie, "Host", "evil.example"); w.Code != 403 {
		t.Errorf("under another name it answers %d %s", w.Code, w.Body)
	}
	s.exposed, s.public = true, &url.URL{Scheme: "https", Host: "maillage.example.org"}
	secured := secureCookie + strings.TrimPrefix(admin.cookie, plainCookie)
	if w := ask(s.Server, "POST", prefix+target, "", "Cookie", secured, "Host", "192.0.2.4"); !strings.Contains(w.Body.String(), `"https://maillage.example.org/sign-in#mll_`) {
		t.Errorf("with a public address the link is %s", w.Body)
	}
	if w := ask(s.Server, "GET", prefix+"/sessions", "", "Cookie", admin.cookie, "Host", "maillage.example.org"); w.Code != 401 {
		t.Errorf("behind TLS, a cookie that another host could have set is taken: %d", w.Code)
	}
}

// Whatever way people come in, are refused or leave, no log of any level tells who
// they are, where they come from, or what lets them in.
func TestLogTellsNobody(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s, link := people(t)
	s.log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	fake := oidctest.New(t)
	provider, err := account.NewProvider(fake.URL, oidctest.ClientID, oidctest.ClientSecret)
	if err != nil {
		t.Fatal(err)
	}
	s.provider = provider
	const password, other, agent = "quatre mots bien choisis", "cinq autres mots secrets", "Firefox-of-Ana"
	const from = "198.51.100.77"
	secrets := []string{link, password, other, agent, from, "ana@berry.example", "Ana@", "boss@", "zoe@", "stranger@", "Zoé Prénom", "nightly-token", oidctest.ClientSecret, "evil-query"}
	cookie := ""
	send := func(method, target, body string, header ...string) *httptest.ResponseRecorder {
		if cookie != "" {
			header = append(header, "Cookie", cookie)
		}
		s.proxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}
		w := ask(s.Server, method, target, body, append(header, "User-Agent", agent, "X-Forwarded-For", from)...)
		for _, c := range w.Result().Cookies() {
			if c.Value != "" {
				secrets = append(secrets, c.Value)
			}
			if c.Name == plainCookie {
				cookie = c.Name + "=" + c.Value
			}
		}
		return w
	}
	api := func(method, target, body string, header ...string) string {
		return send(method, prefix+target, body, header...).Body.String()
	}
	api("POST", "/session", `{"email":"Ana@berry.example","password":"`+other+`"}`)
	api("POST", "/session", `{"email":"stranger@berry.example","password":"`+other+`"}`)
	api("POST", "/session", `{"email":"ana@berry.example","password":"`+other+`"`) // not JSON
	api("POST", "/session", `{"email":"ana@berry.example","secret":"`+other+`"}`)
	api("POST", "/session?evil-query="+link, `{}`)
	api("POST", "/session", `{"link":"`+link+`"}`)
	api("PUT", "/me/password", `{"password":"court"}`)
	api("PUT", "/me/password", `{"password":"`+password+`"}`)
	token := api("POST", "/tokens", `{"name":"nightly-token","scope":"write"}`)
	_, token, _ = strings.Cut(token, `"secret":"`)
	token, _, _ = strings.Cut(token, `"`)
	if len(token) < 40 {
		t.Fatalf("the token is %q", token)
	}
	secrets = append(secrets, token)
	api("GET", "/me", "", "Authorization", "Bearer "+token)
	api("GET", "/me", "", "Authorization", "Bearer "+token+"x")
	api("GET", "/me/data", "")
	api("GET", "/sessions", "")
	api("DELETE", "/sessions/1", "")
	api("DELETE", "/session", "")
	for range 8 {
		api("POST", "/session", `{"email":"ana@berry.example","password":"`+other+`"}`)
	}
	// By the provider: as someone unknown, then as Ana; and with a code nobody gave.
	for _, email := range []string{"stranger@berry.example", "ana@berry.example"} {
		fake.Claims["email"] = email
		cookie = ""
		begun := send("GET", "/oidc/start?return=/evil-query", "")
		j := journey{stack: s, t: t, provider: fake}
		back := j.consents(begun.Header().Get("Location"))
		u, err := url.Parse(back)
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, u.Query().Get("code"), u.Query().Get("state"))
		send("GET", back, "", "Cookie", begun.Result().Cookies()[0].String())
		send("GET", back, "")
	}
	// Users, as an administrator.
	admin := boss(t, s)
	cookie = admin.cookie
	invited := api("POST", "/users", `{"email":"zoe@cher.example","name":"Zoé Prénom","grants":[{"role":"sales","member":"cher"}]}`)
	if _, secret, ok := strings.Cut(invited, "#"); !ok {
		t.Fatal(invited)
	} else {
		secrets = append(secrets, secret[:40])
	}
	api("POST", "/users", `{"email":"zoe@cher.example","grants":[{"role":"sales","member":"cher"}]}`)
	api("GET", "/users", "")
	api("PATCH", fmt.Sprintf("/users/%d", userOf(t, s)), `{"name":"Zoé Prénom"}`)
	api("POST", "/me/erasure", `{"email":"boss@maillage.example","password":"`+other+`"}`)
	// What fails inside is told to the log in full: nothing of the request is in it.
	s.parts.Store.Close()
	api("POST", "/session", `{"email":"ana@berry.example","password":"`+password+`"}`)
	api("GET", "/me", "", "Authorization", "Bearer "+token)

	text := log.String()
	if n := strings.Count(text, "\n"); n < 30 || !strings.Contains(text, "request failed") {
		t.Fatalf("the log has %d lines:\n%s", n, text)
	}
	for _, secret := range slices.DeleteFunc(secrets, func(s string) bool { return s == "" }) {
		if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
			t.Errorf("the log tells %q", secret)
		}
	}
	for _, kind := range []string{"mll_", "mls_", "mlt_", "mlo_", "@", "argon2", "Bearer"} {
		if at := strings.Index(text, kind); at >= 0 {
			t.Errorf("the log holds %q: %.200s", kind, text[max(0, at-100):])
		}
	}
}
