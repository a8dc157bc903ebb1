package intake

import (
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"maillage/inventory"
)

// How many values of a column are looked at, how many there must be, and how
// many of ten must look like what is sought.
const (
	contentSample = 300
	contentLeast  = 3
	contentTenths = 9
)

// byContent tells columns whose names say nothing by what stands in them. Only
// what can hardly be anything else is taken: coordinates that lie in France,
// codes of communes there are, vocabularies. Fields that a name or a hand has
// told already, and columns of usual names, are left alone.
func (c *columns) byContent(t *Table, kind string, mapping map[string]string, words, used []string, in *land) {
	if in == nil {
		return
	}
	for i := range t.Columns {
		if used[i] != "" || reportColumns[words[i]] || wordOf(kind, words[i]) {
			continue
		}
		values := sampleOf(t, i)
		for _, g := range guesses {
			if c.has(g.field) || !fieldOf(kind, g.field) || g.unless != nil && c.has(g.unless...) || !most(values, func(v string) bool { return g.fits(in, v) }) {
				continue
			}
			if _, told := mapping[g.field]; told {
				continue
			}
			c.use(t, used, g.field, i)
			c.by[g.field] = inventory.ByContent
			break
		}
	}
	if kind == inventory.KindPops && !c.has("longitude", "latitude", "x", "y", "wkt") && !t.Geometric {
		c.pairByContent(t, mapping, words, used, in)
	}
}

// guess is a field that values alone can tell.
type guess struct {
	field  string
	unless []string // fields that say the same already
	fits   func(in *land, value string) bool
}

var (
	fiveSigns = regexp.MustCompile(`^([0-9]{5}|2[AB][0-9]{3})$`)
	extents   = []string{"communes", "epci", "departements", "units", "radius_km", "wkt"}
	guesses   = []guess{
		{"wkt", nil, func(_ *land, v string) bool { return looksWKT(v) }},
		{"insee", nil, isCommune},
		{"communes", extents, isCommune},
		{"epci", extents, func(in *land, v string) bool { _, ok := in.Unit(inventory.EPCI, v); return ok }},
		{"technologies", nil, func(_ *land, v string) bool { all, bad := technologies(v); return bad == "" && len(all) > 0 }},
		{"status", nil, func(_ *land, v string) bool { _, ok := statusWords[fold(v)]; return ok }},
		{"postcode", nil, func(in *land, v string) bool { return fiveSigns.MatchString(v) && len(in.ByPostcode(v)) > 0 }},
	}
)

// isCommune takes codes that are of a commune; a postcode that happens to be one
// too is not told from it, so that a column of postcodes mostly fails.
func isCommune(in *land, v string) bool {
	for _, code := range codes(v) {
		if _, ok := in.Unit(inventory.Commune, strings.ToUpper(code)); !ok || !fiveSigns.MatchString(strings.ToUpper(code)) {
			return false
		}
	}
	return len(codes(v)) > 0
}

// sampleOf is the first values of a column that are not empty.
func sampleOf(t *Table, column int) []string {
	var values []string
	for r := range t.Rows {
		if v := clean(t.Rows[r].Cell(column)); v != "" {
			if values = append(values, v); len(values) == contentSample {
				break
			}
		}
	}
	return values
}

func most(values []string, fits func(string) bool) bool {
	n := 0
	for _, v := range values {
		if fits(v) {
			n++
		}
	}
	return len(values) >= contentLeast && n*10 >= len(values)*contentTenths
}

// wordOf tells whether a column's name is a usual one of the kind: one that has
// been passed over stays so.
func wordOf(kind, word string) bool {
	for _, f := range fieldsOf(kind) {
		for _, w := range f.words {
			if w == word {
				return true
			}
		}
	}
	return false
}

func fieldOf(kind, name string) bool {
	for _, f := range fieldsOf(kind) {
		if f.name == name {
			return true
		}
	}
	return false
}

// pairByContent takes two columns of numbers that together lie in France: as
// longitude and latitude, or as x and y of Lambert-93. Two pairs that would both
// do are none.
func (c *columns) pairByContent(t *Table, mapping map[string]string, words, used []string, in *land) {
	for _, f := range []string{"longitude", "latitude", "x", "y"} {
		if _, told := mapping[f]; told {
			return
		}
	}
	var numbers []int
	for i := range t.Columns {
		if used[i] == "" && !reportColumns[words[i]] && most(sampleOf(t, i), func(v string) bool { _, ok := parseNumber(v); return ok }) {
			numbers = append(numbers, i)
		}
	}
	var found [][2]int
	var projected bool
	for _, a := range numbers {
		for _, b := range numbers {
			if a == b {
				continue
			}
			if in, metres := pairInFrance(t, a, b, in); in {
				found, projected = append(found, [2]int{a, b}), metres
			}
		}
	}
	if len(found) != 1 {
		return
	}
	fields := [2]string{"longitude", "latitude"}
	if projected {
		fields = [2]string{"x", "y"}
	}
	for n, field := range fields {
		c.use(t, used, field, found[0][n])
		c.by[field] = inventory.ByContent
	}
}

// pairInFrance tells whether the values of two columns, taken as x and y, nearly
// all lie in France, in degrees or in metres of Lambert-93.
func pairInFrance(t *Table, a, b int, in *land) (inside, projected bool) {
	n, degrees, metres := 0, 0, 0
	for r := range t.Rows {
		x, okX := parseNumber(clean(t.Rows[r].Cell(a)))
		y, okY := parseNumber(clean(t.Rows[r].Cell(b)))
		if !okX || !okY || x == 0 && y == 0 {
			continue
		}
		if n++; x >= -180 && x <= 180 && y >= -90 && y <= 90 {
			if u, _ := in.commune(orb.Point{x, y}); u != nil {
				degrees++
			}
		} else if lon, lat := inverse(2154, x, y); lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90 {
			if u, _ := in.commune(orb.Point{lon, lat}); u != nil {
				metres++
			}
		}
		if n == contentSample {
			break
		}
	}
	switch {
	case n < contentLeast:
		return false, false
	case degrees*10 >= n*contentTenths:
		return true, false
	}
	return metres*10 >= n*contentTenths, true
}
