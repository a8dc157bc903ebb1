package intake

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"maillage/geo/crs"
	"maillage/inventory"
)

// position is where one record says its PoP is.
type position struct {
	point  orb.Point
	source inventory.PositionSource
	insee  string
	field  string // that tells the coordinates
	doubt  *fault // of what the geocoder said
	errs   []*fault
	warns  []*fault

	guessed int       // the system told by range alone; 0: told otherwise
	metres  orb.Point // what it was told of
	twofold *twofold  // where that system is not the only one
}

var positionFields = []string{"longitude", "latitude", "x", "y", "position", "insee", "wkt"}

// tellsPosition tells whether the file says anything about positions at all.
func (c *checker) tellsPosition() bool {
	return c.cols.has(positionFields...) || c.cols.has("postcode", "city") || c.table.Geometric || c.table.placed
}

// plain tells a position of which nothing is to be said.
func (p *position) plain() bool { return len(p.errs) == 0 && len(p.warns) == 0 && p.twofold == nil }

// position finds where a record's PoP is: by coordinates, else by its commune,
// told by code or by postcode and city.
func (c *checker) position(p *position, r *Row) {
	point, given := c.coordinates(r, p)
	if len(p.errs) > 0 {
		return
	}
	insee := c.cols.value(r, "insee")
	if !given && c.geocoded(p, r) {
		return
	}
	if !given {
		c.centre(p, insee, c.cols.value(r, "postcode"), c.cols.value(r, "city"))
		return
	}
	c.onLand(p, point)
	c.twofold(p, r)
	if insee != "" {
		c.confirm(p, insee)
	}
}

// confirm holds the commune that a record names against the one its position
// lies in. A code that merged away is no harm beside a position.
func (c *checker) confirm(p *position, insee string) {
	named, wrong := c.land.communeByCode(insee)
	switch {
	case wrong != nil && (wrong.phrase == formerCommune || wrong.phrase == arrondissement):
		p.warns = append(p.warns, wrong)
	case wrong != nil:
		p.errs = append(p.errs, wrong)
	case len(p.errs) == 0 && named.Code != p.insee && c.mirrored(p, named):
	case len(p.errs) == 0 && named.Code != p.insee:
		if u, ok := c.land.Unit(inventory.Commune, p.insee); ok {
			p.warns = append(p.warns, communeDiffers.is("place", unitName(u)).at("insee", unitName(named)))
		}
	}
}

// mirrored tells whether a position lies in the commune that its record names,
// once a sign is changed or its coordinates are exchanged; then it is refused
// with that place, for it is in France all the same.
func (c *checker) mirrored(p *position, named *inventory.Unit) bool {
	x, y := p.point[0], p.point[1]
	for i, other := range []orb.Point{{-x, y}, {x, -y}, {-x, -y}, {y, x}} {
		if u, metres := c.land.commune(other); u == nil || u.Code != named.Code || metres > 0 || other == p.point {
			continue
		}
		f := lostSign.is("place", unitName(named))
		if i == 3 {
			f = swappedPosition.is()
		}
		p.errs = append(p.errs, f.at(p.field, pointText(p.point)).to(other))
		return true
	}
	return false
}

// centre takes the centre of a commune for a position.
func (c *checker) centre(p *position, insee, postcode, city string) {
	var u *inventory.Unit
	var wrong *fault
	field, said := "insee", insee
	switch {
	case insee != "":
		u, wrong = c.land.communeByCode(insee)
	case postcode != "" || city != "":
		field, said = "city", strings.TrimSpace(postcode+" "+city)
		if city == "" {
			field = "postcode"
		}
		u, wrong = c.land.place(postcode, city)
	default:
		wrong = noPosition.is()
	}
	if wrong == nil && u.Centre == (orb.Point{}) {
		wrong = unlocatedCommune.is().at(field, unitName(u))
	}
	if wrong != nil && p.doubt != nil {
		p.doubt.phrase = lostAddress
		wrong = p.doubt
	}
	if wrong != nil {
		p.errs = append(p.errs, wrong)
		return
	}
	p.point, p.source, p.insee = u.Centre, inventory.PositionCommune, u.Code
	if p.doubt != nil {
		p.doubt.fill("place", unitName(u))
		p.warns = append(p.warns, p.doubt)
		return
	}
	p.warns = append(p.warns, approximatePosition.is("place", unitName(u)).at(field, said))
}

// coordinates reads a record's own coordinates as lon/lat; given is false where
// it has none.
func (c *checker) coordinates(r *Row, p *position) (pt orb.Point, given bool) {
	if r.placed != nil {
		p.field = "position"
		return *r.placed, true
	}
	epsg, bad := c.rowSystem(r)
	if bad != nil {
		p.errs = append(p.errs, bad)
		return pt, false
	}
	for _, pair := range [][2]string{{"longitude", "latitude"}, {"x", "y"}} {
		xy, ok := c.pair(r, p, pair[0], pair[1])
		if len(p.errs) > 0 {
			return pt, false
		}
		if !ok {
			continue
		}
		if pair[0] == "longitude" && math.Abs(xy[0]) <= 180 && math.Abs(xy[1]) <= 180 {
			epsg = 4326
		}
		return c.toDegrees(xy, epsg, p, pair[0])
	}
	if both := c.cols.value(r, "position"); both != "" {
		xy, ok := parsePair(both, c.cols.names["position"])
		if !ok {
			p.errs = append(p.errs, badPair.is().at("position", both))
			return pt, false
		}
		return c.toDegrees(xy, epsg, p, "position")
	}
	g, gEPSG, bad := c.rowGeometry(r)
	if bad != nil {
		p.errs = append(p.errs, bad)
		return pt, false
	}
	switch g := g.(type) {
	case nil:
		return pt, false
	case orb.Point:
		return c.toDegrees(g, firstNonZero(gEPSG, epsg), p, "wkt")
	case orb.MultiPoint:
		if len(g) == 1 {
			return c.toDegrees(g[0], firstNonZero(gEPSG, epsg), p, "wkt")
		}
	}
	p.errs = append(p.errs, pointForPop.is("what", c.shape(g.GeoJSONType())).at("wkt", ""))
	return pt, false
}

func firstNonZero(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

// rowSystem is the coordinate system that a record, or a column's name, tells;
// 0 when none does.
func (c *checker) rowSystem(r *Row) (int, *fault) {
	told := c.cols.value(r, "crs")
	if told == "" {
		return c.cols.epsg, nil
	}
	epsg, ok := parseCRS(told)
	if !ok {
		return 0, unknownCRS.is("known", systemsList).at("crs", told)
	}
	return epsg, nil
}

// pair reads two columns as numbers.
func (c *checker) pair(r *Row, p *position, xField, yField string) (orb.Point, bool) {
	xs, ys := c.cols.value(r, xField), c.cols.value(r, yField)
	switch {
	case xs == "" && ys == "":
		return orb.Point{}, false
	case xs == "" || ys == "":
		empty := xField
		if xs != "" {
			empty = yField
		}
		p.errs = append(p.errs, halfPosition.is().at(empty, ""))
		return orb.Point{}, false
	}
	x, okX := parseCoordinate(xs, "EWO")
	y, okY := parseCoordinate(ys, "NS")
	if !okX {
		p.errs = append(p.errs, badCoordinate.is().at(xField, xs))
	}
	if !okY {
		p.errs = append(p.errs, badCoordinate.is().at(yField, ys))
	}
	return orb.Point{x, y}, okX && okY
}

// toDegrees turns coordinates of a system, 0 for untold, into lon/lat.
func (c *checker) toDegrees(xy orb.Point, epsg int, p *position, field string) (orb.Point, bool) {
	p.field = field
	if xy == (orb.Point{}) {
		p.errs = append(p.errs, zeroPosition.is().at(field, "0, 0"))
		return xy, false
	}
	if epsg == 0 {
		var bad *fault
		if epsg, bad = c.guessSystem(xy); bad != nil {
			p.errs = append(p.errs, bad.at(field, numbersText(xy)))
			return xy, false
		}
		p.guessed, p.metres = epsg, xy
	}
	system, ok := crs.ByEPSG(epsg)
	if !ok {
		p.errs = append(p.errs, unknownCRS.is("known", systemsList).at("crs", fmt.Sprint(epsg)))
		return xy, false
	}
	if system.Geographic() {
		return xy, true
	}
	if !c.liesIn(xy[0], xy[1], epsg) && c.liesIn(xy[1], xy[0], epsg) {
		lon, lat := system.Inverse(xy[1], xy[0])
		p.errs = append(p.errs, swappedPosition.is().at(field, numbersText(xy)).to(orb.Point{lon, lat}))
		return xy, false
	}
	if field == "longitude" {
		p.warns = append(p.warns, projectedDegrees.is("system", system.Name()).at(field, numbersText(xy)))
	}
	lon, lat := system.Inverse(xy[0], xy[1])
	if math.IsNaN(lon) || math.IsNaN(lat) {
		p.errs = append(p.errs, doubtfulCRS.is("known", systemsList).at(field, numbersText(xy)))
		return xy, false
	}
	return orb.Point{lon, lat}, true
}

func numbersText(xy orb.Point) string { return fmt.Sprintf("%.10g, %.10g", xy[0], xy[1]) }

// guessSystem tells a system by the range of its coordinates, and by whether
// they come to lie on land. Lambert-93 and the overseas systems hardly meet; for
// Lambert II and the Antilles see settle.
func (c *checker) guessSystem(xy orb.Point) (int, *fault) {
	x, y := xy[0], xy[1]
	if math.Abs(x) <= 180 && math.Abs(y) <= 180 {
		return 4326, nil
	}
	candidates := []int{2154, 5490, 2972, 2975, 4471}
	if zone := math.Round((y - 200000) / 1e6); x > 1.1e6 && x < 2.4e6 && zone >= 1 && zone <= 9 {
		candidates = append(candidates, 3941+int(zone))
	}
	for _, epsg := range candidates {
		if c.liesIn(x, y, epsg) {
			return epsg, nil
		}
	}
	for _, epsg := range candidates {
		if c.liesIn(y, x, epsg) {
			lon, lat := inverse(epsg, y, x)
			return 0, swappedPosition.is().to(orb.Point{lon, lat})
		}
	}
	if x > 0 && x < 1.3e6 && y > 1.6e6 && y < 2.8e6 {
		f := lambert2.is()
		if lon, lat := inverse(lambertII, x, y); c.liesIn(x, y, lambertII) {
			f = f.to(orb.Point{lon, lat})
		}
		return 0, f
	}
	if x > -0.4e6 && x < 1.4e6 && y > 5.9e6 && y < 7.3e6 {
		return 2154, nil // beyond doubt Lambert-93, at sea or abroad
	}
	return 0, doubtfulCRS.is("known", systemsList)
}

func inverse(epsg int, x, y float64) (lon, lat float64) {
	system, ok := crs.ByEPSG(epsg)
	if !ok {
		return math.NaN(), math.NaN()
	}
	return system.Inverse(x, y)
}

func (c *checker) liesIn(x, y float64, epsg int) bool {
	lon, lat := inverse(epsg, x, y)
	if !(math.Abs(lon) <= 180 && math.Abs(lat) <= 90) {
		return false
	}
	u, _ := c.land.commune(orb.Point{lon, lat})
	return u != nil
}

// onLand checks that a point is in France, near it at least, and tells the
// commune.
func (c *checker) onLand(p *position, pt orb.Point) {
	p.point, p.source = pt, inventory.PositionGiven
	u, metres := c.land.commune(pt)
	if u == nil {
		p.errs = append(p.errs, c.nowhere(pt).at(p.field, pointText(pt)))
		return
	}
	p.insee = u.Code
	if metres > 0 && !c.land.approximate {
		p.warns = append(p.warns, offLand.is("far", distanceText(metres, c.lang), "place", unitName(u)).at(p.field, pointText(pt)))
	}
}

// nowhere says why a point is not in France.
func (c *checker) nowhere(pt orb.Point) *fault {
	other := orb.Point{pt[1], pt[0]}
	if u, _ := c.land.commune(other); u != nil {
		return swappedPosition.is().to(other)
	}
	for _, signs := range [][2]float64{{-1, 1}, {1, -1}, {-1, -1}} {
		if other := (orb.Point{signs[0] * pt[0], signs[1] * pt[1]}); other != pt {
			if u, _ := c.land.commune(other); u != nil {
				return lostSign.is("place", unitName(u)).to(other)
			}
		}
	}
	if math.Abs(pt[0]) > 180 || math.Abs(pt[1]) > 90 {
		return outOfRange.is()
	}
	return outsideFrance.is("far", farText(c.lang, c.land.approximate))
}

func farText(lang Lang, approximate bool) string {
	km := "2 km"
	if approximate {
		km = "15 km"
	}
	if lang == English {
		return "more than " + km
	}
	return "plus de " + km
}
