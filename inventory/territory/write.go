package territory

import (
	"context"
	"iter"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// mend is a polygon that PostGIS found to cross itself, as it mended it.
type mend struct {
	reason   string
	geometry orb.MultiPolygon // nil: nothing was left
}

// faulty asks PostGIS which communes are no valid polygons, and for the nearest
// valid ones (ST_MakeValid). Nothing is kept in the database.
func (l *land) faulty(ctx context.Context, store *postgres.Store) (map[string]mend, error) {
	found := map[string]mend{}
	var located []*piece
	for i := range l.communes {
		if l.communes[i].geometry != nil {
			located = append(located, &l.communes[i])
		}
	}
	err := store.Write(ctx, l.who, "territory:check", func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "CREATE TEMP TABLE boundary (code text, geom geometry) ON COMMIT DROP"); err != nil {
			return err
		}
		rows := pgx.CopyFromSlice(len(located), func(i int) ([]any, error) {
			return []any{located[i].Code, located[i].geometry}, nil
		})
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{"boundary"}, []string{"code", "geom"}, rows); err != nil {
			return err
		}
		bad, err := tx.Query(ctx, `SELECT code, ST_IsValidReason(geom), ST_Multi(ST_CollectionExtract(ST_MakeValid(geom), 3))
			FROM boundary WHERE NOT ST_IsValid(geom)`)
		if err != nil {
			return err
		}
		defer bad.Close()
		for bad.Next() {
			var code string
			var m mend
			if err := bad.Scan(&code, &m.reason, &m.geometry); err != nil {
				return err
			}
			found[code] = m
		}
		return bad.Err()
	})
	return found, err
}

// mend puts mended polygons in the place of invalid ones.
func (l *land) mend(mended map[string]mend) error {
	for i := range l.communes {
		c := &l.communes[i]
		m, ok := mended[c.Code]
		if !ok {
			continue
		}
		if len(m.geometry) == 0 {
			return invalid("territory_bad_polygon", "the boundary of %s %s has no area that could be saved: %s", c.Code, c.Name, m.reason)
		}
		set, err := raster.MultiPolygon(m.geometry)
		if err != nil {
			return invalid("territory_bad_polygon", "the boundary of %s %s cannot be drawn: %v", c.Code, c.Name, err)
		}
		c.geometry, c.Cells, c.Box = m.geometry, set, m.geometry.Bound()
		l.summary.Repaired = append(l.summary.Repaired, c.Code)
	}
	return nil
}

// write puts the units and the territory in force.
func (l *land) write(ctx context.Context, tx pgx.Tx, report Progress) error {
	if err := postgres.PutTerritory(ctx, tx, l.summary.Territory, l.rows(report)); err != nil {
		return err
	}
	// Where neighbours do not share their edges exactly, their common outline may
	// cross itself; zones take it as it is, so it must not.
	_, err := tx.Exec(ctx, `UPDATE unit SET geom = ST_Multi(ST_CollectionExtract(ST_MakeValid(geom), 3))
		WHERE kind = ANY ($1) AND geom IS NOT NULL AND NOT ST_IsValid(geom)`,
		[]string{inventory.EPCI, inventory.Departement, inventory.Region})
	return err
}

func (l *land) rows(report Progress) iter.Seq2[postgres.UnitRow, error] {
	return func(yield func(postgres.UnitRow, error) bool) {
		total, n := int64(len(l.communes)+len(l.larger)), int64(0)
		for _, pieces := range [][]piece{l.larger, l.communes} {
			for i := range pieces {
				p := &pieces[i]
				if p.Located && p.Cells == nil {
					p.Cells = line.Set{} // located, yet too small to hold a cell
				}
				if !yield(postgres.UnitRow{Unit: p.Unit, Geometry: p.geometry}, nil) {
					return
				}
				if n++; n%1000 == 0 || n == total {
					report.tell("writing", n, total)
				}
			}
		}
	}
}

// writeShapes replaces the shapes of the basemap.
func writeShapes(ctx context.Context, tx pgx.Tx, shapes <-chan []shape, report Progress) error {
	if _, err := tx.Exec(ctx, `DELETE FROM unit_shape WHERE kind = ANY ($1)`,
		[]string{inventory.Region, inventory.Departement, inventory.Commune}); err != nil {
		return err
	}
	// The codec writes SRID 4326; these are in 3857.
	if _, err := tx.Exec(ctx, `CREATE TEMP TABLE new_shape (kind text, code text, zoom smallint, geom geometry) ON COMMIT DROP`); err != nil {
		return err
	}
	written := int64(0)
	for batch := range shapes {
		rows := pgx.CopyFromSlice(len(batch), func(i int) ([]any, error) {
			s := &batch[i]
			return []any{s.kind, s.code, int16(s.zoom), s.geometry}, nil
		})
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{"new_shape"}, []string{"kind", "code", "zoom", "geom"}, rows); err != nil {
			return err
		}
		written += int64(len(batch))
		report.tell("shapes", written, 0)
	}
	_, err := tx.Exec(ctx, `INSERT INTO unit_shape (kind, code, zoom, geom) SELECT kind, code, zoom, ST_SetSRID(geom, 3857) FROM new_shape`)
	return err
}

// redraw gives the zones that name units the land those have now.
func (l *land) redraw(ctx context.Context, tx pgx.Tx) (err error) {
	l.summary.Redrawn, l.summary.Stale, err = redrawZones(ctx, tx, func(z *inventory.Zone) bool { return len(z.Extent.Codes) > 0 })
	return err
}

// redrawZones gives some zones that name units the land those have now. A zone
// whose units are gone is stale, and keeps the land it had.
func redrawZones(ctx context.Context, tx pgx.Tx, which func(*inventory.Zone) bool) (redrawn int, stale []string, err error) {
	zones, err := postgres.ZonesMeta(ctx, tx, "", "", 0)
	if err != nil {
		return 0, nil, err
	}
	zones = slices.DeleteFunc(zones, func(z inventory.Zone) bool { return !which(&z) })
	if len(zones) == 0 {
		return 0, nil, nil
	}
	g, err := Read(ctx, tx) // all kinds, those that operators loaded among them
	if err != nil {
		return 0, nil, err
	}
	drawn := zones[:0]
	for _, z := range zones {
		switch err := Draw(ctx, tx, g, &z, nil); inventory.KindOf(err) {
		case inventory.Invalid:
			stale = append(stale, z.Key.String())
		default:
			if err != nil {
				return 0, nil, err
			}
			drawn = append(drawn, z)
		}
	}
	return len(drawn), stale, postgres.RedrawZones(ctx, tx, drawn)
}
