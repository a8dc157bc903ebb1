package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// zones turns the records of a list of zones into zones, drawn.
func (c *checker) zones(ctx context.Context, db postgres.DB) error {
	c.start()
	own, names := make([]string, len(c.results)), make([]string, len(c.results))
	for i := range c.results {
		r := &c.results[i]
		own[i], names[i] = c.cols.value(r.row, "code"), c.cols.value(r.row, "name")
	}
	made := giveCodes(own, names, func(i int) string { return c.extentCode(c.results[i].row) })
	doors := doorsOf(c.has)
	for i := range c.results {
		r := &c.results[i]
		r.code = made[i]
		if r.row.flaw != nil {
			continue
		}
		c.zone(r, doors)
	}
	c.settleShapes()
	for i := range c.results {
		if r := &c.results[i]; r.draw && len(r.errs) == 0 {
			if err := c.draw(ctx, db, r); err != nil {
				return err
			}
		}
	}
	c.refuseDuplicates()
	c.sayMade(own)
	c.names()
	if !c.whole {
		return nil
	}
	var undrawn []*inventory.Zone
	for i := range c.results {
		if r := &c.results[i]; len(r.errs) == 0 && r.zone.Geometry == nil {
			undrawn = append(undrawn, r.zone)
		}
	}
	return territory.Outlines(ctx, db, c.land.Gazetteer, undrawn)
}

// extentCode makes a code for a zone that has neither code nor name, from what
// it covers: "tours-25km", or the first of a digest.
func (c *checker) extentCode(r *Row) string {
	handoff, radius := c.cols.value(r, "handoff"), c.cols.value(r, "radius_km")
	if handoff != "" && radius != "" {
		km, _ := parseMeasure("radius_km", radius)
		return slug(fmt.Sprintf("%s %gkm", handoff, km))
	}
	h := sha256.New()
	for _, f := range extentFields {
		fmt.Fprintf(h, "%s=%s\n", f, c.cols.value(r, f))
	}
	fmt.Fprint(h, r.Geometry)
	return "z-" + hex.EncodeToString(h.Sum(nil))[:10]
}

// zone makes a zone of one record, on the ground of what the member has under
// the same code, and tells whether it is to be drawn.
func (c *checker) zone(r *result, doors doors) {
	z := inventory.Zone{Status: inventory.Operational, Audience: c.has.usual.Audience, PriceAudience: c.has.usual.PriceAudience}
	before, there := c.has.zones[r.code]
	if there {
		z = *before
	}
	z.Key = inventory.Key{Member: c.member, Code: r.code}
	c.text(r, "name", &z.Name)
	c.technologies(r, &z.Technologies)
	c.text(r, "supplier", &z.Supplier)
	word(c, r, "status", &z.Status, statusWords, badStatus, inventory.Statuses)
	word(c, r, "audience", &z.Audience, audienceWords, badAudience, inventory.Audiences)
	word(c, r, "price_audience", &z.PriceAudience, audienceWords, badAudience, inventory.Audiences)
	c.date(r, "available_on", &z.AvailableOn)
	if !there && c.today.Before(z.AvailableOn) && c.cols.value(r.row, "status") == "" {
		z.Status = inventory.Planned
		r.warn(plannedTill.is().at("available_on", z.AvailableOn.String()))
	}
	c.measure(r, "capacity_gbps", &z.CapacityGbps)
	c.measure(r, "setup_eur", &z.SetupEUR)
	c.measure(r, "monthly_eur", &z.MonthlyEUR)
	if c.cols.has("handoff") {
		z.Handoff = ""
		if v := c.cols.value(r.row, "handoff"); v != "" {
			code, wrong := doors.find(v)
			if wrong != nil {
				r.fail(wrong)
			}
			z.Handoff = code
		}
	}
	if z.Name == "" {
		z.Name = r.code
	}
	redraw := true
	if c.tellsExtent() {
		c.extent(r, &z)
	} else if !there {
		r.fail(noExtent.is())
	} else {
		redraw = z.Extent.Kind == inventory.ExtentRadius && z.Handoff != before.Handoff
	}
	if z.Extent.Kind == inventory.ExtentRadius && z.Handoff == "" && !r.failed("handoff") {
		r.fail(radiusHandoff.is().at("handoff", ""))
	}
	if z.Extent.Kind != "" || len(r.errs) == 0 {
		c.validated(r, z.Validate())
	}
	r.zone, r.draw = &z, redraw
}

// draw gives a zone its cells and, unless it is of units, whose land is not
// looked at before it is kept, its geometry.
func (c *checker) draw(ctx context.Context, db postgres.DB, r *result) error {
	z := r.zone
	if z.Extent.Kind == inventory.ExtentGeometry {
		ok, err := c.mendPolygon(ctx, db, r)
		if err != nil || !ok {
			return err
		}
	}
	ofUnits, err := territory.DrawCells(c.land.Gazetteer, z)
	if err == nil && (!ofUnits || z.Cells.Empty()) {
		err = territory.Draw(ctx, db, c.land.Gazetteer, z, c.has.pops[z.Handoff])
	}
	if err != nil {
		if inventory.KindOf(err) != inventory.Invalid {
			return err
		}
		fields := fieldErrors(err)
		for _, f := range fields {
			r.fail(cannotDraw.is("why", whyEntry(f.Message)).at(string(z.Extent.Kind), f.Value))
		}
		if len(fields) == 0 {
			r.fail(cannotDraw.is("why", whyEntry(err.Error())).at(string(z.Extent.Kind), ""))
		}
		return nil
	}
	if line.Overlap(z.Cells, c.land.Land()) == 0 && !(z.Cells.Empty() && tiny(z)) {
		r.fail(zoneOutside.is().at(extentColumn[z.Extent.Kind], ""))
	}
	return nil
}

// tiny tells whether a zone may lie between the centres of cells: then that it
// covers none says nothing.
func tiny(z *inventory.Zone) bool {
	b := z.Geometry.Bound()
	_, ok := line.Locate(b.Center()[0], b.Center()[1])
	return ok && b.Max[0]-b.Min[0] < 0.003 && b.Max[1]-b.Min[1] < 0.003
}

// mendPolygon checks a zone's own polygons and repairs those that cross
// themselves when that hardly changes the area. false: refused.
func (c *checker) mendPolygon(ctx context.Context, db postgres.DB, r *result) (bool, error) {
	valid, why, err := territory.Repair(ctx, db, r.zone.Geometry)
	if err != nil {
		return false, err
	}
	column := extentColumn[inventory.ExtentGeometry]
	switch {
	case why == "":
		return true, nil
	case valid == nil || areaChange(r.zone.Geometry, valid) > 0.01:
		r.fail(invalidPolygon.is("why", invalidText(why, c.lang)).at(column, ""))
		return false, nil
	}
	r.zone.Geometry = valid
	r.warn(repairedPolygon.is("why", invalidText(why, c.lang)).at(column, ""))
	return true, nil
}

// areaChange is how much the area of polygons changes, as a share of the old
// one. The loops of a figure of eight cancel in the old one, so that its change
// is large.
func areaChange(before, after orb.MultiPolygon) float64 {
	old := 0.0
	for _, p := range before {
		old += math.Abs(planar.Area(p))
	}
	return math.Abs(planar.Area(after)-old) / old
}

// doors finds the PoP that a list means by a hand-off: by code, else by the
// code or the name as people shorten them.
type doors struct {
	has    *holdings
	bySlug map[string][]string
	byName map[string][]string
}

func doorsOf(h *holdings) doors {
	d := doors{h, map[string][]string{}, map[string][]string{}}
	for code, p := range h.pops {
		d.bySlug[slug(code)] = append(d.bySlug[slug(code)], code)
		d.byName[slug(p.Name)] = append(d.byName[slug(p.Name)], code)
	}
	return d
}

func (d doors) find(said string) (string, *fault) {
	if _, ok := d.has.pops[said]; ok {
		return said, nil
	}
	for _, by := range []map[string][]string{d.bySlug, d.byName} {
		switch found := by[slug(said)]; {
		case slug(said) == "" || len(found) == 0:
		case len(found) == 1:
			return found[0], nil
		default:
			slices.Sort(found)
			return "", manyHandoffs.is("known", strings.Join(found[:min(len(found), 6)], ", ")).at("handoff", said)
		}
	}
	if near := d.near(said); near != "" {
		return "", nearHandoff.is().at("handoff", said).mend(near)
	}
	return "", unknownHandoff.is().at("handoff", said)
}

// near is the code that one slip of the hand turns into what was said; "" when
// none, or several.
func (d doors) near(said string) string {
	near := ""
	for code := range d.has.pops {
		if oneSlip(slug(code), slug(said)) {
			if near != "" {
				return ""
			}
			near = code
		}
	}
	return near
}

// oneSlip tells whether one letter added, dropped or changed makes a of b.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || len(b) < 4 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i < len(a) && a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// sameZone tells whether two zones say the same. Geometries count where they
// are the owner's own; elsewhere they follow from the extent.
func sameZone(a, b *inventory.Zone) bool {
	return a.Name == b.Name && slices.Equal(sortTechnologies(a.Technologies), sortTechnologies(b.Technologies)) &&
		a.Supplier == b.Supplier && a.Handoff == b.Handoff && a.Extent.Kind == b.Extent.Kind &&
		slices.Equal(sorted(a.Extent.Codes), sorted(b.Extent.Codes)) && a.Extent.RadiusKM == b.Extent.RadiusKM &&
		(a.Extent.Kind != inventory.ExtentGeometry || orb.Equal(a.Geometry, b.Geometry)) &&
		a.Status == b.Status && a.AvailableOn == b.AvailableOn && sameNumber(a.CapacityGbps, b.CapacityGbps) &&
		sameNumber(a.SetupEUR, b.SetupEUR) && sameNumber(a.MonthlyEUR, b.MonthlyEUR) &&
		a.PriceAudience == b.PriceAudience && a.Audience == b.Audience
}

func sorted(codes []string) []string { return slices.Sorted(slices.Values(codes)) }
