package api

import (
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// compress squeezes what the API and the tiles answer. Files of the front end
// are squeezed once, by the asset itself.
func compress() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{
		Level:     2, // a quarter of the default level's time for an eighth more bytes on our JSON
		MinLength: 1024,
		Skipper: func(c echo.Context) bool {
			p := c.Request().URL.Path
			return !strings.HasPrefix(p, "/api/v1/") && !strings.HasPrefix(p, "/tiles/") && p != "/metrics"
		},
	})
}
