package intake

import (
	"context"
	"maps"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Revision is what is to change about an import that waits.
type Revision struct {
	Mapping map[string]string // field → column, all that is told by hand; "" leaves a field alone; nil: as before
	Scope   string            // "": as before
	Sheet   *string           // of a workbook, or layer of a map file; "": the one that suits; nil: as before
	Edits   []Edit
}

// Revise changes how an import that waits is read, or what its rows say, and
// checks it again. A mapping is remembered for the member's next file with the
// same header; an empty one is forgotten. Another sheet is another list: what was
// told and edited of the one before is gone. All of the revision is done, or
// nothing. Errors: NotFound; Forbidden; Invalid for words, rows and columns that
// do not exist; Conflict import_not_open, import_in_work, file_expired.
func (d *Desk) Revise(ctx context.Context, v inventory.Viewer, id int64, r Revision) (inventory.Import, error) {
	return d.rework(ctx, v, id, func(tx pgx.Tx, up *Upload, _ *ground) error {
		if r.Scope != "" {
			up.Scope = r.Scope
		}
		if up.Scope != ScopeMerge && up.Scope != ScopeReplace {
			return unknownScope.is().at("", up.Scope).domain(inventory.Invalid, d.Lang)
		}
		r.turn(up)
		if r.Mapping == nil && r.Sheet == nil && len(r.Edits) == 0 {
			return nil
		}
		table, bad := up.read()
		if bad != nil {
			return bad.domain(inventory.Invalid, d.Lang)
		}
		if r.Mapping != nil {
			// What does not fit is told as such, not as a file that is refused.
			if bad := (&columns{of: map[string]int{}, names: map[string]string{}, by: map[string]inventory.ColumnBy{}}).
				mapped(table, up.Kind, r.Mapping, make([]string, len(table.Columns))); bad != nil {
				return bad.domain(inventory.Invalid, d.Lang)
			}
			if err := postgres.RememberMapping(ctx, tx, up.Member, up.Kind, signatureOf(table), withoutSheet(r.Mapping)); err != nil {
				return err
			}
		}
		return d.edit(up, table, r.Edits)
	})
}

// edit adds changes to those of an upload.
func (d *Desk) edit(up *Upload, table *Table, edits []Edit) error {
	up.edits = maps.Clone(up.edits)
	if up.edits == nil {
		up.edits = inventory.Edits{}
	}
	at := linesOf(table)
	for _, e := range edits {
		if bad := edit(table, at, up.edits, e); bad != nil {
			return bad.domain(inventory.Invalid, d.Lang)
		}
	}
	return nil
}

// rework reads an import that waits, has change change what it is checked from,
// checks it again and keeps that, all in one transaction.
func (d *Desk) rework(ctx context.Context, v inventory.Viewer, id int64, change func(tx pgx.Tx, up *Upload, g *ground) error) (inventory.Import, error) {
	g, err := d.ground(d.Lang)
	if err != nil {
		return inventory.Import{}, err
	}
	var imp inventory.Import
	err = d.Store.Write(ctx, v, "check", func(tx pgx.Tx) error {
		up, err := d.open(ctx, tx, v, id)
		if err != nil {
			return err
		}
		if err := change(tx, &up, g); err != nil {
			return err
		}
		up.geocoding = d.Geocoder != nil && d.Jobs != nil && up.Kind == inventory.KindPops
		imp, err = d.recheck(ctx, tx, id, up, g)
		return err
	})
	if err != nil {
		return inventory.Import{}, err
	}
	return imp, nil
}

// open reads an import that still waits, locked, with its file.
func (d *Desk) open(ctx context.Context, tx pgx.Tx, v inventory.Viewer, id int64) (Upload, error) {
	imp, err := postgres.Import(ctx, tx, id)
	if err != nil {
		return Upload{}, err
	}
	if err := mayWrite(v, imp.Member, d.Lang); err != nil {
		return Upload{}, err
	}
	if err := postgres.LockImport(ctx, tx, id); err != nil {
		return Upload{}, err
	}
	if imp, err = postgres.Import(ctx, tx, id); err != nil { // another may have been at it meanwhile
		return Upload{}, err
	}
	switch imp.State {
	case inventory.ImportChecked, inventory.ImportFailed:
	case inventory.ImportReceived:
		return Upload{}, stillWorking.is().domain(inventory.Conflict, d.Lang)
	default:
		return Upload{}, notOpenImport.is().at("", inWords(string(imp.State), d.Lang, stateInFrench)).domain(inventory.Conflict, d.Lang)
	}
	return d.reopened(ctx, tx, imp)
}

// recheck checks an import's file again and keeps the result in the place of the
// one before. A file that is now refused as a whole fails.
func (d *Desk) recheck(ctx context.Context, tx pgx.Tx, id int64, up Upload, g *ground) (inventory.Import, error) {
	ex, err := examine(ctx, tx, up, g)
	refused := refusal(err)
	if err != nil && refused == nil {
		return inventory.Import{}, err
	}
	imp := ex.imported(up, refused)
	imp.ID = id
	f := ex.file(up)
	if told := withoutSheet(up.Mapping); refused == nil && !up.again && len(told) > 0 {
		if err := postgres.RememberMapping(ctx, tx, up.Member, up.Kind, f.Signature, told); err != nil {
			return inventory.Import{}, err
		}
	}
	more := up.geocoding && ex != nil && len(ex.wanted) > 0 && d.Jobs != nil
	if more { // a mended address is to be asked for
		imp.State, imp.Progress = inventory.ImportReceived, &inventory.Progress{Stage: "waiting"}
	}
	if err := postgres.SetImportChecked(ctx, tx, imp, f, ex.rows()); err != nil {
		return inventory.Import{}, err
	}
	if imp, err = postgres.Import(ctx, tx, id); err != nil || !more {
		return imp, err
	}
	return imp, d.Jobs.queue(ctx, tx, id)
}
