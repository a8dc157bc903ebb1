package demo

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/territory"
)

// places are the communes an operator can choose from: those with land, the most
// populous first.
func places(g *territory.Gazetteer, home []string) []*inventory.Unit {
	var all []*inventory.Unit
	for _, u := range g.Units(inventory.Commune) {
		if u.Located && len(u.Cells) > 0 && (len(home) == 0 && u.Territory == "metropole" || slices.Contains(home, u.Departement)) {
			all = append(all, u)
		}
	}
	slices.SortFunc(all, func(a, b *inventory.Unit) int {
		return cmp.Or(cmp.Compare(b.Population, a.Population), cmp.Compare(a.Code, b.Code))
	})
	return all
}

// sites chooses the communes of an operator's PoPs: most of the largest, some of
// the smaller ones, and those away from home.
func (o *operator) sites(g *territory.Gazetteer, r *rand.Rand) []*inventory.Unit {
	all := places(g, o.home)
	var chosen []*inventory.Unit
	take := func(u *inventory.Unit) {
		if !slices.Contains(chosen, u) {
			chosen = append(chosen, u)
		}
	}
	for i := 0; i < len(all) && len(chosen) < o.towns; i++ {
		if r.IntN(5) > 0 { // a competitor has the others
			take(all[i])
		}
	}
	rest := all[min(len(all), 2*o.towns):]
	if middle := len(rest) / 3; middle > 0 {
		rest = rest[:middle]
	}
	for i := 0; i < o.small && len(rest) > 0; i++ {
		take(rest[r.IntN(len(rest))])
	}
	for _, code := range o.away {
		if u, ok := g.Unit(inventory.Commune, code); ok && u.Located {
			take(u)
		}
	}
	return chosen
}

// spot is a place in a commune, near its centre, to five decimals.
func spot(g *territory.Gazetteer, u *inventory.Unit, r *rand.Rand) orb.Point {
	for reach := 1800.0; reach > 50; reach *= 0.75 {
		p := raster.Direct(u.Centre[0], u.Centre[1], 360*r.Float64(), reach*math.Sqrt(r.Float64()))
		p = orb.Point{round(p[0]), round(p[1])}
		if at, ok := g.At(p[0], p[1]); ok && at == u {
			return p
		}
	}
	return orb.Point{round(u.Centre[0]), round(u.Centre[1])}
}

func round(v float64) float64 { return math.Round(v*1e5) / 1e5 }

// around lists the communes nearest to one, itself first, of the same
// département and not too large, by the distance of their centres.
func around(g *territory.Gazetteer, u *inventory.Unit, n int) []string {
	type near struct {
		code string
		far  float64
	}
	var all []near
	shrink := math.Cos(u.Centre[1] * math.Pi / 180)
	for _, c := range g.Units(inventory.Commune) {
		if c.Departement == u.Departement && c.Located && len(c.Cells) > 0 && c.Cells.KM2() <= maxCommune {
			all = append(all, near{c.Code, math.Hypot((c.Centre[0]-u.Centre[0])*shrink, c.Centre[1]-u.Centre[1])})
		}
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.code, b.code)) })
	codes := make([]string, 0, n)
	for _, a := range all[:min(n, len(all))] {
		codes = append(codes, a.code)
	}
	return codes
}

// patch is a polygon around a place as somebody might have drawn it on a map:
// every direction has its own distance, between half and the whole of km.
func patch(at orb.Point, km float64, r *rand.Rand) orb.MultiPolygon {
	const corners = 28
	ring := make(orb.Ring, 0, corners+1)
	wave, phase := 2+r.IntN(3), 2*math.Pi*r.Float64()
	for i := range corners {
		angle := 360 * float64(i) / corners
		far := km * (0.75 + 0.17*math.Sin(float64(wave)*angle*math.Pi/180+phase) + 0.08*(2*r.Float64()-1))
		p := raster.Direct(at[0], at[1], -angle, far*1000)
		ring = append(ring, orb.Point{round(p[0]), round(p[1])})
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}
