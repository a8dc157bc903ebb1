package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"maillage/inventory"
)

// nothings are what spreadsheets and people write for "no value", folded by
// trimming and small letters.
var nothings = map[string]bool{
	"": true, "-": true, "--": true, "–": true, "—": true, "?": true, "/": true, ".": true,
	"#n/a": true, "#n/d": true, "#na": true, "#ref!": true, "#valeur!": true, "#value!": true, "#nom?": true, "#name?": true, "#div/0!": true,
	"nc": true, "n/c": true, "n.c.": true, "n/a": true, "na": true, "n/d": true, "nd": true, "nr": true,
	"néant": true, "neant": true, "null": true, "none": true, "nan": true, "vide": true, "aucun": true, "aucune": true,
	"non communiqué": true, "non renseigné": true, "inconnu": true, "unknown": true, "(vide)": true, "\\n": true,
}

// clean is the text of a cell: trimmed of every kind of space, without the
// apostrophe by which our own lists keep spreadsheets from running a cell as a
// formula (see Defused), and empty when it says that there is no value.
func clean(cell string) string {
	s := strings.TrimFunc(cell, isSpace)
	if len(s) > 1 && s[0] == '\'' && taken(s[1:]) {
		s = strings.TrimFunc(s[1:], isSpace)
	} else if len(s) <= 20 && nothings[strings.ToLower(s)] {
		return ""
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = unixBreaks.Replace(s)
	}
	return s
}

// unixBreaks makes the line breaks within a cell those that the inventory keeps.
var unixBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// taken tells whether a text, apostrophes before it aside, would be taken for
// something else: a formula by a spreadsheet, nothing at all by clean.
func taken(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0 || s != "" && len(s) <= 20 && nothings[strings.ToLower(s)]
}

// Defused is a value as a cell of a list that spreadsheets open: no formula
// (OWASP, CSV injection), and the same value again when the list comes back.
func Defused(value string) string {
	if _, number := parseNumber(value); number || !taken(value) {
		return value
	}
	return "'" + value
}

// Kept is a value as it stands in a list that no spreadsheet opens: as it is,
// unless it would not come back.
func Kept(value string) string {
	if clean(value) == value {
		return value
	}
	return "'" + value
}

func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' || r == '\v' ||
		r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '\u200b' || r == '\ufeff'
}

var (
	plainNumber = regexp.MustCompile(`^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?$`)
	dotGroups   = regexp.MustCompile(`^[+-]?\d{1,3}(\.\d{3}){2,}$|^[+-]?\d{1,3}(\.\d{3})+,\d*$`)
	commaGroups = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3}){2,}$|^[+-]?\d{1,3}(,\d{3})+\.\d*$`)
)

// parseNumber reads a number as people write them in French or English: decimal
// comma or point, thousands apart by spaces of any kind, apostrophes, or the
// other sign. "1,234" is one and a bit, as in French.
func parseNumber(s string) (float64, bool) {
	if plainDigits(s) { // nearly all are, and patterns are slow
		v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		return v, err == nil
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case isSpace(r) || r == '\'' || r == '’':
			return -1
		case r == '−': // the minus sign proper
			return '-'
		}
		return r
	}, s)
	switch {
	case dotGroups.MatchString(s):
		s = strings.ReplaceAll(s, ".", "")
	case commaGroups.MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	}
	if !plainNumber.MatchString(s) {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return v, err == nil
}

// plainDigits tells digits with one decimal sign at most, and one minus before
// them; "1.234" is so, "1.234.567" is not.
func plainDigits(s string) bool {
	digits, signs := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' || c == ',':
			signs++
		case c != '-' || i > 0:
			return false
		}
	}
	return digits > 0 && signs <= 1
}

// unitFactors are the units that may follow a number, in the field's own unit.
var unitFactors = map[string]map[string]float64{
	"capacity_gbps": {"": 1, "g": 1, "gb": 1, "gbps": 1, "gbs": 1, "gbits": 1, "gbit": 1, "go": 1, "ge": 1, "gige": 1, "gigabit": 1, "gigabits": 1,
		"m": 1e-3, "mb": 1e-3, "mbps": 1e-3, "mbs": 1e-3, "mbits": 1e-3, "mbit": 1e-3,
		"t": 1e3, "tb": 1e3, "tbps": 1e3, "tbs": 1e3, "tbits": 1e3, "tbit": 1e3},
	"radius_km":   {"": 1, "km": 1, "kms": 1, "kilometres": 1, "kilometre": 1, "m": 1e-3, "metres": 1e-3},
	"setup_eur":   euros,
	"monthly_eur": euros,
}

var euros = map[string]float64{"": 1, "e": 1, "€": 1, "eur": 1, "euro": 1, "euros": 1, "ht": 1, "€ht": 1, "eurht": 1, "eurosht": 1,
	"€mois": 1, "€htmois": 1, "eurmois": 1, "k€": 1e3, "keur": 1e3}

var tailUnit = regexp.MustCompile(`^(.*?[\d.,])\s*([\p{L}€/.\s]*)$`)

// parseMeasure reads a number that may carry the unit of its field.
func parseMeasure(field, s string) (float64, bool) {
	m := tailUnit.FindStringSubmatch(strings.TrimFunc(strings.TrimPrefix(s, "€"), isSpace))
	if m == nil {
		return 0, false
	}
	unit := strings.Map(func(r rune) rune {
		if isSpace(r) || r == '/' || r == '.' {
			return -1
		}
		return r
	}, strings.ToLower(m[2]))
	if unit != "€" && !strings.Contains(unit, "€") {
		unit = fold(unit)
	}
	factor, ok := unitFactors[field][unit]
	if !ok {
		return 0, false
	}
	v, ok := parseNumber(m[1])
	return v * factor, ok
}

var (
	isoDate    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.,+Z-]*)?$`)
	frenchDate = regexp.MustCompile(`^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ][\d:.,]*)?$`)
)

// parseDate reads 2026-11-22 and 22/11/2026. When it cannot, repair is the day
// that may have been meant, if one can be told.
func parseDate(s string) (d inventory.Date, repair string, ok bool) {
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return day(m[1], m[2], m[3])
	}
	if m := frenchDate.FindStringSubmatch(s); m != nil {
		if d, _, ok = day(m[3], m[2], m[1]); ok {
			return d, "", true
		}
		if d, _, ok = day(m[3], m[1], m[2]); ok { // month first
			return inventory.Date{}, d.String(), false
		}
		return inventory.Date{}, "", false
	}
	if n, err := strconv.Atoi(s); err == nil && n > 20000 && n < 90000 {
		// A spreadsheet's day number: 1 is 1 January 1900, with a day that never was.
		return inventory.Date{}, inventory.DateOf(time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC)).String(), false
	}
	return inventory.Date{}, "", false
}

func day(y, m, d string) (inventory.Date, string, bool) {
	year, _ := strconv.Atoi(y)
	month, _ := strconv.Atoi(m)
	dayOf, _ := strconv.Atoi(d)
	if year < 1900 || year > 2200 {
		return inventory.Date{}, "", false
	}
	date, err := inventory.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, dayOf))
	return date, "", err == nil
}

// codes cuts a list of codes written with spaces, commas, semicolons or |.
func codes(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return isSpace(r) || r == ',' || r == ';' || r == '|' || r == '+' || r == '"'
	})
}
