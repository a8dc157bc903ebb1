package intake

import "strings"

// inFrench are the words of the inventory's vocabularies as French readers write
// them; each is understood in a list. A word that is not here is the same in both
// languages.
var inFrench = map[string]string{
	"proposed": "proposé", "planned": "prévu", "underConstruction": "en travaux", "operational": "en service",
	"inactive": "inactif", "decommissioned": "démonté",
	"private": "privé", "pooled": "maille commune", "members": "adhérents",
	"given": "donnée", "address": "adresse",
	"pop": "PoP", "exchange": "NRO", "cabinet": "armoire", "aggregationPoint": "point d’agrégation", "dataCentre": "centre de données",
	"tower": "pylône", "other": "autre",
	"dsl": "xDSL", "ftth": "FTTH", "ftto": "FTTO", "ftte": "FTTE", "coax": "câble",
}

// accepted are the words of a vocabulary in the reader's language.
func accepted[T ~string](all []T, lang Lang) string {
	words := make([]string, len(all))
	for i, w := range all {
		words[i] = string(w)
		if fr, ok := inFrench[words[i]]; ok && lang != English {
			words[i] = fr
		}
	}
	return strings.Join(words, ", ")
}

// The words of the states of an import, of shapes, of units and of what is wrong
// with a polygon, as French readers are told them. None is read in a list.
var (
	stateInFrench = map[string]string{"received": "en traitement", "checked": "vérifié", "committed": "intégré", "undone": "retiré", "failed": "refusé"}
	shapeInFrench = map[string]string{"Point": "un point", "MultiPoint": "plusieurs points", "LineString": "une ligne",
		"MultiLineString": "plusieurs lignes", "Polygon": "un polygone", "MultiPolygon": "plusieurs polygones", "GeometryCollection": "un assemblage de formes"}
	shapeInEnglish = map[string]string{"Point": "a point", "MultiPoint": "several points", "LineString": "a line",
		"MultiLineString": "several lines", "Polygon": "a polygon", "MultiPolygon": "several polygons", "GeometryCollection": "a collection of shapes"}
	unitInFrench = map[string]string{"commune": "commune", "epci": "EPCI", "departement": "département", "region": "région"}

	// What GEOS says of a polygon that is not valid, before the place in brackets.
	invalidInFrench = map[string]string{"Self-intersection": "le contour se croise", "Ring Self-intersection": "le contour se touche lui-même",
		"Hole lies outside shell": "un trou sort du contour", "Holes are nested": "des trous s’emboîtent", "Nested holes": "des trous s’emboîtent",
		"Nested shells": "des contours s’emboîtent", "Interior is disconnected": "l’intérieur est en plusieurs morceaux",
		"Duplicate Rings": "un contour est en double", "Too few points in geometry component": "un contour a trop peu de points",
		"Invalid Coordinate": "une coordonnée n’est pas un nombre"}
)

// inWords is a word as a reader of a language is told it, itself where the
// dictionary does not have it.
func inWords(word string, lang Lang, french map[string]string) string {
	if w, ok := french[word]; ok && lang != English {
		return w
	}
	return word
}

// shape names a GeoJSON type as the reader calls it.
func (c *checker) shape(geoJSON string) string {
	if c.lang == English {
		return shapeInEnglish[geoJSON]
	}
	return shapeInFrench[geoJSON]
}

// invalidText is what PostGIS says of a polygon, "Self-intersection[2.5 47.1]",
// for a reader of a language.
func invalidText(said string, lang Lang) string {
	why, place, _ := strings.Cut(strings.TrimSuffix(said, "]"), "[")
	why = inWords(why, lang, invalidInFrench)
	lon, lat, ok := strings.Cut(place, " ")
	if !ok {
		return why
	}
	return why + ", lon " + lon + ", lat " + lat
}

// decimal writes a number with the language's own mark.
func decimal(number string, lang Lang) string {
	if lang == English {
		return number
	}
	return strings.Replace(number, ".", ",", 1)
}
