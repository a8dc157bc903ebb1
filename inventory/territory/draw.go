package territory

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Draw fills a zone's Geometry and Cells from its Extent: the land of the units
// it names, a geodesic circle of radius_km around its hand-off (which may be nil
// for the other kinds), or the geometry it holds already, checked.
//
// Errors are inventory.Invalid with one field error a code that cannot be used
// (unknown_code, former_code, lost_zero, no_boundary), for a hand-off that is
// missing, and for a geometry that is empty (missing), not in longitude and
// latitude (not_lonlat), too large (too_many_vertices), or crosses itself
// (self_crossing: see Repair). z is left as it was then.
func Draw(ctx context.Context, db postgres.DB, g *Gazetteer, z *inventory.Zone, handoff *inventory.Pop) error {
	switch z.Extent.Kind {
	case inventory.ExtentCommunes:
		return drawUnits(ctx, db, g, z, inventory.Commune)
	case inventory.ExtentEPCI:
		return drawUnits(ctx, db, g, z, inventory.EPCI)
	case inventory.ExtentDepartements:
		return drawUnits(ctx, db, g, z, inventory.Departement)
	case inventory.ExtentUnits:
		return drawUnits(ctx, db, g, z, "")
	case inventory.ExtentRadius:
		return drawCircle(z, handoff)
	case inventory.ExtentGeometry:
		return drawOwn(ctx, db, z)
	}
	return wrong("extent", string(z.Extent.Kind), "missing", "is missing: give communes, epci, departements, units, radius_km, wkt or a geometry")
}

func wrong(field, value, code, message string) error {
	return inventory.InvalidFields("zone", []inventory.FieldError{{Field: field, Value: value, Code: code, Message: message}})
}

// drawUnits draws the units of a kind, "" for codes that name their kind.
func drawUnits(ctx context.Context, db postgres.DB, g *Gazetteer, z *inventory.Zone, kind string) error {
	units, err := g.usableUnits(z, kind)
	if err != nil {
		return err
	}
	geometry, err := landOf(ctx, db, units)
	if err != nil {
		return err
	}
	z.Geometry, z.Cells = geometry, cellsOf(units)
	return nil
}

// usableUnits are the units of a kind that a zone names, each once; Invalid with
// what is wrong with any of them.
func (g *Gazetteer) usableUnits(z *inventory.Zone, kind string) ([]*inventory.Unit, error) {
	var faults []inventory.FieldError
	var units []*inventory.Unit
	seen := make(map[*inventory.Unit]bool, len(z.Extent.Codes))
	for _, code := range z.Extent.Codes {
		u, fault := g.usable(string(z.Extent.Kind), kind, code)
		if fault != nil {
			faults = append(faults, *fault)
		} else if !seen[u] {
			seen[u] = true
			units = append(units, u)
		}
	}
	if err := inventory.InvalidFields("zone", faults); err != nil {
		return nil, err
	}
	if len(units) == 0 {
		return nil, wrong(string(z.Extent.Kind), "", "missing", "is missing: codes separated by spaces, commas or |")
	}
	return units, nil
}

func cellsOf(units []*inventory.Unit) line.Set {
	sets := make([]line.Set, len(units))
	for i, u := range units {
		sets[i] = u.Cells
	}
	return line.UnionAll(sets)
}

// CellsOf returns the cells of a zone's extent on this territory; at is the place
// of its hand-off, degrees. Units that are not there have none, a circle or a
// geometry that cannot be drawn neither: it is for zones of the past, which were
// checked in their time. Where Draw has drawn a zone, its cells are the same.
func (g *Gazetteer) CellsOf(z *inventory.Zone, at orb.Point) line.Set {
	var set line.Set
	switch z.Extent.Kind {
	case inventory.ExtentRadius:
		set, _ = raster.Circle(at[0], at[1], z.Extent.RadiusKM)
		return set
	case inventory.ExtentGeometry:
		set, _ = raster.MultiPolygon(z.Geometry)
		return set
	}
	return cellsOf(g.named(z.Extent))
}

// usable finds the unit of a code, or says why it cannot be drawn and what
// would do.
func (g *Gazetteer) usable(field, kind, code string) (*inventory.Unit, *inventory.FieldError) {
	plain := code
	if kind == "" {
		var ok bool
		if kind, plain, ok = strings.Cut(code, ":"); !ok {
			return nil, &inventory.FieldError{Field: field, Value: code, Code: "bad_unit", Message: "is written KIND:code, such as nro:75056N01"}
		}
		if len(g.kinds[kind]) == 0 {
			return nil, &inventory.FieldError{Field: field, Value: code, Code: "unknown_kind",
				Message: fmt.Sprintf("names a kind of unit that is not loaded; there are %s", strings.Join(g.Kinds(), ", "))}
		}
	}
	u, ok := g.Unit(kind, plain)
	if !ok {
		return nil, g.unknown(field, kind, plain)
	}
	if !u.Located {
		return nil, &inventory.FieldError{Field: field, Value: code, Code: "no_boundary", Message: fmt.Sprintf(
			"(%s) has no boundary in the territory in force: name its neighbours or its EPCI, give a radius or a geometry, or load a territory that has it", u.Name)}
	}
	return u, nil
}

// unknown says what a code that names no unit may have been meant to be.
func (g *Gazetteer) unknown(field, kind, code string) *inventory.FieldError {
	fault := &inventory.FieldError{Field: field, Value: code, Code: "unknown_code"}
	if u, ok := g.Unit(kind, "0"+code); ok {
		fault.Code, fault.Message = "lost_zero", fmt.Sprintf("has lost its leading zero: %s is %s", u.Code, u.Name)
		return fault
	}
	if now, ok := g.Former(code); ok && kind == inventory.Commune {
		u, _ := g.Unit(kind, now)
		fault.Code, fault.Message = "former_code", fmt.Sprintf("is no commune's code any more: it is part of %s %s now", now, u.Name)
		return fault
	}
	what := map[string]string{
		inventory.Commune:     "is not the INSEE code of a commune (not a postal code)",
		inventory.EPCI:        "is not the SIREN of an EPCI (nine digits)",
		inventory.Departement: "is not the code of a département (01 to 95, 2A, 2B, 971 to 974, 976)",
	}[kind]
	if what == "" {
		what = fmt.Sprintf("is not the code of a unit of the kind %s", kind)
	}
	if list := g.ByPostcode(code); kind == inventory.Commune && len(list) > 0 {
		fault.Code, what = "postcode", fmt.Sprintf("is a postal code, of %s: give INSEE codes", named(namesOf(list)))
	}
	fault.Message = what
	return fault
}

func namesOf(units []*inventory.Unit) []string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.Code + " " + u.Name
	}
	return names
}

// Repairs is the code that would be right where one that names no unit of a kind
// was meant for another: the leading zero lost, or a merged commune's code.
func (g *Gazetteer) Repairs(kind, code string) (string, bool) {
	if _, ok := g.Unit(kind, "0"+code); ok {
		return "0" + code, true
	}
	if kind == inventory.Commune {
		return g.Former(code)
	}
	return "", false
}

// landOf is the common outline of units, from their boundaries in the database,
// valid as PostGIS means it.
func landOf(ctx context.Context, db postgres.DB, units []*inventory.Unit) (orb.MultiPolygon, error) {
	s := &sheet{zone: &inventory.Zone{}, units: units}
	err := outlines(ctx, db, []*sheet{s})
	return s.zone.Geometry, err
}

func territoryChanged() error {
	return inventory.Errorf(inventory.Conflict, "territory_changed", "the territory has just been changed: try again")
}

func shareEdges(kind string) bool {
	return kind == inventory.Commune || kind == inventory.EPCI || kind == inventory.Departement || kind == inventory.Region
}

func unite(ctx context.Context, db postgres.DB, parts []orb.MultiPolygon) (orb.MultiPolygon, error) {
	all := make(orb.Collection, len(parts))
	for i, p := range parts {
		all[i] = p
	}
	var mp orb.MultiPolygon
	err := db.QueryRow(ctx, "SELECT ST_Multi(ST_CollectionExtract(ST_UnaryUnion($1::geometry), 3))", all).Scan(&mp)
	return mp, err
}

// Repair asks PostGIS whether a geometry is valid. When it is, reason is empty
// and the geometry comes back as it was. When it is not, reason says what and
// where in PostGIS's words ("Self-intersection[2.5 47.1]") and the nearest valid
// geometry comes back (ST_MakeValid, areas alone), nil when no area is left.
func Repair(ctx context.Context, db postgres.DB, mp orb.MultiPolygon) (valid orb.MultiPolygon, reason string, err error) {
	return repaired(db.QueryRow(ctx, repair, mp), mp)
}

// repair is the question of Repair; repaired reads its answer.
const repair = `SELECT CASE WHEN ok THEN NULL ELSE ST_IsValidReason(g) END,
		CASE WHEN ok THEN NULL ELSE ST_Multi(ST_CollectionExtract(ST_MakeValid(g), 3)) END
	FROM (SELECT $1::geometry AS g) AS given, LATERAL (SELECT ST_IsValid(g) AS ok) AS checked`

func repaired(row pgx.Row, mp orb.MultiPolygon) (valid orb.MultiPolygon, reason string, err error) {
	var fixed orb.MultiPolygon
	var fault *string
	err = row.Scan(&fault, &fixed)
	if err != nil || fault == nil {
		return mp, "", err
	}
	if len(fixed) == 0 {
		fixed = nil
	}
	return fixed, *fault, nil
}

// drawCircle draws radius_km around the hand-off.
func drawCircle(z *inventory.Zone, handoff *inventory.Pop) error {
	if handoff == nil {
		return wrong("handoff", z.Handoff, "unknown_handoff", "is no PoP of this member: a radius needs the PoP around which it is drawn")
	}
	lon, lat := handoff.Position[0], handoff.Position[1]
	cells, err := raster.Circle(lon, lat, z.Extent.RadiusKM)
	if err != nil {
		return wrong("radius_km", fmt.Sprint(z.Extent.RadiusKM), "bad_radius", err.Error())
	}
	z.Geometry, z.Cells = orb.MultiPolygon{raster.CirclePolygon(lon, lat, z.Extent.RadiusKM)}, cells
	return nil
}

// drawOwn checks the geometry a zone brings and draws it on the line.
func drawOwn(ctx context.Context, db postgres.DB, z *inventory.Zone) error {
	if err := checkOwn(z.Geometry); err != nil {
		return err
	}
	_, reason, err := Repair(ctx, db, z.Geometry)
	if err != nil {
		return err
	}
	if reason != "" {
		return wrong("geometry", "", "self_crossing", fmt.Sprintf("is not a valid polygon (%s): redraw it there, or repair it in QGIS with “Fix geometries”", reason))
	}
	cells, err := raster.MultiPolygon(z.Geometry)
	if err != nil {
		return wrong("geometry", "", "bad_geometry", err.Error())
	}
	z.Cells = cells
	return nil
}

func checkOwn(mp orb.MultiPolygon) error {
	vertices := 0
	for _, p := range mp {
		for _, r := range p {
			vertices += len(r)
			if len(r) < 4 || r[0] != r[len(r)-1] {
				return wrong("geometry", "", "bad_geometry", fmt.Sprintf("has a ring of %d points that is not closed: a ring has four or more, the last like the first", len(r)))
			}
			for _, v := range r {
				if !(math.Abs(v[0]) <= 180 && math.Abs(v[1]) <= 90) {
					return wrong("geometry", fmt.Sprint(v), "not_lonlat", "is not in longitude and latitude (degrees, WGS84): convert it from its projection first")
				}
			}
		}
	}
	if vertices == 0 {
		return wrong("geometry", "", "missing", "is missing: a polygon in longitude and latitude")
	}
	if vertices > inventory.MaxVertices {
		return wrong("geometry", fmt.Sprint(vertices), "too_many_vertices", fmt.Sprintf("has %d vertices, %d at most: simplify it", vertices, inventory.MaxVertices))
	}
	return nil
}
