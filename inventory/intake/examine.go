package intake

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"maillage/geo/layer"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// ground is the land on which lists are checked, and its weights.
type ground struct {
	land
	weights *layer.Layer
}

// ground reads the picture in force; Unavailable when no territory is loaded.
func (d *Desk) ground(lang Lang) (*ground, error) {
	now := d.Atlas.Now()
	if now == nil || now.Gazetteer() == nil || len(now.Gazetteer().Units(inventory.Commune)) == 0 {
		return nil, noTerritory.is().domain(inventory.Unavailable, lang)
	}
	population, err := now.Layer(atlas.Population)
	if err != nil {
		return nil, err
	}
	return &ground{land{now.Gazetteer(), now.Territory().Approximate, map[string]place{}}, population.Weights}, nil
}

// examination is all that checking a list finds out.
type examination struct {
	kind    string
	table   *Table
	cols    *columns
	mapping map[string]string // as asked
	results []result
	errors  []inventory.RowError // of the file as a whole, then of rows
	warns   []inventory.RowError
	valid   int
	removed []string // codes
	redrawn []inventory.Zone
	changes inventory.Changes
	effect  *inventory.Effect
}

// examine reads a list and compares it with what the member has.
func examine(ctx context.Context, db postgres.DB, up Upload, g *ground) (*examination, error) {
	table, bad := readTable(up.Content, up.Kind, up.Mapping[SheetField])
	if bad != nil {
		return nil, bad.domain(inventory.Invalid, up.Lang)
	}
	cols, bad := recognise(table, up.Kind, up.Mapping, up.Lang)
	if bad != nil {
		return nil, bad.domain(inventory.Invalid, up.Lang)
	}
	has, err := holdingsOf(ctx, db, up.Member, up.Kind == inventory.KindZones)
	if err != nil {
		return nil, err
	}
	if up.draft {
		has.usual = inventory.UsualAudience // of one that is private nothing would be simulated
	}
	c := &checker{lang: up.Lang, member: up.Member, table: table, cols: cols, land: g.land, has: has}
	if up.Kind == inventory.KindPops {
		c.pops()
	} else if err := c.zones(ctx, db); err != nil {
		return nil, err
	}
	ex := &examination{kind: up.Kind, table: table, cols: cols, mapping: up.Mapping, results: c.results}
	ex.compare(has)
	if up.Scope == ScopeReplace {
		ex.remove(has, up.Lang)
	}
	if err := ex.redraw(ctx, db, g, has); err != nil {
		return nil, err
	}
	ex.list(up.Lang)
	ex.effect = ex.reach(has, g)
	return ex, nil
}

// compare gives every record its state.
func (ex *examination) compare(has *holdings) {
	for i := range ex.results {
		r := &ex.results[i]
		if len(r.errs) > 0 {
			r.state = inventory.RowRejected
			continue
		}
		ex.valid++
		var there, same bool
		if ex.kind == inventory.KindPops {
			var before *inventory.Pop
			before, there = has.pops[r.code]
			same = there && samePop(before, r.pop)
		} else {
			var before *inventory.Zone
			before, there = has.zones[r.code]
			same = there && sameZone(before, r.zone)
		}
		switch {
		case same:
			r.state = inventory.RowUnchanged
			ex.changes.Unchanged++
		case there:
			r.state = inventory.RowChanged
			ex.changes.Changed++
		default:
			r.state = inventory.RowAdded
			ex.changes.Added++
		}
	}
}

// remove marks for removal what the member has and the list does not name. The
// code of a rejected record is named. A PoP that zones need stays, with an
// error.
func (ex *examination) remove(has *holdings, lang Lang) {
	named := make(map[string]bool, len(ex.results))
	for i := range ex.results {
		named[ex.results[i].code] = true
	}
	behind := map[string][]string{}
	codes := slices.Sorted(maps.Keys(has.zones))
	if ex.kind == inventory.KindPops {
		for _, z := range codes {
			behind[has.zones[z].Handoff] = append(behind[has.zones[z].Handoff], z)
		}
		codes = slices.Sorted(maps.Keys(has.pops))
	}
	for _, code := range codes {
		switch {
		case named[code]:
		case code != "" && len(behind[code]) > 0 && ex.kind == inventory.KindPops:
			zones := behind[code]
			f := popInUse.is("zones", listed(zones)).at("code", code)
			f.column = ex.cols.column("code")
			ex.errors = append(ex.errors, f.rowError(0, lang))
		default:
			ex.removed = append(ex.removed, code)
		}
	}
	ex.changes.Removed = len(ex.removed)
}

// redraw draws again the circles whose hand-off a list of PoPs moves.
func (ex *examination) redraw(ctx context.Context, db postgres.DB, g *ground, has *holdings) error {
	if ex.kind != inventory.KindPops {
		return nil
	}
	moved := map[string]*inventory.Pop{}
	for i := range ex.results {
		r := &ex.results[i]
		if r.state == inventory.RowChanged && !samePoint(has.pops[r.code].Position, r.pop.Position) {
			moved[r.code] = r.pop
		}
	}
	drawn, err := circles(ctx, db, g.Gazetteer, has, moved)
	if err != nil || len(drawn) == 0 {
		return err
	}
	ex.redrawn = drawn
	return has.readCells(ctx, db)
}

// circles draws the radius zones around PoPs that moved.
func circles(ctx context.Context, db postgres.DB, g *territory.Gazetteer, has *holdings, moved map[string]*inventory.Pop) ([]inventory.Zone, error) {
	var drawn []inventory.Zone
	for _, code := range slices.Sorted(maps.Keys(has.zones)) {
		z := *has.zones[code]
		p := moved[z.Handoff]
		if p == nil || z.Extent.Kind != inventory.ExtentRadius {
			continue
		}
		if err := territory.Draw(ctx, db, g, &z, p); err != nil {
			return nil, err
		}
		drawn = append(drawn, z)
	}
	return drawn, nil
}

// list puts the faults of all records in the language asked, at most
// MaxReported of each sort.
func (ex *examination) list(lang Lang) {
	add := func(to []inventory.RowError, more *int, fs []*fault, line int) []inventory.RowError {
		for _, f := range fs {
			if len(to) >= MaxReported {
				*more++
				continue
			}
			to = append(to, f.rowError(line, lang))
		}
		return to
	}
	moreErrors, moreWarns := 0, 0
	for i := range ex.results {
		r := &ex.results[i]
		ex.errors = add(ex.errors, &moreErrors, r.errs, r.row.Line)
		ex.warns = add(ex.warns, &moreWarns, r.warns, r.row.Line)
	}
	if moreErrors > 0 {
		ex.errors = append(ex.errors, moreReported.is("more", moreErrors).rowError(0, lang))
	}
	if moreWarns > 0 {
		ex.warns = append(ex.warns, moreReported.is("more", moreWarns).rowError(0, lang))
	}
}

// imported is the examination as an import, before the database gives it an id.
func (ex *examination) imported(up Upload) inventory.Import {
	mapping := map[string]string{}
	for field, column := range ex.mapping {
		if column == "" {
			mapping[field] = ""
		}
	}
	maps.Copy(mapping, ex.cols.names)
	imp := inventory.Import{Member: up.Member, Kind: up.Kind, File: up.FileName, Scope: up.Scope,
		Rows:    inventory.RowCounts{Read: len(ex.results), Valid: ex.valid, Rejected: len(ex.results) - ex.valid},
		Changes: ex.changes, Mapping: mapping, Ignored: ex.cols.ignored, Errors: ex.errors, Warnings: ex.warns, Effect: ex.effect}
	if imp.Ignored == nil {
		imp.Ignored = []inventory.IgnoredColumn{}
	}
	if imp.Errors == nil {
		imp.Errors = []inventory.RowError{}
	}
	if imp.Warnings == nil {
		imp.Warnings = []inventory.RowError{}
	}
	return imp
}

// rows is what each record became, then what would be removed. A zone's land
// does not stand there: it is drawn again when the import is committed.
func (ex *examination) rows() []inventory.ImportRow {
	rows := make([]inventory.ImportRow, 0, len(ex.results)+len(ex.removed))
	for i := range ex.results {
		r := &ex.results[i]
		row := inventory.ImportRow{Row: r.row.Line, State: r.state, Code: short(r.code, inventory.MaxCode)}
		if r.state != inventory.RowRejected {
			if r.pop != nil {
				row.Geometry = r.pop.Position
				row.Entry = entryJSON(r.pop)
			} else {
				row.Entry = entryJSON(r.zone)
			}
		}
		rows = append(rows, row)
	}
	for _, code := range ex.removed {
		rows = append(rows, inventory.ImportRow{State: inventory.RowRemoved, Code: code})
	}
	return rows
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

// rejectsAsBefore tells whether the same records are rejected as when the list
// was checked first.
func (ex *examination) rejectsAsBefore(ctx context.Context, db postgres.DB, id int64) (bool, error) {
	before, err := postgres.ImportRows(ctx, db, id, inventory.RowRejected, 0, 0)
	if err != nil {
		return false, err
	}
	i := 0
	for n := range ex.results {
		r := &ex.results[n]
		if r.state != inventory.RowRejected {
			continue
		}
		if i == len(before) || before[i].Row != r.row.Line {
			return false, nil
		}
		i++
	}
	return i == len(before), nil
}
