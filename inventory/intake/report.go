package intake

import (
	"bytes"
	"context"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkt"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Report is an import's file as it came, as CSV with two columns more: what is
// wrong with each row, and what to do. It opens in a spreadsheet (UTF-8 with its
// mark, and no cell that would run as a formula), and once mended uploads as it
// is. Errors: NotFound, Forbidden.
func (d *Desk) Report(ctx context.Context, v inventory.Viewer, id int64) ([]byte, error) {
	r, err := d.reported(ctx, v, id)
	if err != nil {
		return nil, err
	}
	return r.csv()
}

// ReportBook is Report as a workbook (XLSX) of one sheet, named as the one that
// was read: numbers and days are cells of their own, texts are texts. Errors: as
// Report; TooLarge where a text is longer than a workbook's cell may be.
func (d *Desk) ReportBook(ctx context.Context, v inventory.Viewer, id int64) ([]byte, error) {
	r, err := d.reported(ctx, v, id)
	if err != nil {
		return nil, err
	}
	return r.xlsx()
}

// report is a table with its errors beside it.
type report struct {
	table *Table
	errs  []inventory.RowError
	told  map[string]string
	kind  string
	lang  Lang
}

// reported reads an import's file again, with its edits.
func (d *Desk) reported(ctx context.Context, v inventory.Viewer, id int64) (*report, error) {
	var imp inventory.Import
	var up Upload
	err := d.Store.Read(ctx, v, func(tx pgx.Tx) (err error) {
		if imp, err = postgres.Import(ctx, tx, id); err != nil {
			return err
		}
		if err = mayRead(v, imp.Member, d.Lang); err != nil {
			return err
		}
		up, err = d.reopened(ctx, tx, imp)
		return err
	})
	if err != nil {
		return nil, err
	}
	table, bad := up.read()
	if bad != nil {
		return nil, bad.domain(inventory.Invalid, d.Lang)
	}
	apply(table, up.edits)
	return &report{table, imp.Errors, up.Mapping, imp.Kind, d.Lang}, nil
}

// csv writes a report as CSV, with the delimiter that its file had.
func (r *report) csv() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\xef\xbb\xbf")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	if d := r.table.Delimiter; d == ',' || d == '\t' || d == '|' {
		w.Comma = d
	}
	err := r.records(func(cells []string) error {
		for i := range cells {
			cells[i] = Harmless(cells[i])
		}
		return w.Write(cells)
	})
	if err != nil {
		return nil, err
	}
	w.Flush()
	return quotedFirst(b.Bytes(), w.Comma), w.Error()
}

// quotedFirst puts the first cell of a CSV between quotes where the file would
// else be taken for JSON or XML by its first sign; encoding/csv has quoted it if
// it holds more than that needs.
func quotedFirst(b []byte, comma rune) []byte {
	mark := len("\xef\xbb\xbf")
	first := bytes.TrimLeft(b[mark:], "\x1e")
	if len(first) == 0 || strings.IndexByte("{[<", first[0]) < 0 {
		return b
	}
	end := mark + max(bytes.IndexAny(b[mark:], string(comma)+"\r\n"), 0)
	return slices.Concat(b[:mark], []byte{'"'}, b[mark:end], []byte{'"'}, b[end:])
}

// records hands on the names of a report's columns, then each of its rows; what
// is wrong and what to do come last. The slice is the callee's until it returns.
func (r *report) records(each func(cells []string) error) error {
	t := r.table
	byLine := byLine(r.errs)
	keep := ownColumns(t)
	record := make([]string, 0, len(keep)+6)
	for _, i := range keep {
		record = append(record, t.Columns[i])
	}
	if t.Geometric {
		record = append(record, "wkt", "crs")
	}
	lon, lat := placedColumns(t, r.told, r.kind)
	if t.placed && lon < 0 {
		record = append(record, "longitude", "latitude")
	}
	wrong, todo := "erreur", "à faire"
	if r.lang == English {
		wrong, todo = "error", "to do"
	}
	if err := each(append(record, wrong, todo)); err != nil {
		return err
	}
	for n := range t.Rows {
		row := &t.Rows[n]
		record = record[:0]
		for _, i := range keep {
			switch {
			case row.placed != nil && i == lon:
				record = append(record, degreeText(row.placed[0]))
			case row.placed != nil && i == lat:
				record = append(record, degreeText(row.placed[1]))
			default:
				record = append(record, row.Cell(i))
			}
		}
		if t.Geometric {
			record = append(record, geometryCells(t, row)...)
		}
		if t.placed && lon < 0 {
			record = append(record, placeCells(row)...)
		}
		wrong, todo := sayings(byLine[row.Line])
		if err := each(append(record, wrong, todo)); err != nil {
			return err
		}
	}
	return nil
}

// ownColumns are those of the file that no earlier report added.
func ownColumns(t *Table) []int {
	keep := make([]int, 0, len(t.Columns))
	for i, name := range t.Columns {
		if !reportColumns[columnWord(name)] {
			keep = append(keep, i)
		}
	}
	return keep
}

// placedColumns are the file's own longitude and latitude, -1 when it lacks
// either: what was placed by hand is written there, or into columns of our own.
func placedColumns(t *Table, told map[string]string, kind string) (lon, lat int) {
	if !t.placed {
		return -1, -1
	}
	cols, bad := recognise(t, kind, told, nil, English)
	if bad != nil {
		return -1, -1
	}
	lon, okLon := cols.of["longitude"]
	lat, okLat := cols.of["latitude"]
	if !okLon || !okLat {
		return -1, -1
	}
	return lon, lat
}

// placeCells is where a row was put by hand, as two cells of ours.
func placeCells(r *Row) []string {
	if r.placed == nil {
		return []string{"", ""}
	}
	return []string{degreeText(r.placed[0]), degreeText(r.placed[1])}
}

func degreeText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func geometryCells(t *Table, r *Row) []string {
	if r.Geometry == nil {
		return []string{"", ""}
	}
	epsg := firstNonZero(r.epsg, t.EPSG)
	if b := r.Geometry.Bound(); epsg == 4326 && max(-b.Min[0], b.Max[0], -b.Min[1], b.Max[1]) > 180 {
		return []string{wkt.MarshalString(r.Geometry), ""} // metres of a system that nothing tells
	}
	return []string{wkt.MarshalString(r.Geometry), strconv.Itoa(epsg)}
}

// sayings is the errors of one row as two cells.
func sayings(errs []inventory.RowError) (wrong, todo string) {
	var a, b []string
	for _, e := range errs {
		name := e.Code
		if e.Column != "" {
			name += " (" + e.Column + ")"
		} else if e.Value != "" {
			name += " (" + e.Value + ")" // cells that stand in no column, say
		}
		a = append(a, name)
		what := e.Message
		if e.Repair != "" && !strings.Contains(what, e.Repair) {
			what += " → " + e.Repair
		}
		b = append(b, what)
	}
	return strings.Join(a, " ; "), strings.Join(b, " ")
}

// Harmless keeps a spreadsheet from running a cell as a formula (OWASP, CSV
// injection): an apostrophe goes before = + - @, tab and carriage return, but
// for numbers. clean takes it away again.
func Harmless(cell string) string {
	if cell == "" || strings.IndexByte("=+-@\t\r", cell[0]) < 0 {
		return cell
	}
	if _, ok := parseNumber(cell); ok || clean(cell) == "" { // a number, or nothing
		return cell
	}
	return "'" + cell
}
