package intake

import (
	"bytes"
	"errors"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"maillage/geo/packed"
)

var packedLimits = packed.Limits{Unpacked: MaxUnpacked, Ratio: MaxRatio, Entries: MaxEntries}

// readWorkbook reads one sheet of an XLSX workbook (ECMA-376): the one named,
// else the first whose columns have known names, else the first with data.
// Formulas give the value they had when the file was saved; macros are not
// looked at.
func readWorkbook(content []byte, sheet string) (*Table, *fault) {
	// excelize believes what the archive says of its sizes: hold them first.
	archive, err := packed.Open(bytes.NewReader(content), int64(len(content)), packedLimits)
	if err == nil {
		err = archive.Try()
	}
	if err != nil {
		return nil, packedFault(err, "XLSX")
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: 8 << 20})
	if err != nil {
		return nil, brokenFile.is("what", "XLSX", "why", whyFile(err.Error()))
	}
	defer f.Close()
	w := workbook{file: f}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		w.from1904 = *props.Date1904
	}
	name, heads, bad := w.choose(sheet)
	if bad != nil {
		return &Table{Sheets: w.choices("")}, bad
	}
	t, bad := w.read(name, headerOf(heads))
	if bad != nil {
		return &Table{Sheet: name, Sheets: w.choices(name)}, bad
	}
	t.Sheet, t.Sheets, t.Zeros = name, w.choices(name), true
	return t, nil
}

// choices are the sheets that people see, and the one that is read.
func (w *workbook) choices(read string) []string {
	return slices.DeleteFunc(w.file.GetSheetList(), func(name string) bool {
		visible, err := w.file.GetSheetVisible(name)
		return name != read && (err != nil || !visible)
	})
}

// packedFault is what is wrong with an archive, in this room's words.
func packedFault(err error, what string) *fault {
	var of *packed.Error
	if errors.As(err, &of) {
		switch of.Reason {
		case packed.Locked:
			return lockedFile.is()
		case packed.TooMuch:
			return tooMuchUnpacked.is("name", of.Name, "limit", MaxUnpacked>>20, "ratio", MaxRatio)
		case packed.TooMany:
			return tooManyEntries.is("limit", MaxEntries, "count", of.Count)
		case packed.Cut:
			return cutFile.is("what", what)
		}
	}
	return brokenFile.is("what", what, "why", whyFile(err.Error()))
}

type workbook struct {
	file     *excelize.File
	from1904 bool // its days count from 1904, as old Macs had it
}

// choose finds the sheet to read, and its first records with anything in them.
func (w *workbook) choose(want string) (name string, heads [][]string, bad *fault) {
	first, firstHeads := "", [][]string(nil)
	for _, name := range w.file.GetSheetList() {
		if want != "" && !strings.EqualFold(name, want) {
			continue
		}
		if visible, err := w.file.GetSheetVisible(name); want == "" && (err != nil || !visible) {
			continue
		}
		heads, err := w.heads(name)
		if err != nil && want == "" {
			continue // a chart, or what cannot be read: another may be meant
		}
		if err != nil {
			return "", nil, brokenFile.is("what", "XLSX", "why", whyFile(err.Error()))
		}
		if want != "" {
			return name, heads, nil
		}
		if len(heads) == 0 {
			continue
		}
		if slices.ContainsFunc(heads[headerOf(heads)], knownName) {
			return name, heads, nil
		}
		if first == "" {
			first, firstHeads = name, heads
		}
	}
	switch {
	case first != "":
		return first, firstHeads, nil
	case want != "":
		return "", nil, noSuchLayer.is().at("", want)
	}
	return "", nil, emptyFile.is()
}

func (w *workbook) heads(sheet string) ([][]string, error) {
	rows, err := w.file.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var heads [][]string
	for n := 0; n < 200 && len(heads) < headerWithin && rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if len(cells) > 4*MaxColumns {
			cells = cells[:4*MaxColumns]
		}
		if filled(cells) > 0 {
			heads = append(heads, cells)
		}
	}
	return heads, rows.Error()
}

// read reads a sheet whose columns are named by the record header, of those with
// anything in them. It goes through the sheet twice at once: what the cells hold
// and what they show, since dates are numbers that are shown as dates.
func (w *workbook) read(sheet string, header int) (*Table, *fault) {
	broken := func(err error) *fault { return brokenFile.is("what", "XLSX", "why", whyFile(err.Error())) }
	held, err := w.file.Rows(sheet)
	if err != nil {
		return nil, broken(err)
	}
	defer held.Close()
	shown, err := w.file.Rows(sheet)
	if err != nil {
		return nil, broken(err)
	}
	defer shown.Close()
	t := &Table{}
	if header > 0 {
		t.notes = append(t.notes, titlesSkipped.is("lines", header))
	}
	var budget cellBudget
	for line, seen := 1, 0; held.Next() && shown.Next(); line++ {
		if line > excelize.TotalRows { // a row may say that it is the billionth
			return nil, tooManyRows.is("limit", MaxRows)
		}
		cells, err := held.Columns(excelize.Options{RawCellValue: true})
		faces, failed := shown.Columns()
		if err := errors.Join(err, failed); err != nil {
			return nil, broken(err)
		}
		if filled(cells) == 0 {
			continue
		}
		if seen++; seen <= header {
			continue
		}
		cells, bad := w.texts(cells, faces, line)
		if bad != nil {
			return nil, bad
		}
		if t.Columns == nil {
			t.Columns = trimmed(cells)
			continue
		}
		if len(t.Rows) == MaxRows {
			return nil, tooManyRows.is("limit", MaxRows)
		}
		if bad := budget.spend(len(cells)); bad != nil {
			return nil, bad
		}
		t.Rows = append(t.Rows, Row{Line: line, Cells: cells})
	}
	if err := errors.Join(held.Error(), shown.Error()); err != nil {
		return nil, broken(err)
	}
	if t.Columns == nil {
		return nil, emptyFile.is()
	}
	for i := range t.Rows { // what stands beyond the names is said
		fit(&t.Rows[i], len(t.Columns))
	}
	return t, w.spread(t, sheet, int(budget))
}

// texts makes the texts of a row's cells from what they hold and show, in place.
func (w *workbook) texts(cells, faces []string, line int) ([]string, *fault) {
	if len(cells) > MaxColumns {
		if !onlyDelimiters(cells[MaxColumns:]) {
			return nil, tooManyColumns.is("line", line, "limit", MaxColumns, "count", len(cells))
		}
		cells = cells[:MaxColumns]
	}
	for i := range cells {
		face := ""
		if i < len(faces) {
			face = faces[i]
		}
		if cells[i] = w.cell(cells[i], face); len(cells[i]) > MaxCell && !mayBeLong(cells[i]) {
			return nil, tooLongCell.is("line", line, "limit", MaxCell, "count", len(cells[i]))
		}
	}
	return cells, nil
}

// mostMerged is up to how many cells a sheet's merged ones are looked for: that
// takes the whole sheet in memory.
const mostMerged = 400_000

// spread gives the value of cells merged downwards to each of their rows.
func (w *workbook) spread(t *Table, sheet string, cells int) *fault {
	if cells > mostMerged {
		return nil
	}
	merged, err := w.file.GetMergeCells(sheet, true)
	if err != nil {
		return brokenFile.is("what", "XLSX", "why", whyFile(err.Error()))
	}
	for _, m := range merged {
		column, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		_, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil || err2 != nil || column > len(t.Columns) || top == bottom {
			continue
		}
		column--
		first, _ := slices.BinarySearchFunc(t.Rows, top, func(r Row, line int) int { return r.Line - line })
		for i := first; i < len(t.Rows) && t.Rows[i].Line <= bottom; i++ {
			r := &t.Rows[i]
			if t.Rows[first].Line != top || r.Cell(column) != "" {
				continue
			}
			for len(r.Cells) <= column {
				r.Cells = append(r.Cells, "")
			}
			r.Cells[column] = t.Rows[first].Cell(column)
		}
	}
	return nil
}

// Numbers as XML has them: 47.082999999999998 is how 47.083 is written there.
var (
	longFraction = regexp.MustCompile(`^-?\d+\.\d{6,}$`)
	exponent     = regexp.MustCompile(`^-?\d(\.\d+)?E[-+]\d{1,3}$`)
)

// cell is the text of a cell that holds a value and shows a face: a day as ISO
// writes it, a number without a spreadsheet's noise, the rest as it is.
func (w *workbook) cell(value, face string) string {
	value = nulls.Replace(strings.ToValidUTF8(value, "\uFFFD"))
	if value != face {
		if day, ok := w.day(value, face); ok {
			return day
		}
	}
	if longFraction.MatchString(value) && len(value) > 16 || exponent.MatchString(value) {
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return value
}

var digitGroups = regexp.MustCompile(`\d+`)

// day reads a serial number as a day where the cell shows it as one: every
// number it shows is a part of that day.
func (w *workbook) day(value, face string) (string, bool) {
	serial, err := strconv.ParseFloat(value, 64)
	if err != nil || !(serial >= 10_000 && serial < 120_000) { // 1927 to 2228
		return "", false
	}
	at, err := excelize.ExcelDateToTime(serial, w.from1904)
	if err != nil {
		return "", false
	}
	parts := digitGroups.FindAllString(face, -1)
	if len(parts) == 0 || len(parts) == 1 && !strings.ContainsFunc(face, func(r rune) bool { return r > '9' }) {
		return "", false
	}
	known := []int{at.Year(), at.Year() % 100, int(at.Month()), at.Day(), at.Hour(), at.Hour() % 12, at.Minute(), at.Second()}
	for _, p := range parts {
		if n, err := strconv.Atoi(p); err != nil || !slices.Contains(known, n) {
			return "", false
		}
	}
	if _, part := math.Modf(serial); part == 0 {
		return at.Format(time.DateOnly), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}
