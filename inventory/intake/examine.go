package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"maillage/geo/layer"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/geocode"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// ground is the land on which lists are checked, and its weights.
type ground struct {
	land
	weights *layer.Layer
	picture *atlas.Picture
	today   inventory.Date // in Paris
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
	return &ground{land{now.Gazetteer(), now.Territory().Approximate, map[string]place{}}, population.Weights, now, inventory.DayIn(d.time())}, nil
}

// examination is all that checking a list finds out. Of a file that is refused
// as a whole it has the columns, if those could be read, or the sheets to choose
// from.
type examination struct {
	kind       string
	table      *Table
	cols       *columns
	told       map[string]string // field → column, by hand, now or for an earlier file
	signature  string
	results    []result
	errors     []inventory.RowError // of the file as a whole, then of rows
	warns      []inventory.RowError
	grouped    []inventory.Problem
	valid      int
	removed    []string // codes
	redrawn    []inventory.Zone
	changes    inventory.Changes
	effect     *inventory.Effect
	reached    atlas.Reached
	exchange   inventory.Exchange
	has        *holdings
	wanted     []geocode.Query // addresses to ask the geocoder for
	remembered bool            // what was told, was for an earlier file
	seen       string          // what it was compared with; see look
	entry, was page            // of the row that is written
}

// examine reads a list and compares it with what the member has. With the error
// of a file whose columns say nothing comes what was found so far.
func examine(ctx context.Context, db postgres.DB, up Upload, g *ground) (*examination, error) {
	table, bad := up.read()
	if bad != nil {
		var ex *examination
		if table != nil && len(table.Sheets) > 1 { // another can be chosen
			ex = &examination{kind: up.Kind, table: table, told: up.Mapping}
		}
		return ex, bad.domain(inventory.Invalid, up.Lang)
	}
	ex := &examination{kind: up.Kind, table: table, told: up.Mapping, signature: signatureOf(table)}
	if err := ex.recall(ctx, db, up); err != nil {
		return nil, err
	}
	apply(table, up.edits)
	if ex.cols, bad = recognise(table, up.Kind, ex.told, &g.land, up.Lang); bad != nil {
		return ex, bad.domain(inventory.Invalid, up.Lang)
	}
	if up.first > 0 {
		table.Rows = table.Rows[:min(up.first, len(table.Rows))]
	}
	if up.Kind == inventory.KindPops && up.Member != "" && !up.final { // before what it names is read
		seen, err := look(ctx, db, up.Member, g)
		if err != nil {
			return nil, err
		}
		ex.seen = seen
	}
	has, err := holdingsOf(ctx, db, up.Member, up.Kind == inventory.KindZones)
	if err != nil {
		return nil, err
	}
	if up.draft {
		has.usual = inventory.UsualAudience // of one that is private nothing would be simulated
	}
	ex.has = has
	c := &checker{lang: up.Lang, member: up.Member, table: table, cols: ex.cols, land: g.land, today: g.today, has: has, found: up.found, geocoding: up.geocoding,
		ofZones: up.Kind == inventory.KindZones, whole: up.final || up.draft}
	if up.Kind == inventory.KindPops {
		c.pops()
	} else if err := c.zones(ctx, db); err != nil {
		return nil, err
	}
	ex.results, ex.wanted = c.results, c.wanted
	for _, f := range up.notes {
		ex.warns = append(ex.warns, f.rowError(0, up.Lang))
	}
	ex.compare(has)
	if up.Scope == ScopeReplace {
		ex.remove(has, up.Lang)
	}
	if err := ex.redraw(ctx, db, g, has); err != nil {
		return nil, err
	}
	ex.list(up.Lang)
	ex.grouped = ex.problems(up.Lang)
	ex.effect = ex.reach(has, g)
	if up.Member != "" && !up.final {
		ex.exchange, err = g.picture.Exchanged(inventory.Viewer{Role: inventory.RoleContributor, Member: up.Member}, up.Member, ex.reached)
	}
	return ex, err
}

// read reads the file.
func (up *Upload) read() (*Table, *fault) {
	return readTable(up.Content, up.Kind, up.Mapping[SheetField])
}

// recall takes what the member chose for an earlier file with the same header,
// unless something is told for this one. What no longer fits is forgotten.
func (ex *examination) recall(ctx context.Context, db postgres.DB, up Upload) error {
	if up.again || len(withoutSheet(up.Mapping)) > 0 || up.Member == "" {
		return nil
	}
	told, err := postgres.RememberedMapping(ctx, db, up.Member, up.Kind, ex.signature)
	if err != nil || len(told) == 0 {
		return err
	}
	told = withSheet(told, up.Mapping[SheetField])
	if _, bad := recognise(ex.table, up.Kind, told, nil, up.Lang); bad == nil {
		ex.told, ex.remembered = told, true
	}
	return nil
}

// signatureOf is the same for files whose columns have the same names in the
// same order.
func signatureOf(t *Table) string {
	h := sha256.New()
	for _, name := range t.Columns {
		if !reportColumns[columnWord(name)] { // a report is its file
			fmt.Fprintf(h, "%q\n", fold(name))
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
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
	ex.warns = add(ex.warns, &moreWarns, ex.table.notes, 0)
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

// doesAsTold tells whether every entry that is added, changed or removed was so
// when the list was checked first. Those that need it no more are no matter.
func (ex *examination) doesAsTold(ctx context.Context, db postgres.DB, id int64) (bool, error) {
	does := map[string][]string{inventory.RowRemoved: ex.removed}
	for n := range ex.results {
		if r := &ex.results[n]; r.state == inventory.RowAdded || r.state == inventory.RowChanged {
			does[r.state] = append(does[r.state], r.code)
		}
	}
	for state, codes := range does {
		if told, err := postgres.ToldByImport(ctx, db, id, state, codes); err != nil || !told {
			return false, err
		}
	}
	return true, nil
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
