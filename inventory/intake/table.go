package intake

import (
	"strings"

	"github.com/paulmach/orb"
)

// Table is a file as its reader understood it, before anyone asks what its
// columns mean.
type Table struct {
	Columns   []string // as the file names them
	Rows      []Row
	Geometric bool // rows may carry a geometry of the file's own
	EPSG      int  // of those geometries; 4326 unless the file says otherwise
	Delimiter rune // of a CSV; 0 otherwise
}

// Row is one record.
type Row struct {
	Line     int          // in the file, header counted as 1: where the record begins
	Cells    []string     // one a column; those missing at the end are empty
	Geometry orb.Geometry // nil where there is none; in the file's own system
	flaw     *fault       // what the reader found wrong with this record
}

// Cell is the text in a column, "" where the record ends before it.
func (r *Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// readTable reads a file of any format known here, told by its content. The
// fault is about the file as a whole; those of single records stay with them.
func readTable(content []byte) (*Table, *fault) {
	if len(content) > MaxBytes {
		return nil, tooManyBytes.is("limit", MaxBytes>>20)
	}
	kind, alien := sniff(content)
	if alien != nil {
		return nil, alien
	}
	text := decode(content)
	if strings.IndexByte(text, 0) >= 0 { // further in than sniff looks
		return nil, notText.is()
	}
	var (
		t   *Table
		bad *fault
	)
	if kind == formatGeoJSON {
		t, bad = readGeoJSON([]byte(text))
	} else {
		t, bad = readCSV(text)
	}
	if bad != nil {
		return nil, bad
	}
	if len(t.Rows) == 0 {
		return nil, noRows.is()
	}
	return t, nil
}

// cellBudget counts cells against MaxCells.
type cellBudget int

func (b *cellBudget) spend(cells int) *fault {
	if *b += cellBudget(cells); *b > MaxCells {
		return tooManyCells.is("limit", MaxCells)
	}
	return nil
}
