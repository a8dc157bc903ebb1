package api

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
	"maillage/inventory/readership"
)

// Options says how to serve.
type Options struct {
	Version string       // of the program
	Log     *slog.Logger // nil: none
	Assets  fs.FS        // the built front end, index.html at its root; nil or empty: a page says how to build it

	Exposed bool           // other machines reach it: nobody is let in without signing in
	Public  *url.URL       // under which browsers reach it; nil: as they find it
	Proxies []netip.Prefix // whose word on where a request comes from is taken

	Provider *account.Provider // with which people may sign in; nil: none
	Rates    *Rates            // how often one may ask; nil: as often as one likes
}

// Parts is what answers need. It may come later than the server's start: until
// then addresses that need it answer 503, /readyz tells what is missing.
type Parts struct {
	Store   *postgres.Store
	Atlas   *atlas.Atlas
	Desk    *intake.Desk
	Planner *planning.Planner
	Door    *account.Door
	Demo    bool // the members are invented

	// OpenDemo lets whoever reaches the loopback address run a demonstration, even
	// once there is an administrator.
	OpenDemo bool
}

// Server answers HTTP. Make one with New.
type Server struct {
	version  string
	log      *slog.Logger
	assets   assets
	metrics  *metrics
	echo     *echo.Echo
	parts    atomic.Pointer[Parts]
	progress atomic.Pointer[progress]
	basemap  *postgres.Basemap
	units    *postgres.UnitTiles
	readers  readership.Counter

	exposed bool
	public  *url.URL
	proxies []netip.Prefix
	claimed atomic.Bool // there has been an administrator

	provider *account.Provider
	limiter  *limiter // nil: none
	times    times
	drawing  chan struct{} // held by exports of land that are being made
}

// progress is how far the start has come.
type progress struct {
	stage       string
	done, total int64
}

// New builds a server that is not ready yet; Ready makes it so.
func New(o Options) (*Server, error) {
	s := &Server{version: o.Version, log: o.Log, echo: echo.New(), basemap: postgres.NewBasemap(), units: postgres.NewUnitTiles(),
		exposed: o.Exposed, public: o.Public, proxies: o.Proxies, provider: o.Provider, times: standardTimes, drawing: make(chan struct{}, mostDrawn)}
	if o.Rates != nil {
		s.limiter = newLimiter(o.Rates)
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.progress.Store(&progress{stage: "database"})
	s.metrics = newMetrics(s)
	var err error
	if s.assets, err = readAssets(o.Assets); err != nil {
		return nil, err
	}
	v, err := newValidator()
	if err != nil {
		return nil, err
	}
	e := s.echo
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.fail
	// Outermost first. Those before the routing see every request, whatever
	// its address.
	e.Pre(identify, s.observe, s.recovered, s.harden, s.knownHost, s.sameSite(), s.rateByAddress, limit, headAsGet, s.deadline, s.who, s.rateByUser, s.pages)
	e.Use(compress(), withHeaders, v.permitted, s.versions, v.check, v.started, v.seeAs(s))
	gen.RegisterHandlersWithBaseURL(e, gen.NewStrictHandler(&handlers{s}, nil), prefix)
	e.GET("/api/openapi.json", s.openapi)
	e.GET("/api/docs", s.docs)
	e.GET("/tiles/:name", s.tileJSON)
	e.GET(routeTiles, s.tile)
	e.GET(routeFlow, s.beginFlow)
	e.GET(routeFlowBack, s.endFlow)
	e.GET("/metrics", s.forOperators(s.metrics.handler()))
	e.GET("/livez", s.livez)
	e.GET("/readyz", s.readyz)
	return s, nil
}

// Progress tells callers how far the start has come: a stage and how much of it
// is done, in whatever the stage counts; a total of 0 is unknown.
func (s *Server) Progress(stage string, done, total int64) {
	s.progress.Store(&progress{stage, done, total})
}

// Ready gives the server what it answers from.
func (s *Server) Ready(p Parts) {
	s.parts.Store(&p)
	s.progress.Store(nil)
}

// Handler is the server as net/http takes it.
func (s *Server) Handler() http.Handler { return s.echo }

// Serve answers on l until ctx ends, then lets what is under way finish within
// ten seconds. It closes l.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler: s.echo, ReadHeaderTimeout: s.times.header, ReadTimeout: s.times.read,
		WriteTimeout: s.times.write, IdleTimeout: s.times.idle, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(l) }()
	counting, stopCounting := context.WithCancel(context.WithoutCancel(ctx))
	counted := make(chan struct{})
	go func() {
		defer close(counted)
		s.readers.Run(counting, s.log, s.store)
	}()
	defer func() { stopCounting(); <-counted }() // what the last requests counted is written
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := h.Shutdown(stopping); err != nil {
		_ = h.Close() // what did not finish in time is cut
	}
	if err := <-failed; !isClosed(err) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// need is what answers need, or the error that says it is not there yet.
func (s *Server) need() (*Parts, error) {
	if p := s.parts.Load(); p != nil {
		return p, nil
	}
	at := s.progress.Load()
	if at == nil {
		at = &progress{stage: "start"}
	}
	return nil, inventory.Errorf(inventory.Unavailable, "starting", "Maillage is starting (%s): try again in a moment.", at.stage)
}

// handlers answers the operations of openapi.yaml; one file a tag.
type handlers struct{ *Server }

// desk is the desk that speaks the caller's language.
func (p *Parts) desk(ctx context.Context) *intake.Desk {
	return p.Desk.In(langOf(ctx))
}

// langOf is the language of a request's sentences.
func langOf(ctx context.Context) intake.Lang {
	l, _ := ctx.Value(languageKey{}).(string)
	return intake.Lang(l)
}

// deadline ends a request's work a little before its connection would be cut.
func (s *Server) deadline(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), s.times.write-5*time.Second)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}
