package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// headerVersion names, in the answer to a write, what it wrote; in a request,
// what its answer must have in it at the least. The parameter version says the
// same where headers are hard to set.
const headerVersion = "Maillage-Version"

// versions has requests wait for the version they name, which another process may
// have written, and tells that of what they write.
func (s *Server) versions(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if path := r.URL.Path; !strings.HasPrefix(path, prefix+"/") && !strings.HasPrefix(path, "/tiles/") {
			return next(c)
		}
		if err := s.await(r); err != nil {
			return err
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			ctx, written := postgres.Noting(r.Context())
			c.SetRequest(r.WithContext(ctx))
			c.Response().Before(func() {
				if v, ok := written.Last(); ok {
					c.Response().Header().Set(headerVersion, v.String())
				}
			})
		}
		return next(c)
	}
}

// await waits for the version that a request names, and takes the parameter from
// it: no operation reads it.
func (s *Server) await(r *http.Request) error {
	named := r.Header.Values(headerVersion)
	if q := r.URL.Query(); q.Has("version") {
		named = append(slices.Clone(named), q["version"]...)
		q.Del("version")
		r.URL.RawQuery = q.Encode()
	}
	for _, text := range named {
		v, err := postgres.ParseVersion(text)
		if err != nil {
			return invalidRequest([]inventory.FieldError{{Field: "version", Value: clip(text, 40), Code: "bad_version",
				Message: "is the number that a write's answer names"}})
		}
		p, err := s.need()
		if err != nil {
			return err
		}
		if err := p.Atlas.Await(r.Context(), v); err != nil {
			return err
		}
	}
	return nil
}

// wrote is the version of what a request has written, nil for nothing.
func wrote(ctx context.Context) *string {
	if v, ok := postgres.NotedIn(ctx); ok {
		return some(v.String())
	}
	return nil
}
