package atlas

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// read returns the picture of the database as it is, taking over from an earlier
// one what has not changed; that picture itself when nothing has. It tells whose
// writes it shows.
func (a *Atlas) read(ctx context.Context, before *Picture) (after *Picture, has postgres.Snapshot, err error) {
	err = a.store.Read(ctx, inventory.Operator("atlas"), func(tx pgx.Tx) (err error) {
		if has, err = postgres.SnapshotOf(ctx, tx); err != nil {
			return err
		}
		after, err = readPicture(ctx, tx, before)
		return err
	})
	return after, has, err
}

func readPicture(ctx context.Context, tx pgx.Tx, before *Picture) (*Picture, error) {
	after := &Picture{ground: before.ground, cache: before.cache, basis: before.basis}
	ready, err := after.readGround(ctx, tx)
	if err != nil {
		return nil, err
	}
	moved := ready != nil
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
	changed, stale, err := after.readZones(ctx, tx)
	if err != nil {
		return nil, err
	}
	if moved {
		if err := ready(); err != nil {
			return nil, err
		}
	}
	after.cut(stale)
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

// readGround reads the territory anew if it is not the one that is there. Then
// its units are put in order while the database is read on: ready waits for that,
// and only then is the picture's ground the new one. It is nil when the territory
// is the one that is there.
func (p *Picture) readGround(ctx context.Context, tx pgx.Tx) (ready func() error, err error) {
	stamp, err := postgres.GroundStamp(ctx, tx)
	if err != nil || stamp == p.ground.stamp {
		return nil, err
	}
	in, _, err := postgres.TerritoryInForce(ctx, tx)
	if err != nil {
		return nil, err
	}
	units, err := postgres.Units(ctx, tx)
	if err != nil {
		return nil, err
	}
	layers, err := postgres.Layers(ctx, tx)
	if err != nil {
		return nil, err
	}
	kinds, err := postgres.Kinds(ctx, tx)
	if err != nil {
		return nil, err
	}
	type made struct {
		ground *ground
		err    error
	}
	done := make(chan made, 1) // nobody waits once the reading has failed
	go func() {
		g, err := newGround(in, territory.New(units), layers...)
		if err == nil {
			g.stamp, g.loaded = stamp, kinds
		}
		done <- made{g, err}
	}()
	return func() error {
		m := <-done
		p.ground = m.ground
		return m.err
	}, nil
}

// readZones brings the zones up to date in a map of their own if they differ by
// revision, and tells whose did. Those that it has read are still to be cut to
// the land.
func (p *Picture) readZones(ctx context.Context, tx pgx.Tx) (changed map[string]bool, read []*zone, err error) {
	revisions, err := postgres.ZoneRevisions(ctx, tx)
	if err != nil {
		return nil, nil, err
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
		return nil, nil, nil
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
		return changed, nil, nil
	}
	wanted := stale
	if len(stale) == len(revisions) {
		wanted = nil // all of them, without naming each
	}
	rows, err := postgres.ZoneRows(ctx, tx, wanted...)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		z := &zone{ZoneRow: row}
		zones[row.Key] = z
		read = append(read, z)
	}
	return changed, read, nil
}

// cut takes from zones what is not land.
func (p *Picture) cut(zones []*zone) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	const some = 64 // zones at a time
	for part := range slices.Chunk(zones, some) {
		g.Go(func() error {
			for _, z := range part {
				z.Cells = line.Intersect(make(line.Set, 0, len(z.Cells)), z.Cells, p.ground.land)
			}
			return nil
		})
	}
	_ = g.Wait() // none fails
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
