package main

import (
	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

type contributionsVerb struct {
	Member []string `placeholder:"SLUG" help:"Members to count; all by default."`
	filterFlags
}

func (v contributionsVerb) Run(p *program) error {
	ask := func(now *atlas.Picture, f inventory.Filter) (gen.Contributions, error) {
		c, err := now.Contributions(p.viewer(), f)
		return api.ContributionsDocument(c), err
	}
	return answer(p, v.filterFlags, v.Member, ask, func(d gen.Contributions) error {
		t := newTable("member", ">reach", ">unique", ">fair part", ">of covered", ">given", ">received", "confirmed on")
		for _, m := range d.Members {
			received, confirmed, part := "", "", 0.0
			if m.Received != nil {
				received = weight(m.Received.Weight)
			}
			if m.ConfirmedOn != nil {
				confirmed = m.ConfirmedOn.String()
			}
			if d.Covered.Weight > 0 {
				part = m.Shapley.Weight / d.Covered.Weight
			}
			t.add(m.Member, weight(m.Reach.Weight), weight(m.Unique.Weight), weight(m.Shapley.Weight), percent(part),
				weight(m.Given.Weight), received, confirmed)
		}
		t.add("covered", "", "", weight(d.Covered.Weight), "", "", "", "")
		return t.print(p.stdout, 0)
	})
}
