package atlas

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

func TestSimulationAgainstCells(t *testing.T) {
	t.Parallel()
	refused, answered := 0, 0
	eachQuestion(t, 137, func(rnd *rand.Rand, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
		c := randomChange(rnd, w)
		name = fmt.Sprintf("%s, remove %v, join %v, add %d", name, c.Remove, c.Candidates, len(c.Add))
		if rnd.IntN(2) == 0 { // what is known already may be mended
			if _, err := w.picture.Coverage(v, f); err != nil {
				t.Fatal(err)
			}
		}
		got, err := w.picture.Simulate(v, f, c)
		if len(c.Candidates) > 0 && v.Role != inventory.RoleOperator && v.Role != inventory.RoleBureau {
			refused++
			if k := inventory.KindOf(err); k != inventory.Forbidden {
				t.Errorf("%s: %v, want it forbidden", name, err)
			}
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		answered++
		w2 := w.change(v, c)
		if len(f.Members) > 0 {
			f.Members = append(slices.Clone(f.Members), c.Candidates...)
			for _, z := range c.Add {
				f.Members = append(f.Members, orNewcomer(z.Member))
			}
		}
		checkSimulation(t, name, w, o, w2, newOracle(w2, v, f), f, c, got)
	})
	if refused == 0 || answered == 0 {
		t.Errorf("%d refused, %d answered", refused, answered)
	}
}

func randomChange(rnd *rand.Rand, w *world) (c Change) {
	for _, m := range w.members {
		switch {
		case m.Status == inventory.MemberActive && rnd.IntN(4) == 0:
			c.Remove = append(c.Remove, m.Slug)
		case m.Status == inventory.MemberCandidate && rnd.IntN(2) == 0:
			c.Candidates = append(c.Candidates, m.Slug)
		case m.Status == inventory.MemberActive && rnd.IntN(3) == 0:
			c.Add = append(c.Add, randomZone(rnd, m.Slug, rnd.IntN(8)).Zone) // some replace one
		}
	}
	if rnd.IntN(3) == 0 || len(c.Remove)+len(c.Candidates)+len(c.Add) == 0 {
		c.Add = append(c.Add, randomZone(rnd, "", 1).Zone, randomZone(rnd, "", 2).Zone)
	}
	return c
}

func orNewcomer(slug string) string {
	if slug == "" {
		return Newcomer
	}
	return slug
}

// change returns the world after a change as a viewer may make it; its picture
// is the old one's.
func (w *world) change(v inventory.Viewer, c Change) *world {
	own := party{v.Member, w.status(v.Member)}
	sees := func(z postgres.ZoneRow) bool {
		return visible(v, own, party{z.Member, w.status(z.Member)}, z.Audience) >= named
	}
	w2 := &world{picture: w.picture, commune: w.commune, weight: w.weight, members: slices.Clone(w.members)}
	for i, m := range w2.members {
		if slices.Contains(c.Candidates, m.Slug) {
			w2.members[i].Status = inventory.MemberActive
		}
	}
	w2.members = append(w2.members, postgres.MemberRow{Member: inventory.Member{Slug: Newcomer, Status: inventory.MemberActive}})
	for _, z := range w.zones {
		replaced := slices.ContainsFunc(c.Add, func(a inventory.Zone) bool { return a.Key == z.Key })
		if (slices.Contains(c.Remove, z.Member) || replaced) && sees(z) {
			continue
		}
		w2.zones = append(w2.zones, z)
	}
	for _, z := range c.Add {
		z.Member = orNewcomer(z.Member)
		if z.Audience != inventory.AudiencePrivate && z.Audience != inventory.AudienceBureau {
			z.Audience = inventory.AudiencePublic
		}
		w2.zones = append(w2.zones, postgres.ZoneRow{Zone: z})
	}
	return w2
}

func checkSimulation(t *testing.T, name string, w *world, o *oracle, w2 *world, o2 *oracle, f inventory.Filter, c Change, got Simulation) {
	t.Helper()
	whole := o.sum(w, everything)
	in := o.sum(w, func(c int32) bool { return len(o.by[c]) > 0 })
	then := o2.sum(w, func(c int32) bool { return len(o2.by[c]) > 0 })
	minus := func(a, b Amount) Amount { return Amount{a.KM2 - b.KM2, a.Weight - b.Weight} }
	want := Simulation{Layer: Population, Before: got.Before, After: got.After, Difference: minus(then[""], in[""])}
	for _, cell := range o.land {
		switch was, is := len(o.by[cell]) > 0, len(o2.by[cell]) > 0; {
		case is && !was:
			want.Won = append(want.Won, line.Interval{Lo: cell, Hi: cell + 1})
		case was && !is:
			want.Lost = append(want.Lost, line.Interval{Lo: cell, Hi: cell + 1})
		}
	}
	want.Won, want.Lost = line.FromIntervals(want.Won), line.FromIntervals(want.Lost)
	if diff := cmp.Diff([]Share{part(in[""], whole[""]), part(then[""], whole[""])}, []Share{got.Before.Covered, got.After.Covered}, about); diff != "" {
		t.Errorf("%s, covered (-want +got):\n%s", name, diff)
	}
	if f.Unit != "" {
		for _, u := range w.picture.Gazetteer().Units(f.Unit) {
			a, b := in[u.Code], then[u.Code]
			if d := minus(b, a); d.KM2*d.KM2+d.Weight*d.Weight > 1e-12 {
				want.Units = append(want.Units, SimulatedUnit{u.Code, u.Name, part(a, whole[u.Code]), part(b, whole[u.Code]), d})
			}
		}
	}
	for _, m := range w2.members {
		inBefore, inAfter := slices.Contains(o.names, m.Slug), slices.Contains(o2.names, m.Slug) && !slices.Contains(c.Remove, m.Slug)
		if m.Slug == Newcomer {
			inAfter = slices.ContainsFunc(c.Add, func(z inventory.Zone) bool { return z.Member == "" })
		}
		if !inBefore && !inAfter {
			continue
		}
		one := SimulatedMember{Member: m.Slug}
		if inBefore {
			one.Before = o.sum(w, func(c int32) bool { return len(o.by[c]) > 0 && !o.own[m.Slug][c] })[""]
		}
		if inAfter {
			one.After = o2.sum(w, func(c int32) bool { return len(o2.by[c]) > 0 && !o2.own[m.Slug][c] })[""]
		}
		one.Difference = minus(one.After, one.Before)
		want.Members = append(want.Members, one)
	}
	diff := cmp.Diff(want, got, about, cmpopts.SortSlices(func(x, y SimulatedUnit) bool { return x.Code < y.Code }),
		cmpopts.SortSlices(func(x, y SimulatedMember) bool { return x.Member < y.Member }))
	if diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestSimulationsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(rand.New(rand.NewPCG(1, 139)))
	for i, s := range []inventory.MemberStatus{inventory.MemberActive, inventory.MemberCandidate} {
		w.picture.members[i].Status = s // m0 is active, m1 a candidate
	}
	sales := inventory.Viewer{Role: inventory.RoleSales, Member: "m0"}
	for name, c := range map[string]struct {
		viewer inventory.Viewer
		change Change
		code   string
	}{
		"nothing":                {operator, Change{}, "nothing_changed"},
		"unknown":                {operator, Change{Remove: []string{"nobody"}}, "unknown_member"},
		"remove a candidate":     {operator, Change{Remove: []string{"m1"}}, "wrong_status"},
		"an active candidate":    {operator, Change{Candidates: []string{"m0"}}, "wrong_status"},
		"zones of a candidate":   {operator, Change{Add: []inventory.Zone{{Key: inventory.Key{Member: "m1"}}}}, "wrong_status"},
		"leave and add":          {operator, Change{Remove: []string{"m0"}, Add: []inventory.Zone{{Key: inventory.Key{Member: "m0"}}}}, "left_and_added"},
		"a member's candidate":   {sales, Change{Candidates: []string{"m1"}}, "bureau_alone"},
		"a candidate it may not": {sales, Change{Remove: []string{"m1"}}, "unknown_member"},
	} {
		_, err := w.picture.Simulate(c.viewer, inventory.Filter{}, c.change)
		var e *inventory.Error
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

var operator = inventory.Operator("test")
