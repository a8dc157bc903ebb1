package api

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
)

// Beyond tells whether an address to listen on ("127.0.0.1:8080") can be reached
// from other machines; inventory.Invalid for one that is malformed.
func Beyond(ctx context.Context, address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return true, inventory.Errorf(inventory.Invalid, "bad_address",
			"%q is not an address to listen on: write it as 127.0.0.1:8080", address)
	}
	if host == "" {
		return true, nil
	}
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return true, inventory.Errorf(inventory.Invalid, "bad_address", "%q is not an address of this machine: %w", address, err)
	}
	for _, ip := range found {
		if !ip.Unmap().IsLoopback() {
			return true, nil
		}
	}
	return false, nil
}

// Listen opens a TCP listener at an address. One that others can reach is refused
// with inventory.Forbidden unless claimed: until there is an administrator,
// whoever reaches the service runs it. One that is taken or malformed is
// inventory.Invalid.
func Listen(ctx context.Context, address string, claimed bool) (net.Listener, error) {
	beyond, err := Beyond(ctx, address)
	if err != nil {
		return nil, err
	}
	if beyond && !claimed {
		return nil, NotClaimed(address)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, inventory.Errorf(inventory.Invalid, "bad_address",
			"cannot listen on %s: %w; stop what listens there, or choose another address with MAILLAGE_LISTEN", address, err)
	}
	return l, nil
}

// NotClaimed is the refusal of an address that others can reach while there is
// no administrator.
func NotClaimed(address string) error {
	return inventory.Errorf(inventory.Forbidden, "not_loopback",
		"%s can be reached from other machines, and this instance has no administrator yet: run “maillage user add EMAIL --role admin” first, or listen on loopback alone, such as 127.0.0.1:8080", address)
}

// LoopbackHost tells whether a Host header (or an address's host, with or
// without a port) names this machine to itself.
func LoopbackHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.ToLower(strings.Trim(name, "[]")), ".")
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.Unmap().IsLoopback()
}

// knownHost refuses a request that was sent to another name than ours: a page
// elsewhere whose name was pointed at this address (DNS rebinding) would
// otherwise read and write here with the browser's help. Names are loopback's
// and that of the public address; numbers cannot be pointed anywhere.
func (s *Server) knownHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		host := c.Request().Host
		known := LoopbackHost(host) || s.public != nil && strings.EqualFold(host, s.public.Host)
		if s.exposed && !known {
			name := host
			if h, _, err := net.SplitHostPort(host); err == nil {
				name = h
			}
			_, err := netip.ParseAddr(strings.Trim(name, "[]"))
			known = err == nil
		}
		switch {
		case known:
			return next(c)
		case s.exposed:
			return inventory.Errorf(inventory.Forbidden, "bad_host",
				"This instance does not answer to %q: say its public address with MAILLAGE_PUBLIC_URL.", clip(host, 100))
		}
		return inventory.Errorf(inventory.Forbidden, "bad_host",
			"This instance answers to localhost, 127.0.0.1 and [::1] alone, not to %q.", clip(host, 100))
	}
}

// sameSite refuses writes that another site's page sends through the browser, by
// Sec-Fetch-Site, or by Origin where a browser does not send it.
func (s *Server) sameSite() echo.MiddlewareFunc {
	guard := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			// Behind a proxy that names us otherwise, the browser's own word counts.
			if s.public != nil && r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == s.public.Scheme+"://"+s.public.Host {
				return next(c)
			}
			if err := guard.Check(r); err != nil {
				return inventory.Errorf(inventory.Forbidden, "cross_site", "A page of another site may not change things here.")
			}
			return next(c)
		}
	}
}

// clip shortens what a caller sent before it is repeated to them.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return fmt.Sprintf("%s… (%d bytes)", strings.ToValidUTF8(s[:n], ""), len(s))
}
