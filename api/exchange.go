package api

import (
	"context"

	"maillage/api/gen"
	"maillage/inventory/atlas"
)

// ExchangeDocument is what each member opens to each other: the openings of no
// one member.
func ExchangeDocument(e atlas.Exchange) gen.Openings {
	pairs := make([]gen.Opening, len(e.Pairs))
	for i, p := range e.Pairs {
		pairs[i] = gen.Opening{Giver: p.Giver, Receiver: p.Receiver, Km2: p.KM2, Weight: thousandth(p.Weight)}
	}
	return gen.Openings{Layer: e.Layer, Pool: amount(e.Pool), Pairs: &pairs}
}

// ContributionsDocument is what each member brings to the pool.
func ContributionsDocument(c atlas.Contributions) gen.Contributions {
	d := gen.Contributions{Layer: c.Layer, Territory: amount(c.Territory), Covered: share(c.Covered), Members: make([]gen.Contribution, len(c.Members))}
	for i, m := range c.Members {
		to := gen.Contribution{Member: m.Member, Reach: amount(m.Reach), Unique: amount(m.Unique), Shapley: amount(m.Shapley),
			Given: amount(m.Given), ConfirmedOn: someDate(m.ConfirmedOn)}
		to.Shapley.Km2 = thousandth(m.Shapley.KM2)
		if m.Received != nil {
			received := amount(*m.Received)
			to.Received = &received
		}
		d.Members[i] = to
	}
	return d
}

// GetContributions tells what each member brings to the pool.
func (h *handlers) GetContributions(ctx context.Context, r gen.GetContributionsRequestObject) (gen.GetContributionsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	c, err := now.Contributions(viewerOf(ctx), f)
	if err != nil {
		return nil, err
	}
	return gen.GetContributions200JSONResponse(ContributionsDocument(c)), nil
}
