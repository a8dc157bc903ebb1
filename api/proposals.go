package api

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/geojson"

	"maillage/api/gen"
	trace "maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
)

// The states of a proposal.
const (
	stateOpen      gen.ProposalState = "open"
	stateClosed    gen.ProposalState = "closed"
	stateWithdrawn gen.ProposalState = "withdrawn"
)

// proposed is all that a viewer reads of a proposal.
type proposed struct {
	proposal inventory.Proposal
	picks    []inventory.ProposalPick
	gains    []inventory.ProposalGain
	voices   []inventory.Voice
}

func (h *handlers) proposal(ctx context.Context, p *Parts, id int64) (out proposed, err error) {
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		out, err = readProposal(ctx, tx, id)
		return err
	})
	return out, err
}

func readProposal(ctx context.Context, tx pgx.Tx, id int64) (out proposed, err error) {
	if out.proposal, err = postgres.Proposal(ctx, tx, id); err != nil {
		return out, err
	}
	if out.picks, err = postgres.ProposalPicks(ctx, tx, id); err != nil {
		return out, err
	}
	if out.gains, err = postgres.ProposalGains(ctx, tx, id); err != nil {
		return out, err
	}
	out.voices, err = postgres.Voices(ctx, tx, id)
	return out, err
}

// ReadProposal is a proposal as a viewer reads it, in a transaction of theirs.
// Voices are in it once it is closed.
func ReadProposal(ctx context.Context, tx pgx.Tx, v inventory.Viewer, id int64) (gen.Proposal, error) {
	in, err := readProposal(ctx, tx, id)
	if err != nil {
		return gen.Proposal{}, err
	}
	return proposalDocument(v, in)
}

// ReadProposals is the proposals that a viewer reads, newest first, without their
// picks: those before a number, 0 for all, limit of them.
func ReadProposals(ctx context.Context, tx pgx.Tx, v inventory.Viewer, before int64, limit int) ([]gen.Proposal, error) {
	list, err := postgres.Proposals(ctx, tx, before, limit)
	if err != nil {
		return nil, err
	}
	all := make([]gen.Proposal, len(list))
	for i, one := range list {
		in := proposed{proposal: one}
		if in.voices, err = postgres.Voices(ctx, tx, one.ID); err != nil {
			return nil, err
		}
		if all[i], err = proposalDocument(v, in); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// proposalDocument is what a viewer reads of a proposal. What it may read is what
// the database's policies gave.
func proposalDocument(v inventory.Viewer, in proposed) (gen.Proposal, error) {
	p := in.proposal
	d := gen.Proposal{Picks: []gen.ProposalPick{}}
	if err := json.Unmarshal(p.Answer, &d); err != nil {
		return d, inventory.Errorf(inventory.Internal, "bad_proposal", "proposal %d cannot be read: %w", p.ID, err)
	}
	d.Id, d.Title, d.Body, d.Voters, d.Quorum = p.ID, p.Title, p.Body, p.Voters, p.Quorum
	d.CreatedAt, d.ClosesAt, d.ClosedAt, d.WithdrawnAt = p.CreatedAt, p.ClosesAt, p.ClosedAt, p.WithdrawnAt
	d.State = stateOpen
	switch {
	case p.WithdrawnAt != nil:
		d.State = stateWithdrawn
	case p.ClosedAt != nil:
		d.State = stateClosed
		by := gen.ProposalClosedBy("quorum")
		if !p.ClosedAt.Before(p.ClosesAt) {
			by = gen.ProposalClosedBy("date")
		}
		d.ClosedBy = &by
	}
	if seesEachGain(v) {
		d.Plan = p.Plan
	}
	for _, k := range in.picks {
		var one gen.ProposalPick
		if err := json.Unmarshal(k.Pick, &one); err != nil {
			return d, inventory.Errorf(inventory.Internal, "bad_proposal", "proposal %d cannot be read: %w", p.ID, err)
		}
		d.Picks = append(d.Picks, one)
	}
	addGains(v, in.gains, &d)
	addVoices(v, in, &d)
	return d, nil
}

func seesEachGain(v inventory.Viewer) bool {
	return v.Role == inventory.RoleBureau || v.Role == inventory.RoleOperator
}

// addGains says what opens to the viewer's member, or to each for the bureau.
func addGains(v inventory.Viewer, gains []inventory.ProposalGain, d *gen.Proposal) {
	if !seesEachGain(v) {
		own, any := 0.0, false
		for _, g := range gains {
			if g.Member == v.Member && g.Rank <= len(d.Picks) {
				gain := g.Gain
				d.Picks[g.Rank-1].OwnGain = &gain
				own, any = own+gain, true
			}
		}
		if any {
			own = thousandth(own)
			d.OwnGain = &own
		}
		return
	}
	of := map[string]float64{}
	by := make([][]gen.PlanGain, len(d.Picks))
	for _, g := range gains {
		of[g.Member] += g.Gain
		if g.Rank <= len(by) && g.Gain > 0 {
			by[g.Rank-1] = append(by[g.Rank-1], gen.PlanGain{Member: g.Member, Gain: g.Gain})
		}
	}
	for i := range d.Picks {
		d.Picks[i].Members = &by[i]
	}
	if len(gains) == 0 {
		return
	}
	all := make([]gen.PlanGain, 0, len(of))
	for member, gain := range of {
		all = append(all, gen.PlanGain{Member: member, Gain: thousandth(gain)})
	}
	slices.SortFunc(all, func(a, b gen.PlanGain) int {
		return cmp.Or(cmp.Compare(b.Gain, a.Gain), cmp.Compare(a.Member, b.Member))
	})
	d.Members = &all
}

func addVoices(v inventory.Viewer, in proposed, d *gen.Proposal) {
	may := d.State == stateOpen && v.Role == inventory.RoleContributor && !v.ReadOnly
	d.MayVoice = &may
	all := make([]gen.Voice, 0, len(in.voices))
	var result gen.ProposalResult
	for _, one := range in.voices {
		voice := gen.Voice{Member: one.Member, Interest: gen.Interest(one.Interest), Note: one.Note, CastAt: one.CastAt}
		if v.Role != inventory.RoleBureau && v.Member != "" && one.Member == v.Member {
			d.Voice = &voice
		}
		switch one.Interest {
		case inventory.Interested:
			result.Interested++
		case inventory.NotInterested:
			result.NotInterested++
		default:
			result.Abstains++
		}
		all = append(all, voice)
	}
	if d.State == stateClosed {
		d.Voices, d.Result = &all, &result
	}
}

// ListProposals lists proposals, a page at a time, without their picks.
func (h *handlers) ListProposals(ctx context.Context, r gen.ListProposalsRequestObject) (gen.ListProposalsResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	before, err := cursor(r.Params.After)
	if err != nil {
		return nil, err
	}
	limit := or(r.Params.Limit, defaultPage)
	var all []gen.Proposal
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		all, err = ReadProposals(ctx, tx, viewerOf(ctx), before, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	all, next := page(all, limit, func(p gen.Proposal) string { return strconv.FormatInt(p.Id, 10) })
	return gen.ListProposals200JSONResponse{Items: all, Next: next}, nil
}

// cursor reads where a page of numbered things begins.
func cursor(after *string) (before int64, err error) {
	if after == nil {
		return 0, nil
	}
	if before, err = strconv.ParseInt(*after, 10, 64); err != nil || before < 1 {
		return 0, invalidRequest([]inventory.FieldError{{Field: "after", Value: *after, Code: "bad_cursor", Message: "is not a cursor this address gave"}})
	}
	return before, nil
}

// AddProposal puts a plan to the members.
func (h *handlers) AddProposal(ctx context.Context, r gen.AddProposalRequestObject) (gen.AddProposalResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	id, err := p.Planner.Propose(ctx, viewerOf(ctx), planning.Put{
		Plan: r.Body.Plan, Title: r.Body.Title, Body: or(r.Body.Body, ""), ClosesAt: r.Body.ClosesAt, Quorum: r.Body.Quorum})
	if err != nil {
		return nil, err
	}
	d, err := h.proposalNow(ctx, p, id)
	if err != nil {
		return nil, err
	}
	return gen.AddProposal201JSONResponse(d), nil
}

func (h *handlers) proposalNow(ctx context.Context, p *Parts, id int64) (gen.Proposal, error) {
	in, err := h.proposal(ctx, p, id)
	if err != nil {
		return gen.Proposal{}, err
	}
	return proposalDocument(viewerOf(ctx), in)
}

// GetProposal shows a proposal.
func (h *handlers) GetProposal(ctx context.Context, r gen.GetProposalRequestObject) (gen.GetProposalResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	d, err := h.proposalNow(ctx, p, r.Id)
	if err != nil {
		return nil, err
	}
	return gen.GetProposal200JSONResponse(d), nil
}

// PutVoice keeps what a member declares.
func (h *handlers) PutVoice(ctx context.Context, r gen.PutVoiceRequestObject) (gen.PutVoiceResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	err = p.Planner.Voice(ctx, viewerOf(ctx), r.Id, inventory.Interest(r.Body.Interest), or(r.Body.Note, ""))
	if err != nil {
		return nil, err
	}
	d, err := h.proposalNow(ctx, p, r.Id)
	if err != nil {
		return nil, err
	}
	return gen.PutVoice200JSONResponse(d), nil
}

// WithdrawProposal withdraws a proposal that is open.
func (h *handlers) WithdrawProposal(ctx context.Context, r gen.WithdrawProposalRequestObject) (gen.WithdrawProposalResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	err = p.Store.Write(ctx, viewerOf(ctx), "proposal", func(tx pgx.Tx) error { return postgres.WithdrawProposal(ctx, tx, r.Id) })
	if err != nil {
		return nil, err
	}
	d, err := h.proposalNow(ctx, p, r.Id)
	if err != nil {
		return nil, err
	}
	return gen.WithdrawProposal200JSONResponse(d), nil
}

// GetProposalPicks gives the land of each pick.
func (h *handlers) GetProposalPicks(ctx context.Context, r gen.GetProposalPicksRequestObject) (gen.GetProposalPicksResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	in, err := h.proposal(ctx, p, r.Id)
	if err != nil {
		return nil, err
	}
	d, err := proposalDocument(viewerOf(ctx), in)
	if err != nil {
		return nil, err
	}
	all := geojson.NewFeatureCollection()
	for i, k := range d.Picks {
		f := geojson.NewFeature(trace.Trace(in.picks[i].Cells))
		f.Properties = geojson.Properties{"rank": i + 1, "code": k.Candidate, "name": k.Name, "gain": k.Gain, "cumulated": k.Cumulated, "km2": k.Km2}
		if k.OwnGain != nil {
			f.Properties["own_gain"] = *k.OwnGain
		}
		all.Append(f)
	}
	text, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	return picksGeoJSON{"proposal", r.Id, text}, nil
}
