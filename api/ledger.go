package api

import (
	"context"
	"net/http"

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
	return listFile(ctx, p, export.Ledger(lines), string(r.File))
}

// VisitExportLedgerResponse writes it.
func (f exportFile) VisitExportLedgerResponse(w http.ResponseWriter) error {
	return f.VisitExportEntriesResponse(w)
}
