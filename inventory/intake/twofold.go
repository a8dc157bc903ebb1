package intake

import (
	"strings"

	"github.com/paulmach/orb"

	"maillage/inventory"
)

// Coordinates of Guadeloupe in metres (EPSG:5490) have the range of Lambert II
// étendu on the coast of Languedoc: where no system is told, what else the list
// says has to decide, and where it says nothing the owner.

// lambertII is the system that is mistaken for that of the Antilles.
const lambertII = 27572

// twofold is a position read in the system of the Antilles because of its range.
type twofold struct {
	metres   orb.Point       // as the record has them
	other    orb.Point       // lon, lat: where they are in Lambert II
	there    *inventory.Unit // that commune; nil: at sea or abroad, so there is no doubt
	mainland *inventory.Unit // the commune the record names, if it is not overseas
	overseas bool            // the record names a commune overseas
	shape    bool            // it is the middle of polygons
}

// twofold notes that a position was read in the system of the Antilles, with
// what the record says of it.
func (c *checker) twofold(p *position, r *Row) {
	if p.guessed != 5490 || len(p.errs) > 0 {
		return
	}
	p.twofold = c.twofoldOf(p.metres, c.named(r))
}

// twofoldOf is both readings of metres; named is the commune the record names,
// nil for none.
func (c *checker) twofoldOf(metres orb.Point, named *inventory.Unit) *twofold {
	t := &twofold{metres: metres}
	lon, lat := inverse(lambertII, metres[0], metres[1])
	t.other = orb.Point{lon, lat}
	t.there, _ = c.land.commune(t.other)
	if named != nil {
		if t.overseas = strings.HasPrefix(named.Code, "97"); !t.overseas {
			t.mainland = named
		}
	}
	return t
}

// named is the commune that a record names by code, or by postcode and city; nil
// for none, or one not known.
func (c *checker) named(r *Row) *inventory.Unit {
	if insee := c.cols.value(r, "insee"); insee != "" {
		u, _ := c.land.communeByCode(insee)
		return u
	}
	postcode, city := c.cols.value(r, "postcode"), c.cols.value(r, "city")
	if postcode == "" && city == "" {
		return nil
	}
	u, _ := c.land.place(postcode, city)
	return u
}

// settle decides between the two readings: by the commune that the record
// names, else by the records that leave no doubt, if they are of one mind. A
// record that speaks for Lambert II is refused with that place; one that nothing
// speaks for stays in the Antilles with a warning, to be looked at. Those of which
// nothing is to be said may be nil.
func (c *checker) settle(places []*position) {
	antilles, mainland := false, false
	for _, p := range places {
		if p == nil {
			continue
		}
		switch t := p.twofold; {
		case t != nil && (t.overseas || t.there == nil && t.mainland == nil):
			antilles = true
		case t != nil && t.mainland != nil, p.looksLambertII():
			mainland = true
		}
	}
	for _, p := range places {
		if p == nil {
			continue
		}
		t := p.twofold
		if t == nil || t.there == nil || t.overseas || len(p.errs) > 0 {
			continue
		}
		here, ok := c.land.Unit(inventory.Commune, p.insee)
		if !ok || t.mainland == nil && antilles && !mainland {
			continue
		}
		args := []any{"place", unitName(here), "other", unitName(t.there)}
		if t.mainland != nil || mainland && !antilles {
			p.warns = nil // of a place that it is not
			p.errs = append(p.errs, t.fault(lambert2Meant, shapeLambert2Meant, args).at(p.field, numbersText(t.metres)))
			continue
		}
		p.warns = append(p.warns, t.fault(twoSystems, shapeTwoSystems, args).at(p.field, numbersText(t.metres)))
	}
}

// fault says which of two systems is meant, or that nothing decides, with the
// repair: of a point its place, of polygons their system.
func (t *twofold) fault(point, shape *phrase, args []any) *fault {
	if t.shape {
		return shape.is(args...).system(lambertII)
	}
	return point.is(args...).to(t.other)
}

// looksLambertII tells whether a position was refused because it can only be of
// that system.
func (p *position) looksLambertII() bool {
	for _, f := range p.errs {
		if f.phrase == lambert2 {
			return true
		}
	}
	return false
}
