package mapfile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"strings"
	"unicode/utf16"

	"maillage/geo/packed"
)

// Detect tells the format of a file by its content; false when it is none read
// here. JSON of any sort counts as GeoJSON: reading it tells.
func Detect(r io.ReaderAt, size int64) (Format, bool) {
	head := make([]byte, min(size, 4096))
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", false
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return GeoPackage, true
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return detectZip(r, size)
	}
	text := strings.TrimLeft(headText(head), " \t\r\n\x1e")
	switch {
	case strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["):
		return GeoJSON, true
	case strings.HasPrefix(text, "<") && strings.Contains(strings.ToLower(text), "<kml"):
		return KML, true
	}
	return "", false
}

func detectZip(r io.ReaderAt, size int64) (Format, bool) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return "", false
	}
	found := map[string]bool{}
	for _, f := range z.File {
		if !packed.Hidden(f.Name) {
			found[strings.ToLower(path.Ext(f.Name))] = true
		}
	}
	switch {
	case found[".shp"]:
		return Shapefile, true
	case found[".kml"]:
		return KMZ, true
	}
	return "", false
}

// headText is the beginning of a text in UTF-8 or UTF-16.
func headText(head []byte) string {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		order = binary.LittleEndian
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		order = binary.BigEndian
	default:
		return string(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	}
	units := make([]uint16, 0, len(head)/2)
	for i := 2; i+1 < len(head); i += 2 {
		units = append(units, order.Uint16(head[i:]))
	}
	return string(utf16.Decode(units))
}
