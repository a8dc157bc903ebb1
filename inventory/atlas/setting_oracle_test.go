package atlas

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/inventory"
)

// A simulation in which zones get another status is what a picture of such zones
// answers, for whoever sees them; nobody else's answer changes.
func TestSettingAgainstRebuilt(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 81))
		w := newWorld(rnd)
		p := w.picture
		today := inventory.Date{Year: 2026, Month: 11, Day: 22}
		if seed%2 == 0 { // as of a day to come
			p.day, p.today, p.doors = dayAfter(today, 30), today, &doors{}
			for i, z := range p.order {
				z.AvailableOn = dayAfter(today, rnd.IntN(60))
				p.replace(i, z)
			}
		}
		stated := slices.Clone(p.order)
		if !p.day.IsZero() {
			p.date(map[string]bool{})
		}
		v := []inventory.Viewer{inventory.Operator("test"), {Role: inventory.RoleBureau}, {Role: inventory.RoleSales, Member: "m0"}}[rnd.IntN(3)]
		s := Setting{From: []inventory.Status{"", inventory.Planned}[rnd.IntN(2)], Status: inventory.Statuses[rnd.IntN(len(inventory.Statuses))]}
		if rnd.IntN(2) == 0 {
			s.Member = "m1"
		}
		if !p.day.IsZero() {
			s.AvailableOn = dayAfter(today, rnd.IntN(60))
			if rnd.IntN(2) == 0 {
				s.Status = ""
			}
		}
		if _, err := p.member(v, s.Member); s.Member != "" && err != nil {
			continue // it does not know m1
		}
		f := inventory.Filter{Unit: inventory.Commune}
		for _, m := range w.members {
			if m.Status == inventory.MemberActive && rnd.IntN(9) == 0 {
				f.Members = append(f.Members, m.Slug)
			}
		}
		got, err := p.Simulate(v, f, Change{Set: []Setting{s}})
		if err != nil {
			t.Fatal(seed, err)
		}
		q := &Picture{version: p.version, ground: p.ground, members: p.members, doors: p.doors, zones: map[inventory.Key]*zone{}, cache: newCache(), basis: &basis{},
			day: p.day, today: p.today}
		for _, z := range stated {
			again := *z
			own := p.self(v)
			if (s.Member == "" || z.Member == s.Member) && (s.From == "" || z.Status == s.From) && visible(v, own, p.party(z.Member), z.Audience) >= named {
				if s.Status != "" {
					again.Status = s.Status
				}
				if !s.AvailableOn.IsZero() {
					again.AvailableOn = s.AvailableOn
				}
			}
			q.order = append(q.order, &again)
			q.zones[z.Key] = &again
		}
		if !q.day.IsZero() {
			q.date(map[string]bool{})
		}
		want, err := q.Coverage(v, f)
		if err != nil {
			t.Fatal(seed, err)
		}
		want.Units = nil
		if diff := cmp.Diff(want, got.After); diff != "" {
			t.Fatalf("seed %d, %+v for %+v (-rebuilt +simulated):\n%s", seed, s, v, diff)
		}
	}
}

// What a setting cannot mean is told, and what a viewer does not see is not there.
func TestSettingRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(rand.New(rand.NewPCG(2, 82)))
	hidden := *w.picture.order[0]
	hidden.Audience = inventory.AudiencePrivate
	w.picture.replace(0, &hidden)
	for i := range w.picture.members {
		w.picture.members[i].Status = inventory.MemberActive
	}
	day := inventory.Date{Year: 2030, Month: 1, Day: 1}
	bureau := inventory.Viewer{Role: inventory.RoleBureau}
	answer := func(s Setting) string {
		_, err := w.picture.Simulate(bureau, inventory.Filter{}, Change{Set: []Setting{s}})
		if inventory.KindOf(err) != inventory.Invalid {
			t.Errorf("%+v is answered with %v", s, err)
		}
		return fmt.Sprint(err)
	}
	for _, s := range []Setting{{}, {Status: "odd"}, {From: "odd", Status: inventory.Planned}, {Code: "z0", Status: inventory.Planned},
		{AvailableOn: day}, {Member: "nobody", Status: inventory.Planned}} {
		answer(s)
	}
	there := answer(Setting{Member: hidden.Member, Code: hidden.Code, Status: inventory.Planned})
	gone := answer(Setting{Member: hidden.Member, Code: "nothing", Status: inventory.Planned})
	if there != gone {
		t.Errorf("a hidden zone is told apart from none: %q, %q", there, gone)
	}
}
