package versus

import (
	"context"
	"testing"

	"maillage/geo/atom"
	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/atlas/atlastest"
)

var viewer = inventory.Operator("bench")

// everywhere is the filter that counts every zone of the world.
var everywhere = inventory.Filter{Territory: atlastest.Metropole}

// cross is what one member covers of one commune.
type cross struct{ commune, member string }

// answers are the figures that both ways give, in km².
type answers struct {
	overlaps map[[2]string]float64
	gap      float64
	communes map[cross]float64
}

// picture reads the inventory anew: nothing is answered yet.
func (w *world) picture(tb testing.TB) *atlas.Picture {
	tb.Helper()
	a, err := atlas.Open(tb.Context(), w.Store, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return a.Now()
}

// ourOverlaps are all pairs of members, from the zones' cells.
func ourOverlaps(tb testing.TB, p *atlas.Picture, v inventory.Viewer) map[[2]string]float64 {
	o, err := p.Overlaps(v, everywhere)
	if err != nil {
		tb.Fatal(err)
	}
	out := make(map[[2]string]float64, len(o.Pairs))
	for _, pair := range o.Pairs {
		out[[2]string{pair.A, pair.B}] = pair.KM2
	}
	return out
}

// ourGap is the land that nobody collects, as a set: the zones' union taken from
// the land.
func ourGap(tb testing.TB, p *atlas.Picture, zones []line.Set) line.Set {
	land, err := p.Land(atlastest.Metropole)
	if err != nil {
		tb.Fatal(err)
	}
	return line.UnionAll(zones).Complement(land)
}

// index is the communes as the atlas keeps them for folds: made once a
// territory, as an index of PostGIS is.
type index struct {
	units *inventoryUnits
	*atom.Units
}

type inventoryUnits = []*inventory.Unit

func newIndex(w *world) index {
	sets := make([]line.Set, len(w.Communes))
	for i, u := range w.Communes {
		sets[i] = u.Cells
	}
	return index{&w.Communes, atom.NewUnits(sets)}
}

// ourCommunes calls visit with what each member covers of each commune.
func ourCommunes(tb testing.TB, p *atlas.Picture, v inventory.Viewer, x index, visit func(commune *inventory.Unit, member string, a atom.Amount)) {
	pool, err := p.Atoms(v, everywhere)
	if err != nil {
		tb.Fatal(err)
	}
	l, err := p.Layer("")
	if err != nil {
		tb.Fatal(err)
	}
	pool.ByUnitMember(x.Units, l.Weights, func(unit int, members []atom.MemberAmount) {
		for _, m := range members {
			visit((*x.units)[unit], pool.Members[m.Member], m.Amount)
		}
	})
}

// ours answers everything by cells.
func (w *world) ours(tb testing.TB) answers {
	tb.Helper()
	p := w.picture(tb)
	out := answers{overlaps: ourOverlaps(tb, p, viewer), gap: ourGap(tb, p, w.cells(tb)).KM2(), communes: map[cross]float64{}}
	ourCommunes(tb, p, viewer, newIndex(w), func(u *inventory.Unit, member string, a atom.Amount) {
		out.communes[cross{u.Code, member}] = a.KM2()
	})
	return out
}

// cells returns the cells of every zone.
func (w *world) cells(tb testing.TB) []line.Set {
	tb.Helper()
	rows, err := w.Pool.Query(tb.Context(), "SELECT cells FROM zone ORDER BY member, code")
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	var sets []line.Set
	for rows.Next() {
		var s line.Set // a new one each time: the list keeps it
		if err := rows.Scan(&s); err != nil {
			tb.Fatal(err)
		}
		sets = append(sets, s)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return sets
}

// answerAll asks what "every answer" means in the table: coverage, overlaps and
// gaps with each commune, the openings of every member, and those of the first
// with each commune.
func answerAll(ctx context.Context, p *atlas.Picture) error {
	communes := everywhere
	communes.Unit = inventory.Commune
	if _, err := p.Coverage(viewer, communes); err != nil {
		return err
	}
	if _, err := p.Gaps(viewer, communes); err != nil {
		return err
	}
	if _, err := p.Overlaps(viewer, everywhere); err != nil {
		return err
	}
	members := p.Members(viewer)
	for _, m := range members {
		if _, err := p.Openings(viewer, everywhere, m.Slug); err != nil {
			return err
		}
	}
	if _, err := p.Openings(viewer, communes, members[0].Slug); err != nil {
		return err
	}
	return ctx.Err()
}
