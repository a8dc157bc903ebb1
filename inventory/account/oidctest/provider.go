// Package oidctest is a small OpenID Connect provider for tests: discovery, keys,
// the authorization code flow with PKCE, ID tokens signed with RS256, userinfo. It
// keeps to the standard where a client can tell, and lies where a test asks it to.
// It belongs to tests alone: those of Go take it by New, the browser's run
// oidctest/serve.
package oidctest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// What a client is known by.
const (
	ClientID     = "maillage"
	ClientSecret = "oidctest-client-secret"
)

// Provider is one that runs. Its fields may be changed between requests.
type Provider struct {
	*httptest.Server
	Claims map[string]any                     // of who is signed in there; sub, email, email_verified
	Lie    func(claims map[string]any)        // what it changes in ID tokens; nil: nothing
	Sign   func(header, claims string) string // instead of RS256 with its own key; nil: that
	Denies bool                               // people there say no
	Asks   bool                               // it shows a page where people say who they are, or no
	Info   map[string]any                     // what userinfo answers

	key   *rsa.PrivateKey
	mu    sync.Mutex
	codes map[string]consent
}

// consent is what a code stands for.
type consent struct {
	asked url.Values // with what
	email string     // of who said so on the page; "" where nobody was asked
}

// New starts one; it ends with the test.
func New(t testing.TB) *Provider {
	t.Helper()
	p, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// Start starts one on a port of its own, until it is closed.
func Start() (*Provider, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	p := &Provider{key: key, codes: map[string]consent{},
		Claims: map[string]any{"sub": "1", "email": "ana@berry.example", "email_verified": true}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, p.Info) })
	p.Server = httptest.NewServer(mux)
	return p, nil
}

func answer(w http.ResponseWriter, status int, document any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(document)
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, 200, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
		"jwks_uri": p.URL + "/keys", "userinfo_endpoint": p.URL + "/userinfo", "response_types_supported": []string{"code"},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		"code_challenge_methods_supported": []string{"S256"}})
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	b := base64.RawURLEncoding
	answer(w, 200, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one",
		"n": b.EncodeToString(p.key.N.Bytes()), "e": b.EncodeToString(big.NewInt(int64(p.key.E)).Bytes())}}})
}

// authorize sends the browser back, with a code or the word that none is given: at
// once, or when its person has said on the page who they are.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != ClientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" ||
		len(q.Get("code_challenge")) != 43 || len(q.Get("state")) < 32 || len(q.Get("nonce")) < 32 {
		http.Error(w, "not a request of the code flow with PKCE", http.StatusBadRequest)
		return
	}
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil {
		http.Error(w, "no address to go back to", http.StatusBadRequest)
		return
	}
	if p.Asks && r.Method == http.MethodGet {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(page))
		return
	}
	answers := url.Values{"state": {q.Get("state")}, "session_state": {"of-its-own"}}
	if p.Denies || p.Asks && r.PostFormValue("say") != "yes" {
		answers.Set("error", "access_denied")
	} else {
		code := rand.Text()
		p.mu.Lock()
		p.codes[code] = consent{q, r.PostFormValue("email")}
		p.mu.Unlock()
		answers.Set("code", code)
	}
	back.RawQuery = answers.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

// page asks who one is. Its form goes where it came from: the request stands there.
const page = `<!doctype html><html lang="en"><title>A provider</title><form method="post">
<label>Address <input name="email" type="email"></label>
<button name="say" value="yes">That is me</button> <button name="say" value="no">Cancel</button></form></html>`

// token gives an ID token for a code, once, to the client that asked for it and
// holds what its challenge was made of.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, ok := r.BasicAuth()
	if !ok {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	p.mu.Lock()
	given, known := p.codes[r.PostFormValue("code")]
	delete(p.codes, r.PostFormValue("code"))
	p.mu.Unlock()
	asked := given.asked
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	switch {
	case id != ClientID || secret != ClientSecret:
		answer(w, 401, map[string]any{"error": "invalid_client"})
	case !known, r.PostFormValue("grant_type") != "authorization_code", r.PostFormValue("redirect_uri") != asked.Get("redirect_uri"),
		base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge"):
		answer(w, 400, map[string]any{"error": "invalid_grant"})
	default:
		id, err := p.idToken(asked.Get("nonce"), given.email)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		answer(w, 200, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 60, "id_token": id})
	}
}

func (p *Provider) idToken(nonce, email string) (string, error) {
	now := time.Now()
	claims := map[string]any{"iss": p.URL, "aud": ClientID, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "nonce": nonce}
	maps.Copy(claims, p.Claims)
	if email != "" {
		claims["sub"], claims["email"] = email, email
	}
	if p.Lie != nil {
		p.Lie(claims)
	}
	text, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	const header = `{"alg":"RS256","kid":"one","typ":"JWT"}`
	if p.Sign != nil {
		return p.Sign(header, string(text)), nil
	}
	return signed(p.key, header, string(text))
}

// SignRS256 is a JWT (RFC 7519) of a header and claims, signed with a key.
func SignRS256(t testing.TB, key *rsa.PrivateKey, header, claims string) string {
	token, err := signed(key, header, claims)
	if err != nil {
		t.Error(err)
	}
	return token
}

func signed(key *rsa.PrivateKey, header, claims string) (string, error) {
	text := Unsigned(header, claims)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), err
}

// Unsigned is what of a JWT is signed.
func Unsigned(header, claims string) string {
	b := base64.RawURLEncoding
	return b.EncodeToString([]byte(header)) + "." + b.EncodeToString([]byte(claims))
}
