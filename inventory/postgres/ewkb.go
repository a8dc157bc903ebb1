package postgres

import (
	"encoding/binary"
	"errors"
	"fmt"

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
	if len(b) < 5 {
		return nil, errTruncated
	}
	order := binary.ByteOrder(binary.LittleEndian)
	switch b[0] {
	case 0:
		order = binary.BigEndian
	case 1:
	default:
		return nil, fmt.Errorf("geometry: unknown byte order %d", b[0])
	}
	kind := order.Uint32(b[1:])
	b = b[5:]
	if kind&0x20000000 != 0 { // it has an SRID
		if len(b) < 4 {
			return nil, errTruncated
		}
		b = b[4:]
	}
	point := 16
	if kind&0x80000000 != 0 { // it has Z
		point += 8
	}
	if kind&0x40000000 != 0 { // it has M
		point += 8
	}
	count := func(least int) (int, error) {
		if len(b) < 4 {
			return 0, errTruncated
		}
		n := order.Uint32(b)
		b = b[4:]
		if uint64(n)*uint64(least) > uint64(len(b)) {
			return 0, errTruncated
		}
		return int(n), nil
	}
	switch kind &^ 0xe0000000 {
	case 1: // Point
		if len(b) < point {
			return nil, errTruncated
		}
		return b[point:], nil
	case 2: // LineString
		n, err := count(point)
		if err != nil {
			return nil, err
		}
		return b[n*point:], nil
	case 3: // Polygon
		rings, err := count(4)
		if err != nil {
			return nil, err
		}
		for range rings {
			n, err := count(point)
			if err != nil {
				return nil, err
			}
			b = b[n*point:]
		}
		return b, nil
	case 4, 5, 6, 7: // MultiPoint, MultiLineString, MultiPolygon, GeometryCollection
		parts, err := count(9)
		if err != nil {
			return nil, err
		}
		for range parts {
			if b, err = checkEWKB(b, depth+1); err != nil {
				return nil, err
			}
		}
		return b, nil
	}
	return nil, fmt.Errorf("geometry: type %d is not one of points, lines and polygons", kind&^0xe0000000)
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
