package intake

import (
	"regexp"
	"strings"

	"github.com/paulmach/orb"
)

// sexagesimal is degrees, minutes and seconds, the hemisphere before or behind;
// seconds, or minutes too, may be missing.
var sexagesimal = regexp.MustCompile(`^([NSEWO])?([-+]?\d{1,3}(?:[.,]\d+)?)(?:°|DEG|D|:)(?:(\d{1,2}(?:[.,]\d+)?)(?:'|MIN|M|:)?)?(?:(\d{1,2}(?:[.,]\d+)?)(?:''|"|SEC|S)?)?([NSEWO])?$`)

// hemisphere is a number with its hemisphere: "2.398 E".
var hemisphere = regexp.MustCompile(`^([NSEWO])?([-+]?\d{1,3}(?:[.,]\d*)?)([NSEWO])?$`)

var digitsApart = regexp.MustCompile(`(\d)\s+(\d)`)

var sexagesimalSigns = strings.NewReplacer("’", "'", "′", "'", "´", "'", "‘", "'", "″", `"`, "”", `"`, "“", `"`, "º", "°", "˚", "°")

// parseCoordinate reads a coordinate: a number as people write it, or degrees
// with their hemisphere, in decimals or in minutes and seconds. letters are the
// hemispheres it may have; O is the French west.
func parseCoordinate(s, letters string) (float64, bool) {
	if v, ok := parseNumber(s); ok {
		return v, true
	}
	if len(s) > 60 {
		return 0, false
	}
	s = digitsApart.ReplaceAllString(s, "$1:$2")
	s = strings.ToUpper(strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return r
	}, sexagesimalSigns.Replace(s)))
	value, side := 0.0, ""
	if m := hemisphere.FindStringSubmatch(s); m != nil && m[1]+m[3] != "" {
		v, ok := parseNumber(m[2])
		if !ok {
			return 0, false
		}
		value, side = v, m[1]+m[3]
	} else if m := sexagesimal.FindStringSubmatch(s); m != nil {
		scale, minus := 1.0, strings.HasPrefix(m[2], "-")
		for _, part := range m[2:5] {
			v, ok := parseNumber(strings.TrimPrefix(part, "-"))
			if part != "" && (!ok || scale < 1 && v >= 60) {
				return 0, false
			}
			value += v * scale
			scale /= 60
		}
		if minus {
			value = -value
		}
		side = m[1] + m[5]
	} else {
		return 0, false
	}
	switch {
	case len(side) > 1 || side != "" && !strings.Contains(letters, side):
		return 0, false
	case side == "S" || side == "W" || side == "O":
		value = -value
	}
	return value, true
}

var (
	pairApart = regexp.MustCompile(`^(.+?)\s*[;/|]\s*(.+)$`)
	// Two numbers with points for decimals, or with commas and a space between.
	pairPoint = regexp.MustCompile(`^([-+]?\d+(?:\.\d+)?)\s*[,\s]\s*([-+]?\d+(?:\.\d+)?)$`)
	pairComma = regexp.MustCompile(`^([-+]?\d+,\d+)\s*[,\s]\s*([-+]?\d+,\d+)$`)
	// Degrees with their hemispheres.
	pairSides = regexp.MustCompile(`(?i)^(.*?[NS]|[NS].*?)\s*,?\s*([EWO].*|.*[EWO])$`)
)

// parsePair reads a position written in one cell: latitude first, as maps on the
// web give it, unless the column's name says otherwise.
func parsePair(s, column string) (orb.Point, bool) {
	s = strings.Trim(strings.TrimFunc(s, isSpace), "()[]")
	w := fold(column)
	lonFirst := strings.HasPrefix(w, "lon") || strings.HasPrefix(w, "xy")
	for _, form := range []*regexp.Regexp{pairPoint, pairComma, pairSides, pairApart} {
		m := form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		lat, lon := m[1], m[2]
		if lonFirst && form != pairSides {
			lat, lon = lon, lat
		}
		y, okY := parseCoordinate(lat, "NS")
		x, okX := parseCoordinate(lon, "EWO")
		if okX && okY {
			return orb.Point{x, y}, true
		}
	}
	return orb.Point{}, false
}
