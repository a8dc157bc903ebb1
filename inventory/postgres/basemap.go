package postgres

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"maillage/inventory"
	cache "maillage/inventory/recent"
)

// Basemap makes the vector tiles under everything else and remembers them for
// as long as the territory in force is the same. It is safe for concurrent use.
type Basemap struct {
	tiles *cache.Cache[baseTile, []byte]

	mu     sync.Mutex
	loaded inventory.Territory // whose places these are
	places []place
}

type baseTile struct {
	territory string
	z, x, y   uint32
}

// The most that a Basemap remembers.
const (
	baseTiles = 20_000
	baseBytes = 64 << 20
)

// NewBasemap returns a basemap that remembers nothing yet.
func NewBasemap() *Basemap {
	return &Basemap{tiles: cache.New[baseTile](baseTiles, baseBytes, func(b []byte) int64 { return int64(len(b)) + 100 })}
}

// Tile returns the tile z/x/y, nil when it is empty. Its layers:
//   - land: polygons of the régions; code
//   - departements: polygons; code, name
//   - communes, from zoom 9: polygons; code, name
//   - places: points; code, name, population, and rank, 1 for the largest towns
//     to 8, the fewer the farther away
//
// in is the territory in force: a tile made for another is not used again.
func (b *Basemap) Tile(ctx context.Context, db DB, in inventory.Territory, z, x, y uint32) ([]byte, error) {
	key := baseTile{in.Checksum + in.LoadedAt.String(), z, x, y}
	return b.tiles.Get(key, func() ([]byte, error) {
		shapes, err := baseShapes(ctx, db, z, x, y)
		if err != nil {
			return nil, err
		}
		places, err := b.placesOf(ctx, db, in)
		if err != nil {
			return nil, err
		}
		points, err := placeLayer(places, z, x, y)
		if err != nil || len(shapes)+len(points) == 0 {
			return nil, err
		}
		return append(shapes, points...), nil // layers of a tile simply follow each other
	})
}

// baseShapes makes the layers of polygons out of the shapes prepared for this
// zoom, or, nearer than any, the finest.
func baseShapes(ctx context.Context, db DB, z, x, y uint32) ([]byte, error) {
	const query = `
		WITH tile AS (
			SELECT ST_TileEnvelope($1, $2, $3) AS box, ST_TileEnvelope($1, $2, $3, margin => 0.015625) AS wide
		), level AS (
			SELECT kind, coalesce(
				(SELECT zoom FROM unit_shape s WHERE s.kind = k.kind AND zoom >= $1 ORDER BY zoom LIMIT 1),
				(SELECT zoom FROM unit_shape s WHERE s.kind = k.kind ORDER BY zoom DESC LIMIT 1)) AS zoom
			FROM unnest(CASE WHEN $1 < 9 THEN '{region,departement}' ELSE '{region,departement,commune}' END::text[]) AS k (kind)
		), shown AS MATERIALIZED (
			SELECT s.kind, s.code, ST_AsMVTGeom(s.geom, tile.box, 4096, 64) AS geom
			FROM tile, level JOIN unit_shape s USING (kind, zoom)
			WHERE s.geom && tile.wide
		), named AS MATERIALIZED (
			SELECT kind, code, u.name, s.geom FROM shown s JOIN unit u USING (kind, code) WHERE s.geom IS NOT NULL
		)
		SELECT
			coalesce((SELECT ST_AsMVT(t, 'land', 4096, 'geom') FROM
				(SELECT code, geom FROM named WHERE kind = 'region' ORDER BY code) t), '')
			|| coalesce((SELECT ST_AsMVT(t, 'departements', 4096, 'geom') FROM
				(SELECT code, name, geom FROM named WHERE kind = 'departement' ORDER BY code) t), '')
			|| coalesce((SELECT ST_AsMVT(t, 'communes', 4096, 'geom') FROM
				(SELECT code, name, geom FROM named WHERE kind = 'commune' ORDER BY code) t), '')`
	var data []byte
	err := db.QueryRow(ctx, query, int32(z), int32(x), int32(y)).Scan(&data)
	return data, translated(err)
}

// place is a commune as a point of the map: u and v are 0 to 1 over the Web
// Mercator square, from its north-west corner.
type place struct {
	u, v       float64
	code, name string
	population int64
	rank       int
}

// placesOf returns the places of the territory in force, the most important
// first. They are read once.
func (b *Basemap) placesOf(ctx context.Context, db DB, in inventory.Territory) ([]place, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.places != nil && b.loaded.Checksum == in.Checksum && b.loaded.LoadedAt.Equal(in.LoadedAt) {
		return b.places, nil
	}
	rows, err := db.Query(ctx, `
		SELECT code, name, population, ST_X(centre), ST_Y(centre),
			row_number() OVER (PARTITION BY departement ORDER BY population DESC, code) = 1
		FROM unit WHERE kind = 'commune' AND centre IS NOT NULL`)
	if err != nil {
		return nil, translated(err)
	}
	defer rows.Close()
	places := []place{}
	for rows.Next() {
		var p place
		var lon, lat float64
		var first bool
		if err := rows.Scan(&p.code, &p.name, &p.population, &lon, &lat, &first); err != nil {
			return nil, translated(err)
		}
		sin := math.Sin(lat * math.Pi / 180)
		p.u, p.v = (lon+180)/360, 0.5-math.Log((1+sin)/(1-sin))/(4*math.Pi)
		p.rank = rank(p.population, first)
		places = append(places, p)
	}
	if err := rows.Err(); err != nil {
		return nil, translated(err)
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.population, a.population), cmp.Compare(a.code, b.code))
	})
	b.places, b.loaded = places, in
	return places, nil
}

// rank sorts places into eight classes by inhabitants. The largest commune of
// each département, most often its préfecture, is in the third at least, so that
// no part of the map is left without a name.
func rank(population int64, first bool) int {
	rank := 1
	for _, least := range []int64{200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000} {
		if population >= least {
			break
		}
		rank++
	}
	if first {
		return min(rank, 3)
	}
	return rank
}

// lowestRank is the last rank shown at a zoom.
func lowestRank(z uint32) int {
	switch {
	case z < 4:
		return 1
	case z < 5:
		return 2
	case z >= 10:
		return 8
	}
	return int(z) - 2
}

// placeLayer makes the layer of places: those of the ranks of this zoom, and of
// those in the same square of an eighth of the tile (64 pixels) the most
// important, until there is room for all.
func placeLayer(places []place, z, x, y uint32) ([]byte, error) {
	const extent, squares, roomy = 4096, 8, 12
	n := math.Exp2(float64(z))
	lowest := lowestRank(z)
	var taken [squares][squares]bool
	layer := &mvt.Layer{Name: "places", Version: 2, Extent: extent}
	for _, p := range places {
		if p.rank > lowest {
			break // sorted by rank
		}
		u, v := p.u*n-float64(x), p.v*n-float64(y)
		if u < 0 || u >= 1 || v < 0 || v >= 1 {
			continue
		}
		square := &taken[int(v*squares)][int(u*squares)]
		if z < roomy && *square {
			continue
		}
		*square = true
		f := geojson.NewFeature(orb.Point{math.Floor(u * extent), math.Floor(v * extent)})
		f.Properties = geojson.Properties{"code": p.code, "name": p.name, "population": p.population, "rank": p.rank}
		layer.Features = append(layer.Features, f)
	}
	if len(layer.Features) == 0 {
		return nil, nil
	}
	return mvt.Marshal(mvt.Layers{layer})
}
