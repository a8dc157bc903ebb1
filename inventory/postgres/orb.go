package postgres

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
)

// fromGeom makes an orb value of the first two dimensions.
func fromGeom(t geom.T) (orb.Geometry, error) {
	switch t := t.(type) {
	case *geom.Point:
		if c := t.FlatCoords(); !t.Empty() && !(math.IsNaN(c[0]) && math.IsNaN(c[1])) {
			return orb.Point{c[0], c[1]}, nil
		}
		return orb.MultiPoint{}, nil
	case *geom.MultiPoint:
		mp := make(orb.MultiPoint, 0, t.NumPoints())
		for i := range t.NumPoints() {
			if p := t.Point(i); !p.Empty() {
				mp = append(mp, orb.Point{p.X(), p.Y()})
			}
		}
		return mp, nil
	case *geom.LineString:
		return orb.LineString(points(t.FlatCoords(), t.Stride())), nil
	case *geom.MultiLineString:
		ml, start := make(orb.MultiLineString, 0, len(t.Ends())), 0
		for _, end := range t.Ends() {
			ml = append(ml, points(t.FlatCoords()[start:end], t.Stride()))
			start = end
		}
		return ml, nil
	case *geom.Polygon:
		return rings(t.FlatCoords(), t.Ends(), 0, t.Stride()), nil
	case *geom.MultiPolygon:
		mp, start := make(orb.MultiPolygon, 0, t.NumPolygons()), 0
		for _, ends := range t.Endss() {
			mp = append(mp, rings(t.FlatCoords(), ends, start, t.Stride()))
			if len(ends) > 0 {
				start = ends[len(ends)-1]
			}
		}
		return mp, nil
	case *geom.GeometryCollection:
		c := make(orb.Collection, 0, t.NumGeoms())
		for _, part := range t.Geoms() {
			g, err := fromGeom(part)
			if err != nil {
				return nil, err
			}
			c = append(c, g)
		}
		return c, nil
	}
	return nil, fmt.Errorf("geometry: %T is not one of points, lines and polygons", t)
}

func points(flat []float64, stride int) []orb.Point {
	ps := make([]orb.Point, len(flat)/stride)
	for i := range ps {
		ps[i] = orb.Point{flat[i*stride], flat[i*stride+1]}
	}
	return ps
}

func rings(flat []float64, ends []int, start, stride int) orb.Polygon {
	p := make(orb.Polygon, 0, len(ends))
	for _, end := range ends {
		p = append(p, points(flat[start:end], stride))
		start = end
	}
	return p
}

// toGeom makes go-geom's value of an orb one.
func toGeom(g orb.Geometry) (geom.T, error) {
	var f flattener
	switch g := g.(type) {
	case orb.Point:
		f.points([]orb.Point{g})
		return geom.NewPointFlat(geom.XY, f.flat), f.err
	case orb.MultiPoint:
		f.points(g)
		return geom.NewMultiPointFlat(geom.XY, f.flat), f.err
	case orb.LineString:
		f.line(g)
		return geom.NewLineStringFlat(geom.XY, f.flat), f.err
	case orb.MultiLineString:
		ends := make([]int, len(g))
		for i, l := range g {
			ends[i] = f.line(l)
		}
		return geom.NewMultiLineStringFlat(geom.XY, f.flat, ends), f.err
	case orb.Ring:
		return toGeom(orb.Polygon{g})
	case orb.Bound:
		return toGeom(g.ToPolygon())
	case orb.Polygon:
		ends := f.polygon(g)
		return geom.NewPolygonFlat(geom.XY, f.flat, ends), f.err
	case orb.MultiPolygon:
		endss := make([][]int, len(g))
		for i, p := range g {
			endss[i] = f.polygon(p)
		}
		return geom.NewMultiPolygonFlat(geom.XY, f.flat, endss), f.err
	case orb.Collection:
		c := geom.NewGeometryCollection()
		for _, part := range g {
			t, err := toGeom(part)
			if err == nil {
				err = c.Push(t)
			}
			if err != nil {
				return nil, err
			}
		}
		return c, nil
	}
	return nil, fmt.Errorf("geometry: cannot write a %T", g)
}

// flattener gathers coordinates as go-geom keeps them, and the first fault.
type flattener struct {
	flat []float64
	err  error
}

// points returns where the coordinates of these points end.
func (f *flattener) points(ps []orb.Point) (end int) {
	for _, p := range ps {
		if f.err == nil && (isOdd(p[0]) || isOdd(p[1])) {
			f.err = fmt.Errorf("geometry: a coordinate is not a number: %v", p)
		}
		f.flat = append(f.flat, p[0], p[1])
	}
	return len(f.flat)
}

func isOdd(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }

func (f *flattener) line(l orb.LineString) (end int) {
	if f.err == nil && len(l) == 1 {
		f.err = fmt.Errorf("geometry: a line has one point alone: %v", l[0])
	}
	return f.points(l)
}

func (f *flattener) polygon(p orb.Polygon) (ends []int) {
	ends = make([]int, len(p))
	for i, r := range p {
		if f.err == nil && (len(r) < 4 || r[0] != r[len(r)-1]) {
			f.err = fmt.Errorf("geometry: a ring of %d points is not closed: it needs four or more, the last like the first", len(r))
		}
		ends[i] = f.points(r)
	}
	return ends
}
