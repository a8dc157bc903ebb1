package mapfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
)

// parseGeometry reads a GeoJSON geometry. Heights are dropped. orb's own reader
// takes [1] and [1, null] for a point and knows no limit of vertices.
func parseGeometry(raw json.RawMessage, l Limits) (orb.Geometry, *Error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	c := counter{left: l.Vertices}
	g, err := geometryObject(raw, &c, l.Depth)
	switch {
	case errors.Is(err, errTooManyVertices):
		return nil, limit(TooManyVertices, l.Vertices)
	case err != nil:
		return nil, &Error{Code: BadGeometry, Detail: err.Error(), Value: short(string(raw), 60)}
	}
	return g, nil
}

var errTooManyVertices = errors.New("too many vertices")

// counter counts the vertices that a feature may still have.
type counter struct{ left int }

func (c *counter) spend(vertices int) bool {
	c.left -= vertices
	return c.left >= 0
}

func geometryObject(raw json.RawMessage, vertices *counter, depth int) (orb.Geometry, error) {
	var g struct {
		Type        string            `json:"type"`
		Coordinates json.RawMessage   `json:"coordinates"`
		Geometries  []json.RawMessage `json:"geometries"`
	}
	if err := json.Unmarshal(raw, &g); err != nil {
		return nil, errors.New("it is not a GeoJSON geometry")
	}
	if g.Type == "GeometryCollection" {
		if depth == 0 {
			return nil, errors.New("its collections are nested too deep")
		}
		var all orb.Collection
		for _, part := range g.Geometries {
			one, err := geometryObject(part, vertices, depth-1)
			if err != nil {
				return nil, err
			}
			if one != nil {
				all = append(all, one)
			}
		}
		if len(all) == 0 {
			return nil, nil
		}
		return all, nil
	}
	if len(g.Coordinates) == 0 || string(g.Coordinates) == "null" {
		return nil, errors.New("it has no coordinates")
	}
	c := coordinates{text: g.Coordinates, vertices: vertices}
	geom := c.geometry(g.Type)
	if c.err != nil {
		return nil, c.err
	}
	return geom, nil
}

// coordinates reads nested arrays of numbers. The text is known to be valid
// JSON, so what can be wrong is its shape.
type coordinates struct {
	text     []byte
	at       int
	vertices *counter
	err      error
}

func (c *coordinates) geometry(kind string) orb.Geometry {
	switch kind {
	case "Point":
		if string(c.text) == "[]" {
			return nil
		}
		return c.point()
	case "MultiPoint":
		return orb.MultiPoint(list(c, c.point))
	case "LineString":
		return orb.LineString(list(c, c.point))
	case "MultiLineString":
		return orb.MultiLineString(list(c, c.lineString))
	case "Polygon":
		return c.polygon()
	case "MultiPolygon":
		return orb.MultiPolygon(list(c, c.polygon))
	}
	c.err = fmt.Errorf("its type “%s” is unknown", short(kind, 30))
	return nil
}

func (c *coordinates) lineString() orb.LineString { return list(c, c.point) }
func (c *coordinates) ring() orb.Ring             { return list(c, c.point) }
func (c *coordinates) polygon() orb.Polygon       { return list(c, c.ring) }

func (c *coordinates) space() {
	for c.at < len(c.text) && (c.text[c.at] == ' ' || c.text[c.at] == '\n' || c.text[c.at] == '\r' || c.text[c.at] == '\t') {
		c.at++
	}
}

// take steps over one byte if it is next.
func (c *coordinates) take(b byte) bool {
	c.space()
	if c.at < len(c.text) && c.text[c.at] == b {
		c.at++
		return true
	}
	return false
}

func (c *coordinates) fail() {
	if c.err == nil {
		c.err = errors.New("its coordinates are not nested as its type demands")
	}
}

// list reads an array of what each reads.
func list[T any](c *coordinates, each func() T) []T {
	var all []T
	if !c.take('[') {
		c.fail()
		return nil
	}
	if c.take(']') {
		return nil
	}
	for c.err == nil {
		all = append(all, each())
		if c.take(']') {
			return all
		}
		if !c.take(',') {
			c.fail()
		}
	}
	return nil
}

func (c *coordinates) point() orb.Point {
	if !c.vertices.spend(1) {
		c.err = errTooManyVertices
		return orb.Point{}
	}
	var p orb.Point
	n := 0
	if !c.take('[') {
		c.fail()
		return p
	}
	for c.err == nil {
		v := c.number()
		if n < 2 {
			p[n] = v
		}
		n++
		if c.take(']') {
			break
		}
		if !c.take(',') {
			c.fail()
		}
	}
	if n < 2 {
		c.fail()
	}
	return p
}

func (c *coordinates) number() float64 {
	c.space()
	from := c.at
	for c.at < len(c.text) && (c.text[c.at] >= '0' && c.text[c.at] <= '9' || c.text[c.at] == '-' ||
		c.text[c.at] == '+' || c.text[c.at] == '.' || c.text[c.at] == 'e' || c.text[c.at] == 'E') {
		c.at++
	}
	v, err := strconv.ParseFloat(string(c.text[from:c.at]), 64)
	if err != nil {
		c.fail()
	}
	return v
}
