package atlas

import (
	"testing"

	"maillage/inventory"
)

// The table of who sees what, row by row: audiences; columns: who looks.
func TestVisible(t *testing.T) {
	t.Parallel()
	active, candidate, left := inventory.MemberActive, inventory.MemberCandidate, inventory.MemberLeft
	type looker struct {
		name   string
		role   inventory.Role
		member string
		status inventory.MemberStatus
	}
	lookers := []looker{
		{"operator", inventory.RoleOperator, "", ""},
		{"owner's sales", inventory.RoleSales, "owner", active},
		{"owner's contributor", inventory.RoleContributor, "owner", active},
		{"bureau", inventory.RoleBureau, "", ""},
		{"bureau of another member", inventory.RoleBureau, "other", active},
		{"other member", inventory.RoleSales, "other", active},
		{"candidate", inventory.RoleContributor, "other", candidate},
		{"former member", inventory.RoleSales, "other", left},
		{"admin", inventory.RoleAdmin, "", ""},
		{"admin of another member", inventory.RoleAdmin, "other", active},
		{"visitor", inventory.RoleVisitor, "", ""},
		{"visitor who claims to be the owner", inventory.RoleVisitor, "owner", active},
		{"unknown role", "guest", "", ""},
	}
	const u, c, n, w = unseen, covered, named, whole
	//                                op own own bur bur oth can lef adm adm vis vis unk
	table := map[inventory.Audience][]sight{
		inventory.AudiencePrivate: {w, w, w, u, u, u, u, u, u, u, u, u, u},
		inventory.AudienceBureau:  {w, w, w, w, w, u, u, u, u, u, u, u, u},
		inventory.AudiencePooled:  {w, w, w, w, w, c, u, u, u, c, u, u, u},
		inventory.AudienceMembers: {w, w, w, w, w, n, u, u, u, n, u, u, u},
		inventory.AudiencePublic:  {w, w, w, w, w, n, n, n, n, n, n, n, n},
	}
	if len(table) != len(inventory.Audiences) {
		t.Fatalf("the table has %d audiences, there are %d", len(table), len(inventory.Audiences))
	}
	for audience, row := range table {
		for i, l := range lookers {
			v := inventory.Viewer{Role: l.role, Member: l.member}
			own := party{l.member, l.status}
			if got := visible(v, own, party{"owner", active}, audience); got != row[i] {
				t.Errorf("%s sees %d of a %s entry, want %d", l.name, got, audience, row[i])
			}
			// A candidate's or former member's entries: itself and the bureau.
			for _, status := range []inventory.MemberStatus{candidate, left} {
				want := unseen
				if row[i] == whole {
					want = whole
				}
				if l.member == "owner" && l.status == active {
					own.status = status
				}
				if got := visible(v, own, party{"owner", status}, audience); got != want {
					t.Errorf("%s sees %d of a %s member's %s entry, want %d", l.name, got, status, audience, want)
				}
			}
		}
	}
}
