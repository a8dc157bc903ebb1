package intake

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"maillage/inventory"
)

// wktWords begin every WKT or EWKT text.
var wktWords = []string{"POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING", "POLYGON", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "SRID="}

// mayBeLong tells whether a cell may be longer than MaxCell: a geometry, or the
// codes of communes, of which France has 200 kB.
func mayBeLong(cell string) bool { return looksWKT(cell) || looksCodes(cell) }

// looksCodes tells whether the beginning of a cell is a list of INSEE codes.
func looksCodes(cell string) bool {
	n := 0
	for _, c := range strings.FieldsFunc(cell[:min(len(cell), 600)], func(r rune) bool { return strings.ContainsRune(" ,;|\n\t\"", r) }) {
		if n++; n > 50 {
			return true
		}
		if len(c) > 5 || len(c) < 4 || c[len(c)-3] < '0' || c[len(c)-3] > '9' {
			return false
		}
	}
	return false
}

// looksWKT tells whether a cell is a geometry written as text: such a cell may
// be longer than others.
func looksWKT(cell string) bool {
	head := strings.ToUpper(strings.TrimLeft(short(cell, 40), " "))
	for _, w := range wktWords {
		if strings.HasPrefix(head, w) {
			return true
		}
	}
	return false
}

// parseWKT reads OGC well-known text (OGC 06-103r4, section 7), and PostGIS's
// EWKT: an SRID before it, Z and M after the type, EMPTY. Heights and measures
// are dropped. epsg is 0 where the text does not say it.
func parseWKT(s string) (g orb.Geometry, epsg int, err error) {
	p := wktParser{text: strings.TrimSpace(s)}
	if len(p.text) > 5 && strings.EqualFold(p.text[:5], "SRID=") {
		number, rest, ok := strings.Cut(p.text[5:], ";")
		if epsg, err = strconv.Atoi(strings.TrimSpace(number)); !ok || err != nil {
			return nil, 0, errors.New("its SRID is not a number followed by a semicolon")
		}
		p.text = rest
	}
	g = p.geometry(0)
	if p.space(); p.err == nil && p.at < len(p.text) {
		p.fail("text follows its end: “" + short(p.text[p.at:], 20) + "”")
	}
	if p.err != nil {
		return nil, 0, p.err
	}
	return g, epsg, nil
}

var errTooManyVertices = errors.New("too many vertices")

type wktParser struct {
	text     string
	at       int
	vertices int
	err      error
}

func (p *wktParser) fail(why string) {
	if p.err == nil {
		p.err = errors.New(why)
	}
}

func (p *wktParser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

func (p *wktParser) take(b byte) bool {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == b {
		p.at++
		return true
	}
	return false
}

// word reads letters, in capitals; "" if none is next.
func (p *wktParser) word() string {
	p.space()
	from := p.at
	for p.at < len(p.text) && (p.text[p.at]|0x20 >= 'a' && p.text[p.at]|0x20 <= 'z') {
		p.at++
	}
	return strings.ToUpper(p.text[from:p.at])
}

func (p *wktParser) geometry(depth int) orb.Geometry {
	if depth > MaxDepth {
		p.fail("its collections are nested too deep")
		return nil
	}
	kind := p.word()
	after := p.at
	mark := p.word()
	for _, suffix := range []string{"ZM", "Z", "M"} { // also stuck to the type: POINTZ
		if trimmed, ok := strings.CutSuffix(kind, suffix); ok && trimmed != "" {
			kind = trimmed
			break
		}
	}
	if mark == "Z" || mark == "M" || mark == "ZM" {
		after = p.at
		mark = p.word()
	}
	if mark == "EMPTY" {
		return nil
	}
	p.at = after
	switch kind {
	case "POINT":
		points := wktList(p, p.point)
		if len(points) != 1 {
			p.fail("a POINT has one position")
			return nil
		}
		return points[0]
	case "MULTIPOINT":
		return orb.MultiPoint(wktList(p, p.loosePoint))
	case "LINESTRING":
		return orb.LineString(wktList(p, p.point))
	case "MULTILINESTRING":
		return orb.MultiLineString(wktList(p, func() orb.LineString { return wktList(p, p.point) }))
	case "POLYGON":
		return p.polygon()
	case "MULTIPOLYGON":
		return orb.MultiPolygon(wktList(p, p.polygon))
	case "GEOMETRYCOLLECTION":
		all := orb.Collection{}
		for _, g := range wktList(p, func() orb.Geometry { return p.geometry(depth + 1) }) {
			if g != nil {
				all = append(all, g)
			}
		}
		return all
	case "":
		p.fail("it does not begin with POINT, POLYGON or MULTIPOLYGON")
	default:
		p.fail(fmt.Sprintf("its type “%s” is unknown", short(kind, 30)))
	}
	return nil
}

func (p *wktParser) ring() orb.Ring       { return wktList(p, p.point) }
func (p *wktParser) polygon() orb.Polygon { return wktList(p, p.ring) }

// loosePoint is a point of a MULTIPOINT, with or without its own parentheses.
func (p *wktParser) loosePoint() orb.Point {
	if p.take('(') {
		pt := p.point()
		if !p.take(')') {
			p.fail("a parenthesis is missing")
		}
		return pt
	}
	return p.point()
}

func wktList[T any](p *wktParser, each func() T) []T {
	if !p.take('(') {
		p.fail("a parenthesis is missing")
		return nil
	}
	var all []T
	for p.err == nil {
		all = append(all, each())
		if p.take(')') {
			return all
		}
		if !p.take(',') {
			p.fail("a parenthesis or a comma is missing")
		}
	}
	return nil
}

func (p *wktParser) point() orb.Point {
	if p.vertices++; p.vertices > inventory.MaxVertices {
		p.err = errTooManyVertices
		return orb.Point{}
	}
	var pt orb.Point
	n := 0
	for n < 4 {
		p.space()
		from := p.at
		for p.at < len(p.text) && strings.IndexByte("0123456789+-.eE", p.text[p.at]) >= 0 {
			p.at++
		}
		if from == p.at {
			break
		}
		v, err := strconv.ParseFloat(p.text[from:p.at], 64)
		if err != nil {
			p.fail("“" + short(p.text[from:p.at], 20) + "” is not a number")
			return pt
		}
		if n < 2 {
			pt[n] = v
		}
		n++
	}
	if n < 2 {
		p.fail("a position has two numbers")
	}
	return pt
}
