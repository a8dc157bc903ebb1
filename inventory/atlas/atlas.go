package atlas

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/recent"
	"maillage/inventory/territory"
)

// Atlas keeps a Picture of a database up to date. It is safe for concurrent use.
type Atlas struct {
	store *postgres.Store
	log   *slog.Logger
	now   atomic.Pointer[Picture]
	has   atomic.Pointer[postgres.Snapshot] // what Now shows at the least
	turn  chan struct{}                     // held by the one that refreshes
	clock func() time.Time
	days  *recent.Cache[dayKey, *Picture]
	swept *ground // whose reading Run has swept up after
}

// Open reads the whole inventory. Start Run to keep the picture up to date.
// While no territory is loaded the picture is there, but answers are refused
// with inventory.Unavailable. Errors are the database's, in inventory's words.
func Open(ctx context.Context, store *postgres.Store, log *slog.Logger) (*Atlas, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	a := &Atlas{store: store, log: log, clock: time.Now, turn: make(chan struct{}, 1),
		days: recent.New[dayKey](keptDays, keptDays, func(*Picture) int64 { return 1 })}
	ground, err := newGround(inventory.Territory{}, territory.New(nil))
	if err != nil {
		return nil, err
	}
	// Versions begin at the time, so that those of an earlier process, which
	// browsers may still hold, never come again.
	a.now.Store(&Picture{version: uint64(time.Now().UnixMicro()), ground: ground, cache: newCache(), basis: &basis{}})
	return a, a.Refresh(ctx)
}

// Now returns the picture as it is. Who needs several answers of one moment
// takes them all from one.
func (a *Atlas) Now() *Picture { return a.now.Load() }

// Refresh reads what has changed in the database. Once it returns, Now shows
// every change that was committed before it was called.
func (a *Atlas) Refresh(ctx context.Context) error {
	return a.refresh(ctx, func() bool { return false })
}

// refresh is Refresh, unless it is needless by the time its turn has come.
func (a *Atlas) refresh(ctx context.Context, needless func() bool) error {
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if needless() {
		return nil
	}
	start := time.Now()
	before := a.now.Load()
	after, has, err := a.read(ctx, before)
	if err != nil {
		return err
	}
	if after != before {
		after.version = before.version + 1
		a.now.Store(after)
		a.log.Info("the picture has changed", "version", after.version, "members", len(after.members),
			"zones", len(after.zones), "took", time.Since(start).Round(time.Millisecond).String())
	}
	a.has.Store(&has) // after the picture, which may be newer and not older
	return nil
}

// channel is where the database tells of changes.
const channel = "maillage"

// The pauses between two attempts to listen.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 10 * time.Second
)

// Run keeps the picture up to date until ctx ends: it listens to what the
// database tells, on a connection of its own, and refreshes. A connection that
// is lost is made anew, and then everything is compared, since nobody told of
// what happened in between. It returns ctx's error.
func (a *Atlas) Run(ctx context.Context) error {
	pause := firstPause
	for {
		err := a.listen(ctx, func() { pause = firstPause })
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.log.Warn("the database is not heard; trying again", "error", err, "pause", pause.String())
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause = min(2*pause, lastPause)
	}
}

// listen refreshes at every word of the database, until it is no longer heard;
// heard is called once it is.
func (a *Atlas) listen(ctx context.Context, heard func()) error {
	conn, err := pgx.ConnectConfig(ctx, a.store.Pool.Config().ConnConfig.Copy())
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(closing) // it is of no more use, broken or not
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		if err := a.Refresh(ctx); err != nil {
			return err
		}
		heard()
		a.sweepUp()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
		// Words that came together are one refresh.
		for more := true; more; {
			more, err = another(ctx, conn)
			if err != nil {
				return err
			}
		}
	}
}

// sweepUp gives back to the machine what reading a territory or a layer left
// behind: several times what is kept of it, which the collector alone would let
// go after minutes. It is done once for each, as it takes a whole collection.
func (a *Atlas) sweepUp() {
	if g := a.Now().ground; g != a.swept {
		a.swept = g
		debug.FreeOSMemory()
	}
}

// another takes a further notification if one is there already or comes within
// a few milliseconds.
func another(ctx context.Context, conn *pgx.Conn) (bool, error) {
	brief, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
	defer cancel()
	_, err := conn.WaitForNotification(brief)
	switch {
	case err == nil:
		return true, nil
	case ctx.Err() == nil && errors.Is(brief.Err(), context.DeadlineExceeded) && !conn.IsClosed():
		return false, nil
	}
	return false, err
}
