package postgres

import (
	"context"
	"errors"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
)

// UnitRow is a unit with its boundary.
type UnitRow struct {
	inventory.Unit
	Geometry orb.MultiPolygon // nil when no boundary is known; Cells is nil then too
}

var unitColumns = []string{"kind", "code", "name", "departement", "region", "epci", "postcodes", "population", "territory", "centre", "geom", "cells"}

// PutTerritory replaces the territory in force: its source, and all communes,
// EPCI, départements and régions by those that units yields. Other kinds of
// unit stay. Box and Located are not written, they follow from the geometry.
// When units yields an error it is returned, and nothing has changed once the
// transaction ends. LoadedAt is the database's clock when zero.
func PutTerritory(ctx context.Context, tx pgx.Tx, t inventory.Territory, units iter.Seq2[UnitRow, error]) error {
	kinds := []string{inventory.Commune, inventory.EPCI, inventory.Departement, inventory.Region}
	if _, err := tx.Exec(ctx, "DELETE FROM unit WHERE kind = ANY ($1)", kinds); err != nil {
		return translated(err)
	}
	source := &unitSource{}
	var stop func()
	source.next, stop = iter.Pull2(units)
	defer stop()
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"unit"}, unitColumns, source)
	if source.err != nil { // what the source said, not what PostgreSQL made of it
		return source.err
	}
	if err != nil {
		return translated(err)
	}
	var loaded any
	if !t.LoadedAt.IsZero() {
		loaded = t.LoadedAt
	}
	_, err = tx.Exec(ctx, `INSERT INTO territory (source, checksum, licence, approximate, loaded_at)
		VALUES ($1, $2, $3, $4, coalesce($5, clock_timestamp()))
		ON CONFLICT (in_force) DO UPDATE SET source = excluded.source, checksum = excluded.checksum,
			licence = excluded.licence, approximate = excluded.approximate, loaded_at = excluded.loaded_at`,
		t.Source, t.Checksum, t.Licence, t.Approximate, loaded)
	return translated(err)
}

// unitSource feeds COPY from an iterator.
type unitSource struct {
	next func() (UnitRow, error, bool)
	unit UnitRow
	err  error
}

func (s *unitSource) Next() bool {
	if s.err != nil {
		return false
	}
	var ok bool
	s.unit, s.err, ok = s.next()
	return ok && s.err == nil
}

func (s *unitSource) Err() error { return s.err }

func (s *unitSource) Values() ([]any, error) {
	u := &s.unit
	var centre *orb.Point
	if u.Centre != (orb.Point{}) {
		centre = &u.Centre
	}
	return []any{u.Kind, u.Code, u.Name, orNull(u.Departement), orNull(u.Region), orNull(u.EPCI), texts(u.Postcodes),
		u.Population, orNull(u.Territory), centre, u.Geometry, u.Cells}, nil
}

// TerritoryInForce returns where the boundaries come from; false when no
// territory has been loaded.
func TerritoryInForce(ctx context.Context, db DB) (t inventory.Territory, ok bool, err error) {
	err = db.QueryRow(ctx, "SELECT source, checksum, licence, approximate, loaded_at FROM territory").
		Scan(&t.Source, &t.Checksum, &t.Licence, &t.Approximate, &t.LoadedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return t, false, nil
	}
	return t, err == nil, translated(err)
}

// unitColumnsRead are the columns of scanUnit but for the last, cells.
const unitColumnsRead = `kind, code, name, coalesce(departement, ''), coalesce(region, ''), coalesce(epci, ''), postcodes,
	population, coalesce(territory, ''), centre, geom IS NOT NULL, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)`

// scanUnit reads a unit. Words that many units share are kept once.
func scanUnit(row pgx.CollectableRow, v vocabulary) (u inventory.Unit, err error) {
	var centre *orb.Point
	var west, south, east, north *float64
	err = row.Scan(v.into(&u.Kind), &u.Code, &u.Name, v.into(&u.Departement), v.into(&u.Region), v.into(&u.EPCI),
		&u.Postcodes, &u.Population, v.into(&u.Territory), &centre, &u.Located, &west, &south, &east, &north, &u.Cells)
	if centre != nil {
		u.Centre = *centre
	}
	if west != nil {
		u.Box = orb.Bound{Min: orb.Point{*west, *south}, Max: orb.Point{*east, *north}}
	}
	if len(u.Postcodes) == 0 {
		u.Postcodes = nil
	}
	return u, err
}

// Units returns all units of every kind, in any order, with cells and box but
// without boundary. EPCI, départements and régions come without cells: theirs are
// those of their communes, and PostgreSQL writes out a multirange at such length
// that uniting them is quicker than reading them.
func Units(ctx context.Context, db DB) ([]inventory.Unit, error) {
	rows, _ := db.Query(ctx, "SELECT "+unitColumnsRead+", CASE WHEN kind <> ALL ($1) THEN cells END FROM unit",
		[]string{inventory.EPCI, inventory.Departement, inventory.Region})
	v := vocabulary{}
	units, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (inventory.Unit, error) { return scanUnit(row, v) })
	return units, translated(err)
}

// UnitAt returns the unit of a kind that holds a point; of several (on a shared
// edge) the first by code. It is false where there is none.
func UnitAt(ctx context.Context, db DB, kind string, at orb.Point) (inventory.Unit, bool, error) {
	rows, _ := db.Query(ctx, "SELECT "+unitColumnsRead+", cells FROM unit WHERE kind = $1 AND ST_Intersects(geom, $2) ORDER BY code LIMIT 1", kind, at)
	units, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (inventory.Unit, error) { return scanUnit(row, vocabulary{}) })
	if err != nil || len(units) == 0 {
		return inventory.Unit{}, false, translated(err)
	}
	return units[0], true, nil
}

// UnitGeometries returns the boundaries of these units of a kind, by code. Those
// that are unknown, or have no boundary, are absent.
func UnitGeometries(ctx context.Context, db DB, kind string, codes []string) (map[string]orb.MultiPolygon, error) {
	rows, _ := db.Query(ctx, "SELECT code, geom FROM unit WHERE kind = $1 AND code = ANY ($2) AND geom IS NOT NULL", kind, codes)
	all := make(map[string]orb.MultiPolygon, len(codes))
	for rows.Next() {
		var code string
		var geometry orb.MultiPolygon // a new one each time: the map keeps it
		if err := rows.Scan(&code, &geometry); err != nil {
			rows.Close()
			return nil, translated(err)
		}
		all[code] = geometry
	}
	return all, translated(rows.Err())
}
