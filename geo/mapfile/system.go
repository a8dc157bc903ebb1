package mapfile

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"maillage/geo/crs"
)

// systemNames are the names that well-known text gives to coordinate systems,
// letters and digits alone. ESRI's and EPSG's differ.
var systemNames = map[string]int{
	"gcswgs1984": 4326, "wgs84": 4326, "wgs1984": 4326, "wgs84longitudelatitude": 4326,
	"gcsrgf1993": 4171, "rgf93": 4171, "gcsrgf93": 4171, "rgf93v1": 4171, "gcsetrs1989": 4258, "etrs89": 4258,
	"rgf1993lambert93": 2154, "rgf93lambert93": 2154, "rgf93v1lambert93": 2154, "lambert93": 2154,
	"rgf93v2lambert93": 9793, "rgf93v2blambert93": 9794, "rgf1993v2lambert93": 9793, "rgf1993v2blambert93": 9794,
	"ntflambertiietendu": 27572, "ntfparislambertzoneii": 27572, "ntflambertzoneii": 27572, "ntffrancelambertiietendu": 27572, "lambertiietendu": 27572,
	"ntfparisfranceii": 27572, "ntfparislambertiietendu": 27572,
	"rgaf09utmzone20n": 5490, "rgaf2009utmzone20n": 5490, "rgaf09": 5489, "gcsrgaf2009": 5489,
	"rgfg95utmzone22n": 2972, "rgfg1995utm22n": 2972, "rgfg1995utmzone22n": 2972, "rgfg95": 4624, "gcsrgfg1995": 4624,
	"rgr92utmzone40s": 2975, "rgr1992utm40s": 2975, "rgr1992utmzone40s": 2975, "rgr92": 4627, "gcsrgr1992": 4627,
	"rgm04utmzone38s": 4471, "rgm2004utmzone38s": 4471, "rgm04": 4470, "gcsrgm2004": 4470,
	"wgs1984webmercatorauxiliarysphere": 3857, "wgs84pseudomercator": 3857, "wgs1984webmercator": 3857, "popularvisualisationcrsmercator": 3857,
	"etrs1989laea": 3035, "etrs89laeaeurope": 3035, "etrs89extendedlaeaeurope": 3035,
}

var (
	wktName      = regexp.MustCompile(`(?i)^\s*(PROJCS|GEOGCS|PROJCRS|GEOGCRS|GEODCRS|COMPD_CS)\s*[\[(]\s*"([^"]*)"`)
	wktAuthority = regexp.MustCompile(`(?i)(?:AUTHORITY\s*[\[(]\s*"EPSG"\s*,\s*"?|ID\s*[\[(]\s*"EPSG"\s*,\s*)(\d{4,6})"?\s*[\])]\s*[\])]\s*$`)
	wktParameter = regexp.MustCompile(`(?i)PARAMETER\s*[\[(]\s*"([^"]*)"\s*,\s*([-+0-9.eE]+)`)
	wktConic     = regexp.MustCompile(`cc(4[2-9]|50)$`)
	wktUTM       = regexp.MustCompile(`^(wgs1984|wgs84|etrs1989|etrs89)utmzone(\d\d)([ns])$`)
)

// systemOf reads the EPSG code from a coordinate system's well-known text (OGC
// 01-009, 18-010, or ESRI's own), 0 where it is none known here.
func systemOf(text string) int {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if m := wktAuthority.FindStringSubmatch(text); m != nil {
		epsg, _ := strconv.Atoi(m[1])
		if _, ok := crs.ByEPSG(epsg); ok {
			return epsg
		}
	}
	m := wktName.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	name := plain(m[2])
	if epsg := systemNames[name]; epsg != 0 {
		return epsg
	}
	if cc := wktConic.FindStringSubmatch(name); cc != nil {
		zone, _ := strconv.Atoi(cc[1])
		return 3900 + zone
	}
	if utm := wktUTM.FindStringSubmatch(name); utm != nil {
		zone, _ := strconv.Atoi(utm[2])
		epsg := 32600 + zone
		if utm[3] == "s" {
			epsg = 32700 + zone
		} else if strings.HasPrefix(utm[1], "etrs") {
			epsg = 25800 + zone
		}
		if _, ok := crs.ByEPSG(epsg); ok {
			return epsg
		}
	}
	return conic(text)
}

// conic tells Lambert-93 and its nine zones by their parameters, whatever they
// are called.
func conic(text string) int {
	p := map[string]float64{}
	for _, m := range wktParameter.FindAllStringSubmatch(text, -1) {
		if v, err := strconv.ParseFloat(m[2], 64); err == nil {
			p[plain(m[1])] = v
		}
	}
	low := plain(text)
	if !strings.Contains(low, "lambertconformalconic") || !strings.Contains(low, "grs1980") || p["centralmeridian"] != 3 {
		return 0
	}
	if p["falseeasting"] == 700000 && p["falsenorthing"] == 6600000 {
		return 2154
	}
	if zone := math.Round((p["falsenorthing"] - 200000) / 1e6); p["falseeasting"] == 1700000 && zone >= 1 && zone <= 9 {
		return 3941 + int(zone)
	}
	return 0
}

// plain keeps a name's letters and digits, small.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, s)
}

func withinDegrees(b orb.Bound) bool {
	return b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90
}

// guessSystem tells the system of coordinates that nothing tells: degrees, or
// Lambert-93 where its range leaves no doubt; 0 otherwise.
func guessSystem(b orb.Bound) int {
	switch {
	case withinDegrees(b):
		return 4326
	case b.Min[0] > -0.4e6 && b.Max[0] < 1.4e6 && b.Min[1] > 5.9e6 && b.Max[1] < 7.3e6:
		return 2154
	}
	return 0
}

// inverse brings a geometry from a system's metres to degrees, in place where it
// can; false when a vertex is nowhere on Earth.
func inverse(g orb.Geometry, system *crs.CRS) (orb.Geometry, bool) {
	ok := true
	point := func(p orb.Point) orb.Point {
		lon, lat := system.Inverse(p[0], p[1])
		ok = ok && math.Abs(lon) <= 180 && math.Abs(lat) <= 90
		return orb.Point{lon, lat}
	}
	points := func(ps []orb.Point) {
		for i, p := range ps {
			ps[i] = point(p)
		}
	}
	polygon := func(p orb.Polygon) {
		for _, r := range p {
			points(r)
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return point(g), ok
	case orb.MultiPoint:
		points(g)
	case orb.LineString:
		points(g)
	case orb.MultiLineString:
		for _, l := range g {
			points(l)
		}
	case orb.Polygon:
		polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			polygon(p)
		}
	case orb.Collection:
		for i := range g {
			part, fits := inverse(g[i], system)
			g[i], ok = part, ok && fits
		}
	}
	return g, ok
}
