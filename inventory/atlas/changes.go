package atlas

import (
	"encoding/json"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Change tells whether a viewer may read a line of the history, before and after:
// owners all of theirs; the bureau what of an entry it could see before, after and
// now; the bureau and administrators members; administrators who was given what
// access; the territory, kinds of unit and layers are for all. It is the second wall of the policy on the table history.
func (p *Picture) Change(v inventory.Viewer, c postgres.Change) bool {
	switch {
	case v.Role == inventory.RoleOperator || c.Noun == postgres.NounLand || c.Noun == postgres.NounKind || c.Noun == postgres.NounLayer:
		return true
	case (v.Role == inventory.RoleContributor || v.Role == inventory.RoleSales) && v.Member != "" && c.Key.Member == v.Member:
		return true
	case c.Noun == postgres.NounMember:
		return v.Role == inventory.RoleBureau || v.Role == inventory.RoleAdmin
	case c.Noun == postgres.NounGrant || c.Noun == postgres.NounToken:
		return v.Role == inventory.RoleAdmin
	case c.Noun == postgres.NounPop || c.Noun == postgres.NounZone:
		return v.Role == inventory.RoleBureau && !p.private(c)
	}
	return false
}

// private tells whether a line of the history is of an entry, or a price, that
// was its owner's alone before the change, was after it, or is now.
func (p *Picture) private(c postgres.Change) bool {
	for _, image := range [][]byte{c.Before, c.After} {
		if image == nil {
			continue
		}
		var was struct {
			Audience      inventory.Audience `json:"audience"`
			PriceAudience inventory.Audience `json:"price_audience"`
		}
		if json.Unmarshal(image, &was) != nil || was.Audience == inventory.AudiencePrivate || was.PriceAudience == inventory.AudiencePrivate {
			return true
		}
	}
	if z := p.zones[c.Key]; c.Noun == postgres.NounZone && z != nil {
		return z.Audience == inventory.AudiencePrivate
	}
	if c.Noun == postgres.NounPop && p.doors != nil {
		d, _ := p.doors.of(c.Key)
		return d.audience == inventory.AudiencePrivate
	}
	return false
}
