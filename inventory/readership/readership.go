// Package readership counts which members consult whose entries, for the owners
// to know.
//
// What belongs here: the counts in memory, so that no request waits for them, and
// their way into the database in batches. What does not: whose reading counts and
// under what name (atlas), and which answers are a consultation (api).
package readership

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

const (
	// Every is the pause between two batches: a count comes that late at most.
	Every = 30 * time.Second
	// most is how many owners, readers and hours are held at once; what comes
	// beyond before a batch is written is not counted.
	most     = 100_000
	lastWait = 5 * time.Second // for the batch of the end
)

// answer is what names an owner's entries to a reader time and again: a plan while
// it is worked on, a question whose budget moves.
type answer struct{ owner, reader, what string }

// Counter counts. It is safe for concurrent use; the zero Counter is ready.
type Counter struct {
	Now func() time.Time // the clock, time.Now when nil; tests set it before first use

	mu     sync.Mutex
	counts map[postgres.ReadingKey]int64
	again  map[answer]bool // what NoteOnce noted this hour
	hour   time.Time
	swept  time.Time // when readings of long ago were last removed
}

func (c *Counter) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

// Note counts one consultation by a reader, a member's slug or "" for the bureau,
// of each owner's entries. Reading one's own is none.
func (c *Counter) Note(reader string, owners ...string) {
	// Days in Paris begin with an hour.
	hour := c.now().UTC().Truncate(time.Hour)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = map[postgres.ReadingKey]int64{}
	}
	for _, owner := range owners {
		key := postgres.ReadingKey{Owner: owner, Reader: reader, Hour: hour}
		if _, known := c.counts[key]; owner != reader && (known || len(c.counts) < most) {
			c.counts[key]++
		}
	}
}

// NoteOnce is Note for an answer that is asked again and again, under a name of its
// own: of each owner it counts once an hour.
func (c *Counter) NoteOnce(reader, what string, owners ...string) {
	hour := c.now().UTC().Truncate(time.Hour)
	c.mu.Lock()
	if !c.hour.Equal(hour) {
		c.again, c.hour = map[answer]bool{}, hour
	}
	var fresh []string
	for _, owner := range owners {
		if key := (answer{owner, reader, what}); !c.again[key] && len(c.again) < most {
			c.again[key] = true
			fresh = append(fresh, owner)
		}
	}
	c.mu.Unlock()
	c.Note(reader, fresh...)
}

// Flush writes what was counted. When that fails it is kept for the next time.
func (c *Counter) Flush(ctx context.Context, store *postgres.Store) error {
	c.mu.Lock()
	counts := c.counts
	c.counts = nil
	now := c.now()
	sweep := now.Sub(c.swept) > 24*time.Hour
	c.mu.Unlock()
	if len(counts) == 0 && !sweep {
		return nil
	}
	err := store.Write(ctx, inventory.Operator("readership"), "readership", func(tx pgx.Tx) error {
		if err := postgres.AddReadings(ctx, tx, counts); err != nil || !sweep {
			return err
		}
		return postgres.SweepReadings(ctx, tx, now)
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		if sweep {
			c.swept = now
		}
		return nil
	}
	for key, n := range counts {
		if c.counts == nil {
			c.counts = map[postgres.ReadingKey]int64{}
		}
		if _, known := c.counts[key]; known || len(c.counts) < most {
			c.counts[key] += n
		}
	}
	return err
}

// Run writes batches until ctx ends, and a last one then. store is nil while
// there is none yet.
func (c *Counter) Run(ctx context.Context, log *slog.Logger, store func() *postgres.Store) {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	for ended := false; !ended; {
		writing, cancel := ctx, context.CancelFunc(func() {})
		select {
		case <-ctx.Done():
			ended = true
			writing, cancel = context.WithTimeout(context.WithoutCancel(ctx), lastWait)
		case <-tick.C:
		}
		if s := store(); s != nil {
			if err := c.Flush(writing, s); err != nil {
				log.Warn("who consulted whom could not be written; it is kept", "error", err)
			}
		}
		cancel()
	}
}
