package api

import (
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
)

// Whatever is asked, the answer is of the caller's making or “starting”: never
// a panic, never an internal error.
func FuzzRequest(f *testing.F) {
	for _, r := range operations {
		f.Add("POST", prefix+r.target, r.body)
		f.Add("GET", prefix+r.target, "")
	}
	f.Add("GET", "/tiles/coverage/5/16/11.mvt?status=planned", "")
	f.Add("PUT", "/api/v1/members/a/pops/%2e%2e%2fb", `{"name":"x","position":[1e400,null]}`)
	s, err := New(Options{Assets: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, target, body string) {
		address, err := url.ParseRequestURI(target)
		if err != nil || !strings.HasPrefix(target, "/") || strings.ContainsAny(method, " \r\n\x00") {
			t.Skip()
		}
		r, err := http.NewRequestWithContext(t.Context(), method, "http://localhost/", strings.NewReader(body))
		if err != nil {
			t.Skip()
		}
		address.Scheme, address.Host = "http", "localhost"
		r.URL = address
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Errorf("%s %q with %q answers %s", method, target, body, w.Body)
		}
	})
}

// A form is read or refused, and never holds more than its limits.
func FuzzUpload(f *testing.F) {
	f.Add("--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\npops\r\n--x\r\n"+
		"Content-Disposition: form-data; name=\"file\"; filename=\"C:\\\\a\\\\b.csv\"\r\n\r\na;b\r\n--x--\r\n", "x")
	f.Add("--x\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n{\"a\":null}\r\n--x--", "x")
	f.Fuzz(func(t *testing.T, body, boundary string) {
		u, err := readUpload(multipart.NewReader(strings.NewReader(body), boundary))
		if err != nil {
			if p := problemOf(err); p.Status >= 500 {
				t.Errorf("a broken form is our fault: %v", err)
			}
			return
		}
		if u.Kind != "pops" && u.Kind != "zones" || len(u.Content) > maxFile || strings.ContainsAny(u.FileName, `/\`) && u.FileName != "/" {
			t.Errorf("a form becomes %q %q of %d bytes", u.Kind, u.FileName, len(u.Content))
		}
	})
}

func FuzzPoint(f *testing.F) {
	f.Add("2.35,48.85")
	f.Add("NaN,Inf")
	f.Add("-1.5e0 , 47")
	f.Fuzz(func(t *testing.T, text string) {
		at, err := parsePoint(text)
		if err == nil && !(at[0] >= -180 && at[0] <= 180 && at[1] >= -90 && at[1] <= 90) {
			t.Errorf("%q is read as %v", text, at)
		}
	})
}
