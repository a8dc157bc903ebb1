package intake

import (
	"fmt"
	"strings"

	"maillage/inventory"
	"maillage/inventory/geocode"
)

// How sure the geocoder must be of an address. Its own status says ok for
// anything that resembles something.
const (
	sureScore   = 0.7
	goodScore   = 0.9  // at which the answer that came second counts no more
	leastGap    = 0.05 // between the first and the second answer
	worthScore  = 0.4  // below which an answer is not even shown
	addressKind = "housenumber street locality"
)

// addressOf is the question to the geocoder for a record, false when the record
// has no address to ask for.
func (c *checker) addressOf(r *Row) (geocode.Query, bool) {
	street := c.cols.value(r, "address")
	if street == "" {
		return geocode.Query{}, false
	}
	insee, postcode, city := strings.ToUpper(c.cols.value(r, "insee")), c.cols.value(r, "postcode"), c.cols.value(r, "city")
	q := geocode.Query{Text: strings.TrimSpace(street + " " + city), Postcode: postcode}
	if len(postcode) == 4 {
		q.Postcode = "0" + postcode
	}
	if u, wrong := c.land.communeByCode(insee); insee != "" && wrong == nil && !whole(u.Code) {
		q.INSEE, q.Postcode = u.Code, ""
	}
	return q, true
}

// asks tells whether an address alone is to be asked for: of a PoP that has no
// position yet.
func (c *checker) asks(r *Row, code string) bool {
	return c.geocoding && c.has.pops[code] == nil && c.cols.value(r, "address") != ""
}

// whole tells the cities whose arrondissements the geocoder knows apart: their
// own code is none of its.
func whole(code string) bool { return code == "75056" || code == "69123" || code == "13055" }

// keyOf is under what the answer to a question is kept.
func keyOf(q geocode.Query) string { return q.Text + "|" + q.INSEE + "|" + q.Postcode }

// geocoded places a record by what the geocoder said of its address. false: it
// has not been asked, or has nothing better than the commune.
func (c *checker) geocoded(p *position, r *Row) bool {
	q, ok := c.addressOf(r)
	if !ok {
		return false
	}
	answer, asked := c.found[keyOf(q)]
	if !asked && !c.geocoding {
		return false
	}
	if !asked {
		c.wanted = append(c.wanted, q)
		return false
	}
	if answer.Status != "ok" || answer.Score < worthScore || answer.Type == "municipality" {
		return false
	}
	u, _ := c.land.commune(answer.Position)
	if u == nil {
		return false
	}
	if why := c.doubt(r, answer, u); why != "" {
		p.doubt = doubtfulAddress.is("answer", answer.Label, "why", why).at("address", c.cols.value(r, "address")).to(answer.Position)
		return false
	}
	p.point, p.source, p.insee = answer.Position, inventory.PositionAddress, u.Code
	return true
}

// doubt says why an answer that lies in a commune is not to be believed; "" when
// it is.
func (c *checker) doubt(r *Row, a inventory.Geocoded, lies *inventory.Unit) string {
	said := func(en, fr string) string {
		if c.lang == English {
			return en
		}
		return fr
	}
	named := c.namedCommune(r)
	switch {
	case !strings.Contains(addressKind, a.Type) || a.Type == "":
		return said("it is no address", "ce n’est pas une adresse")
	case named != nil && named.Code != lies.Code && named.Code != cityOf(a.INSEE) && (a.OldINSEE == "" || strings.ToUpper(c.cols.value(r, "insee")) != a.OldINSEE):
		return said("in another commune, "+unitName(lies), "dans une autre commune, "+unitName(lies))
	case a.Score < sureScore:
		score := decimal(fmt.Sprintf("%.2f", a.Score), c.lang)
		return said("score "+score+" of 1", "score "+score+" sur 1")
	case a.Next > 0 && a.Score < goodScore && a.Score-a.Next < leastGap:
		return said("another address is as likely", "une autre adresse est aussi probable")
	}
	return ""
}

func cityOf(insee string) string {
	city, _ := wholeCity(insee)
	return city
}

// namedCommune is the commune that a record names beside its address, nil for
// none or several.
func (c *checker) namedCommune(r *Row) *inventory.Unit {
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
