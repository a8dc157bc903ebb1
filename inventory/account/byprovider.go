package account

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/jackc/pgx/v5"
	"golang.org/x/oauth2"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// FlowLife is how long one may take at the provider.
const FlowLife = 10 * time.Minute

var errNotForUs = errors.New("it was given for another sign-in")

// withoutBody leaves out of an OAuth error what the provider sent: it may repeat
// what it was sent.
func withoutBody(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return errors.New("it refuses the code")
	}
	return err
}

// flow is one sign-in with a provider: a secret that the browser alone holds, from
// which what travels is derived, each for its own use.
type flow string

func (f flow) derived(use string) string {
	sum := sha256.Sum256([]byte(use + " " + string(f)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func (f flow) state() string    { return f.derived("state") }
func (f flow) nonce() string    { return f.derived("nonce") }
func (f flow) verifier() string { return f.derived("verifier") }

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// LocalPath is where a sign-in may lead back to: a page of this instance, "/" for
// anything else. Browsers take //host, /\host and /<tab>/host for other machines.
func LocalPath(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") ||
		len(s) > 2000 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' }) {
		return "/"
	}
	for _, none := range []string{"/api/", "/oidc/", "/sign-in"} {
		if strings.HasPrefix(u.Path, none) {
			return "/"
		}
	}
	return s
}

// BeginFlow begins a sign-in with a provider: the browser goes to address, keeps
// secret, and comes back to redirect with both. Unavailable when the provider does
// not answer.
func (d *Door) BeginFlow(ctx context.Context, p *Provider, redirect, returnTo string) (address, secret string, err error) {
	found, err := p.discovered()
	if err != nil {
		return "", "", err
	}
	secret, hash := newSecret(flowPrefix)
	now := d.now()
	err = d.write(ctx, func(tx pgx.Tx) error {
		return postgres.AddFlow(ctx, tx, hash, LocalPath(returnTo), now, now.Add(FlowLife))
	})
	if err != nil {
		return "", "", err
	}
	f, config := flow(secret), p.config(found, redirect)
	return config.AuthCodeURL(f.state(), oidc.Nonce(f.nonce()), oauth2.S256ChallengeOption(f.verifier())), secret, nil
}

// Returned is what a browser brings back from a provider.
type Returned struct {
	Secret      string // that BeginFlow gave it
	State, Code string
	Error       string // in the provider's words, instead of a code
}

// EndFlow opens a session for whom a provider vouches, if they are a user here,
// and tells where to lead them. Errors: Unsigned stale_sign_in for what was not
// begun by this browser, is too old or was used before; Unsigned provider_refused,
// bad_identity, unverified_email, unknown_user; Forbidden no_role; TooOften;
// Unavailable.
func (d *Door) EndFlow(ctx context.Context, p *Provider, redirect string, r Returned, a Attempt) (o Opened, returnTo string, err error) {
	if err := d.count(ctx, addressSubject(a.Address), byAddress); err != nil {
		return o, "", err
	}
	stale := inventory.Errorf(inventory.Unsigned, "stale_sign_in", "This sign-in was not begun here or took too long: begin again.")
	f := flow(r.Secret)
	if !isSecret(r.Secret, flowPrefix) || !same(r.State, f.state()) {
		return o, "", stale
	}
	known := false
	err = d.write(ctx, func(tx pgx.Tx) (err error) {
		returnTo, known, err = postgres.TakeFlow(ctx, tx, hashOf(r.Secret), d.now())
		return err
	})
	switch {
	case err != nil:
		return o, "", err
	case !known:
		return o, "", stale
	case r.Error != "" || r.Code == "":
		return o, "", inventory.Errorf(inventory.Unsigned, "provider_refused", "The sign-in provider did not let you in.")
	}
	email, err := p.email(ctx, f, redirect, r.Code, d.Now)
	if err != nil {
		return o, "", err
	}
	a.Email, a.provider = email, true
	o, err = d.open(ctx, a, func(tx pgx.Tx) (int64, error) {
		u, err := postgres.UserByEmail(ctx, tx, email)
		if kind := inventory.KindOf(err); kind == inventory.NotFound || kind == inventory.Invalid { // no address at all
			return 0, inventory.Errorf(inventory.Unsigned, "unknown_user", "Nobody here has the e-mail address that your provider gives: ask an administrator to invite you.")
		}
		return u.ID, err
	})
	return o, returnTo, err
}
