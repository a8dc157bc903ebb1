// Package ledger keeps what each member had brought at each quarter's end, and
// counts it again from the history.
//
// What belongs here: when a quarter is kept, what of, and whether what is kept is
// what the history says. What does not: what a contribution is (atlas), what dues
// the bureau makes of it.
package ledger

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// MaxQuarters is how far back quarters are kept that nobody kept at their time.
const MaxQuarters = 40

// often is how often the service looks whether a quarter has ended.
const often = time.Hour

// Book keeps the ledger of an instance.
type Book struct {
	Store *postgres.Store
	Atlas *atlas.Atlas
	Log   *slog.Logger
}

var keeper = inventory.Operator("ledger")

// Run keeps each quarter when it has ended, until ctx ends.
func (b *Book) Run(ctx context.Context) error {
	tick := time.NewTicker(often)
	defer tick.Stop()
	for {
		if n, err := b.Keep(ctx, time.Now()); err != nil && ctx.Err() == nil {
			b.Log.Error("a quarter was not kept in the ledger: it is tried again", "error", err)
		} else if n > 0 {
			b.Log.Info("quarters kept in the ledger", "quarters", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Keep keeps the quarters that have ended by a moment since the history began, and
// that are not kept; it tells how many. A quarter without members has no lines and
// is looked at again.
func (b *Book) Keep(ctx context.Context, now time.Time) (n int, err error) {
	var kept map[inventory.Date]bool
	var since inventory.Date
	err = b.Store.Read(ctx, keeper, func(tx pgx.Tx) (err error) {
		kept, since, err = postgres.LedgerDays(ctx, tx)
		return err
	})
	if err != nil || since.IsZero() {
		return 0, err
	}
	ends := inventory.QuarterEnds(since, inventory.DayIn(now))
	for _, day := range ends[max(0, len(ends)-MaxQuarters):] {
		if kept[day] {
			continue
		}
		lines, err := b.Count(ctx, day)
		if err == nil && len(lines) > 0 {
			err = b.Store.Write(ctx, keeper, "ledger", func(tx pgx.Tx) error { return postgres.AddLedger(ctx, tx, lines) })
			n++
		}
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// Count counts the lines of a day from the history: all that was in the pool then,
// as its owners shared it then.
func (b *Book) Count(ctx context.Context, day inventory.Date) ([]inventory.LedgerLine, error) {
	picture, err := b.Atlas.Stood(ctx, day)
	if err != nil {
		return nil, err
	}
	c, err := picture.Contributions(keeper, inventory.Filter{AsOf: day})
	if err != nil {
		return nil, err
	}
	var ground string
	err = b.Store.Read(ctx, keeper, func(tx pgx.Tx) (err error) {
		ground, err = postgres.GroundChecksum(ctx, tx)
		return err
	})
	lines := make([]inventory.LedgerLine, 0, len(c.Members))
	for _, m := range c.Members {
		l := inventory.LedgerLine{Day: day, Member: m.Member, Layer: c.Layer, Ground: ground, ConfirmedOn: m.ConfirmedOn,
			ReachKM2: m.Reach.KM2, ReachWeight: m.Reach.Weight, UniqueKM2: m.Unique.KM2, UniqueWeight: m.Unique.Weight,
			ShapleyKM2: m.Shapley.KM2, ShapleyWeight: m.Shapley.Weight, GivenKM2: m.Given.KM2, GivenWeight: m.Given.Weight}
		if m.Received != nil {
			l.ReceivedKM2, l.ReceivedWeight = m.Received.KM2, m.Received.Weight
		}
		lines = append(lines, l)
	}
	return lines, err
}

// Difference is a line that counts otherwise today than it was kept.
type Difference struct {
	Kept    inventory.LedgerLine
	Counted *inventory.LedgerLine // nil: the history has no such member that day
	Ground  bool                  // the territory has been loaded anew since
}

// Check counts every quarter again and returns the lines that differ in any
// figure, by a single bit. The day of the last confirmation is not compared: a
// confirmation leaves no line in the history.
func (b *Book) Check(ctx context.Context) (checked int, differ []Difference, err error) {
	var kept []inventory.LedgerLine
	err = b.Store.Read(ctx, keeper, func(tx pgx.Tx) (err error) {
		kept, err = postgres.Ledger(ctx, tx, "")
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	again := map[inventory.Date]map[string]inventory.LedgerLine{}
	for _, k := range kept {
		if again[k.Day] == nil {
			lines, err := b.Count(ctx, k.Day)
			if err != nil {
				return checked, differ, err
			}
			again[k.Day] = map[string]inventory.LedgerLine{}
			for _, l := range lines {
				again[k.Day][l.Member] = l
			}
		}
		checked++
		l, there := again[k.Day][k.Member]
		switch {
		case !there:
			differ = append(differ, Difference{Kept: k})
		case figures(k) != figures(l):
			differ = append(differ, Difference{Kept: k, Counted: &l, Ground: k.Ground != l.Ground})
		}
	}
	return checked, differ, nil
}

// figures is a line with nothing but what is compared.
func figures(l inventory.LedgerLine) inventory.LedgerLine {
	l.ConfirmedOn, l.Ground = inventory.Date{}, ""
	l.Quarters, l.CumulatedKM2, l.CumulatedWeight = 0, 0, 0
	return l
}
