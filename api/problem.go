package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"os"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/french"
)

// statuses is the one table from the domain's errors to HTTP.
var statuses = map[inventory.Kind]int{
	inventory.Invalid:     http.StatusBadRequest,
	inventory.NotFound:    http.StatusNotFound,
	inventory.Conflict:    http.StatusConflict,
	inventory.Forbidden:   http.StatusForbidden,
	inventory.Unsigned:    http.StatusUnauthorized,
	inventory.TooOften:    http.StatusTooManyRequests,
	inventory.TooLarge:    http.StatusRequestEntityTooLarge,
	inventory.Unavailable: http.StatusServiceUnavailable,
	inventory.Internal:    http.StatusInternalServerError,
}

// statusClosed is what the log shows when the client left before the answer;
// nobody reads the answer itself. The number is nginx's.
const statusClosed = 499

// problemOf turns any error into the problem that its sender may read. What is
// not of the domain's vocabulary says nothing of its text: it stands in the log.
func problemOf(err error) gen.Problem {
	var (
		domain *inventory.Error
		web    *echo.HTTPError
		large  *http.MaxBytesError
	)
	switch {
	case errors.As(err, &large):
		return problem(http.StatusRequestEntityTooLarge, "too_large",
			fmt.Sprintf("The request is larger than the %s allowed here.", bytesInWords(large.Limit)))
	case errors.As(err, &domain) && domain.Kind != inventory.Internal:
		p := problem(statuses[domain.Kind], domain.Code, domain.Error())
		if len(domain.Fields) > 0 {
			fields := make([]gen.FieldError, len(domain.Fields))
			for i, f := range domain.Fields {
				fields[i] = gen.FieldError{Field: f.Field, Code: f.Code, Message: f.Message, Value: some(f.Value)}
			}
			p.Fields = &fields
		}
		return p
	case errors.Is(err, os.ErrDeadlineExceeded):
		return problem(http.StatusRequestTimeout, "too_slow_request", "The request took too long to arrive.")
	case errors.Is(err, context.DeadlineExceeded):
		return problem(http.StatusServiceUnavailable, "too_slow", "The answer took too long; ask for less, or try again.")
	case errors.Is(err, context.Canceled):
		return problem(statusClosed, "closed", "The client went away.")
	case errors.Is(err, http.ErrNotMultipart):
		return problem(http.StatusUnsupportedMediaType, "not_multipart", "Send the file as multipart/form-data.")
	case errors.Is(err, http.ErrMissingBoundary):
		return problem(http.StatusBadRequest, "bad_multipart", "The multipart/form-data header has no boundary.")
	case errors.As(err, &web) && web.Code < 500:
		return problem(web.Code, webCode(web.Code), webDetail(web))
	}
	return problem(http.StatusInternalServerError, "internal",
		"Something went wrong on our side; the log has it under this request's id.")
}

func problem(status int, code, detail string) gen.Problem {
	title := http.StatusText(status)
	if title == "" {
		title = "Closed"
	}
	return gen.Problem{Type: "about:blank", Title: title, Status: status, Code: code, Detail: some(detail)}
}

// webCode is the stable word of an error that came from the router or a binder.
func webCode(status int) string {
	switch status {
	case http.StatusNotFound:
		return "no_such_address"
	case http.StatusMethodNotAllowed:
		return "no_such_method"
	case http.StatusUnsupportedMediaType:
		return "bad_content_type"
	}
	return "bad_request"
}

func webDetail(e *echo.HTTPError) string {
	switch e.Code {
	case http.StatusNotFound:
		return "There is nothing at this address; /api/docs lists what there is."
	case http.StatusMethodNotAllowed:
		return "This address does not take this method; the Allow header lists those it takes."
	}
	if s, ok := e.Message.(string); ok {
		return s
	}
	return http.StatusText(e.Code)
}

// fail is Echo's error handler: it writes the problem, once.
func (s *Server) fail(cause error, c echo.Context) {
	var domain *inventory.Error
	p := problemOf(cause)
	if p.Status >= 500 {
		level := slog.LevelError
		if p.Status == http.StatusServiceUnavailable {
			level = slog.LevelWarn
		}
		s.log.Log(c.Request().Context(), level, "request failed", "error", cause, "route", c.Path(), "request_id", requestID(c))
	}
	if c.Response().Committed {
		return
	}
	// Programs that say no language have the English that they have always had.
	if asked := c.Request().Header.Get("Accept-Language"); asked != "" && preferredLanguage(asked) == "fr" {
		p = inFrench(p)
	}
	id := requestID(c)
	p.RequestId = some(id)
	p.Instance = some("urn:maillage:request:" + id)
	body, err := json.Marshal(p)
	if err != nil {
		s.log.Error("a problem could not be written", "error", err)
		return
	}
	h := c.Response().Header()
	h.Del(echo.HeaderContentLength)
	h.Del("ETag")
	h.Set("Cache-Control", "private, no-store")
	switch {
	case p.Status == http.StatusServiceUnavailable:
		h.Set("Retry-After", "2")
	case p.Status == http.StatusUnauthorized:
		h.Set("WWW-Authenticate", "Bearer")
	case errors.As(cause, &domain) && domain.RetryAfter > 0:
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(domain.RetryAfter.Seconds()))))
	}
	_ = c.Blob(p.Status, "application/problem+json", body) // the client left: nobody to tell
}

// inFrench is p with its sentences in French; the title stays that of the status.
func inFrench(p gen.Problem) gen.Problem {
	if p.Detail != nil {
		told, _ := french.Of(*p.Detail)
		p.Detail = &told
	}
	if p.Fields != nil {
		fields := slices.Clone(*p.Fields)
		for i := range fields {
			fields[i].Message, _ = french.Of(fields[i].Message)
		}
		p.Fields = &fields
	}
	return p
}

// some is a pointer to s, nil when s is empty.
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func bytesInWords(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d kB", n>>10)
}
