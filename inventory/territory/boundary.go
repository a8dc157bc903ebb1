package territory

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory/territory/builtin"
	"maillage/inventory/territory/feature"
)

// boundary is one feature of a source, read as a commune or a part of one.
type boundary struct {
	code, name  string
	departement string
	region      string
	epci        string
	population  int64 // -1: not given
	geometry    orb.MultiPolygon
	vertices    int
	at          string // where it stands, for messages: "feature 12 of communes.geojson"
}

// The names under which sources give each property: ours and Etalab's, IGN's
// ADMIN EXPRESS (before and since 2024), INSEE's files, OpenStreetMap's exports.
// Case does not matter.
var propertyNames = struct{ code, name, departement, region, epci, population []string }{
	code:        []string{"code", "insee", "insee_com", "code_insee", "codgeo", "codeinsee", "ref:insee", "com"},
	name:        []string{"nom", "nom_officiel", "nom_com", "libgeo", "libelle", "name", "nom_m"},
	departement: []string{"departement", "insee_dep", "code_insee_du_departement", "code_departement", "dep"},
	region:      []string{"region", "insee_reg", "code_insee_de_la_region", "code_region", "reg"},
	epci:        []string{"epci", "siren_epci", "codes_siren_des_epci", "code_epci"},
	population:  []string{"population", "pop", "pmun"},
}

// readBoundary makes a boundary of a feature, as far as it can be judged alone.
func readBoundary(f feature.Feature, at string) (boundary, error) {
	properties := make(map[string]any, len(f.Properties))
	for k, v := range f.Properties {
		properties[strings.ToLower(k)] = v
	}
	get := func(names []string) string {
		for _, n := range names {
			if s := text(properties[n]); s != "" {
				return s
			}
		}
		return ""
	}
	p := propertyNames
	b := boundary{
		code: wholeCode(get(p.code)), name: get(p.name),
		departement: get(p.departement), region: get(p.region),
		population: -1, geometry: f.Geometry, vertices: f.Vertices, at: at,
	}
	if b.code == "" {
		return b, invalid("territory_no_code", "%s has no INSEE code: a property called code, insee or INSEE_COM is needed, it has %s", at, keys(f.Properties))
	}
	if len(b.code) > 60 || strings.ContainsFunc(b.code, func(r rune) bool { return r <= ' ' }) {
		return b, invalid("territory_bad_code", "%s has the code %.70q, which is no INSEE code", at, b.code)
	}
	for _, siren := range strings.FieldsFunc(get(p.epci), func(r rune) bool { return r == '/' || r == ',' || r == ' ' || r == ';' }) {
		if len(siren) == 9 { // a commune of Grand Paris has two: the one with its own taxes comes first
			b.epci = siren
			break
		}
	}
	if s := get(p.population); s != "" {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || !(n >= 0 && n <= 1e8) {
			return b, invalid("territory_bad_population", "%s (%s) has the population %.40q, which is no number of inhabitants", at, b.code, s)
		}
		b.population = int64(math.Round(n))
	}
	return b, b.checkPlace()
}

// text is a property as text: numbers without exponent, "" for anything that is
// neither text nor a number.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// keys lists the properties there are, for a message.
func keys(m map[string]any) string {
	if len(m) == 0 {
		return "none"
	}
	var names []string
	for k := range m {
		if names = append(names, fmt.Sprintf("%.30q", k)); len(names) == 8 {
			break
		}
	}
	return strings.Join(names, ", ")
}

// wholeCode gives a code its leading zero back, which programs drop that take it
// for a number: 1001 is 01001.
func wholeCode(code string) string {
	if len(code) == 4 && strings.Trim(code, "0123456789") == "" {
		if _, ok := builtin.France().Commune("0" + code); ok {
			return "0" + code
		}
	}
	return code
}

// checkPlace refuses coordinates that are no longitude and latitude in France.
func (b *boundary) checkPlace() error {
	if b.geometry == nil {
		return nil
	}
	box := b.geometry.Bound()
	x, y := box.Min[0], box.Min[1]
	switch {
	case box.Min[0] < -180 || box.Max[0] > 180 || box.Min[1] < -90 || box.Max[1] > 90:
		return invalid("territory_not_lonlat", "%s (%s) has the coordinates %.0f, %.0f: longitude and latitude in degrees are needed, these look like metres of a map projection such as Lambert-93; convert the file: ogr2ogr -t_srs EPSG:4326 communes.geojson FILE", b.at, b.code, x, y)
	case inFrance(box):
		return nil
	case overseasCollectivity(b.code):
		return nil // left out by the caller
	case inFrance(orb.Bound{Min: orb.Point{box.Min[1], box.Min[0]}, Max: orb.Point{box.Max[1], box.Max[0]}}):
		return invalid("territory_swapped", "%s (%s) is at longitude %.3f, latitude %.3f: the two seem swapped, GeoJSON puts the longitude first", b.at, b.code, x, y)
	}
	return invalid("territory_far", "%s (%s %s) is at longitude %.3f, latitude %.3f: that is not in France", b.at, b.code, b.name, x, y)
}

// inFrance tells whether a box lies within the rectangle of a territory.
func inFrance(box orb.Bound) bool {
	for _, t := range line.Territories() {
		w, s, e, n := t.Bounds()
		if box.Min[0] >= w && box.Max[0] <= e && box.Min[1] >= s && box.Max[1] <= n {
			return true
		}
	}
	return false
}

// overseasCollectivity tells whether a code is that of a commune, or district,
// outside the metropole and the five overseas départements: Saint-Pierre, the
// Polynesian islands … The line has no rectangle for them.
func overseasCollectivity(code string) bool {
	d := builtin.DepartementOf(code)
	return len(d) == 3 && d > "974" && d != "976"
}
