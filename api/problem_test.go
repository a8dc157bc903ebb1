package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
)

func TestEveryKindHasItsStatus(t *testing.T) {
	t.Parallel()
	want := map[inventory.Kind]int{
		inventory.Invalid: 400, inventory.NotFound: 404, inventory.Conflict: 409, inventory.Forbidden: 403,
		inventory.TooLarge: 413, inventory.Unavailable: 503, inventory.Internal: 500,
	}
	for kind, status := range want {
		p := problemOf(fmt.Errorf("wrapped: %w", inventory.Errorf(kind, "some_code", "Some words.")))
		if p.Status != status {
			t.Errorf("%s is answered %d, want %d", kind, p.Status, status)
		}
		if kind != inventory.Internal && (p.Code != "some_code" || *p.Detail != "Some words.") {
			t.Errorf("%s loses its words: %+v", kind, p)
		}
		if p.Title != http.StatusText(status) || p.Type != "about:blank" {
			t.Errorf("%s: title %q, type %q", kind, p.Title, p.Type)
		}
	}
}

func TestProblemsTellNothingOfOurInside(t *testing.T) {
	t.Parallel()
	const secret = "password=hunter2"
	for _, err := range []error{
		errors.New(secret),
		inventory.Errorf(inventory.Internal, "broken", "%s", secret),
		echo.NewHTTPError(500, secret),
		fmt.Errorf("%s: %w", secret, context.DeadlineExceeded),
		fmt.Errorf("%s: %w", secret, context.Canceled),
		&http.MaxBytesError{Limit: 5},
	} {
		p := problemOf(err)
		if strings.Contains(*p.Detail+p.Title+p.Code, "hunter2") {
			t.Errorf("%v is told to the caller", err)
		}
	}
}
