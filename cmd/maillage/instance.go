package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/geocode"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/local"
	"maillage/inventory/territory"
)

// instance is an open database, its private cluster where it has one, and what
// has been read from it so far.
type instance struct {
	p       *program
	store   *postgres.Store
	cluster *local.Cluster
	url     string
}

// open connects to the instance's database, starting its private cluster when
// no other is named, and brings the schema up to date. Close it.
func (p *program) open(ctx context.Context) (*instance, error) {
	in := &instance{p: p, url: p.DatabaseURL}
	if in.url == "" {
		cluster, err := local.Start(ctx, local.Options{DataDir: p.Data, Log: p.log})
		if err != nil {
			return nil, err
		}
		in.cluster, in.url = cluster, cluster.URL()
	}
	if err := postgres.Migrate(ctx, in.url); err != nil {
		in.close()
		return nil, err
	}
	store, err := postgres.Open(ctx, in.url)
	if err != nil {
		in.close()
		return nil, err
	}
	in.store = store
	return in, nil
}

// close gives the database back and stops the cluster if nobody else uses it.
func (in *instance) close() {
	if in.store != nil {
		in.store.Close()
	}
	if in.cluster == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := in.cluster.Stop(ctx); err != nil {
		in.p.log.Warn("PostgreSQL was not stopped", "error", err)
	}
}

// with opens the instance, runs do, and closes it again.
func (p *program) with(do func(ctx context.Context, in *instance) error) error {
	ctx, stop := interruptible(p.ctx)
	defer stop()
	in, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	return do(ctx, in)
}

// ground sees to it that a territory is loaded. A verb keeps the one in force;
// serve asks the sources again.
func (in *instance) ground(ctx context.Context, again bool, report territory.Progress) error {
	if !again {
		_, loaded, err := postgres.TerritoryInForce(ctx, in.store.Pool)
		if err != nil || loaded {
			return err
		}
	}
	o := in.p.territoryOptions()
	t, err := territory.Ensure(ctx, in.store, o, report)
	if err != nil && t.Checksum != "" && ctx.Err() == nil {
		in.p.note("%v; the territory in force stays.", err)
		return nil
	}
	return err
}

// read loads the territory if there is none, then the picture of the inventory.
func (in *instance) read(ctx context.Context) (*atlas.Atlas, error) {
	bar := newProgress(in.p.stderr)
	err := in.ground(ctx, false, bar.report)
	bar.close()
	if err != nil {
		return nil, err
	}
	a, err := atlas.Open(ctx, in.store, in.p.log)
	if err != nil {
		return nil, fmt.Errorf("read the inventory: %w", err)
	}
	return a, nil
}

// desk is where lists are taken in.
func (in *instance) desk(ctx context.Context) (*intake.Desk, error) {
	a, err := in.read(ctx)
	if err != nil {
		return nil, err
	}
	g, err := in.p.geocoder()
	if err != nil {
		return nil, err
	}
	bar := newProgress(in.p.stderr)
	return &intake.Desk{Store: in.store, Atlas: a, Lang: intake.English, Geocoder: g,
		Progress: func(p inventory.Progress) { bar.report(p.Stage, int64(p.Done), int64(p.Total)) }}, nil
}

// geocoder is the one that the settings name, nil for none.
func (p *program) geocoder() (*geocode.Geocoder, error) {
	switch strings.ToLower(p.Geocoder) {
	case "", "off", "0", "no", "false":
		return nil, nil
	case "on", "1", "yes", "true":
		return geocode.New("")
	}
	return geocode.New(p.Geocoder)
}

// parseDay reads a day given on the command line.
func parseDay(flag, text string) (inventory.Date, error) {
	if text == "" {
		return inventory.Date{}, nil
	}
	d, err := inventory.ParseDate(text)
	if err != nil {
		return d, usageError("--" + flag + ": " + err.Error())
	}
	return d, nil
}
