package atlas

import "maillage/inventory"

// sight is how much of an entry a viewer sees; each includes those before it.
type sight int

const (
	unseen  sight = iota
	covered       // its coverage, the owner not named
	named         // all, but prices that have an audience of their own
	whole         // all
)

// party is what the table of audiences asks about a viewer or an owner.
type party struct {
	slug   string
	status inventory.MemberStatus
}

// visible is the table of who sees what: the one place where it stands in Go.
// Its rows are the audiences, its columns the owner, the bureau, other members
// and visitors. Entries of members that are not active are seen by themselves
// and the bureau alone, whatever their audience.
//
// own is the member the viewer acts for, its slug empty for none. One that acts
// for a candidate, or for a member that left, sees others as a visitor does.
// Administrators see no more for that role.
func visible(v inventory.Viewer, own, owner party, audience inventory.Audience) sight {
	visitor := v.Role == inventory.RoleVisitor || own.slug == ""
	switch {
	case v.Role == inventory.RoleOperator:
		return whole
	case !visitor && own.slug == owner.slug:
		return whole
	case v.Role == inventory.RoleBureau:
		if audience == inventory.AudiencePrivate {
			return unseen
		}
		return whole
	case owner.status != inventory.MemberActive:
		return unseen
	case audience == inventory.AudiencePublic:
		return named
	case visitor || own.status != inventory.MemberActive:
		return unseen
	case audience == inventory.AudienceMembers:
		return named
	case audience == inventory.AudiencePooled:
		return covered
	}
	return unseen
}

// class tells viewers apart that see different things: answers are remembered
// by it.
func class(v inventory.Viewer) string {
	switch v.Role {
	case inventory.RoleOperator:
		return "operator"
	case inventory.RoleVisitor:
		return "visitor"
	case inventory.RoleBureau:
		return "bureau " + v.Member
	}
	return "member " + v.Member
}
