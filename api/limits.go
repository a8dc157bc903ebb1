package api

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"maillage/inventory/planning"
)

// The limits of a request. A list may have 64 MB; what multipart adds around
// it and the mapping beside it stay within the slack.
const (
	maxBody    = 1 << 20
	maxFile    = 64 << 20
	maxUpload  = maxFile + maxBody
	maxMapping = 64 << 10
	maxQuery   = 16 << 10
	maxPlan    = planning.MaxList*4/3 + maxBody // a list of candidates, in base 64

	stopTimeout    = 10 * time.Second
	maxHeaderBytes = 64 << 10
)

// times are how long a connection may take for each part of a request.
type times struct{ header, read, write, idle time.Duration }

var standardTimes = times{header: 5 * time.Second, read: 60 * time.Second, write: 120 * time.Second, idle: 120 * time.Second}

// limit stops a request at what its address may take.
func limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		most := int64(maxBody)
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/imports") {
			most = maxUpload
		}
		if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, prefix+"/plans") {
			most = maxPlan
		}
		if r.ContentLength > most {
			return &http.MaxBytesError{Limit: most}
		}
		if len(r.URL.RawQuery) > maxQuery {
			return echo.NewHTTPError(http.StatusRequestURITooLong, "The question mark's part of the address is longer than 16 kB.")
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(c.Response(), r.Body, most)
		}
		return next(c)
	}
}

// headAsGet lets every address that answers GET answer HEAD; net/http leaves
// the body out by itself.
func headAsGet(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if r := c.Request(); r.Method == http.MethodHead {
			get := r.Clone(r.Context())
			get.Method = http.MethodGet
			c.SetRequest(get)
		}
		return next(c)
	}
}

// isClosed tells whether an error means that the stop was asked for.
func isClosed(err error) bool { return err == nil || errors.Is(err, http.ErrServerClosed) }
