package api

import (
	"fmt"
	"testing"

	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/planning"
)

// The bureau plans with what it knows. What beta reads of its proposals is, to the
// byte, what stands in a world without all that beta may not see: of land that alpha
// shows to the bureau alone, of whose the pooled land is, of PoPs that are pooled.
func TestProposalsTellNothingHidden(t *testing.T) {
	t.Parallel()
	m, twin := newMatrix(t), newTwin(t)
	one := planning.Budget{Zones: new(int)}
	*one.Zones = 1
	request := func(commune int) planning.Request {
		return planning.Request{From: planning.FromUnits, Unit: inventory.Commune, Objective: planning.Reach, Budget: one, Require: []string{m.communes[commune].Code}}
	}
	second := func(commune int, objective string, technology inventory.Technology) planning.Request {
		r := request(commune)
		r.NoFirstPath, r.SecondPath, r.Objective, r.Technologies = true, 1, objective, []inventory.Technology{technology}
		return r
	}
	without := request(2)
	without.Members = []string{"alpha"}
	linked := second(2, planning.Reach, "radio")
	linked.NoFirstPath, linked.Cost = false, plan.CostModel{DoorEUR: 100, PerKMEUR: 1000}
	asked := map[string]planning.Request{
		"land of the bureau's":         second(1, planning.Openings, "ftth"),
		"land of the bureau's, fairly": second(1, planning.Fair, "ftth"),
		"whose the pooled land is":     without,
		"how many pool land":           second(8, planning.Reach, "dsl"),
		"where pooled PoPs are":        linked,
	}
	for _, w := range []*matrix{m, twin} {
		for _, member := range []string{"alpha", "delta"} {
			z := w.zone(member, "both", inventory.AudiencePooled, 8)
			z.Technologies = []inventory.Technology{"dsl"}
			w.put(t, z)
		}
	}
	if err := m.parts.Desk.DeletePop(t.Context(), inventory.Operator("test"), inventory.Key{Member: "alpha", Code: "p-alpha-pooled"}); err != nil {
		t.Fatal(err)
	}
	read := func(w *matrix, r planning.Request) string {
		page := fmt.Sprintf("%s/proposals/%d", prefix, w.propose(t, r, nil))
		_, _, text := w.as(asKeeperB, "GET", page, "")
		_, _, picks := w.as(asKeeperB, "GET", page+"/picks.geojson", "")
		return timeless(text) + timeless(picks)
	}
	for what, r := range asked {
		if tells, plain := read(m, r), read(twin, r); tells != plain {
			t.Errorf("%s: without what is hidden a proposal says %s", what, apart(tells, plain))
		}
	}
}
