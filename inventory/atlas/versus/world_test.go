package versus

import (
	"testing"

	"maillage/inventory/atlas/atlastest"
)

// world is an inventory that is asked both ways. All zones lie in metropolitan
// France: one plane projection holds it, which PostGIS needs.
type world struct{ *atlastest.World }

// open opens a database with a territory and no members yet.
func open(tb testing.TB, url string, s atlastest.Size) *world {
	tb.Helper()
	return &world{atlastest.Open(tb, url, s)}
}
