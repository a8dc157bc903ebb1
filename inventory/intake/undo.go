package intake

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// Undo takes a committed import back: entries it added go, those it changed or
// removed come back as they were. Sending it twice does it once. Errors:
// NotFound; Conflict touched_since, with one field for each entry that something
// changed later (its message: the change, who, when, apart by ", "); Conflict import_not_committed; Conflict pop_in_use when a PoP
// it added is now the hand-off of a zone.
func (d *Desk) Undo(ctx context.Context, v inventory.Viewer, id int64) (inventory.Import, error) {
	g, err := d.ground(d.Lang)
	if err != nil {
		return inventory.Import{}, err
	}
	var imp inventory.Import
	err = d.Store.Write(ctx, v, fmt.Sprintf("undo:%d", id), func(tx pgx.Tx) error {
		if imp, err = d.claim(ctx, tx, v, id); err != nil || imp.State == inventory.ImportUndone {
			return err
		}
		if imp.State != inventory.ImportCommitted {
			return notCommitted.is().domain(inventory.Conflict, d.Lang)
		}
		if err = d.takeBack(ctx, tx, imp, g); err != nil {
			return err
		}
		if err = postgres.SetImportUndone(ctx, tx, id); err != nil {
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

func (d *Desk) takeBack(ctx context.Context, tx pgx.Tx, imp inventory.Import, g *ground) error {
	touched, err := postgres.TouchedAfter(ctx, tx, changeID(imp.ID))
	if err != nil {
		return err
	}
	if len(touched) > 0 {
		return d.touched(touched)
	}
	changes, err := postgres.History(ctx, tx, postgres.HistoryFilter{Change: changeID(imp.ID)})
	if err != nil {
		return err
	}
	if imp.Kind == inventory.KindPops {
		return popsBack(ctx, tx, imp.Member, changes, g)
	}
	return zonesBack(ctx, tx, imp.Member, changes, g)
}

func (d *Desk) touched(by []postgres.Change) error {
	var codes []string
	var fields []inventory.FieldError
	for _, c := range by {
		codes = append(codes, c.Key.Code)
		fields = append(fields, inventory.FieldError{Field: "code", Value: c.Key.Code, Code: "touched_since",
			Message: c.Change + ", " + c.Actor + ", " + c.At.UTC().Format(time.RFC3339)})
	}
	e := touchedSince.is("count", len(by), "entries", listed(codes)).domain(inventory.Conflict, d.Lang)
	e.Fields = fields
	return e
}

func popsBack(ctx context.Context, tx pgx.Tx, member string, changes []postgres.Change, g *ground) error {
	has, err := holdingsOf(ctx, tx, member, false)
	if err != nil {
		return err
	}
	var put []inventory.Pop
	var gone []string
	moved := map[string]*inventory.Pop{}
	for _, c := range changes {
		if c.Before == nil {
			gone = append(gone, c.Key.Code)
			continue
		}
		p, err := postgres.PopOf(c.Before)
		if err != nil {
			return err
		}
		put = append(put, p)
		if now, ok := has.pops[p.Code]; ok && !samePoint(now.Position, p.Position) {
			moved[p.Code] = &p
		}
	}
	if err := postgres.PutPops(ctx, tx, put); err != nil {
		return err
	}
	drawn, err := circles(ctx, tx, g.Gazetteer, has, moved)
	if err != nil {
		return err
	}
	if err := postgres.RedrawZones(ctx, tx, drawn); err != nil {
		return err
	}
	return postgres.DeletePops(ctx, tx, member, gone)
}

func zonesBack(ctx context.Context, tx pgx.Tx, member string, changes []postgres.Change, g *ground) error {
	has, err := holdingsOf(ctx, tx, member, false)
	if err != nil {
		return err
	}
	var put []inventory.Zone
	var gone []string
	for _, c := range changes {
		if c.Before == nil {
			gone = append(gone, c.Key.Code)
			continue
		}
		z, err := postgres.ZoneOf(c.Before)
		if err != nil {
			return err
		}
		ofUnits, err := territory.DrawCells(g.Gazetteer, &z)
		if err == nil && !ofUnits {
			err = territory.Draw(ctx, tx, g.Gazetteer, &z, has.pops[z.Handoff])
		}
		if err != nil {
			return err
		}
		put = append(put, z)
	}
	undrawn := make([]*inventory.Zone, len(put))
	for i := range put {
		undrawn[i] = &put[i]
	}
	if err := territory.Outlines(ctx, tx, g.Gazetteer, undrawn); err != nil {
		return err
	}
	if err := postgres.DeleteZones(ctx, tx, member, gone); err != nil {
		return err
	}
	return postgres.PutZones(ctx, tx, put)
}
