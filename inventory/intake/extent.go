package intake

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"maillage/geo/crs"
	"maillage/inventory"
)

// extentFields are the columns that may say what land a zone covers.
var extentFields = []string{"communes", "epci", "departements", "units", "radius_km", "wkt"}

// extentColumn is the field that tells each kind of extent.
var extentColumn = map[inventory.ExtentKind]string{
	inventory.ExtentCommunes: "communes", inventory.ExtentEPCI: "epci", inventory.ExtentDepartements: "departements",
	inventory.ExtentUnits: "units", inventory.ExtentRadius: "radius_km", inventory.ExtentGeometry: "wkt",
}

func (c *checker) tellsExtent() bool { return c.cols.has(extentFields...) || c.table.Geometric }

// extent reads the one extent that a record tells.
func (c *checker) extent(r *result, z *inventory.Zone) {
	var told []string
	for _, f := range extentFields {
		if c.cols.value(r.row, f) != "" {
			told = append(told, f)
		}
	}
	if r.row.Geometry != nil && !slices.Contains(told, "wkt") {
		if len(told) > 0 && isPoint(r.row.Geometry) {
			r.warn(pointIgnored.is("other", c.cols.column(told[0])).at("", ""))
		} else {
			told = append(told, "geometry")
		}
	}
	if kind := inventory.ExtentKind(c.cols.value(r.row, "extent")); slices.Contains(inventory.ExtentKinds, kind) {
		told = slices.DeleteFunc(told, func(f string) bool {
			return f != extentColumn[kind] && (f != "geometry" || kind != inventory.ExtentGeometry)
		})
		before := c.has.zones[r.code]
		if len(told) == 0 && kind == inventory.ExtentGeometry && before != nil && before.Extent.Kind == kind {
			return // an outline too long for a cell: the zone keeps its own
		}
	}
	told = c.finest(r, told)
	z.Extent, z.Geometry, z.Cells = inventory.Extent{}, nil, nil
	switch {
	case len(told) == 0:
		r.fail(noExtent.is())
	case len(told) > 1:
		names := make([]string, len(told))
		for i, f := range told {
			names[i] = c.cols.column(f)
		}
		r.fail(twoExtents.is().at("", strings.Join(names, ", ")))
	case told[0] == "radius_km":
		c.radius(r, z)
	case told[0] == "wkt" || told[0] == "geometry":
		c.ownGeometry(r, z)
	default:
		c.unitCodes(r, z, told[0])
	}
}

func isPoint(g orb.Geometry) bool {
	switch g.(type) {
	case orb.Point, orb.MultiPoint:
		return true
	}
	return false
}

func (c *checker) radius(r *result, z *inventory.Zone) {
	v := c.cols.value(r.row, "radius_km")
	km, ok := parseMeasure("radius_km", v)
	if !ok || !(km > 0 && km <= inventory.MaxRadiusKM) {
		r.fail(badRadius.is("limit", inventory.MaxRadiusKM).at("radius_km", v))
		return
	}
	z.Extent = inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: km}
}

// unitCodes reads a list of codes, each of which must be known and have a
// boundary.
func (c *checker) unitCodes(r *result, z *inventory.Zone, field string) {
	all := c.unitList(r, field, codes(c.cols.value(r.row, field)))
	z.Extent = inventory.Extent{Kind: inventory.ExtentKind(field), Codes: all}
}

func (c *checker) unitList(r *result, field string, said []string) []string {
	kinds := map[string]string{"communes": inventory.Commune, "epci": inventory.EPCI, "departements": inventory.Departement}
	var all []string
	for _, code := range said {
		var u *inventory.Unit
		var wrong *fault
		if field == "units" {
			u, wrong = c.anyUnit(code)
		} else if u, wrong = c.unit(kinds[field], code); u != nil {
			code = u.Code
		}
		switch {
		case wrong != nil:
			r.fail(wrong.at(field, code))
		case !u.Located:
			r.fail(noBoundary.is().at(field, unitName(u)))
		default:
			all = append(all, code)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// unit finds a unit by its code, or says what is wrong with the code.
func (c *checker) unit(kind, code string) (*inventory.Unit, *fault) {
	if kind == inventory.Commune {
		return c.land.communeByCode(code)
	}
	code = strings.ToUpper(code)
	if u, ok := c.land.Unit(kind, code); ok {
		return u, nil
	}
	if _, ok := c.land.Unit(kind, "0"+code); ok {
		return nil, lostZero.is().mend("0" + code)
	}
	return nil, unknownUnit.is("what", inWords(kind, c.lang, unitInFrench))
}

func (c *checker) anyUnit(said string) (*inventory.Unit, *fault) {
	kind, code, ok := strings.Cut(said, ":")
	kinds := c.land.Kinds()
	if !ok || !slices.Contains(kinds, kind) {
		return nil, badUnit.is("known", strings.Join(kinds, ", "))
	}
	if u, ok := c.land.Unit(kind, code); ok {
		return u, nil
	}
	return c.unit(kind, code)
}

// ownGeometry reads polygons, brings them to lon/lat and closes open rings.
func (c *checker) ownGeometry(r *result, z *inventory.Zone) {
	g, epsg, bad := c.rowGeometry(r.row)
	if bad != nil {
		r.fail(bad)
		return
	}
	mp, bad := polygons(g)
	if bad != nil {
		r.fail(bad.at("wkt", ""))
		return
	}
	told, bad := c.rowSystem(r.row)
	if bad != nil {
		r.fail(bad)
		return
	}
	if epsg = firstNonZero(epsg, told); epsg == 0 {
		if epsg, bad = c.guessShape(mp); bad != nil {
			r.fail(bad)
			return
		}
		c.twofoldShape(r, z, mp, epsg)
	}
	if mp, bad = c.degrees(mp, epsg); bad != nil {
		r.fail(bad)
		return
	}
	if why := closeRings(mp); why != "" {
		r.fail(badGeometry.is("why", whyFile(why)).at("wkt", ""))
		return
	}
	z.Extent, z.Geometry = inventory.Extent{Kind: inventory.ExtentGeometry}, mp
}

// polygons gathers the polygons of a geometry.
func polygons(g orb.Geometry) (orb.MultiPolygon, *fault) {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}, nil
	case orb.MultiPolygon:
		return g, nil
	case orb.Point, orb.MultiPoint:
		return nil, pointForZone.is()
	case orb.LineString, orb.MultiLineString:
		return nil, lineForZone.is()
	case orb.Collection:
		var all orb.MultiPolygon
		for _, part := range g {
			mp, bad := polygons(part)
			if bad != nil {
				return nil, bad
			}
			all = append(all, mp...)
		}
		if len(all) > 0 {
			return all, nil
		}
	}
	return nil, noExtent.is()
}

// degrees brings polygons of a system to lon/lat.
func (c *checker) degrees(mp orb.MultiPolygon, epsg int) (orb.MultiPolygon, *fault) {
	if !anyVertex(mp) {
		return nil, noExtent.is().at("wkt", "")
	}
	system, ok := crs.ByEPSG(epsg)
	if !ok {
		return nil, unknownCRS.is("known", systemsList).at("crs", fmt.Sprint(epsg))
	}
	out := make(orb.MultiPolygon, len(mp))
	for i, p := range mp {
		out[i] = make(orb.Polygon, len(p))
		for j, ring := range p {
			out[i][j] = make(orb.Ring, len(ring))
			for k, pt := range ring {
				lon, lat := system.Inverse(pt[0], pt[1])
				if !(math.Abs(lon) <= 180 && math.Abs(lat) <= 180) {
					return nil, outOfRange.is().at("wkt", numbersText(pt))
				}
				out[i][j][k] = orb.Point{lon, lat}
			}
		}
	}
	return out, c.swapped(out)
}

// swapped tells whether polygons lie in France only when latitude comes second.
func (c *checker) swapped(mp orb.MultiPolygon) *fault {
	if c.touchesFrance(mp, false) {
		return nil
	}
	first := mp[0][0][0]
	if c.touchesFrance(mp, true) {
		f := swappedPosition.is().at("wkt", pointText(first)).mend(pointText(orb.Point{first[1], first[0]}))
		f.flip = true
		return f
	}
	for _, p := range mp {
		for _, ring := range p {
			for _, pt := range ring {
				if math.Abs(pt[1]) > 90 {
					return outOfRange.is().at("wkt", pointText(pt))
				}
			}
		}
	}
	return nil // at sea or abroad: the drawing tells
}

// touchesFrance looks at the middle and some vertices of polygons.
func (c *checker) touchesFrance(mp orb.MultiPolygon, swap bool) bool {
	in := func(pt orb.Point) bool {
		if swap {
			pt = orb.Point{pt[1], pt[0]}
		}
		u, _ := c.land.commune(pt)
		return u != nil
	}
	for _, p := range mp {
		if len(p) == 0 || len(p[0]) == 0 {
			continue
		}
		if in(p[0].Bound().Center()) {
			return true
		}
		for i := 0; i < len(p[0]); i += max(1, len(p[0])/16) {
			if in(p[0][i]) {
				return true
			}
		}
	}
	return false
}

// closeRings closes rings whose last vertex is not their first, and says why
// polygons cannot be.
func closeRings(mp orb.MultiPolygon) string {
	for i, p := range mp {
		if len(p) == 0 {
			return "one of its polygons is empty"
		}
		for j, ring := range p {
			if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
				ring = append(ring, ring[0])
				mp[i][j] = ring
			}
			if len(ring) < 4 {
				return "one of its rings has fewer than three corners"
			}
		}
	}
	return ""
}
