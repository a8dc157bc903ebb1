package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"
)

// observe writes one line a request and counts it. It names the route, not the
// address asked: what people type in a query is theirs.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		method := c.Request().Method
		if err := next(c); err != nil {
			c.Error(err) // written here, so that the line below tells its status
		}
		took := time.Since(start)
		route := routeOf(c)
		status := c.Response().Status
		if route == routeVoice && status < 300 {
			return nil // a line, or a count, would tell how many voices are cast
		}
		s.metrics.seen(method, route, status, took)
		level := slog.LevelInfo
		switch {
		case status >= 500 && status != http.StatusServiceUnavailable:
			level = slog.LevelError
		case route == "/livez" || route == "/readyz" || route == "/metrics" || route == routeAssets || route == routeTiles:
			level = slog.LevelDebug
		case status == http.StatusServiceUnavailable:
			level = slog.LevelWarn
		}
		s.log.Log(c.Request().Context(), level, "request",
			"method", method, "route", route, "status", status,
			"ms", float64(took.Microseconds())/1000, "bytes", c.Response().Size, "request_id", requestID(c))
		return nil
	}
}

const (
	routeAssets = "/assets"
	routeTiles  = "/tiles/:name/:z/:x/:y"
	routeVoice  = prefix + "/proposals/:id/voice"
)

// routeOf is the pattern a request met; a bounded set, fit for a metric's label.
func routeOf(c echo.Context) string {
	if r, ok := c.Get("route").(string); ok {
		return r
	}
	if p := c.Path(); p != "" {
		return p
	}
	return "unknown"
}

// recovered turns a panic into an internal error, with its stack in the log.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				s.log.Error("panic", "panic", fmt.Sprint(r), "route", c.Path(),
					"request_id", requestID(c), "stack", string(debug.Stack()))
				err = fmt.Errorf("panic: %v", r)
			}
		}()
		return next(c)
	}
}
