package main

import (
	"fmt"
	"strings"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

type openingsVerb struct {
	Member string `placeholder:"SLUG" help:"For whom the pool is asked; without one, what each member opens to each other."`
	filterFlags
}

func (v openingsVerb) Run(p *program) error {
	ask := func(now *atlas.Picture, f inventory.Filter) (gen.Openings, error) {
		if v.Member == "" {
			e, err := now.Exchange(p.viewer(), f)
			return api.ExchangeDocument(e), err
		}
		o, err := now.Openings(p.viewer(), f, v.Member)
		return api.OpeningsDocument(o, f.Unit != ""), err
	}
	return answer(p, v.filterFlags, nil, ask, func(d gen.Openings) error {
		if d.Pairs != nil {
			t := newTable("giver", "receiver", ">km²", ">"+d.Layer)
			for _, o := range *d.Pairs {
				t.add(o.Giver, o.Receiver, km2(o.Km2), weight(o.Weight))
			}
			return t.print(p.stdout, mostRows)
		}
		t := newTable("", ">km²", ">"+d.Layer)
		t.add("own reach", km2(d.Own.Km2), weight(d.Own.Weight))
		t.add("pool", km2(d.Pool.Km2), weight(d.Pool.Weight))
		t.add("opened", km2(d.Opened.Km2), weight(d.Opened.Weight))
		for _, m := range *d.Partners {
			t.add("  by "+m.Member, km2(m.Km2), weight(m.Weight))
		}
		if err := t.print(p.stdout, 0); err != nil || d.Units == nil {
			return err
		}
		t = newTable("code", "name", ">opened km²", ">opened", "partners")
		for _, u := range *d.Units {
			t.add(u.Code, u.Name, km2(u.Km2), weight(u.Weight), strings.Join(u.Partners, " "))
		}
		fmt.Fprintln(p.stdout)
		return t.print(p.stdout, mostRows)
	})
}
