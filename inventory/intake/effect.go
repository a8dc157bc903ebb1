package intake

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// maxEffectUnits is how many communes an effect lists.
const maxEffectUnits = 1000

// write carries the examination into the inventory. Unchanged entries are
// written too: their owner has just confirmed them.
func (ex *examination) write(ctx context.Context, tx pgx.Tx, member string) error {
	if ex.kind == inventory.KindPops {
		var pops []inventory.Pop
		for i := range ex.results {
			if r := &ex.results[i]; r.state != inventory.RowRejected {
				pops = append(pops, *r.pop)
			}
		}
		if err := postgres.PutPops(ctx, tx, pops); err != nil {
			return err
		}
		if err := postgres.RedrawZones(ctx, tx, ex.redrawn); err != nil {
			return err
		}
		return postgres.DeletePops(ctx, tx, member, ex.removed)
	}
	var zones []inventory.Zone
	for i := range ex.results {
		if r := &ex.results[i]; r.state != inventory.RowRejected {
			zones = append(zones, *r.zone)
		}
	}
	if err := postgres.PutZones(ctx, tx, zones); err != nil {
		return err
	}
	return postgres.DeleteZones(ctx, tx, member, ex.removed)
}

// reach is what the list does to the member's reach on French land:
// operational zones of any technology, before and after.
func (ex *examination) reach(has *holdings, g *ground) *inventory.Effect {
	if ex.kind == inventory.KindPops && len(ex.redrawn) == 0 {
		return &inventory.Effect{Units: []inventory.UnitEffect{}}
	}
	after := maps.Clone(has.zones)
	for i := range ex.results {
		if r := &ex.results[i]; r.zone != nil && r.state != inventory.RowRejected {
			after[r.code] = r.zone
		}
	}
	for i := range ex.redrawn {
		after[ex.redrawn[i].Code] = &ex.redrawn[i]
	}
	if ex.kind == inventory.KindZones {
		for _, code := range ex.removed {
			delete(after, code)
		}
	}
	all := func(*inventory.Zone) bool { return true }
	shared := func(z *inventory.Zone) bool { return z.Audience.InPool() }
	r := &ex.reached
	r.Won, r.Lost = wonAndLost(operational(has.zones, all), operational(after, all), g)
	r.SharedWon, r.SharedLost = wonAndLost(operational(has.zones, shared), operational(after, shared), g)
	return effectOf(r.Won, r.Lost, g)
}

// operational is the union of the operational zones' cells, of some of them.
func operational(zones map[string]*inventory.Zone, some func(*inventory.Zone) bool) line.Set {
	var sets []line.Set
	for _, z := range zones {
		if (inventory.Filter{}).Counts(z) && !z.Cells.Empty() && some(z) {
			sets = append(sets, z.Cells)
		}
	}
	return line.UnionAll(sets)
}

// wonAndLost is the French land in one reach and not in the other.
func wonAndLost(before, after line.Set, g *ground) (won, lost line.Set) {
	won = line.Intersect(nil, line.Subtract(nil, after, before), g.Land())
	lost = line.Intersect(nil, line.Subtract(nil, before, after), g.Land())
	return won, lost
}

// effectOf is what winning and losing land comes to.
func effectOf(won, lost line.Set, g *ground) *inventory.Effect {
	e := &inventory.Effect{KM2: won.KM2() - lost.KM2(), Weight: g.weight(won) - g.weight(lost), Units: []inventory.UnitEffect{}}
	if len(won) == 0 && len(lost) == 0 {
		return e
	}
	var part line.Set
	for _, u := range g.Units(inventory.Commune) {
		unit := inventory.UnitEffect{Code: u.Code, Name: u.Name}
		part = line.Intersect(part[:0], u.Cells, won)
		unit.KM2, unit.Weight = part.KM2(), g.weight(part)
		touched := len(part) > 0
		part = line.Intersect(part[:0], u.Cells, lost)
		unit.KM2, unit.Weight = unit.KM2-part.KM2(), unit.Weight-g.weight(part)
		if touched || len(part) > 0 {
			e.Units = append(e.Units, unit)
		}
	}
	slices.SortFunc(e.Units, func(a, b inventory.UnitEffect) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)), cmp.Compare(math.Abs(b.KM2), math.Abs(a.KM2)), cmp.Compare(a.Code, b.Code))
	})
	e.Units = e.Units[:min(len(e.Units), maxEffectUnits)]
	return e
}

func (g *ground) weight(s line.Set) float64 {
	if g.weights == nil {
		return 0
	}
	return g.weights.Weight(s)
}

// listed joins codes for a message, the first few.
func listed(codes []string) string {
	if len(codes) > 6 {
		return strings.Join(codes[:6], ", ") + ", …"
	}
	return strings.Join(codes, ", ")
}
