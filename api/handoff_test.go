package api

import (
	"fmt"
	"strings"
	"testing"

	"maillage/inventory"
)

// A zone says the name of the PoP that it is handed off at to whoever may see that
// PoP, today and on another day; to others that PoP's code is all it has ever said.
func TestHandoffIsNamedToWhoSeesIt(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	for _, c := range []struct {
		pop, zone inventory.Audience
		named     string // the viewers told the name
	}{
		{inventory.AudiencePrivate, inventory.AudienceMembers, asSalesA},
		{inventory.AudienceBureau, inventory.AudienceMembers, asSalesA + asBureau},
		{inventory.AudiencePooled, inventory.AudienceMembers, asSalesA + asBureau},
		{inventory.AudienceMembers, inventory.AudienceMembers, asSalesA + asBureau + asKeeperB},
		{inventory.AudiencePublic, inventory.AudiencePublic, asSalesA + asBureau + asKeeperB},
	} {
		z := m.zone("alpha", "behind", c.zone, 5)
		z.Handoff = "p-alpha-" + string(c.pop)
		m.put(t, z)
		name := fmt.Sprintf(`"handoff_name":"Pop-alpha-%s"`, c.pop)
		for _, viewer := range []string{asSalesA, asBureau, asKeeperB, asVisitor} {
			for _, target := range []string{"/eligibility?insee=" + m.communes[5].Code, "/eligibility?insee=" + m.communes[5].Code + "&as_of=2120-01-01",
				"/members/alpha/zones/" + z.Code, "/members/alpha/zones"} {
				_, _, text := m.as(viewer, "GET", prefix+target, "")
				if told := strings.Contains(text, name); told != strings.Contains(c.named, viewer) {
					t.Errorf("%s: %s of a zone behind a %s PoP: named %v: %.400s", viewer, target, c.pop, told, text)
				}
				if viewer == asVisitor && strings.Contains(text, "handoff") {
					t.Errorf("a visitor is told of a hand-off: %.400s", text)
				}
			}
		}
	}
}
