package main

import (
	"fmt"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

type coverageVerb struct {
	Member []string `placeholder:"SLUG" help:"Members to count; all by default."`
	filterFlags
}

func (v coverageVerb) Run(p *program) error {
	ask := func(now *atlas.Picture, f inventory.Filter) (gen.Coverage, error) {
		c, err := now.Coverage(p.viewer(), f)
		return api.CoverageDocument(c, f.Unit != ""), err
	}
	return answer(p, v.filterFlags, v.Member, ask, func(d gen.Coverage) error {
		t := newTable("", ">km²", ">"+d.Layer, ">share")
		t.add("territory", km2(d.Territory.Km2), weight(d.Territory.Weight), "")
		t.add("covered", km2(d.Covered.Km2), weight(d.Covered.Weight), percent(d.Covered.Share))
		t.add("gap", km2(d.Gap.Km2), weight(d.Gap.Weight), percent(d.Gap.Share))
		for _, by := range d.ByDepth {
			t.add(fmt.Sprintf("by %d", by.Depth), km2(by.Km2), weight(by.Weight), "")
		}
		if err := t.print(p.stdout, 0); err != nil || d.Units == nil {
			return err
		}
		t = newTable("code", "name", ">km²", ">"+d.Layer, ">covered km²", ">covered", ">share", ">depth")
		for _, u := range *d.Units {
			t.add(u.Code, u.Name, km2(u.Km2), weight(u.Weight), km2(u.Covered.Km2), weight(u.Covered.Weight),
				percent(u.Covered.Share), fmt.Sprint(u.DepthMax))
		}
		fmt.Fprintln(p.stdout)
		return t.print(p.stdout, mostRows)
	})
}

// mostRows is how many rows of a breakdown are printed for people.
const mostRows = 40
