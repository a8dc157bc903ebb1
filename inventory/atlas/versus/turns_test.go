package versus

import (
	"flag"
	"runtime"
	"testing"

	"maillage/inventory/atlas"
	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/territory/territorytest"
)

var turns = flag.Int("tiles", 0, "draw 400 tiles that many times, ours and ST_AsMVT's by turns; a few minutes")

// TestTiles times the drawing of tiles alone, both ways by turns, so that what
// else the machine does weighs on both.
func TestTiles(t *testing.T) {
	if *turns == 0 {
		t.Skip("takes minutes: go test ./inventory/atlas/versus -run TestTiles -timeout 30m -v -args -tiles 5")
	}
	url, real := territorytest.Real(t)
	size := atlastest.Size{Members: 60, Zones: 12, Communes: 264}
	if !real {
		url, size = territorytest.Small(t), atlastest.Size{Members: 6, Zones: 3, Communes: 2}
	}
	w := open(t, url, size)
	defer w.Close()
	w.Fill(t, seed)
	for _, sql := range []string{
		`CREATE UNLOGGED TABLE versus_zone AS SELECT member, code, ST_Transform(geom, 3857) AS mercator FROM zone`,
		`CREATE INDEX ON versus_zone USING gist (mercator)`,
		`ANALYZE versus_zone`,
	} {
		if _, err := w.Pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	tiles, p := w.tilesOf(seed), w.opened(t).Now()
	d := coverage(t, p)
	draw := func(i int) error {
		x := tiles[i]
		_, err := d.Encode(uint32(x.Z), x.X, x.Y, atlas.TileCoverage, "depth")
		return err
	}
	together(t, len(tiles), draw) // all that a drawing keeps is there now: no tile
	for range *turns {
		var anew flow
		ours := once(func() { anew = together(t, len(tiles), draw) })
		theirs, _ := w.theirTiles(t, tiles, 0)
		t.Logf("ours %.0f/s, p99 %v, %v of processor; ST_AsMVT %.0f/s, p99 %v; %.1f times, p99 1:%.1f; load %s of %d", anew.rate, anew.p99, ours.cpu,
			theirs.again.rate, theirs.again.p99, anew.rate/theirs.again.rate, theirs.again.p99.Seconds()/anew.p99.Seconds(), thisMachine(0).load, runtime.NumCPU())
	}
}
