package mapfile

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// parseShape reads the content of one record of a .shp; heights and measures,
// which follow the positions, are dropped. nil, nil: a null shape.
func parseShape(b []byte, l Limits) (orb.Geometry, *Error) {
	if len(b) < 4 {
		return nil, badShape("its record is too short")
	}
	kind := binary.LittleEndian.Uint32(b)
	b = b[4:]
	switch kind {
	case 0:
		return nil, nil
	case 1, 11, 21:
		points, flaw := shapePoints(b, 1)
		if flaw != nil {
			return nil, flaw
		}
		return points[0], nil
	case 8, 18, 28:
		if len(b) < 36 {
			return nil, badShape("its record is too short")
		}
		points, flaw := shapePoints(b[36:], int64(binary.LittleEndian.Uint32(b[32:])))
		if flaw != nil {
			return nil, flaw
		}
		return orb.MultiPoint(points), nil
	case 3, 13, 23:
		parts, flaw := shapeParts(b, l)
		if flaw != nil {
			return nil, flaw
		}
		lines := make(orb.MultiLineString, len(parts))
		for i, p := range parts {
			lines[i] = p
		}
		return lines, nil
	case 5, 15, 25:
		parts, flaw := shapeParts(b, l)
		if flaw != nil {
			return nil, flaw
		}
		return polygonsOf(parts)
	case 31:
		return nil, badShape("it is a surface in space (MultiPatch)")
	}
	return nil, badShape("its shape type is unknown")
}

func badShape(why string) *Error { return &Error{Code: BadGeometry, Detail: why} }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// shapePoints reads n positions; n is held against the bytes there are before
// anything is made.
func shapePoints(b []byte, n int64) ([]orb.Point, *Error) {
	if n < 0 || n*16 > int64(len(b)) {
		return nil, badShape("it ends in the middle")
	}
	points := make([]orb.Point, n)
	for i := range points {
		x := math.Float64frombits(binary.LittleEndian.Uint64(b[i*16:]))
		y := math.Float64frombits(binary.LittleEndian.Uint64(b[i*16+8:]))
		if !finite(x) || !finite(y) {
			return nil, badShape("one of its coordinates is not a number")
		}
		points[i] = orb.Point{x, y}
	}
	return points, nil
}

// shapeParts reads the parts of a PolyLine or a Polygon.
func shapeParts(b []byte, l Limits) ([][]orb.Point, *Error) {
	if len(b) < 40 {
		return nil, badShape("its record is too short")
	}
	parts, vertices := int64(binary.LittleEndian.Uint32(b[32:])), int64(binary.LittleEndian.Uint32(b[36:]))
	if vertices > int64(l.Vertices) || parts > int64(l.Rings) {
		return nil, limit(TooManyVertices, l.Vertices)
	}
	if 40+parts*4 > int64(len(b)) {
		return nil, badShape("it ends in the middle")
	}
	points, flaw := shapePoints(b[40+parts*4:], vertices)
	if flaw != nil {
		return nil, flaw
	}
	all := make([][]orb.Point, 0, parts)
	for i := range int(parts) {
		from, to := int64(binary.LittleEndian.Uint32(b[40+i*4:])), vertices
		if i+1 < int(parts) {
			to = int64(binary.LittleEndian.Uint32(b[44+i*4:]))
		}
		if from > to || to > vertices {
			return nil, badShape("its parts are out of order")
		}
		if to > from {
			all = append(all, points[from:to:to])
		}
	}
	return all, nil
}

// polygonsOf puts rings together: clockwise ones are outer, the others are holes
// of the smallest outer ring around them. Rings the wrong way round, which some
// tools write, are outer where no other holds them.
func polygonsOf(rings [][]orb.Point) (orb.Geometry, *Error) {
	if len(rings) == 1 {
		return orb.Polygon{orb.Ring(rings[0])}, nil
	}
	type outer struct {
		ring  orb.Ring
		bound orb.Bound
		area  float64
	}
	var outers []outer
	var holes []orb.Ring
	add := func(r orb.Ring) { outers = append(outers, outer{r, r.Bound(), math.Abs(signedArea(r))}) }
	for _, points := range rings {
		if r := orb.Ring(points); signedArea(r) <= 0 {
			add(r)
		} else {
			holes = append(holes, r)
		}
	}
	if len(outers) == 0 { // all the wrong way round
		for _, r := range holes {
			add(r)
		}
		holes = nil
	}
	inside := make([][]orb.Ring, len(outers))
	var alone []orb.Ring
	work := 0 // vertices looked at, which a made-up file could have without end
	for _, h := range holes {
		best, area := -1, signedArea(h)
		for i, o := range outers {
			if o.area < area || best >= 0 && o.area >= outers[best].area || !o.bound.Contains(h[0]) {
				continue
			}
			if work += 3 * len(o.ring); work > mostWork {
				return nil, badShape(fmt.Sprintf("its rings lie within each other in too many ways: to sort them takes more than %d comparisons", mostWork))
			}
			if !holds(o.ring, h) {
				continue
			}
			best = i
		}
		if best < 0 {
			alone = append(alone, h)
			continue
		}
		inside[best] = append(inside[best], h)
	}
	all := make(orb.MultiPolygon, 0, len(outers)+len(alone))
	for i, o := range outers {
		all = append(all, append(orb.Polygon{o.ring}, inside[i]...))
	}
	for _, r := range alone {
		all = append(all, orb.Polygon{r})
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

const mostWork = 300_000_000 // about a second

// holds tells whether a ring lies within another. Its vertices may lie on the
// other's edge: the first that does not decides, among a few.
func holds(outer, hole orb.Ring) bool {
	in, n := 0, 0
	for i := 0; i < len(hole) && n < 3; i += max(1, len(hole)/3) {
		n++
		if planar.RingContains(outer, hole[i]) {
			in++
		}
	}
	return in*2 > n
}

// signedArea is twice a ring's area, negative when it runs clockwise, taken from
// its first vertex so that large coordinates cost no precision.
func signedArea(r orb.Ring) float64 {
	if len(r) == 0 {
		return 0
	}
	sum, o := 0.0, r[0]
	for i := 1; i < len(r); i++ {
		sum += (r[i-1][0]-o[0])*(r[i][1]-o[1]) - (r[i][0]-o[0])*(r[i-1][1]-o[1])
	}
	return sum
}
