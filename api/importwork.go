package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/paulmach/orb"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/intake"
)

// ChangeImport chooses columns again, edits rows, and checks the upload again.
func (h *handlers) ChangeImport(ctx context.Context, r gen.ChangeImportRequestObject) (gen.ChangeImportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	change := intake.Revision{Scope: string(or(r.Body.Scope, "")), Sheet: r.Body.Sheet}
	if r.Body.Mapping != nil {
		change.Mapping = *r.Body.Mapping
	}
	for _, e := range or(r.Body.Edits, nil) {
		one, err := editOf(e)
		if err != nil {
			return nil, err
		}
		change.Edits = append(change.Edits, one)
	}
	i, err := p.desk(ctx).Revise(ctx, viewerOf(ctx), r.Id, change)
	if err != nil {
		return nil, err
	}
	return gen.ChangeImport200JSONResponse(ImportDocument(i)), nil
}

func editOf(e gen.ImportEdit) (intake.Edit, error) {
	one := intake.Edit{Row: e.Row, Column: or(e.Column, ""), Value: e.Value, Drop: e.Drop}
	said := 0
	for _, there := range []bool{e.Column != nil, e.Position != nil, e.Drop != nil} {
		if there {
			said++
		}
	}
	if said != 1 {
		return one, invalidRequest([]inventory.FieldError{{Field: "edits", Value: fmt.Sprint(e.Row), Code: "bad_edit",
			Message: "names one of column (with value), position or drop"}})
	}
	if e.Position != nil {
		switch at := *e.Position; len(at) {
		case 0:
			one.Unplaced = true
		case 2:
			one.Position = &orb.Point{at[0], at[1]}
		default:
			return one, invalidRequest([]inventory.FieldError{{Field: "position", Code: "bad_position", Message: "is a longitude and a latitude, or []"}})
		}
	}
	return one, nil
}

// PreviewImport tells how the first rows would be read under another mapping.
func (h *handlers) PreviewImport(ctx context.Context, r gen.PreviewImportRequestObject) (gen.PreviewImportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	preview, err := p.desk(ctx).Preview(ctx, viewerOf(ctx), r.Id, r.Body.Mapping)
	if err != nil {
		return nil, err
	}
	d := gen.PreviewImport200JSONResponse{Columns: importColumns(preview.Columns), Refused: some(preview.Refused),
		Items: make([]gen.ImportPreviewRow, len(preview.Rows))}
	for i, row := range preview.Rows {
		entry, err := entryDocument(row.Entry)
		if err != nil {
			return nil, err
		}
		d.Items[i] = gen.ImportPreviewRow{Row: row.Row, Code: some(row.Code), Entry: entry, Position: lonLat(row.Position),
			Errors: rowErrors(row.Errors), Warnings: rowErrors(row.Warnings)}
	}
	return d, nil
}

// RepairImport mends one problem of an upload, in some rows or in all alike.
func (h *handlers) RepairImport(ctx context.Context, r gen.RepairImportRequestObject) (gen.RepairImportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	repair := intake.Repair{Code: r.Body.Code, Column: or(r.Body.Column, ""), Value: r.Body.Value, To: r.Body.To}
	if r.Body.Rows != nil {
		repair.Rows = *r.Body.Rows
	}
	i, _, err := p.desk(ctx).Mend(ctx, viewerOf(ctx), r.Id, repair)
	if err != nil {
		return nil, err
	}
	return gen.RepairImport200JSONResponse(ImportDocument(i)), nil
}

// GetImportGrid shows the file of an upload row by row, as it stands.
func (h *handlers) GetImportGrid(ctx context.Context, r gen.GetImportGridRequestObject) (gen.GetImportGridResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	grid, err := p.desk(ctx).Grid(ctx, viewerOf(ctx), r.Id, intake.GridFilter{State: string(or(r.Params.State, "")),
		Code: or(r.Params.Code, ""), Column: or(r.Params.Column, ""), After: or(r.Params.After, 0), Limit: or(r.Params.Limit, defaultPage)})
	if err != nil {
		return nil, err
	}
	d := gen.GetImportGrid200JSONResponse{Columns: importColumns(grid.Columns), Items: make([]gen.ImportGridRow, len(grid.Rows))}
	if grid.Next > 0 {
		d.Next = &grid.Next
	}
	for i, row := range grid.Rows {
		one := gen.ImportGridRow{Row: row.Row, Code: some(row.Code), Cells: row.Cells, Edited: row.Edited, Placed: row.Placed,
			Position: lonLat(row.Position), Errors: rowErrors(row.Errors), Warnings: rowErrors(row.Warnings)}
		if one.Edited == nil {
			one.Edited = []int{}
		}
		if row.State != "" {
			one.State = (*gen.ImportGridRowState)(&grid.Rows[i].State)
		}
		if row.Source != "" {
			one.PositionSource = (*gen.PositionSource)(&grid.Rows[i].Source)
		}
		d.Items[i] = one
	}
	return d, nil
}

// CancelImport stops the work on an upload, or puts aside one that waits.
func (h *handlers) CancelImport(ctx context.Context, r gen.CancelImportRequestObject) (gen.CancelImportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	i, err := p.desk(ctx).Cancel(ctx, viewerOf(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return gen.CancelImport200JSONResponse(ImportDocument(i)), nil
}

// RestoreList makes an upload of what a list was on an earlier day.
func (h *handlers) RestoreList(ctx context.Context, r gen.RestoreListRequestObject) (gen.RestoreListResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	i, err := p.desk(ctx).Restore(ctx, viewerOf(ctx), r.Slug, string(r.Body.Kind), inventory.DateOf(r.Body.On.Time))
	if err != nil {
		return nil, err
	}
	return gen.RestoreList201JSONResponse(ImportDocument(i)), nil
}

// GetImportChanges shows an upload on a map, before it is committed.
func (h *handlers) GetImportChanges(ctx context.Context, r gen.GetImportChangesRequestObject) (gen.GetImportChangesResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	body, err := p.desk(ctx).Changes(ctx, viewerOf(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return changesGeoJSON(body), nil
}

type changesGeoJSON []byte

// VisitGetImportChangesResponse writes it.
func (b changesGeoJSON) VisitGetImportChangesResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/geo+json")
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(b)
	return err
}

func importColumns(from []inventory.ImportColumn) []gen.ImportColumn {
	to := make([]gen.ImportColumn, len(from))
	for i, c := range from {
		to[i] = gen.ImportColumn{Column: c.Column, Field: some(c.Field), Reason: some(c.Reason), Samples: c.Samples}
		if c.By != "" {
			to[i].By = (*gen.ImportColumnBy)(&from[i].By)
		}
		if to[i].Samples == nil {
			to[i].Samples = []string{}
		}
	}
	return to
}

func importProblems(from []inventory.Problem) []gen.ImportProblem {
	to := make([]gen.ImportProblem, len(from))
	for i, p := range from {
		to[i] = gen.ImportProblem{Code: p.Code, Severity: gen.ImportProblemSeverity(p.Severity), Column: p.Column, Message: p.Message,
			Repair: gen.ImportProblemRepair(p.Repair), Count: p.Count, Rows: p.Rows, Values: make([]gen.ImportProblemValue, len(p.Values))}
		if len(p.Choices) > 0 {
			to[i].Choices = &from[i].Choices
		}
		for n, v := range p.Values {
			to[i].Values[n] = gen.ImportProblemValue{Value: v.Value, Count: v.Count, Repair: some(v.Repair)}
		}
	}
	return to
}

func importExchange(e *inventory.Exchange) *gen.ImportExchange {
	if e == nil {
		return nil
	}
	amount := func(a inventory.ImportAmount) gen.Amount { return gen.Amount{Km2: a.KM2, Weight: thousandth(a.Weight)} }
	list := func(from []inventory.MemberEffect) []gen.MemberEffect {
		to := make([]gen.MemberEffect, len(from))
		for i, m := range from {
			to[i] = gen.MemberEffect{Member: m.Member, Km2: m.KM2, Weight: thousandth(m.Weight)}
		}
		return to
	}
	return &gen.ImportExchange{Won: amount(e.Won), Lost: amount(e.Lost), Pool: amount(e.Pool), Overlaps: list(e.Overlaps), Openings: list(e.Openings)}
}

// entryDocument is a stored entry, nil for none.
func entryDocument(entry []byte) (*map[string]any, error) {
	if len(entry) == 0 {
		return nil, nil
	}
	d := map[string]any{}
	if err := json.Unmarshal(entry, &d); err != nil {
		return nil, inventory.Errorf(inventory.Internal, "bad_row", "an entry of an import cannot be read (%s): %w", strings.ToValidUTF8(clip(string(entry), 40), ""), err)
	}
	return &d, nil
}

func lonLat(p *orb.Point) *gen.LonLat {
	if p == nil {
		return nil
	}
	return &gen.LonLat{p[0], p[1]}
}

// pointOf is a point of a row's geometry, nil for what is none.
func pointOf(g orb.Geometry) *orb.Point {
	if p, ok := g.(orb.Point); ok {
		return &p
	}
	return nil
}
