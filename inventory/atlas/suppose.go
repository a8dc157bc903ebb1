package atlas

import (
	"slices"

	"maillage/inventory"
)

// Suppose returns the picture as a change would make it, for a viewer to ask
// further questions of, and the slugs of those who join. Members that leave are no
// prospects of its Market and their PoPs no doors; what they share without their
// name stays in the pool, as in Simulate. Answers of it are not those of the
// inventory and must say so. Errors are those of Simulate.
func (p *Picture) Suppose(v inventory.Viewer, c Change) (q *Picture, joined []string, err error) {
	if p.ground.territory.Checksum == "" {
		return nil, nil, errNoTerritory()
	}
	return p.changed(v, c)
}

// leaves tells whether a member is supposed to leave.
func (p *Picture) leaves(slug string) bool { return slices.Contains(p.gone, slug) }
