package territory

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/builtin"
)

// Load reads boundaries from a file, a folder or an address (http, https), makes
// a territory of them and puts it in force, in one transaction: when anything
// fails the territory in force stays. What the source does not say is filled
// from the built-in list.
//
// Errors are inventory.Invalid with a code that begins with "territory_" and say
// what is wrong with the source and what to do; inventory.Unavailable when an
// address or the database does not answer.
func Load(ctx context.Context, store *postgres.Store, from string, report Progress) (inventory.Territory, error) {
	s, err := LoadSummary(ctx, store, from, report)
	return s.Territory, err
}

// LoadSummary is Load that tells more.
func LoadSummary(ctx context.Context, store *postgres.Store, from string, report Progress) (Summary, error) {
	if isAddress(from) {
		f, err := download(ctx, from, "", report)
		if err != nil {
			return Summary{}, err
		}
		defer f.discard()
		return load(ctx, store, f.source, service, report)
	}
	s, err := localSource(from)
	if err != nil {
		return Summary{}, err
	}
	return load(ctx, store, s, service, report)
}

// LoadOnly is LoadSummary without the listed communes that the source lacks: a
// small country for tests.
func LoadOnly(ctx context.Context, store *postgres.Store, file string, report Progress) (Summary, error) {
	s, err := localSource(file)
	if err != nil {
		return Summary{}, err
	}
	s.only = true
	return load(ctx, store, s, service, report)
}

// LoadBuiltin puts the built-in approximation in force.
func LoadBuiltin(ctx context.Context, store *postgres.Store, report Progress) (Summary, error) {
	return loadBuiltin(ctx, store, service, report)
}

func loadBuiltin(ctx context.Context, store *postgres.Store, who inventory.Viewer, report Progress) (Summary, error) {
	l := &land{who: who}
	l.summary.Territory = inventory.Territory{Source: Builtin, Checksum: builtin.Checksum(), Licence: builtin.Licence, Approximate: true}
	lap := l.summary.watch()
	if err := l.approximate(builtin.France(), report); err != nil {
		return l.summary, err
	}
	lap("drawing")
	l.build(builtin.France(), trace, report)
	lap("joining")
	return l.finish(ctx, store, builtin.France(), lap, report)
}

// load makes a territory of a source and puts it in force.
func load(ctx context.Context, store *postgres.Store, s *source, who inventory.Viewer, report Progress) (Summary, error) {
	list := builtin.France()
	took := Summary{}
	lap := took.watch()
	boundaries, err := s.read(ctx, report)
	if err != nil {
		return Summary{}, err
	}
	lap("reading")
	l, err := gather(boundaries, list, s.only)
	if err != nil {
		return Summary{}, err
	}
	l.who, l.summary.Took = who, took.Took
	lap = l.summary.watch()
	l.summary.Territory = inventory.Territory{Source: s.name, Checksum: s.checksum, Licence: s.licence}
	if err := l.checkAndDraw(ctx, store, report); err != nil {
		return Summary{}, err
	}
	lap("checking and drawing")
	l.build(list, dissolve, report)
	lap("joining")
	return l.finish(ctx, store, list, lap, report)
}

// checkAndDraw has PostGIS look for polygons that cross themselves while the
// communes are drawn on the line, then mends those it found.
func (l *land) checkAndDraw(ctx context.Context, store *postgres.Store, report Progress) error {
	var mended map[string]mend
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		mended, err = l.faulty(gctx, store)
		return err
	})
	g.Go(func() error { return l.rasterise(report) })
	if err := g.Wait(); err != nil {
		return err
	}
	if err := l.mend(mended); err != nil {
		return err
	}
	l.part()
	l.houseTiny()
	l.levelShores()
	return nil
}

// finish completes the units and writes all in one transaction, then draws the
// zones that name units again.
func (l *land) finish(ctx context.Context, store *postgres.Store, list *builtin.List, lap func(string), report Progress) (Summary, error) {
	l.settle()
	l.note(list)
	shapes := make(chan []shape, 3)
	var g errgroup.Group
	g.Go(func() error {
		defer close(shapes)
		for _, k := range []struct {
			kind string
			from int
		}{{inventory.Region, 4}, {inventory.Departement, 4}, {inventory.Commune, 10}} {
			shapes <- generalise(k.kind, l.of(k.kind), k.from)
		}
		return nil
	})
	err := store.Write(ctx, l.who, "territory:"+l.summary.Checksum[:12], func(tx pgx.Tx) error {
		// One load at a time: the second waits and then replaces the first's.
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('maillage territory'))"); err != nil {
			return err
		}
		if err := l.write(ctx, tx, report); err != nil {
			return err
		}
		lap("writing")
		if err := writeShapes(ctx, tx, shapes, report); err != nil {
			return err
		}
		lap("shapes")
		if err := l.redraw(ctx, tx); err != nil {
			return err
		}
		lap("zones")
		t, ok, err := postgres.TerritoryInForce(ctx, tx)
		if err == nil && !ok {
			err = fmt.Errorf("the territory just written is not there")
		}
		l.summary.Territory = t
		return err
	})
	for range shapes { // let the goroutine end when writing failed
	}
	if err != nil {
		return Summary{}, err
	}
	lap("commit")
	// Statistics: the planner would take the new rows for a handful until then.
	if _, err := store.Pool.Exec(ctx, "ANALYZE unit, unit_shape"); err != nil {
		return l.summary, err
	}
	lap("analyze")
	return l.summary, nil
}

// of returns the located units of a kind.
func (l *land) of(kind string) []*piece {
	var out []*piece
	for _, pieces := range [][]piece{l.communes, l.larger} {
		for i := range pieces {
			if pieces[i].Kind == kind && pieces[i].Located {
				out = append(out, &pieces[i])
			}
		}
	}
	return out
}
