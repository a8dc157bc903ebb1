package mapfile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// dbf reads the table of a Shapefile (dBASE III and IV as ESRI writes it), a
// record at a time.
type dbf struct {
	r       *bufio.Reader
	fields  []dbfField
	records int
	record  []byte
	read    int
	charset encoding.Encoding
}

type dbfField struct {
	name   string
	kind   byte
	length int
}

// newDBF reads the head of a table. label is what a .cpg says, "" for none: it
// is a hint, since it often lies.
func newDBF(r io.Reader, label string, l Limits) (*dbf, error) {
	d := &dbf{r: bufio.NewReaderSize(r, 64<<10)}
	var head [32]byte
	if _, err := io.ReadFull(d.r, head[:]); err != nil {
		return nil, d.ended(err)
	}
	d.records = int(binary.LittleEndian.Uint32(head[4:]))
	headLength, length := int(binary.LittleEndian.Uint16(head[8:])), int(binary.LittleEndian.Uint16(head[10:]))
	d.charset = charsetOf(label, head[29])
	n := (headLength - 33) / 32
	if headLength < 33 || length < 1 {
		return nil, fail(Broken, ".dbf: its head is not that of a table")
	}
	if n > l.Properties {
		return nil, limit(TooManyProperties, l.Properties)
	}
	total := 1
	for range n {
		var f [32]byte
		if _, err := io.ReadFull(d.r, f[:1]); err != nil {
			return nil, d.ended(err)
		}
		headLength--
		if f[0] == 0x0d { // the end, though the head is longer
			break
		}
		if _, err := io.ReadFull(d.r, f[1:]); err != nil {
			return nil, d.ended(err)
		}
		headLength -= 31
		name, _, _ := strings.Cut(string(f[:11]), "\x00")
		field := dbfField{name: d.text([]byte(strings.TrimSpace(name))), kind: f[11], length: int(f[16])}
		if field.kind == 'C' { // longer texts keep their length's upper byte here
			field.length += int(f[17]) << 8
		}
		if total += field.length; total > length {
			return nil, fail(Broken, ".dbf: its columns are longer than its records")
		}
		d.fields = append(d.fields, field)
	}
	if _, err := io.CopyN(io.Discard, d.r, int64(headLength-32)); err != nil {
		return nil, d.ended(err)
	}
	d.record = make([]byte, length)
	return d, nil
}

func (d *dbf) ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fail(Cut, ".dbf")
	}
	return err
}

// next reads one record. gone tells that it is marked as deleted; done, that
// there are no more.
func (d *dbf) next() (all []Property, gone, done bool, err error) {
	if d.read >= d.records {
		return nil, false, true, nil
	}
	if _, err := io.ReadFull(d.r, d.record); err != nil {
		return nil, false, false, d.ended(err)
	}
	d.read++
	if d.record[0] == '*' {
		return nil, true, false, nil
	}
	all = make([]Property, len(d.fields))
	at := 1
	for i, f := range d.fields {
		all[i] = Property{f.name, d.value(f.kind, d.record[at:at+f.length])}
		at += f.length
	}
	return all, false, false, nil
}

// value is one cell as text; memos and pictures stand in another file and are
// left out.
func (d *dbf) value(kind byte, b []byte) string {
	switch kind {
	case 'I', '+':
		if len(b) == 4 {
			return strconv.Itoa(int(int32(binary.LittleEndian.Uint32(b))))
		}
	case 'O':
		if len(b) == 8 {
			return strconv.FormatFloat(math.Float64frombits(binary.LittleEndian.Uint64(b)), 'f', -1, 64)
		}
	case 'M', 'B', 'G', 'P', '0', '@', 'T', 'Y':
		return ""
	}
	s := strings.Trim(strings.TrimRight(d.text(b), "\x00"), " ")
	switch kind {
	case 'N', 'F':
		s = strings.TrimSpace(s)
		if strings.Trim(s, "*") == "" { // a number that did not fit
			return ""
		}
		if strings.Contains(s, ".") && !strings.ContainsAny(s, "eE") {
			s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
	case 'D':
		if len(s) == 8 && strings.Trim(s, "0123456789") == "" {
			if s == "00000000" {
				return ""
			}
			return s[:4] + "-" + s[4:6] + "-" + s[6:]
		}
	case 'L':
		if strings.Contains("YyTt", s) && s != "" {
			return "true"
		} else if strings.Contains("NnFf", s) && s != "" {
			return "false"
		}
		return ""
	}
	return s
}

// text is bytes as a text: UTF-8 where they are it, even cut within a letter at
// the end of a cell; else what the file says of itself.
func (d *dbf) text(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	full := strings.TrimRight(string(b), " \x00")
	for cut := 1; cut <= 3 && cut < len(full); cut++ {
		if head := full[:len(full)-cut]; utf8.ValidString(head) && !utf8.FullRuneInString(full[len(head):]) && hasLetters(head) {
			return head
		}
	}
	s, err := d.charset.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(s)
}

// hasLetters tells whether a text has letters of more than one byte.
func hasLetters(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return true
		}
	}
	return false
}

// charsetOf is the encoding that a .cpg, or the mark in the table, names; of
// the DOS ones those that were in use in France.
func charsetOf(label string, mark byte) encoding.Encoding {
	switch w := plain(label); {
	case strings.Contains(w, "850"), w == "" && (mark == 0x02 || mark == 0x37):
		return charmap.CodePage850
	case strings.Contains(w, "437"), w == "" && mark == 0x01:
		return charmap.CodePage437
	case strings.Contains(w, "885915"):
		return charmap.ISO8859_15
	}
	return charmap.Windows1252 // holds Latin-1's letters
}
