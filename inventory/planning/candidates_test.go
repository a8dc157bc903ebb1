package planning

import (
	"testing"

	"maillage/inventory"
	"maillage/inventory/atlas"
)

// One candidate more than can be compared is refused, before any work on them.
func TestTooManyCandidates(t *testing.T) {
	t.Parallel()
	r := Request{From: FromFile}
	_, err := r.gather(nil, inventory.Operator("test"), atlas.Market{}, make([]inventory.Zone, MaxCandidates+1))
	if inventory.KindOf(err) != inventory.TooLarge {
		t.Errorf("%d candidates: %v", MaxCandidates+1, err)
	}
}
