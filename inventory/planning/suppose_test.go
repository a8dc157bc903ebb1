package planning_test

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
)

// newcomer is a candidate member that collects one commune and plans another.
func (s *small) newcomer(t *testing.T) {
	t.Helper()
	err := s.store.Write(t.Context(), operator, "setup", func(tx pgx.Tx) error {
		return postgres.AddMember(t.Context(), tx, inventory.Member{Slug: "gamma", Name: "gamma", Status: inventory.MemberCandidate, Color: "#123456"})
	})
	if err != nil {
		t.Fatal(err)
	}
	for code, z := range map[string]struct {
		status  inventory.Status
		commune string
	}{"there": {inventory.Operational, s.codes[3]}, "next": {inventory.Planned, s.codes[4]}} {
		_, err := s.desk.PutZone(t.Context(), operator, inventory.Zone{Key: inventory.Key{Member: "gamma", Code: code}, Name: code,
			Technologies: []inventory.Technology{"ftth"}, Status: z.status, Audience: inventory.AudienceMembers,
			Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{z.commune}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	s.await(t)
}

// await waits until the picture has what was written.
func (s *small) await(t *testing.T) {
	t.Helper()
	if err := s.atlas.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// codes are those of the candidates that a viewer's request has.
func (s *small) candidates(t *testing.T, v inventory.Viewer, r planning.Request) []string {
	t.Helper()
	study, err := s.planner.Study(t.Context(), v, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, c := range study.Candidates {
		codes = append(codes, c.Code)
	}
	return codes
}

// TestPlanUnderAHypothesis holds what a plan under a hypothesis can win against the
// gap that the simulation of the same tells of.
func TestPlanUnderAHypothesis(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	s.newcomer(t)
	units := planning.Request{From: planning.FromUnits, Unit: inventory.Commune, Objective: planning.Reach, Budget: zones(100)}
	for name, h := range map[string]*planning.Supposition{
		"as it is":           nil,
		"a candidate joins":  {Candidates: []string{"gamma"}},
		"a member leaves":    {Remove: []string{"alpha"}},
		"a zone is put off":  {Set: []atlas.Setting{{Member: "alpha", Code: "open", Status: inventory.Planned}}},
		"planned zones open": {Set: []atlas.Setting{{From: inventory.Planned, Status: inventory.Operational}}},
		"all of it": {Remove: []string{"alpha"}, Candidates: []string{"gamma"},
			Set: []atlas.Setting{{Member: "gamma", Status: inventory.Operational}}},
	} {
		r := units
		r.Suppose = h
		study, err := s.planner.Study(t.Context(), bureau, r, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := study.Solve(t.Context(), r.Budget, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		gaps, err := s.atlas.Now().Gaps(bureau, inventory.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		want := gaps.Gap.Weight
		if h != nil {
			sim, err := s.atlas.Now().Simulate(bureau, inventory.Filter{}, atlas.Change{Remove: h.Remove, Candidates: h.Candidates, Set: h.Set})
			if err != nil {
				t.Fatal(err)
			}
			want = sim.After.Gap.Weight
		}
		if math.Abs(got.Winnable-want) > 1e-6*want {
			t.Errorf("%s: %v can be won, where the simulation leaves a gap of %v", name, got.Winnable, want)
		}
	}
}

// TestWhoIsInAHypothesis tells whose zones to come can be chosen and who gains.
func TestWhoIsInAHypothesis(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	s.newcomer(t)
	r := planning.Request{From: planning.FromPlanned, Objective: planning.Openings, Budget: zones(9), Members: []string{"beta"}}
	if got := s.candidates(t, bureau, r); !slices.Equal(got, []string{"alpha/coming", "alpha/hidden"}) {
		t.Errorf("as it is: %v", got)
	}
	r.Suppose = &planning.Supposition{Remove: []string{"alpha"}, Candidates: []string{"gamma"}}
	if got := s.candidates(t, bureau, r); !slices.Equal(got, []string{"gamma/next"}) {
		t.Errorf("alpha leaves, gamma joins: %v", got)
	}
	units := planning.Request{From: planning.FromUnits, Unit: inventory.Commune, Objective: planning.Openings, Budget: zones(3), Suppose: r.Suppose}
	a, err := s.planner.Preview(t.Context(), bureau, units, nil)
	if err != nil {
		t.Fatal(err)
	}
	var who []string
	for _, m := range a.Members {
		who = append(who, m.Member)
	}
	slices.Sort(who)
	if !slices.Equal(who, []string{"beta", "gamma"}) {
		t.Errorf("%v gain, not beta and gamma", who)
	}
	for _, v := range []inventory.Viewer{keeper, other} { // a candidate is for the bureau to suppose
		if _, err := s.planner.Study(t.Context(), v, units, nil); inventory.KindOf(err) != inventory.Forbidden {
			t.Errorf("%s supposes that a candidate joins: %v", v.Name, err)
		}
	}
	if _, err := s.planner.Study(t.Context(), bureau, planning.Request{From: planning.FromPlanned, Objective: planning.Reach, Budget: zones(1),
		Suppose: &planning.Supposition{Remove: []string{"gamma"}}}, nil); inventory.KindOf(err) != inventory.Invalid {
		t.Errorf("a candidate leaves: %v", err)
	}
}

// A plan under a hypothesis is kept with it, and is not put to the members.
func TestHypothesesAreNotProposed(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	two := 2
	r := planning.Request{From: planning.FromUnits, Unit: inventory.Commune, Objective: planning.Reach, Budget: planning.Budget{Zones: &two},
		Suppose: &planning.Supposition{Remove: []string{"alpha"}}}
	kept, done, err := s.planner.Start(t.Context(), bureau, "Sans alpha", r, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	_, err = s.planner.Propose(context.Background(), bureau, planning.Put{Plan: kept.ID, Title: "T", ClosesAt: time.Now().Add(time.Hour)})
	if inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("a hypothesis is put to the members: %v", err)
	}
}

// TestAZonePutOff: a zone that opens later leaves its land to be won on the days
// before, and not from that day on.
func TestAZonePutOff(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	day := func(n int) inventory.Date { return inventory.DateOf(time.Now().AddDate(0, 0, n)) }
	won := func(asOf inventory.Date, h *planning.Supposition) float64 {
		t.Helper()
		r := planning.Request{From: planning.FromUnits, Unit: inventory.Commune, Objective: planning.Reach, Budget: zones(100), AsOf: asOf, Suppose: h}
		study, err := s.planner.Study(t.Context(), bureau, r, nil)
		if err != nil {
			t.Fatal(err)
		}
		a, err := study.Solve(t.Context(), r.Budget, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return a.Winnable
	}
	later := &planning.Supposition{Set: []atlas.Setting{{Member: "alpha", Code: "open", AvailableOn: day(60)}}}
	before, after := won(day(30), nil), won(day(90), nil)
	if got := won(day(30), later); got <= before {
		t.Errorf("%v can be won while the zone is put off, as it is %v", got, before)
	}
	gone := &planning.Supposition{Remove: []string{"alpha"}} // alpha collects nothing else
	if got, want := won(day(30), later), won(day(30), gone); got != want {
		t.Errorf("%v can be won while the zone is put off, without it %v", got, want)
	}
	if got := won(day(90), later); got != after {
		t.Errorf("%v can be won once the zone is there, as it is %v", got, after)
	}
}
