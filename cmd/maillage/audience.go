package main

import (
	"context"
	"fmt"

	"maillage/api"
	"maillage/inventory"
)

type audienceVerb struct {
	Set     audienceSetVerb     `cmd:"" help:"Give a member's PoPs or zones another audience, all or some."`
	Undo    audienceUndoVerb    `cmd:"" help:"Take such a change back."`
	Default audienceDefaultVerb `cmd:"" help:"Show, or set, what a member's new entries get."`
}

// audiences are those of entries and of their prices.
type audiences struct {
	Audience      string `enum:",private,bureau,pooled,members,public" default:"" help:"Of entries: private, bureau, pooled, members or public; as it is by default."`
	PriceAudience string `name:"price-audience" enum:",private,bureau,pooled,members,public" default:"" help:"The same of prices, which zones have."`
}

type audienceSetVerb struct {
	Kind   string   `arg:"" enum:"pops,zones" help:"pops or zones."`
	Member string   `required:"" placeholder:"SLUG" help:"Whose."`
	Code   []string `placeholder:"CODE" help:"Which; all of them by default."`
	audiences
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v audienceSetVerb) Run(p *program) error {
	c := inventory.AudienceChange{Member: v.Member, Kind: v.Kind, Codes: v.Code,
		Audience: inventory.Audience(v.Audience), PriceAudience: inventory.Audience(v.PriceAudience)}
	if err := c.Validate(); err != nil {
		return usageError(err.Error())
	}
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		done, err := desk.SetAudience(ctx, p.viewer(), c)
		if err != nil {
			return err
		}
		return p.changedAudience(done, v.JSON)
	})
}

func (p *program) changedAudience(done inventory.AudienceChanged, asJSON bool) error {
	if asJSON {
		return p.printJSON(api.AudienceChangedDocument(done))
	}
	fmt.Fprintf(p.stdout, "%d changed, %d were so already.\n", done.Changed, done.Unchanged)
	p.note("maillage audience undo takes it back: %s", done.Change)
	return nil
}

type audienceUndoVerb struct {
	Change string `arg:"" help:"The change's id, as audience set and the history tell it."`
	Member string `required:"" placeholder:"SLUG" help:"Whose entries it changed."`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

func (v audienceUndoVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		done, err := desk.UndoAudience(ctx, p.viewer(), v.Member, v.Change)
		if err != nil {
			return err
		}
		return p.changedAudience(done, v.JSON)
	})
}

type audienceDefaultVerb struct {
	Member string `arg:"" placeholder:"SLUG" help:"Whose."`
	audiences
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v audienceDefaultVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		now, err := desk.DefaultAudience(ctx, p.viewer(), v.Member)
		if err != nil {
			return err
		}
		if v.Audience+v.PriceAudience != "" {
			if v.Audience != "" {
				now.Audience = inventory.Audience(v.Audience)
			}
			if v.PriceAudience != "" {
				now.PriceAudience = inventory.Audience(v.PriceAudience)
			}
			if err := desk.SetDefaultAudience(ctx, p.viewer(), v.Member, now); err != nil {
				return err
			}
		}
		if v.JSON {
			return p.printJSON(map[string]any{"audience": now.Audience, "price_audience": now.PriceAudience})
		}
		fmt.Fprintf(p.stdout, "New entries of %s: %s; their prices: %s.\n", v.Member, now.Audience, now.PriceAudience)
		return nil
	})
}
