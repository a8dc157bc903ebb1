package atlas

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// keptDays is how many pictures of other days are remembered, the last asked
// for; a change of the inventory forgets them.
const keptDays = 6

// dayKey tells pictures of days apart.
type dayKey struct {
	version    uint64
	day, today inventory.Date
	stood      bool
}

// At returns the picture of a day, Now for none. Days are those of Paris.
//
// That of a past day is the inventory as it stood in the database at the end of
// it, by the history; that of a day to come, the inventory as it is. On both,
// dates count (Zone.StatusOn), and what lies behind a hand-off that is not open
// on the day is not collected. Zones are drawn on the territory in force, as
// that of the past is not kept.
//
// What a viewer may see of the past is what it may see of both: by the audience
// of the day and by that of today (of an entry that is gone, the last it had),
// by the owner's status of the day and today's. Pictures are made of Now, so that
// what Refresh promises holds for them as well. Errors are the database's.
func (a *Atlas) At(ctx context.Context, day inventory.Date) (*Picture, error) {
	now := a.Now()
	if day.IsZero() {
		return now, nil
	}
	return a.on(ctx, now, day, false)
}

// Stood returns the picture of a past day as owners shared it then, whatever they
// hide today and whoever has left since: for accounts of that day, never to show a
// viewer. Errors are the database's.
func (a *Atlas) Stood(ctx context.Context, day inventory.Date) (*Picture, error) {
	return a.on(ctx, a.Now(), day, true)
}

func (a *Atlas) on(ctx context.Context, now *Picture, day inventory.Date, stood bool) (*Picture, error) {
	today := inventory.DayIn(a.clock())
	return a.days.Get(dayKey{now.version, day, today, stood}, func() (*Picture, error) {
		q := &Picture{stood: stood, version: now.version, ground: now.ground, members: now.members, pops: now.pops, doors: now.doors,
			zones: now.zones, order: now.order, cache: newDayCache(), day: day, today: today}
		if q.doors == nil {
			q.doors = &doors{}
		}
		changed := map[string]bool{}
		if day.Before(today) {
			err := a.store.Read(ctx, inventory.Operator("atlas"), func(tx pgx.Tx) error { return q.rewind(ctx, tx, changed) })
			if err != nil {
				return nil, err
			}
		}
		q.date(changed)
		q.basis = now.basis.after(changed)
		return q, nil
	})
}

// rewind turns a picture of today into that of its day's end, and notes whose
// figures may differ. What changed while it was read is in the history as well.
func (p *Picture) rewind(ctx context.Context, tx pgx.Tx, changed map[string]bool) error {
	end := p.day.End()
	past, err := postgres.ChangedSince(ctx, tx, end)
	if err != nil {
		return err
	}
	of := map[string][]postgres.Past{}
	for _, e := range past {
		of[e.Noun] = append(of[e.Noun], e)
	}
	if err := p.rewindMembers(of["member"], changed); err != nil {
		return err
	}
	moved, err := p.rewindPops(of["pop"])
	if err != nil {
		return err
	}
	if err := p.rewindZones(of["zone"], moved, changed); err != nil {
		return err
	}
	return p.rewindConfirmed(ctx, tx, end)
}

func (p *Picture) rewindMembers(past []postgres.Past, changed map[string]bool) error {
	p.present = make(map[string]inventory.MemberStatus, len(p.members))
	then := make(map[string]postgres.MemberRow, len(p.members))
	for _, m := range p.members {
		p.present[m.Slug], then[m.Slug] = m.Status, m
	}
	for _, e := range past {
		slug := e.Key.Member
		changed[slug] = true
		if !e.Was() {
			delete(then, slug)
			continue
		}
		m, err := postgres.MemberOf(e.Image)
		if err != nil {
			return err
		}
		row := then[slug]
		row.Member = m
		then[slug] = row
	}
	if p.stood {
		for slug, m := range then {
			p.present[slug] = m.Status
		}
	}
	p.members = slices.SortedFunc(maps.Values(then), func(a, b postgres.MemberRow) int { return cmp.Compare(a.Slug, b.Slug) })
	return nil
}

// rewindPops tells which PoPs were elsewhere, or were there and are gone.
func (p *Picture) rewindPops(past []postgres.Past) (moved map[inventory.Key]bool, err error) {
	moved = map[inventory.Key]bool{}
	if len(past) == 0 {
		return moved, nil
	}
	all := p.doors.copied()
	for _, e := range past {
		now, there := all.of(e.Key)
		if !e.Was() {
			delete(all.by[e.Key.Member], e.Key.Code)
			continue
		}
		pop, err := postgres.PopOf(e.Image)
		if err != nil {
			return nil, err
		}
		if !p.stood {
			pop.Audience = inventory.Narrower(pop.Audience, e.Audience)
		}
		then := door{pop.Name, pop.Position, pop.Audience, now.confirmed, briefly(pop.OpenedOn), briefly(pop.ClosedOn), pop.PositionSource != inventory.PositionCommune}
		moved[e.Key] = !there || then.at != now.at
		all.put(e.Key, then)
	}
	p.doors, p.pops = all, countDoors(all)
	return moved, nil
}

// countDoors counts PoPs as postgres.PopCounts does, without revisions.
func countDoors(all *doors) []postgres.PopCount {
	type group struct {
		member   string
		audience inventory.Audience
	}
	n := map[group]int{}
	for key, d := range all.all() {
		n[group{key.Member, d.audience}]++
	}
	var counts []postgres.PopCount
	for g, count := range n {
		counts = append(counts, postgres.PopCount{Member: g.member, Audience: g.audience, Count: count})
	}
	slices.SortFunc(counts, func(a, b postgres.PopCount) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Audience, b.Audience))
	})
	return counts
}

func (p *Picture) rewindZones(past []postgres.Past, moved map[inventory.Key]bool, changed map[string]bool) error {
	zones := maps.Clone(p.zones)
	p.elsewhere = map[inventory.Key]orb.Bound{}
	for _, e := range past {
		changed[e.Key.Member] = true
		if !e.Was() {
			delete(zones, e.Key)
			continue
		}
		then, err := postgres.ZoneOf(e.Image)
		if err != nil {
			return err
		}
		if !p.stood {
			then.Audience = inventory.Narrower(then.Audience, e.Audience)
		}
		row := postgres.ZoneRow{Zone: then}
		if now := zones[e.Key]; now != nil {
			row.ConfirmedOn, row.Box, row.Revision = now.ConfirmedOn, now.Box, now.Revision
			if sameExtent(&now.Zone, &then) {
				row.Cells = now.Cells
			}
		}
		if row.Cells == nil {
			row.Cells = p.drawn(&then)
			p.elsewhere[e.Key] = then.Geometry.Bound()
		}
		row.Geometry = nil // as of every zone here; Cells say it
		zones[e.Key] = &zone{ZoneRow: row}
	}
	for key, z := range zones {
		if z.Extent.Kind == inventory.ExtentRadius && moved[inventory.Key{Member: key.Member, Code: z.Handoff}] {
			changed[key.Member] = true
			again := *z
			again.Cells = p.drawn(&z.Zone)
			zones[key] = &again
			p.elsewhere[key] = orb.Bound{}
		}
	}
	p.zones = zones
	p.order = slices.SortedFunc(maps.Values(zones), byKey)
	return nil
}

// sameExtent tells whether two states of a zone are drawn alike, but for where
// the hand-off is. Geometries of the owner's own are not compared: the picture
// does not have today's.
func sameExtent(a, b *inventory.Zone) bool {
	return a.Extent.Kind == b.Extent.Kind && a.Extent.Kind != inventory.ExtentGeometry &&
		(a.Extent.Kind != inventory.ExtentRadius || a.Extent.RadiusKM == b.Extent.RadiusKM && a.Handoff == b.Handoff) &&
		slices.Equal(a.Extent.Codes, b.Extent.Codes)
}

// drawn returns the cells of a zone of the past, on the territory in force.
func (p *Picture) drawn(z *inventory.Zone) line.Set {
	d, _ := p.doors.of(inventory.Key{Member: z.Member, Code: z.Handoff})
	return line.Intersect(nil, p.ground.gazetteer.CellsOf(z, d.at), p.ground.land)
}

// rewindConfirmed puts the days on which entries were confirmed back to what they
// were at the least: of one that was confirmed since, only its history tells.
func (p *Picture) rewindConfirmed(ctx context.Context, tx pgx.Tx, end time.Time) error {
	said, err := postgres.LastSaid(ctx, tx, "zone", end)
	if err != nil {
		return err
	}
	for i, z := range p.order {
		if p.day.Before(z.ConfirmedOn) {
			again := *z
			again.ConfirmedOn = said[z.Key]
			p.replace(i, &again)
		}
	}
	if said, err = postgres.LastSaid(ctx, tx, "pop", end); err != nil {
		return err
	}
	all := p.doors.copied()
	for key, d := range all.all() {
		if briefly(p.day) < d.confirmed {
			d.confirmed = briefly(said[key])
			all.put(key, d)
		}
	}
	p.doors = all
	return nil
}

// date gives each zone the status that its dates give it on the picture's day,
// and notes whose figures may differ.
func (p *Picture) date(changed map[string]bool) {
	if p.zones == nil {
		return
	}
	p.zones, p.order = maps.Clone(p.zones), slices.Clone(p.order)
	for i, z := range p.order {
		status := z.StatusOn(p.day, p.today)
		d, behind := p.doors.of(inventory.Key{Member: z.Member, Code: z.Handoff})
		shut := behind && !d.openOn(p.day)
		if status == z.Status && shut == z.shut {
			continue
		}
		changed[z.Member] = true
		again := *z
		again.stated, again.Status, again.shut = z.Status, status, shut
		p.replace(i, &again)
	}
}

// replace puts another state of a zone in the place of one; the picture is not
// in use yet.
func (p *Picture) replace(i int, z *zone) {
	p.order[i], p.zones[z.Key] = z, z
}
