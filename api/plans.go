package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
)

const (
	// mostCandidates is how many candidates are listed.
	mostCandidates = 2000
	// planWait is how long addPlan waits for a plan to be done.
	planWait = 90 * time.Second
)

// asked is what a document asks to be planned, when there is what can plan it.
func (h *handlers) asked(ctx context.Context, in gen.PlanRequest) (*Parts, planning.Request, *planning.List, error) {
	p, err := h.need()
	if err != nil {
		return nil, planning.Request{}, nil, err
	}
	r, list, err := planRequest(ctx, in)
	return p, r, list, err
}

// planRequest is what a document asks to be planned. Errors: inventory.Invalid.
func planRequest(ctx context.Context, in gen.PlanRequest) (planning.Request, *planning.List, error) {
	var list *planning.List
	r := planning.Request{}
	if in.List != nil {
		list = &planning.List{Name: in.List.Name, Content: in.List.Content, Member: or(in.List.Member, ""), Lang: langOf(ctx)}
		r.File, in.List = list.Name, nil
	}
	// The names of the fields are the same in both.
	text, err := json.Marshal(in)
	if err == nil {
		file := r.File
		err = json.Unmarshal(text, &r)
		r.File = file
	}
	if err != nil {
		return r, nil, inventory.Errorf(inventory.Invalid, "bad_request", "the request cannot be read: %w", err)
	}
	return r, list, r.Validate()
}

// PlanDocument is a plan as it is kept.
func PlanDocument(p inventory.Plan) (gen.Plan, error) {
	d := gen.Plan{Picks: []gen.PlanPick{}}
	for _, part := range []struct {
		text json.RawMessage
		into any
	}{{p.Answer, &d}, {p.Request, &d.Request}, {p.Progress, &d.Progress}} {
		if len(part.text) == 0 {
			continue
		}
		if err := json.Unmarshal(part.text, part.into); err != nil {
			return d, inventory.Errorf(inventory.Internal, "bad_plan", "plan %d cannot be read: %w", p.ID, err)
		}
	}
	if d.Progress != nil && p.Answer == nil {
		d.Value, d.Bound, d.ShareOfBest = d.Progress.Value, d.Progress.Bound, d.Progress.ShareOfBest
	}
	d.Id, d.Name, d.State, d.Author, d.CreatedAt = p.ID, p.Name, gen.PlanState(p.State), p.Author, p.CreatedAt
	d.Member, d.ListName, d.EndedAt = some(p.Member), some(p.ListName), p.EndedAt
	d.Failure, d.FailureCode = some(p.Failure), some(p.FailureCode)
	return d, nil
}

// planDocument is PlanDocument in the reader's language. That it names zones is
// counted.
func (h *handlers) planDocument(ctx context.Context, p *Parts, kept inventory.Plan) (gen.Plan, error) {
	d, err := PlanDocument(kept)
	d.Failure = some(planning.Failure(kept, langOf(ctx)))
	h.consultedPlan(ctx, p.Atlas.Now(), fmt.Sprint("plan ", kept.ID), codesOf(d.Picks, pickCode))
	return d, err
}

func pickCode(k *gen.PlanPick) string { return k.Candidate }

// PlanAnswerDocument is a plan that is not kept.
func PlanAnswerDocument(a *planning.Answer) (d gen.PlanAnswer, err error) {
	err = planned(a, &d)
	return d, err
}

// AddPlan starts a plan, and waits for it unless told otherwise.
func (h *handlers) AddPlan(ctx context.Context, r gen.AddPlanRequestObject) (gen.AddPlanResponseObject, error) {
	p, request, list, err := h.asked(ctx, r.Body.Request)
	if err != nil {
		return nil, err
	}
	name := or(r.Body.Name, "")
	if name == "" {
		name = time.Now().Format("2006-01-02 15:04")
	}
	kept, done, err := p.Planner.Start(ctx, viewerOf(ctx), name, request, list)
	if err != nil {
		return nil, err
	}
	if or(r.Params.Wait, true) {
		select {
		case <-done:
		case <-time.After(planWait):
		case <-ctx.Done():
		}
		if kept, err = h.plan(context.WithoutCancel(ctx), p, kept.ID); err != nil {
			return nil, err
		}
	}
	d, err := h.planDocument(ctx, p, kept)
	if err != nil {
		return nil, err
	}
	return gen.AddPlan201JSONResponse(d), nil
}

func (h *handlers) plan(ctx context.Context, p *Parts, id int64) (kept inventory.Plan, err error) {
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		kept, err = postgres.Plan(ctx, tx, id)
		return err
	})
	return kept, err
}

// shown is a plan as its reader is shown it, which is counted.
func (h *handlers) shown(ctx context.Context, p *Parts, id int64) (gen.Plan, error) {
	kept, err := h.plan(ctx, p, id)
	if err != nil {
		return gen.Plan{}, err
	}
	return h.planDocument(ctx, p, kept)
}

// changePlan does to a plan what do does, if the viewer may.
func (h *handlers) changePlan(ctx context.Context, id int64, do func(context.Context, pgx.Tx, int64) error) error {
	p, err := h.need()
	if err != nil {
		return err
	}
	return p.Store.Write(ctx, viewerOf(ctx), "plan", func(tx pgx.Tx) error { return do(ctx, tx, id) })
}

// ListCandidates tells what a request would choose among.
func (h *handlers) ListCandidates(ctx context.Context, r gen.ListCandidatesRequestObject) (gen.ListCandidatesResponseObject, error) {
	p, request, list, err := h.asked(ctx, *r.Body)
	if err != nil {
		return nil, err
	}
	s, err := p.Planner.Study(ctx, viewerOf(ctx), request, list)
	if err != nil {
		return nil, err
	}
	h.consulted(ctx, p.Atlas.Now(), s.Owners()...)
	weights := s.Weights()
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weights[b], weights[a]) })
	d := gen.ListCandidates200JSONResponse{Count: len(order), Layer: s.Layer.Name, Items: []gen.PlanCandidate{}}
	for _, i := range order[:min(len(order), mostCandidates)] {
		d.Items = append(d.Items, candidateDocument(&s.Candidates[i], weights[i]))
	}
	return d, nil
}

func candidateDocument(c *planning.Candidate, weight float64) gen.PlanCandidate {
	d := gen.PlanCandidate{
		Code: c.Code, Name: c.Name, At: c.At[:], Departement: some(c.Departement), Supplier: some(c.Supplier), Member: some(c.Member),
		Km2: thousandth(c.Cells.KM2()), Weight: thousandth(weight), Cost: c.CostEUR(),
	}
	if !math.IsNaN(c.KM) {
		km := thousandth(c.KM)
		d.KmToPop = &km
	}
	return d
}

// ListPlans lists plans, a page at a time, without their picks.
func (h *handlers) ListPlans(ctx context.Context, r gen.ListPlansRequestObject) (gen.ListPlansResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	before := int64(0)
	if r.Params.After != nil {
		if before, err = strconv.ParseInt(*r.Params.After, 10, 64); err != nil || before < 1 {
			return nil, invalidRequest([]inventory.FieldError{{Field: "after", Value: *r.Params.After, Code: "bad_cursor", Message: "is not a cursor this address gave"}})
		}
	}
	limit := or(r.Params.Limit, defaultPage)
	var plans []inventory.Plan
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		plans, err = postgres.Plans(ctx, tx, before, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	plans, next := page(plans, limit, func(p inventory.Plan) string { return strconv.FormatInt(p.ID, 10) })
	d := gen.ListPlans200JSONResponse{Items: make([]gen.Plan, len(plans)), Next: next}
	for i, one := range plans {
		if d.Items[i], err = PlanDocument(one); err != nil {
			return nil, err
		}
		d.Items[i].Failure, d.Items[i].Picks = some(planning.Failure(one, langOf(ctx))), []gen.PlanPick{}
	}
	return d, nil
}

// GetPlan shows a plan, or how far the work on it is.
func (h *handlers) GetPlan(ctx context.Context, r gen.GetPlanRequestObject) (gen.GetPlanResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var kept inventory.Plan
	var list []byte
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		if kept, err = postgres.Plan(ctx, tx, r.Id); err == nil && or(r.Params.List, false) {
			list, err = postgres.PlanList(ctx, tx, r.Id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	d, err := h.planDocument(ctx, p, kept)
	if err != nil {
		return nil, err
	}
	if list != nil {
		d.Request.List = &gen.PlanList{Name: kept.ListName, Content: list, Member: some(kept.ListMember)}
	}
	return gen.GetPlan200JSONResponse(d), nil
}

// RenamePlan gives a plan another name.
func (h *handlers) RenamePlan(ctx context.Context, r gen.RenamePlanRequestObject) (gen.RenamePlanResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	if err := p.Planner.Rename(ctx, viewerOf(ctx), r.Id, r.Body.Name); err != nil {
		return nil, err
	}
	d, err := h.shown(ctx, p, r.Id)
	if err != nil {
		return nil, err
	}
	return gen.RenamePlan200JSONResponse(d), nil
}

// DeletePlan removes a plan.
func (h *handlers) DeletePlan(ctx context.Context, r gen.DeletePlanRequestObject) (gen.DeletePlanResponseObject, error) {
	if err := h.changePlan(ctx, r.Id, postgres.RemovePlan); err != nil {
		return nil, err
	}
	return gen.DeletePlan204Response{}, nil
}

// StopPlan has the work on a plan stop with the best so far.
func (h *handlers) StopPlan(ctx context.Context, r gen.StopPlanRequestObject) (gen.StopPlanResponseObject, error) {
	if err := h.changePlan(ctx, r.Id, postgres.StopPlan); err != nil {
		return nil, err
	}
	return gen.StopPlan204Response{}, nil
}
