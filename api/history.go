package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
)

// maxHistoryExport is how many lines of the history one file may have.
const maxHistoryExport = 20_000

// ListHistory tells what changed.
func (h *handlers) ListHistory(ctx context.Context, r gen.ListHistoryRequestObject) (gen.ListHistoryResponseObject, error) {
	q := r.Params
	limit := or(q.Limit, defaultPage)
	f := historyFilter(q.Member, q.Noun, q.Code, q.Actor, q.Change, q.From, q.To)
	f.Limit = limit + 1
	if q.After != nil {
		var err error
		if f.Before, err = strconv.ParseInt(*q.After, 10, 64); err != nil || f.Before <= 0 {
			return nil, inventory.Errorf(inventory.Invalid, "bad_cursor", "after is not a cursor that a page gave.")
		}
	}
	lines, next, err := h.historyLines(ctx, f, limit)
	if err != nil {
		return nil, err
	}
	return gen.ListHistory200JSONResponse{Items: lines, Next: next}, nil
}

// historyFilter reads the filter that the page and the file share.
func historyFilter(member *string, noun *gen.HistoryNoun, code, actor, change *string, from *gen.FromDay, to *gen.ToDay) postgres.HistoryFilter {
	return postgres.HistoryFilter{Member: or(member, ""), Noun: string(or(noun, "")), Code: or(code, ""), Actor: or(actor, ""), Change: or(change, ""),
		From: dateOf(from), To: dateOf(to)}
}

// historyLines reads what the viewer may of the history, at most limit lines.
func (h *handlers) historyLines(ctx context.Context, f postgres.HistoryFilter, limit int) ([]gen.HistoryLine, *string, error) {
	p, err := h.need()
	if err != nil {
		return nil, nil, err
	}
	var changes []postgres.Change
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		changes, err = postgres.History(ctx, tx, f)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	changes, next := page(changes, limit, func(c postgres.Change) string { return strconv.FormatInt(c.ID, 10) })
	now, lines := p.Atlas.Now(), []gen.HistoryLine{}
	for _, c := range changes {
		if !now.Change(viewerOf(ctx), c) {
			continue
		}
		line, err := HistoryDocument(c)
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, line)
	}
	return lines, next, nil
}

// HistoryDocument is a line of the history as the contract shows it.
func HistoryDocument(c postgres.Change) (gen.HistoryLine, error) {
	d := gen.HistoryLine{Id: c.ID, At: c.At, Actor: c.Actor, Change: c.Change, Noun: gen.HistoryNoun(c.Noun),
		Member: some(c.Key.Member), Code: some(c.Key.Code), Action: gen.HistoryLineActionChanged, Changed: []string{}}
	before, err := image(c.Before)
	if err != nil {
		return d, err
	}
	after, err := image(c.After)
	if err != nil {
		return d, err
	}
	for _, fields := range []map[string]any{before, after} {
		if source, ok := fields["source"].(string); ok && (c.Noun == postgres.NounLand || c.Noun == postgres.NounKind || c.Noun == postgres.NounLayer) {
			fields["source"] = sourceName(source) // no path of the machine
		}
	}
	switch {
	case before == nil:
		d.Action = gen.HistoryLineActionAdded
	case after == nil:
		d.Action = gen.HistoryLineActionRemoved
	default:
		d.Changed = differing(before, after)
	}
	d.Before, d.After = withoutOutline(before), withoutOutline(after)
	return d, nil
}

// image reads one side of a line, nil for none.
func image(raw []byte) (map[string]any, error) {
	if raw == nil {
		return nil, nil
	}
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, inventory.Errorf(inventory.Internal, "bad_image", "a line of the history cannot be read: %w", err)
	}
	return fields, nil
}

// outline is under what name a geometry of the owner's own stands in an image: it
// is long, and told by the name geometry alone.
const outline = "ewkb"

func withoutOutline(fields map[string]any) *map[string]any {
	if fields == nil {
		return nil
	}
	delete(fields, outline)
	return &fields
}

// differing are the names of the fields in which two images differ, in order.
func differing(before, after map[string]any) []string {
	names := map[string]bool{}
	for _, side := range []map[string]any{before, after} {
		for name := range side {
			if reflect.DeepEqual(before[name], after[name]) {
				continue
			}
			if name == outline {
				name = "geometry"
			}
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// historyCSV is the generated answer with the charset and a name.
type historyCSV struct{ body []byte }

// VisitExportHistoryResponse writes it.
func (d historyCSV) VisitExportHistoryResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="history.csv"`)
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(d.body)
	return err
}

// ExportHistory gives the history as a spreadsheet.
func (h *handlers) ExportHistory(ctx context.Context, r gen.ExportHistoryRequestObject) (gen.ExportHistoryResponseObject, error) {
	q := r.Params
	f := historyFilter(q.Member, q.Noun, q.Code, q.Actor, q.Change, q.From, q.To)
	f.Limit = maxHistoryExport + 1
	lines, more, err := h.historyLines(ctx, f, maxHistoryExport)
	if err != nil {
		return nil, err
	}
	if more != nil {
		return nil, inventory.Errorf(inventory.TooLarge, "too_many_lines", "There are more than 20,000 lines: narrow them by from and to, member or noun.")
	}
	body, err := HistoryCSV(lines)
	return historyCSV{body}, err
}

// HistoryCSV writes lines of the history as CSV (UTF-8 with its mark, semicolons),
// one row for each field that changed. No cell runs as a formula.
func HistoryCSV(lines []gen.HistoryLine) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma = ';'
	_ = w.Write([]string{"id", "at", "actor", "change", "noun", "member", "code", "action", "field", "before", "after"}) // errors stay until Flush
	for _, l := range lines {
		before, after := or(l.Before, nil), or(l.After, nil)
		fields := l.Changed
		switch l.Action {
		case gen.HistoryLineActionAdded:
			fields = slices.Sorted(maps.Keys(after))
		case gen.HistoryLineActionRemoved:
			fields = slices.Sorted(maps.Keys(before))
		}
		for _, field := range fields {
			row := []string{strconv.FormatInt(l.Id, 10), l.At.UTC().Format("2006-01-02T15:04:05Z"), l.Actor, l.Change, string(l.Noun),
				or(l.Member, ""), or(l.Code, ""), string(l.Action), field, plain(before[field]), plain(after[field])}
			for i := range row {
				row[i] = intake.Harmless(row[i])
			}
			_ = w.Write(row)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// plain is the value of a field as a cell.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	text, _ := json.Marshal(v) // it was JSON
	return string(text)
}
