package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"maillage/inventory/account"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/planning"
	"maillage/inventory/territory/territorytest"
)

// stack is a server over a real database with the small country of
// territorytest loaded.
type stack struct {
	*Server
	parts Parts
	spec  map[string]*routers.Route // by operation
}

func newStack(t *testing.T, log io.Writer) *stack {
	t.Helper()
	return newStackOver(t, territorytest.Small(t), log)
}

// newStackOver is a server over a database with a territory.
func newStackOver(t *testing.T, url string, log io.Writer) *stack {
	t.Helper()
	store := territorytest.Open(t, url)
	a, err := atlas.Open(t.Context(), store, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = a.Run(running)
	}()
	t.Cleanup(func() { stop(); <-ended })
	desk := &intake.Desk{Store: store, Atlas: a}
	planner := planning.New(store, a, desk, slog.New(slog.DiscardHandler))
	planner.Look = 10 * time.Second // a preview tells of the data, whatever else the machine does
	t.Cleanup(planner.Close)
	s := &stack{Server: starting(t, log), parts: Parts{Store: store, Atlas: a, Desk: desk, Planner: planner, Door: account.New(store)}}
	s.Ready(s.parts)
	v, err := newValidator()
	if err != nil {
		t.Fatal(err)
	}
	s.spec = map[string]*routers.Route{}
	for _, r := range v.routes {
		s.spec[r.Operation.OperationID] = r
	}
	return s
}

// row is one request to an operation of openapi.yaml and what it must answer.
type row struct {
	op     string // operationId
	target string // below /api/v1
	body   string
	form   map[string]string // instead of body; "file" has the content of list.csv
	header []string
	status int
	holds  string // in the answer's text
}

// send makes a row's request, and holds the answer against openapi.yaml.
func (s *stack) send(t *testing.T, r row) *httptest.ResponseRecorder {
	t.Helper()
	route, ok := s.spec[r.op]
	if !ok {
		t.Fatalf("openapi.yaml has no operation %s", r.op)
	}
	body, header := r.body, r.header
	if r.form != nil {
		var kind string
		body, kind = form(t, r.form)
		header = append([]string{"Content-Type", kind}, header...)
	}
	w := ask(s.Server, route.Method, prefix+r.target, body, header...)
	if w.Code != r.status {
		t.Errorf("%s %s answers %d, want %d: %s", r.op, r.target, w.Code, r.status, w.Body)
	}
	if !strings.Contains(w.Body.String(), r.holds) {
		t.Errorf("%s %s answers without %q: %.2000s", r.op, r.target, r.holds, w.Body)
	}
	if w.Code >= 400 {
		if p := problemIn(t, w); !slices.Contains(header, "en") {
			hasFrench(t, p)
		}
	}
	s.conforms(t, r, route, w)
	return w
}

// conforms fails when an answer is not as openapi.yaml says.
func (s *stack) conforms(t *testing.T, r row, route *routers.Route, w *httptest.ResponseRecorder) {
	t.Helper()
	if !strings.Contains(w.Header().Get("Content-Type"), "json") {
		return
	}
	err := openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{
			Request: httptest.NewRequest(route.Method, "/", nil), Route: route},
		Status: w.Code, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		t.Errorf("%s %s does not answer as openapi.yaml says: %v", r.op, r.target, err)
	}
}

func form(t *testing.T, parts map[string]string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range parts {
		var part io.Writer
		var err error
		if name == "file" {
			part, err = w.CreateFormFile("file", "list.csv")
		} else {
			part, err = w.CreateFormField(name)
		}
		if err == nil {
			_, err = io.WriteString(part, value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// get reads a document of the API.
func get[D any](t *testing.T, s *stack, target string) D {
	t.Helper()
	w := ask(s.Server, http.MethodGet, prefix+target, "")
	if w.Code != 200 {
		t.Fatalf("GET %s answers %d: %s", target, w.Code, w.Body)
	}
	var d D
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func escape(s string) string { return url.PathEscape(s) }
