package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/geojson"

	"maillage/api/gen"
	trace "maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// GetPlanPicks gives the land of each pick, with what it wins.
func (h *handlers) GetPlanPicks(ctx context.Context, r gen.GetPlanPicksRequestObject) (gen.GetPlanPicksResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var kept inventory.Plan
	var land []inventory.PlanPick
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		if kept, err = postgres.Plan(ctx, tx, r.Id); err == nil {
			land, err = postgres.PlanPicks(ctx, tx, r.Id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if _, err := h.planDocument(ctx, p, kept); err != nil {
		return nil, err
	}
	text, err := PlanPicks(kept, land)
	if err != nil {
		return nil, err
	}
	return picksGeoJSON{"plan", r.Id, text}, nil
}

// PlanPicks writes a plan's picks as GeoJSON (RFC 7946): multipolygons of whole
// cells, in degrees, with the properties of PlanPick and their rank.
func PlanPicks(p inventory.Plan, land []inventory.PlanPick) ([]byte, error) {
	d, err := PlanDocument(p)
	if err != nil {
		return nil, err
	}
	all := geojson.NewFeatureCollection()
	for i, pick := range d.Picks {
		if i >= len(land) {
			break
		}
		f := geojson.NewFeature(trace.Trace(land[i].Cells))
		f.Properties = geojson.Properties{"rank": i + 1, "code": pick.Candidate, "name": pick.Name, "gain": pick.Gain,
			"cumulated": pick.Cumulated, "cost": pick.Cost, "spent": pick.Spent, "km2": pick.Km2}
		all.Append(f)
	}
	return json.Marshal(all)
}

type picksGeoJSON struct {
	of   string
	id   int64
	body []byte
}

// VisitGetProposalPicksResponse writes it.
func (r picksGeoJSON) VisitGetProposalPicksResponse(w http.ResponseWriter) error {
	return r.VisitGetPlanPicksResponse(w)
}

// VisitGetPlanPicksResponse writes it.
func (r picksGeoJSON) VisitGetPlanPicksResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/geo+json")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%d.geojson"`, r.of, r.id))
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(r.body)
	return err
}
