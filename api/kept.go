package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
	"maillage/inventory/atlas"
)

// A list of 35,000 communes is some seven megabytes of JSON: to write and squeeze
// it takes a hundred times as long as to answer. So the answers below are kept as
// they are sent, with the picture that they are of, for each class of viewer.

// keptPaths are the addresses whose answers are kept. They are squeezed once, not
// by the middleware that squeezes all others.
var keptPaths = map[string]bool{
	prefix + "/coverage": true, prefix + "/overlaps": true, prefix + "/gaps": true, prefix + "/gaps/regions": true,
	prefix + "/openings": true, prefix + "/redundancy": true, prefix + "/simulations": true,
}

// headersKey is the key under which the context of such a request carries its
// headers.
type headersKey struct{}

// withHeaders lets handlers of kept answers see which form the caller takes.
func withHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if r := c.Request(); keptPaths[r.URL.Path] {
			c.SetRequest(r.WithContext(context.WithValue(r.Context(), headersKey{}, r.Header)))
		}
		return next(c)
	}
}

// kept is an answer in the form in which it is sent.
type kept struct {
	atlas.Kept
	kind    string // of content
	headers http.Header
}

// keep returns the answer to a question of a picture: what ask returns, written
// as JSON and squeezed the first time. What tells it from other questions of the
// same filter.
func keep[D any](ctx context.Context, now *atlas.Picture, f inventory.Filter, what, kind string, ask func() (D, error)) (kept, error) {
	k, err := now.Keep(viewerOf(ctx), what, f, func() (atlas.Kept, error) {
		d, err := ask()
		if err != nil {
			return atlas.Kept{}, err
		}
		return squeezed(d)
	})
	headers, _ := ctx.Value(headersKey{}).(http.Header)
	return kept{k, kind, headers}, err
}

// squeezed writes a document as it is kept.
func squeezed(document any) (atlas.Kept, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzipLevel)
	if err != nil {
		return atlas.Kept{}, err
	}
	if err := json.NewEncoder(z).Encode(document); err != nil {
		return atlas.Kept{}, err
	}
	if err := z.Close(); err != nil {
		return atlas.Kept{}, err
	}
	body := bytes.Clone(b.Bytes()) // without what the buffer has to spare
	sum := fnv.New64a()
	_, _ = sum.Write(body) // it never fails
	return atlas.Kept{Body: body, Tag: fmt.Sprintf(`W/"%x"`, sum.Sum64())}, nil
}

// write sends the answer, but nothing but its tag to who holds it already.
func (k kept) write(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("ETag", k.Tag)
	h.Add("Vary", "Accept-Encoding")
	if matches(&http.Request{Header: k.headers}, k.Tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return k.send(w)
}

// send sends the answer squeezed to whoever takes it so, as plain JSON to others.
func (k kept) send(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Content-Type", k.kind)
	if takesGzip(k.headers) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(k.Body)))
		w.WriteHeader(http.StatusOK)
		_, err := w.Write(k.Body)
		return err
	}
	z, err := gzip.NewReader(bytes.NewReader(k.Body))
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	_, err = io.Copy(w, z) // our own bytes: no bomb
	return err
}

// takesGzip tells whether a request's Accept-Encoding has gzip, at any weight but
// none.
func takesGzip(h http.Header) bool {
	for _, one := range strings.Split(h.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(one, ";")
		if strings.TrimSpace(coding) != "gzip" {
			continue
		}
		q, given := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		if v, err := strconv.ParseFloat(q, 64); !given || err != nil || v > 0 {
			return true
		}
	}
	return false
}

const (
	plainJSON = "application/json"
	geoJSON   = "application/geo+json"
)

// VisitGetCoverageResponse writes it.
func (k kept) VisitGetCoverageResponse(w http.ResponseWriter) error { return k.write(w) }

// VisitGetOverlapsResponse writes it.
func (k kept) VisitGetOverlapsResponse(w http.ResponseWriter) error { return k.write(w) }

// VisitGetGapsResponse writes it.
func (k kept) VisitGetGapsResponse(w http.ResponseWriter) error { return k.write(w) }

// VisitGetGapRegionsResponse writes it.
func (k kept) VisitGetGapRegionsResponse(w http.ResponseWriter) error { return k.write(w) }

// VisitGetOpeningsResponse writes it.
func (k kept) VisitGetOpeningsResponse(w http.ResponseWriter) error { return k.write(w) }

// VisitGetRedundancyResponse writes it.
func (k kept) VisitGetRedundancyResponse(w http.ResponseWriter) error { return k.write(w) }

// VisitSimulateResponse writes it: a POST has no tag.
func (k kept) VisitSimulateResponse(w http.ResponseWriter) error {
	w.Header().Add("Vary", "Accept-Encoding")
	return k.send(w)
}
