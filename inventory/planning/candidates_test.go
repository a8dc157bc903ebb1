package planning

import (
	"testing"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/territory"
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

func TestRegionsSayHowFarTheyReach(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]territory.Spread{
		"Aubière":                  {Communes: 1, Departements: []string{"63"}},
		"Aubière + 1 commune (63)": {Communes: 2, Departements: []string{"63"}},
		"Aubière + 1\u202f205 communes (63, 43, 15 …)": {Communes: 1206, Departements: []string{"63", "43", "15", "03"}},
		"Aubière + 12\u202f000 communes (63, 2A, 974)": {Communes: 12001, Departements: []string{"63", "2A", "974"}},
	} {
		if got := regionName("Aubière", s); got != want {
			t.Errorf("%+v is named %q, want %q", s, got, want)
		}
	}
}
