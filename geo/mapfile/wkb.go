package mapfile

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"
)

// parseWKB reads well-known binary (OGC 06-103r4, section 8), its heights and
// measures (types plus 1000, 2000 or 3000, or EWKB's flags) dropped. nil: empty.
func parseWKB(b []byte, l Limits) (orb.Geometry, *Error) {
	w := wkbReader{b: b, vertices: counter{l.Vertices}, rings: counter{l.Rings}}
	g := w.geometry(l.Depth, 0)
	switch {
	case errors.Is(w.err, errTooManyVertices):
		return nil, limit(TooManyVertices, l.Vertices)
	case w.err != nil:
		return nil, &Error{Code: BadGeometry, Detail: w.err.Error()}
	}
	return g, nil
}

type wkbReader struct {
	b        []byte
	order    binary.ByteOrder
	vertices counter
	rings    counter
	err      error
}

func (w *wkbReader) fail(why string) {
	if w.err == nil {
		w.err = errors.New(why)
	}
}

func (w *wkbReader) uint32() int {
	if len(w.b) < 4 {
		w.fail("it ends in the middle")
		return 0
	}
	v := w.order.Uint32(w.b)
	w.b = w.b[4:]
	return int(v)
}

// geometry reads one geometry; want is the type it must be, 0 for any.
func (w *wkbReader) geometry(depth, want int) orb.Geometry {
	if len(w.b) < 5 || w.b[0] > 1 {
		w.fail("it is not well-known binary")
		return nil
	}
	w.order = binary.BigEndian
	if w.b[0] == 1 {
		w.order = binary.LittleEndian
	}
	w.b = w.b[1:]
	kind := w.uint32()
	more := 0 // heights and measures of a position
	if kind&0x80000000 != 0 {
		more++
	}
	if kind&0x40000000 != 0 {
		more++
	}
	if kind&0x20000000 != 0 {
		w.uint32() // EWKB's SRID
	}
	kind &= 0x0fffffff
	switch kind / 1000 {
	case 1, 2:
		more++
	case 3:
		more += 2
	}
	kind %= 1000
	if want != 0 && kind != want {
		w.fail("its parts are of different types")
		return nil
	}
	switch kind {
	case 1:
		p := w.point(more)
		if math.IsNaN(p[0]) && math.IsNaN(p[1]) { // how an empty point is written
			return nil
		}
		w.finite(p)
		return p
	case 2:
		return orb.LineString(w.points(more))
	case 3:
		return w.polygon(more)
	case 4, 5, 6, 7:
		if depth == 0 {
			w.fail("its collections are nested too deep")
			return nil
		}
		return w.collection(kind, depth)
	}
	w.fail("it has curves or surfaces, which are not read")
	return nil
}

func (w *wkbReader) collection(kind, depth int) orb.Geometry {
	n := w.uint32()
	want := [8]int{4: 1, 5: 2, 6: 3}[kind]
	var parts []orb.Geometry
	for range n {
		if w.err != nil {
			return nil
		}
		if !w.rings.spend(1) && kind != 4 || !w.vertices.spend(0) {
			w.err = errTooManyVertices
			return nil
		}
		if g := w.geometry(depth-1, want); g != nil {
			parts = append(parts, g)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	if kind == 7 {
		return orb.Collection(parts)
	}
	return joined(parts)
}

func (w *wkbReader) polygon(more int) orb.Geometry {
	n := w.uint32()
	var p orb.Polygon
	for range n {
		if !w.rings.spend(1) {
			w.err = errTooManyVertices
		}
		if w.err != nil {
			return nil
		}
		p = append(p, orb.Ring(w.points(more)))
	}
	if len(p) == 0 {
		return nil
	}
	return p
}

// points reads as many positions as the next number says, held against the bytes
// there are before anything is made.
func (w *wkbReader) points(more int) []orb.Point {
	n := w.uint32()
	if w.err != nil {
		return nil
	}
	if n*(16+8*more) > len(w.b) {
		w.fail("it ends in the middle")
		return nil
	}
	if !w.vertices.spend(n) {
		w.err = errTooManyVertices
		return nil
	}
	points := make([]orb.Point, n)
	for i := range points {
		points[i] = w.position(more)
		w.finite(points[i])
	}
	return points
}

func (w *wkbReader) point(more int) orb.Point {
	if len(w.b) < 16+8*more {
		w.fail("it ends in the middle")
		return orb.Point{}
	}
	if !w.vertices.spend(1) {
		w.err = errTooManyVertices
	}
	return w.position(more)
}

func (w *wkbReader) position(more int) orb.Point {
	p := orb.Point{math.Float64frombits(w.order.Uint64(w.b)), math.Float64frombits(w.order.Uint64(w.b[8:]))}
	w.b = w.b[16+8*more:]
	return p
}

func (w *wkbReader) finite(p orb.Point) {
	if !finite(p[0]) || !finite(p[1]) {
		w.fail("one of its coordinates is not a number")
	}
}
