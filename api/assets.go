package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

// assets is the built front end, held in memory.
type assets map[string]*asset

type asset struct {
	kind   string // content type
	etag   string
	body   []byte
	gzip   func() []byte // nil when not worth it
	hashed bool          // its name changes with its content
}

// types of files that the system's table may lack or know otherwise.
var types = map[string]string{
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
	".json": "application/json", ".map": "application/json", ".svg": "image/svg+xml",
	".woff2": "font/woff2", ".woff": "font/woff", ".webmanifest": "application/manifest+json",
	".png": "image/png", ".ico": "image/x-icon", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm",
}

// readAssets reads every file of f; names beginning with a dot are passed over.
// A nil f is an empty one.
func readAssets(f fs.FS) (assets, error) {
	all := assets{}
	if f == nil {
		return all, nil
	}
	err := fs.WalkDir(f, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		body, err := fs.ReadFile(f, name)
		if err != nil {
			return err
		}
		all["/"+name] = newAsset(name, body)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the front end: %w", err)
	}
	return all, nil
}

func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	kind := types[ext]
	if kind == "" {
		kind = mime.TypeByExtension(ext)
	}
	if kind == "" {
		kind = "application/octet-stream"
	}
	a := &asset{kind: kind, etag: `"` + hex.EncodeToString(sum[:12]) + `"`, body: body,
		hashed: strings.HasPrefix(name, "assets/")} // Vite's folder of hashed names
	if strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "svg") || strings.Contains(kind, "wasm") {
		a.gzip = sync.OnceValue(func() []byte { return squeeze(body) })
	}
	return a
}

// squeeze compresses b, nil when that does not make it smaller.
func squeeze(b []byte) []byte {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	if _, err := z.Write(b); err != nil || z.Close() != nil || out.Len() >= len(b) {
		return nil
	}
	return out.Bytes()
}

// pages answers what no route knows with the front end. It is no route of its
// own: Echo would then answer wrong methods as unknown addresses.
func (s *Server) pages(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if err == echo.ErrNotFound && c.Request().Method == http.MethodGet && !reserved(c.Request().URL.Path) {
			return s.page(c)
		}
		return err
	}
}

// page answers a file of the front end, or its index, whose own router knows
// the address; files that are not there stay unknown.
func (s *Server) page(c echo.Context) error {
	p := c.Request().URL.Path
	c.Set("route", routeAssets)
	if a, ok := s.assets[p]; ok {
		return s.asset(c, a)
	}
	if path.Ext(p) != "" && p != "/index.html" {
		return echo.ErrNotFound // a file, not a place of the front end
	}
	if index, ok := s.assets["/index.html"]; ok {
		return s.asset(c, index)
	}
	return s.asset(c, unbuilt)
}

// reserved tells whether an address is the API's or the tiles', where a program
// asks and a page would mislead it.
func reserved(p string) bool {
	for _, root := range []string{"/api", "/tiles", "/metrics", "/livez", "/readyz", "/ogc", "/assets", "/oidc"} {
		if (p == root || strings.HasPrefix(p, root+"/")) && !strings.HasPrefix(p, "/assets/") {
			return true
		}
	}
	return false
}

var unbuilt = newAsset("unbuilt.html", []byte(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Maillage</title>
<h1>Maillage runs, without its pages</h1>
<p>This program was built without the front end. Build it with <code>make build</code> and start again.
<p>The API answers meanwhile: <a href="/api/openapi.json">/api/openapi.json</a>.
</html>
`))

func (s *Server) asset(c echo.Context, a *asset) error {
	h := c.Response().Header()
	h.Set("ETag", a.etag)
	h.Set("Vary", "Accept-Encoding")
	if a.hashed {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	if matches(c.Request(), a.etag) {
		return c.NoContent(http.StatusNotModified)
	}
	body := a.body
	if a.gzip != nil && strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		if small := a.gzip(); small != nil {
			h.Set("Content-Encoding", "gzip")
			body = small
		}
	}
	return c.Blob(http.StatusOK, a.kind, body)
}

// matches tells whether the caller already holds what etag names (RFC 9110
// 13.1.2, weak comparison).
func matches(r *http.Request, etag string) bool {
	for _, one := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}
