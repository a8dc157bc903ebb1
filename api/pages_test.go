package api

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	for _, target := range []string{"/", "/api/v1/me", "/api/v1/nothing", "/tiles/none.json", "/livez", "/assets/app-1a2b.js"} {
		h := ask(s, "GET", target, "").Header()
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", headerID} {
			if h.Get(name) == "" {
				t.Errorf("%s has no %s", target, name)
			}
		}
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "script-src 'self' 'unsafe-inline'") {
			t.Errorf("%s has the policy %q", target, csp)
		}
	}
	if got := ask(s, "GET", "/api/v1/me", "").Header().Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("a personal answer may be kept: %q", got)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	for _, row := range []struct {
		target string
		status int
		kind   string
		holds  string
	}{
		{"/", 200, "text/html; charset=utf-8", "<title>Maillage</title>"},
		{"/index.html", 200, "text/html; charset=utf-8", "<title>Maillage</title>"},
		{"/adherents/quelquun?mode=reach", 200, "text/html; charset=utf-8", "<title>Maillage</title>"},
		{"/api/docs", 200, "text/html; charset=utf-8", "<title>API</title>"},
		{"/assets/worker-9.mjs?v=6.17", 200, "text/javascript; charset=utf-8", "onmessage"},
		{"/api/openapi.json", 200, "application/json", `"openapi":"3.0.3"`},
		{"/assets/gone-123.js", 404, "application/problem+json", "no_such_address"},
		{"/favicon.ico", 404, "application/problem+json", "no_such_address"},
		{"/.gitkeep", 404, "application/problem+json", "no_such_address"},
		{"/../../etc/passwd", 200, "text/html; charset=utf-8", "<title>Maillage</title>"},
		{"/api", 404, "application/problem+json", "no_such_address"},
	} {
		w := ask(s, "GET", row.target, "")
		if w.Code != row.status || w.Header().Get("Content-Type") != row.kind || !strings.Contains(w.Body.String(), row.holds) {
			t.Errorf("%s answers %d %s %.200s", row.target, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
	w := ask(s, "HEAD", "/", "")
	if w.Code != 200 {
		t.Errorf("HEAD / answers %d", w.Code)
	}
}

func TestPagesAreKeptRight(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	hashed := ask(s, "GET", "/assets/app-1a2b.js", "", "Accept-Encoding", "gzip")
	if got := hashed.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("a hashed file is kept %q", got)
	}
	if hashed.Header().Get("Content-Encoding") != "gzip" || hashed.Body.Len() > 500 {
		t.Errorf("a script comes as %q, %d bytes", hashed.Header().Get("Content-Encoding"), hashed.Body.Len())
	}
	index := ask(s, "GET", "/", "")
	if got := index.Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("the page is kept %q", got)
	}
	again := ask(s, "GET", "/", "", "If-None-Match", index.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again it answers %d with %d bytes", again.Code, again.Body.Len())
	}
}

func TestWithoutFrontEnd(t *testing.T) {
	t.Parallel()
	s, err := New(Options{Assets: fstest.MapFS{".gitkeep": {}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/", "/api/docs"} {
		if w := ask(s, "GET", target, ""); w.Code != 200 || !strings.Contains(w.Body.String(), "make build") {
			t.Errorf("%s answers %d %s", target, w.Code, w.Body)
		}
	}
}
