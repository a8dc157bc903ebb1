package main

import (
	"fmt"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

type overlapsVerb struct {
	Member []string `placeholder:"SLUG" help:"Members to count; all by default."`
	filterFlags
}

func (v overlapsVerb) Run(p *program) error {
	ask := func(now *atlas.Picture, f inventory.Filter) (gen.Overlaps, error) {
		o, err := now.Overlaps(p.viewer(), f)
		return api.OverlapsDocument(o), err
	}
	return answer(p, v.filterFlags, v.Member, ask, func(d gen.Overlaps) error {
		t := newTable("member", ">km²", ">"+d.Layer)
		for _, m := range d.Members {
			t.add(m.Member, km2(m.Km2), weight(m.Weight))
		}
		if err := t.print(p.stdout, 0); err != nil {
			return err
		}
		fmt.Fprintln(p.stdout)
		t = newTable("member", "and", ">km²", ">"+d.Layer)
		for _, o := range d.Pairs {
			t.add(o.A, o.B, km2(o.Km2), weight(o.Weight))
		}
		return t.print(p.stdout, mostRows)
	})
}
