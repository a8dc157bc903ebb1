package postgres

import (
	"context"

	cache "maillage/inventory/recent"
)

// UnitTiles makes the vector tiles of the outlines of units of any kind, and
// remembers them. It is safe for concurrent use.
type UnitTiles struct {
	tiles *cache.Cache[unitTile, []byte]
}

type unitTile struct {
	stamp, kind string
	z, x, y     uint32
}

// The most that UnitTiles remembers.
const (
	unitTiles     = 5_000
	unitTileBytes = 32 << 20
)

// mostUnits is how many units a tile has at most, the largest: a screen does not
// tell more apart.
const mostUnits = 6000

// NewUnitTiles returns tiles that remember nothing yet.
func NewUnitTiles() *UnitTiles {
	return &UnitTiles{tiles: cache.New[unitTile](unitTiles, unitTileBytes, func(b []byte) int64 { return int64(len(b)) + 100 })}
}

// Tile returns the tile z/x/y of the units of a kind, nil when it is empty: layer
// units, polygons with code and name. Of units that would be less than four pixels
// wide (of a 512-pixel tile) there are none, and of the others the 6,000 largest;
// outlines are thinned to half a pixel, below zoom 14. stamp is of [GroundStamp]: a
// tile made for another is not used again.
func (u *UnitTiles) Tile(ctx context.Context, db DB, stamp, kind string, z, x, y uint32) ([]byte, error) {
	return u.tiles.Get(unitTile{stamp, kind, z, x, y}, func() ([]byte, error) {
		var data []byte
		err := db.QueryRow(ctx, `
			WITH tile AS MATERIALIZED (
				SELECT ST_TileEnvelope($1, $2, $3) AS box,
					ST_Transform(ST_TileEnvelope($1, $2, $3, margin => 0.015625), 4326) AS wide,
					360 / 512.0 / 2 ^ $1 AS pixel -- in degrees of longitude
			), large AS (
				SELECT u.code, u.name, u.geom, ST_Area(ST_Envelope(u.geom)) AS size
				FROM tile, unit u
				WHERE u.kind = $4 AND u.geom && tile.wide
					AND greatest(ST_XMax(u.geom) - ST_XMin(u.geom), ST_YMax(u.geom) - ST_YMin(u.geom)) >= 4 * tile.pixel
				ORDER BY size DESC, u.code LIMIT $5
			)
			SELECT ST_AsMVT(t, 'units', 4096, 'geom') FROM (
				SELECT code, name, ST_AsMVTGeom(ST_Transform(
					CASE WHEN $1 < 14 THEN ST_Simplify(l.geom, tile.pixel / 2, true) ELSE l.geom END, 3857), tile.box, 4096, 64) AS geom
				FROM tile, large l ORDER BY size DESC, code
			) t WHERE geom IS NOT NULL`, int32(z), int32(x), int32(y), kind, mostUnits).Scan(&data)
		if err != nil || len(data) == 0 {
			return nil, translated(err)
		}
		return data, nil
	})
}
