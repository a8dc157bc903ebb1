package export

import (
	"io"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"maillage/inventory"
	"maillage/inventory/intake"
)

// writeXLSX writes one sheet with its names in bold, frozen. Texts are cells of
// text, so that codes keep their zeros and nothing runs. An outline longer than
// a cell may be is left out: imported again, its zone keeps the land it has. Any
// other text as long is inventory.TooLarge: cut, it would lose communes.
func (l *List) writeXLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", l.name); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	format := "yyyy-mm-dd"
	dated, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return err
	}
	s, err := f.NewStreamWriter(l.name)
	if err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(l.columns))
	for i, c := range l.columns {
		cells[i] = excelize.Cell{StyleID: bold, Value: c.name}
	}
	if err := s.SetRow("A1", cells); err != nil {
		return err
	}
	for n, r := range l.rows {
		for i, v := range r.values {
			cells[i], err = l.columns[i].xlsx(v, n+2, dated)
			if err != nil {
				return err
			}
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		if err != nil {
			return err
		}
		if err := s.SetRow(at, cells); err != nil {
			return err
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	_, err = f.WriteTo(w)
	return err
}

// xlsx is a value as a cell of a row; dated is the style of days.
func (c *column) xlsx(v value, row, dated int) (any, error) {
	switch {
	case v.number != nil:
		return *v.number, nil
	case !v.day.IsZero():
		at, err := time.Parse(time.DateOnly, v.day.String())
		return excelize.Cell{StyleID: dated, Value: at}, err
	case v.text == "" || c.cells && len(v.text) > excelize.TotalCellChars:
		return nil, nil
	case utf8.RuneCountInString(v.text) >= excelize.TotalCellChars: // the library would cut it
		return nil, inventory.Errorf(inventory.TooLarge, "long_cell",
			"“%s” in row %d is longer than a workbook’s cell may be (%d characters): take the list as CSV, GeoJSON or GeoPackage",
			c.name, row, excelize.TotalCellChars)
	}
	return intake.Defused(v.text), nil
}
