package intake

import (
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"maillage/inventory"
)

// Edit is one change to one row of a file. Of Column, Position and Drop one is
// given.
type Edit struct {
	Row      int        // the line in the file
	Column   string     // its name, or # and its number counted from 1
	Value    *string    // nil: as the file has it
	Position *orb.Point // lon, lat, WGS84 degrees
	Unplaced bool       // take a position given by hand back
	Drop     *bool      // leave the row out; false: take it in again

	flip bool // exchange the coordinates of the row's own geometry
	epsg int  // read the row's own geometry in this system
}

// apply brings edits over a table as its reader understood it: rows that are
// left out are gone, and a row mended by hand is believed to be whole.
func apply(t *Table, edits inventory.Edits) {
	if len(edits) == 0 {
		return
	}
	overlay(t, edits)
	t.Rows = slices.DeleteFunc(t.Rows, func(r Row) bool { return edits[r.Line].Dropped })
}

// overlay is apply for all rows, those left out too.
func overlay(t *Table, edits inventory.Edits) {
	for i := range t.Rows {
		r := &t.Rows[i]
		e, ok := edits[r.Line]
		if !ok {
			continue
		}
		if len(e.Cells) > 0 {
			r.flaw = nil
			r.Cells = slices.Clone(r.Cells)
		}
		for column, text := range e.Cells {
			if column < 0 || column >= len(t.Columns) {
				continue
			}
			for len(r.Cells) <= column {
				r.Cells = append(r.Cells, "")
			}
			r.Cells[column] = text
		}
		if e.Flipped && r.Geometry != nil {
			r.Geometry = exchanged(r.Geometry)
		}
		r.epsg = e.EPSG
		if e.Position != nil {
			r.placed, t.placed, r.flaw = e.Position, true, nil
		}
	}
}

// linesOf is the rows of a table by their lines.
func linesOf(t *Table) map[int]int {
	at := make(map[int]int, len(t.Rows))
	for i := range t.Rows {
		at[t.Rows[i].Line] = i
	}
	return at
}

// ofShape tells whether an edit is of how the row's own geometry is read.
func (e Edit) ofShape() bool { return e.flip || e.epsg != 0 }

// reshaped adds to edits the rows whose own geometry is to be turned round, or
// read in another system.
func reshaped(edits inventory.Edits, more []Edit) inventory.Edits {
	edits = maps.Clone(edits)
	for _, e := range more {
		if !e.ofShape() {
			continue
		}
		if edits == nil {
			edits = inventory.Edits{}
		}
		now := edits[e.Row]
		if e.flip {
			now.Flipped = !now.Flipped
		}
		now.EPSG = firstNonZero(e.epsg, now.EPSG)
		edits[e.Row] = now
	}
	return edits
}

// exchanged is a geometry with its coordinates exchanged; the first one stays as
// it is.
func exchanged(g orb.Geometry) orb.Geometry {
	return project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} })
}

// edit adds a change to those that there are. The fault says that it names no
// row or column, or no place.
func edit(t *Table, at map[int]int, edits inventory.Edits, e Edit) *fault {
	row, ok := at[e.Row]
	if !ok {
		return noSuchRow.is("row", e.Row)
	}
	now := edits[e.Row]
	switch {
	case e.Drop != nil:
		now.Dropped = *e.Drop
	case e.Unplaced:
		now.Position = nil
	case e.Position != nil:
		if p := *e.Position; !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
			return outOfRange.is().at("position", pointText(p))
		}
		now.Position = e.Position
	default:
		column := columnCalled(t, e.Column)
		if column < 0 {
			return unknownMapColumn.is("columns", names(t.Columns)).at("", e.Column)
		}
		if bad := editCell(&now, &t.Rows[row], column, e.Value); bad != nil {
			return bad
		}
	}
	if len(now.Cells) == 0 && now.Position == nil && !now.Dropped && !now.Flipped && now.EPSG == 0 {
		delete(edits, e.Row)
		return nil
	}
	edits[e.Row] = now
	return nil
}

func editCell(now *inventory.RowEdit, r *Row, column int, value *string) *fault {
	cells := make(map[int]string, len(now.Cells)+1)
	for k, v := range now.Cells {
		cells[k] = v
	}
	switch {
	case value == nil || *value == r.Cell(column) && r.flaw == nil:
		delete(cells, column)
	case len(*value) > MaxCell && !mayBeLong(*value):
		return tooLongCell.is("line", r.Line, "limit", MaxCell, "count", len(*value))
	case strings.ContainsRune(*value, 0):
		return badText.is().at("", short(*value, 40))
	default:
		cells[column] = *value
	}
	now.Cells = cells
	return nil
}
