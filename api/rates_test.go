package api

import (
	"fmt"
	"io"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// limited gives a server limits and a clock that the test moves.
func limited(s *Server, r *Rates) (later func(time.Duration)) {
	s.limiter = newLimiter(r)
	var mu sync.Mutex
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	s.limiter.now = func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}
	return func(d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(d)
	}
}

// heard asks until it is refused, n times at most, and returns how often it was
// heard and what the refusal says to wait.
func heard(t *testing.T, n int, ask func() *httptest.ResponseRecorder) (int, time.Duration) {
	t.Helper()
	for i := range n {
		w := ask()
		if w.Code != 429 {
			continue
		}
		p := problemIn(t, w)
		seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
		if p.Code != "too_many_requests" || err != nil || seconds < 1 {
			t.Fatalf("it is refused as %+v, to try again in %q", p, w.Header().Get("Retry-After"))
		}
		return i, time.Duration(seconds) * time.Second
	}
	return n, 0
}

// A user is slowed down wherever they ask from and by whatever token, and others
// are not; after what Retry-After says they are heard again.
func TestRatesByUser(t *testing.T) {
	t.Parallel()
	s, link := people(t)
	ana, chef := browser{s, t, s.signIn(t, link)}, boss(t, s)
	token := asks[struct{ Secret string }](ana, "POST", "/tokens", `{"name":"t"}`, 201).Secret
	later := limited(s.Server, &Rates{Light: Rate{10, 40}, Asks: Rate{2, 10}, Heavy: Rate{0.5, 3}, Crowd: 1000})
	from := 0
	by := func(target string, header ...string) func() *httptest.ResponseRecorder {
		method, path, posted := strings.Cut(target, " ")
		if !posted {
			method, path = "GET", target
		}
		return func() *httptest.ResponseRecorder {
			from++
			r := httptest.NewRequest(method, path, nil)
			r.Host, r.RemoteAddr = "localhost", fmt.Sprintf("203.0.113.%d:4000", from%250)
			r.Header.Set(header[0], header[1])
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			return w
		}
	}
	n, wait := heard(t, 100, by(prefix+"/me", "Cookie", ana.cookie))
	if n != 10 || wait != time.Second {
		t.Errorf("a session is heard %d times, then told to wait %s", n, wait)
	}
	if n, _ := heard(t, 100, by(prefix+"/me", "Authorization", "Bearer "+token)); n != 0 {
		t.Errorf("by a token the same user is heard %d times", n)
	}
	if n, _ := heard(t, 10, by(prefix+"/me", "Cookie", chef.cookie)); n != 10 {
		t.Errorf("another user is heard %d times", n)
	}
	if n, _ := heard(t, 40, by("/tiles/base/1/0/0.mvt", "Cookie", ana.cookie)); n != 40 {
		t.Errorf("the map shows %d tiles while questions wait", n)
	}
	later(wait)
	if n, _ := heard(t, 100, by(prefix+"/me", "Cookie", ana.cookie)); n != 2 {
		t.Errorf("after the wait %d are heard", n)
	}
	if n, wait := heard(t, 100, by("POST "+prefix+"/members/berry/imports", "Cookie", ana.cookie)); n != 3 || wait != 2*time.Second {
		t.Errorf("heavy work is heard %d times, then told to wait %s", n, wait)
	}
}

// An address is slowed down before anything is looked up for it; only a trusted
// proxy may say that a request comes from elsewhere, and IPv6 neighbours are one.
func TestRatesByAddress(t *testing.T) {
	t.Parallel()
	s := starting(t, io.Discard)
	s.proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	limited(s, &Rates{Light: Rate{10, 4}, Asks: Rate{2, 2}, Heavy: Rate{1, 1}, Crowd: 5})
	by := func(remote func(i int) string, forwarded func(i int) string) func() *httptest.ResponseRecorder {
		i := 0
		return func() *httptest.ResponseRecorder {
			i++
			r := httptest.NewRequest("GET", prefix+"/me", nil)
			r.Host, r.RemoteAddr = "localhost", remote(i)
			r.Header.Set("Authorization", "Bearer guess-"+strconv.Itoa(i))
			if forwarded != nil {
				r.Header.Set("X-Forwarded-For", forwarded(i))
			}
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			return w
		}
	}
	same := func(a string) func(int) string { return func(int) string { return a } }
	anyone := func(i int) string { return fmt.Sprintf("198.51.100.%d", i) }
	for _, row := range []struct {
		name  string
		ask   func() *httptest.ResponseRecorder
		heard int
	}{
		{"one address", by(same("203.0.113.7:1"), nil), 10},
		{"one that claims to be a proxy", by(same("203.0.113.8:1"), anyone), 10},
		{"many addresses", by(func(i int) string { return fmt.Sprintf("203.0.114.%d:1", i) }, nil), 100},
		{"neighbours", by(func(i int) string { return fmt.Sprintf("[2001:db8::%x]:1", i) }, nil), 10},
		{"networks", by(func(i int) string { return fmt.Sprintf("[2001:db8:1:%x::1]:1", i) }, nil), 100},
		{"many behind a trusted proxy", by(same("10.1.1.1:1"), anyone), 100},
		{"one behind it who adds hops", by(same("10.1.1.1:1"), func(i int) string { return anyone(i) + ", 192.0.2.99" }), 10},
		{"the proxy itself", by(same("10.1.1.1:1"), same("nonsense")), 10},
	} {
		if n, _ := heard(t, 100, row.ask); n != row.heard {
			t.Errorf("%s: heard %d times, want %d", row.name, n, row.heard)
		}
	}
}

// Whoever comes from everywhere takes no more memory than is set aside.
func TestRatesTakeBoundedMemory(t *testing.T) {
	t.Parallel()
	l := newLimiter(&StandardRates)
	one := rateKey{user: 1}
	for i := range 10 * mostCallers {
		l.wait(rateKey{from: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32)}, l.rates.Asks)
		l.wait(one, Rate{0, mostCallers})
	}
	if n := len(l.young) + len(l.old); n > 2*mostCallers {
		t.Errorf("%d callers are remembered", n)
	}
	if l.wait(one, Rate{0, mostCallers}) == 0 {
		t.Error("who asks all the time was forgotten")
	}
}

// What one page does when it opens is nowhere near the standard rates.
func TestStandardRatesLeavePeopleAlone(t *testing.T) {
	t.Parallel()
	l := newLimiter(StandardRates.Scaled(1))
	now := time.Now()
	l.now = func() time.Time { return now }
	for second := range 600 { // ten minutes of panning, every five seconds another question
		now = now.Add(time.Second)
		for range 60 {
			r, class := l.rates.of("GET", "/tiles/coverage/9/1/2.mvt")
			if wait := l.wait(rateKey{user: 1, class: class}, r); wait > 0 {
				t.Fatalf("a tile waits %s after %d seconds", wait, second)
			}
		}
		if second%5 != 0 {
			continue
		}
		for range 20 {
			r, class := l.rates.of("GET", prefix+"/coverage")
			if wait := l.wait(rateKey{user: 1, class: class}, r); wait > 0 {
				t.Fatalf("a question waits %s after %d seconds", wait, second)
			}
		}
	}
}
