package api

import (
	"context"
	"fmt"

	"maillage/api/gen"
	"maillage/inventory/atlas"
)

// RedundancyDocument is what is collected behind two hand-offs; byUnit as in
// CoverageDocument.
func RedundancyDocument(r atlas.Redundancy, byUnit bool) gen.Redundancy {
	d := gen.Redundancy{Layer: r.Layer, Km: r.KM, Territory: amount(r.Territory), Covered: share(r.Covered), Redundant: share(r.Redundant),
		Zones: r.Zones, LeftOut: r.LeftOut}
	if byUnit {
		units := make([]gen.RedundancyUnit, len(r.Units))
		for i, u := range r.Units {
			units[i] = gen.RedundancyUnit{Code: u.Code, Name: u.Name, Km2: u.KM2, Weight: thousandth(u.Weight), Redundant: share(u.Redundant)}
		}
		d.Units = &units
	}
	return d
}

// GetRedundancy tells what is collected behind two hand-offs of distinct members.
func (h *handlers) GetRedundancy(ctx context.Context, r gen.GetRedundancyRequestObject) (gen.GetRedundancyResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	km := or(q.Km, atlas.SomeApartKM)
	return keep(ctx, now, f, fmt.Sprint("redundancy ", km), plainJSON, func() (gen.Redundancy, error) {
		a, err := now.Redundancy(viewerOf(ctx), f, km)
		return RedundancyDocument(a, f.Unit != ""), err
	})
}
