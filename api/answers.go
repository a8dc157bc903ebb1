package api

import (
	"context"
	"strconv"

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
	return keep(ctx, now, f, "coverage", plainJSON, func() (gen.Coverage, error) {
		c, err := now.Coverage(viewerOf(ctx), f)
		return CoverageDocument(c, f.Unit != ""), err
	})
}

// GetOverlaps tells what each pair of members both collect.
func (h *handlers) GetOverlaps(ctx context.Context, r gen.GetOverlapsRequestObject) (gen.GetOverlapsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	return keep(ctx, now, f, "overlaps", plainJSON, func() (gen.Overlaps, error) {
		o, err := now.Overlaps(viewerOf(ctx), f)
		return OverlapsDocument(o), err
	})
}

// GetGaps tells what nobody collects.
func (h *handlers) GetGaps(ctx context.Context, r gen.GetGapsRequestObject) (gen.GetGapsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	return keep(ctx, now, f, "gaps", plainJSON, func() (gen.Gaps, error) {
		g, err := now.Gaps(viewerOf(ctx), f)
		return GapsDocument(g, f.Unit != ""), err
	})
}

// GetOpenings tells what the pool opens to one member, or each to each other.
func (h *handlers) GetOpenings(ctx context.Context, r gen.GetOpeningsRequestObject) (gen.GetOpeningsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, nil, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	if q.Member == nil {
		return keep(ctx, now, f, "exchange", plainJSON, func() (gen.Openings, error) {
			e, err := now.Exchange(viewerOf(ctx), f)
			return ExchangeDocument(e), err
		})
	}
	return keep(ctx, now, f, "openings of "+strconv.Quote(*q.Member), plainJSON, func() (gen.Openings, error) {
		o, err := now.Openings(viewerOf(ctx), f, *q.Member)
		return OpeningsDocument(o, f.Unit != ""), err
	})
}
