package demo

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// Change is the id under which all of the demo stands in the history; by it an
// instance knows that its members are invented.
const Change = "demo"

// Load writes the demo on the territory in force, one transaction a member. It
// does so only where there is no member yet, or where an earlier Load was
// interrupted: then it writes the members that are missing. An instance that has
// the whole demo is left as it is, whatever has been changed in it since.
//
// Errors: inventory.Conflict (code "not_empty") when the instance has members of
// its own; inventory.Unavailable without a territory, or when the database does
// not answer.
func Load(ctx context.Context, store *postgres.Store, g *territory.Gazetteer) error {
	var there []postgres.MemberRow
	err := store.Read(ctx, inventory.Operator("demo"), func(tx pgx.Tx) (err error) {
		there, err = postgres.Members(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	begun, err := Loaded(ctx, store)
	if err != nil {
		return err
	}
	if len(there) > 0 && !begun {
		return inventory.Errorf(inventory.Conflict, "not_empty",
			"this instance has members of its own, and the demo needs an empty one: start without --demo, or with another data folder")
	}
	if len(there) >= len(operators()) {
		return nil
	}
	if g.Land().Empty() {
		return inventory.Errorf(inventory.Unavailable, "no_territory", "no territory is loaded yet: run “maillage territory load” first")
	}
	d := Generate(g, Seed)
	for _, m := range d.Members {
		if slices.ContainsFunc(there, func(r postgres.MemberRow) bool { return r.Slug == m.Slug }) {
			continue
		}
		if err := d.write(ctx, store, g, m); err != nil {
			return err
		}
	}
	return nil
}

// Loaded tells whether the demo, or a part of it, was ever loaded here.
func Loaded(ctx context.Context, store *postgres.Store) (bool, error) {
	var changes []postgres.Change
	err := store.Read(ctx, inventory.Operator("demo"), func(tx pgx.Tx) (err error) {
		changes, err = postgres.History(ctx, tx, postgres.HistoryFilter{Change: Change, Noun: "member", Limit: 1})
		return err
	})
	return len(changes) > 0, err
}

// write checks, draws and writes one member with all it has.
func (d *Demo) write(ctx context.Context, store *postgres.Store, g *territory.Gazetteer, m inventory.Member) error {
	own := func(k inventory.Key) bool { return k.Member == m.Slug }
	pops := map[string]*inventory.Pop{}
	var list []inventory.Pop
	for i := range d.Pops {
		if p := &d.Pops[i]; own(p.Key) {
			if err := p.Validate(); err != nil {
				return err
			}
			pops[p.Code] = p
			list = append(list, *p)
		}
	}
	who := inventory.Operator("demo")
	return store.Write(ctx, who, Change, func(tx pgx.Tx) error {
		var zones []inventory.Zone
		for _, z := range d.Zones {
			if !own(z.Key) {
				continue
			}
			if err := z.Validate(); err != nil {
				return err
			}
			if err := territory.Draw(ctx, tx, g, &z, pops[z.Handoff]); err != nil {
				return err
			}
			zones = append(zones, z)
		}
		if err := postgres.AddMember(ctx, tx, m); err != nil {
			return err
		}
		if err := postgres.PutPops(ctx, tx, list); err != nil {
			return err
		}
		return postgres.PutZones(ctx, tx, zones)
	})
}
