package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"path"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
)

// ListImports lists a member's uploads, newest first, without their errors.
func (h *handlers) ListImports(ctx context.Context, r gen.ListImportsRequestObject) (gen.ListImportsResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var imports []inventory.Import
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) error {
		if _, err := postgres.Member(ctx, tx, r.Slug); err != nil {
			return err
		}
		var err error
		imports, err = postgres.Imports(ctx, tx, r.Slug)
		return err
	})
	if err != nil {
		return nil, err
	}
	return ImportsDocument(imports), nil
}

// ImportsDocument is a list of uploads.
func ImportsDocument(imports []inventory.Import) gen.ListImports200JSONResponse {
	d := gen.ListImports200JSONResponse{Items: make([]gen.Import, len(imports))}
	for i, one := range imports {
		d.Items[i] = ImportDocument(one)
	}
	return d
}

// AddImport takes a list in and checks it; the inventory stays as it is.
func (h *handlers) AddImport(ctx context.Context, r gen.AddImportRequestObject) (gen.AddImportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	upload, err := readUpload(r.Body)
	if err != nil {
		return nil, err
	}
	upload.Member = r.Slug
	i, err := p.desk(ctx).Check(ctx, viewerOf(ctx), upload)
	if err != nil {
		return nil, refusedUpload(i, err)
	}
	return gen.AddImport201JSONResponse(withVersion(ctx, ImportDocument(i))), nil
}

// refusedUpload tells with the reason under which number the upload stays.
func refusedUpload(i inventory.Import, err error) error {
	var e *inventory.Error
	if i.ID != 0 && errors.As(err, &e) {
		e.Fields = append(e.Fields, inventory.FieldError{Field: "import", Value: strconv.FormatInt(i.ID, 10), Code: "import_failed",
			Message: "is kept, with this reason"})
	}
	return err
}

// readUpload reads the parts of a form: kind, file, and perhaps scope, sheet
// and mapping, in any order.
func readUpload(form *multipart.Reader) (intake.Upload, error) {
	u := intake.Upload{Scope: "merge"}
	seen := map[string]bool{}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return u, formFault(err)
		}
		name := part.FormName()
		if seen[name] {
			return u, wrongPart(name, "twice", "is sent twice")
		}
		seen[name] = true
		limit := int64(maxMapping)
		if name == "file" {
			limit = maxFile
			u.FileName = path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
		}
		body, err := io.ReadAll(io.LimitReader(part, limit+1))
		if err != nil {
			return u, formFault(err)
		}
		if int64(len(body)) > limit {
			return u, inventory.Errorf(inventory.TooLarge, "too_large", "The part %q is larger than %s.", clip(name, 40), bytesInWords(limit))
		}
		if err := takePart(&u, name, body); err != nil {
			return u, err
		}
	}
	for _, name := range []string{"kind", "file"} {
		if !seen[name] {
			return u, wrongPart(name, "missing", "is missing")
		}
	}
	return u, nil
}

func takePart(u *intake.Upload, name string, body []byte) error {
	switch name {
	case "file":
		u.Content = body
	case "kind":
		if u.Kind = string(body); !gen.AddImportMultipartBodyKind(u.Kind).Valid() {
			return wrongPart(name, "unknown_value", "is pops or zones")
		}
	case "scope":
		if u.Scope = string(body); !gen.AddImportMultipartBodyScope(u.Scope).Valid() {
			return wrongPart(name, "unknown_value", "is merge or replace")
		}
	case "sheet":
		u.Sheet = string(body)
	case "mapping":
		if len(bytes.TrimSpace(body)) == 0 {
			return nil
		}
		if err := json.Unmarshal(body, &u.Mapping); err != nil {
			return wrongPart(name, "bad_value", `is a JSON object of field and column, such as {"name":"Libellé"}`)
		}
	default:
		return wrongPart(clip(name, 40), "unknown_field", "is not a part of this form, which has kind, file, scope, sheet and mapping")
	}
	return nil
}

func wrongPart(name, code, message string) error {
	return invalidRequest([]inventory.FieldError{{Field: name, Code: code, Message: message}})
}

// formFault tells a form that is too large, or too slow to arrive, from one cut short.
func formFault(err error) error {
	if status := problemOf(err).Status; status == 413 || status == 408 {
		return err
	}
	return inventory.Errorf(inventory.Invalid, "bad_multipart", "The form ends too early or is not well formed: send it again.")
}

// GetImport shows one upload with its errors and its effect.
func (h *handlers) GetImport(ctx context.Context, r gen.GetImportRequestObject) (gen.GetImportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var i inventory.Import
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		i, err = postgres.Import(ctx, tx, r.Id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetImport200JSONResponse(ImportDocument(i)), nil
}

// ListImportRows tells what each row of an upload became, a page at a time.
func (h *handlers) ListImportRows(ctx context.Context, r gen.ListImportRowsRequestObject) (gen.ListImportRowsResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	after := int64(0)
	if r.Params.After != nil {
		if after, err = strconv.ParseInt(*r.Params.After, 10, 64); err != nil || after < 0 {
			return nil, invalidRequest([]inventory.FieldError{{Field: "after", Value: *r.Params.After, Code: "bad_cursor", Message: "is not a cursor this address gave"}})
		}
	}
	limit := or(r.Params.Limit, defaultPage)
	var rows []inventory.ImportRow
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) error {
		if _, err := postgres.Import(ctx, tx, r.Id); err != nil {
			return err
		}
		var err error
		rows, err = postgres.ImportRows(ctx, tx, r.Id, string(or(r.Params.State, "")), after, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows, next := page(rows, limit, func(r inventory.ImportRow) string { return strconv.FormatInt(r.Seq, 10) })
	d := gen.ListImportRows200JSONResponse{Items: make([]gen.ImportRow, len(rows)), Next: next}
	for i, row := range rows {
		entry, err := entryDocument(row.Entry)
		if err != nil {
			return nil, err
		}
		before, err := entryDocument(row.Before)
		if err != nil {
			return nil, err
		}
		d.Items[i] = gen.ImportRow{Row: row.Row, State: gen.ImportRowState(row.State), Code: some(row.Code), Entry: entry, Before: before,
			Position: lonLat(pointOf(row.Geometry)), Was: lonLat(pointOf(row.Was))}
	}
	return d, nil
}

// CommitImport carries an upload into the inventory.
func (h *handlers) CommitImport(ctx context.Context, r gen.CommitImportRequestObject) (gen.CommitImportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	commit := p.desk(ctx).Commit
	if or(r.Body.ConfirmRemoval, false) {
		commit = p.desk(ctx).CommitRemoving
	}
	i, err := commit(ctx, viewerOf(ctx), r.Id, string(r.Body.Mode))
	if err != nil {
		return nil, err
	}
	return gen.CommitImport200JSONResponse(withVersion(ctx, ImportDocument(i))), nil
}

// withVersion is the document of an upload with what the request has written.
func withVersion(ctx context.Context, d gen.Import) gen.Import {
	d.Version = wrote(ctx)
	return d
}

// UndoImport takes a committed upload back.
func (h *handlers) UndoImport(ctx context.Context, r gen.UndoImportRequestObject) (gen.UndoImportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	i, err := p.desk(ctx).Undo(ctx, viewerOf(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return gen.UndoImport200JSONResponse(withVersion(ctx, ImportDocument(i))), nil
}

// GetImportReport gives the file back with what is wrong in each row.
func (h *handlers) GetImportReport(ctx context.Context, r gen.GetImportReportRequestObject) (gen.GetImportReportResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	report, err := p.desk(ctx).Report(ctx, viewerOf(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return reportFile{id: r.Id, body: report}, nil
}

// GetImportReportBook gives it back as a workbook.
func (h *handlers) GetImportReportBook(ctx context.Context, r gen.GetImportReportBookRequestObject) (gen.GetImportReportBookResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	report, err := p.desk(ctx).ReportBook(ctx, viewerOf(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return reportFile{id: r.Id, body: report}, nil
}
