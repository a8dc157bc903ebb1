package planning_test

import (
	"encoding/json"
	"log/slog"
	"math"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

// small is an instance on the small country, where alpha collects one commune
// and plans another.
type small struct {
	store   *postgres.Store
	atlas   *atlas.Atlas
	desk    *intake.Desk
	planner *planning.Planner
	codes   []string
}

var (
	operator = inventory.Operator("test")
	bureau   = inventory.Viewer{Role: inventory.RoleBureau, Name: "b"}
	keeper   = inventory.Viewer{Role: inventory.RoleContributor, Member: "alpha", Name: "a"}
	other    = inventory.Viewer{Role: inventory.RoleContributor, Member: "beta", Name: "o"}
)

func newSmall(t *testing.T) *small {
	t.Helper()
	store := territorytest.Open(t, territorytest.Small(t))
	err := store.Write(t.Context(), operator, "setup", func(tx pgx.Tx) error {
		for _, slug := range []string{"alpha", "beta"} {
			if err := postgres.AddMember(t.Context(), tx, inventory.Member{Slug: slug, Name: slug, Status: inventory.MemberActive, Color: "#123456"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := atlas.Open(t.Context(), store, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := &small{store: store, atlas: a, desk: &intake.Desk{Store: store, Atlas: a}}
	for _, u := range a.Now().Gazetteer().Units(inventory.Commune) {
		if u.Located {
			s.codes = append(s.codes, u.Code)
		}
	}
	s.zone(t, "open", inventory.Operational, inventory.AudienceMembers, s.codes[0])
	s.zone(t, "coming", inventory.Planned, inventory.AudienceMembers, s.codes[1])
	s.zone(t, "hidden", inventory.Planned, inventory.AudiencePooled, s.codes[2])
	s.planner = planning.New(store, a, s.desk, slog.New(slog.DiscardHandler))
	t.Cleanup(s.planner.Close)
	return s
}

func (s *small) zone(t *testing.T, code string, status inventory.Status, audience inventory.Audience, communes ...string) {
	t.Helper()
	setup := 100.0
	_, err := s.desk.PutZone(t.Context(), operator, inventory.Zone{Key: inventory.Key{Member: "alpha", Code: code}, Name: code,
		Technologies: []inventory.Technology{"ftth"}, Status: status, Audience: audience, PriceAudience: inventory.AudiencePrivate, SetupEUR: &setup,
		Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: communes}})
	if err != nil {
		t.Fatal(err)
	}
}

func zones(n int) planning.Budget { return planning.Budget{Zones: &n} }

// The plan of communes is the best of all there are, by what gaps say of each.
func TestPlanIsTheBest(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	gaps, err := s.atlas.Now().Gaps(operator, inventory.Filter{Unit: inventory.Commune})
	if err != nil {
		t.Fatal(err)
	}
	var uncovered []float64 // the heaviest first
	for _, u := range gaps.Units {
		uncovered = append(uncovered, u.Gap.Weight)
	}
	for n := range 6 { // with no budget at all, too
		study, err := s.planner.Study(t.Context(), operator, planning.Request{From: planning.FromUnits, Unit: inventory.Commune, Objective: planning.Reach, Budget: zones(n)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := study.Solve(t.Context(), zones(n), plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := 0.0
		for _, w := range uncovered[:n] {
			want += w
		}
		if len(got.Picks) != n || math.Abs(got.Value-want) > 0.01 || !got.Optimal || math.Abs(got.ShareOfBest-1) > 1e-9 {
			t.Errorf("%d zones win %v with %d picks, %v of the best; want %v", n, got.Value, len(got.Picks), got.ShareOfBest, want)
		}
		if slices.ContainsFunc(got.Picks, func(p planning.Pick) bool { return p.Candidate == s.codes[0] }) {
			t.Error("a commune is chosen that is collected already")
		}
	}
}

// Candidates that members plan are those that the viewer may see by name, their
// prices those that it may see, and they open nothing to their owner.
func TestPlannedZones(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	r := planning.Request{From: planning.FromPlanned, Objective: planning.Openings, Budget: zones(9)}
	for _, tc := range []struct {
		v      inventory.Viewer
		codes  []string
		priced bool
	}{
		{operator, []string{"alpha/coming", "alpha/hidden"}, true},
		{bureau, []string{"alpha/coming", "alpha/hidden"}, false},
		{keeper, []string{"alpha/coming", "alpha/hidden"}, true},
		{other, []string{"alpha/coming"}, false},
	} {
		study, err := s.planner.Study(t.Context(), tc.v, r, nil)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, c := range study.Candidates {
			codes = append(codes, c.Code)
			if (c.Cost != plan.NoCost) != tc.priced {
				t.Errorf("%s: %s costs %v", tc.v.Role, c.Code, c.Cost)
			}
		}
		if !slices.Equal(codes, tc.codes) {
			t.Errorf("%s of “%s”: candidates %v, want %v", tc.v.Role, tc.v.Member, codes, tc.codes)
		}
		got, err := study.Solve(t.Context(), r.Budget, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Members) != 1 || got.Members[0].Member != "beta" {
			t.Errorf("%s: a zone that alpha plans opens something to %v", tc.v.Role, got.Members)
		}
	}
	for _, v := range []inventory.Viewer{inventory.Visitor(), {Role: inventory.RoleAdmin}} {
		if _, err := s.planner.Study(t.Context(), v, r, nil); inventory.KindOf(err) != inventory.Forbidden {
			t.Errorf("%s plans: %v", v.Role, err)
		}
	}
}

// A list is taken as an upload of zones is, whole or not at all.
func TestListOfCandidates(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	r := planning.Request{From: planning.FromFile, Objective: planning.Reach, Budget: zones(1)}
	good := "code;name;technologies;communes;setup_eur;monthly_eur\nx;X;ftth;" + s.codes[1] + ";1000;10\ny;Y;ftth;" + s.codes[2] + " " + s.codes[3] + ";;\n"
	study, err := s.planner.Study(t.Context(), bureau, r, &planning.List{Name: "c.csv", Content: []byte(good)})
	if err != nil {
		t.Fatal(err)
	}
	if len(study.Candidates) != 2 || study.Candidates[0].Cost != 100000 || study.Candidates[1].Cost != plan.NoCost {
		t.Errorf("candidates are %+v", study.Candidates)
	}
	eur := 10.0
	if err := study.Fits(planning.Budget{EUR: &eur}, nil); inventory.KindOf(err) != inventory.Invalid {
		t.Errorf("a budget in euros fits a candidate without a cost: %v", err)
	}
	if err := study.Fits(planning.Budget{EUR: &eur}, []string{"y"}); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"code;name;technologies;communes;setup_eur\nx;X;ftth;99999;1\n", "code;name;technologies;communes;setup_eur\nx;X;ftth;" + s.codes[1] + ";-5\n", "%PDF-1.7", ""} {
		if _, err := s.planner.Study(t.Context(), bureau, r, &planning.List{Name: "c.csv", Content: []byte(bad)}); inventory.KindOf(err) != inventory.Invalid {
			t.Errorf("%.30q is taken: %v", bad, err)
		}
	}
}

// A plan is kept while it is worked on and after, for whom it is of alone.
func TestPlansAreKept(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	r := planning.Request{From: planning.FromUnits, Unit: inventory.Commune, Objective: planning.Fair, Budget: zones(2)}
	kept, done, err := s.planner.Start(t.Context(), bureau, "Deux", r, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	read := func(v inventory.Viewer) (p inventory.Plan, picks []inventory.PlanPick, err error) {
		err = s.store.Read(t.Context(), v, func(tx pgx.Tx) (err error) {
			if p, err = postgres.Plan(t.Context(), tx, kept.ID); err == nil {
				picks, err = postgres.PlanPicks(t.Context(), tx, kept.ID)
			}
			return err
		})
		return p, picks, err
	}
	p, picks, err := read(bureau)
	if err != nil || p.State != inventory.PlanDone || len(picks) != 2 {
		t.Fatalf("%+v, %d picks, %v", p, len(picks), err)
	}
	var a planning.Answer
	if err := json.Unmarshal(p.Answer, &a); err != nil || len(a.Picks) != 2 || a.Picks[0].Candidate != picks[0].Code {
		t.Errorf("the answer is %+v, %v", a, err)
	}
	for _, v := range []inventory.Viewer{keeper, other, inventory.Visitor(), {Role: inventory.RoleAdmin}} {
		if _, _, err := read(v); inventory.KindOf(err) != inventory.NotFound {
			t.Errorf("%s of “%s” reads the bureau's plan: %v", v.Role, v.Member, err)
		}
	}
}

// What waits for its turn when the program ends says that it did not come to it.
func TestCloseLeavesNothingRunning(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	r := planning.Request{From: planning.FromUnits, Unit: inventory.Commune, RadiusKM: 4, Objective: planning.Openings, Budget: zones(4), Seconds: 600}
	var ids []int64
	for range planning.MaxRunning + 2 {
		kept, _, err := s.planner.Start(t.Context(), bureau, "X", r, nil)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, kept.ID)
	}
	s.planner.Close()
	for _, id := range ids {
		err := s.store.Read(t.Context(), bureau, func(tx pgx.Tx) error {
			p, err := postgres.Plan(t.Context(), tx, id)
			if err == nil && p.State == inventory.PlanRunning {
				t.Errorf("plan %d is still %s", id, p.State)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
