package mapfile

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/htmlindex"

	"maillage/geo/packed"
)

// readKML reads the Placemarks of a KML (OGC 12-007r2), wherever they stand:
// name, description, address, the values of ExtendedData, and as folder the
// names of the folders around it, joined by " / ". Coordinates are WGS84; the
// geometry of models, overlays and tracks is left out.
func readKML(text io.Reader, s *sink) error {
	dec := xml.NewDecoder(text)
	dec.Entity = xml.HTMLEntity // pages paste &eacute; and &nbsp; into names
	dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return in, nil // turned into UTF-8 already
		}
		enc, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return enc.NewDecoder().Reader(in), nil
	}
	k := kmlReader{dec: dec, s: s}
	if !s.layer("", 4326) {
		return nil
	}
	if err := k.document(); err != nil {
		return k.broken(err)
	}
	if s.info.Features == 0 && k.links {
		return fail(OnlyLinks, "")
	}
	return nil
}

// readKMZ reads the KML in a zip: doc.kml, else the first.
func readKMZ(r io.ReaderAt, size int64, s *sink) error {
	a, err := packed.Open(r, size, s.o.Limits.archive())
	if err != nil {
		return err
	}
	all := a.WithExt(".kml")
	if len(all) == 0 {
		return fail(Broken, "there is no .kml in it")
	}
	main := all[0]
	for _, f := range all {
		if strings.EqualFold(f.Name, "doc.kml") {
			main = f
		}
	}
	rc, err := a.Open(main)
	if err != nil {
		return err
	}
	defer rc.Close()
	return readKML(utf8Text(rc), s)
}

type kmlReader struct {
	dec   *xml.Decoder
	s     *sink
	path  []kmlFolder // Documents and Folders around
	links bool
}

type kmlFolder struct {
	name string
	at   int // depth of its element
}

// broken makes an *Error of what the parser, or a reader below it, says.
func (k *kmlReader) broken(err error) error {
	var own *Error
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &syntax):
		if strings.Contains(syntax.Msg, "unexpected EOF") {
			return fail(Cut, "")
		}
		return &Error{Code: Broken, Detail: syntax.Msg, Line: syntax.Line}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fail(Cut, "")
	case strings.HasPrefix(err.Error(), "xml: "):
		return fail(Broken, err.Error())
	}
	return err
}

// document walks the file and reads each Placemark.
func (k *kmlReader) document() error {
	depth := 0
	for {
		tok, err := k.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > k.s.o.Limits.Depth {
				return limit(TooDeep, k.s.o.Limits.Depth)
			}
			switch t.Name.Local {
			case "Placemark":
				if err := k.placemark(t); err != nil {
					return err
				}
				depth-- // its end is read
			case "Folder", "Document":
				k.path = append(k.path, kmlFolder{at: depth})
			case "NetworkLink":
				k.links = true
			case "name":
				if n := len(k.path); n > 0 && k.path[n-1].at == depth-1 {
					if k.path[n-1].name, err = k.text(); err != nil {
						return err
					}
					depth--
				}
			}
		case xml.EndElement:
			if n := len(k.path); n > 0 && k.path[n-1].at == depth {
				k.path = k.path[:n-1]
			}
			depth--
		}
	}
}

// folder is the names of the folders around, the document's own left out: it is
// most often the file's name.
func (k *kmlReader) folder() string {
	var names []string
	for i, f := range k.path {
		if f.name != "" && i > 0 {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, " / ")
}

// text reads the text of the element just begun, to its end; what is nested in
// it is left out.
func (k *kmlReader) text() (string, error) {
	var b strings.Builder
	for depth := 1; depth > 0; {
		tok, err := k.dec.Token()
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > k.s.o.Limits.Depth {
				return "", limit(TooDeep, k.s.o.Limits.Depth)
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth > 1 {
				continue
			}
			if b.Len()+len(t) > k.s.o.Limits.Text {
				return "", limit(TooLongText, k.s.o.Limits.Text)
			}
			b.Write(t)
		}
	}
	return strings.TrimSpace(b.String()), nil
}

// placemark reads one feature, to its end.
func (k *kmlReader) placemark(start xml.StartElement) error {
	f := Feature{EPSG: 4326}
	p := placemark{k: k, vertices: counter{k.s.o.Limits.Vertices}, rings: k.s.o.Limits.Rings, path: []string{start.Name.Local}}
	if folder := k.folder(); folder != "" {
		p.properties = append(p.properties, Property{"folder", folder})
	}
	for len(p.path) > 0 {
		tok, err := k.dec.Token()
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			err = p.begin(t)
		case xml.EndElement:
			p.end()
		}
		if err != nil {
			return err
		}
		if len(p.path) > k.s.o.Limits.Depth {
			return limit(TooDeep, k.s.o.Limits.Depth)
		}
		if len(p.properties) > k.s.o.Limits.Properties {
			return limit(TooManyProperties, k.s.o.Limits.Properties)
		}
	}
	f.Properties, f.Flaw = p.properties, p.flaw
	switch {
	case p.flaw != nil:
	case len(p.parts) == 1:
		f.Geometry = p.parts[0]
	case len(p.parts) > 1:
		f.Geometry = joined(p.parts)
	}
	return k.s.take(f)
}

// placemark is one feature as far as it is read.
type placemark struct {
	k          *kmlReader
	path       []string // elements open, the placemark's own first
	properties []Property
	data       string // name of the Data or SimpleData that is open
	parts      []orb.Geometry
	polygon    orb.Polygon
	outer      bool // the ring open is an outer one
	vertices   counter
	rings      int
	flaw       *Error
}

// begin takes the beginning of an element; those that hold text are read to
// their end.
func (p *placemark) begin(t xml.StartElement) error {
	name, top := t.Name.Local, len(p.path) == 1
	switch {
	case top && (name == "name" || name == "description" || name == "address" || name == "phoneNumber"),
		name == "value" && p.data != "", name == "SimpleData":
		text, err := p.k.text()
		if err != nil {
			return err
		}
		switch {
		case name == "SimpleData":
			name = attribute(t, "name")
		case name == "value":
			name = p.data
		}
		if name != "" {
			p.properties = append(p.properties, Property{name, text})
		}
		return nil
	case name == "coordinates":
		return p.coordinates()
	case name == "Data":
		p.data = attribute(t, "name")
	case name == "Polygon":
		p.polygon = orb.Polygon{}
	case name == "outerBoundaryIs":
		p.outer = true
	case name == "innerBoundaryIs":
		p.outer = false
	}
	p.path = append(p.path, name)
	return nil
}

func (p *placemark) end() {
	last := len(p.path) - 1
	switch p.path[last] {
	case "Data":
		p.data = ""
	case "Polygon":
		if len(p.polygon) > 0 {
			p.parts = append(p.parts, p.polygon)
		}
		p.polygon = nil
	}
	p.path = p.path[:last]
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// coordinates reads the text of a coordinates element into what it stands in.
func (p *placemark) coordinates() error {
	points, err := p.points()
	if err != nil || p.flaw != nil || len(points) == 0 {
		return err
	}
	if p.rings--; p.rings < 0 {
		p.flaw = limit(TooManyVertices, p.k.s.o.Limits.Vertices)
		return nil
	}
	switch in := p.path[len(p.path)-1]; {
	case in == "Point":
		p.parts = append(p.parts, points[0])
	case in == "LinearRing" && p.polygon != nil:
		if p.outer && len(p.polygon) > 0 { // outer rings come first in orb
			p.polygon = append(orb.Polygon{points}, p.polygon...)
		} else {
			p.polygon = append(p.polygon, points)
		}
	case in == "LineString" || in == "LinearRing":
		p.parts = append(p.parts, orb.LineString(points))
	}
	return nil
}

// points reads tuples "lon,lat[,height]" apart by spaces, as they come.
func (p *placemark) points() (orb.Ring, error) {
	var ring orb.Ring
	var rest string
	for {
		tok, err := p.k.dec.Token()
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if err := p.k.dec.Skip(); err != nil {
				return nil, err
			}
		case xml.CharData: // a comment may cut it in two
			rest += string(t)
		case xml.EndElement:
			for tuple := range strings.FieldsSeq(rest) {
				if p.flaw != nil {
					break
				}
				if pt, ok := p.tuple(tuple); ok {
					ring = append(ring, pt)
				}
			}
			return ring, nil
		}
	}
}

func (p *placemark) tuple(s string) (orb.Point, bool) {
	x, rest, _ := strings.Cut(s, ",")
	y, _, _ := strings.Cut(rest, ",")
	lon, errX := strconv.ParseFloat(x, 64)
	lat, errY := strconv.ParseFloat(y, 64)
	switch {
	case errX != nil || errY != nil || !finite(lon) || !finite(lat):
		p.flaw = &Error{Code: BadGeometry, Detail: "“" + short(s, 40) + "” is not a longitude and a latitude", Value: short(s, 60)}
	case !p.vertices.spend(1):
		p.flaw = limit(TooManyVertices, p.k.s.o.Limits.Vertices)
	default:
		return orb.Point{lon, lat}, true
	}
	return orb.Point{}, false
}

// joined makes one geometry of several: of one kind where they are.
func joined(parts []orb.Geometry) orb.Geometry {
	var points orb.MultiPoint
	var polygons orb.MultiPolygon
	var lines orb.MultiLineString
	for _, g := range parts {
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.Polygon:
			polygons = append(polygons, g)
		case orb.LineString:
			lines = append(lines, g)
		}
	}
	switch len(parts) {
	case len(points):
		return points
	case len(polygons):
		return polygons
	case len(lines):
		return lines
	}
	return orb.Collection(parts)
}
