package intake

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Table is a file as its reader understood it, before anyone asks what its
// columns mean.
type Table struct {
	Columns   []string // as the file names them
	Rows      []Row
	Geometric bool     // rows may carry a geometry of the file's own
	EPSG      int      // of those geometries; 4326 unless the file says otherwise
	Delimiter rune     // of a CSV; 0 otherwise
	Sheet     string   // the sheet or layer read, "" where the format has none
	Sheets    []string // those there are to choose from
	Zeros     bool     // codes may have lost their leading zeros to a spreadsheet
	notes     []*fault // what the owner is told of the file as a whole
	placed    bool     // some row was put in its place by hand
}

// Row is one record.
type Row struct {
	Line     int          // in the file, header counted as 1: where the record begins
	Cells    []string     // one a column; those missing at the end are empty
	Geometry orb.Geometry // nil where there is none; in the file's own system
	flaw     *fault       // what the reader found wrong with this record
	placed   *orb.Point   // by hand: lon, lat
	epsg     int          // of Geometry, by hand; 0: as the table says
}

// Cell is the text in a column, "" where the record ends before it.
func (r *Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// readTable reads a file of any format known here, told by its content, as a
// list of a kind. sheet names the sheet or layer meant, "" for the one that
// suits. The fault is about the file as a whole, and comes with the sheets there
// are to choose from, if any; those of single records stay with them.
func readTable(content []byte, kind, sheet string) (*Table, *fault) {
	if len(content) > MaxBytes {
		return nil, tooManyBytes.is("limit", MaxBytes>>20)
	}
	format, alien := sniff(content)
	if alien != nil {
		return nil, alien
	}
	t, bad := readFormat(format, content, kind, sheet)
	if bad != nil {
		return t, bad
	}
	if sheet != "" && len(t.Sheets) == 0 {
		return nil, noSheets.is().at("", short(sheet, 60))
	}
	if len(t.Rows) == 0 {
		return t, t.nothing(kind)
	}
	return t, nil
}

// nothing says why a list has no rows: a single line of data may have been taken
// for the names of the columns.
func (t *Table) nothing(kind string) *fault {
	switch {
	case t.Geometric:
		return noFeatures.is()
	case filled(t.Columns) > 0 && !slices.ContainsFunc(t.Columns, knownName):
		return new(columns).unrecognised(t, kind)
	}
	return noRows.is()
}

func readFormat(format format, content []byte, kind, sheet string) (*Table, *fault) {
	switch format {
	case formatMap:
		return readMap(content, kind, sheet)
	case formatWorkbook:
		return readWorkbook(content, sheet)
	case formatZip:
		return readZip(content, kind, sheet)
	}
	text := decode(content)
	if strings.IndexByte(text, 0) >= 0 { // further in than sniff looks
		return nil, notText.is()
	}
	if format == formatJSON {
		return readJSON([]byte(text), kind)
	}
	return readCSV(text)
}

// cellBudget counts cells against MaxCells.
type cellBudget int

func (b *cellBudget) spend(cells int) *fault {
	if *b += cellBudget(cells); *b > MaxCells {
		return tooManyCells.is("limit", MaxCells)
	}
	return nil
}
