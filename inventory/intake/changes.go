package intake

import (
	"context"
	"encoding/json"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/simplify"

	"maillage/geo/line"
	"maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Changes is what an import would do, or did, as a GeoJSON FeatureCollection in
// lon/lat: the land that the member's reach wins and loses (the outline of its
// cells; see sketch), and, of a list of PoPs, those added, changed and removed; of one that
// moves, was is where it was. Each feature has a property change. Errors:
// NotFound, Forbidden.
func (d *Desk) Changes(ctx context.Context, v inventory.Viewer, id int64) ([]byte, error) {
	all := geojson.NewFeatureCollection()
	err := d.Store.Read(ctx, v, func(tx pgx.Tx) error {
		imp, err := postgres.Import(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayRead(v, imp.Member, d.Lang); err != nil {
			return err
		}
		f, err := postgres.FileOfImport(ctx, tx, id)
		if err != nil {
			return err
		}
		if land := sketch(f.Won); len(land) > 0 {
			all.Append(changed("won", land, nil))
		}
		if land := sketch(f.Lost); len(land) > 0 {
			all.Append(changed("lost", land, nil))
		}
		if imp.Kind != inventory.KindPops {
			return nil
		}
		rows, err := postgres.ImportChanges(ctx, tx, id)
		for i := range rows {
			all.Append(changedPop(&rows[i]))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return json.Marshal(all)
}

// Above so many corners an outline is of land so large that its stairs are not seen.
const manyCorners = 5000

// sketch is the outline of cells for a map, to the metre. Of large land, corners
// that lie less than tolerance from the line between their neighbours are left
// out, in the main the sides of single cells; no region is.
func sketch(cells line.Set) orb.MultiPolygon {
	const tolerance = 0.0015 // degrees: 170 m north to south, 115 m west to east
	land := outline.Trace(cells)
	corners := 0
	for _, polygon := range land {
		for _, ring := range polygon {
			corners += len(ring)
		}
	}
	fewer := simplify.DouglasPeucker(tolerance)
	for _, polygon := range land {
		for i, ring := range polygon {
			if corners > manyCorners {
				if simple := fewer.Ring(ring.Clone()); len(simple) >= 4 { // closed
					ring = simple
				}
			}
			for j, p := range ring {
				ring[j] = orb.Point{math.Round(p[0]*1e5) / 1e5, math.Round(p[1]*1e5) / 1e5}
			}
			polygon[i] = ring
		}
	}
	return land
}

func changed(how string, g orb.Geometry, properties map[string]any) *geojson.Feature {
	f := geojson.NewFeature(g)
	f.Properties["change"] = how
	for k, v := range properties {
		f.Properties[k] = v
	}
	return f
}

func changedPop(r *inventory.ImportRow) *geojson.Feature {
	at, was := r.Geometry, r.Was
	more := map[string]any{"code": r.Code, "row": r.Row}
	if at == nil {
		at = was
	} else if was != nil && !orb.Equal(at, was) {
		if p, ok := was.(orb.Point); ok {
			more["was"] = p
		}
	}
	return changed(r.State, at, more)
}
