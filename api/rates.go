package api

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"maillage/inventory"
)

// Rate is how often one caller may ask: so many at once, then so many a second.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Rates are those of one user, by what asking costs.
type Rates struct {
	Light Rate // tiles, and files of the page
	Asks  Rate // questions and changes
	Heavy Rate // uploads and computations of seconds

	// Crowd is how many users one address may stand for: an office has one.
	Crowd float64
}

// StandardRates leave a person, or a program that waits for each answer, alone.
var StandardRates = Rates{Light: Rate{200, 2000}, Asks: Rate{30, 300}, Heavy: Rate{1, 30}, Crowd: 5}

// Scaled is r with so many times the room.
func (r Rates) Scaled(factor float64) *Rates {
	for _, one := range []*Rate{&r.Light, &r.Asks, &r.Heavy} {
		one.PerSecond, one.Burst = one.PerSecond*factor, max(1, int(float64(one.Burst)*factor))
	}
	return &r
}

// of is the rate of a request, and its number.
func (r *Rates) of(method, path string) (Rate, int) {
	if !strings.HasPrefix(path, prefix+"/") && !strings.HasPrefix(path, "/oidc/") && !strings.HasPrefix(path, "/ogc") && path != "/metrics" {
		return r.Light, 0
	}
	if strings.HasPrefix(path, "/oidc/") || method == http.MethodPost && slices.ContainsFunc(heavy, func(end string) bool { return strings.HasSuffix(path, end) }) {
		return r.Heavy, 2
	}
	if strings.HasPrefix(path, prefix+"/coverage/exports/") || strings.HasPrefix(path, prefix+"/gaps/exports/") {
		return r.Heavy, 2
	}
	return r.Asks, 1
}

// heavy is where what is sent takes seconds to work on.
var heavy = []string{"/simulations", "/plans", "/tenders", "/imports"}

// mostCallers is how many are remembered at least, and half of how many at most.
const mostCallers = 10_000

// rateKey is whose requests are counted together: a user, or else the network that
// they come from.
type rateKey struct {
	class int
	user  int64
	from  netip.Prefix
}

// limiter holds what each caller has left. It is safe for concurrent use, and its
// memory is bounded: of two generations the older goes when the younger is full.
// Who is forgotten has been quiet, or is one of very many.
type limiter struct {
	rates *Rates
	now   func() time.Time

	mu         sync.Mutex
	young, old map[rateKey]*rate.Limiter
}

func newLimiter(r *Rates) *limiter {
	return &limiter{rates: r, now: time.Now, young: map[rateKey]*rate.Limiter{}}
}

// wait tells how long a caller has to wait before it may ask; 0 is not at all, and
// is counted.
func (l *limiter) wait(k rateKey, r Rate) time.Duration {
	l.mu.Lock()
	one, ok := l.young[k]
	if !ok {
		if one, ok = l.old[k]; !ok {
			one = rate.NewLimiter(rate.Limit(r.PerSecond), r.Burst)
		}
		if len(l.young) >= mostCallers {
			l.old, l.young = l.young, map[rateKey]*rate.Limiter{}
		}
		l.young[k] = one
	}
	l.mu.Unlock()
	now := l.now()
	reserved := one.ReserveN(now, 1)
	wait := reserved.DelayFrom(now)
	if wait > 0 {
		reserved.CancelAt(now) // what is refused costs nothing
	}
	return wait
}

func tooOften(wait time.Duration) error {
	e := inventory.Errorf(inventory.TooOften, "too_many_requests", "Too many requests: wait a moment, and ask one after the other.")
	e.RetryAfter = max(wait, time.Second)
	return e
}

// rateByAddress slows down an address before anything is looked up for it. A
// network of 64 bits is one caller, as in signing in.
func (s *Server) rateByAddress(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.limiter == nil {
			return next(c)
		}
		r, class := s.limiter.rates.of(c.Request().Method, c.Request().URL.Path)
		r.PerSecond, r.Burst = r.PerSecond*s.limiter.rates.Crowd, int(float64(r.Burst)*s.limiter.rates.Crowd)
		if wait := s.limiter.wait(rateKey{class: class, from: network(s.callerAddress(c.Request()))}, r); wait > 0 {
			return tooOften(wait)
		}
		return next(c)
	}
}

func network(ip netip.Addr) netip.Prefix {
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	p, _ := ip.WithZone("").Prefix(bits) // the zero address has none: all of them are one caller
	return p
}

// rateByUser slows down a user, wherever they ask from.
func (s *Server) rateByUser(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		o := originOf(c.Request().Context())
		if s.limiter == nil || o.caller == nil {
			return next(c)
		}
		r, class := s.limiter.rates.of(c.Request().Method, c.Request().URL.Path)
		if wait := s.limiter.wait(rateKey{class: class, user: o.caller.User.ID}, r); wait > 0 {
			return tooOften(wait)
		}
		return next(c)
	}
}
