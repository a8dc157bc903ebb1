package api

import (
	"fmt"
	"maps"
	"testing"

	"maillage/inventory"
)

// A figure must not let a reader subtract its way to an owner: whatever alpha does
// with entries that beta may not see, and whoever owns a pooled zone, every answer
// that beta gets stays the same to the last byte. So it is for visitors.
func TestAnswersDoNotDependOnWhatIsHidden(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	operator := inventory.Operator("test")
	snapshot := func(viewer string) map[string]string {
		all := map[string]string{}
		for route, addresses := range m.targets(t) {
			if route == "/metrics" || route == "/readyz" {
				continue
			}
			for _, target := range addresses {
				status, _, text := m.read(viewer, target)
				all[target] = fmt.Sprint(status, " ", text)
			}
		}
		return all
	}
	same := func(viewer, after string, before map[string]string) {
		t.Helper()
		for target, now := range snapshot(viewer) {
			if now != before[target] {
				t.Errorf("%s: after %s, %s answers otherwise:\n%.600q\n%.600q", viewer, after, target, before[target], now)
			}
		}
	}
	beta, visitor := snapshot(asKeeperB), snapshot(asVisitor)
	if len(beta) < 200 {
		t.Fatalf("only %d addresses", len(beta))
	}

	for _, a := range []inventory.Audience{inventory.AudiencePrivate, inventory.AudienceBureau} {
		z := m.zone("alpha", string(a), a, 7)
		z.Technologies, z.Name = []inventory.Technology{"dsl", "radio"}, "Moved"
		m.put(t, z)
		m.entry(t, "alpha", "more-"+string(a), a, 8)
	}
	same(asKeeperB, "alpha changed what is private and the bureau's", beta)
	same(asVisitor, "alpha changed what is private and the bureau's", visitor)

	// The pooled zone and PoP go from alpha to delta.
	if err := m.parts.Desk.DeleteZone(t.Context(), operator, inventory.Key{Member: "alpha", Code: "z-alpha-pooled"}); err != nil {
		t.Fatal(err)
	}
	if err := m.parts.Desk.DeletePop(t.Context(), operator, inventory.Key{Member: "alpha", Code: "p-alpha-pooled"}); err != nil {
		t.Fatal(err)
	}
	if same := snapshot(asKeeperB); maps.Equal(same, beta) {
		t.Error("a pooled zone that goes changes nothing: the test sees nothing")
	}
	m.entry(t, "delta", "pooled", inventory.AudiencePooled, 2)
	same(asKeeperB, "a pooled zone changed hands", beta)
	same(asVisitor, "a pooled zone changed hands", visitor)

	z := m.zone("alpha", "members", inventory.AudienceMembers, 3)
	z.Technologies, z.MonthlyEUR, z.PriceAudience = []inventory.Technology{"ftth"}, price(inventory.AudiencePrivate), inventory.AudiencePrivate
	m.put(t, z)
	same(asVisitor, "alpha changed what is for members", visitor)
}
