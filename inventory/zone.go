package inventory

import (
	"fmt"
	"regexp"

	"github.com/paulmach/orb"

	"maillage/geo/line"
)

// ExtentKind is how a zone says which land it covers.
type ExtentKind string

// The kinds of extents.
const (
	ExtentCommunes     ExtentKind = "communes"     // INSEE codes of communes
	ExtentEPCI         ExtentKind = "epci"         // SIREN of EPCI
	ExtentDepartements ExtentKind = "departements" // INSEE codes of départements
	ExtentUnits        ExtentKind = "units"        // KIND:code of any loaded kind of unit
	ExtentRadius       ExtentKind = "radius"       // a geodesic circle around the hand-off
	ExtentGeometry     ExtentKind = "geometry"     // polygons, as WKT or a file's own
)

// ExtentKinds lists them.
var ExtentKinds = []ExtentKind{ExtentCommunes, ExtentEPCI, ExtentDepartements, ExtentUnits, ExtentRadius, ExtentGeometry}

// MaxRadiusKM is the widest radius a zone may have.
const MaxRadiusKM = 200

// MaxVertices is the most vertices that one zone's own geometry may have.
const MaxVertices = 500_000

// Extent is the land a zone covers as its owner said it. Codes goes with the
// kinds that name units, RadiusKM with radius; a geometry is in Zone.Geometry.
type Extent struct {
	Kind     ExtentKind `json:"kind"`
	Codes    []string   `json:"codes,omitempty"`
	RadiusKM float64    `json:"radius_km,omitempty"`
}

// Zone is a collection zone: where a member can pick up access lines, for some
// technologies, behind one hand-off PoP.
type Zone struct {
	Key
	Name          string       `json:"name"`
	Technologies  []Technology `json:"technologies"`
	Supplier      string       `json:"supplier,omitempty"` // whose access network is collected
	Handoff       string       `json:"handoff,omitempty"`  // code of a PoP of the same member
	Extent        Extent       `json:"extent"`
	Status        Status       `json:"status"`
	AvailableOn   Date         `json:"available_on,omitzero"`
	CapacityGbps  *float64     `json:"capacity_gbps,omitempty"`
	SetupEUR      *float64     `json:"setup_eur,omitempty"`
	MonthlyEUR    *float64     `json:"monthly_eur,omitempty"`
	PriceAudience Audience     `json:"price_audience"`
	Audience      Audience     `json:"audience"`

	// Geometry is the land as polygons, lon/lat WGS84: as uploaded, or made from
	// the units or the circle. Cells is the same on the line, derived from it.
	Geometry orb.MultiPolygon `json:"-"`
	Cells    line.Set         `json:"-"`
}

var unitCode = regexp.MustCompile(`^[a-z0-9_-]{1,30}:.{1,60}$`)

// Validate returns every fault of z, but those that only the territory or the
// member's PoPs can tell (unknown codes, no such hand-off).
func (z Zone) Validate() error {
	var f fields
	f.code(z.Code)
	f.text("name", z.Name, 1, MaxName)
	if len(z.Technologies) == 0 {
		f.add("technologies", "", "missing", "is missing: one or more of "+Words(Technologies))
	}
	eachOf(&f, "technologies", z.Technologies, Technologies)
	f.text("supplier", z.Supplier, 0, MaxName)
	f.text("handoff", z.Handoff, 0, MaxCode)
	oneOf(&f, "status", z.Status, Statuses)
	oneOf(&f, "audience", z.Audience, Audiences)
	oneOf(&f, "price_audience", z.PriceAudience, Audiences)
	f.positive("capacity_gbps", z.CapacityGbps)
	f.positive("setup_eur", z.SetupEUR)
	f.positive("monthly_eur", z.MonthlyEUR)
	z.Extent.validate(&f, z.Handoff)
	return InvalidFields("zone", f)
}

func (e Extent) validate(f *fields, handoff string) {
	units := e.Kind != ExtentRadius && e.Kind != ExtentGeometry
	if !units && len(e.Codes) > 0 || e.Kind != ExtentRadius && e.RadiusKM != 0 {
		f.add("extent", string(e.Kind), "two_extents", "is said in one way alone: codes, a radius or a geometry")
	}
	switch e.Kind {
	case ExtentCommunes, ExtentEPCI, ExtentDepartements, ExtentUnits:
		if len(e.Codes) == 0 {
			f.add(string(e.Kind), "", "missing", "is missing: codes separated by spaces, commas or |")
		}
		for _, c := range e.Codes {
			if e.Kind == ExtentUnits && !unitCode.MatchString(c) {
				f.add("units", c, "bad_unit", "is written KIND:code, such as nro:75056N01")
			}
		}
	case ExtentRadius:
		if !(e.RadiusKM > 0 && e.RadiusKM <= MaxRadiusKM) {
			f.add("radius_km", fmt.Sprint(e.RadiusKM), "bad_radius", fmt.Sprintf("is more than 0 and at most %d km", MaxRadiusKM))
		}
		if handoff == "" {
			f.add("handoff", "", "missing", "is missing: a radius needs the PoP around which it is drawn")
		}
	case ExtentGeometry:
	default:
		f.add("extent", string(e.Kind), "missing", "is missing: give communes, epci, departements, units, radius_km, wkt or a geometry")
	}
}
