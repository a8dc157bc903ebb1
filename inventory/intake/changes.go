package intake

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Changes is what an import would do, or did, as a GeoJSON FeatureCollection in
// lon/lat: the land that the member's reach wins and loses (the outline of its
// cells; see outline.Sketch), and, of a list of PoPs, those added, changed and removed; of one that
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
		if land := outline.Sketch(f.Won); len(land) > 0 {
			all.Append(changed("won", land, nil))
		}
		if land := outline.Sketch(f.Lost); len(land) > 0 {
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
