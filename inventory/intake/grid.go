package intake

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// RowDropped is the state of a row that was left out by hand.
const RowDropped = "dropped"

// Grid is a page of an import's file as its owner edits it.
type Grid struct {
	Columns []inventory.ImportColumn
	Rows    []GridRow
	Next    int // the line after which the next page begins; 0: there is none
}

// GridRow is one row of the file, with what was changed in it and what is wrong.
type GridRow struct {
	Row      int
	State    string // of inventory.ImportRow, or RowDropped
	Code     string
	Cells    []string // one a column
	Edited   []int    // columns that differ from the file, counted from 0
	Placed   bool     // put in its place by hand
	Position *orb.Point
	Source   inventory.PositionSource // of the position
	Errors   []inventory.RowError
	Warnings []inventory.RowError
}

// GridFilter narrows a grid. Empty fields take all.
type GridFilter struct {
	State  string // of the rows
	Code   string // of a problem that they have
	Column string // of that problem; goes with Code
	After  int    // only lines after this one
	Limit  int    // at most so many rows; 0: 100
}

// Grid shows an import's file row by row as it stands now. Errors: NotFound,
// Forbidden, Conflict file_expired, Invalid for a file that cannot be read.
func (d *Desk) Grid(ctx context.Context, v inventory.Viewer, id int64, f GridFilter) (Grid, error) {
	var imp inventory.Import
	var up Upload
	var rows []inventory.ImportRow
	err := d.Store.Read(ctx, v, func(tx pgx.Tx) (err error) {
		if imp, err = postgres.Import(ctx, tx, id); err != nil {
			return err
		}
		if err = mayRead(v, imp.Member, d.Lang); err != nil {
			return err
		}
		if up, err = d.reopened(ctx, tx, imp); err != nil {
			return err
		}
		rows, err = postgres.ImportRowsOfFile(ctx, tx, id)
		return err
	})
	if err != nil {
		return Grid{}, err
	}
	table, bad := up.read()
	if bad != nil {
		return Grid{}, bad.domain(inventory.Invalid, d.Lang)
	}
	overlay(table, up.edits)
	return gridOf(imp, table, up.edits, rows, f), nil
}

func gridOf(imp inventory.Import, t *Table, edits inventory.Edits, became []inventory.ImportRow, f GridFilter) Grid {
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	errs, warns := byLine(imp.Errors), byLine(imp.Warnings)
	state := make(map[int]*inventory.ImportRow, len(became))
	for i := range became {
		state[became[i].Row] = &became[i]
	}
	g := Grid{Columns: imp.Columns, Rows: []GridRow{}}
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Line <= f.After {
			continue
		}
		row := GridRow{Row: r.Line, Errors: errs[r.Line], Warnings: warns[r.Line]}
		switch b := state[r.Line]; {
		case edits[r.Line].Dropped:
			row.State = RowDropped
		case b != nil:
			row.State, row.Code = b.State, b.Code
			if p, ok := b.Geometry.(orb.Point); ok {
				row.Position = &p
			}
			row.Source = b.Source
		}
		if f.State != "" && row.State != f.State || f.Code != "" && !hasProblem(&row, f) {
			continue
		}
		if len(g.Rows) == limit {
			g.Next = g.Rows[limit-1].Row
			return g
		}
		row.fill(r, len(t.Columns), edits[r.Line])
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (row *GridRow) fill(r *Row, columns int, e inventory.RowEdit) {
	row.Cells = make([]string, columns)
	for i := range row.Cells {
		row.Cells[i] = r.Cell(i)
	}
	row.Edited = slices.Sorted(maps.Keys(e.Cells))
	row.Placed = e.Position != nil
	if row.Placed && row.Position == nil {
		row.Position = e.Position
	}
}

func hasProblem(row *GridRow, f GridFilter) bool {
	return slices.ContainsFunc(slices.Concat(row.Errors, row.Warnings), func(e inventory.RowError) bool {
		return e.Code == f.Code && e.Column == f.Column
	})
}

func byLine(errs []inventory.RowError) map[int][]inventory.RowError {
	all := make(map[int][]inventory.RowError, len(errs))
	for _, e := range errs {
		all[e.Row] = append(all[e.Row], e)
	}
	return all
}

// previewRows is how many rows a preview reads.
const previewRows = 20

// Preview is what the first rows of a file would become under another mapping.
type Preview struct {
	Columns []inventory.ImportColumn
	Refused string // why the file could not be taken at all; "" when it could
	Rows    []PreviewRow
}

// PreviewRow is one of them.
type PreviewRow struct {
	Row      int
	Code     string
	Entry    []byte // a Pop or a Zone as JSON
	Position *orb.Point
	Errors   []inventory.RowError
	Warnings []inventory.RowError
}

// Preview tells how an import would be read under a mapping, by its first rows,
// and keeps nothing. Errors are those of Revise.
func (d *Desk) Preview(ctx context.Context, v inventory.Viewer, id int64, mapping map[string]string) (Preview, error) {
	g, err := d.ground(d.Lang)
	if err != nil {
		return Preview{}, err
	}
	var ex *examination
	err = d.Store.Read(ctx, v, func(tx pgx.Tx) error {
		imp, err := postgres.Import(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayWrite(v, imp.Member, d.Lang); err != nil {
			return err
		}
		up, err := d.reopened(ctx, tx, imp)
		if err != nil {
			return err
		}
		if mapping[SheetField] == "" {
			mapping = withSheet(mapping, up.Mapping[SheetField])
		}
		up.Mapping, up.first = mapping, previewRows
		ex, err = examine(ctx, tx, up, g)
		return err
	})
	if ex == nil || ex.cols == nil || err != nil && refusal(err) == nil {
		return Preview{}, err
	}
	p := Preview{Columns: ex.columns(), Rows: []PreviewRow{}}
	if err != nil {
		p.Refused = err.Error()
		return p, nil
	}
	for i := range ex.results {
		r := &ex.results[i]
		row := PreviewRow{Row: r.row.Line, Code: r.code, Errors: faults(r.errs, r.row.Line, d.Lang), Warnings: faults(r.warns, r.row.Line, d.Lang)}
		if r.pop != nil {
			row.Entry = entryJSON(r.pop)
			if r.pop.Position != (orb.Point{}) {
				row.Position = &r.pop.Position
			}
		} else if r.zone != nil {
			row.Entry = entryJSON(r.zone)
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

func faults(fs []*fault, line int, lang Lang) []inventory.RowError {
	all := make([]inventory.RowError, len(fs))
	for i, f := range fs {
		all[i] = f.rowError(line, lang)
	}
	return all
}
