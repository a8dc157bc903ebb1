package territory

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"maillage/inventory"
)

// MaxUnpacked is the most that one source may hold once unpacked, in bytes: ten
// times IGN's most detailed communes.
const MaxUnpacked = 4 << 30

// Progress is told what a load is doing: the stage ("reading", "checking" …) and
// how much of it is done, total 0 when that is not known. Calls come from one
// goroutine at a time.
type Progress func(stage string, done, total int64)

func (p Progress) tell(stage string, done, total int64) {
	if p != nil {
		p(stage, done, total)
	}
}

// source is a set of files to read boundaries from.
type source struct {
	name     string // as the caller gave it
	files    []string
	bytes    int64
	checksum string // SHA-256 over the files' bytes, in order of their names
	licence  string
	only     bool // leave out the listed communes it lacks
}

func invalid(code, format string, args ...any) error {
	return inventory.Errorf(inventory.Invalid, code, format, args...)
}

var boundaryFile = regexp.MustCompile(`(?i)\.(geojson|geojsonl|geojsonseq|ndjson|json)(\.gz)?$`)

// localSource looks at a file or a folder. Of a folder, the files that look like
// GeoJSON count; when the name of some holds "commune", those alone.
func localSource(path string) (*source, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, invalid("territory_missing", "there is no file or folder %s to load boundaries from", path)
	}
	if err != nil {
		return nil, invalid("territory_unreadable", "%s cannot be read: %w", path, err)
	}
	s := &source{name: path, files: []string{path}}
	folder := filepath.Dir(path)
	if info.IsDir() {
		folder = path
		if s.files, err = boundaryFiles(path); err != nil {
			return nil, err
		}
	}
	if err := s.digest(); err != nil {
		return nil, err
	}
	s.licence = statedLicence(folder)
	return s, nil
}

func boundaryFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, invalid("territory_unreadable", "%s cannot be read: %w", folder, err)
	}
	var files, communes []string
	for _, e := range entries {
		if e.IsDir() || !boundaryFile.MatchString(e.Name()) {
			continue
		}
		path := filepath.Join(folder, e.Name())
		files = append(files, path)
		if strings.Contains(strings.ToLower(e.Name()), "commune") {
			communes = append(communes, path)
		}
	}
	if len(communes) > 0 {
		files = communes
	}
	if len(files) == 0 {
		return nil, invalid("territory_missing", "%s holds no file of boundaries: *.geojson, *.geojsonl or *.json, packed with gzip (.gz) or not", folder)
	}
	slices.Sort(files)
	return files, nil
}

// digest sums the files up.
func (s *source) digest() error {
	h := sha256.New()
	for _, path := range s.files {
		f, err := os.Open(path)
		if err != nil {
			return invalid("territory_unreadable", "%s cannot be read: %w", path, err)
		}
		n, err := io.Copy(h, f)
		f.Close()
		if err != nil {
			return invalid("territory_unreadable", "%s cannot be read: %w", path, err)
		}
		s.bytes += n
	}
	s.checksum = hex.EncodeToString(h.Sum(nil))
	return nil
}

// unstated stands for the licence of a source that says none.
const unstated = "as stated by its source"

var licenceLine = regexp.MustCompile(`(?im)^\s*licen[cs]e\s*:\s*(.{1,300}?)\s*$`)

// statedLicence is what a SOURCE.txt beside the files says behind "licence:".
func statedLicence(folder string) string {
	text, err := os.ReadFile(filepath.Join(folder, "SOURCE.txt"))
	if err == nil && len(text) < 1<<20 {
		if m := licenceLine.FindSubmatch(text); m != nil {
			return string(m[1])
		}
	}
	return unstated
}

// opened is one file being read, unpacked.
type opened struct {
	io.Reader
	file *os.File
	read *counter
}

func (o *opened) close() { o.file.Close() }

// counter counts what was read of the packed file, for the progress.
type counter struct {
	r   io.Reader
	n   int64
	ctx context.Context
}

func (c *counter) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// openFile opens a file, packed with gzip or not, and refuses by its first bytes
// what is no GeoJSON.
func openFile(ctx context.Context, path string) (*opened, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, invalid("territory_unreadable", "%s cannot be read: %w", path, err)
	}
	o := &opened{file: f, read: &counter{r: f, ctx: ctx}}
	packed := bufio.NewReaderSize(o.read, 1<<16)
	plain := packed
	if head, _ := packed.Peek(2); bytes.Equal(head, []byte{0x1F, 0x8B}) {
		z, err := gzip.NewReader(packed)
		if err != nil {
			f.Close()
			return nil, invalid("territory_truncated", "%s is cut short or broken: %v; fetch it again", path, err)
		}
		plain = bufio.NewReaderSize(z, 1<<16)
	}
	head, err := plain.Peek(512)
	if err != nil && err != io.EOF && len(head) == 0 {
		f.Close()
		return nil, broken(path, err)
	}
	if fault := notGeoJSON(head); fault != "" {
		f.Close()
		return nil, invalid("territory_wrong_file", "%s is %s; boundaries are loaded from GeoJSON in longitude and latitude, packed with gzip or not", path, fault)
	}
	o.Reader = &limited{r: plain, left: MaxUnpacked, path: path}
	return o, nil
}

// broken words an error of reading or unpacking.
func broken(path string, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
		return invalid("territory_truncated", "%s is cut short or broken (%v): fetch it again", path, err)
	}
	return invalid("territory_unreadable", "%s cannot be read: %w", path, err)
}

// limited refuses more than so many bytes.
type limited struct {
	r    io.Reader
	left int64
	path string
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, inventory.Errorf(inventory.TooLarge, "territory_too_large", "%s holds more than %d GB once unpacked", l.path, MaxUnpacked>>30)
	}
	return n, err
}

// notGeoJSON says what a file is that begins so, "" when it may be GeoJSON.
func notGeoJSON(head []byte) string {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	begins := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	switch {
	case len(head) == 0:
		return "empty"
	case begins("%PDF"):
		return "a PDF"
	case begins("PK\x03\x04"):
		return "a ZIP archive (unpack it first; a shapefile must be converted: ogr2ogr -t_srs EPSG:4326 communes.geojson FILE.shp)"
	case begins("\x00\x00\x27\x0a"):
		return "a shapefile (convert it: ogr2ogr -t_srs EPSG:4326 communes.geojson FILE.shp)"
	case begins("SQLite format 3"):
		return "a GeoPackage (convert it: ogr2ogr -t_srs EPSG:4326 communes.geojson FILE.gpkg)"
	case begins("7z\xbc\xaf"):
		return "a 7z archive (unpack it first)"
	case begins("\x1f\x8b"):
		return "packed with gzip twice (unpack it once)"
	case bytes.HasPrefix(text, []byte("<")):
		return "a web page or XML, not data: the address perhaps answered with an error"
	case bytes.IndexByte(head, 0) >= 0:
		return "not text"
	case len(text) > 0 && text[0] != '{' && text[0] != 0x1E:
		return "not GeoJSON: it does not begin with {"
	}
	return ""
}
