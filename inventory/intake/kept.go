package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// imported is the examination as an import, before the database gives it an id:
// checked, or failed for a reason.
func (ex *examination) imported(up Upload, refused *inventory.Error) inventory.Import {
	imp := inventory.Import{Member: up.Member, Kind: up.Kind, File: up.FileName, Scope: up.Scope, State: inventory.ImportChecked,
		Mapping: map[string]string{}, Ignored: []inventory.IgnoredColumn{}, Errors: []inventory.RowError{}, Warnings: []inventory.RowError{},
		Columns: []inventory.ImportColumn{}, Problems: []inventory.Problem{}, Sheets: []string{}, Edited: len(up.edits)}
	if ex != nil && ex.table != nil {
		imp.Sheets, imp.Sheet = append(imp.Sheets, ex.table.Sheets...), ex.table.Sheet
	}
	if ex != nil && ex.cols != nil {
		for field, column := range ex.told {
			if column == "" {
				imp.Mapping[field] = ""
			}
		}
		maps.Copy(imp.Mapping, ex.cols.names)
		imp.Columns = ex.columns()
		imp.Ignored = append(imp.Ignored, ex.cols.ignored...)
	}
	if refused != nil {
		imp.State = inventory.ImportFailed
		imp.Errors = []inventory.RowError{{Code: refused.Code, Message: refused.Error()}}
		return imp
	}
	imp.Rows = inventory.RowCounts{Read: len(ex.results), Valid: ex.valid, Rejected: len(ex.results) - ex.valid}
	imp.Changes, imp.Effect = ex.changes, ex.effect
	imp.Errors, imp.Warnings = append(imp.Errors, ex.errors...), append(imp.Warnings, ex.warns...)
	imp.Problems = append(imp.Problems, ex.grouped...)
	if up.Member != "" {
		imp.Exchange = &ex.exchange
	}
	return imp
}

// columns are those of the file, with who told what.
func (ex *examination) columns() []inventory.ImportColumn {
	all := slices.Clone(ex.cols.all)
	if ex.remembered {
		for i := range all {
			if all[i].By == inventory.ByHand {
				all[i].By = inventory.ByRemembered
			}
		}
	}
	return all
}

// file is what the import is to be checked from again: nothing of a file that
// could not even be read, unless another of its sheets may be.
func (ex *examination) file(up Upload) postgres.ImportFile {
	sum := sha256.Sum256(up.Content)
	f := postgres.ImportFile{SHA256: hex.EncodeToString(sum[:]), Lang: string(up.Lang)}
	if ex != nil {
		f.Content, f.Signature, f.Told, f.Edits, f.Found = up.Content, ex.signature, ex.told, up.edits, up.found
		f.Won, f.Lost, f.Seen = ex.reached.Won, ex.reached.Lost, ex.seen
	}
	return f
}

// rows is what each record became, then what would be removed. A zone's land
// does not stand there: it is drawn again when the import is committed.
func (ex *examination) rows() postgres.ImportRowSource {
	if ex == nil || ex.has == nil {
		return postgres.ImportRowSource{}
	}
	return postgres.ImportRowSource{Len: len(ex.results) + len(ex.removed), At: ex.row}
}

func (ex *examination) row(n int) inventory.ImportRow {
	if n >= len(ex.results) {
		row := inventory.ImportRow{State: inventory.RowRemoved, Code: ex.removed[n-len(ex.results)]}
		row.Before, row.Was = ex.before(row.Code)
		return row
	}
	r := &ex.results[n]
	row := inventory.ImportRow{Row: r.row.Line, State: r.state, Code: short(r.code, inventory.MaxCode)}
	switch {
	case r.state == inventory.RowRejected:
	case r.pop != nil:
		row.Geometry, row.Entry = r.pop.Position, ex.entry.json(r.pop)
	default:
		row.Entry = ex.entry.json(r.zone)
	}
	if r.state == inventory.RowChanged {
		row.Before, row.Was = ex.before(r.code)
	}
	return row
}

// before is an entry as the member has it, and where a PoP is.
func (ex *examination) before(code string) ([]byte, orb.Geometry) {
	if ex.kind == inventory.KindPops {
		p := ex.has.pops[code]
		return ex.was.json(p), p.Position
	}
	return ex.was.json(ex.has.zones[code]), nil
}

// page is where one noun after another is written as JSON, each over the one
// before.
type page struct{ bytes.Buffer }

// json is a noun as entryJSON writes it, until the next one is.
func (p *page) json(entry any) []byte {
	p.Reset()
	if json.NewEncoder(p).Encode(entry) != nil {
		return nil
	}
	return bytes.TrimSuffix(p.Bytes(), []byte("\n"))
}

// entryJSON writes a noun; those of the inventory are plain data and never
// fail to be written.
func entryJSON(entry any) []byte {
	b, err := json.Marshal(entry)
	if err != nil {
		return nil
	}
	return b
}
