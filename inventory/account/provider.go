package account

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"maillage/inventory"
)

// What a provider may take: seconds for an answer, bytes in it.
const (
	providerTimeout = 10 * time.Second
	maxProviderBody = 1 << 20
)

// Provider is an OpenID Connect provider that says who people are (OpenID Connect
// Core 1.0, authorization code flow with PKCE, RFC 7636). It is safe for concurrent
// use. Make one with NewProvider.
type Provider struct {
	issuer, id, secret string
	client             *http.Client

	mu    sync.Mutex
	found *oidc.Provider // nil: not asked yet, or it did not answer
}

// NewProvider is a provider by its issuer's address, as its discovery document
// says it, and what it knows this instance by. It is asked when it is first
// needed. Invalid for an address that is not HTTPS, unless it is this machine's.
func NewProvider(issuer, id, secret string) (*Provider, error) {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, inventory.Errorf(inventory.Invalid, "bad_issuer", "%q is not an issuer's address such as https://login.example.org", clipped(issuer))
	}
	if id == "" || secret == "" {
		return nil, inventory.Errorf(inventory.Invalid, "bad_client", "an OpenID Connect issuer needs a client id and a client secret beside it")
	}
	client := &http.Client{Timeout: providerTimeout, Transport: shortBodies{http.DefaultTransport}}
	return &Provider{issuer: issuer, id: id, secret: secret, client: client}, nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func clipped(s string) string {
	if len(s) > 200 {
		return strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// Host is the provider's, to tell people where the button leads.
func (p *Provider) Host() string {
	u, err := url.Parse(p.issuer)
	if err != nil {
		return ""
	}
	if host, _, err := net.SplitHostPort(u.Host); err == nil {
		return host
	}
	return u.Host
}

// shortBodies cuts answers that have no end.
type shortBodies struct{ http.RoundTripper }

func (t shortBodies) RoundTrip(r *http.Request) (*http.Response, error) {
	w, err := t.RoundTripper.RoundTrip(r)
	if err == nil {
		w.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(w.Body, maxProviderBody), w.Body}
	}
	return w, err
}

// discovered is the provider's own account of itself, asked once.
func (p *Provider) discovered() (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		// Its keys are read with this context for as long as the program runs.
		found, err := oidc.NewProvider(oidc.ClientContext(context.Background(), p.client), p.issuer)
		if err != nil {
			return nil, inventory.Errorf(inventory.Unavailable, "provider_unavailable", "The sign-in provider does not answer as it should: %w", err)
		}
		p.found = found
	}
	return p.found, nil
}

func (p *Provider) config(found *oidc.Provider, redirect string) oauth2.Config {
	return oauth2.Config{ClientID: p.id, ClientSecret: p.secret, Endpoint: found.Endpoint(), RedirectURL: redirect,
		Scopes: []string{oidc.ScopeOpenID, "email"}}
}

// claims are what we read of an ID token.
type claims struct {
	Email    string `json:"email"`
	Verified any    `json:"email_verified"` // some providers write "true"
	Party    string `json:"azp"`
}

func (c claims) verified() bool { return c.Verified == true || c.Verified == "true" }

// email exchanges a code for the e-mail address that the provider vouches for.
// Errors: Unsigned bad_identity, unverified_email; Unavailable.
func (p *Provider) email(ctx context.Context, f flow, redirect, code string, now func() time.Time) (string, error) {
	found, err := p.discovered()
	if err != nil {
		return "", err
	}
	bad := func(err error) error {
		return inventory.Errorf(inventory.Unsigned, "bad_identity", "The sign-in provider's word could not be taken: %w", err)
	}
	ctx = oidc.ClientContext(ctx, p.client)
	config := p.config(found, redirect)
	tokens, err := config.Exchange(ctx, code, oauth2.VerifierOption(f.verifier()))
	if err != nil {
		return "", bad(withoutBody(err))
	}
	raw, _ := tokens.Extra("id_token").(string)
	id, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.id, Now: now}).Verify(ctx, raw)
	if err != nil {
		return "", bad(err)
	}
	var c claims
	if err := id.Claims(&c); err != nil {
		return "", bad(err)
	}
	if !same(id.Nonce, f.nonce()) || c.Party != "" && c.Party != p.id || id.Subject == "" {
		return "", bad(errNotForUs)
	}
	if c.Email == "" && found.UserInfoEndpoint() != "" {
		if c, err = p.asked(ctx, found, tokens, id.Subject); err != nil {
			return "", bad(err)
		}
	}
	if c.Email == "" || !c.verified() {
		return "", inventory.Errorf(inventory.Unsigned, "unverified_email", "The sign-in provider has not verified your e-mail address.")
	}
	return inventory.NormalEmail(c.Email), nil
}

// asked is the address from the provider's userinfo, where the token has none.
func (p *Provider) asked(ctx context.Context, found *oidc.Provider, tokens *oauth2.Token, subject string) (claims, error) {
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil { // its text would repeat what the provider sent
		return claims{}, errors.New("the userinfo address refuses us")
	}
	if info.Subject != subject {
		return claims{}, errNotForUs
	}
	return claims{Email: info.Email, Verified: info.EmailVerified}, nil
}
