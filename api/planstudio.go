package api

import (
	"context"
	"encoding/json"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/planning"
)

// PreviewPlan answers at once and keeps nothing.
func (h *handlers) PreviewPlan(ctx context.Context, r gen.PreviewPlanRequestObject) (gen.PreviewPlanResponseObject, error) {
	p, request, list, err := h.asked(ctx, *r.Body)
	if err != nil {
		return nil, err
	}
	a, err := p.Planner.Preview(ctx, viewerOf(ctx), request, list)
	if err != nil {
		return nil, err
	}
	d, err := PlanAnswerDocument(a)
	if err != nil {
		return nil, err
	}
	h.consultedPlan(ctx, p.Atlas.Now(), studio, codesOf(d.Picks, pickCode))
	d.Seconds, d.Steps, d.Ended = nil, nil, nil // of the machine, not of the plan
	return gen.PreviewPlan200JSONResponse(d), nil
}

// DrawPlanCurve draws what is won against what is spent.
func (h *handlers) DrawPlanCurve(ctx context.Context, r gen.DrawPlanCurveRequestObject) (gen.DrawPlanCurveResponseObject, error) {
	p, request, list, err := h.asked(ctx, *r.Body)
	if err != nil {
		return nil, err
	}
	c, err := p.Planner.Curve(ctx, viewerOf(ctx), request, list)
	if err != nil {
		return nil, err
	}
	h.consultedPlan(ctx, p.Atlas.Now(), studio, codesOf(c.Points, func(at *planning.CurvePoint) string { return at.Candidate }))
	var d gen.DrawPlanCurve200JSONResponse
	err = planned(c, &d)
	return d, err
}

// ListReplacements tells what could take the place of a pick.
func (h *handlers) ListReplacements(ctx context.Context, r gen.ListReplacementsRequestObject) (gen.ListReplacementsResponseObject, error) {
	p, request, list, err := h.asked(ctx, r.Body.Request)
	if err != nil {
		return nil, err
	}
	got, err := p.Planner.Replace(ctx, viewerOf(ctx), request, list, r.Body.Picks, r.Body.Drop, or(r.Body.Limit, someReplacements))
	if err != nil {
		return nil, err
	}
	h.consultedPlan(ctx, p.Atlas.Now(), studio, codesOf(got.Items, func(r *planning.Replacement) string { return r.Candidate }))
	var d gen.ListReplacements200JSONResponse
	err = planned(got, &d)
	return d, err
}

// someReplacements is how many replacements are given unless told otherwise.
const someReplacements = 10

// planned writes what package planning says into its document: the names of the
// fields are the same in both.
func planned(from, into any) error {
	text, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return inventory.Errorf(inventory.Internal, "bad_plan", "the answer cannot be written: %w", err)
	}
	return nil
}
