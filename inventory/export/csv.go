package export

import (
	"encoding/csv"
	"io"
	"strings"

	"maillage/inventory/intake"
)

func (l *List) writeCSV(w io.Writer, lang intake.Lang) error {
	if _, err := io.WriteString(w, "\xef\xbb\xbf"); err != nil { // for spreadsheets
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if lang == intake.French {
		c.Comma = ';'
	}
	record := make([]string, len(l.columns))
	for i := range l.columns {
		record[i] = l.columns[i].name
	}
	if err := c.Write(record); err != nil {
		return err
	}
	for _, r := range l.rows {
		for i, v := range r.values {
			record[i] = intake.Defused(v.plain())
			if v.number != nil {
				if record[i] = v.plain(); lang == intake.French {
					record[i] = strings.Replace(record[i], ".", ",", 1)
				}
			}
		}
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
