package atlas

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// doors is what answers need of the PoPs: a zone's lines arrive behind one.
type doors struct {
	stamp uint64 // tells tables apart: answers that depend on PoPs are remembered by it
	by    map[inventory.Key]door
}

// door is one PoP.
type door struct {
	name      string
	at        orb.Point // degrees
	exact     bool      // false where the position is a commune's centre
	audience  inventory.Audience
	confirmed inventory.Date
	opened    inventory.Date
	closed    inventory.Date
}

// readDoors takes over the PoPs of an earlier picture, or reads them all again
// when any has changed; the counts, which hold revisions, are read already.
func (p *Picture) readDoors(ctx context.Context, tx pgx.Tx, before *Picture) error {
	if before.doors != nil && slices.Equal(before.pops, p.pops) {
		p.doors = before.doors
		return nil
	}
	rows, err := postgres.PopRows(ctx, tx)
	if err != nil {
		return err
	}
	p.doors = &doors{stamp: before.version + 1, by: make(map[inventory.Key]door, len(rows))}
	for _, r := range rows {
		p.doors.by[r.Key] = doorOf(r)
	}
	return nil
}

func doorOf(r postgres.PopRow) door {
	return door{r.Name, r.Position, r.PositionSource != inventory.PositionCommune, r.Audience, r.ConfirmedOn, r.OpenedOn, r.ClosedOn}
}

// openOn tells whether it is open on a day.
func (d door) openOn(day inventory.Date) bool {
	p := inventory.Pop{OpenedOn: d.opened, ClosedOn: d.closed}
	return p.OpenOn(day)
}

// door returns a PoP if a viewer may see it with its owner's name.
func (p *Picture) door(v inventory.Viewer, own party, key inventory.Key) (door, bool) {
	if p.doors == nil {
		return door{}, false
	}
	d, ok := p.doors.by[key]
	if !ok || visible(v, own, p.party(key.Member), d.audience) < named {
		return door{}, false
	}
	return d, true
}

// HandoffName returns the name of the PoP behind which a zone's lines arrive, and
// "" where the viewer may not see that PoP or there is none. The zone is one as
// Zone returned it for this viewer: what it does not say of its hand-off stays
// unsaid.
func (p *Picture) HandoffName(v inventory.Viewer, z *inventory.Zone) string {
	if z.Handoff == "" {
		return ""
	}
	d, _ := p.door(v, p.self(v), inventory.Key{Member: z.Member, Code: z.Handoff})
	return d.name
}

// confirmed returns the last day on which each member said of any of its
// entries, of those that a viewer may see with their owner's name, that it is
// so. Members of whom the viewer sees none are not there.
func (p *Picture) confirmed(v inventory.Viewer) map[string]inventory.Date {
	own := p.self(v)
	last := map[string]inventory.Date{}
	owners := make(map[string]party, len(p.members)) // few, of many entries
	for _, m := range p.members {
		owners[m.Slug] = p.party(m.Slug)
	}
	note := func(member string, audience inventory.Audience, day inventory.Date) {
		if last[member].Before(day) && visible(v, own, owners[member], audience) >= named {
			last[member] = day
		}
	}
	for _, z := range p.order {
		note(z.Member, z.Audience, z.ConfirmedOn)
	}
	if p.doors != nil {
		for key, d := range p.doors.by {
			note(key.Member, d.audience, d.confirmed)
		}
	}
	return last
}
