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

// Listen opens a TCP listener at address ("127.0.0.1:8080"). Until accounts
// exist whoever reaches the service may change everything, so any address that
// is not loopback alone is refused with inventory.Forbidden; one that is taken
// or malformed is inventory.Invalid.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, inventory.Errorf(inventory.Invalid, "bad_address",
			"%q is not an address to listen on: write it as 127.0.0.1:8080", address)
	}
	refused := inventory.Errorf(inventory.Forbidden, "not_loopback",
		"%s can be reached from other machines, and Maillage has no accounts yet: it listens on loopback alone, such as 127.0.0.1:8080", address)
	if host == "" {
		return nil, refused
	}
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, inventory.Errorf(inventory.Invalid, "bad_address", "%q is not an address of this machine: %w", address, err)
	}
	for _, ip := range found {
		if !ip.Unmap().IsLoopback() {
			return nil, refused
		}
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, inventory.Errorf(inventory.Invalid, "bad_address",
			"cannot listen on %s: %w; stop what listens there, or choose another address with MAILLAGE_LISTEN", address, err)
	}
	return l, nil
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

// loopbackOnly refuses a request that was sent to another name than loopback's:
// a page elsewhere whose name was pointed at 127.0.0.1 (DNS rebinding) would
// otherwise read and write here with the browser's help.
func loopbackOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !LoopbackHost(c.Request().Host) {
			return inventory.Errorf(inventory.Forbidden, "bad_host",
				"This instance answers to localhost, 127.0.0.1 and [::1] alone, not to %q.", clip(c.Request().Host, 100))
		}
		return next(c)
	}
}

// sameSite refuses writes that another site's page sends through the browser.
func sameSite(next echo.HandlerFunc) echo.HandlerFunc {
	guard := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if err := guard.Check(c.Request()); err != nil {
			return inventory.Errorf(inventory.Forbidden, "cross_site", "A page of another site may not change things here.")
		}
		return next(c)
	}
}

// clip shortens what a caller sent before it is repeated to them.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return fmt.Sprintf("%s… (%d bytes)", strings.ToValidUTF8(s[:n], ""), len(s))
}
