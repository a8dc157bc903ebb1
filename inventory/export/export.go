// Package export writes lists: CSV, XLSX, GeoJSON and GeoPackage. A member's
// entries, so written, import again with every row unchanged; coverage and gaps
// are areas, or units with their figures.
//
// What belongs here: the columns of a list and one writer a format. What does
// not: who may see what (the caller gives what its viewer may, or a picture that
// knows), and what an answer is (atlas).
package export

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"maillage/inventory"
	"maillage/inventory/intake"
)

// Format is a format of lists, by the ending of its files.
type Format string

// The formats.
const (
	CSV        Format = "csv"
	XLSX       Format = "xlsx"
	GeoJSON    Format = "geojson"
	GeoPackage Format = "gpkg"
)

// Formats lists them.
var Formats = []Format{CSV, XLSX, GeoJSON, GeoPackage}

// Drawn tells whether files of a format have geometries of their own.
func (f Format) Drawn() bool { return f == GeoJSON || f == GeoPackage }

// MediaType is what HTTP calls a format.
func (f Format) MediaType() string {
	switch f {
	case CSV:
		return "text/csv; charset=utf-8"
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case GeoJSON:
		return "application/geo+json"
	}
	return "application/geopackage+sqlite3"
}

// List is a list that can be written.
type List struct {
	name    string // of its sheet or layer
	columns []column
	rows    []row
	shape   string // POINT, POLYGON or MULTIPOLYGON, as GeoPackage calls it
}

// Len is how many rows a list has.
func (l *List) Len() int { return len(l.rows) }

// WithMembers puts whose each entry is before all else: for the entries of more
// members than one.
func (l *List) WithMembers() *List {
	l.columns = slices.Insert(l.columns, 0, column{name: "member"})
	for i := range l.rows {
		l.rows[i].values = slices.Insert(l.rows[i].values, 0, text(l.rows[i].member))
	}
	return l
}

// column is one thing said of each entry.
type column struct {
	name   string
	number bool
	date   bool
	cells  bool // of formats without geometries alone: the geometry as text or numbers
}

// row is one entry: as many values as there are columns, and where it is.
type row struct {
	member   string
	values   []value
	geometry orb.Geometry // lon/lat
}

// value is a text, a number or a day; empty when none is set.
type value struct {
	text   string
	number *float64
	day    inventory.Date
}

func text[T ~string](s T) value      { return value{text: string(s)} }
func number(v float64) value         { return value{number: &v} }
func maybe(v *float64) value         { return value{number: v} }
func day(d inventory.Date) value     { return value{day: d} }
func join[T ~string](all []T) string { return strings.ReplaceAll(inventory.Words(all), ", ", "|") }

// Pops is a list of PoPs.
func Pops(pops []inventory.Pop) *List {
	l := &List{name: inventory.KindPops, shape: "POINT", columns: []column{
		{name: "code"}, {name: "name"}, {name: "kind"}, {name: "longitude", number: true, cells: true}, {name: "latitude", number: true, cells: true},
		{name: "position_source"}, {name: "insee"}, {name: "address"}, {name: "postcode"}, {name: "city"}, {name: "status"}, {name: "technologies"},
		{name: "capacity_gbps", number: true}, {name: "facility"}, {name: "audience"}, {name: "opened_on", date: true}, {name: "closed_on", date: true}}}
	for i := range pops {
		p := &pops[i]
		l.rows = append(l.rows, row{member: p.Member, geometry: p.Position, values: []value{
			text(p.Code), text(p.Name), text(p.Kind), number(p.Position[0]), number(p.Position[1]), text(p.PositionSource), text(p.INSEE),
			text(p.Address), text(p.Postcode), text(p.City), text(p.Status), text(join(p.Technologies)), maybe(p.CapacityGbps),
			text(p.Facility), text(p.Audience), day(p.OpenedOn), day(p.ClosedOn)}})
	}
	return l
}

// Zones is a list of zones. The column extent says which other tells what land a
// zone covers, so that a drawn outline beside codes is a picture of them.
func Zones(zones []inventory.Zone) *List {
	l := &List{name: inventory.KindZones, shape: "MULTIPOLYGON", columns: []column{
		{name: "code"}, {name: "name"}, {name: "technologies"}, {name: "supplier"}, {name: "handoff"}, {name: "extent"},
		{name: "communes"}, {name: "epci"}, {name: "departements"}, {name: "units"}, {name: "radius_km", number: true}, {name: "wkt", cells: true},
		{name: "status"}, {name: "available_on", date: true}, {name: "capacity_gbps", number: true}, {name: "setup_eur", number: true},
		{name: "monthly_eur", number: true}, {name: "price_audience"}, {name: "audience"}}}
	for i := range zones {
		z := &zones[i]
		codes := func(kind inventory.ExtentKind) value {
			if z.Extent.Kind != kind {
				return value{}
			}
			return text(strings.Join(z.Extent.Codes, " "))
		}
		var radius, own value
		switch z.Extent.Kind {
		case inventory.ExtentRadius:
			radius = number(z.Extent.RadiusKM)
		case inventory.ExtentGeometry:
			own = text(wkt.MarshalString(z.Geometry))
		}
		l.rows = append(l.rows, row{member: z.Member, geometry: z.Geometry, values: []value{
			text(z.Code), text(z.Name), text(join(z.Technologies)), text(z.Supplier), text(z.Handoff), text(z.Extent.Kind),
			codes(inventory.ExtentCommunes), codes(inventory.ExtentEPCI), codes(inventory.ExtentDepartements), codes(inventory.ExtentUnits), radius, own,
			text(z.Status), day(z.AvailableOn), maybe(z.CapacityGbps), maybe(z.SetupEUR), maybe(z.MonthlyEUR), text(z.PriceAudience), text(z.Audience)}})
	}
	return l
}

// Write writes a list. In French, a CSV has semicolons and decimal commas, as
// spreadsheets there expect; commas and points otherwise. Errors are those of w,
// and Invalid for a format that is none.
func (l *List) Write(w io.Writer, f Format, lang intake.Lang) error {
	switch f {
	case CSV:
		return l.writeCSV(w, lang)
	case XLSX:
		return l.writeXLSX(w)
	case GeoJSON:
		return l.writeGeoJSON(w)
	case GeoPackage:
		return l.writeGeoPackage(w)
	}
	return inventory.Errorf(inventory.Invalid, "unknown_format", "“%s” is not a format of lists: it is one of %s", string(f), inventory.Words(Formats))
}

// properties are the columns of formats that have geometries of their own.
func (l *List) properties() []int {
	var all []int
	for i, c := range l.columns {
		if !c.cells {
			all = append(all, i)
		}
	}
	return all
}

// plain is a value as text, numbers with a point.
func (v value) plain() string {
	switch {
	case v.number != nil:
		return strconv.FormatFloat(*v.number, 'f', -1, 64)
	case !v.day.IsZero():
		return v.day.String()
	}
	return v.text
}

// FormatOf is the format that a file's name asks for, and false when it is none
// of Formats.
func FormatOf(name string) (Format, bool) {
	ending := Format(strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]))
	return ending, slices.Contains(Formats, ending)
}
