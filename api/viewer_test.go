package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"
)

// Only a trusted proxy's word on where a request comes from is taken.
func TestCallerAddress(t *testing.T) {
	t.Parallel()
	s := &Server{proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}}
	for _, row := range []struct{ remote, forwarded, want string }{
		{"192.0.2.1:5", "", "192.0.2.1"},
		{"192.0.2.1:5", "198.51.100.9", "192.0.2.1"},
		{"127.0.0.1:5", "198.51.100.9", "198.51.100.9"},
		{"127.0.0.1:5", "1.1.1.1, 198.51.100.9", "198.51.100.9"},
		{"127.0.0.1:5", "198.51.100.9, 10.1.1.1", "198.51.100.9"},
		{"127.0.0.1:5", "nonsense", "127.0.0.1"},
		{"127.0.0.1:5", "", "127.0.0.1"},
		{"[::ffff:127.0.0.1]:5", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = row.remote
		if row.forwarded != "" {
			r.Header.Set("X-Forwarded-For", row.forwarded)
		}
		if got := s.callerAddress(r).String(); got != row.want {
			t.Errorf("from %s, forwarded for %q: %s, want %s", row.remote, row.forwarded, got, row.want)
		}
	}
}

// An instance that others reach answers to its public name, to loopback and to
// numbers, which nobody can point elsewhere.
func TestNamesOfAnExposedInstance(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	s.exposed, s.public = true, &url.URL{Scheme: "https", Host: "maillage.example.org"}
	for host, want := range map[string]int{
		"maillage.example.org": 200, "MAILLAGE.example.org": 200, "localhost:8080": 200, "192.0.2.4:8080": 200, "[2001:db8::1]:80": 200,
		"evil.example.org": 403, "maillage.example.org.evil.example": 403, "": 403,
	} {
		w := ask(s, http.MethodGet, "/livez", "", "Host", host)
		if w.Code != want {
			t.Errorf("%q is answered %d, want %d", host, w.Code, want)
		}
		if w.Header().Get("Strict-Transport-Security") == "" {
			t.Errorf("%q: behind TLS, nothing tells to stay there", host)
		}
	}
	// Its own pages write, others' do not.
	for origin, want := range map[string]int{"https://maillage.example.org": 503, "https://evil.example.org": 403, "http://maillage.example.org": 403} {
		w := ask(s, http.MethodPost, prefix+"/session", `{"link":"x"}`, "Host", "localhost:8080", "Origin", origin)
		if w.Code != want {
			t.Errorf("a write from %s is answered %d, want %d: %s", origin, w.Code, want, w.Body)
		}
	}
}
