package territory

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"maillage/geo/mapfile"
	"maillage/inventory"
)

// datafile is a file of units or of weights being read, unpacked if it came
// packed with gzip.
type datafile struct {
	*os.File
	name     string
	size     int64
	checksum string // of the file as it came
	temp     bool
}

// openData opens a file and sums it up; close it.
func openData(path string) (*datafile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, invalid("file_unreadable", "%s cannot be read: %w", path, err)
	}
	d := &datafile{File: f, name: filepath.Base(path)}
	h := sha256.New()
	if d.size, err = io.Copy(h, f); err != nil {
		f.Close()
		return nil, invalid("file_unreadable", "%s cannot be read: %w", path, err)
	}
	d.checksum = hex.EncodeToString(h.Sum(nil))
	if _, err = f.Seek(0, io.SeekStart); err == nil {
		err = d.unpack()
	}
	if err != nil {
		d.close()
		return nil, broken(path, err)
	}
	return d, nil
}

// unpack puts the unpacked file in the place of one packed with gzip.
func (d *datafile) unpack() error {
	r := bufio.NewReader(d.File)
	if head, _ := r.Peek(2); string(head) != "\x1f\x8b" {
		_, err := d.Seek(0, io.SeekStart)
		return err
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	to, err := os.CreateTemp("", "maillage-*")
	if err != nil {
		return err
	}
	packed := d.File
	d.File, d.temp = to, true
	defer packed.Close()
	if d.size, err = io.Copy(to, io.LimitReader(z, MaxUnpacked+1)); err != nil {
		return err
	}
	if d.size > MaxUnpacked {
		return inventory.Errorf(inventory.TooLarge, "file_too_large", "%s holds more than %d GB once unpacked", d.name, MaxUnpacked>>30)
	}
	_, err = to.Seek(0, io.SeekStart)
	return err
}

// close closes the file, which was read alone, and removes what was unpacked.
func (d *datafile) close() {
	d.File.Close()
	if d.temp {
		_ = os.Remove(d.Name()) // of the system's folder for what may go
	}
}

// features hands on the features of a map file, in degrees.
func (d *datafile) features(ctx context.Context, report Progress, each func(mapfile.Feature) error) error {
	n := int64(0)
	_, err := mapfile.Read(ctx, d.File, d.size, mapfile.Options{Limits: mapfile.Limits{Unpacked: MaxUnpacked, Features: maxRows}},
		func(f mapfile.Feature) error {
			if n++; n%1000 == 0 {
				report.tell("reading", n, 0)
			}
			if f.Flaw != nil {
				return invalid("bad_feature", "feature %d of %s cannot be read: %v", f.Number, d.name, f.Flaw)
			}
			return each(f)
		})
	var fault *mapfile.Error
	if errors.As(err, &fault) {
		kind := inventory.Invalid
		if fault.Limit > 0 {
			kind = inventory.TooLarge
		}
		return inventory.Errorf(kind, "file_"+string(fault.Code), "%s cannot be taken: %v", d.name, fault)
	}
	return err
}
