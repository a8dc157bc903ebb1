package export

import (
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"maillage/geo/pmtiles"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// PMTiles is the format of tile archives: of every kind of export, and no list.
const PMTiles Format = "pmtiles"

// MaxTileZoom is the nearest zoom of an archive; SomeTileZoom the one it has
// unless told otherwise, where a cell is sixteen pixels wide.
const (
	MaxTileZoom  = 14
	SomeTileZoom = 12
)

// Tiles is what an archive is made of.
type Tiles struct {
	layer pmtiles.Layer
	about string
	holds func(at maptile.Tile) bool // false where a tile is empty, and all that lie in it
	draw  func(ctx context.Context, at maptile.Tile) ([]byte, error)
}

// AnswerTiles are the tiles of coverage or gaps, as the page has them. Errors are
// those of the picture, inventory.Invalid for another kind of answer.
func AnswerTiles(now *atlas.Picture, v inventory.Viewer, kind string, f inventory.Filter) (*Tiles, error) {
	d, attribute, err := now.Drawing(v, kind, f)
	if err != nil {
		return nil, err
	}
	t := &Tiles{layer: pmtiles.Layer{ID: kind, Fields: map[string]string{}}, about: "Land that nobody collects"}
	if attribute != "" {
		t.about, t.layer.Fields[attribute] = "Cells by the number of members that collect there", "Number"
	}
	t.holds = func(at maptile.Tile) bool { return d.Holds(uint32(at.Z), at.X, at.Y) }
	t.draw = func(_ context.Context, at maptile.Tile) ([]byte, error) {
		return d.Encode(uint32(at.Z), at.X, at.Y, kind, attribute)
	}
	return t, nil
}

// ZoneTiles are the tiles of zones, whatever their status, as far as a viewer may
// see them with their names: of members, or of all when there are none. db is a
// transaction of the viewer's.
func ZoneTiles(db postgres.DB, v inventory.Viewer, members []string, zones []inventory.Zone) *Tiles {
	var boxes []orb.Bound
	for i := range zones {
		for _, polygon := range zones[i].Geometry {
			boxes = append(boxes, polygon.Bound())
		}
	}
	return entryTiles(db, v, members, inventory.KindZones, "Collection zones", boxes, postgres.ZoneTile,
		map[string]string{"member": "String", "code": "String", "name": "String", "status": "String", "technologies": "String"})
}

// PopTiles is ZoneTiles for PoPs, which are gathered when far.
func PopTiles(db postgres.DB, v inventory.Viewer, members []string, pops []inventory.Pop) *Tiles {
	boxes := make([]orb.Bound, len(pops))
	for i := range pops {
		boxes[i] = pops[i].Position.Bound()
	}
	return entryTiles(db, v, members, inventory.KindPops, "Points of presence, gathered when far", boxes, postgres.PopTile,
		map[string]string{"member": "String", "code": "String", "name": "String", "kind": "String", "status": "String", "count": "Number"})
}

func entryTiles(db postgres.DB, v inventory.Viewer, members []string, kind, about string, boxes []orb.Bound,
	draw func(context.Context, postgres.DB, inventory.Viewer, inventory.Filter, uint32, uint32, uint32) ([]byte, error), fields map[string]string) *Tiles {
	every := inventory.Filter{Statuses: inventory.Statuses, Members: members}
	return &Tiles{
		layer: pmtiles.Layer{ID: kind, Fields: fields}, about: about,
		holds: func(at maptile.Tile) bool {
			wide := at.Bound(1.0 / 32) // tiles draw a little beyond their edge
			return slices.ContainsFunc(boxes, wide.Intersects)
		},
		draw: func(ctx context.Context, at maptile.Tile) ([]byte, error) {
			return draw(ctx, db, v, every, uint32(at.Z), at.X, at.Y)
		},
	}
}

// Write writes all tiles up to a zoom, 0 to MaxTileZoom, as one archive, and
// returns how many there are. Until its end they stand in spool, an empty file.
// progress is told zoom by zoom, of how many tiles that may show something.
// Errors: inventory.Invalid for another zoom, and "nothing_drawn" when there is
// not one tile; else those of spool, w and the tiles.
func (t *Tiles) Write(ctx context.Context, w io.Writer, spool io.ReadWriteSeeker, attribution string, maxZoom int,
	progress func(zoom, done, total int)) (int, error) {
	if maxZoom < 0 || maxZoom > MaxTileZoom {
		return 0, inventory.Errorf(inventory.Invalid, "out_of_range", "the nearest zoom of an archive is between 0 and %d", MaxTileZoom)
	}
	archive := pmtiles.NewWriter(spool)
	bounds, centre := orb.Bound{}, orb.Point{}
	some := []uint64{0}
	for z := range maxZoom + 1 {
		var held []maptile.Tile
		var next []uint64
		for i, id := range some {
			if i%64 == 0 {
				progress(z, i, len(some))
			}
			at, err := tileOf(id)
			if err != nil {
				return 0, err
			}
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			if !t.holds(at) {
				continue
			}
			children := pmtiles.Children(id)
			next = append(next, children[:]...)
			held = append(held, at)
			data, err := t.draw(ctx, at)
			if err != nil {
				return 0, err
			}
			if len(data) == 0 {
				continue
			}
			if err := archive.Add(id, data); err != nil {
				return 0, err
			}
		}
		if len(held) > 0 {
			bounds, centre = around(held), held[len(held)/2].Center()
		}
		some = next
	}
	if archive.Tiles() == 0 {
		return 0, inventory.Errorf(inventory.Invalid, "nothing_drawn", "there is nothing to draw: no tile would show anything")
	}
	layer := t.layer
	layer.MaxZoom = maxZoom
	return archive.Tiles(), archive.Write(w, pmtiles.About{Name: layer.ID, Description: t.about, Attribution: attribution,
		Layers: []pmtiles.Layer{layer}, Bounds: bounds, Centre: centre})
}

func tileOf(id uint64) (maptile.Tile, error) {
	z, x, y, err := pmtiles.At(id)
	return maptile.New(x, y, maptile.Zoom(z)), err
}

// around is the box of tiles of one zoom, of which there is one at least.
func around(tiles []maptile.Tile) orb.Bound {
	byX := func(a, b maptile.Tile) int { return cmp.Compare(a.X, b.X) }
	byY := func(a, b maptile.Tile) int { return cmp.Compare(a.Y, b.Y) }
	west, east := slices.MinFunc(tiles, byX).Bound(), slices.MaxFunc(tiles, byX).Bound()
	north, south := slices.MinFunc(tiles, byY).Bound(), slices.MaxFunc(tiles, byY).Bound()
	return orb.Bound{Min: orb.Point{west.Min[0], south.Min[1]}, Max: orb.Point{east.Max[0], north.Max[1]}}
}
