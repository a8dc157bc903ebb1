package intake

import (
	"math"
	"testing"

	"github.com/paulmach/orb/planar"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/inventory/territory/territorytest"
)

// TestSketch draws the whole land with far fewer corners: no region is lost, and
// its area hardly changes; a single cell stays the square it is.
func TestSketch(t *testing.T) {
	t.Parallel()
	url, ok := territorytest.Real(t)
	var cells line.Set
	if ok {
		cells = deskOver(t, url).Atlas.Now().Gazetteer().Land()
	} else {
		t.Log("on the built-in land")
		cells = newDesk(t).Atlas.Now().Gazetteer().Land()
	}
	whole, drawn := outline.Trace(cells), outline.Sketch(cells)
	before, after := 0, 0
	for i := range whole {
		for j := range whole[i] {
			before += len(whole[i][j])
			after += len(drawn[i][j])
		}
	}
	t.Logf("%d corners of %d", after, before)
	if len(drawn) != len(whole) || before > 10_000 && after > before/2 {
		t.Errorf("%d regions of %d, %d corners of %d", len(drawn), len(whole), after, before)
	}
	if a, b := planar.Area(whole), planar.Area(drawn); math.Abs(a-b) > a/500 {
		t.Errorf("area %v, drawn %v", a, b)
	}
	one := line.Set{{Lo: cells[0].Lo, Hi: cells[0].Lo + 1}}
	if got := outline.Sketch(one); len(got) != 1 || len(got[0][0]) != 5 {
		t.Errorf("a cell is drawn as %v", got)
	}
}
