package postgres

import (
	"context"

	"maillage/inventory"
)

// ZoneTile returns the vector tile z/x/y of the zones that a viewer may see with
// their names and that the filter counts (whether or not they are in the pool):
// layer zones, polygons with member, code, name, status and technologies
// (separated by spaces), the largest first. It is nil when there are none. The
// filter's unit, layer and territory have no part in it.
//
// Shapes are thinned to half a pixel of a 512-pixel tile before anything else,
// as zones come with the full detail of communes' boundaries. One that is less
// than two pixels wide is a square of that size, so that it is not lost.
func ZoneTile(ctx context.Context, db DB, v inventory.Viewer, f inventory.Filter, z, x, y uint32) ([]byte, error) {
	return tile(ctx, db, v, f, z, x, y, `
		WITH tile AS (
			SELECT ST_TileEnvelope($1, $2, $3) AS box,
				ST_Transform(ST_TileEnvelope($1, $2, $3, margin => 0.015625), 4326) AS wide,
				360 / 512.0 / 2 ^ $1 AS pixel -- in degrees of longitude
		), shown AS (
			SELECT e.member, e.code, e.name, e.status, array_to_string(e.technologies, ' ') AS technologies,
				ST_Area(ST_Envelope(e.geom)) AS size,
				ST_AsMVTGeom(ST_Transform(CASE
					WHEN greatest(ST_XMax(e.geom) - ST_XMin(e.geom), ST_YMax(e.geom) - ST_YMin(e.geom)) < 2 * pixel
						THEN ST_Expand(ST_Centroid(ST_Envelope(e.geom)), pixel)
					WHEN $1 < 14 THEN ST_Simplify(e.geom, pixel / 2, true)
					ELSE e.geom END, 3857), tile.box, 4096, 64) AS geom
			FROM tile, LATERAL zones_near(tile.wide) k
				JOIN zone e ON e.member = k.owner COLLATE "C" AND e.code = k.entry COLLATE "C" JOIN member m ON m.slug = e.member
			WHERE `+isShown+`
		)
		SELECT ST_AsMVT(t, 'zones', 4096, 'geom') FROM (
			SELECT member, code, name, status, technologies, geom FROM shown
			WHERE geom IS NOT NULL ORDER BY size DESC, member, code
		) t`)
}

// clusterZoom is the zoom from which PoPs stand alone.
const clusterZoom = 9

// PopTile is ZoneTile for PoPs: layer pops, points with member, code, name, kind
// and status. Below zoom 9, PoPs that share a square of an eighth of the tile
// (64 pixels) are one point at their mean place, with count, and member when all
// are of one. A filter's technologies leave PoPs that name none alone.
func PopTile(ctx context.Context, db DB, v inventory.Viewer, f inventory.Filter, z, x, y uint32) ([]byte, error) {
	const shown = `
		WITH tile AS (
			SELECT ST_TileEnvelope($1, $2, $3) AS box, ST_Transform(ST_TileEnvelope($1, $2, $3), 4326) AS wide
		), shown AS (
			SELECT e.member, e.code, e.name, e.kind, e.status, ST_Transform(e.position, 3857) AS place, tile.box
			FROM tile, LATERAL pops_near(tile.wide) k
				JOIN pop e ON e.member = k.owner COLLATE "C" AND e.code = k.entry COLLATE "C" JOIN member m ON m.slug = e.member
			WHERE ` + isShown + `
		)`
	if z >= clusterZoom {
		return tile(ctx, db, v, f, z, x, y, shown+`
			SELECT ST_AsMVT(t, 'pops', 4096, 'geom') FROM (
				SELECT member, code, name, kind, status, ST_AsMVTGeom(place, box, 4096, 0) AS geom
				FROM shown ORDER BY member, code
			) t WHERE geom IS NOT NULL`)
	}
	return tile(ctx, db, v, f, z, x, y, shown+`, squared AS (
			SELECT *, floor((ST_X(place) - ST_XMin(box)) / (ST_XMax(box) - ST_XMin(box)) * 8) AS col,
				floor((ST_Y(place) - ST_YMin(box)) / (ST_YMax(box) - ST_YMin(box)) * 8) AS line
			FROM shown
		), grouped AS (
			SELECT count(*)::int AS count, min(member) AS first, max(member) AS last,
				CASE WHEN count(*) = 1 THEN min(code) END AS code,
				CASE WHEN count(*) = 1 THEN min(name) END AS name,
				CASE WHEN count(*) = 1 THEN min(kind) END AS kind,
				CASE WHEN count(*) = 1 THEN min(status) END AS status,
				ST_SetSRID(ST_MakePoint(avg(ST_X(place)), avg(ST_Y(place))), 3857) AS place, box
			FROM squared WHERE col BETWEEN 0 AND 7 AND line BETWEEN 0 AND 7
			GROUP BY box, col, line
		)
		SELECT ST_AsMVT(t, 'pops', 4096, 'geom') FROM (
			SELECT count, CASE WHEN first = last THEN first END AS member, code, name, kind, status,
				ST_AsMVTGeom(place, box, 4096, 0) AS geom
			FROM grouped ORDER BY count DESC, first, code
		) t WHERE geom IS NOT NULL`)
}

// isShown is the condition on an entry e of a member m: the filter counts it,
// and the viewer may see it with its owner's name. The second half is the table
// of audiences; atlas has it in Go, and a test there compares the two.
const isShown = `
	($4::text[] = '{}' OR e.member = ANY ($4))
	AND ($5::text[] = '{}' OR e.technologies = '{}' OR e.technologies && $5)
	AND e.status = ANY ($6::text[])
	AND CASE
		WHEN $7 = 'operator' THEN true
		WHEN e.member = $8 THEN true
		WHEN $7 = 'bureau' THEN e.audience <> 'private'
		WHEN m.status <> 'active' THEN false
		WHEN e.audience = 'public' THEN true
		ELSE e.audience = 'members' AND $7 <> 'visitor'
			AND EXISTS (SELECT FROM member own WHERE own.slug = $8 AND own.status = 'active')
	END`

// tile runs a query that makes one tile.
func tile(ctx context.Context, db DB, v inventory.Viewer, f inventory.Filter, z, x, y uint32, sql string) ([]byte, error) {
	statuses := f.Statuses
	if len(statuses) == 0 {
		statuses = []inventory.Status{inventory.Operational}
	}
	member := v.Member
	if v.Role == inventory.RoleVisitor {
		member = "" // a visitor acts for nobody
	}
	var data []byte
	err := db.QueryRow(ctx, sql, int32(z), int32(x), int32(y),
		texts(f.Members), words(f.Technologies), words(statuses), string(v.Role), member).Scan(&data)
	if err != nil || len(data) == 0 {
		return nil, translated(err)
	}
	return data, nil
}
