package api

import (
	"bytes"
	"context"
	"net/http"
	"path"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/export"
	"maillage/inventory/postgres"
)

// LedgerDocument is what members had brought at quarters' ends, to the last digit:
// it is compared and added up.
func LedgerDocument(lines []inventory.LedgerLine) gen.Ledger {
	d := gen.Ledger{Items: make([]gen.LedgerLine, len(lines))}
	for i, l := range lines {
		d.Items[i] = gen.LedgerLine{
			Day: *someDate(l.Day), Member: l.Member, Layer: l.Layer, ConfirmedOn: someDate(l.ConfirmedOn), Quarters: l.Quarters,
			Reach: gen.Amount{Km2: l.ReachKM2, Weight: l.ReachWeight}, Unique: gen.Amount{Km2: l.UniqueKM2, Weight: l.UniqueWeight},
			Shapley: gen.Amount{Km2: l.ShapleyKM2, Weight: l.ShapleyWeight}, Given: gen.Amount{Km2: l.GivenKM2, Weight: l.GivenWeight},
			Received: gen.Amount{Km2: l.ReceivedKM2, Weight: l.ReceivedWeight}, Cumulated: gen.Amount{Km2: l.CumulatedKM2, Weight: l.CumulatedWeight},
		}
	}
	return d
}

func (h *handlers) ledger(ctx context.Context, p *Parts, member string) (lines []inventory.LedgerLine, err error) {
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		lines, err = postgres.Ledger(ctx, tx, member)
		return err
	})
	return lines, err
}

// GetLedger tells what members had brought at quarters' ends.
func (h *handlers) GetLedger(ctx context.Context, r gen.GetLedgerRequestObject) (gen.GetLedgerResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	lines, err := h.ledger(ctx, p, or(r.Params.Member, ""))
	if err != nil {
		return nil, err
	}
	return gen.GetLedger200JSONResponse(LedgerDocument(lines)), nil
}

// ExportLedger gives the same as a spreadsheet.
func (h *handlers) ExportLedger(ctx context.Context, r gen.ExportLedgerRequestObject) (gen.ExportLedgerResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	lines, err := h.ledger(ctx, p, "")
	if err != nil {
		return nil, err
	}
	return h.spreadsheet(ctx, p, export.Ledger(lines), string(r.File))
}

// ExportPlan gives a plan's picks as a spreadsheet.
func (h *handlers) ExportPlan(ctx context.Context, r gen.ExportPlanRequestObject) (gen.ExportPlanResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	kept, err := h.plan(ctx, p, r.Id)
	if err != nil {
		return nil, err
	}
	d, err := h.planDocument(ctx, p, kept)
	if err != nil {
		return nil, err
	}
	return h.spreadsheet(ctx, p, PicksList(d.Picks), string(r.File))
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

// spreadsheet writes a list in the format that a file's name ends with.
func (h *handlers) spreadsheet(ctx context.Context, p *Parts, list *export.List, file string) (exportFile, error) {
	format := export.Format(path.Ext(file)[1:])
	var b bytes.Buffer
	if err := list.Write(&b, format, p.desk(ctx).Lang); err != nil {
		return exportFile{}, err
	}
	return exportFile{name: file, mediaType: format.MediaType(), body: b.Bytes()}, nil
}

// VisitExportLedgerResponse writes it.
func (f exportFile) VisitExportLedgerResponse(w http.ResponseWriter) error {
	return f.VisitExportEntriesResponse(w)
}

// VisitExportPlanResponse writes it.
func (f exportFile) VisitExportPlanResponse(w http.ResponseWriter) error {
	return f.VisitExportEntriesResponse(w)
}
