// Package pmtiles writes tile archives in one file: PMTiles, version 3
// (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).
//
// What belongs here: numbers of tiles along the Hilbert curve, directories and
// the archive. What does not: what tiles show (tile), and serving archives.
package pmtiles

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// MaxZoom is the nearest zoom of an archive; the format knows more.
const MaxZoom = 24

// Layer is one layer of the vector tiles, as TileJSON 3.0.0 (3.3) has it.
type Layer struct {
	ID          string            `json:"id"`
	Description string            `json:"description,omitempty"`
	Fields      map[string]string `json:"fields"` // "String", "Number" or "Boolean" by name
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
}

// About is what an archive says of itself.
type About struct {
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Attribution string    `json:"attribution,omitempty"`
	Layers      []Layer   `json:"vector_layers"`
	Bounds      orb.Bound `json:"-"` // degrees
	Centre      orb.Point `json:"-"` // where a map begins, degrees
}

// ErrEmpty is the error of an archive without tiles, which the format has not.
var ErrEmpty = errors.New("an archive has at least one tile")

// Writer takes tiles and writes their archive. Equal tiles are kept once.
type Writer struct {
	spool   io.ReadWriteSeeker
	entries []entry
	kept    map[[sha256.Size]byte]entry // where equal tiles are; its id is of no use
	size    uint64                      // of what is in spool
	tiles   uint64
	zip     *gzip.Writer
	packed  bytes.Buffer
	zooms   [2]uint32 // the least and the greatest
}

// entry is tiles [id, id+run) that are all the same, or a leaf where run is 0.
type entry struct {
	id, offset  uint64
	length, run uint32
}

// NewWriter returns a writer that keeps tiles in spool, an empty file, until it
// knows where they stand in the archive.
func NewWriter(spool io.ReadWriteSeeker) *Writer {
	w := &Writer{spool: spool, kept: map[[sha256.Size]byte]entry{}}
	w.zip = gzip.NewWriter(&w.packed)
	return w
}

// Add adds a vector tile, by ascending ID: an error otherwise, or when it is
// empty. It is squeezed here. Further errors are those of spool.
func (w *Writer) Add(id uint64, tile []byte) error {
	n := len(w.entries)
	if len(tile) == 0 {
		return fmt.Errorf("tile %d is empty: leave it out", id)
	}
	if n > 0 {
		if last := w.entries[n-1]; id < last.id+uint64(last.run) {
			return fmt.Errorf("tile %d comes after tile %d", id, last.id+uint64(last.run)-1)
		}
	}
	z, _, _, err := At(id)
	if err != nil {
		return err
	}
	if n == 0 {
		w.zooms[0] = z
	}
	w.zooms[1] = z
	sum := sha256.Sum256(tile)
	at, there := w.kept[sum]
	if !there {
		if at, err = w.keep(tile); err != nil {
			return err
		}
		w.kept[sum] = at
	}
	w.tiles++
	if n > 0 {
		last := &w.entries[n-1]
		if last.offset == at.offset && last.id+uint64(last.run) == id && last.run < 1<<32-1 {
			last.run++
			return nil
		}
	}
	w.entries = append(w.entries, entry{id, at.offset, at.length, 1})
	return nil
}

// keep squeezes a tile into the spool.
func (w *Writer) keep(tile []byte) (entry, error) {
	w.packed.Reset()
	w.zip.Reset(&w.packed)
	if _, err := w.zip.Write(tile); err != nil {
		return entry{}, err
	}
	if err := w.zip.Close(); err != nil {
		return entry{}, err
	}
	at := entry{offset: w.size, length: uint32(w.packed.Len())}
	n, err := w.spool.Write(w.packed.Bytes())
	w.size += uint64(n)
	return at, err
}

// Tiles is how many tiles there are so far.
func (w *Writer) Tiles() int { return int(w.tiles) }

// Write writes the archive; the writer is of no use afterwards. ErrEmpty when no
// tile was added, else errors are those of out and spool.
func (w *Writer) Write(out io.Writer, about About) error {
	if len(w.entries) == 0 {
		return ErrEmpty
	}
	metadata, err := json.Marshal(about)
	if err != nil {
		return err
	}
	if metadata, err = squeezed(metadata); err != nil {
		return err
	}
	root, leaves, err := directories(w.entries, mostRoot)
	if err != nil {
		return err
	}
	if _, err := w.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	head := w.header(about, uint64(len(root)), uint64(len(metadata)), uint64(len(leaves)))
	for _, part := range [][]byte{head, root, metadata, leaves} {
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	n, err := io.Copy(out, w.spool)
	if err == nil && uint64(n) != w.size {
		err = fmt.Errorf("the spool has %d bytes, of %d written to it", n, w.size)
	}
	return err
}

// squeezed is data under gzip.
func squeezed(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
