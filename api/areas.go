package api

import (
	"context"
	"net/http"
	"path"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/export"
)

// mostDrawn is how many exports of land are made at once; others wait. One of
// every commune with its boundary takes some hundred megabytes while it is made.
const mostDrawn = 2

// ExportCoverage gives coverage as a list.
func (h *handlers) ExportCoverage(ctx context.Context, r gen.ExportCoverageRequestObject) (gen.ExportCoverageResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	return h.areas(ctx, now, export.KindCoverage, f, string(r.File))
}

// ExportGaps gives gaps as a list.
func (h *handlers) ExportGaps(ctx context.Context, r gen.ExportGapsRequestObject) (gen.ExportGapsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, q.Unit, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	return h.areas(ctx, now, export.KindGaps, f, string(r.File))
}

// areas answers a filter as a file.
func (h *handlers) areas(ctx context.Context, now *atlas.Picture, kind string, f inventory.Filter, file string) (exportFile, error) {
	p, err := h.need()
	if err != nil {
		return exportFile{}, err
	}
	select {
	case h.drawing <- struct{}{}:
		defer func() { <-h.drawing }()
	case <-ctx.Done():
		return exportFile{}, inventory.Errorf(inventory.Unavailable, "busy", "Other exports are being made: try again in a moment.")
	}
	format := export.Format(path.Ext(file)[1:])
	var list *export.List
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		list, err = export.Areas(ctx, tx, now, viewerOf(ctx), kind, f, format)
		return err
	})
	if err != nil {
		return exportFile{}, err
	}
	return listFile(ctx, p, list, "maillage-"+file)
}

// VisitExportCoverageResponse writes it.
func (f exportFile) VisitExportCoverageResponse(w http.ResponseWriter) error {
	return f.VisitExportEntriesResponse(w)
}

// VisitExportGapsResponse writes it.
func (f exportFile) VisitExportGapsResponse(w http.ResponseWriter) error {
	return f.VisitExportEntriesResponse(w)
}
