package api

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"maillage/api/gen"
)

// starting is a server whose start is not over, with a small front end.
func starting(t *testing.T, log io.Writer) *Server {
	t.Helper()
	s, err := New(Options{
		Version: "test", Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Assets: fstest.MapFS{
			"index.html":          {Data: []byte("<!doctype html><title>Maillage</title>")},
			"docs.html":           {Data: []byte("<!doctype html><title>API</title>")},
			"assets/app-1a2b.js":  {Data: []byte(strings.Repeat("export const x = 1;\n", 200))},
			"assets/worker-9.mjs": {Data: []byte("self.onmessage = () => {};")},
			".gitkeep":            {},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends one request; headers come in pairs.
func ask(s *Server, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "localhost:8080"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// problemIn reads a problem out of an answer, and checks what all have in common.
func problemIn(t *testing.T, w *httptest.ResponseRecorder) gen.Problem {
	t.Helper()
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a problem comes as %q: %s", got, w.Body)
	}
	var p gen.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("not a problem: %v: %s", err, w.Body)
	}
	if p.Status != w.Code || p.Code == "" || p.Title == "" || p.RequestId == nil || *p.RequestId != w.Header().Get(headerID) {
		t.Errorf("an answer of %d carries %+v", w.Code, p)
	}
	return p
}

func TestWhileItStarts(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	s.Progress("communes", 12, 34)
	w := ask(s, "GET", "/api/v1/territory", "")
	var territory gen.Territory
	if err := json.Unmarshal(w.Body.Bytes(), &territory); err != nil || w.Code != 200 {
		t.Fatalf("%d %v", w.Code, err)
	}
	if territory.Loaded || len(territory.Parts) != 6 {
		t.Errorf("territory is %+v", territory)
	}
	if diff := cmp.Diff(&gen.Loading{Stage: "communes", Done: 12, Total: 34}, territory.Loading); diff != "" {
		t.Error(diff)
	}
	for _, target := range []string{"/api/v1/coverage", "/api/v1/members", "/api/v1/units?q=paris", "/tiles/coverage/5/16/11.mvt", "/tiles/base.json"} {
		w := ask(s, "GET", target, "")
		if p := problemIn(t, w); w.Code != 503 || p.Code != "starting" || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s answers %d %+v", target, w.Code, p)
		}
	}
	if w := ask(s, "GET", "/readyz", ""); w.Code != 503 || !strings.Contains(w.Body.String(), `"missing":["atlas"]`) {
		t.Errorf("/readyz answers %d %s", w.Code, w.Body)
	}
	if w := ask(s, "GET", "/livez", ""); w.Code != 200 {
		t.Errorf("/livez answers %d", w.Code)
	}
	if w := ask(s, "GET", "/metrics", ""); w.Code != 200 || !strings.Contains(w.Body.String(), "maillage_ready 0") ||
		!strings.Contains(w.Body.String(), `maillage_http_requests_total{method="GET",route="/livez",status="200"} 1`) {
		t.Errorf("/metrics answers %d %s", w.Code, w.Body)
	}
}

// What is wrong with a request is told before anything is looked up.
func TestRequestsRefusedByTheContract(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	long := strings.Repeat("x", 300)
	for _, row := range []struct {
		method, target, body string
		status               int
		code, field          string
	}{
		{"GET", "/api/v1/coverage?technology=fiber", "", 400, "invalid_request", "technology.0"},
		{"GET", "/api/v1/coverage?technology=ftth,fiber", "", 400, "invalid_request", "technology.1"},
		{"GET", "/api/v1/coverage?technolgy=ftth", "", 400, "invalid_request", "technolgy"},
		{"GET", "/api/v1/coverage?unit=commune&unit=epci", "", 400, "invalid_request", "unit"},
		{"GET", "/api/v1/coverage?unit=" + long, "", 400, "invalid_request", "unit"},
		{"GET", "/api/v1/coverage?layer=%00", "", 400, "invalid_request", "layer"},
		{"GET", "/api/v1/coverage?a=%zz", "", 400, "bad_query", ""},
		{"GET", "/api/v1/me?x=1", "", 400, "invalid_request", "x"},
		{"GET", "/api/v1/openings?member=" + long, "", 400, "invalid_request", "member"},
		{"GET", "/api/v1/units?limit=0", "", 400, "invalid_request", "limit"},
		{"GET", "/api/v1/units?limit=many", "", 400, "invalid_request", "limit"},
		{"GET", "/api/v1/imports/twelve", "", 400, "invalid_request", "id"},
		{"GET", "/api/v1/imports/99999999999999999999", "", 400, "invalid_request", "id"},
		{"GET", "/api/v1/imports/1/rows?state=odd", "", 400, "invalid_request", "state"},
		{"GET", "/api/v1/members/" + long, "", 400, "invalid_request", "slug"},
		{"GET", "/api/v1/members/%00", "", 400, "bad_address", ""},
		{"POST", "/api/v1/members", "", 400, "missing_body", ""},
		{"POST", "/api/v1/members", "{", 400, "bad_json", ""},
		{"POST", "/api/v1/members", "[]", 400, "invalid_request", "body"},
		{"POST", "/api/v1/members", `{"slug":"a"}`, 400, "invalid_request", "name"},
		{"POST", "/api/v1/members", `{"slug":"a","name":7}`, 400, "invalid_request", "name"},
		{"POST", "/api/v1/members", `{"slug":"a","name":"A","status":"gone"}`, 400, "invalid_request", "status"},
		{"POST", "/api/v1/members", `{"slug":"a","name":"A","joined_on":"22/11/2026"}`, 400, "invalid_request", "joined_on"},
		{"POST", "/api/v1/members", `{"slug":"a","name":"A","colour":"red"}`, 400, "invalid_request", "colour"},
		{"POST", "/api/v1/members/a/zones", `{"name":"Z","technologies":["dsl"],"extent":{"kind":"radius","radius":3}}`, 400, "invalid_request", "extent.radius"},
		{"POST", "/api/v1/members/a/pops", `{"code":"p","name":"P","position":[2.3]}`, 400, "invalid_request", "position"},
		{"POST", "/api/v1/imports/1/commit", `{"mode":"some"}`, 400, "invalid_request", "mode"},
		{"POST", "/api/v1/members", `{"name":"` + strings.Repeat("x", maxBody) + `"}`, 413, "too_large", ""},
		{"GET", "/api/v1/coverage?layer=" + strings.Repeat("x", maxQuery), "", 414, "bad_request", ""},
		{"GET", "/api/v1/nothing", "", 404, "no_such_address", ""},
		{"GET", "/api/v2/members", "", 404, "no_such_address", ""},
		{"POST", "/somewhere", "{}", 404, "no_such_address", ""},
		{"DELETE", "/api/v1/members", "", 405, "no_such_method", ""},
		{"GET", "/tiles/clouds/1/1/1.mvt", "", 404, "unknown_tiles", ""},
		{"GET", "/tiles/clouds.json", "", 404, "unknown_tiles", ""},
		{"GET", "/tiles/coverage/1/2/1.mvt", "", 404, "no_such_tile", ""},
		{"GET", "/tiles/coverage/40/2/1.mvt", "", 404, "no_such_tile", ""},
		{"GET", "/tiles/coverage/01/0/0.mvt", "", 404, "no_such_tile", ""},
		{"GET", "/tiles/coverage/1/-1/0.mvt", "", 404, "no_such_tile", ""},
		{"GET", "/tiles/coverage/1/1/1.png", "", 404, "no_such_address", ""},
		{"GET", "/tiles/coverage/1/1/1.mvt?status=odd", "", 400, "invalid_filter", "status"},
		{"GET", "/tiles/coverage/1/1/1.mvt?colour=red", "", 400, "invalid_request", "colour"},
	} {
		w := ask(s, row.method, row.target, row.body)
		p := problemIn(t, w)
		name := row.method + " " + clip(row.target, 60) + " " + clip(row.body, 60)
		if w.Code != row.status || p.Code != row.code {
			t.Errorf("%s answers %d %s (%s), want %d %s", name, w.Code, p.Code, or(p.Detail, ""), row.status, row.code)
			continue
		}
		var named []string
		if p.Fields != nil {
			for _, f := range *p.Fields {
				named = append(named, f.Field)
				if f.Message == "" || f.Code == "" {
					t.Errorf("%s: a field without words: %+v", name, f)
				}
			}
		}
		if row.field != "" && (len(named) != 1 || named[0] != row.field) {
			t.Errorf("%s blames %q, want %q", name, named, row.field)
		}
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	w := ask(s, "POST", "/api/v1/members/a/pops", `{"kind":"shed","status":"on","opened_on":"x","audience":"all"}`)
	p := problemIn(t, w)
	var named []string
	for _, f := range *p.Fields {
		named = append(named, f.Field)
	}
	if diff := cmp.Diff([]string{"audience", "kind", "name", "opened_on", "status"}, named); diff != "" {
		t.Error(diff)
	}
}

func TestContentTypesRefused(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	for target, kind := range map[string]string{
		"/api/v1/members":           "text/plain",
		"/api/v1/members/a/imports": "application/json",
	} {
		w := ask(s, "POST", target, "{}", "Content-Type", kind)
		if p := problemIn(t, w); w.Code != 415 {
			t.Errorf("%s takes %s: %d %+v", target, kind, w.Code, p)
		}
	}
}

func TestProblemGolden(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	w := ask(s, "GET", "/api/v1/coverage?status=odd&technology=fiber", "", headerID, "golden-0001")
	var got bytes.Buffer
	if err := json.Indent(&got, w.Body.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	const want = `{
  "code": "invalid_request",
  "detail": "status.0: is one of proposed, planned, underConstruction, operational, inactive, decommissioned",
  "fields": [
    {
      "code": "unknown_value",
      "field": "status.0",
      "message": "is one of proposed, planned, underConstruction, operational, inactive, decommissioned",
      "value": "odd"
    },
    {
      "code": "unknown_value",
      "field": "technology.0",
      "message": "is one of dsl, ftth, ftto, ftte, coax, radio",
      "value": "fiber"
    }
  ],
  "instance": "urn:maillage:request:golden-0001",
  "request_id": "golden-0001",
  "status": 400,
  "title": "Bad Request",
  "type": "about:blank"
}`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	if got := ask(s, "GET", "/livez", "", headerID, "abc-12345").Header().Get(headerID); got != "abc-12345" {
		t.Errorf("a good id becomes %q", got)
	}
	for _, bad := range []string{"", "short", "with space 123", "quote\"1234567", strings.Repeat("a", 65), "-leading-dash"} {
		got := ask(s, "GET", "/livez", "", headerID, bad).Header().Get(headerID)
		if got == bad || !idForm.MatchString(got) {
			t.Errorf("the id %q becomes %q", bad, got)
		}
	}
}

func TestOthersNamesAndSites(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	for _, row := range []struct {
		method string
		header []string
		code   string
	}{
		{"GET", []string{"Host", "maillage.example.org"}, "bad_host"},
		{"GET", []string{"Host", "192.168.1.10:8080"}, "bad_host"},
		{"POST", []string{"Origin", "https://example.org"}, "cross_site"},
		{"POST", []string{"Origin", "null"}, "cross_site"},
		{"POST", []string{"Sec-Fetch-Site", "cross-site"}, "cross_site"},
		{"POST", []string{"Sec-Fetch-Site", "same-site"}, "cross_site"},
		{"POST", []string{"Origin", "http://localhost:8080"}, "starting"},
		{"POST", []string{"Sec-Fetch-Site", "same-origin"}, "starting"},
		{"POST", nil, "starting"},
		{"GET", []string{"Host", "[::1]:8080"}, "starting"},
	} {
		body := ""
		if row.method == "POST" {
			body = `{"slug":"a","name":"A"}`
		}
		if p := problemIn(t, ask(s, row.method, "/api/v1/members", body, row.header...)); p.Code != row.code {
			t.Errorf("%s with %q answers %d %s, want %s", row.method, row.header, p.Status, p.Code, row.code)
		}
	}
}

func TestPanicsStayInside(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := starting(t, &log)
	s.echo.GET("/api/boom", func(echo.Context) error { panic("secret words") })
	w := ask(s, "GET", "/api/boom", "", headerID, "panic-00001")
	if p := problemIn(t, w); w.Code != 500 || p.Code != "internal" || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("a panic answers %d %s", w.Code, w.Body)
	}
	if got := log.String(); !strings.Contains(got, "secret words") || !strings.Contains(got, "panic-00001") || !strings.Contains(got, "edge_test.go") {
		t.Errorf("the log says %s", got)
	}
}

func TestLogTellsNoQuery(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := starting(t, &log)
	ask(s, "GET", "/api/v1/eligibility?at=2.3522,48.8566", "", headerID, "logged-00001")
	var line struct {
		Method, Route string
		Status        int
		RequestID     string `json:"request_id"`
	}
	last := strings.Split(strings.TrimSpace(log.String()), "\n")
	if err := json.Unmarshal([]byte(last[len(last)-1]), &line); err != nil {
		t.Fatal(err)
	}
	if line.Method != "GET" || line.Route != "/api/v1/eligibility" || line.Status != 503 || line.RequestID != "logged-00001" {
		t.Errorf("the log says %s", last[len(last)-1])
	}
	if strings.Contains(log.String(), "48.85") {
		t.Errorf("the log tells where someone looked: %s", log.String())
	}
}
