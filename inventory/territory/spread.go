package territory

import (
	"cmp"
	"slices"

	"maillage/geo/line"
)

// Spread is over what some land lies: the name of one commune says little of a
// region that reaches over a thousand.
type Spread struct {
	Communes     int      `json:"communes"`     // how many it touches
	Departements []string `json:"departements"` // their codes, the one with most of its cells first
}

// Spread returns over which communes and départements some cells lie, those of no
// commune left out.
func (g *Gazetteer) Spread(cells line.Set) Spread {
	communes := map[string]bool{}
	in := map[string]int64{}
	for _, iv := range cells {
		i, found := slices.BinarySearchFunc(g.runs, iv.Lo, func(r run, c int32) int { return cmp.Compare(r.Lo, c) })
		if !found && i > 0 {
			i-- // the run before may reach into the interval
		}
		for ; i < len(g.runs) && g.runs[i].Lo < iv.Hi; i++ {
			r := &g.runs[i]
			if n := min(r.Hi, iv.Hi) - max(r.Lo, iv.Lo); n > 0 {
				communes[r.commune.Code] = true
				in[r.commune.Departement] += int64(n)
			}
		}
	}
	s := Spread{Communes: len(communes), Departements: make([]string, 0, len(in))}
	for code := range in {
		s.Departements = append(s.Departements, code)
	}
	slices.SortFunc(s.Departements, func(a, b string) int { return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(a, b)) })
	return s
}
