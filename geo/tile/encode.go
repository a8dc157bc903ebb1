package tile

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"maillage/geo/line"
)

// Check returns an error unless z/x/y is a tile within MaxZoom.
func Check(z, x, y uint32) error {
	if z > MaxZoom {
		return fmt.Errorf("there is no tile at zoom %d: the nearest is %d", z, MaxZoom)
	}
	if n := uint32(1) << z; x >= n || y >= n {
		return fmt.Errorf("there is no tile %d/%d/%d: x and y are 0 to %d at this zoom", z, x, y, n-1)
	}
	return nil
}

// sketches are those not in use.
var sketches = sync.Pool{New: func() any { return new(sketch) }}

// Encode returns the vector tile z/x/y of the drawing: one layer, one
// multipolygon a depth, which it has as attribute (an integer) unless attribute
// is "". It is nil when the tile shows nothing, and an error when there is no
// such tile.
func (d *Drawing) Encode(z, x, y uint32, layer, attribute string) ([]byte, error) {
	if err := Check(z, x, y); err != nil {
		return nil, err
	}
	s := sketches.Get().(*sketch)
	defer sketches.Put(s)
	s.begin()
	for ti, t := range line.Territories() {
		s.look(d, ti, t, z, x, y)
	}
	s.walk()
	s.gather()
	return s.encode(layer, attribute), nil
}

// pages are the rings by what they bound, and the bytes they become.
type pages struct {
	outer, holes []int32 // by a part's first run: its outer ring, the first of its holes
	parts        []int32 // by a part's first run: the next part of that depth
	features     []feature
	shapes, body []byte
}

// feature is the parts of one depth, each told by its first run.
type feature struct{ depth, first, last int32 }

// gather puts rings to their parts and parts to their depths, in the order of
// depths, parts as they were met.
func (s *sketch) gather() {
	n := len(s.depth)
	s.outer, s.holes, s.parts = fill(s.outer, n), fill(s.holes, n), fill(s.parts, n)
	for i := len(s.rings) - 1; i >= 0; i-- {
		r := &s.rings[i]
		if r.hole {
			r.next, s.holes[r.part] = s.holes[r.part], int32(i)
		} else {
			s.outer[r.part] = int32(i)
		}
	}
	s.features = s.features[:0]
	for part := int32(1); part < int32(n); part++ {
		if s.empty(part) {
			continue
		}
		depth := s.depth[part]
		at, found := slices.BinarySearchFunc(s.features, depth, func(f feature, d int32) int { return int(f.depth) - int(d) })
		if !found {
			s.features = slices.Insert(s.features, at, feature{depth, part, part})
			continue
		}
		f := &s.features[at]
		s.parts[f.last] = part
		f.last = part
	}
}

// fill returns n times none.
func fill(to []int32, n int) []int32 {
	to = slices.Grow(to[:0], n)[:n]
	for i := range to {
		to[i] = none
	}
	return to
}

// empty tells whether nothing of a part is shown. Where a hole swallows the whole
// tile, clipping leaves the tile twice.
func (s *sketch) empty(part int32) bool {
	if s.outer[part] == none {
		return true
	}
	twice := s.rings[s.outer[part]].twice
	for h := s.holes[part]; h != none; h = s.rings[h].next {
		twice += s.rings[h].twice
	}
	return twice == 0
}

// Keys of the vector tile's messages (version 2.1, vector_tile.proto): the
// number of a field, shifted, and how it is written (a varint is 0).
const (
	tileLayer       = 3<<3 | 2
	layerName       = 1<<3 | 2
	layerFeature    = 2<<3 | 2
	layerKey        = 3<<3 | 2
	layerValue      = 4<<3 | 2
	layerExtent     = 5 << 3
	layerVersion    = 15 << 3
	featureTags     = 2<<3 | 2
	featureType     = 3 << 3
	featureGeometry = 4<<3 | 2
	valueSint       = 6 << 3

	polygon = 3 // a type of geometry

	moveTo, lineTo, closePath = 1, 2, 7 // commands; the count is shifted by three
)

// encode writes the features as a tile of one layer; nil when there is none.
func (s *sketch) encode(layer, attribute string) []byte {
	if len(s.features) == 0 {
		return nil
	}
	b := message(s.body[:0], layerName, layer)
	for i, f := range s.features {
		s.draw(f)
		head := make([]byte, 0, 16)
		if attribute != "" {
			tags := binary.AppendUvarint([]byte{0}, uint64(i)) // key 0, value i
			head = message(head, featureTags, tags)
		}
		head = append(head, featureType, polygon, featureGeometry)
		head = binary.AppendUvarint(head, uint64(len(s.shapes)))
		b = binary.AppendUvarint(append(b, layerFeature), uint64(len(head)+len(s.shapes)))
		b = append(append(b, head...), s.shapes...)
	}
	if attribute != "" {
		b = message(b, layerKey, attribute)
		for _, f := range s.features {
			b = message(b, layerValue, appendSigned([]byte{valueSint}, f.depth))
		}
	}
	b = binary.AppendUvarint(append(b, layerExtent), extent)
	b = append(b, layerVersion, 2)
	s.body = b
	return message(make([]byte, 0, len(b)+8), tileLayer, b)
}

// message appends a field of bytes, told by its key.
func message[T string | []byte](b []byte, key byte, body T) []byte {
	b = binary.AppendUvarint(append(b, key), uint64(len(body)))
	return append(b, body...)
}

// draw writes the geometry of a feature into s.shapes.
func (s *sketch) draw(f feature) {
	s.shapes = s.shapes[:0]
	var at point
	for part := f.first; part != none; part = s.parts[part] {
		at = s.drawRing(s.rings[s.outer[part]], at)
		for h := s.holes[part]; h != none; h = s.rings[h].next {
			at = s.drawRing(s.rings[h], at)
		}
	}
}

// drawRing writes a ring as commands from a point on and returns where they end.
func (s *sketch) drawRing(r ring, at point) point {
	b := append(s.shapes, moveTo|1<<3)
	for i, p := range s.points[r.lo:r.hi] {
		if i == 1 {
			b = binary.AppendUvarint(b, uint64(lineTo|(r.hi-r.lo-1)<<3))
		}
		b = appendSigned(appendSigned(b, p.u-at.u), p.v-at.v)
		at = p
	}
	s.shapes = append(b, closePath|1<<3)
	return at
}

// appendSigned appends a number as a varint, its sign in the lowest bit.
func appendSigned(b []byte, v int32) []byte {
	z := uint32(v<<1) ^ uint32(v>>31)
	switch {
	case z < 1<<7:
		return append(b, byte(z))
	case z < 1<<14:
		return append(b, byte(z)|0x80, byte(z>>7))
	}
	return binary.AppendUvarint(b, uint64(z))
}
