package intake

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/geocode"
	"maillage/inventory/postgres"
)

// Desk is where lists and single entries are handed in. It is safe for
// concurrent use; changes to one member's entries wait for each other.
type Desk struct {
	Store *postgres.Store
	Atlas *atlas.Atlas
	Lang  Lang // of the sentences it answers in; French unless English

	Geocoder *geocode.Geocoder        // nil: addresses stay at the centre of their commune
	Jobs     *Jobs                    // nil: everything is done while it is waited for
	Progress func(inventory.Progress) // told of what is waited for; may be nil

	bounds bounds           // see most
	clock  func() time.Time // tests have their own
}

func (d *Desk) time() time.Time {
	if d.clock != nil {
		return d.clock()
	}
	return time.Now()
}

// In is the same desk answering in another language.
func (d *Desk) In(lang Lang) *Desk {
	other := *d
	other.Lang = lang
	return &other
}

// Upload is a list as it is handed in.
type Upload struct {
	Member   string            // slug
	Kind     string            // inventory.KindPops or KindZones
	FileName string            // as its owner calls it
	Content  []byte            // at most MaxBytes
	Scope    string            // merge ("" too): absent codes stay; replace: they are removed
	Sheet    string            // of a workbook, or layer of a map file; "": the one that suits
	Mapping  map[string]string // field → column, over what is recognised; "" leaves a field alone
	DryRun   bool              // say what would be, keep nothing
	Lang     Lang              // of the sentences; "" for the desk's

	draft     bool                          // for a simulation
	edits     inventory.Edits               // made to the rows since
	found     map[string]inventory.Geocoded // what the geocoder said, by address
	first     int                           // only so many rows; 0: all
	notes     []*fault                      // to tell of the file as a whole
	geocoding bool                          // addresses not asked for yet are to be listed
	final     bool                          // about to be committed: nobody looks at it
	again     bool                          // not the first check of this file: Mapping is all that was told
}

// The scopes of an upload and the modes of a commit.
const (
	ScopeMerge   = "merge"
	ScopeReplace = "replace"
	ModeAll      = "all"
	ModeValid    = "valid"
)

// Check reads a list, checks every row, compares it with what the member has,
// and keeps the result as an import that waits for Commit (unless DryRun). All
// errors of rows are told at once, in the import. An error comes back when the
// file as a whole cannot be taken: Invalid or TooLarge, saying what it is and
// what to do; then a failed import with this reason is kept, and returned as
// well. Other errors: Invalid for a mapping that does not fit; NotFound for the
// member; Forbidden.
func (d *Desk) Check(ctx context.Context, v inventory.Viewer, up Upload) (inventory.Import, error) {
	if up.Lang == "" {
		up.Lang = d.Lang
	}
	if up.Scope == "" {
		up.Scope = ScopeMerge
	}
	if err := up.valid(v); err != nil {
		return inventory.Import{}, err
	}
	g, err := d.ground(up.Lang)
	if err != nil {
		return inventory.Import{}, err
	}
	up.geocoding = d.Geocoder != nil && up.Kind == inventory.KindPops
	if d.Jobs != nil && !up.DryRun && up.long() {
		return d.receive(ctx, v, up)
	}
	ex, err := d.first(ctx, v, &up, g)
	if err == nil && len(ex.wanted) > 0 {
		if d.Jobs != nil && !up.DryRun {
			return d.receive(ctx, v, up)
		}
		if err := d.locate(ctx, 0, &up, g); err != nil {
			if ctx.Err() != nil {
				return inventory.Import{}, err
			}
			up.notes = append(up.notes, silentGeocoder.is("why", whyService(err)))
		}
		up.geocoding = false
		ex, err = d.first(ctx, v, &up, g)
	}
	refused := refusal(err)
	if err != nil && (refused == nil || up.DryRun) {
		return inventory.Import{}, err
	}
	imp := ex.imported(up, refused)
	imp.Author = v.Name
	if up.DryRun {
		return imp, nil
	}
	f := ex.file(up)
	kept := d.Store.Write(ctx, v, "check", func(tx pgx.Tx) error {
		id, err := postgres.AddImport(ctx, tx, imp, f, ex.rows())
		if told := withoutSheet(up.Mapping); err == nil && len(told) > 0 && refused == nil {
			err = postgres.RememberMapping(ctx, tx, up.Member, up.Kind, f.Signature, told)
		}
		if err != nil {
			return err
		}
		imp, err = postgres.Import(ctx, tx, id)
		return err
	})
	if err == nil {
		err = kept
	}
	return imp, err
}

// first is the first check of an upload.
func (d *Desk) first(ctx context.Context, v inventory.Viewer, up *Upload, g *ground) (ex *examination, err error) {
	err = d.Store.Read(ctx, v, func(tx pgx.Tx) error {
		if _, err := postgres.Member(ctx, tx, up.Member); err != nil {
			return err
		}
		ex, err = examine(ctx, tx, *up, g)
		return err
	})
	return ex, err
}

// refusal is the error of a file that cannot be taken as a whole; nil for any
// other.
func refusal(err error) *inventory.Error {
	var e *inventory.Error
	if errors.As(err, &e) && e.Code != unknownMapColumn.code && e.Code != unknownMapField.code && e.Code != mappedTwice.code &&
		(e.Kind == inventory.Invalid || e.Kind == inventory.TooLarge) {
		return e
	}
	return nil
}

// valid checks an upload's own words, and whether the viewer may hand it in.
func (up *Upload) valid(v inventory.Viewer) error {
	var wrong *fault
	switch {
	case up.Kind != inventory.KindPops && up.Kind != inventory.KindZones:
		wrong = unknownKindOfList.is().at("", up.Kind)
	case up.Scope != ScopeMerge && up.Scope != ScopeReplace:
		wrong = unknownScope.is().at("", up.Scope)
	case up.Lang != "" && up.Lang != French && up.Lang != English:
		wrong = unknownLang.is().at("", string(up.Lang))
	}
	if wrong != nil {
		return wrong.domain(inventory.Invalid, up.Lang)
	}
	up.FileName = fileName(up.FileName)
	if up.Sheet != "" {
		up.Mapping = withSheet(up.Mapping, up.Sheet)
	}
	return mayWrite(v, up.Member, up.Lang)
}

// fileName is the last part of a path of any system, short and printable.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == '\uFFFD' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if s == "." || s == "/" || s == "" {
		return "list"
	}
	return short(s, 200)
}

// mayWrite tells whether a viewer may change a member's entries: the operator
// of the instance, and who keeps that member's data.
func mayWrite(v inventory.Viewer, member string, lang Lang) error {
	if v.Role == inventory.RoleOperator || v.Role == inventory.RoleContributor && v.Member == member {
		return nil
	}
	return notYours.is().at("", member).domain(inventory.Forbidden, lang)
}

// mayRead tells whether a viewer may read a member's uploads: who may write, and
// who sells for the member.
func mayRead(v inventory.Viewer, member string, lang Lang) error {
	if v.Role == inventory.RoleSales && v.Member == member {
		return nil
	}
	return mayWrite(v, member, lang)
}

// Commit carries a checked import into the inventory, in one transaction: with
// mode all ("" too) every row or none, with mode valid those that are not
// rejected. Where what the member has is no longer as it was, the file is checked
// again first; it adds, changes and removes no entry of which the check did not
// say so, so that of two lists checked side by side none undoes the other unseen.
// Sending it twice does it once and answers the same. Errors: NotFound;
// Conflict rejected_rows, large_removal, import_stale, import_undone,
// import_not_checked, import_in_work, file_expired.
func (d *Desk) Commit(ctx context.Context, v inventory.Viewer, id int64, mode string) (inventory.Import, error) {
	return d.commit(ctx, v, id, mode, false)
}

// CommitRemoving is Commit by someone who has seen that it removes much.
func (d *Desk) CommitRemoving(ctx context.Context, v inventory.Viewer, id int64, mode string) (inventory.Import, error) {
	return d.commit(ctx, v, id, mode, true)
}

func (d *Desk) commit(ctx context.Context, v inventory.Viewer, id int64, mode string, removing bool) (inventory.Import, error) {
	if mode == "" {
		mode = ModeAll
	}
	if mode != ModeAll && mode != ModeValid {
		return inventory.Import{}, unknownMode.is().at("", mode).domain(inventory.Invalid, d.Lang)
	}
	g, err := d.ground(d.Lang)
	if err != nil {
		return inventory.Import{}, err
	}
	var imp inventory.Import
	err = d.Store.Write(ctx, v, changeID(id), func(tx pgx.Tx) error {
		if imp, err = d.claim(ctx, tx, v, id); err != nil || imp.State == inventory.ImportCommitted {
			return err
		}
		if err = d.carry(ctx, tx, imp, mode, removing, g); err != nil {
			return err
		}
		imp, err = postgres.Import(ctx, tx, id)
		return err
	})
	if err != nil {
		return inventory.Import{}, err
	}
	d.show(ctx)
	return imp, nil
}

// show has the picture of this process show a change at once. Should that fail,
// the change is made all the same, and the picture hears of it from the
// database.
func (d *Desk) show(ctx context.Context) { _ = d.Atlas.Refresh(ctx) }

func changeID(id int64) string { return fmt.Sprintf("import:%d", id) }

// claim reads an import with its member's entries locked.
func (d *Desk) claim(ctx context.Context, tx pgx.Tx, v inventory.Viewer, id int64) (inventory.Import, error) {
	imp, err := postgres.Import(ctx, tx, id)
	if err != nil {
		return imp, err
	}
	if err := mayWrite(v, imp.Member, d.Lang); err != nil {
		return imp, err
	}
	if err := postgres.LockMember(ctx, tx, imp.Member); err != nil {
		return imp, err
	}
	return postgres.Import(ctx, tx, id) // another may have been at it meanwhile
}

// carry does what Commit promises for an import that is not committed yet.
func (d *Desk) carry(ctx context.Context, tx pgx.Tx, imp inventory.Import, mode string, removing bool, g *ground) error {
	switch {
	case imp.State == inventory.ImportUndone:
		return undoneImport.is().domain(inventory.Conflict, d.Lang)
	case imp.State == inventory.ImportReceived:
		return stillWorking.is().domain(inventory.Conflict, d.Lang)
	case imp.State != inventory.ImportChecked:
		return notCheckedImport.is().at("", inWords(string(imp.State), d.Lang, stateInFrench)).domain(inventory.Conflict, d.Lang)
	case mode == ModeAll && len(imp.Errors) > 0:
		return rejectedRows.is("rejected", imp.Rows.Rejected).domain(inventory.Conflict, d.Lang)
	}
	same, err := asChecked(ctx, tx, imp, g)
	if err != nil {
		return err
	}
	if same {
		if err := d.mayRemove(imp.Changes, removing); err != nil {
			return err
		}
		if err := postgres.CarryPops(ctx, tx, imp.ID, imp.Member, imp.Changes); err != nil {
			return err
		}
		return postgres.SetImportCommitted(ctx, tx, imp.ID, mode, imp.Changes, nil)
	}
	up, err := d.reopened(ctx, tx, imp)
	if err != nil {
		return err
	}
	up.final = true
	ex, err := examine(ctx, tx, up, g)
	if err != nil {
		return err
	}
	if same, err = ex.rejectsAsBefore(ctx, tx, imp.ID); err != nil {
		return err
	}
	if same {
		if same, err = ex.doesAsTold(ctx, tx, imp.ID); err != nil {
			return err
		}
	}
	if !same {
		return staleImport.is().domain(inventory.Conflict, d.Lang)
	}
	if err := d.mayRemove(ex.changes, removing); err != nil {
		return err
	}
	if err := ex.write(ctx, tx, imp.Member); err != nil {
		return err
	}
	return postgres.SetImportCommitted(ctx, tx, imp.ID, mode, ex.changes, ex.effect)
}

// mayRemove asks again where much is removed.
func (d *Desk) mayRemove(c inventory.Changes, removing bool) error {
	if c.LargeRemoval() && !removing {
		return largeRemoval.is("removed", c.Removed, "all", c.Removed+c.Changed+c.Unchanged).domain(inventory.Conflict, d.Lang)
	}
	return nil
}

// reopened is an import's file, as it was last checked, to be checked again.
func (d *Desk) reopened(ctx context.Context, db postgres.DB, imp inventory.Import) (Upload, error) {
	f, err := postgres.FileOfImport(ctx, db, imp.ID)
	if err != nil {
		return Upload{}, err
	}
	if len(f.Content) == 0 {
		return Upload{}, filePast.is("days", KeptDays).domain(inventory.Conflict, d.Lang)
	}
	return Upload{Member: imp.Member, Kind: imp.Kind, FileName: imp.File, Content: f.Content, Scope: imp.Scope,
		Mapping: f.Told, Lang: d.Lang, edits: f.Edits, found: f.Found, again: true}, nil
}

// fieldErrors are those of an error of the domain, none of another.
func fieldErrors(err error) []inventory.FieldError {
	var e *inventory.Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}
