package atlas

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// read returns the picture of the database as it is, taking over from an earlier
// one what has not changed; that picture itself when nothing has.
func (a *Atlas) read(ctx context.Context, before *Picture) (*Picture, error) {
	var after *Picture
	err := a.store.Read(ctx, inventory.Operator("atlas"), func(tx pgx.Tx) (err error) {
		after, err = readPicture(ctx, tx, before)
		return err
	})
	return after, err
}

func readPicture(ctx context.Context, tx pgx.Tx, before *Picture) (*Picture, error) {
	after := &Picture{ground: before.ground, cache: before.cache, basis: before.basis}
	moved, err := after.readGround(ctx, tx)
	if err != nil {
		return nil, err
	}
	if after.members, err = postgres.Members(ctx, tx); err != nil {
		return nil, err
	}
	if after.pops, err = postgres.PopCounts(ctx, tx); err != nil {
		return nil, err
	}
	if err := after.readDoors(ctx, tx, before); err != nil {
		return nil, err
	}
	if moved {
		after.zones = map[inventory.Key]*zone{} // all are cut to another land
	} else {
		after.zones = before.zones
	}
	changed, err := after.readZones(ctx, tx)
	if err != nil {
		return nil, err
	}
	if len(changed) == 0 && !moved {
		after.order = before.order
		if sameMembers(before.members, after.members) && slices.Equal(before.pops, after.pops) {
			return before, nil
		}
	} else {
		after.order = slices.SortedFunc(maps.Values(after.zones), byKey)
	}
	switch {
	case moved || !sameStatuses(before.members, after.members):
		after.cache, after.basis = newCache(), &basis{}
	case len(changed) > 0:
		after.cache, after.basis = newCache(), before.basis.after(changed)
	}
	return after, nil
}

// byKey puts zones in the order of their members and codes.
func byKey(a, b *zone) int {
	return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Code, b.Code))
}

// readGround reads the territory anew if it is not the one that is there, and
// tells whether it was not.
func (p *Picture) readGround(ctx context.Context, tx pgx.Tx) (moved bool, err error) {
	in, _, err := postgres.TerritoryInForce(ctx, tx)
	if err != nil {
		return false, err
	}
	if there := p.ground.territory; in.Checksum == there.Checksum && in.LoadedAt.Equal(there.LoadedAt) {
		return false, nil
	}
	g, err := territory.Read(ctx, tx)
	if err != nil {
		return false, err
	}
	p.ground, err = newGround(in, g)
	return true, err
}

// readZones brings the zones up to date in a map of their own if they differ by
// revision, and tells whose did.
func (p *Picture) readZones(ctx context.Context, tx pgx.Tx) (changed map[string]bool, err error) {
	revisions, err := postgres.ZoneRevisions(ctx, tx)
	if err != nil {
		return nil, err
	}
	changed = map[string]bool{}
	var stale []inventory.Key
	for key, revision := range revisions {
		if z := p.zones[key]; z == nil || z.Revision != revision {
			stale = append(stale, key)
			changed[key.Member] = true
		}
	}
	if len(stale) == 0 && len(revisions) == len(p.zones) {
		return nil, nil
	}
	zones := make(map[inventory.Key]*zone, len(revisions))
	for key, z := range p.zones {
		if _, still := revisions[key]; still {
			zones[key] = z
		} else {
			changed[key.Member] = true
		}
	}
	p.zones = zones
	if len(stale) == 0 {
		return changed, nil
	}
	wanted := stale
	if len(stale) == len(revisions) {
		wanted = nil // all of them, without naming each
	}
	rows, err := postgres.ZoneRows(ctx, tx, wanted...)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		row.Cells = line.Intersect(nil, row.Cells, p.ground.land)
		zones[row.Key] = &zone{row}
	}
	return changed, nil
}

func sameMembers(a, b []postgres.MemberRow) bool {
	return slices.EqualFunc(a, b, func(x, y postgres.MemberRow) bool {
		return x.Revision == y.Revision && x.Pops == y.Pops && x.Zones == y.Zones && x.ConfirmedOn == y.ConfirmedOn
	})
}

// sameStatuses tells whether two lists of members give the same figures.
func sameStatuses(a, b []postgres.MemberRow) bool {
	return slices.EqualFunc(a, b, func(x, y postgres.MemberRow) bool { return x.Slug == y.Slug && x.Status == y.Status })
}
