package api

import (
	"math"

	"maillage/api/gen"
	"maillage/inventory/atlas"
)

// CoverageDocument is what the pool covers, as the contract shows it. byUnit
// tells that a breakdown was asked for: units are listed then, be there none.
func CoverageDocument(c atlas.Coverage, byUnit bool) gen.Coverage {
	d := gen.Coverage{
		Layer: c.Layer, Territory: amount(c.Territory), Covered: share(c.Covered), Gap: share(c.Gap),
		ByDepth: make([]gen.DepthAmount, len(c.ByDepth)),
	}
	for i, a := range c.ByDepth {
		d.ByDepth[i] = gen.DepthAmount{Depth: a.Depth, Km2: a.KM2, Weight: thousandth(a.Weight)}
	}
	if byUnit {
		units := make([]gen.CoverageUnit, len(c.Units))
		for i, u := range c.Units {
			units[i] = gen.CoverageUnit{Code: u.Code, Name: u.Name, Km2: u.KM2, Weight: thousandth(u.Weight), Covered: share(u.Covered), DepthMax: u.DepthMax}
		}
		d.Units = &units
	}
	return d
}

// OverlapsDocument is what each pair of members both collect.
func OverlapsDocument(o atlas.Overlaps) gen.Overlaps {
	d := gen.Overlaps{Layer: o.Layer, Members: memberAmounts(o.Members), Pairs: make([]gen.Overlap, len(o.Pairs))}
	for i, p := range o.Pairs {
		d.Pairs[i] = gen.Overlap{A: p.A, B: p.B, Km2: p.KM2, Weight: thousandth(p.Weight)}
	}
	return d
}

// GapsDocument is what nobody collects; byUnit as in CoverageDocument.
func GapsDocument(g atlas.Gaps, byUnit bool) gen.Gaps {
	d := gen.Gaps{Layer: g.Layer, Territory: amount(g.Territory), Gap: share(g.Gap)}
	if byUnit {
		units := make([]gen.GapUnit, len(g.Units))
		for i, u := range g.Units {
			units[i] = gen.GapUnit{Code: u.Code, Name: u.Name, Km2: u.KM2, Weight: thousandth(u.Weight), Gap: share(u.Gap)}
		}
		d.Units = &units
	}
	return d
}

// OpeningsDocument is what the pool opens to one member; byUnit as in
// CoverageDocument.
func OpeningsDocument(o atlas.Openings, byUnit bool) gen.Openings {
	own, opened, partners := amount(o.Own), amount(o.Opened), memberAmounts(o.Partners)
	d := gen.Openings{Layer: o.Layer, Member: &o.Member, Own: &own, Pool: amount(o.Pool), Opened: &opened, Partners: &partners}
	if byUnit {
		units := make([]gen.OpeningUnit, len(o.Units))
		for i, u := range o.Units {
			units[i] = gen.OpeningUnit{Code: u.Code, Name: u.Name, Km2: u.KM2, Weight: thousandth(u.Weight), Partners: u.Partners}
			if u.Partners == nil {
				units[i].Partners = []string{}
			}
		}
		d.Units = &units
	}
	return d
}

func amount(a atlas.Amount) gen.Amount { return gen.Amount{Km2: a.KM2, Weight: thousandth(a.Weight)} }

func share(s atlas.Share) gen.Share {
	return gen.Share{Km2: s.KM2, Weight: thousandth(s.Weight), Share: math.Round(s.Share*1e6) / 1e6}
}

// thousandth leaves out digits of a weight that mean nothing: a third of the
// bytes of a breakdown by commune.
func thousandth(w float64) float64 { return math.Round(w*1000) / 1000 }

func memberAmounts(from []atlas.MemberAmount) []gen.MemberAmount {
	to := make([]gen.MemberAmount, len(from))
	for i, m := range from {
		to[i] = gen.MemberAmount{Member: m.Member, Km2: m.KM2, Weight: thousandth(m.Weight)}
	}
	return to
}
