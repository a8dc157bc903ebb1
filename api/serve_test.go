package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// A stop lets what is under way finish, and takes nothing new.
func TestStopIsGraceful(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	begun, finish := make(chan struct{}), make(chan struct{})
	s.echo.GET("/api/slow", func(c echo.Context) error {
		close(begun)
		<-finish
		return c.String(200, "done")
	})
	l, err := Listen(t.Context(), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	address := "http://" + l.Addr().String()
	answered := make(chan string, 1)
	go func() {
		r, err := http.Get(address + "/api/slow")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer r.Body.Close()
		b, _ := io.ReadAll(r.Body)
		answered <- string(b)
	}()
	<-begun
	stop()
	for { // until the listener is closed; the request under way keeps Serve from ending
		r, err := http.Get(address + "/livez")
		if err != nil {
			break
		}
		r.Body.Close()
	}
	close(finish)
	if got := <-answered; got != "done" {
		t.Errorf("what was under way got %q", got)
	}
	select {
	case err := <-served:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(stopTimeout):
		t.Error("it does not stop")
	}
}

// endless is a body that never ends.
type endless struct{ sent int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	e.sent += int64(len(p))
	return len(p), nil
}

func TestUploadsHaveALimit(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	s.send(t, row{op: "addMember", target: "/members", body: `{"slug":"berry","name":"Berry"}`, status: 201})
	head := "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\npops\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"zeros.csv\"\r\n\r\n"
	zeros := &endless{}
	r := httptest.NewRequest("POST", prefix+"/members/berry/imports", io.MultiReader(strings.NewReader(head), zeros))
	r.Host, r.ContentLength = "localhost", -1
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	if p := problemIn(t, w); p.Status != 413 || !strings.Contains(*p.Detail, "64 MB") {
		t.Errorf("an endless file answers %+v", p)
	}
	if zeros.sent > maxUpload+1<<20 {
		t.Errorf("%d bytes were read before it was refused", zeros.sent)
	}
	announced := ask(s.Server, "POST", prefix+"/members/berry/imports", head, "Content-Type", "multipart/form-data; boundary=x")
	if p := problemIn(t, announced); p.Status != 400 || p.Code != "bad_multipart" {
		t.Errorf("a form cut short answers %+v", p)
	}
}

func TestReadyTellsOfADeadDatabase(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	if w := ask(s.Server, "GET", "/readyz", ""); w.Code != 200 {
		t.Fatalf("/readyz answers %d %s", w.Code, w.Body)
	}
	s.parts.Store.Close()
	w := ask(s.Server, "GET", "/readyz", "")
	var r readiness
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if w.Code != 503 || r.Ready || fmt.Sprint(r.Missing) != "[database]" {
		t.Errorf("without its database /readyz answers %d %s", w.Code, w.Body)
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	furnish(t, s)
	ask(s.Server, "GET", "/api/v1/nothing-zebra", "")
	ask(s.Server, "GET", "/some/page-okapi", "")
	ask(s.Server, "BREW", "/api/v1/members", "")
	text := ask(s.Server, "GET", "/metrics", "").Body.String()
	for _, want := range []string{"maillage_ready 1", "maillage_members 2", "maillage_zones 2", "go_memstats_heap_alloc_bytes ",
		`maillage_http_requests_total{method="POST",route="/api/v1/members",status="201"} 2`, `method="other"`,
		"maillage_http_request_seconds_bucket{"} {
		if !strings.Contains(text, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	for _, never := range []string{"zebra", "okapi", "BREW", "berry"} {
		if strings.Contains(text, never) {
			t.Errorf("/metrics holds what callers typed: %s", never)
		}
	}
}

// What a member's list holds comes back from its report ready to be sent again.
func TestReportOfAnUpload(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := newStack(t, &log)
	furnish(t, s)
	s.send(t, row{op: "addImport", target: "/members/berry/imports", form: map[string]string{"kind": "pops", "file": badPops}, status: 201})
	w := s.send(t, row{op: "getImportReport", target: "/imports/1/report.csv", status: 200})
	if got := w.Header().Get("Content-Type"); got != "text/csv; charset=utf-8" {
		t.Errorf("the report comes as %q", got)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="import-1.csv"` {
		t.Errorf("the report is named %q", got)
	}
	s.send(t, row{op: "addImport", target: "/members/berry/imports", form: map[string]string{"kind": "pops", "file": w.Body.String()},
		status: 201, holds: `"read":2`})
}

func TestSentencesInTheCallersLanguage(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	furnish(t, s)
	for language, want := range map[string]string{"en": "look swapped", "fr": "nversées"} {
		s.send(t, row{op: "addPop", target: "/members/berry/pops", body: `{"code":"x","name":"X","position":[47.08,2.38]}`,
			header: []string{"Accept-Language", language}, status: 400, holds: want})
	}
}
