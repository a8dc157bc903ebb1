package mapfile

import (
	"fmt"
	"strconv"
)

// Code says what is wrong with a file, or a feature, for programs.
type Code string

// What can be wrong with a file as a whole. Those that begin with too_ are
// limits passed.
const (
	NotMap            Code = "not_map"     // none of the formats read here
	NotGeoJSON        Code = "not_geojson" // JSON of another sort
	Broken            Code = "broken"      // not what its format demands
	Cut               Code = "cut"         // it ends in the middle
	Encrypted         Code = "encrypted"   // an archive with a password
	NoLayer           Code = "no_layer"    // the layer asked is not there, or there is none at all
	OnlyLinks         Code = "only_links"  // a KML that points to another
	UnknownSystem     Code = "unknown_crs" // a coordinate system not known here, or none told
	TooMuchUnpacked   Code = "too_much_unpacked"
	TooManyEntries    Code = "too_many_entries"
	TooDeep           Code = "too_deep"
	TooManyFeatures   Code = "too_many_features"
	TooManyProperties Code = "too_many_properties"
	TooLongText       Code = "too_long_text"
	TooLongToRead     Code = "too_long_to_read" // a GeoPackage; Met counts the features read by then
)

// What can be wrong with one feature.
const (
	NotFeature      Code = "not_feature"
	BadGeometry     Code = "bad_geometry"
	TooManyVertices Code = "too_many_vertices"
)

// Error is a fault of a file or of one feature.
type Error struct {
	Code   Code
	Detail string // why, or the value that is wrong: for people, in English
	Value  string // what the file says there, cut short
	Line   int    // of the text, where the format has lines; 0 otherwise
	Limit  int    // the limit passed, of the codes too_*; of a time, seconds
	Met    int    // how much there was, at least; 0: not counted
}

var sentences = map[Code]string{
	NotGeoJSON: "it is JSON, but not GeoJSON",
	NotMap:     "it is none of GeoJSON, KML, KMZ, a zipped Shapefile and GeoPackage", Broken: "it cannot be read",
	Cut: "it stops in the middle", Encrypted: "it is locked with a password",
	NoLayer: "there is no such layer", OnlyLinks: "it only points to another file",
	UnknownSystem:   "its coordinate system is not known here: export it in WGS84 (EPSG:4326) or Lambert-93 (EPSG:2154)",
	TooMuchUnpacked: "it unpacks to more than is taken", TooManyEntries: "it holds too many files", TooDeep: "it is nested too deep",
	TooManyFeatures: "it has too many features", TooManyProperties: "a feature has too many properties", TooLongText: "a text is too long",
	TooLongToRead: "reading it takes too long",
	NotFeature:    "it is not a feature", BadGeometry: "the geometry cannot be read", TooManyVertices: "the geometry has too many vertices",
}

func (e *Error) Error() string {
	s := sentences[e.Code]
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Line > 0 {
		s += " (line " + strconv.Itoa(e.Line) + ")"
	}
	if e.Limit > 0 {
		s += fmt.Sprintf(" (at most %d", e.Limit)
		if e.Met > 0 {
			s += fmt.Sprintf(", met %d", e.Met)
		}
		s += ")"
	}
	return s
}

func fail(code Code, detail string) *Error { return &Error{Code: code, Detail: short(detail, 200)} }

func limit(code Code, most int) *Error { return &Error{Code: code, Limit: most} }

// past is a limit passed, with what was met.
func past(code Code, most, met int) *Error { return &Error{Code: code, Limit: most, Met: met} }

func epsgText(epsg int) string { return "EPSG:" + strconv.Itoa(epsg) }

// short cuts a text to n bytes at most, on a character.
func short(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if i > n-3 {
			return s[:i] + "…"
		}
	}
	return s
}
