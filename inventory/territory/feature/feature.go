package feature

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"
)

// Feature is a coded piece of land: lon/lat polygons as written in the file
// (the reader does not look at the units) and properties.
type Feature struct {
	Properties map[string]any   // as encoding/json decodes them; never nil
	Geometry   orb.MultiPolygon // nil when the feature has none
	Vertices   int
}

// Parse reads one feature. Rings that are not closed are closed, repeated
// vertices and a third coordinate are dropped, rings without area are left out.
// A geometry other than Polygon and MultiPolygon, coordinates that are no
// numbers, and polygons of which nothing is left are errors.
func Parse(raw []byte) (Feature, error) {
	f := Feature{Properties: map[string]any{}}
	kind, geometry := "", []byte(nil)
	c := cursor{b: raw}
	err := c.object(func(key string, value []byte) error {
		var err error
		switch key {
		case "type":
			err = json.Unmarshal(value, &kind)
		case "properties":
			if err = json.Unmarshal(value, &f.Properties); f.Properties == nil {
				f.Properties = map[string]any{}
			}
		case "geometry":
			geometry = value
		}
		return err
	})
	if err != nil {
		return Feature{}, err
	}
	if kind != "Feature" {
		return Feature{}, fmt.Errorf("it is a GeoJSON object of type %.40q, not a Feature", kind)
	}
	if geometry == nil || string(geometry) == "null" {
		return f, nil
	}
	f.Geometry, f.Vertices, err = polygons(geometry)
	return f, err
}

// polygons reads a geometry object.
func polygons(raw []byte) (orb.MultiPolygon, int, error) {
	kind, coordinates := "", []byte(nil)
	c := cursor{b: raw}
	err := c.object(func(key string, value []byte) error {
		switch key {
		case "type":
			return json.Unmarshal(value, &kind)
		case "coordinates":
			coordinates = value
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	c = cursor{b: coordinates}
	var mp orb.MultiPolygon
	switch kind {
	case "Polygon":
		var p orb.Polygon
		if p, err = c.polygon(); err == nil && p != nil {
			mp = orb.MultiPolygon{p}
		}
	case "MultiPolygon":
		err = c.array(func() error {
			p, err := c.polygon()
			if p != nil {
				mp = append(mp, p)
			}
			return err
		})
	default:
		return nil, 0, fmt.Errorf("its geometry is a %.40q: a Polygon or MultiPolygon is needed", kind)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("its coordinates cannot be read: %w", err)
	}
	if len(mp) == 0 {
		return nil, 0, fmt.Errorf("its %s has no area", kind)
	}
	return mp, c.points, nil
}

// polygon reads [ring, …]; nil when its outer ring has no area.
func (c *cursor) polygon() (orb.Polygon, error) {
	var p orb.Polygon
	flat := false
	err := c.array(func() error {
		ring, err := c.ring()
		switch {
		case ring != nil && !flat:
			p = append(p, ring)
		case p == nil:
			flat = true // holes of nothing
		}
		return err
	})
	return p, err
}

// ring reads [[x,y], …], closed and without repetitions; nil when fewer than
// three places are left of it.
func (c *cursor) ring() (orb.Ring, error) {
	ring := make(orb.Ring, 0, 64)
	err := c.array(func() error {
		p, err := c.position()
		if n := len(ring); err == nil && (n == 0 || ring[n-1] != p) {
			ring = append(ring, p)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if n := len(ring); n > 0 && ring[0] != ring[n-1] {
		ring = append(ring, ring[0])
	}
	if len(ring) < 4 {
		return nil, nil
	}
	c.points += len(ring)
	return ring[:len(ring):len(ring)], nil
}
