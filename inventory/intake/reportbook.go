package intake

import (
	"bytes"
	"cmp"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"maillage/inventory"
)

// xlsx writes a report as a workbook: its head in bold and frozen, what is wrong
// in red. Nothing of the file's own formulas, macros or links stands in it.
func (r *report) xlsx() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	name := cmp.Or(r.table.Sheet, "Liste")
	if f.SetSheetName("Sheet1", name) != nil || f.GetSheetName(0) != name { // of a map file, a name that no sheet may have
		name = f.GetSheetName(0)
	}
	var styles bookStyles
	if err := styles.make(f); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	line := 0
	var cells []any
	err = r.records(func(texts []string) error {
		line++
		cells = cells[:0]
		for i, text := range texts {
			if utf8.RuneCountInString(text) > excelize.TotalCellChars-1 {
				row := line
				if n := line - 2; n >= 0 {
					row = r.table.Rows[n].Line
				}
				return tooLongForBook.is("row", row, "limit", excelize.TotalCellChars).domain(inventory.TooLarge, r.lang)
			}
			cells = append(cells, styles.cell(text, line == 1, i >= len(texts)-2))
		}
		at, err := excelize.CoordinatesToCellName(1, line)
		if err != nil {
			return err
		}
		return w.SetRow(at, cells)
	})
	if err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = f.WriteTo(&b)
	return b.Bytes(), err
}

type bookStyles struct{ bold, dated, wrong int }

func (s *bookStyles) make(f *excelize.File) (err error) {
	if s.bold, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	format := "yyyy-mm-dd"
	if s.dated, err = f.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return err
	}
	s.wrong, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Color: "B00020"}})
	return err
}

var (
	bookNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,14})?$`)
	isoDay     = regexp.MustCompile(`^(19[3-9][0-9]|20[0-9]{2})-[0-9]{2}-[0-9]{2}$`)
)

// cell is a text as a cell of a sheet: a number or a day where reading it again
// gives the same text, else a text that runs nothing.
func (s *bookStyles) cell(text string, head, wrong bool) any {
	switch {
	case head:
		return excelize.Cell{StyleID: s.bold, Value: Harmless(text)}
	case text == "":
		return nil
	case wrong:
		return excelize.Cell{StyleID: s.wrong, Value: Harmless(text)}
	case bookNumber.MatchString(text):
		if v, err := strconv.ParseFloat(text, 64); err == nil && strconv.FormatFloat(v, 'f', -1, 64) == text {
			return v
		}
	case isoDay.MatchString(text):
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			return excelize.Cell{StyleID: s.dated, Value: day}
		}
	}
	return Harmless(text)
}
