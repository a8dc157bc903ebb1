package api

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
	"maillage/inventory/account"
)

// The keys under which a request's context carries who asks, in which language,
// and the request's id.
type (
	viewerKey   struct{}
	originKey   struct{}
	languageKey struct{}
	changeKey   struct{}
)

// origin is what a request says of where it comes from.
type origin struct {
	caller  *account.Caller // nil: nobody has signed in
	open    bool            // nobody has, and whoever reaches this instance runs it
	address netip.Addr
	agent   string
	session string // the secret that its cookie carries, whether it is valid or not
	secure  bool   // browsers reach us by TLS
	base    string // under which they do, such as https://maillage.example.org

	starting bool // it came before it could be known who asks
}

// The cookie's name where it travels in the clear, on loopback alone, and where
// it does not: browsers keep a __Host- cookie from other hosts and plain HTTP.
const (
	plainCookie  = "maillage"
	secureCookie = "__Host-maillage"
)

// who says who asks: the one place where a viewer is made of a cookie or a token.
// A token that is not valid is refused; a session that is not is a visitor's.
// Addresses that show nothing of the inventory do not ask the database.
func (s *Server) who(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		o := &origin{address: s.callerAddress(r), agent: r.UserAgent(), secure: s.secure(r), base: s.base(r)}
		if cookie, err := r.Cookie(s.cookieName(r)); err == nil {
			o.session = cookie.Value
		}
		v := inventory.Visitor()
		if path := r.URL.Path; strings.HasPrefix(path, prefix+"/") || strings.HasPrefix(path, "/tiles/") || path == "/metrics" {
			var err error
			if v, err = s.recognise(r, o); err != nil {
				return err
			}
		}
		ctx := context.WithValue(r.Context(), viewerKey{}, v)
		ctx = context.WithValue(ctx, originKey{}, o)
		ctx = context.WithValue(ctx, languageKey{}, preferredLanguage(r.Header.Get("Accept-Language")))
		ctx = context.WithValue(ctx, changeKey{}, requestID(c))
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

// recognise is who for one request; it fills o.caller and o.open.
func (s *Server) recognise(r *http.Request, o *origin) (inventory.Viewer, error) {
	ctx, p := r.Context(), s.parts.Load()
	if o.starting = p == nil; o.starting || p.Door == nil {
		return inventory.Visitor(), nil
	}
	var err error
	if header := r.Header.Values("Authorization"); len(header) > 0 {
		scheme, token, _ := strings.Cut(header[0], " ")
		if strings.EqualFold(scheme, "Bearer") && len(header) == 1 {
			o.caller, err = p.Door.ByToken(ctx, strings.TrimSpace(token))
		}
		if err == nil && o.caller == nil {
			err = inventory.Errorf(inventory.Unsigned, "bad_token", "This token is not valid: it may have expired or been revoked.")
		}
	} else if o.session != "" {
		o.caller, err = p.Door.BySession(ctx, o.session)
	}
	switch {
	case err != nil:
		return inventory.Visitor(), err
	case o.caller != nil:
		return o.caller.Viewer(), nil
	}
	if o.open, err = s.isOpen(ctx, p); err != nil || !o.open {
		return inventory.Visitor(), err
	}
	return inventory.Operator("operator"), nil
}

// isOpen tells whether whoever reaches the service runs it: on loopback alone,
// for a demonstration or until there is an administrator.
func (s *Server) isOpen(ctx context.Context, p *Parts) (bool, error) {
	if s.exposed || s.claimed.Load() && !p.OpenDemo {
		return false, nil
	}
	if p.OpenDemo {
		return true, nil
	}
	there, err := p.Door.HasAdmin(ctx)
	if err == nil && there {
		s.claimed.Store(true) // for good: an admin who goes opens nothing
	}
	return err == nil && !there, err
}

// viewerOf is who asks: a visitor, who sees least, when nothing says.
func viewerOf(ctx context.Context) inventory.Viewer {
	if v, ok := ctx.Value(viewerKey{}).(inventory.Viewer); ok {
		return v
	}
	return inventory.Visitor()
}

// originOf is where a request comes from.
func originOf(ctx context.Context) *origin {
	if o, ok := ctx.Value(originKey{}).(*origin); ok {
		return o
	}
	return &origin{}
}

// callerAddress is the address a request comes from: the connection's, or what a
// proxy that is trusted says of it, the last hop that is not such a proxy.
func (s *Server) callerAddress(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	ip := at.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.trusts(ip); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		ip = hop.Unmap()
	}
	return ip
}

func (s *Server) trusts(ip netip.Addr) bool {
	for _, p := range s.proxies {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// secure tells whether browsers reach this service by TLS.
func (s *Server) secure(r *http.Request) bool {
	return r.TLS != nil || s.public != nil && s.public.Scheme == "https"
}

// base is under which address browsers reach this service. Without a public one it
// is the name that the request was sent to, which knownHost has looked at.
func (s *Server) base(r *http.Request) string {
	switch {
	case s.public != nil:
		return s.public.Scheme + "://" + s.public.Host
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (s *Server) cookieName(r *http.Request) string {
	if s.secure(r) {
		return secureCookie
	}
	return plainCookie
}
