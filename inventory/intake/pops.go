package intake

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"maillage/inventory"
)

// pops turns the records of a list of PoPs into PoPs.
func (c *checker) pops() {
	c.start()
	places := make([]*position, len(c.results)) // where something is to be said of them
	var p position
	tells := c.tellsPosition()
	own, names := make([]string, len(c.results)), make([]string, len(c.results))
	for i := range c.results {
		r := &c.results[i]
		own[i], names[i] = c.cols.value(r.row, "code"), c.cols.value(r.row, "name")
		if !tells && !c.asks(r.row, own[i]) || len(r.errs) > 0 {
			continue
		}
		p = position{}
		c.position(&p, r.row)
		if p.plain() {
			r.pop = &inventory.Pop{Position: p.point, PositionSource: p.source, INSEE: p.insee}
		} else {
			doubtful := p
			places[i] = &doubtful
		}
	}
	c.settle(places)
	made := giveCodes(own, names, func(i int) string {
		var at orb.Point
		switch p := places[i]; {
		case c.results[i].pop != nil:
			at = c.results[i].pop.Position
		case p != nil && len(p.errs) == 0:
			at = p.point
		default:
			return ""
		}
		return fmt.Sprintf("p%.5f_%.5f", at[1], at[0])
	})
	for i := range c.results {
		r := &c.results[i]
		r.code = made[i]
		if r.row.flaw == nil {
			c.pop(r, places[i])
		}
	}
	c.refuseDuplicates()
	c.sayMade(own)
	c.names()
}

// pop makes a PoP of one record, on the ground of what the member has under the
// same code: what the file says nothing about stays. Where it is stands in r.pop
// already, or, with what is to be said of it, in where; nil: the record says
// nothing of it.
func (c *checker) pop(r *result, where *position) {
	told := r.pop != nil || where != nil
	if r.pop == nil {
		r.pop = &inventory.Pop{}
	}
	p := r.pop
	at, source, insee := p.Position, p.PositionSource, p.INSEE
	if where != nil {
		at, source, insee = where.point, where.source, where.insee
	}
	*p = inventory.Pop{Kind: "pop", Status: inventory.Operational, Technologies: []inventory.Technology{}, Audience: c.has.usual.Audience}
	before, there := c.has.pops[r.code]
	if there {
		*p = *before
	}
	p.Key = inventory.Key{Member: c.member, Code: r.code}
	c.text(r, "name", &p.Name)
	c.kind(r, &p.Kind)
	word(c, r, "status", &p.Status, statusWords, badStatus, inventory.Statuses)
	word(c, r, "audience", &p.Audience, audienceWords, badAudience, inventory.Audiences)
	c.technologies(r, &p.Technologies)
	c.text(r, "address", &p.Address)
	c.text(r, "postcode", &p.Postcode)
	c.text(r, "city", &p.City)
	c.text(r, "facility", &p.Facility)
	c.measure(r, "capacity_gbps", &p.CapacityGbps)
	c.date(r, "opened_on", &p.OpenedOn)
	c.date(r, "closed_on", &p.ClosedOn)

	switch {
	case told:
		if where != nil {
			r.errs, r.warns = append(r.errs, where.errs...), append(r.warns, where.warns...)
		}
		p.Position, p.PositionSource, p.INSEE = at, source, insee
		if p.PositionSource == inventory.PositionGiven && r.row.placed == nil {
			word(c, r, "position_source", &p.PositionSource, sourceWords, badSource, inventory.PositionSources)
		}
	case !there:
		r.fail(noPosition.is())
	}
	if p.Name == "" { // better the commune than nothing
		if u, ok := c.land.Unit(inventory.Commune, p.INSEE); ok {
			p.Name = u.Name
		} else {
			p.Name = r.code
		}
	}
	if len(r.errs) > 0 && (r.code == "" || p.PositionSource == "") {
		// No position, so no source either: it has been said.
		p.PositionSource = inventory.PositionGiven
		if r.code == "" {
			p.Code = "-"
		}
	}
	c.validated(r, p.Validate())
}

// sourceWords are the usual words for where a position comes from, folded.
var sourceWords = map[string]inventory.PositionSource{"gps": inventory.PositionGiven, "donnee": inventory.PositionGiven, "releve": inventory.PositionGiven,
	"adresse": inventory.PositionAddress, "geocode": inventory.PositionAddress, "approximative": inventory.PositionCommune, "centre": inventory.PositionCommune}

// kind reads what a site is. Lists name sites in a hundred ways: an unknown one
// is a pop, with a warning.
func (c *checker) kind(r *result, into *inventory.PopKind) {
	v := c.cols.value(r.row, "kind")
	if v == "" {
		return
	}
	if k, ok := c.kindOf(v); ok {
		*into = k
		return
	}
	*into = "pop"
	r.warn(unknownKind.is("known", accepted(inventory.PopKinds, c.lang)).at("kind", v))
}

func (c *checker) kindOf(v string) (inventory.PopKind, bool) {
	if slices.Contains(inventory.PopKinds, inventory.PopKind(v)) {
		return inventory.PopKind(v), true
	}
	k, ok := kindWords[c.folded(v)]
	return k, ok
}

// samePop tells whether two PoPs say the same; positions are the same within a
// centimetre.
func samePop(a, b *inventory.Pop) bool {
	return a.Name == b.Name && a.Kind == b.Kind && a.PositionSource == b.PositionSource && samePoint(a.Position, b.Position) &&
		a.Address == b.Address && a.Postcode == b.Postcode && a.City == b.City && a.INSEE == b.INSEE &&
		a.Status == b.Status && slices.Equal(sortTechnologies(a.Technologies), sortTechnologies(b.Technologies)) &&
		sameNumber(a.CapacityGbps, b.CapacityGbps) && a.Facility == b.Facility && a.Audience == b.Audience &&
		a.OpenedOn == b.OpenedOn && a.ClosedOn == b.ClosedOn
}

func samePoint(a, b orb.Point) bool {
	const centimetre = 1e-7 // degrees
	return math.Abs(a[0]-b[0]) < centimetre && math.Abs(a[1]-b[1]) < centimetre
}

func sameNumber(a, b *float64) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
