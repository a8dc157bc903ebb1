package territory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"maillage/inventory"
)

// EtalabURL is the State's own file of communes, generalised at 100 m
// (Licence Ouverte 2.0; IGN ADMIN EXPRESS and INSEE, put together by Etalab).
const EtalabURL = "https://etalab-datasets.geo.data.gouv.fr/contours-administratifs/latest/geojson/communes-100m.geojson.gz"

const etalabLicence = "Licence Ouverte 2.0 (IGN, INSEE, Etalab)"

// MaxDownload is the most that an address may send, in bytes.
const MaxDownload = 1 << 30

const connectTimeout = 5 * time.Second

// stallTimeout ends a download of which nothing has come for so long.
const stallTimeout = 30 * time.Second

func isAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// fetched is a download on disk.
type fetched struct {
	source *source
	folder string // to be removed when it is not to be kept
}

func (f *fetched) discard() {
	if f.folder != "" {
		_ = os.RemoveAll(f.folder)
	}
}

// kept is what stands beside a kept download.
type kept struct {
	URL       string    `json:"url"`
	File      string    `json:"file"`
	SHA256    string    `json:"sha256"`
	FetchedAt time.Time `json:"fetched_at"`
}

const keptName = "source.json"

// download fetches an address into a folder, where it stays for the next start;
// "" for a folder of its own that discard removes. A download that fails leaves
// what was there.
func download(ctx context.Context, address, folder string, report Progress) (*fetched, error) {
	f := &fetched{folder: ""}
	if folder == "" {
		own, err := os.MkdirTemp("", "maillage-territory-")
		if err != nil {
			return nil, err
		}
		f.folder, folder = own, own
	} else if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	name := filepath.Join(folder, fileName(address))
	part := name + ".part"
	if err := fetch(ctx, address, part, report); err != nil {
		_ = os.Remove(part)
		f.discard()
		return nil, err
	}
	if err := os.Rename(part, name); err != nil {
		f.discard()
		return nil, err
	}
	s := &source{name: address, files: []string{name}, licence: unstated}
	if address == EtalabURL {
		s.licence = etalabLicence
	}
	if err := s.digest(); err != nil {
		f.discard()
		return nil, err
	}
	f.source = s
	return f, nil
}

// fileName is the last part of an address, made safe.
func fileName(address string) string {
	name := path.Base(strings.SplitN(address, "?", 2)[0])
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, name)
	if !boundaryFile.MatchString(name) {
		name = "boundaries.geojson"
	}
	return name
}

// fetch copies what an address sends into a file.
func fetch(ctx context.Context, address, into string, report Progress) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := time.AfterFunc(stallTimeout, func() { cancel(errStalled) })
	defer stalled.Stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return invalid("territory_bad_address", "%q is no address to fetch boundaries from: %v", address, err)
	}
	request.Header.Set("User-Agent", "maillage (territory loader)")
	// As the file is kept as it was sent, the transport must not unpack it.
	request.Header.Set("Accept-Encoding", "identity")
	answer, err := client.Do(request)
	if err != nil {
		return unreachable(ctx, address, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return inventory.Errorf(inventory.Unavailable, "territory_unreachable", "%s answered %s", address, answer.Status)
	}
	if answer.ContentLength > MaxDownload {
		return tooLarge(address)
	}
	out, err := os.Create(into)
	if err != nil {
		return err
	}
	in := &tellingReader{r: io.LimitReader(answer.Body, MaxDownload+1), total: max(0, answer.ContentLength),
		tell: func(done, total int64) {
			stalled.Reset(stallTimeout)
			report.tell("downloading", done, total)
		}}
	n, err := io.Copy(out, in)
	if closeErr := out.Close(); err == nil && closeErr != nil {
		return closeErr
	}
	switch {
	case err != nil:
		return unreachable(ctx, address, err)
	case n > MaxDownload:
		return tooLarge(address)
	}
	return nil
}

var errStalled = errors.New("nothing came any more")

func unreachable(ctx context.Context, address string, err error) error {
	if context.Cause(ctx) == errStalled {
		err = fmt.Errorf("%w for %v", errStalled, stallTimeout)
	} else if ctx.Err() != nil {
		return ctx.Err()
	}
	var asked *url.Error // says the address again
	if errors.As(err, &asked) {
		err = asked.Err
	}
	return inventory.Errorf(inventory.Unavailable, "territory_unreachable", "%s cannot be fetched: %w", address, err)
}

func tooLarge(address string) error {
	return inventory.Errorf(inventory.TooLarge, "territory_too_large", "%s sends more than %d GB, which boundaries of communes never are", address, MaxDownload>>30)
}

var client = &http.Client{Transport: &http.Transport{
	Proxy:                 http.ProxyFromEnvironment,
	DialContext:           (&net.Dialer{Timeout: connectTimeout}).DialContext,
	TLSHandshakeTimeout:   connectTimeout,
	ResponseHeaderTimeout: stallTimeout,
	DisableCompression:    true,
}}

// tellingReader reports what passes.
type tellingReader struct {
	r           io.Reader
	done, total int64
	tell        func(done, total int64)
}

func (t *tellingReader) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.done += int64(n)
	t.tell(t.done, t.total)
	return n, err
}

// keep writes down where a download in the folder comes from, once it has been
// loaded.
func (s *source) keep(folder string) error {
	b, err := json.MarshalIndent(kept{URL: s.name, File: filepath.Base(s.files[0]), SHA256: s.checksum, FetchedAt: time.Now().UTC()}, "", "  ")
	if err != nil {
		return err
	}
	part := filepath.Join(folder, keptName+".part")
	if err := os.WriteFile(part, append(b, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(part, filepath.Join(folder, keptName))
}

// keptSource finds what an earlier start kept in a folder; false when there is
// nothing, or it is not what was kept.
func keptSource(folder string) (*source, bool) {
	if folder == "" {
		return nil, false
	}
	b, err := os.ReadFile(filepath.Join(folder, keptName))
	if err != nil {
		return nil, false
	}
	var k kept
	if json.Unmarshal(b, &k) != nil || k.File == "" || k.File != filepath.Base(k.File) {
		return nil, false
	}
	s := &source{name: k.URL, files: []string{filepath.Join(folder, k.File)}, licence: unstated}
	if k.URL == EtalabURL {
		s.licence = etalabLicence
	}
	if s.digest() != nil || s.checksum != k.SHA256 {
		return nil, false
	}
	return s, true
}
