package api

import (
	"context"
	"net/http"

	"maillage/api/gen"
	"maillage/inventory/export"
)

// ExportPlan gives a plan's picks as a spreadsheet.
func (h *handlers) ExportPlan(ctx context.Context, r gen.ExportPlanRequestObject) (gen.ExportPlanResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	d, err := h.shown(ctx, p, r.Id)
	if err != nil {
		return nil, err
	}
	return listFile(ctx, p, PicksList(d.Picks), string(r.File))
}

// PicksList is a plan's picks as a list.
func PicksList(picks []gen.PlanPick) *export.List {
	all := make([]export.PlanPick, len(picks))
	for i, k := range picks {
		all[i] = export.PlanPick{Code: k.Candidate, Name: k.Name, Lon: k.At[0], Lat: k.At[1], Gain: k.Gain, Cumulated: k.Cumulated,
			CostEUR: k.Cost, SpentEUR: k.Spent, KM2: k.Km2}
	}
	return export.Picks(all)
}

// VisitExportPlanResponse writes it.
func (f exportFile) VisitExportPlanResponse(w http.ResponseWriter) error {
	return f.VisitExportEntriesResponse(w)
}
