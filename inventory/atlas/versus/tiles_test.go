package versus

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb/maptile"

	"maillage/geo/tile"
	"maillage/inventory/atlas"
)

// tilesOf are 400 tiles of zoom 5 to 12, each over a commune drawn by lot: where
// people look. Far out, the same come again.
func (w *world) tilesOf(seed uint64) []maptile.Tile {
	rnd := rand.New(rand.NewPCG(seed, 400))
	var tiles []maptile.Tile
	for z := maptile.Zoom(5); z <= 12; z++ {
		for range 50 {
			tiles = append(tiles, maptile.At(w.Communes[rnd.IntN(len(w.Communes))].Centre, z))
		}
	}
	rnd.Shuffle(len(tiles), func(i, j int) { tiles[i], tiles[j] = tiles[j], tiles[i] })
	return tiles
}

// twice is the same tiles drawn anew, each time that one is asked for, and asked
// for once more; served is what the first readers of a picture wait for, which
// keeps what it has drawn: far out, many look at the same tile.
type twice struct{ anew, again, served flow }

// ourTiles asks a picture for them that has drawn none yet, draws each anew from
// cells, then asks the picture again, which has kept them.
func (w *world) ourTiles(tb testing.TB, p *atlas.Picture, tiles []maptile.Tile) twice {
	d := coverage(tb, p)
	draw := func(i int) error {
		t := tiles[i]
		_, err := d.Encode(uint32(t.Z), t.X, t.Y, atlas.TileCoverage, "depth")
		return err
	}
	ask := func(i int) error {
		t := tiles[i]
		_, err := p.Tile(viewer, atlas.TileCoverage, everywhere, "", uint32(t.Z), t.X, t.Y)
		return err
	}
	served := together(tb, len(tiles), ask)
	together(tb, len(tiles), draw) // all that a drawing keeps is there now: no tile
	anew := together(tb, len(tiles), draw)
	return twice{anew, together(tb, len(tiles), ask), served}
}

// coverage is the drawing that the picture's own tiles are made of.
func coverage(tb testing.TB, p *atlas.Picture) *tile.Drawing {
	tb.Helper()
	pool, err := p.Atoms(viewer, everywhere)
	if err != nil {
		tb.Fatal(err)
	}
	land, err := p.Land("")
	if err != nil {
		tb.Fatal(err)
	}
	var pieces []tile.Piece
	for _, a := range pool.Pieces() {
		depth := int32(len(pool.Group(a.Group)))
		if n := len(pieces); n > 0 && pieces[n-1].Hi == a.Lo && pieces[n-1].Depth == depth {
			pieces[n-1].Hi = a.Hi
			continue
		}
		pieces = append(pieces, tile.Piece{Lo: a.Lo, Hi: a.Hi, Depth: depth})
	}
	return tile.New(land, pieces)
}

// theirTiles draws them by ST_AsMVT from the zones' polygons in Web Mercator,
// as tile servers on PostGIS do; all is in memory by the second time. ok is false when both times took longer
// than the limit, if there is one: one tile of France is all polygons there are.
func (w *world) theirTiles(tb testing.TB, tiles []maptile.Tile, limit time.Duration) (t twice, ok bool) {
	const sql = `WITH box AS (SELECT ST_TileEnvelope($1, $2, $3) AS tile, ST_TileEnvelope($1, $2, $3, margin => 0.015625) AS wide)
		SELECT ST_AsMVT(t, 'zones', 4096, 'geom') FROM (
			SELECT member, code, ST_AsMVTGeom(mercator, box.tile, 4096, 64) AS geom
			FROM box, versus_zone WHERE mercator && box.wide) t WHERE geom IS NOT NULL`
	ctx, cancel := tb.Context(), context.CancelFunc(func() {})
	if limit > 0 {
		ctx, cancel = context.WithTimeout(ctx, limit)
	}
	defer cancel()
	draw := func(i int) error {
		t := tiles[i]
		var data []byte
		err := w.Pool.QueryRow(ctx, sql, int32(t.Z), int32(t.X), int32(t.Y)).Scan(&data)
		if ctx.Err() != nil {
			return nil // told by ok
		}
		return err
	}
	t.anew = together(tb, len(tiles), draw)
	t.again = together(tb, len(tiles), draw)
	return t, ctx.Err() == nil
}
