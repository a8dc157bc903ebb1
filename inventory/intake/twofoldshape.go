package intake

import (
	"github.com/paulmach/orb"

	"maillage/inventory"
)

// guessShape tells the system of polygons by range, as guessSystem does of a
// point: of their middle, or, where that lies at sea, of the middle of one of
// them or a vertex. The fault is that of their middle.
func (c *checker) guessShape(mp orb.MultiPolygon) (int, *fault) {
	if !anyVertex(mp) {
		return 0, noExtent.is().at("wkt", "")
	}
	middle := mp.Bound().Center()
	epsg, bad := c.guessSystem(middle)
	if bad == nil {
		return epsg, nil
	}
	for _, pt := range looksAt(mp) {
		if epsg, worse := c.guessSystem(pt); worse == nil {
			return epsg, nil
		}
	}
	if bad.phrase == lambert2 {
		bad = bad.system(lambertII)
	} else if bad.phrase == swappedPosition {
		bad.flip = true
	}
	return 0, bad.at("wkt", numbersText(middle))
}

// looksAt is the middle and a vertex of each of the first polygons.
func looksAt(mp orb.MultiPolygon) []orb.Point {
	const most = 8
	var all []orb.Point
	for _, p := range mp[:min(len(mp), most)] {
		if len(p) > 0 && len(p[0]) > 0 {
			all = append(all, p[0].Bound().Center(), p[0][0])
		}
	}
	return all
}

func anyVertex(mp orb.MultiPolygon) bool {
	return len(mp) > 0 && len(mp[0]) > 0 && len(mp[0][0]) > 0
}

// twofoldAt is the two readings of polygons whose range told the system of the
// Antilles; nil where there is but one.
func (c *checker) twofoldAt(mp orb.MultiPolygon, epsg int) *twofold {
	if epsg != 5490 {
		return nil
	}
	for _, pt := range append([]orb.Point{mp.Bound().Center()}, looksAt(mp)...) {
		if t := c.twofoldOf(pt, nil); t.there != nil {
			return t
		}
	}
	return nil
}

// twofoldShape notes that a zone's polygons were read in a system told by range,
// with what its hand-off says of where it is.
func (c *checker) twofoldShape(r *result, z *inventory.Zone, mp orb.MultiPolygon, epsg int) {
	if epsg != 5490 {
		return
	}
	var named *inventory.Unit
	if door := c.has.pops[z.Handoff]; door != nil {
		named, _ = c.land.Unit(inventory.Commune, door.INSEE)
	}
	t := c.twofoldOf(mp.Bound().Center(), named)
	if both := c.twofoldAt(mp, epsg); both != nil {
		t.metres, t.other, t.there = both.metres, both.other, both.there
	}
	t.shape = true
	r.shape = &position{field: "wkt", twofold: t}
	for _, pt := range append([]orb.Point{t.metres}, looksAt(mp)...) {
		lon, lat := inverse(epsg, pt[0], pt[1])
		if here, _ := c.land.commune(orb.Point{lon, lat}); here != nil {
			r.shape.insee = here.Code
			return
		}
	}
}

// settleShapes decides between the two readings of polygons as settle does of
// points.
func (c *checker) settleShapes() {
	places := make([]*position, len(c.results))
	for i := range c.results {
		r := &c.results[i]
		if places[i] = r.shape; r.shape == nil {
			places[i] = &position{errs: r.errs}
		}
	}
	c.settle(places)
	for i := range c.results {
		if r := &c.results[i]; r.shape != nil {
			r.errs, r.warns = append(r.errs, r.shape.errs...), append(r.warns, r.shape.warns...)
		}
	}
}
