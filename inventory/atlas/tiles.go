package atlas

import (
	"fmt"

	"maillage/geo/line"
	"maillage/geo/tile"
	"maillage/inventory"
)

// The tiles that a Picture draws: each has one layer of its own name.
const (
	TileCoverage = "coverage" // what the pool covers; attribute depth, an integer
	TileGaps     = "gaps"     // what nobody collects
	TileReach    = "reach"    // what a member collects by itself
	TileOpenings = "openings" // what the pool opens to a member
)

// depthAttribute is what the tiles of coverage tell of each polygon.
const depthAttribute = "depth"

// drawing is a tile.Drawing as the cache takes it.
type drawing struct{ *tile.Drawing }

func (d drawing) bytes() int64 { return int64(d.Bytes()) }

// encoded is a tile as the cache takes it.
type encoded []byte

func (e encoded) bytes() int64 { return int64(len(e)) }

// Tile draws the vector tile z/x/y of one of the names above for a viewer's
// filter; member is the one whose reach or openings are shown, and needed there.
// It is nil when nothing is on it. The filter's unit and layer have no part in
// it. Errors: inventory.NotFound for another name or an impossible tile, else
// those of Atoms and Openings.
func (p *Picture) Tile(v inventory.Viewer, name string, f inventory.Filter, member string, z, x, y uint32) ([]byte, error) {
	if err := tile.Check(z, x, y); err != nil {
		return nil, inventory.Errorf(inventory.NotFound, "no_such_tile", "%w", err)
	}
	f.Unit, f.Layer = "", ""
	f, err := p.normal(v, f)
	if err != nil {
		return nil, err
	}
	attribute, draw := "", p.drawReach
	switch name {
	case TileCoverage:
		attribute, draw = depthAttribute, p.drawCoverage
	case TileGaps:
		draw = p.drawGaps
	case TileReach:
	case TileOpenings:
		draw = p.drawOpenings
	default:
		return nil, inventory.Errorf(inventory.NotFound, "no_such_tiles",
			"there are no tiles “%s”: %s, %s, %s or %s", name, TileCoverage, TileGaps, TileReach, TileOpenings)
	}
	what := name + " " + member + " " + key(f)
	t, err := remember(p, v, fmt.Sprintf("tile %d/%d/%d %s", z, x, y, what), func() (encoded, error) {
		return p.encode(v, what, name, attribute, z, x, y, func() (*tile.Drawing, error) { return draw(v, f, member) })
	})
	return t, err
}

// Drawing is what the tiles of coverage or gaps are made of, and the attribute
// of their one layer, "" for none: for who wants all of them. The filter's unit
// and layer have no part in it. Errors are those of Tile.
func (p *Picture) Drawing(v inventory.Viewer, name string, f inventory.Filter) (d *tile.Drawing, attribute string, err error) {
	f.Unit, f.Layer = "", ""
	f, err = p.normal(v, f)
	if err != nil {
		return nil, "", err
	}
	switch name {
	case TileCoverage:
		d, err = p.drawCoverage(v, f, "")
		return d, depthAttribute, err
	case TileGaps:
		d, err = p.drawGaps(v, f, "")
		return d, "", err
	}
	return nil, "", inventory.Errorf(inventory.NotFound, "no_such_tiles", "there are no such tiles “%s” to draw at once: %s or %s", name, TileCoverage, TileGaps)
}

// encode draws one tile; what tells its drawing from others.
func (p *Picture) encode(v inventory.Viewer, what, name, attribute string, z, x, y uint32, draw func() (*tile.Drawing, error)) (encoded, error) {
	d, err := remember(p, v, "drawing "+what, func() (drawing, error) {
		d, err := draw()
		return drawing{d}, err
	})
	if err != nil {
		return nil, err
	}
	return d.Encode(z, x, y, name, attribute)
}

func (p *Picture) drawCoverage(v inventory.Viewer, f inventory.Filter, _ string) (*tile.Drawing, error) {
	pool, err := p.pool(v, f)
	if err != nil {
		return nil, err
	}
	return tile.New(p.ground.land, pool.depths()), nil
}

// depths is the runs of the pool, each with the number of its members.
func (p *Pool) depths() []tile.Piece {
	depth := make([]int32, p.Groups())
	for g := range depth {
		depth[g] = int32(len(p.Group(int32(g))))
	}
	pieces := make([]tile.Piece, 0, p.Len())
	for _, a := range p.Pieces() {
		// Neighbours that differ by who they are alone are one piece here.
		if n := len(pieces); n > 0 && pieces[n-1].Hi == a.Lo && pieces[n-1].Depth == depth[a.Group] {
			pieces[n-1].Hi = a.Hi
			continue
		}
		pieces = append(pieces, tile.Piece{Lo: a.Lo, Hi: a.Hi, Depth: depth[a.Group]})
	}
	return pieces
}

func (p *Picture) drawGaps(v inventory.Viewer, f inventory.Filter, _ string) (*tile.Drawing, error) {
	pool, err := p.pool(v, f)
	if err != nil {
		return nil, err
	}
	land, err := p.Land(f.Territory)
	if err != nil {
		return nil, err
	}
	return tile.OfSet(p.ground.land, line.Subtract(nil, land, pool.Covered())), nil
}

func (p *Picture) drawReach(v inventory.Viewer, f inventory.Filter, member string) (*tile.Drawing, error) {
	own, err := p.reach(v, f, member)
	if err != nil {
		return nil, err
	}
	return tile.OfSet(p.ground.land, own), nil
}

func (p *Picture) drawOpenings(v inventory.Viewer, f inventory.Filter, member string) (*tile.Drawing, error) {
	own, err := p.reach(v, f, member)
	if err != nil {
		return nil, err
	}
	pool, err := p.pool(v, f)
	if err != nil {
		return nil, err
	}
	return tile.OfSet(p.ground.land, p.opened(pool, own).Covered()), nil
}
