package postgres

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// EWKB is PostGIS's extended well-known binary, described in its doc/ZMSgeoms.txt
// and read and written by go-geom. orb has points, lines and polygons in two
// dimensions; these functions go between the two.

// srid is that of all geometry the inventory writes: longitude, latitude, WGS84.
const srid = 4326

// maxNesting is how deep collections may hold collections.
const maxNesting = 32

var errTruncated = errors.New("geometry: the EWKB ends too early")

// decodeEWKB reads a geometry. Bytes that are not EWKB give an error.
func decodeEWKB(b []byte) (orb.Geometry, error) {
	rest, err := checkEWKB(b, 0)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("geometry: %d bytes follow the EWKB", len(rest))
	}
	g, err := ewkb.Unmarshal(b)
	if err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	return fromGeom(g)
}

// checkEWKB walks over one geometry and returns what follows it. go-geom
// believes every count and nests without end: a few broken bytes would make it
// ask for more memory than there is, which no recover catches.
func checkEWKB(b []byte, depth int) (rest []byte, err error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("geometry: collections nested more than %d deep", maxNesting)
	}
	h, b, err := readHeader(b)
	if err != nil {
		return nil, err
	}
	switch h.kind {
	case 1: // Point
		if len(b) < h.point {
			return nil, errTruncated
		}
		return b[h.point:], nil
	case 2: // LineString
		return h.skipPoints(b)
	case 3: // Polygon
		rings, b, err := h.count(b, 4)
		for i := 0; i < rings && err == nil; i++ {
			b, err = h.skipPoints(b)
		}
		return b, err
	case 4, 5, 6, 7: // MultiPoint, MultiLineString, MultiPolygon, GeometryCollection
		parts, b, err := h.count(b, 9)
		for i := 0; i < parts && err == nil; i++ {
			b, err = checkEWKB(b, depth+1)
		}
		return b, err
	}
	return nil, fmt.Errorf("geometry: type %d is not one of points, lines and polygons", h.kind)
}

// header is what a geometry begins with.
type header struct {
	order binary.ByteOrder
	kind  uint32 // without the flags
	point int    // bytes of a point
}

func readHeader(b []byte) (h header, rest []byte, err error) {
	if len(b) < 5 {
		return h, nil, errTruncated
	}
	switch b[0] {
	case 0:
		h.order = binary.BigEndian
	case 1:
		h.order = binary.LittleEndian
	default:
		return h, nil, fmt.Errorf("geometry: unknown byte order %d", b[0])
	}
	const hasZ, hasM, hasSRID = 0x80000000, 0x40000000, 0x20000000
	flags := h.order.Uint32(b[1:])
	h.kind, h.point, b = flags&^(hasZ|hasM|hasSRID), 16, b[5:]
	if flags&hasZ != 0 {
		h.point += 8
	}
	if flags&hasM != 0 {
		h.point += 8
	}
	if flags&hasSRID != 0 {
		if len(b) < 4 {
			return h, nil, errTruncated
		}
		b = b[4:]
	}
	return h, b, nil
}

// count reads the number of parts that follow, each of at least some bytes.
func (h header) count(b []byte, least int) (n int, rest []byte, err error) {
	if len(b) < 4 {
		return 0, nil, errTruncated
	}
	parts := h.order.Uint32(b)
	b = b[4:]
	if uint64(parts)*uint64(least) > uint64(len(b)) {
		return 0, nil, errTruncated
	}
	return int(parts), b, nil
}

func (h header) skipPoints(b []byte) (rest []byte, err error) {
	n, b, err := h.count(b, h.point)
	if err != nil {
		return nil, err
	}
	return b[n*h.point:], nil
}

// encodeEWKB writes a geometry with SRID 4326. It refuses what PostGIS would
// refuse with less clear a word: coordinates that are not numbers, open rings.
func encodeEWKB(g orb.Geometry) ([]byte, error) {
	t, err := toGeom(g)
	if err != nil {
		return nil, err
	}
	if t, err = geom.SetSRID(t, srid); err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	b, err := ewkb.Marshal(t, ewkb.NDR)
	if err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	return b, nil
}

// Lists hold a hundred thousand points, nearly all written alike: little-endian,
// two dimensions, SRID 4326. Those go by without go-geom.
var pointHead = []byte{1, 1, 0, 0, 0x20, srid & 0xff, srid >> 8, 0, 0}

// appendPoint writes a point whose coordinates are numbers as encodeEWKB does.
func appendPoint(buf []byte, p orb.Point) []byte {
	buf = append(buf, pointHead...)
	buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(buf, math.Float64bits(p[1]))
}

// readPoint reads what appendPoint writes; false for anything else, and for what
// stands for an empty point.
func readPoint(b []byte, p *orb.Point) bool {
	if len(b) != len(pointHead)+16 || !bytes.HasPrefix(b, pointHead) {
		return false
	}
	x := math.Float64frombits(binary.LittleEndian.Uint64(b[len(pointHead):]))
	y := math.Float64frombits(binary.LittleEndian.Uint64(b[len(pointHead)+8:]))
	if isOdd(x) || isOdd(y) {
		return false
	}
	*p = orb.Point{x, y}
	return true
}
