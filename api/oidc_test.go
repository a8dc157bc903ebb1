package api

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/account/oidctest"
)

// journey is a browser on its way through a provider.
type journey struct {
	*stack
	t        *testing.T
	provider *oidctest.Provider
	held     string // the cookie of the sign-in under way
	headers  []string
}

// withProvider is people with a provider, and Ana's browser.
func withProvider(t *testing.T, log io.Writer) *journey {
	t.Helper()
	s, _ := people(t)
	s.log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	fake := oidctest.New(t)
	p, err := account.NewProvider(fake.URL, oidctest.ClientID, oidctest.ClientSecret)
	if err != nil {
		t.Fatal(err)
	}
	s.provider = p
	return &journey{stack: s, t: t, provider: fake}
}

// leads asks an address and returns where it leads.
func (j *journey) leads(target string, headers ...string) (string, *httptest.ResponseRecorder) {
	j.t.Helper()
	w := ask(j.Server, "GET", target, "", append(headers, j.headers...)...)
	if w.Code != http.StatusSeeOther || w.Header().Get("Cache-Control") != "private, no-store" {
		j.t.Fatalf("%s answers %d %v %s", target, w.Code, w.Header(), w.Body)
	}
	for _, c := range w.Result().Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			j.t.Errorf("the cookie is %+v", c)
		}
		if c.Name == plainCookie+flowSuffix {
			j.held = c.Name + "=" + c.Value
		}
	}
	return w.Header().Get("Location"), w
}

// consents goes to the provider and returns the address that it sends the browser
// back to, below this service.
func (j *journey) consents(address string) string {
	j.t.Helper()
	if !strings.HasPrefix(address, j.provider.URL+"/authorize?") {
		j.t.Fatalf("it leads to %s", address)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Get(address)
	if err != nil {
		j.t.Fatal(err)
	}
	r.Body.Close()
	back, ok := strings.CutPrefix(r.Header.Get("Location"), "http://localhost:8080")
	if r.StatusCode != http.StatusFound || !ok {
		j.t.Fatalf("the provider answers %d %s", r.StatusCode, r.Header)
	}
	return back
}

// session is the session's cookie in an answer, "" for none.
func session(w *httptest.ResponseRecorder) string {
	for _, c := range w.Result().Cookies() {
		if c.Name == plainCookie && c.MaxAge >= 0 {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}

// whole makes the whole journey.
func (j *journey) whole(returnTo string) (string, *httptest.ResponseRecorder) {
	j.t.Helper()
	address, _ := j.leads("/oidc/start?return=" + url.QueryEscape(returnTo))
	back := j.consents(address)
	return j.leads(back, "Cookie", j.held)
}

func TestSignInByProvider(t *testing.T) {
	t.Parallel()
	j := withProvider(t, io.Discard)
	if me := get[gen.Me](t, j.stack, "/me"); me.Provider == nil || *me.Provider != "127.0.0.1" {
		t.Errorf("me is %+v", me)
	}
	j.provider.Claims["email"] = "Ana@Berry.example"
	to, w := j.whole("/adherents/berry?mode=reach")
	if to != "/adherents/berry?mode=reach" {
		t.Errorf("it leads to %s", to)
	}
	ana := browser{j.stack, t, session(w)}
	if me := asks[gen.Me](ana, "GET", "/me", "", 200); me.Role != "contributor" || *me.Email != "ana@berry.example" {
		t.Errorf("she is %+v", me)
	}
	if data := asks[gen.PersonalData](ana, "GET", "/me/data", "", 200); data.SignIns[0].How != "provider" {
		t.Errorf("noted as %+v", data.SignIns)
	}
	// A session that the browser held ends, and its secret is not taken on.
	_, again := j.whole("/")
	j.headers = []string{"Cookie", ana.cookie}
	if session(again) == ana.cookie {
		t.Error("the secret of the session stays")
	}
	j.headers = nil
	// Where the token has no address, userinfo has it, of the same person alone.
	delete(j.provider.Claims, "email")
	j.provider.Info = map[string]any{"sub": "1", "email": "ana@berry.example", "email_verified": true}
	if to, w := j.whole("/"); to != "/" || session(w) == "" {
		t.Errorf("by userinfo it leads to %s", to)
	}
	j.provider.Info["sub"] = "2"
	if to, w := j.whole("/"); to != "/sign-in?refused=bad_identity" || session(w) != "" {
		t.Errorf("by another's userinfo it leads to %s", to)
	}
}

// What a provider says that is not for us, and who it says that is not known here.
func TestProvidersLies(t *testing.T) {
	t.Parallel()
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	j := withProvider(t, &log)
	lie := func(claim string, value any) func(*oidctest.Provider) {
		return func(p *oidctest.Provider) { p.Lie = func(c map[string]any) { c[claim] = value } }
	}
	for name, row := range map[string]struct {
		how  func(p *oidctest.Provider)
		want string
	}{
		"wrong nonce":        {lie("nonce", strings.Repeat("n", 43)), "bad_identity"},
		"no nonce":           {lie("nonce", ""), "bad_identity"},
		"wrong audience":     {lie("aud", "another-client"), "bad_identity"},
		"another party's":    {lie("azp", "another-client"), "bad_identity"},
		"expired":            {lie("exp", time.Now().Add(-time.Minute).Unix()), "bad_identity"},
		"of another issuer":  {lie("iss", "https://evil.example"), "bad_identity"},
		"no subject":         {lie("sub", ""), "bad_identity"},
		"unverified":         {lie("email_verified", false), "unverified_email"},
		"not said verified":  {lie("email_verified", nil), "unverified_email"},
		"verified as a word": {lie("email_verified", "true"), ""},
		"no e-mail":          {func(p *oidctest.Provider) { p.Lie = func(c map[string]any) { delete(c, "email") } }, "bad_identity"},
		"unknown e-mail":     {lie("email", "stranger@berry.example"), "unknown_user"},
		"odd e-mail":         {lie("email", "ana@berry.example\x00"), "unknown_user"},
		"says no":            {func(p *oidctest.Provider) { p.Denies = true }, "provider_refused"},
		"other key": {func(p *oidctest.Provider) {
			p.Sign = func(h, c string) string { return oidctest.SignRS256(t, other, h, c) }
		}, "bad_identity"},
		"no signature": {func(p *oidctest.Provider) {
			p.Sign = func(_, c string) string { return oidctest.Unsigned(`{"alg":"none"}`, c) + "." }
		}, "bad_identity"},
		"signed with our secret": {func(p *oidctest.Provider) {
			p.Sign = func(_, c string) string {
				return oidctest.Unsigned(`{"alg":"HS256"}`, c) + "." + base64.RawURLEncoding.EncodeToString([]byte(strings.Repeat("x", 32)))
			}
		}, "bad_identity"},
		"no token at all": {func(p *oidctest.Provider) { p.Sign = func(string, string) string { return "" } }, "bad_identity"},
	} {
		j.provider.Lie, j.provider.Sign, j.provider.Denies = nil, nil, false
		row.how(j.provider)
		to, w := j.whole("/x")
		want := "/sign-in?refused=" + row.want
		if row.want == "" {
			want = "/x"
		}
		if to != want || (session(w) != "") != (row.want == "") {
			t.Errorf("%s: it leads to %s, want %s, with the session %q", name, to, want, session(w))
		}
	}
	for _, never := range []string{"berry.example", "eyJ", oidctest.ClientSecret, "state=", "callback?", "mlo_", "mls_"} {
		if strings.Contains(log.String(), never) {
			t.Errorf("the log tells %q:\n%s", never, log.String())
		}
	}
	if !strings.Contains(log.String(), "bad_identity") {
		t.Errorf("the log does not say what the provider does wrong:\n%s", log.String())
	}
}

// What comes back must have been begun here, by this browser, now, and once.
func TestFlowsAreOnesOwnAndServeOnce(t *testing.T) {
	t.Parallel()
	j := withProvider(t, io.Discard)
	var mu sync.Mutex
	later := time.Duration(0)
	j.parts.Door.Now = func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return time.Now().Add(later)
	}
	begin := func() (back, held string) {
		address, _ := j.leads("/oidc/start?return=/x")
		return j.consents(address), j.held
	}
	stale := func(what, back string, headers ...string) {
		t.Helper()
		to, w := j.leads(back, headers...)
		if to != "/sign-in?refused=stale_sign_in" || session(w) != "" {
			t.Errorf("%s leads to %s with the session %q", what, to, session(w))
		}
	}
	back, held := begin()
	u, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	without := func(name, value string) string {
		q := u.Query()
		q.Set(name, value)
		return u.Path + "?" + q.Encode()
	}
	stale("a state of another", without("state", strings.Repeat("s", 43)), "Cookie", held)
	stale("no state", without("state", ""), "Cookie", held)
	stale("another browser", back)
	_, others := begin()
	stale("another browser with a sign-in of its own", back, "Cookie", others)
	stale("a planted secret", back, "Cookie", plainCookie+flowSuffix+"=mlo_"+strings.Repeat("A", 43))
	if to, w := j.leads(back, "Cookie", held); to != "/x" || session(w) == "" {
		t.Fatalf("after all that it leads to %s", to)
	}
	stale("a replay", back, "Cookie", held)

	// A code that the provider has seen before, in a sign-in of its own.
	fresh, held := begin()
	f, err := url.Parse(fresh)
	if err != nil {
		t.Fatal(err)
	}
	q := f.Query()
	q.Set("code", u.Query().Get("code"))
	if to, w := j.leads(f.Path+"?"+q.Encode(), "Cookie", held); to != "/sign-in?refused=bad_identity" || session(w) != "" {
		t.Errorf("a code that was used leads to %s", to)
	}
	// A code that was given for another browser's sign-in: the verifier differs.
	theirs, _ := begin()
	mine, held := begin()
	v, _ := url.Parse(theirs)
	m, _ := url.Parse(mine)
	q = m.Query()
	q.Set("code", v.Query().Get("code"))
	if to, w := j.leads(m.Path+"?"+q.Encode(), "Cookie", held); to != "/sign-in?refused=bad_identity" || session(w) != "" {
		t.Errorf("another browser's code leads to %s", to)
	}
	back, held = begin()
	mu.Lock()
	later = account.FlowLife
	mu.Unlock()
	stale("too late", back, "Cookie", held)

	// Guesses at what is under way are slowed down like others.
	last := ""
	for range 40 {
		last, _ = j.leads(back, "Cookie", held)
	}
	if last != "/sign-in?refused=too_often" {
		t.Errorf("guesses lead to %s", last)
	}
}

// After signing in one lands on this instance, whatever the link said.
func TestNoOpenRedirect(t *testing.T) {
	t.Parallel()
	j := withProvider(t, io.Discard)
	for _, bad := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
		"javascript:alert(1)", "evil.example", "", "/api/v1/me", "/oidc/start", "http:evil.example", "///evil.example", "/é", "/" + strings.Repeat("x", 3000),
		"/sign-in?refused=x", " //evil.example", "/x\r\nSet-Cookie: a=b"} {
		if to, w := j.whole(bad); to != "/" || session(w) == "" {
			t.Errorf("%q leads to %q", bad, to)
		}
	}
	for _, good := range []string{"/", "/adherents?x=1#y", "/zones%20blanches", "/a//b", "/?next=https://evil.example"} {
		if to, _ := j.whole(good); to != good {
			t.Errorf("%q leads to %q", good, to)
		}
	}
}

func TestProviderThatIsNotThere(t *testing.T) {
	t.Parallel()
	j := withProvider(t, io.Discard)
	j.provider.Close()
	if to, _ := j.leads("/oidc/start"); to != "/sign-in?refused=provider_unavailable" {
		t.Errorf("without the provider it leads to %s", to)
	}
	j.Server.provider = nil
	for _, target := range []string{"/oidc/start", "/oidc/callback?code=x&state=y"} {
		if to, _ := j.leads(target); to != "/sign-in?refused=no_provider" {
			t.Errorf("%s leads to %s", target, to)
		}
	}
	if me := get[gen.Me](t, j.stack, "/me"); me.Provider != nil {
		t.Errorf("me is %+v", me)
	}
	for issuer, want := range map[string]bool{"https://login.example.org": true, "https://login.example.org/realms/x": true, "http://localhost:9": true,
		"http://127.0.0.1:9": true, "http://login.example.org": false, "login.example.org": false, "": false, "https://u:p@x.example": false, "https://x.example/?a=b": false} {
		if _, err := account.NewProvider(issuer, "a", "b"); (err == nil) != want {
			t.Errorf("the issuer %q: %v", issuer, err)
		}
	}
	if _, err := account.NewProvider("https://login.example.org", "a", ""); inventory.KindOf(err) != inventory.Invalid {
		t.Errorf("without a secret: %v", err)
	}
}

// Wherever a sign-in leads back to, a browser resolves it to this very machine.
func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/", "//x", "/\\x", "/a?b#c", "https://x", "/%2f/x", "/..//x", "/\t/x"} {
		f.Add(s)
	}
	base := &url.URL{Scheme: "https", Host: "maillage.example", Path: "/"}
	f.Fuzz(func(t *testing.T, s string) {
		got := account.LocalPath(s)
		to, err := base.Parse(got)
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || strings.ContainsAny(got, "\\\r\n\t ") || strings.HasPrefix(got, "//") {
			t.Errorf("%q leads to %q, %v", s, got, err)
		}
	})
}
