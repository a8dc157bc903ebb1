package intake

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"maillage/inventory"
)

func zipOf(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range names {
		if _, err := w.Create(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAlienFiles gives what people upload in place of a list: each is named,
// and the answer says what to do.
func TestAlienFiles(t *testing.T) {
	t.Parallel()
	var pngFile, jpegFile, gz bytes.Buffer
	picture := image.NewGray(image.Rect(0, 0, 4, 4))
	if err := png.Encode(&pngFile, picture); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&jpegFile, picture, nil); err != nil {
		t.Fatal(err)
	}
	w := gzip.NewWriter(&gz)
	if _, err := w.Write([]byte("code;nom\n")); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		content []byte
		code    string
		says    string
	}{
		{"PDF named csv", []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), "is_pdf", "PDF"},
		{"binary Excel", zipOf(t, "[Content_Types].xml", "xl/workbook.bin"), "is_workbook", ".xlsb"},
		{"Excel with a password", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), utf16Bytes("EncryptedPackage")...), "locked_file", "password"},
		{"LibreOffice", append(zipOf(t, "mimetype"), "application/vnd.oasis.opendocument.spreadsheet"...), "is_workbook", ".ods"},
		{"old Excel", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "is_workbook", ".xls"},
		{"Word", zipOf(t, "[Content_Types].xml", "word/document.xml"), "is_document", ".docx"},
		{"shapefile", []byte("\x00\x00\x27\x0a\x00\x00"), "bare_shapefile", "Shapefile"},
		{"geodatabase", zipOf(t, "sites.gdb/a00000001.gdbtable"), "is_map_file", "Geodatabase"},
		{"gzip", gz.Bytes(), "is_archive", "gzip"},
		{"XML", []byte("<?xml version=\"1.0\"?><list/>"), "is_xml", "XML"},
		{"HTML", []byte("\n<!DOCTYPE html><html><body>Connexion</body></html>"), "is_html", "web page"},
		{"PNG", pngFile.Bytes(), "is_image", "PNG"},
		{"JPEG", jpegFile.Bytes(), "is_image", "JPEG"},
		{"zeros", make([]byte, 100_000), "zeros_file", "zeros"},
		{"binary", []byte("code;nom\x00\x01\x02\xff"), "not_text", "binary"},
		{"ELF", []byte("\x7fELF\x02\x01"), "not_text", "binary"},
		{"empty", nil, "empty_file", "empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, bad := readTable(c.content, inventory.KindPops, "")
			if bad == nil || bad.code != c.code || !strings.Contains(bad.in(English), c.says) {
				t.Fatalf("got %v, want %s saying %q", bad, c.code, c.says)
			}
			if _, err := Read(bytes.NewReader(c.content), French); err == nil || inventory.KindOf(err) != inventory.Invalid {
				t.Errorf("Read lets it pass: %v", err)
			}
		})
	}
}

// TestReadFileZeros gives 200 MB of zeros, as a sparse file: refused at once, in
// bounded memory.
func TestReadFileZeros(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(200 << 20); err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = ReadFile(path)
	runtime.ReadMemStats(&after)
	if err == nil || !strings.Contains(err.Error(), "zeros") {
		t.Errorf("got %v", err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("took %d bytes", grown)
	}
}

func TestReadFileLimits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	big := filepath.Join(dir, "big.csv")
	if err := os.WriteFile(big, []byte("code;nom\n"+strings.Repeat("a;b\n", 100_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(big, MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		kind inventory.Kind
	}{
		{big, inventory.TooLarge},
		{dir, inventory.Invalid},
		{filepath.Join(dir, "absent.csv"), inventory.Invalid},
	} {
		if _, err := ReadFile(c.path); inventory.KindOf(err) != c.kind {
			t.Errorf("%s: %v", filepath.Base(c.path), err)
		}
	}
	// A stream tells no size: it is cut off where the limit is passed.
	if _, err := Read(&endless{}, English); inventory.KindOf(err) != inventory.TooLarge {
		t.Errorf("endless stream: %v", err)
	}
	small := filepath.Join(dir, "small.csv")
	if err := os.WriteFile(small, []byte("code\na\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := ReadFile(small); err != nil || string(b) != "code\na\n" {
		t.Errorf("%q, %v", b, err)
	}
}

// endless is a stream of text without end.
type endless struct{}

func (*endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "a;b\n"[i%4]
	}
	return len(p), nil
}
