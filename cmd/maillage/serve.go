package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	"maillage/api"
	"maillage/frontend"
	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/atlas"
	"maillage/inventory/demo"
	"maillage/inventory/intake"
	"maillage/inventory/ledger"
	"maillage/inventory/planning"
	"maillage/inventory/postgres/local"
)

type serveVerb struct {
	Demo      bool   `help:"Fill an empty instance with twelve invented members."`
	Listen    string `env:"MAILLAGE_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen (${env}; ${default}); loopback alone until there is an administrator."`
	PublicURL string `name:"public-url" env:"MAILLAGE_PUBLIC_URL" placeholder:"URL" help:"The address under which browsers reach it (${env})."`

	TrustProxy []string `name:"trust-proxy" env:"MAILLAGE_TRUST_PROXY" placeholder:"CIDR" help:"Proxies whose X-Forwarded-For is believed, such as 127.0.0.1/32 (${env})."`
	RateLimit  float64  `name:"rate-limit" env:"MAILLAGE_RATE_LIMIT" default:"1" placeholder:"FACTOR" help:"Room for callers, as a multiple of the usual rates; 0 sets no limit (${env}; ${default})."`

	OIDCIssuer       string `name:"oidc-issuer" env:"MAILLAGE_OIDC_ISSUER" placeholder:"URL" help:"OpenID Connect provider with which users may sign in, beside passwords (${env})."`
	OIDCClientID     string `name:"oidc-client-id" env:"MAILLAGE_OIDC_CLIENT_ID" placeholder:"ID" help:"What that provider knows this instance by (${env})."`
	OIDCClientSecret string `name:"oidc-client-secret" env:"MAILLAGE_OIDC_CLIENT_SECRET" placeholder:"SECRET" help:"The secret it gave (${env}); better not on the command line, where others of this machine read it."`
}

// rates is how often callers may ask, nil for no limit.
func (v serveVerb) rates() *api.Rates {
	if v.RateLimit <= 0 {
		return nil
	}
	return api.StandardRates.Scaled(v.RateLimit)
}

// provider is that of OpenID Connect, nil for none.
func (v serveVerb) provider() (*account.Provider, error) {
	if v.OIDCIssuer == "" {
		return nil, nil
	}
	return account.NewProvider(v.OIDCIssuer, v.OIDCClientID, v.OIDCClientSecret)
}

// options is how to serve, as the flags say it; whether others reach it is not
// known yet.
func (v serveVerb) options(p *program) (o api.Options, err error) {
	o = api.Options{Version: programVersion(), Log: p.log, Rates: v.rates()}
	if o.Public, err = parsePublic(v.PublicURL); err != nil {
		return o, err
	}
	if o.Proxies, err = parseProxies(v.TrustProxy); err != nil {
		return o, err
	}
	if o.Provider, err = v.provider(); err != nil {
		return o, err
	}
	o.Assets, err = fs.Sub(frontend.Dist, "dist")
	return o, err
}

// Run serves until a signal ends it. It listens before the territory is loaded,
// so that the page can show how far that has come.
func (v serveVerb) Run(p *program) error {
	options, err := v.options(p)
	if err != nil {
		return err
	}
	ctx, stop := interruptible(p.ctx)
	defer stop()
	release, err := local.Hold(p.Data)
	if err != nil {
		return err
	}
	defer release()
	if options.Exposed, err = v.exposed(ctx, options.Public); err != nil {
		return err
	}
	if options.Exposed {
		if err := p.claimed(v.Listen); err != nil {
			return err
		}
	}
	listener, err := api.Listen(ctx, v.Listen, options.Exposed)
	if err != nil {
		return err
	}
	server, err := api.New(options)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	address := publicAddress(options.Public, browsable(listener.Addr()))
	p.note("Maillage starts at %s", address)

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return server.Serve(ctx, listener) })
	group.Go(func() error {
		err := v.work(ctx, p, server, address)
		if err == nil && ctx.Err() == nil {
			err = errors.New("the service ended by itself")
		}
		return err
	})
	err = group.Wait()
	if p.ctx.Err() == nil && ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = nil // a signal asked for it
	}
	if err == nil {
		p.note("Maillage has stopped.")
	}
	return err
}

// work opens the instance, makes the server ready, and keeps its picture up to
// date until ctx ends.
func (v serveVerb) work(ctx context.Context, p *program, server *api.Server, address string) error {
	start := time.Now()
	in, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	bar := newProgress(p.stderr)
	err = in.ground(ctx, true, func(stage string, done, total int64) {
		server.Progress(stage, done, total)
		bar.report(stage, done, total)
	})
	bar.close()
	if err != nil {
		return err
	}
	server.Progress("inventory", 0, 0)
	a, err := atlas.Open(ctx, in.store, p.log)
	if err != nil {
		return fmt.Errorf("read the inventory: %w", err)
	}
	if v.Demo {
		server.Progress("demo", 0, 0)
		if err := fillDemo(ctx, p, in, a); err != nil {
			return err
		}
	}
	isDemo, err := demo.Loaded(ctx, in.store)
	if err != nil {
		return err
	}
	door := account.New(in.store)
	first, err := door.FirstLink(ctx)
	if err != nil {
		return err
	}
	desk, jobs, err := v.desk(p, in, a)
	if err != nil {
		return err
	}
	planner := planning.New(in.store, a, desk, p.log)
	defer planner.Close()
	server.Ready(api.Parts{Store: in.store, Atlas: a, Desk: desk, Planner: planner, Door: door,
		Demo: isDemo, OpenDemo: v.Demo && isDemo})
	if first != "" {
		fmt.Fprintf(p.stdout, "There is no administrator yet: this link, good once and for a day, makes you one:\n  %s\n", signInLink(address, first))
	}
	fmt.Fprintf(p.stdout, "Maillage is ready: %s (%.1f s; Ctrl-C stops it)\n", address, time.Since(start).Seconds())
	running, ctx := errgroup.WithContext(ctx)
	running.Go(func() error { return a.Run(ctx) })
	running.Go(func() error { return jobs.Run(ctx) })
	running.Go(func() error { return (&ledger.Book{Store: in.store, Atlas: a, Log: p.log}).Run(ctx) })
	return running.Wait()
}

// desk is where the service takes lists in, and the work that it leaves to the
// background.
func (v serveVerb) desk(p *program, in *instance, a *atlas.Atlas) (*intake.Desk, *intake.Jobs, error) {
	g, err := p.geocoder()
	if err != nil {
		return nil, nil, err
	}
	desk := &intake.Desk{Store: in.store, Atlas: a, Geocoder: g}
	jobs, err := desk.OpenJobs(p.log)
	return desk, jobs, err
}

// fillDemo writes the invented members. An instance that has members of its own
// is served without them: make run asks for the demo each time.
func fillDemo(ctx context.Context, p *program, in *instance, a *atlas.Atlas) error {
	err := demo.Load(ctx, in.store, a.Now().Gazetteer())
	if inventory.KindOf(err) == inventory.Conflict {
		p.note("--demo: %v", err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("load the demo: %w", err)
	}
	return a.Refresh(ctx)
}

// browsable writes a listener's address as people type it.
func browsable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if host == "127.0.0.1" || host == "::1" {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
