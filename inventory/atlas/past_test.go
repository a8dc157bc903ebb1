package atlas

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

var pasts = flag.Uint64("pasts", 2, "how many random stories of days TestPastEqualsTaken tells")

// firstDay is the day before the edits of a test of the past begin.
var firstDay = inventory.Date{Year: 2026, Month: 3, Day: 20}

func dayAfter(d inventory.Date, n int) inventory.Date {
	return inventory.DateOf(d.Time().AddDate(0, 0, n))
}

// setClock makes the atlas believe that it is noon of a day.
func setClock(a *Atlas, d inventory.Date) {
	a.clock = func() time.Time { return d.Time().Add(11 * time.Hour) }
}

// dated moves all of the history that was written last to a moment.
func (c *country) dated(t *testing.T, after int64, at time.Time) (last int64) {
	t.Helper()
	for _, sql := range []string{"ALTER TABLE history DISABLE TRIGGER USER", "ALTER TABLE history NO FORCE ROW LEVEL SECURITY"} {
		if _, err := c.Pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Pool.Exec(t.Context(), "UPDATE history SET at = $2 WHERE id > $1", after, at); err != nil {
		t.Fatal(err)
	}
	if err := c.Pool.QueryRow(t.Context(), "SELECT max(id) FROM history").Scan(&last); err != nil {
		t.Fatal(err)
	}
	return last
}

// redate does a random thing to what the dates of entries say.
func (c *country) redate(t *testing.T, rnd *rand.Rand, now *Picture) {
	t.Helper()
	if len(now.order) == 0 {
		return
	}
	key := now.order[rnd.IntN(len(now.order))].Key
	someDay := dayAfter(firstDay, rnd.IntN(14))
	c.write(t, func(tx pgx.Tx) error {
		z, err := postgres.Zone(t.Context(), tx, key)
		if err != nil {
			return err
		}
		if rnd.IntN(3) > 0 {
			z.Status = inventory.Statuses[rnd.IntN(4)]
			z.AvailableOn = someDay
			return postgres.PutZones(t.Context(), tx, []inventory.Zone{z})
		}
		p, err := postgres.Pop(t.Context(), tx, inventory.Key{Member: key.Member, Code: z.Handoff})
		if err != nil {
			return err
		}
		switch rnd.IntN(3) {
		case 0:
			p.OpenedOn = someDay
		case 1:
			p.ClosedOn = someDay
		default:
			p.Position[0] += 0.02
		}
		if p.ClosedOn.Before(p.OpenedOn) {
			p.ClosedOn = inventory.Date{}
		}
		p.Audience = inventory.Audiences[rnd.IntN(5)]
		err = postgres.PutPops(t.Context(), tx, []inventory.Pop{p})
		if z.Extent.Kind != inventory.ExtentRadius || err != nil {
			return err
		}
		// As the desk does: circles follow their PoP.
		z.Cells = c.gazetteer.CellsOf(&z, p.Position)
		return postgres.RedrawZones(t.Context(), tx, []inventory.Zone{z})
	})
}

// midnight is the end of a day in Paris: an hour before that of UTC, and two
// from 29 March 2026 on.
func midnight(i int) time.Time {
	d := dayAfter(firstDay, i)
	if d.Month == time.March && d.Day < 29 {
		return d.Time().Add(23 * time.Hour)
	}
	return d.Time().Add(22 * time.Hour)
}

// script makes days of random edits, and returns the picture taken at the end of
// each; the first is of firstDay, before anything.
func (c *country) script(t *testing.T, rnd *rand.Rand, a *Atlas, days int) []*Picture {
	t.Helper()
	taken := []*Picture{a.Now()}
	last := c.dated(t, 0, firstDay.Time())
	for i := 1; i <= days; i++ {
		for range 1 + rnd.IntN(4) {
			if i == 1 && len(a.Now().members) == 0 {
				c.populate(t, rnd, 4, 3, 8)
			} else if rnd.IntN(2) == 0 {
				c.change(t, rnd, a.Now())
			} else {
				c.redate(t, rnd, a.Now())
			}
			if err := a.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		taken = append(taken, a.Now())
		moment := midnight(i - 1).Add(time.Duration(rnd.Int64N(int64(23 * time.Hour))))
		switch rnd.IntN(3) {
		case 0:
			moment = midnight(i - 1)
		case 1:
			moment = midnight(i).Add(-time.Microsecond)
		}
		last = c.dated(t, last, moment)
	}
	return taken
}

// expected makes of the picture taken on a day what At promises of it, entry by
// entry.
func expected(taken, now *Picture, gone map[inventory.Key]inventory.Audience, day, today inventory.Date) *Picture {
	q := &Picture{version: taken.version, ground: now.ground, members: taken.members, doors: &doors{by: map[string]map[string]door{}},
		zones: map[inventory.Key]*zone{}, cache: newCache(), basis: &basis{}, day: day, today: today,
		present: map[string]inventory.MemberStatus{}}
	for _, m := range now.members {
		q.present[m.Slug] = m.Status
	}
	for key, d := range taken.doors.all() {
		if later, there := now.doors.of(key); there {
			d.audience = inventory.Narrower(d.audience, later.audience)
		}
		q.doors.put(key, d)
	}
	for _, z := range taken.order {
		again := *z
		again.Audience = inventory.Narrower(z.Audience, gone[z.Key])
		if later, there := now.zones[z.Key]; there {
			again.Audience = inventory.Narrower(z.Audience, later.Audience)
		}
		if z.Status == inventory.Operational && day.Before(z.AvailableOn) {
			again.Status = inventory.Planned
		}
		if d, there := q.doors.of(inventory.Key{Member: z.Member, Code: z.Handoff}); there {
			again.shut = day.Before(d.opened.date()) || d.closed != 0 && !day.Before(d.closed.date())
		}
		q.zones[z.Key] = &again
		q.order = append(q.order, &again)
	}
	return q
}

// unlikely is what a picture of the past need not have as it was.
var unlikely = []cmp.Option{
	cmpopts.IgnoreFields(postgres.ZoneRow{}, "Box", "ConfirmedOn", "Revision"),
	cmpopts.IgnoreFields(postgres.MemberRow{}, "Pops", "Zones", "ConfirmedOn", "Revision"),
	cmpopts.IgnoreFields(Contribution{}, "ConfirmedOn"), cmpopts.EquateEmpty(),
}

// The picture as of each day is the one that was taken on that day, with what
// dates say, for every viewer.
func TestPastEqualsTaken(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	const days = 12
	for seed := range *pasts {
		rnd := rand.New(rand.NewPCG(seed, 61))
		a := openAtlas(t, c.Store)
		taken := c.script(t, rnd, a, days)
		today := dayAfter(firstDay, days+2)
		setClock(a, today)
		gone := map[inventory.Key]inventory.Audience{}
		for _, p := range taken {
			for _, z := range p.order {
				gone[z.Key] = z.Audience
			}
		}
		for i, then := range taken {
			if i == 0 {
				continue // of the seeds before, moved to one moment
			}
			day := dayAfter(firstDay, i)
			for _, v := range everyone[2:] { // the past is mended from what today's picture has
				if _, err := a.Now().Coverage(v, inventory.Filter{Unit: inventory.Commune}); err != nil {
					t.Fatal(err)
				}
			}
			got, err := a.At(t.Context(), day)
			if err != nil {
				t.Fatal(err)
			}
			want := expected(then, a.Now(), gone, day, today)
			if diff := cmp.Diff(seen(t, want), seen(t, got), unlikely...); diff != "" {
				t.Fatalf("seed %d, day %d: the past is not as it was (-taken +past):\n%s", seed, i, diff)
			}
			for _, v := range everyone {
				hiddenStaysHidden(t, v, a.Now(), got, gone)
			}
		}
	}
}

// everyone is one viewer of each sort.
var everyone = []inventory.Viewer{inventory.Operator("test"), {Role: inventory.RoleBureau}, {Role: inventory.RoleAdmin},
	{Role: inventory.RoleSales, Member: "m01"}, {Role: inventory.RoleContributor, Member: "m02"}, inventory.Visitor()}

// hiddenStaysHidden checks that of each member's past a viewer has no cell but
// those of zones that it may see today, or that are gone.
func hiddenStaysHidden(t *testing.T, v inventory.Viewer, now, past *Picture, gone map[inventory.Key]inventory.Audience) {
	t.Helper()
	for _, m := range past.members {
		known := slices.ContainsFunc(now.Members(v), func(k postgres.MemberRow) bool { return k.Slug == m.Slug })
		got, err := past.Reach(v, inventory.Filter{Statuses: inventory.Statuses, AsOf: past.day}, m.Slug)
		if !known {
			if inventory.KindOf(err) != inventory.Invalid {
				t.Errorf("%v knows “%s” on %s (%v), and not today", v, m.Slug, past.day, err)
			}
			continue
		}
		if inventory.KindOf(err) == inventory.Invalid {
			continue // a candidate then, whom only some knew
		}
		if err != nil {
			t.Fatal(err)
		}
		var may []line.Set
		for _, z := range past.zonesOf(m.Slug) {
			audience := gone[z.Key]
			if later, there := now.zones[z.Key]; there {
				audience = later.Audience
			}
			if visible(v, now.party(v.Member), now.party(m.Slug), audience) >= named {
				may = append(may, z.Cells)
			}
		}
		if beyond := line.Subtract(nil, got, line.UnionAll(may)); len(beyond) > 0 {
			t.Errorf("%v sees %v km² of “%s” on %s that it may not see today", v, beyond.KM2(), m.Slug, past.day)
		}
	}
}

// A day to come counts what is planned by then, and no more what closes before.
func TestDayToCome(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	c.populate(t, rand.New(rand.NewPCG(1, 62)), 1, 3, 6)
	today := inventory.Date{Year: 2026, Month: 11, Day: 22}
	c.write(t, func(tx pgx.Tx) error {
		zones, err := postgres.Zones(t.Context(), tx, "m00", "", 0)
		zones[0].Status, zones[0].AvailableOn = inventory.Planned, dayAfter(today, 10)
		zones[1].AvailableOn = dayAfter(today, 20)
		pops, err2 := postgres.Pops(t.Context(), tx, "m00", "", 0)
		pops[2].ClosedOn = dayAfter(today, 15)
		return errors.Join(err, err2, postgres.PutPops(t.Context(), tx, pops), postgres.PutZones(t.Context(), tx, zones))
	})
	a := openAtlas(t, c.Store)
	setClock(a, today)
	if _, err := a.Now().Atoms(inventory.Operator("test"), inventory.Filter{}); err != nil { // other days are mended from it
		t.Fatal(err)
	}
	for _, test := range []struct {
		day  int
		want []int // zones
	}{{0, []int{2}}, {9, []int{2}}, {10, []int{0, 2}}, {14, []int{0, 2}}, {15, []int{0}}, {19, []int{0}}, {20, []int{0, 1}}, {4000, []int{0, 1}}} {
		day := dayAfter(today, test.day)
		p, err := a.At(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Atoms(inventory.Operator("test"), inventory.Filter{AsOf: day})
		if err != nil {
			t.Fatal(err)
		}
		var want []line.Set
		for _, i := range test.want {
			want = append(want, a.Now().order[i].Cells)
		}
		if diff := cmp.Diff(line.UnionAll(want), got.Covered(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("in %d days (-want +got):\n%s", test.day, diff)
		}
	}
	if _, err := a.Now().Atoms(inventory.Operator("test"), inventory.Filter{AsOf: today}); inventory.KindOf(err) != inventory.Internal {
		t.Errorf("today's picture answers for a day: %v", err)
	}
	// A change forgets the pictures of days, which would show what was.
	before, _ := a.At(t.Context(), dayAfter(today, 10))
	if same, _ := a.At(t.Context(), dayAfter(today, 10)); same != before {
		t.Error("the picture of a day is made twice")
	}
	c.write(t, func(tx pgx.Tx) error { return postgres.DeleteZones(t.Context(), tx, "m00", []string{"z00"}) })
	if err := a.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, _ := a.At(t.Context(), dayAfter(today, 10))
	if _, there := after.zones[inventory.Key{Member: "m00", Code: "z00"}]; there {
		t.Error("a zone that is gone is still there on a day to come")
	}
	for n := range 20 {
		if _, err := a.At(t.Context(), dayAfter(today, n)); err != nil {
			t.Fatal(err)
		}
	}
	if n, _ := a.days.Held(); n != keptDays {
		t.Errorf("%d pictures of days are kept, %d are promised", n, keptDays)
	}
}

// What a hidden hand-off does on a day changes nothing for who may not see it.
func TestHiddenHandoffTellsNothing(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	c.populate(t, rand.New(rand.NewPCG(1, 63)), 2, 1, 6)
	day := inventory.Date{Year: 2030, Month: 1, Day: 1}
	covered := func(a *Atlas, v inventory.Viewer) string {
		p, err := a.At(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Coverage(v, inventory.Filter{AsOf: day, Unit: inventory.Commune})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(got)
	}
	hide := func(closed inventory.Date) *Atlas {
		c.write(t, func(tx pgx.Tx) error {
			p, err := postgres.Pop(t.Context(), tx, inventory.Key{Member: "m00", Code: "p00"})
			p.Audience, p.ClosedOn = inventory.AudienceBureau, closed
			return errors.Join(err, postgres.PutPops(t.Context(), tx, []inventory.Pop{p}))
		})
		return openAtlas(t, c.Store)
	}
	open, closed := hide(inventory.Date{}), hide(dayAfter(day, -1))
	answers := func(a *Atlas) map[string]string {
		out := map[string]string{}
		for _, v := range everyone {
			out[string(v.Role)+" "+v.Member] = covered(a, v)
		}
		return out
	}
	before, after := answers(open), answers(closed)
	differ := slices.Sorted(maps.Keys(before))
	differ = slices.DeleteFunc(differ, func(k string) bool { return before[k] == after[k] })
	if diff := cmp.Diff([]string{"bureau ", "operator "}, differ); diff != "" {
		t.Errorf("whose answers a hidden hand-off changes (-want +got):\n%s", diff)
	}
}
