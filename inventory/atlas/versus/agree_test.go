package versus

import (
	"fmt"
	"maps"
	"math"
	"testing"

	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/territory/territorytest"
)

// The two ways answer the same questions: without this, the table would compare
// nothing.
func TestBothWaysAgree(t *testing.T) {
	t.Parallel()
	const seed = 3
	t.Logf("seed %d", seed)
	w := open(t, territorytest.Small(t), atlastest.Size{Members: 5, Zones: 2, Communes: 2})
	w.Fill(t, seed)
	ours, theirs := w.ours(t), w.theirs(t)
	if len(theirs.overlaps) == 0 || theirs.gap == 0 || len(theirs.communes) < 10 {
		t.Fatalf("too little to compare: %d overlaps, a gap of %.1f km², %d communes of members",
			len(theirs.overlaps), theirs.gap, len(theirs.communes))
	}
	// A cell is in or out: along a border of 100 km that comes to about 1 km².
	const near = 1.5
	if math.Abs(ours.gap-theirs.gap) > near {
		t.Errorf("the gap is %.2f km², by PostGIS %.2f", ours.gap, theirs.gap)
	}
	agree(t, "the overlap of", near, ours.overlaps, theirs.overlaps)
	agree(t, "what is covered of", near, ours.communes, theirs.communes)
}

// agree compares figures that either side may lack.
func agree[K comparable](t *testing.T, what string, near float64, ours, theirs map[K]float64) {
	t.Helper()
	all := maps.Clone(ours)
	maps.Copy(all, theirs)
	for key := range all {
		if math.Abs(ours[key]-theirs[key]) > near {
			t.Errorf("%s %s is %.2f km², by PostGIS %.2f", what, fmt.Sprint(key), ours[key], theirs[key])
		}
	}
}
