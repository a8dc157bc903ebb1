package intake

import (
	"strings"
)

// csvScanner cuts a text into records. It follows RFC 4180 and forgives what
// spreadsheets and hands do to it: LF, CRLF or CR alone, text after a closing
// quote, records too short. encoding/csv knows neither CR alone nor the line of
// a lenient record.
type csvScanner struct {
	text  string
	delim byte
	at    int // next byte
	line  int // line of that byte, the first is 1
	flaw  *fault

	titles int // records above the one that names the columns
}

// record reads the next record into cells[:0] and tells the line it begins on.
// done is true at the end of the text. A fault is about the whole file.
func (s *csvScanner) record(cells []string) (out []string, line int, done bool, bad *fault) {
	s.flaw = nil
	if s.at >= len(s.text) {
		return nil, s.line, true, nil
	}
	line, out = s.line, cells[:0]
	for {
		cell, bad := s.cell(line)
		if bad != nil {
			return nil, line, false, bad
		}
		if out = append(out, cell); len(out) > MaxColumns {
			if !onlyDelimiters(out[MaxColumns:]) {
				return nil, line, false, tooManyColumns.is("line", line, "limit", MaxColumns, "count", len(out))
			}
			out = out[:MaxColumns]
		}
		if s.at < len(s.text) && s.text[s.at] == s.delim {
			s.at++
			continue
		}
		s.lineBreak()
		return out, line, false, nil
	}
}

func onlyDelimiters(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// lineBreak steps over one line break, if one is next.
func (s *csvScanner) lineBreak() {
	if s.at < len(s.text) && s.text[s.at] == '\r' {
		s.at++
		if s.at < len(s.text) && s.text[s.at] == '\n' {
			s.at++
		}
		s.line++
	} else if s.at < len(s.text) && s.text[s.at] == '\n' {
		s.at++
		s.line++
	}
}

func (s *csvScanner) cell(line int) (string, *fault) {
	cell := s.plain()
	if strings.HasPrefix(strings.TrimLeft(cell, " "), `"`) {
		s.at -= len(cell)
		s.at += strings.IndexByte(cell, '"')
		var bad *fault
		if cell, bad = s.quoted(line); bad != nil {
			return "", bad
		}
	}
	if len(cell) > MaxCell && !mayBeLong(cell) {
		return "", tooLongCell.is("line", line, "limit", MaxCell, "count", len(cell))
	}
	return cell, nil
}

// plain reads up to the next delimiter or line break.
func (s *csvScanner) plain() string {
	from := s.at
	for s.at < len(s.text) && s.text[s.at] != s.delim && s.text[s.at] != '\n' && s.text[s.at] != '\r' {
		s.at++
	}
	return s.text[from:s.at]
}

// quoted reads a quoted cell; the opening quote is next.
func (s *csvScanner) quoted(line int) (string, *fault) {
	s.at++
	var b strings.Builder
	for {
		n := strings.IndexByte(s.text[s.at:], '"')
		if n < 0 {
			return "", openQuote.is("line", line)
		}
		part := s.text[s.at : s.at+n]
		b.WriteString(part)
		s.countLines(part)
		s.at += n + 1
		if b.Len() > MaxCell && !mayBeLong(b.String()) {
			return "", tooLongCell.is("line", line, "limit", MaxCell, "count", b.Len())
		}
		if s.at < len(s.text) && s.text[s.at] == '"' {
			b.WriteByte('"')
			s.at++
			continue
		}
		break
	}
	if rest := s.plain(); strings.TrimSpace(rest) != "" {
		s.flaw = strayQuote.is().at("", `"`+short(b.String(), 40)+`"`+short(rest, 40))
	}
	return b.String(), nil
}

// countLines counts the line breaks of any kind inside a quoted cell.
func (s *csvScanner) countLines(part string) {
	s.line += strings.Count(part, "\n") + strings.Count(part, "\r") - strings.Count(part, "\r\n")
}

// readCSV reads delimited text: a record that names the columns, then one record
// an entry. Records with nothing in them are passed over, and so are titles
// above the names.
func readCSV(text string) (*Table, *fault) {
	text = strings.TrimSuffix(text, "\x1a") // DOS ended its files so
	s := csvScanner{text: text, line: 1}
	if s.delim = s.told(); s.delim == 0 {
		s.delim = guessDelimiter(text)
	}
	s, bad := s.skipTitles()
	if bad != nil {
		return nil, bad
	}
	t := &Table{Delimiter: rune(s.delim)}
	if s.titles > 0 {
		t.notes = append(t.notes, titlesSkipped.is("lines", s.titles))
	}
	t.Rows = make([]Row, 0, min(lines(text), MaxRows))
	var budget cellBudget
	var cells []string
	var kept arena
	for {
		var line int
		var done bool
		if cells, line, done, bad = s.record(cells); bad != nil {
			return nil, bad
		}
		if done {
			break
		}
		if onlyDelimiters(cells) {
			continue
		}
		if t.Columns == nil {
			t.Columns = trimmed(cells)
			continue
		}
		if len(t.Rows) == MaxRows {
			return nil, tooManyRows.is("limit", MaxRows)
		}
		row := Row{Line: line, Cells: kept.keep(cells), flaw: s.flaw}
		fit(&row, len(t.Columns))
		if bad := budget.spend(len(row.Cells)); bad != nil {
			return nil, bad
		}
		t.Rows = append(t.Rows, row)
	}
	if t.Columns == nil {
		return nil, emptyFile.is()
	}
	return t, nil
}

// lines is how many a text has, however they are broken.
func lines(text string) int {
	return max(strings.Count(text, "\n"), strings.Count(text, "\r")) + 1
}

// arena keeps the cells of many records in few pieces of memory.
type arena []string

// keep copies cells; the copy has no room behind it.
func (a *arena) keep(cells []string) []string {
	const piece = 4096
	if len(cells) > cap(*a)-len(*a) {
		*a = make(arena, 0, max(piece, len(cells)))
	}
	from := len(*a)
	*a = append(*a, cells...)
	return (*a)[from:len(*a):len(*a)]
}

// skipTitles is the scanner at the record that names the columns.
func (s csvScanner) skipTitles() (csvScanner, *fault) {
	var heads [][]string
	var at []csvScanner
	for ahead := s; len(heads) < headerWithin; {
		before := ahead
		cells, _, done, bad := ahead.record(nil)
		if bad != nil && len(heads) == 0 {
			return s, bad
		}
		if done || bad != nil { // a fault further on is told when it is read
			break
		}
		if !onlyDelimiters(cells) {
			heads, at = append(heads, cells), append(at, before)
		}
	}
	if len(heads) == 0 {
		return s, nil
	}
	n := headerOf(heads)
	s = at[n]
	s.titles = n
	return s, nil
}

// told reads the line "sep=;" that Excel understands, and writes at times.
func (s *csvScanner) told() byte {
	rest, ok := strings.CutPrefix(s.text, "sep=")
	if !ok || len(rest) < 2 || rest[1] != '\n' && rest[1] != '\r' {
		return 0
	}
	s.at = len("sep=x")
	s.lineBreak()
	return rest[0]
}

// fit drops empty cells beyond the last column, and notes cells that are not
// empty: most often a delimiter inside a text without quotes, after which no
// cell of the record can be trusted.
func fit(row *Row, columns int) {
	if len(row.Cells) > columns {
		if extra := row.Cells[columns:]; row.flaw == nil && !onlyDelimiters(extra) {
			row.flaw = extraCells.is("cells", len(row.Cells), "columns", columns).at("", strings.Join(extra, " "))
		}
		row.Cells = row.Cells[:columns]
	}
}

func trimmed(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.TrimSpace(c)
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// guessDelimiter tries each on the first records: the right one gives names
// that are known, then as many cells in every record.
func guessDelimiter(text string) byte {
	head := text
	if len(head) > 256<<10 {
		head = head[:256<<10]
	}
	best, bestScore := byte(','), -1
	for _, d := range []byte{';', ',', '\t', '|'} {
		if score := scoreDelimiter(head, d); score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

func scoreDelimiter(head string, delim byte) int {
	s := csvScanner{text: head, line: 1, delim: delim}
	var records [][]string
	for len(records) < headerWithin+10 {
		cells, _, done, bad := s.record(nil)
		if bad != nil && bad.phrase == tooManyColumns {
			return 9 // too wide, but surely by this one
		}
		if bad != nil || done {
			break
		}
		if !onlyDelimiters(cells) {
			records = append(records, cells)
		}
	}
	if len(records) == 0 {
		return 0
	}
	header := headerOf(records)
	names := trimmed(records[header])
	score, known := min(len(names), 8), 0
	for _, c := range names {
		if knownName(c) {
			known++
		}
	}
	if score += 10 * known; known >= 2 && header == 0 {
		score += 200 // no sentence further down counts against that
	}
	for _, cells := range records[header+1:] {
		if len(cells) == len(names) && len(names) > 1 {
			score++
		}
	}
	return score
}
