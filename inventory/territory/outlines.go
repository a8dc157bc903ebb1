package territory

import (
	"context"
	"runtime"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// ofUnits tells whether an extent names units, and of which kind; "" for codes
// that name their kind.
func ofUnits(e inventory.ExtentKind) (kind string, ok bool) {
	switch e {
	case inventory.ExtentCommunes:
		return inventory.Commune, true
	case inventory.ExtentEPCI:
		return inventory.EPCI, true
	case inventory.ExtentDepartements:
		return inventory.Departement, true
	case inventory.ExtentUnits:
		return "", true
	}
	return "", false
}

// DrawCells fills the Cells of a zone whose extent names units, and takes its
// Geometry away: the cells of units are in memory, their boundaries are not. ok
// is false, and nothing is done, for other extents. Errors are those of [Draw].
func DrawCells(g *Gazetteer, z *inventory.Zone) (ok bool, err error) {
	kind, ok := ofUnits(z.Extent.Kind)
	if !ok {
		return false, nil
	}
	units, err := g.usableUnits(z, kind)
	if err != nil {
		return true, err
	}
	z.Geometry, z.Cells = nil, cellsOf(units)
	return true, nil
}

// together is how many zones Outlines draws at a time: enough to keep PostgreSQL
// and the cores busy, few enough for the boundaries of their units to be held.
const together = 128

// Outlines fills the Geometry of those zones whose extents name units, as [Draw]
// does, many at once: each boundary is read once for all the zones around it.
// Errors are those of Draw, of one of the zones.
func Outlines(ctx context.Context, db postgres.DB, g *Gazetteer, zones []*inventory.Zone) error {
	var all []*sheet
	for _, z := range zones {
		kind, ok := ofUnits(z.Extent.Kind)
		if !ok {
			continue
		}
		units, err := g.usableUnits(z, kind)
		if err != nil {
			return err
		}
		all = append(all, &sheet{zone: z, units: units})
	}
	for len(all) > 0 {
		n := min(together, len(all))
		if err := outlines(ctx, db, all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// sheet is a zone on which its units are being drawn.
type sheet struct {
	zone  *inventory.Zone
	units []*inventory.Unit
}

func outlines(ctx context.Context, db postgres.DB, sheets []*sheet) error {
	land, err := boundaries(ctx, db, sheets)
	if err != nil {
		return err
	}
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for _, s := range sheets {
		work.Go(func() error {
			parts := make([]orb.MultiPolygon, len(s.units))
			for i, u := range s.units {
				parts[i] = land[u]
			}
			switch {
			case len(parts) == 1:
				s.zone.Geometry = parts[0]
			case dissolvable(s.units):
				s.zone.Geometry = outline.Dissolve(parts)
			default:
				s.zone.Geometry = nil // for PostGIS to unite
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	var doubtful []*sheet
	for _, s := range sheets {
		switch {
		case len(s.units) == 1:
		case dissolvable(s.units):
			doubtful = append(doubtful, s)
		default:
			parts := make([]orb.MultiPolygon, len(s.units))
			for i, u := range s.units {
				parts[i] = land[u]
			}
			if s.zone.Geometry, err = unite(ctx, db, parts); err != nil {
				return err
			}
		}
	}
	return makeValid(ctx, db, doubtful)
}

// boundaries reads those of all the units of some zones.
func boundaries(ctx context.Context, db postgres.DB, sheets []*sheet) (map[*inventory.Unit]orb.MultiPolygon, error) {
	land := map[*inventory.Unit]orb.MultiPolygon{}
	byKind := map[string][]*inventory.Unit{}
	for _, s := range sheets {
		for _, u := range s.units {
			if _, there := land[u]; !there {
				land[u] = nil
				byKind[u.Kind] = append(byKind[u.Kind], u)
			}
		}
	}
	for kind, units := range byKind {
		codes := make([]string, len(units))
		for i, u := range units {
			codes[i] = u.Code
		}
		found, err := postgres.UnitGeometries(ctx, db, kind, codes)
		if err != nil {
			return nil, err
		}
		if len(found) != len(codes) {
			return nil, territoryChanged()
		}
		for _, u := range units {
			land[u] = found[u.Code]
		}
	}
	return land, nil
}

// dissolvable tells whether units share their edges: those of several kinds need
// not, and those of a layer of the operator's own may even overlap.
func dissolvable(units []*inventory.Unit) bool {
	for _, u := range units {
		if u.Kind != units[0].Kind {
			return false
		}
	}
	return shareEdges(units[0].Kind)
}

// makeValid has PostGIS look at what was dissolved and make valid what is not, in one
// exchange.
func makeValid(ctx context.Context, db postgres.DB, sheets []*sheet) error {
	batch := &pgx.Batch{}
	for _, s := range sheets {
		batch.Queue(repair, s.zone.Geometry).QueryRow(func(row pgx.Row) error {
			fixed, reason, err := repaired(row, s.zone.Geometry)
			if err == nil && reason != "" {
				s.zone.Geometry = fixed
			}
			return err
		})
	}
	return db.SendBatch(ctx, batch).Close()
}
