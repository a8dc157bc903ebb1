package main

import (
	"fmt"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

type gapsVerb struct {
	Member []string `placeholder:"SLUG" help:"Members to count; all by default."`
	filterFlags
}

func (v gapsVerb) Run(p *program) error {
	ask := func(now *atlas.Picture, f inventory.Filter) (gen.Gaps, error) {
		g, err := now.Gaps(p.viewer(), f)
		return api.GapsDocument(g, f.Unit != ""), err
	}
	return answer(p, v.filterFlags, v.Member, ask, func(d gen.Gaps) error {
		fmt.Fprintf(p.stdout, "Nobody collects %s km² of %s (%s %s, %s of it).\n",
			km2(d.Gap.Km2), km2(d.Territory.Km2), weight(d.Gap.Weight), d.Layer, percent(d.Gap.Share))
		if d.Units == nil {
			return nil
		}
		t := newTable("code", "name", ">km²", ">"+d.Layer, ">gap km²", ">gap", ">share")
		for _, u := range *d.Units {
			t.add(u.Code, u.Name, km2(u.Km2), weight(u.Weight), km2(u.Gap.Km2), weight(u.Gap.Weight), percent(u.Gap.Share))
		}
		fmt.Fprintln(p.stdout)
		return t.print(p.stdout, mostRows)
	})
}
