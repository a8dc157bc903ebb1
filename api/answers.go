package api

import (
	"context"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

// question is the picture to ask, and the filter that the answers share to ask it
// with.
func (h *handlers) question(ctx context.Context, members *gen.ByMember, technologies *gen.ByTechnology, statuses *gen.ByStatus, unit, layer, territory *string, asOf *gen.ByDay) (*atlas.Picture, inventory.Filter, error) {
	p, err := h.need()
	if err != nil {
		return nil, inventory.Filter{}, err
	}
	f, err := filterOf(members, technologies, statuses, unit, layer, territory, asOf)
	if err != nil {
		return nil, f, err
	}
	picture, err := p.Atlas.At(ctx, f.AsOf)
	return picture, f, err
}

// filterOf reads the filter that the answers share.
func filterOf(members *gen.ByMember, technologies *gen.ByTechnology, statuses *gen.ByStatus, unit, layer, territory *string, asOf *gen.ByDay) (inventory.Filter, error) {
	f := inventory.Filter{
		Members: or(members, nil), Technologies: words[inventory.Technology](or(technologies, nil)),
		Statuses: words[inventory.Status](or(statuses, nil)),
		Unit:     or(unit, ""), Layer: or(layer, ""), Territory: or(territory, ""),
		AsOf: dateOf(asOf),
	}
	return f, f.Validate()
}

// GetCoverage tells what the pool covers.
func (h *handlers) GetCoverage(ctx context.Context, r gen.GetCoverageRequestObject) (gen.GetCoverageResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	c, err := now.Coverage(viewerOf(ctx), f)
	if err != nil {
		return nil, err
	}
	return gen.GetCoverage200JSONResponse(CoverageDocument(c, f.Unit != "")), nil
}

// GetOverlaps tells what each pair of members both collect.
func (h *handlers) GetOverlaps(ctx context.Context, r gen.GetOverlapsRequestObject) (gen.GetOverlapsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	o, err := now.Overlaps(viewerOf(ctx), f)
	if err != nil {
		return nil, err
	}
	return gen.GetOverlaps200JSONResponse(OverlapsDocument(o)), nil
}

// GetGaps tells what nobody collects.
func (h *handlers) GetGaps(ctx context.Context, r gen.GetGapsRequestObject) (gen.GetGapsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	g, err := now.Gaps(viewerOf(ctx), f)
	if err != nil {
		return nil, err
	}
	return gen.GetGaps200JSONResponse(GapsDocument(g, f.Unit != "")), nil
}

// GetOpenings tells what the pool opens to one member, or each to each other.
func (h *handlers) GetOpenings(ctx context.Context, r gen.GetOpeningsRequestObject) (gen.GetOpeningsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, nil, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	if q.Member == nil {
		e, err := now.Exchange(viewerOf(ctx), f)
		if err != nil {
			return nil, err
		}
		return gen.GetOpenings200JSONResponse(ExchangeDocument(e)), nil
	}
	o, err := now.Openings(viewerOf(ctx), f, *q.Member)
	if err != nil {
		return nil, err
	}
	return gen.GetOpenings200JSONResponse(OpeningsDocument(o, f.Unit != "")), nil
}
