package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/account"
)

// GetMe tells who asks and what answers.
func (h *handlers) GetMe(ctx context.Context, _ gen.GetMeRequestObject) (gen.GetMeResponseObject, error) {
	o := originOf(ctx)
	me := h.meOf(o.caller)
	if o.open {
		v := viewerOf(ctx)
		me.Role, me.Name, me.Open = gen.MeRole(v.Role), v.Name, &o.open
	}
	return gen.GetMe200JSONResponse(me), nil
}

// meOf is a caller as the contract shows it; nil is a visitor.
func (s *Server) meOf(c *account.Caller) gen.Me {
	v := inventory.Visitor()
	me := gen.Me{Version: s.version}
	if p := s.parts.Load(); p != nil {
		me.Demo = p.Demo
	}
	if s.provider != nil {
		me.Provider = some(s.provider.Host())
	}
	if c != nil {
		v = c.Viewer()
		v.Name = or(some(c.User.Name), c.User.Email)
		me.Email, me.HasPassword, me.ReadOnly = &c.User.Email, &c.User.HasPassword, &v.ReadOnly
		grants := grantDocuments(c.User.Grants)
		me.Grants = &grants
	}
	me.Role, me.Name, me.Member = gen.MeRole(v.Role), v.Name, some(v.Member)
	return me
}

// door is where callers are let in; what they change there is theirs.
func (h *handlers) door(ctx context.Context) (*account.Door, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	if p.Door == nil {
		return nil, inventory.Errorf(inventory.Unavailable, "no_accounts", "This instance serves no accounts.")
	}
	return p.Door.By(viewerOf(ctx), changeID(ctx)), nil
}

// withCookie is an answer that sets the session's cookie.
type withCookie struct {
	cookie *http.Cookie
	status int
	body   any // nil: none
}

func (a withCookie) write(w http.ResponseWriter) error {
	if a.cookie != nil {
		http.SetCookie(w, a.cookie)
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	return json.NewEncoder(w).Encode(a.body)
}

// VisitSignInResponse writes it.
func (a withCookie) VisitSignInResponse(w http.ResponseWriter) error { return a.write(w) }

// VisitEraseMeResponse writes it.
func (a withCookie) VisitEraseMeResponse(w http.ResponseWriter) error { return a.write(w) }

// VisitSignOutResponse writes it.
func (a withCookie) VisitSignOutResponse(w http.ResponseWriter) error { return a.write(w) }

// cookie carries a session's secret; an empty one ends it. Lax: a link from a
// mail opens the page signed in, a form elsewhere writes nothing.
func cookie(secure bool, secret string, ends time.Time) *http.Cookie {
	c := &http.Cookie{Name: plainCookie, Value: secret, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
	if secure {
		c.Name = secureCookie
	}
	if secret == "" {
		c.MaxAge = -1
	} else {
		c.Expires = ends
	}
	return c
}

// SignIn opens a session.
func (h *handlers) SignIn(ctx context.Context, r gen.SignInRequestObject) (gen.SignInResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	o := originOf(ctx)
	a := account.Attempt{Email: or(r.Body.Email, ""), Password: or(r.Body.Password, ""), Link: or(r.Body.Link, ""),
		Address: o.address, Agent: o.agent, Session: o.session}
	if (a.Link == "") == (a.Email == "") || a.Link != "" && a.Password != "" {
		return nil, inventory.Errorf(inventory.Invalid, "no_credentials", "Give an e-mail and a password, or a link.")
	}
	opened, err := door.SignIn(ctx, a)
	if err != nil {
		return nil, err
	}
	return withCookie{cookie(o.secure, opened.Secret, opened.Session.ExpiresAt), http.StatusOK, h.meOf(&opened.Caller)}, nil
}

// SignOut ends the session and takes the cookie away.
func (h *handlers) SignOut(ctx context.Context, _ gen.SignOutRequestObject) (gen.SignOutResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	o := originOf(ctx)
	if err := door.SignOut(ctx, o.session); err != nil {
		return nil, err
	}
	return withCookie{cookie: cookie(o.secure, "", time.Time{}), status: http.StatusNoContent}, nil
}

// ActAs has the session act under another role of its user.
func (h *handlers) ActAs(ctx context.Context, r gen.ActAsRequestObject) (gen.ActAsResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	c, err := door.Act(ctx, originOf(ctx).caller, inventory.Role(r.Body.Role), or(r.Body.Member, ""))
	if err != nil {
		return nil, err
	}
	return gen.ActAs200JSONResponse(h.meOf(c)), nil
}

// SetPassword sets the caller's password.
func (h *handlers) SetPassword(ctx context.Context, r gen.SetPasswordRequestObject) (gen.SetPasswordResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	if err := door.SetPassword(ctx, originOf(ctx).caller, or(r.Body.Current, ""), r.Body.Password); err != nil {
		return nil, err
	}
	return gen.SetPassword204Response{}, nil
}

// ListSessions lists the caller's sessions.
func (h *handlers) ListSessions(ctx context.Context, _ gen.ListSessionsRequestObject) (gen.ListSessionsResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	c := originOf(ctx).caller
	all, err := door.Sessions(ctx, c.User.ID)
	if err != nil {
		return nil, err
	}
	return gen.ListSessions200JSONResponse{Items: sessionDocuments(all, c.Session.ID)}, nil
}

func sessionDocuments(all []inventory.Session, current int64) []gen.Session {
	d := make([]gen.Session, len(all))
	for i, s := range all {
		d[i] = gen.Session{Id: s.ID, Role: gen.SessionRole(s.Acting.Role), Member: some(s.Acting.Member), Agent: s.Agent, ByLink: s.ByLink,
			CreatedAt: s.CreatedAt, SeenAt: s.SeenAt, ExpiresAt: s.ExpiresAt, Current: s.ID == current}
	}
	return d
}

// EndSession ends one of the caller's sessions.
func (h *handlers) EndSession(ctx context.Context, r gen.EndSessionRequestObject) (gen.EndSessionResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	if err := door.EndSession(ctx, originOf(ctx).caller.User.ID, r.Id); err != nil {
		return nil, err
	}
	return gen.EndSession204Response{}, nil
}

// TokenDocument is a token as the contract shows it; secret is "" but once.
func TokenDocument(t inventory.Token, secret string) gen.Token {
	return gen.Token{Id: t.ID, Name: t.Name, Scope: gen.TokenScope(t.Scope), Role: gen.TokenRole(t.Acting.Role), Member: some(t.Acting.Member),
		CreatedAt: t.CreatedAt, SeenAt: someTime(t.SeenAt), ExpiresAt: t.ExpiresAt, Secret: some(secret)}
}

// ListTokens lists the caller's tokens.
func (h *handlers) ListTokens(ctx context.Context, _ gen.ListTokensRequestObject) (gen.ListTokensResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	all, err := door.Tokens(ctx, originOf(ctx).caller.User.ID)
	if err != nil {
		return nil, err
	}
	return gen.ListTokens200JSONResponse{Items: tokenDocuments(all)}, nil
}

func tokenDocuments(all []inventory.Token) []gen.Token {
	d := make([]gen.Token, len(all))
	for i, t := range all {
		d[i] = TokenDocument(t, "")
	}
	return d
}

// AddToken makes a token that acts under the role that the caller acts under.
func (h *handlers) AddToken(ctx context.Context, r gen.AddTokenRequestObject) (gen.AddTokenResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	c := originOf(ctx).caller
	secret, t, err := door.AddToken(ctx, c.User.ID, c.Acting(), r.Body.Name, string(or(r.Body.Scope, gen.NewTokenScope(inventory.ScopeRead))),
		time.Duration(or(r.Body.Days, 0))*24*time.Hour)
	if err != nil {
		return nil, err
	}
	return gen.AddToken201JSONResponse(TokenDocument(t, secret)), nil
}

// EndToken revokes one of the caller's tokens.
func (h *handlers) EndToken(ctx context.Context, r gen.EndTokenRequestObject) (gen.EndTokenResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	if err := door.EndToken(ctx, originOf(ctx).caller.User.ID, r.Id); err != nil {
		return nil, err
	}
	return gen.EndToken204Response{}, nil
}
