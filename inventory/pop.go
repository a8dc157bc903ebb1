package inventory

import (
	"fmt"

	"github.com/paulmach/orb"
)

// PopKind is what a PoP is, in the words of the Open Fibre Data Standard
// (nodeType codelist).
type PopKind string

// PopKinds lists those that exist.
var PopKinds = []PopKind{"pop", "exchange", "cabinet", "aggregationPoint", "dataCentre", "tower", "other"}

// PositionSource says where a position comes from, and so how far to trust it.
type PositionSource string

// The sources of a position.
const (
	PositionGiven   PositionSource = "given"   // coordinates in the upload
	PositionAddress PositionSource = "address" // geocoded
	PositionCommune PositionSource = "commune" // the commune's centre: approximate
)

// PositionSources lists them from the best to the worst.
var PositionSources = []PositionSource{PositionGiven, PositionAddress, PositionCommune}

// Pop is a point of presence: a site where a member hands over or picks up
// traffic.
type Pop struct {
	Key
	Name           string         `json:"name"`
	Kind           PopKind        `json:"kind"`
	Position       orb.Point      `json:"-"` // lon, lat, WGS84 degrees
	PositionSource PositionSource `json:"position_source"`
	Address        string         `json:"address,omitempty"`
	Postcode       string         `json:"postcode,omitempty"`
	City           string         `json:"city,omitempty"`
	INSEE          string         `json:"insee,omitempty"` // code of the commune that holds the position
	Status         Status         `json:"status"`
	Technologies   []Technology   `json:"technologies"`
	CapacityGbps   *float64       `json:"capacity_gbps,omitempty"`
	Facility       string         `json:"facility,omitempty"` // data centre or building, PeeringDB's id where known
	Audience       Audience       `json:"audience"`
	OpenedOn       Date           `json:"opened_on,omitzero"`
	ClosedOn       Date           `json:"closed_on,omitzero"`
}

// Validate returns every fault of p, but those that only the territory can
// tell (a point at sea, an unknown commune).
func (p Pop) Validate() error {
	var f fields
	f.code(p.Code)
	f.text("name", p.Name, 1, MaxName)
	oneOf(&f, "kind", p.Kind, PopKinds)
	oneOf(&f, "status", p.Status, Statuses)
	oneOf(&f, "audience", p.Audience, Audiences)
	oneOf(&f, "position_source", p.PositionSource, PositionSources)
	eachOf(&f, "technologies", p.Technologies, Technologies)
	if lon, lat := p.Position[0], p.Position[1]; !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) {
		f.add("position", fmt.Sprint(p.Position), "bad_position", "is a longitude and a latitude in degrees")
	}
	f.text("address", p.Address, 0, MaxText)
	f.text("postcode", p.Postcode, 0, 10)
	f.text("city", p.City, 0, MaxName)
	f.text("facility", p.Facility, 0, MaxName)
	f.positive("capacity_gbps", p.CapacityGbps)
	if !p.ClosedOn.IsZero() && p.ClosedOn.Before(p.OpenedOn) {
		f.add("closed_on", p.ClosedOn.String(), "closed_before_opened", "is before opened_on "+p.OpenedOn.String())
	}
	return InvalidFields("pop", f)
}
