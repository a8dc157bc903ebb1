package atlas

import (
	"context"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// doors is what answers need of the PoPs: a zone's lines arrive behind one. Those
// of a member that has not changed are shared by pictures that follow each other:
// none may be changed once its picture is in use.
type doors struct {
	stamp uint64                     // tells tables apart: answers that depend on PoPs are remembered by it
	by    map[string]map[string]door // by member and code
}

// door is one PoP, in few bytes: there may be a hundred thousand.
type door struct {
	name                      string
	at                        orb.Point // degrees
	audience                  inventory.Audience
	confirmed, opened, closed brief
	exact                     bool // false where the position is a commune's centre
}

// brief is an inventory.Date as one number, 20261122; 0: none. Later days are
// greater.
type brief int32

func briefly(d inventory.Date) brief { return brief(d.Year*10_000 + int(d.Month)*100 + d.Day) }

func (b brief) date() inventory.Date {
	return inventory.Date{Year: int(b / 10_000), Month: time.Month(b / 100 % 100), Day: int(b % 100)}
}

// readDoors takes over the PoPs of an earlier picture, and reads again those of
// members of whom any has changed; the counts, which hold revisions, are read
// already.
func (p *Picture) readDoors(ctx context.Context, tx pgx.Tx, before *Picture) error {
	if before.doors != nil && slices.Equal(before.pops, p.pops) {
		p.doors = before.doors
		return nil
	}
	then, now, many := countsOf(before.pops), countsOf(p.pops), map[string]int{}
	p.doors = &doors{stamp: before.version + 1, by: make(map[string]map[string]door, len(now))}
	var stale []string
	for member, counts := range now {
		if before.doors != nil && slices.Equal(then[member], counts) {
			p.doors.by[member] = before.doors.by[member]
			continue
		}
		for _, c := range counts {
			many[member] += c.Count
		}
		p.doors.by[member] = make(map[string]door, many[member])
		stale = append(stale, member)
	}
	return postgres.EachPopSite(ctx, tx, stale, func(s postgres.PopSite) {
		p.doors.by[s.Member][s.Code] = door{s.Name, s.Position, s.Audience, briefly(s.ConfirmedOn), briefly(s.OpenedOn), briefly(s.ClosedOn), s.Exact}
	})
}

// countsOf are the counts of each member, which stand together.
func countsOf(all []postgres.PopCount) map[string][]postgres.PopCount {
	of := map[string][]postgres.PopCount{}
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Member == all[0].Member {
			n++
		}
		of[all[0].Member], all = all[:n], all[n:]
	}
	return of
}

// of is a PoP, if there is one.
func (d *doors) of(key inventory.Key) (door, bool) {
	if d == nil {
		return door{}, false
	}
	one, ok := d.by[key.Member][key.Code]
	return one, ok
}

// all are the PoPs in no order.
func (d *doors) all() iter.Seq2[inventory.Key, door] {
	return func(yield func(inventory.Key, door) bool) {
		if d == nil {
			return
		}
		for member, theirs := range d.by {
			for code, one := range theirs {
				if !yield(inventory.Key{Member: member, Code: code}, one) {
					return
				}
			}
		}
	}
}

// copied is the same table, to be changed.
func (d *doors) copied() *doors {
	c := &doors{stamp: d.stamp, by: make(map[string]map[string]door, len(d.by))}
	for member, theirs := range d.by {
		c.by[member] = maps.Clone(theirs)
	}
	return c
}

// put adds a PoP, or changes one.
func (d *doors) put(key inventory.Key, one door) {
	if d.by[key.Member] == nil {
		d.by[key.Member] = map[string]door{}
	}
	d.by[key.Member][key.Code] = one
}

// openOn tells whether it is open on a day.
func (d door) openOn(day inventory.Date) bool {
	p := inventory.Pop{OpenedOn: d.opened.date(), ClosedOn: d.closed.date()}
	return p.OpenOn(day)
}

// door returns a PoP if a viewer may see it with its owner's name.
func (p *Picture) door(v inventory.Viewer, own party, key inventory.Key) (door, bool) {
	d, ok := p.doors.of(key)
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
	for key, d := range p.doors.all() {
		note(key.Member, d.audience, d.confirmed.date())
	}
	return last
}
