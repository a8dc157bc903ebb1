package intake

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/geocode"
	"maillage/inventory/postgres"
)

// holdings is what a member has when a list is checked.
type holdings struct {
	pops  map[string]*inventory.Pop
	zones map[string]*inventory.Zone
	usual inventory.DefaultAudience // of what is new
}

// readCells adds the cells of zones that were read by their words alone.
func (h *holdings) readCells(ctx context.Context, db postgres.DB) error {
	keys := make([]inventory.Key, 0, len(h.zones))
	for _, z := range h.zones {
		keys = append(keys, z.Key)
	}
	if len(keys) == 0 {
		return nil
	}
	rows, err := postgres.ZoneRows(ctx, db, keys...)
	for i := range rows {
		h.zones[rows[i].Code].Cells = rows[i].Cells
	}
	return err
}

// holdingsOf reads what a member has; zones whole, with geometry and cells, or
// by their words alone, which is much less. Nobody ("") has nothing.
func holdingsOf(ctx context.Context, db postgres.DB, member string, whole bool) (*holdings, error) {
	if member == "" {
		return &holdings{map[string]*inventory.Pop{}, map[string]*inventory.Zone{}, inventory.UsualAudience}, nil
	}
	pops, err := postgres.Pops(ctx, db, member, "", 0)
	if err != nil {
		return nil, err
	}
	read := postgres.ZonesMeta
	if whole {
		read = postgres.Zones
	}
	zones, err := read(ctx, db, member, "", 0)
	if err != nil {
		return nil, err
	}
	usual, err := postgres.DefaultAudience(ctx, db, member)
	if err != nil {
		return nil, err
	}
	h := &holdings{make(map[string]*inventory.Pop, len(pops)), make(map[string]*inventory.Zone, len(zones)), usual}
	for i := range pops {
		h.pops[pops[i].Code] = &pops[i]
	}
	for i := range zones {
		h.zones[zones[i].Code] = &zones[i]
	}
	return h, nil
}

// checker turns the records of one table into entries, and says what is wrong
// with each.
type checker struct {
	lang      Lang
	member    string
	table     *Table
	cols      *columns
	land      land
	today     inventory.Date
	has       *holdings
	found     map[string]inventory.Geocoded // what the geocoder said, by address
	geocoding bool
	ofZones   bool
	whole     bool            // zones of units need their geometry too
	wanted    []geocode.Query // addresses of which it has not been asked
	results   []result        // one a record, in the file's order

	said map[string][]inventory.Technology // what cells of technologies came to
	bare map[string]string                 // cells, folded
}

// mostSaid is how many different cells are remembered with what they came to.
// Lists say the same words again and again, and what is in those is shared by
// all entries that say it.
const mostSaid = 1000

// folded is fold, remembered.
func (c *checker) folded(v string) string {
	if f, ok := c.bare[v]; ok {
		return f
	}
	f := fold(v)
	if c.bare == nil {
		c.bare = map[string]string{}
	}
	if len(c.bare) < mostSaid && len(v) < 100 {
		c.bare[v] = f
	}
	return f
}

// result is what one record became.
type result struct {
	row   *Row
	code  string
	pop   *inventory.Pop  // of a list of PoPs
	zone  *inventory.Zone // of a list of zones
	draw  bool            // the zone's land is to be drawn anew
	shape *position       // the middle of its polygons, where a system was told by range
	state string          // see inventory.ImportRow
	errs  []*fault
	warns []*fault
}

func (r *result) fail(f *fault) { r.errs = append(r.errs, f) }
func (r *result) warn(f *fault) { r.warns = append(r.warns, f) }

// failed tells whether the record has a fault in a field already.
func (r *result) failed(field string) bool {
	return slices.ContainsFunc(r.errs, func(f *fault) bool { return f.field == field })
}

// start makes a result of each record and refuses those that the reader could
// not make sense of.
func (c *checker) start() {
	c.results = make([]result, len(c.table.Rows))
	for i := range c.results {
		r := &c.results[i]
		r.row = &c.table.Rows[i]
		if r.row.flaw != nil {
			r.fail(r.row.flaw)
		}
	}
}

// text reads a column of free text into a field of an entry; a file without the
// column says nothing about it, so the entry keeps what it has.
func (c *checker) text(r *result, field string, into *string) {
	if c.cols.has(field) {
		*into = c.cols.value(r.row, field)
	}
}

// word reads a column whose values are words of a vocabulary. Nothing in the
// cell leaves the entry as it is.
func word[T ~string](c *checker, r *result, field string, into *T, words map[string]T, wrong *phrase, all []T) {
	v := c.cols.value(r.row, field)
	if v == "" {
		return
	}
	if slices.Contains(all, T(v)) {
		*into = T(v)
		return
	}
	if w, ok := words[c.folded(v)]; ok {
		*into = w
		return
	}
	r.fail(wrong.is("known", accepted(all, c.lang)).at(field, v))
}

func (c *checker) technologies(r *result, into *[]inventory.Technology) {
	if !c.cols.has("technologies") {
		return
	}
	v := c.cols.value(r.row, "technologies")
	if all, ok := c.said[v]; ok {
		*into = all
		return
	}
	all, bad := technologies(v)
	if bad != "" {
		r.fail(badTechnology.is("known", accepted(inventory.Technologies, c.lang)).at("technologies", bad))
		return
	}
	*into = sortTechnologies(all)
	if c.said == nil {
		c.said = map[string][]inventory.Technology{}
	}
	if len(c.said) < mostSaid && len(v) < 100 {
		c.said[v] = *into
	}
}

func (c *checker) measure(r *result, field string, into **float64) {
	if !c.cols.has(field) {
		return
	}
	v := c.cols.value(r.row, field)
	if v == "" {
		*into = nil
		return
	}
	n, ok := parseMeasure(field, v)
	if !ok || n < 0 || n > 1e9 {
		r.fail(badNumber.is().at(field, v))
		return
	}
	*into = &n
}

func (c *checker) date(r *result, field string, into *inventory.Date) {
	if !c.cols.has(field) {
		return
	}
	v := c.cols.value(r.row, field)
	if v == "" {
		*into = inventory.Date{}
		return
	}
	d, meant, ok := parseDate(v)
	switch {
	case ok:
		*into = d
	case meant != "":
		r.fail(badDateMeant.is().at(field, v).mend(meant))
	default:
		r.fail(badDate.is().at(field, v))
	}
}

// limits are the longest texts of each field, for the messages.
var limits = map[string]int{"code": inventory.MaxCode, "name": inventory.MaxName, "address": inventory.MaxText,
	"postcode": 10, "city": inventory.MaxName, "facility": inventory.MaxName, "supplier": inventory.MaxName, "handoff": inventory.MaxCode}

// validated adds what the noun's own Validate finds and this room has not said
// already, in this room's words.
func (c *checker) validated(r *result, err error) {
	for _, f := range fieldErrors(err) {
		if r.failed(f.Field) || f.Field == "position" && len(r.errs) > 0 {
			continue // said already
		}
		p := otherFault.is("why", whyEntry(f.Message))
		switch f.Code {
		case "missing":
			p = missingValue.is()
			if f.Field == "technologies" {
				p = noTechnology.is("known", accepted(inventory.Technologies, c.lang))
			}
		case "too_long":
			p = tooLong.is("limit", limits[f.Field], "count", utf8.RuneCountInString(f.Value))
		case "bad_text":
			p = badText.is()
		case "bad_code":
			p = badCode.is()
		case "bad_number":
			p = badNumber.is()
		case "closed_before_opened":
			p = closedFirst.is()
		}
		r.fail(p.at(f.Field, f.Value))
	}
}

// names tells the faults of all records by the file's own columns.
func (c *checker) names() {
	for i := range c.results {
		for _, fs := range [][]*fault{c.results[i].errs, c.results[i].warns} {
			for _, f := range fs {
				switch {
				case f.column != "" || f.field == "":
				case f.field == "wkt" && !c.cols.has("wkt"):
					f.column = "geometry" // the file's own
				default:
					f.column = c.cols.column(f.field)
				}
			}
		}
	}
}

// rowGeometry is the geometry of a record, of the file's own or as WKT in a
// column, and its coordinate system, 0 where none is told.
func (c *checker) rowGeometry(r *Row) (orb.Geometry, int, *fault) {
	if v := c.cols.value(r, "wkt"); v != "" {
		g, epsg, err := parseWKT(v)
		switch {
		case err == errTooManyVertices:
			return nil, 0, tooManyVertices.is("limit", inventory.MaxVertices).at("wkt", short(v, 60))
		case err != nil:
			return nil, 0, badWKT.is("why", whyFile(err.Error())).at("wkt", short(v, 60))
		}
		return g, epsg, nil
	}
	if r.Geometry == nil {
		return nil, 0, nil
	}
	epsg := c.table.EPSG
	if epsg == 4326 { // the format's default: metres in it are a common mistake
		epsg = 0
	}
	return r.Geometry, firstNonZero(r.epsg, epsg), nil
}
