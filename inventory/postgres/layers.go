package postgres

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// GroundStamp tells states of what answers stand on apart: the territory, the
// kinds of unit and the layers. It is "" while there is no territory.
func GroundStamp(ctx context.Context, db DB) (string, error) {
	var stamp string
	err := db.QueryRow(ctx, `SELECT coalesce((SELECT checksum || ' ' || loaded_at FROM territory)
		|| coalesce((SELECT string_agg(' kind ' || kind || ' ' || loaded_at, '' ORDER BY kind) FROM unit_kind), '')
		|| coalesce((SELECT string_agg(' layer ' || name || ' ' || loaded_at, '' ORDER BY name) FROM layer), ''), '')`).Scan(&stamp)
	return stamp, translated(err)
}

// PutLayer adds a layer, or replaces the one of its name. LoadedAt is the
// database's clock. [inventory.Invalid] for a value that the schema refuses.
func PutLayer(ctx context.Context, tx pgx.Tx, l inventory.Layer) error {
	var cells []byte
	var communes any
	if l.Communes != nil {
		communes = l.Communes
	} else {
		cells = packCells(l.Cells)
	}
	_, err := tx.Exec(ctx, `INSERT INTO layer (name, unit, source, vintage, licence, checksum, cells, communes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (name) DO UPDATE SET unit = excluded.unit, source = excluded.source, vintage = excluded.vintage,
			licence = excluded.licence, checksum = excluded.checksum, cells = excluded.cells, communes = excluded.communes,
			loaded_at = clock_timestamp()`,
		l.Name, l.Unit, l.Source.Source, l.Vintage, l.Licence, l.Checksum, cells, communes)
	return translated(err)
}

// Layers returns the layers that operators loaded, by name.
func Layers(ctx context.Context, db DB) ([]inventory.Layer, error) {
	rows, _ := db.Query(ctx, "SELECT name, unit, source, vintage, licence, checksum, loaded_at, cells, communes FROM layer ORDER BY name")
	layers, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l inventory.Layer, err error) {
		var cells []byte
		if err = row.Scan(&l.Name, &l.Unit, &l.Source.Source, &l.Vintage, &l.Licence, &l.Checksum, &l.LoadedAt, &cells, &l.Communes); err != nil {
			return l, err
		}
		l.Cells, err = unpackCells(cells)
		return l, err
	})
	return layers, translated(err)
}

// DeleteLayer removes a layer; [inventory.NotFound] when it is not there.
func DeleteLayer(ctx context.Context, tx pgx.Tx, name string) error {
	tag, err := tx.Exec(ctx, "DELETE FROM layer WHERE name = $1", name)
	if err == nil && tag.RowsAffected() == 0 {
		return inventory.Errorf(inventory.NotFound, "unknown_layer", "no layer “%s” has been loaded", name)
	}
	return translated(err)
}

// packCells writes weights in the order of the line.
func packCells(cells []inventory.CellWeight) []byte {
	out := make([]byte, 0, 5*len(cells)+1)
	at := int32(0)
	for _, c := range cells {
		out = binary.AppendUvarint(out, uint64(c.Cell-at))
		out = binary.AppendUvarint(out, uint64(math.Round(c.Weight*1000)))
		at = c.Cell
	}
	return out
}

// unpackCells reads what packCells writes.
func unpackCells(packed []byte) ([]inventory.CellWeight, error) {
	numbers := 0 // a number ends with a byte that has no eighth bit
	for _, b := range packed {
		if b < 0x80 {
			numbers++
		}
	}
	cells := make([]inventory.CellWeight, 0, numbers/2) // grown, it would leave five times itself behind
	at := uint64(0)
	for len(packed) > 0 {
		step, n := binary.Uvarint(packed)
		if n <= 0 {
			return nil, fmt.Errorf("the cells of a layer are broken after %d", at)
		}
		weight, m := binary.Uvarint(packed[n:])
		if at += step; m <= 0 || at > math.MaxInt32 || step > math.MaxInt32 || len(cells) > 0 && step == 0 {
			return nil, fmt.Errorf("the cells of a layer are broken after %d", at)
		}
		cells = append(cells, inventory.CellWeight{Cell: int32(at), Weight: float64(weight) / 1000})
		packed = packed[n+m:]
	}
	return cells, nil
}
