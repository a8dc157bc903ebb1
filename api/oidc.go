package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
	"maillage/inventory/account"
)

// Signing in with an OpenID Connect provider is for browsers that follow links, not
// for programs: these addresses are no part of openapi.yaml, take what parameters
// providers add, and tell refusals by leading to the page that signs in.

const (
	routeFlow     = "/oidc/start"
	routeFlowBack = "/oidc/callback"
	flowSuffix    = "-oidc" // of the cookie that holds what a sign-in began with
)

// flowCookie holds the secret of a sign-in with a provider; "" takes it away. Lax:
// it comes back from the provider's page.
func flowCookie(o *origin, name, secret string) *http.Cookie {
	c := &http.Cookie{Name: name + flowSuffix, Value: secret, Path: "/", HttpOnly: true, Secure: o.secure, SameSite: http.SameSiteLaxMode,
		MaxAge: int(account.FlowLife.Seconds())}
	if secret == "" {
		c.MaxAge = -1
	}
	return c
}

// provided is the door and the provider, or why there is none.
func (s *Server) provided(ctx context.Context) (*account.Door, error) {
	if s.provider == nil {
		return nil, inventory.Errorf(inventory.NotFound, "no_provider", "This instance knows no sign-in provider.")
	}
	return (&handlers{s}).door(ctx)
}

// beginFlow leads to the provider.
func (s *Server) beginFlow(c echo.Context) error {
	ctx := c.Request().Context()
	o := originOf(ctx)
	door, err := s.provided(ctx)
	if err != nil {
		return s.led(c, "", err)
	}
	address, secret, err := door.BeginFlow(ctx, s.provider, o.base+routeFlowBack, c.QueryParam("return"))
	if err != nil {
		return s.led(c, "", err)
	}
	c.SetCookie(flowCookie(o, s.cookieName(c.Request()), secret))
	return s.led(c, address, nil)
}

// endFlow takes in who comes back from the provider.
func (s *Server) endFlow(c echo.Context) error {
	r := c.Request()
	ctx := r.Context()
	o, name := originOf(ctx), s.cookieName(r)
	door, err := s.provided(ctx)
	if err != nil {
		return s.led(c, "", err)
	}
	back := account.Returned{State: c.QueryParam("state"), Code: c.QueryParam("code"), Error: c.QueryParam("error")}
	if held, err := r.Cookie(name + flowSuffix); err == nil {
		back.Secret = held.Value
		c.SetCookie(flowCookie(o, name, ""))
	}
	opened, returnTo, err := door.EndFlow(ctx, s.provider, o.base+routeFlowBack, back,
		account.Attempt{Address: o.address, Agent: o.agent, Session: o.session})
	if err == nil {
		c.SetCookie(cookie(o.secure, opened.Secret, opened.Session.ExpiresAt))
	}
	return s.led(c, returnTo, err)
}

// led leads a browser on, or to the page that signs in with the word of what was
// refused. The log has the cause: what a provider does wrong is for who runs this
// instance to mend.
func (s *Server) led(c echo.Context, to string, err error) error {
	if err != nil {
		p := problemOf(err)
		var domain *inventory.Error
		if errors.As(err, &domain) && domain.Unwrap() != nil || p.Status >= 500 {
			s.log.Warn("signing in with the provider failed", "code", p.Code, "error", errors.Unwrap(err), "request_id", requestID(c))
		}
		to = "/sign-in?" + url.Values{"refused": {p.Code}}.Encode()
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("Location", to)
	c.Response().WriteHeader(http.StatusSeeOther)
	return nil
}
