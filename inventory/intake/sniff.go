package intake

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"maillage/geo/packed"
)

// format is what a file turns out to be, told by its content alone: names and
// declared types are wrong too often.
type format int

const (
	formatCSV format = iota
	formatJSON
	formatMap      // KML, KMZ, Shapefile, GeoPackage
	formatWorkbook // XLSX
	formatZip      // GraceTHD, or one list
)

// magics are the first bytes of what people upload in place of a list.
var magics = []struct {
	magic  string
	phrase *phrase
	what   string
}{
	{"%PDF", isPDF, ""},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", isWorkbook, "Excel (.xls)"},
	{"\x1f\x8b", isArchive, "gzip"},
	{"7z\xbc\xaf\x27\x1c", isArchive, "7z"},
	{"Rar!", isArchive, "RAR"},
	{"BZh", isArchive, "bzip2"},
	{"\xfd7zXZ\x00", isArchive, "xz"},
	{"\x28\xb5\x2f\xfd", isArchive, "zstd"},
	{"\x00\x00\x27\x0a", bareShapefile, ""},
	{"fgb\x03", isMapFile, "FlatGeobuf"},
	{"\x89PNG", isImage, "PNG"},
	{"\xff\xd8\xff", isImage, "JPEG"},
	{"GIF8", isImage, "GIF"},
	{"II*\x00", isImage, "TIFF"},
	{"MM\x00*", isImage, "TIFF"},
	{"RIFF", isImage, "WebP"},
	{"BM\x00", isImage, "BMP"},
	{"{\\rtf", notText, ""},
	{"PAR1", notText, ""},
	{"\x7fELF", notText, ""},
	{"MZ\x90", notText, ""},
}

// zipKinds tell what a ZIP file really is by a name near its beginning.
var zipKinds = []struct {
	name   string
	phrase *phrase
	what   string
}{
	{"xl/workbook.bin", isWorkbook, "Excel (.xlsb)"},
	{"opendocument.spreadsheet", isWorkbook, "LibreOffice (.ods)"},
	{"opendocument.text", isDocument, "LibreOffice (.odt)"},
	{"word/", isDocument, "Word (.docx)"},
	{"ppt/", isDocument, "PowerPoint (.pptx)"},
	{"[Content_Types].xml", isWorkbook, "Office"},
	{".gdb/", isMapFile, "File Geodatabase"},
	{"Index/CalculationEngine", isNumbers, ""},
	{"Index/Document.iwa", isNumbers, ""},
	{"Index.zip", isNumbers, ""}, // as a folder, packed by the mail program
}

// sniff tells the format of a file from its first bytes, or why it is none of
// ours. It may be given the beginning alone.
func sniff(b []byte) (format, *fault) {
	if len(b) == 0 {
		return 0, emptyFile.is()
	}
	if bytes.HasPrefix(b, []byte("SQLite format 3\x00")) {
		return formatMap, nil
	}
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.magic)) {
			if m.what == "Excel (.xls)" && bytes.Contains(b, utf16Bytes("EncryptedPackage")) {
				return 0, lockedFile.is()
			}
			return 0, m.phrase.is("what", m.what)
		}
	}
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("PK\x05\x06")) {
		near := zipNames(b)
		if format, ok := sniffZip(near); ok {
			return format, nil
		}
		if bytes.Contains(near, []byte("xl/")) && !bytes.Contains(near, []byte("xl/workbook.bin")) {
			return formatWorkbook, nil
		}
		for _, k := range zipKinds {
			if bytes.Contains(near, []byte(k.name)) {
				return 0, k.phrase.is("what", k.what)
			}
		}
		return formatZip, nil
	}
	if utf16Order(b) == nil {
		head := b[:min(len(b), 8192)]
		if len(bytes.Trim(head, "\x00")) == 0 {
			return 0, zerosFile.is()
		}
		if binaryShare(head) {
			return 0, notText.is()
		}
	}
	text := bytes.TrimLeft(decodeHead(b), " \t\r\n\x1e")
	switch {
	case len(text) == 0 && len(b) < 64<<10:
		return 0, emptyFile.is()
	case len(text) > 0 && text[0] == '<':
		if bytes.Contains(bytes.ToLower(text[:min(len(text), 4096)]), []byte("<kml")) {
			return formatMap, nil
		}
		return 0, markup(text)
	case len(text) > 0 && (text[0] == '{' || text[0] == '['):
		return formatJSON, nil
	}
	return formatCSV, nil
}

// utf16Bytes is a word as Office writes it in its older files.
func utf16Bytes(s string) []byte {
	var b []byte
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}

// zipNames are the names in a zip, one a line, with the beginning of the file,
// where some say what they are in a first entry's content. Of a file of which
// the beginning alone is there it is that beginning: pictures may stand in it
// before the name that tells.
func zipNames(b []byte) []byte {
	near := b[:min(len(b), 64<<10)]
	a, err := packed.Open(bytes.NewReader(b), int64(len(b)), packedLimits)
	if err != nil {
		return near
	}
	names := bytes.Clone(b[:min(len(b), 256)])
	for _, f := range a.Files {
		names = append(append(names, '\n'), f.Name...)
	}
	return append(names, '\n')
}

// sniffZip tells the format of a zip that is one of ours by the names in it.
func sniffZip(names []byte) (format, bool) {
	near := bytes.ToLower(names)
	for _, table := range graceTables {
		if bytes.Contains(near, []byte(table+".")) {
			return formatZip, true
		}
	}
	for _, ext := range []string{".kml", ".shp", ".dbf", ".shx", ".prj"} {
		if bytes.Contains(near, []byte(ext)) {
			return formatMap, true
		}
	}
	return 0, false
}

// binaryShare tells whether a text has NULs, or more control characters than
// any text has.
func binaryShare(head []byte) bool {
	control := 0
	for _, c := range head {
		if c == 0 {
			return true
		}
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1a && c != 0x1e {
			control++
		}
	}
	return control*50 > len(head)
}

func markup(text []byte) *fault {
	low := bytes.ToLower(text[:min(len(text), 4096)])
	switch {
	case bytes.Contains(low, []byte("<html")) || bytes.Contains(low, []byte("<!doctype html")):
		return isHTML.is()
	case bytes.Contains(low, []byte("<gpx")):
		return isMapFile.is("what", "GPX")
	case bytes.Contains(low, []byte("opengis.net/gml")):
		return isMapFile.is("what", "GML")
	case bytes.Contains(low, []byte("<svg")):
		return isImage.is("what", "SVG")
	}
	return isXML.is("what", "XML")
}

// utf16Order is the byte order of a text that begins with a UTF-16 mark, nil
// of any other.
func utf16Order(b []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	return nil
}

func decodeHead(b []byte) []byte {
	if utf16Order(b) != nil {
		return []byte(decode(b[:min(len(b), 8192)&^1]))
	}
	return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
}

// decode turns a file's bytes into UTF-8: UTF-16 where a mark says so, UTF-8
// where it is (nearly) valid, else what decodeOld tells.
// What no encoding explains becomes U+FFFD, and the row that has it is refused.
func decode(b []byte) string {
	if order := utf16Order(b); order != nil {
		units := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			units = append(units, order.Uint16(b[i:]))
		}
		return string(utf16.Decode(units))
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if utf8.Valid(b) {
		return string(b)
	}
	good, bad := 0, 0
	for rest := b; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		rest = rest[n:]
	}
	if good > bad { // UTF-8 with a few broken letters
		return string(bytes.ToValidUTF8(b, []byte("\uFFFD")))
	}
	return decodeOld(b)
}
