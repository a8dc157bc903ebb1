package main

import (
	"context"
	"fmt"
	"strings"

	"maillage/api"
	"maillage/api/gen"
)

type eligibilityVerb struct {
	At         string   `xor:"where" required:"" placeholder:"LON,LAT" help:"A point, longitude then latitude in degrees."`
	Insee      string   `xor:"where" required:"" placeholder:"CODE" help:"A commune."`
	Technology []string `help:"Technologies to look for; any by default."`
	Status     []string `help:"Statuses to count; operational alone by default."`
	AsOf       string   `name:"as-of" placeholder:"DATE" help:"The day to answer for, such as 2026-06-30; as things are now by default."`
	JSON       bool     `name:"json" help:"Print one JSON document."`
}

func (v eligibilityVerb) Run(p *program) error {
	filter, err := narrowFlags{Technology: v.Technology, Status: v.Status, AsOf: v.AsOf}.filter(nil)
	if err != nil {
		return err
	}
	return p.with(func(ctx context.Context, in *instance) error {
		a, err := in.read(ctx)
		if err != nil {
			return err
		}
		parts := api.Parts{Store: in.store, Atlas: a}
		d, err := api.Eligibility(ctx, parts, p.viewer(), api.Place{At: v.At, INSEE: v.Insee}, filter)
		if err != nil {
			return err
		}
		if v.JSON {
			return p.printJSON(d)
		}
		return printEligibility(p, d)
	})
}

func printEligibility(p *program, d gen.Eligibility) error {
	if d.Commune != nil {
		fmt.Fprintf(p.stdout, "%s (%s)\n", d.Commune.Name, d.Commune.Code)
	}
	if len(d.Offers) == 0 {
		fmt.Fprintln(p.stdout, "Nobody collects here.")
		return nil
	}
	t := newTable("member", "zone", "name", "technologies", "behind", "status", "from", ">share")
	for _, o := range d.Offers {
		technologies := make([]string, len(o.Technologies))
		for i, one := range o.Technologies {
			technologies[i] = string(one)
		}
		handoff, from, share := "", "", ""
		switch {
		case o.HandoffName != nil:
			handoff = *o.HandoffName
		case o.Handoff != nil:
			handoff = *o.Handoff
		}
		if o.AvailableOn != nil {
			from = o.AvailableOn.String()
		}
		if o.Share != nil {
			share = percent(*o.Share)
		}
		t.add(o.Member, o.Zone, o.Name, strings.Join(technologies, " "), handoff, string(o.Status), from, share)
	}
	return t.print(p.stdout, 0)
}
