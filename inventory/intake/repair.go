package intake

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"maillage/inventory"
)

// Repair says which problem of an import is to be mended, and how.
type Repair struct {
	Code   string  // of the problem
	Column string  // where it stands; "" too
	Value  *string // only rows with this value; nil: all alike
	To     *string // what to write instead; nil: the repair that is offered
	Rows   []int   // only these lines; nil: all
}

// Mend applies a repair to every row that has the problem, or to those named,
// and checks the import again: the repair offered row by row, or one value for
// all. It tells how many rows it changed. Errors are those of Revise, and
// Conflict nothing_to_repair.
func (d *Desk) Mend(ctx context.Context, v inventory.Viewer, id int64, r Repair) (imp inventory.Import, mended int, err error) {
	imp, err = d.rework(ctx, v, id, func(tx pgx.Tx, up *Upload, g *ground) error {
		ex, err := examine(ctx, tx, *up, g)
		if err != nil {
			return err
		}
		table, bad := up.read()
		if bad != nil {
			return bad.domain(inventory.Invalid, d.Lang)
		}
		var edits []Edit
		for i := range ex.results {
			result := &ex.results[i]
			if r.Rows != nil && !slices.Contains(r.Rows, result.row.Line) {
				continue
			}
			if more := ex.mend(result, r); len(more) > 0 {
				edits = append(edits, more...)
				mended++
				apply1(result.row, more)
			}
		}
		if mended == 0 {
			return nothingToRepair.is().domain(inventory.Conflict, d.Lang)
		}
		up.edits = reshaped(up.edits, edits)
		return d.edit(up, table, slices.DeleteFunc(edits, Edit.ofShape))
	})
	return imp, mended, err
}

// mend is the edits that a repair makes of one record's faults.
func (ex *examination) mend(r *result, want Repair) []Edit {
	var edits []Edit
	for _, f := range slices.Concat(r.errs, r.warns) {
		if f.code != want.Code || f.column != want.Column || want.Value != nil && short(f.value, 200) != *want.Value {
			continue
		}
		more := ex.mendFault(r, f, want.To)
		edits = append(edits, more...)
		apply1(r.row, more) // several codes may stand in one cell
	}
	return edits
}

func (ex *examination) mendFault(r *result, f *fault, to *string) []Edit {
	column, there := ex.cols.of[f.field]
	cell := func(text string) []Edit {
		return []Edit{{Row: r.row.Line, Column: "#" + strconv.Itoa(column+1), Value: &text}}
	}
	switch {
	case to != nil && there:
		return cell(replaced(r.row.Cell(column), f, *to))
	case to != nil:
		return nil
	case f.flip && there:
		return ex.flipWKT(r.row, column)
	case f.flip:
		return []Edit{{Row: r.row.Line, flip: true}}
	case f.epsg != 0 && there:
		return cell("SRID=" + strconv.Itoa(f.epsg) + ";" + clean(r.row.Cell(column)))
	case f.epsg != 0:
		return []Edit{{Row: r.row.Line, epsg: f.epsg}}
	case f.phrase == lambert2 || f.phrase == lambert2Meant || f.phrase == twoSystems: // its numbers are right
		return []Edit{{Row: r.row.Line, Position: f.move}}
	case f.move != nil:
		return ex.moved(r.row, *f.move)
	case f.repair != "" && there && f.repairKind(ex.kind) == inventory.RepairReplace:
		return cell(replaced(r.row.Cell(column), f, f.repair))
	}
	return nil
}

// replaced is a cell with what is wrong in it replaced: the whole of it, or one
// code out of a list.
func replaced(cell string, f *fault, to string) string {
	if !slices.Contains(extentFields, f.field) && f.phrase != badTechnology || clean(cell) == f.value {
		return to
	}
	said := f.value // a code, or a unit's name and its code
	if i := strings.LastIndexByte(said, '('); i >= 0 && strings.HasSuffix(said, ")") {
		said = said[i+1 : len(said)-1]
	}
	i := strings.Index(cell, said)
	for i >= 0 && said != "" {
		end := i + len(said)
		if (i == 0 || separates(cell[i-1])) && (end == len(cell) || separates(cell[end])) {
			return cell[:i] + to + cell[end:]
		}
		next := strings.Index(cell[end:], said)
		if next < 0 {
			break
		}
		i = end + next
	}
	return to
}

func separates(b byte) bool { return strings.IndexByte(" ,;|+/\t\n\"", b) >= 0 || b >= 0x80 }

// moved puts a PoP elsewhere: two swapped cells are exchanged and lost signs
// written where the file has them, so that its report is the file mended;
// otherwise the place stands beside the row.
func (ex *examination) moved(r *Row, to orb.Point) []Edit {
	for _, pair := range [][2]string{{"longitude", "latitude"}, {"x", "y"}} {
		x, okX := ex.cols.of[pair[0]]
		y, okY := ex.cols.of[pair[1]]
		if !okX || !okY {
			continue
		}
		a, b := r.Cell(x), r.Cell(y)
		va, okA := parseNumber(clean(a))
		vb, okB := parseNumber(clean(b))
		if !okA || !okB {
			continue
		}
		at := func(column int, text string) Edit {
			return Edit{Row: r.Line, Column: "#" + strconv.Itoa(column+1), Value: &text}
		}
		degrees := pair[0] == "longitude"
		switch {
		case degrees && samePoint(orb.Point{vb, va}, to), !degrees:
			return []Edit{at(x, b), at(y, a)}
		case samePoint(orb.Point{-va, vb}, to):
			return []Edit{at(x, negated(a))}
		case samePoint(orb.Point{va, -vb}, to):
			return []Edit{at(y, negated(b))}
		case samePoint(orb.Point{-va, -vb}, to):
			return []Edit{at(x, negated(a)), at(y, negated(b))}
		}
	}
	return []Edit{{Row: r.Line, Position: &to}}
}

func negated(cell string) string {
	cell = clean(cell)
	if rest, ok := strings.CutPrefix(cell, "-"); ok {
		return rest
	}
	return "-" + strings.TrimPrefix(cell, "+")
}

// flipWKT exchanges the coordinates of a geometry written in a cell.
func (ex *examination) flipWKT(r *Row, column int) []Edit {
	cell := clean(r.Cell(column))
	g, _, err := parseWKT(cell)
	if err != nil {
		return nil
	}
	text := wkt.MarshalString(exchanged(g))
	if prefix, _, ok := strings.Cut(cell, ";"); ok && strings.HasPrefix(strings.ToUpper(prefix), "SRID=") {
		text = prefix + ";" + text
	}
	return []Edit{{Row: r.Line, Column: "#" + strconv.Itoa(column+1), Value: &text}}
}

// apply1 brings edits over one row at once, for those that follow.
func apply1(r *Row, edits []Edit) {
	for _, e := range edits {
		n, err := strconv.Atoi(strings.TrimPrefix(e.Column, "#"))
		if e.Value == nil || err != nil {
			continue
		}
		r.Cells = slices.Clone(r.Cells)
		for len(r.Cells) < n {
			r.Cells = append(r.Cells, "")
		}
		r.Cells[n-1] = *e.Value
	}
}
