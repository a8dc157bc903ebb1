package intake

import (
	"regexp"
	"strconv"
	"strings"

	"maillage/geo/crs"
)

// systemWords are the usual names of coordinate systems, folded, as EPSG codes.
var systemWords = map[string]int{
	"wgs84": 4326, "gps": 4326, "crs84": 4326, "latlon": 4326, "lonlat": 4326, "rgf93geo": 4326, "degres": 4326,
	"lambert93": 2154, "l93": 2154, "rgf93": 2154, "rgf93lambert93": 2154, "rgf93v1lambert93": 2154, "lamb93": 2154,
	"lambert2": 27572, "lambertii": 27572, "lambert2etendu": 27572, "lambertiietendu": 27572, "lambert2e": 27572, "l2e": 27572, "lamb2e": 27572,
	"ntflambertiietendu": 27572, "ntfparislambertzoneii": 27572, "ntfparislambertiietendu": 27572, "ntflambert2etendu": 27572,
	"rgaf09": 5490, "rgaf09utm20n": 5490, "utm20n": 5490, "rgaf09utmzone20n": 5490,
	"rgfg95": 2972, "rgfg95utm22n": 2972, "utm22n": 2972, "rgfg95utmzone22n": 2972,
	"rgr92": 2975, "rgr92utm40s": 2975, "utm40s": 2975, "rgr92utmzone40s": 2975,
	"rgm04": 4471, "rgm04utm38s": 4471, "utm38s": 4471, "rgm04utmzone38s": 4471,
	"etrs89laea": 3035, "laea": 3035, "webmercator": 3857, "pseudomercator": 3857,
}

var (
	conicZone = regexp.MustCompile(`^(?:rgf93(?:v1)?)?cc(4[2-9]|50)$`)
	epsgCode  = regexp.MustCompile(`^(?:urn:ogc:def:crs:)?(?:EPSG\s*:?\s*:?\s*(?:[0-9.]*:)?)?([0-9]{4,5})(?:[.,]0)?$`)
)

// parseCRS reads a coordinate system as people name it.
func parseCRS(s string) (epsg int, ok bool) {
	s = strings.TrimSpace(s)
	if m := epsgCode.FindStringSubmatch(strings.Replace(strings.ToUpper(s), "URN:OGC:DEF:CRS:", "urn:ogc:def:crs:", 1)); m != nil {
		epsg, _ = strconv.Atoi(m[1])
		_, ok = crs.ByEPSG(epsg)
		return epsg, ok
	}
	w := fold(s)
	if m := conicZone.FindStringSubmatch(w); m != nil {
		zone, _ := strconv.Atoi(m[1])
		return 3900 + zone, true
	}
	epsg, ok = systemWords[w]
	return epsg, ok
}

// systemsList names the systems for a message.
const systemsList = "EPSG:4326 (WGS84), EPSG:2154 (Lambert-93), CC42 … CC50, EPSG:27572 (Lambert II étendu), EPSG:5490, 2972, 2975, 4471"
