package api

import (
	"crypto/rand"
	"regexp"

	"github.com/labstack/echo/v4"
)

// headerID is where a request's id comes in and goes out.
const headerID = "X-Request-Id"

// idForm is what we take from a caller: nothing that could forge a log line.
var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$`)

// identify gives the request its id: the caller's own when it is well formed,
// else a new one (26 letters and digits, 130 random bits).
func identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(headerID)
		if !idForm.MatchString(id) {
			id = rand.Text()
		}
		c.Response().Header().Set(headerID, id)
		return next(c)
	}
}

func requestID(c echo.Context) string { return c.Response().Header().Get(headerID) }
