package atlas

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/geo/line"
	"maillage/inventory"
)

// Pictures that follow one another, each asked a few things by a few viewers,
// answer as one that begins from nothing, to the last bit.
func TestMendedEqualsSwept(t *testing.T) {
	t.Parallel()
	mended := 0
	for seed := range uint64(30) {
		rnd := rand.New(rand.NewPCG(seed, 71))
		p := newWorld(rnd).picture
		for step := range 40 {
			fresh := *p
			fresh.cache, fresh.basis = newCache(), &basis{}
			for range 1 + rnd.IntN(3) {
				v, f := anyViewer(rnd, p), anyFilter(rnd)
				if _, ok := p.basis.get(key(f) + "|" + class(v)); ok {
					mended++
				}
				if diff := cmp.Diff(every(t, &fresh, v, f), every(t, p, v, f)); diff != "" {
					t.Fatalf("seed %d, step %d, viewer %v, filter %+v (-swept +mended):\n%s", seed, step, v, f, diff)
				}
			}
			p = p.edited(rnd)
		}
	}
	if mended < 500 {
		t.Errorf("only %d answers had an earlier picture to begin with", mended)
	}
}

// edited is the picture after a change of one zone or several, as reading the
// database would make it.
func (p *Picture) edited(rnd *rand.Rand) *Picture {
	after := *p
	after.zones = maps.Clone(p.zones)
	changed := map[string]bool{}
	for range 1 + rnd.IntN(2) {
		m := p.members[rnd.IntN(len(p.members))].Slug
		row := randomZone(rnd, m, rnd.IntN(6))
		row.Cells = line.Intersect(nil, row.Cells, p.ground.land)
		changed[m] = true
		if after.zones[row.Key] != nil && rnd.IntN(3) == 0 {
			delete(after.zones, row.Key)
			continue
		}
		after.zones[row.Key] = &zone{ZoneRow: row}
	}
	after.order = slices.SortedFunc(maps.Values(after.zones), byKey)
	after.cache, after.basis = newCache(), p.basis.after(changed)
	return &after
}

func anyViewer(rnd *rand.Rand, p *Picture) inventory.Viewer {
	return []inventory.Viewer{
		inventory.Operator("test"), inventory.Operator("test"), {Role: inventory.RoleBureau}, {Role: inventory.RoleVisitor},
		{Role: inventory.RoleSales, Member: p.members[rnd.IntN(len(p.members))].Slug},
	}[rnd.IntN(5)]
}

// randomFilter is one of a few, so that they come again; it is normal.
func anyFilter(rnd *rand.Rand) inventory.Filter {
	f := inventory.Filter{Layer: Population, Unit: inventory.Commune, Statuses: []inventory.Status{inventory.Operational}}
	switch rnd.IntN(4) {
	case 0:
		f.Territory = "reunion"
	case 1:
		f.Technologies = inventory.Technologies[:1]
	}
	return f
}

// every is all answers of a viewer and a filter.
func every(t *testing.T, p *Picture, v inventory.Viewer, f inventory.Filter) map[string]any {
	t.Helper()
	out := map[string]any{}
	keep := func(name string, answer any, err error) {
		out[name] = answer
		if err != nil {
			out[name] = err.Error()
		}
	}
	coverage, err := p.Coverage(v, f)
	keep("coverage", coverage, err)
	overlaps, err := p.Overlaps(v, f)
	keep("overlaps", overlaps, err)
	gaps, err := p.Gaps(v, f)
	keep("gaps", gaps, err)
	for _, m := range p.members {
		openings, err := p.Openings(v, f, m.Slug)
		keep(fmt.Sprint("openings of ", m.Slug), openings, err)
	}
	return out
}
