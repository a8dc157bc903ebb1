package territory

import (
	"context"
	"strings"

	"github.com/paulmach/orb"

	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// LandNear returns of a zone's land what lies around a box (degrees), on this
// territory and exact: of units, those whose boxes touch it alone. at is the place
// of the hand-off. Like [Gazetteer.CellsOf] it is for zones of the past: units
// that are not there have none, and what it holds of its own is taken as it is.
func (g *Gazetteer) LandNear(ctx context.Context, db postgres.DB, z *inventory.Zone, at orb.Point, box orb.Bound) (orb.MultiPolygon, error) {
	switch z.Extent.Kind {
	case inventory.ExtentGeometry:
		return z.Geometry, nil
	case inventory.ExtentRadius:
		circle := raster.CirclePolygon(at[0], at[1], z.Extent.RadiusKM)
		if len(circle) == 0 || !circle.Bound().Intersects(box) {
			return nil, nil
		}
		return orb.MultiPolygon{circle}, nil
	}
	var near []*inventory.Unit
	for _, u := range g.named(z.Extent) {
		if u.Located && u.Box.Intersects(box) {
			near = append(near, u)
		}
	}
	if len(near) == 0 {
		return nil, nil
	}
	return landOf(ctx, db, near)
}

// named returns the units that an extent names, those that there are, each once.
func (g *Gazetteer) named(e inventory.Extent) []*inventory.Unit {
	kind := map[inventory.ExtentKind]string{inventory.ExtentCommunes: inventory.Commune, inventory.ExtentEPCI: inventory.EPCI,
		inventory.ExtentDepartements: inventory.Departement}[e.Kind]
	seen := map[*inventory.Unit]bool{}
	var units []*inventory.Unit
	for _, code := range e.Codes {
		of, plain := kind, code
		if kind == "" {
			of, plain, _ = strings.Cut(code, ":")
		}
		if u, ok := g.Unit(of, plain); ok && !seen[u] {
			seen[u] = true
			units = append(units, u)
		}
	}
	return units
}
