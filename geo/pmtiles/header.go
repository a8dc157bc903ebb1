package pmtiles

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// headerSize is that of the header, and mostRoot the greatest size of a root
// directory: both stand in the first 16 KiB.
const (
	headerSize = 127
	mostRoot   = 16_384 - headerSize
)

// What the header says in one byte.
const (
	version3      = 3
	inHilbert     = 1 // blobs come in the order of tiles
	byGzip        = 2
	ofVectorTiles = 1
)

// beginZoom is where a map begins if the archive has it: a country fills it.
const beginZoom = 5

// header is that of an archive whose parts have these sizes and come in their
// usual order.
func (w *Writer) header(about About, root, metadata, leaves uint64) []byte {
	h := append(make([]byte, 0, headerSize), "PMTiles"...)
	h = append(h, version3)
	at := uint64(headerSize)
	for _, size := range []uint64{root, metadata, leaves, w.size} {
		h = binary.LittleEndian.AppendUint64(h, at)
		h = binary.LittleEndian.AppendUint64(h, size)
		at += size
	}
	for _, n := range []uint64{w.tiles, uint64(len(w.entries)), uint64(len(w.kept))} {
		h = binary.LittleEndian.AppendUint64(h, n)
	}
	h = append(h, inHilbert, byGzip, byGzip, ofVectorTiles, byte(w.zooms[0]), byte(w.zooms[1]))
	h = appendPlace(h, about.Bounds.Min)
	h = appendPlace(h, about.Bounds.Max)
	h = append(h, byte(min(max(w.zooms[0], beginZoom), w.zooms[1])))
	return appendPlace(h, about.Centre)
}

// appendPlace writes a longitude and a latitude, in tens of millionths of a degree.
func appendPlace(h []byte, p orb.Point) []byte {
	for _, v := range p {
		h = binary.LittleEndian.AppendUint32(h, uint32(int32(math.Round(v*1e7))))
	}
	return h
}
