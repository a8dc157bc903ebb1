package atlas

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// audiences adds two members of each status, with a PoP and a zone of every
// audience in Bourges.
func (c *country) audiences(t *testing.T) {
	t.Helper()
	u, ok := c.gazetteer.Unit(inventory.Commune, territorytest.Bourges)
	if !ok {
		t.Fatal("Bourges is not there")
	}
	c.write(t, func(tx pgx.Tx) error {
		var failed error
		for _, status := range inventory.MemberStatuses {
			for _, suffix := range []string{"-a", "-b"} {
				m := member(string(status)+suffix, status)
				failed = errors.Join(failed, postgres.AddMember(t.Context(), tx, m))
				for _, a := range inventory.Audiences {
					key := inventory.Key{Member: m.Slug, Code: string(a)}
					p := inventory.Pop{Key: key, Name: "PoP", Kind: "pop", Position: u.Centre, PositionSource: inventory.PositionGiven,
						Status: inventory.Operational, Audience: a}
					z := inventory.Zone{Key: key, Name: "Zone", Technologies: []inventory.Technology{"ftth", "dsl"}, Status: inventory.Operational,
						PriceAudience: a, Audience: a, Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{u.Code}}}
					failed = errors.Join(failed, territory.Draw(t.Context(), tx, c.gazetteer, &z, nil),
						postgres.PutPops(t.Context(), tx, []inventory.Pop{p}), postgres.PutZones(t.Context(), tx, []inventory.Zone{z}))
				}
			}
		}
		return failed
	})
}

// tiled returns the zones on the tile of Bourges's centre at zoom 11, sorted, after
// checking that the PoPs there are the same.
func (c *country) tiled(t *testing.T, v inventory.Viewer, f inventory.Filter) []string {
	t.Helper()
	u, _ := c.gazetteer.Unit(inventory.Commune, territorytest.Bourges)
	at := maptile.At(u.Centre, 11)
	var zones, pops []string
	for name, draw := range map[string]func(pgx.Tx) ([]byte, error){
		"zones": func(tx pgx.Tx) ([]byte, error) { return postgres.ZoneTile(t.Context(), tx, v, f, 11, at.X, at.Y) },
		"pops":  func(tx pgx.Tx) ([]byte, error) { return postgres.PopTile(t.Context(), tx, v, f, 11, at.X, at.Y) },
	} {
		var data []byte
		err := c.Read(t.Context(), v, func(tx pgx.Tx) (err error) {
			data, err = draw(tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if data == nil {
			continue
		}
		layers, err := mvt.Unmarshal(data)
		if err != nil || len(layers) != 1 || layers[0].Name != name {
			t.Fatalf("the tile of %s reads as %v, %v", name, layers, err)
		}
		for _, f := range layers[0].Features {
			key := fmt.Sprint(f.Properties["member"], "/", f.Properties["code"])
			if name == "zones" {
				zones = append(zones, key)
			} else {
				pops = append(pops, key)
			}
		}
	}
	slices.Sort(zones)
	slices.Sort(pops)
	if !slices.Equal(zones, pops) {
		t.Errorf("%v sees zones %v but PoPs %v", v, zones, pops)
	}
	return zones
}

// listed returns the zones that the database's policies alone let a viewer read,
// after checking that the PoPs are the same.
func (c *country) listed(t *testing.T, v inventory.Viewer) (zones []inventory.Zone) {
	t.Helper()
	var pops []inventory.Pop
	err := c.Read(t.Context(), v, func(tx pgx.Tx) (err error) {
		if zones, err = postgres.ZonesMeta(t.Context(), tx, "", "", 0); err != nil {
			return err
		}
		pops, err = postgres.Pops(t.Context(), tx, "", "", 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	same := slices.EqualFunc(zones, pops, func(z inventory.Zone, p inventory.Pop) bool { return z.Key == p.Key })
	if !same {
		t.Errorf("%v may read zones %v but PoPs %v", v, zones, pops)
	}
	return zones
}

// changes returns the lines of the history that the database lets a viewer read.
func (c *country) changes(t *testing.T, v inventory.Viewer) (lines []postgres.Change) {
	t.Helper()
	err := c.Read(t.Context(), v, func(tx pgx.Tx) (err error) {
		lines, err = postgres.History(t.Context(), tx, postgres.HistoryFilter{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// access gives someone a role for each of these members, and a program a token.
func access(ctx context.Context, tx pgx.Tx, members ...string) error {
	for _, m := range append(members, "") {
		g := inventory.Grant{Role: inventory.RoleSales, Member: m}
		if m == "" {
			g.Role = inventory.RoleBureau
		}
		u, err := postgres.PutUser(ctx, tx, inventory.User{Email: "of-" + m + "@x.example", Grants: []inventory.Grant{g}}, time.Now())
		if err != nil {
			return err
		}
		hash := sha256.Sum256([]byte(m))
		_, err = postgres.AddToken(ctx, tx, hash[:], inventory.Token{User: u.ID, Acting: u.Grants[0], Name: "t", Scope: "read", CreatedAt: time.Now(), ExpiresAt: time.Now()})
		if err != nil {
			return err
		}
		if m != "" {
			if err := postgres.SetDefaultAudience(ctx, tx, m, inventory.DefaultAudience{Audience: "bureau", PriceAudience: "pooled"}); err != nil {
				return err
			}
		}
	}
	return nil
}

// unnamed returns what the database tells a viewer without a name of Bourges, after
// checking that it tells the same of its centre.
func (c *country) unnamed(t *testing.T, v inventory.Viewer) (told []string) {
	t.Helper()
	u, _ := c.gazetteer.Unit(inventory.Commune, territorytest.Bourges)
	var in, at []postgres.Nameless
	err := c.Read(t.Context(), v, func(tx pgx.Tx) (err error) {
		if in, err = postgres.NamelessIn(t.Context(), tx, inventory.Commune, u.Code); err != nil {
			return err
		}
		at, err = postgres.NamelessAt(t.Context(), tx, u.Centre)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var here []string
	for _, n := range in {
		told = append(told, fmt.Sprint(n.Status, n.Technologies))
	}
	for _, n := range at {
		here = append(here, fmt.Sprint(n.Status, n.Technologies))
	}
	slices.Sort(told)
	slices.Sort(here)
	if !slices.Equal(told, here) {
		t.Errorf("%v is told %v of the commune, %v of its centre", v, told, here)
	}
	return told
}

// The policies of the database and the table in Go say the same, for entries, for
// prices, for what is told without a name, for who is known and for the history, of
// every viewer. What either side alone lets go shows here.
func TestPoliciesAreTheTable(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	c.audiences(t)
	price := 12.5
	c.write(t, func(tx pgx.Tx) error { // a price of every audience on each zone that all may see
		for _, m := range []string{"active-a", "candidate-a", "left-a"} {
			for _, a := range inventory.Audiences {
				z, err := postgres.Zone(t.Context(), tx, inventory.Key{Member: m, Code: string(inventory.AudiencePublic)})
				if err != nil {
					return err
				}
				z.Code, z.PriceAudience, z.MonthlyEUR, z.SetupEUR = "price "+string(a), a, &price, &price
				if err := postgres.PutZones(t.Context(), tx, []inventory.Zone{z}); err != nil {
					return err
				}
				p, err := postgres.Pop(t.Context(), tx, inventory.Key{Member: m, Code: string(inventory.AudiencePublic)})
				if err != nil {
					return err
				}
				p.Code = z.Code
				if err := postgres.PutPops(t.Context(), tx, []inventory.Pop{p}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	c.write(t, func(tx pgx.Tx) error { // whose zone is told of without a name shows by its status
		for m, status := range map[string]inventory.Status{"active-b": inventory.Planned, "candidate-a": inventory.Proposed, "left-a": inventory.Inactive} {
			z, err := postgres.Zone(t.Context(), tx, inventory.Key{Member: m, Code: string(inventory.AudiencePooled)})
			if err != nil {
				return err
			}
			z.Status, z.Technologies = status, []inventory.Technology{"radio"}
			if err := postgres.PutZones(t.Context(), tx, []inventory.Zone{z}); err != nil {
				return err
			}
		}
		return nil
	})
	c.write(t, func(tx pgx.Tx) error { // what was seen once and is not, is gone, or has changed hands of prices
		for _, kind := range []string{inventory.KindPops, inventory.KindZones} {
			for code, a := range map[string]inventory.Audience{"members": inventory.AudiencePrivate, "private": inventory.AudienceMembers} {
				change := inventory.AudienceChange{Member: "active-b", Kind: kind, Codes: []string{code}, Audience: a}
				if _, _, err := postgres.SetAudiences(t.Context(), tx, change); err != nil {
					return err
				}
			}
		}
		return errors.Join(access(t.Context(), tx, "active-a", "candidate-a"),
			postgres.DeleteZones(t.Context(), tx, "active-b", []string{"bureau"}), postgres.DeletePops(t.Context(), tx, "active-b", []string{"bureau"}))
	})
	a, err := Open(t.Context(), c.Store, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := a.Now()
	all := c.listed(t, inventory.Operator("test"))
	var pops []inventory.Pop
	c.write(t, func(tx pgx.Tx) (err error) {
		pops, err = postgres.Pops(t.Context(), tx, "", "", 0)
		return err
	})
	lines := c.changes(t, inventory.Operator("test"))
	if len(all) != 6*5+3*5-1 {
		t.Fatalf("there are %d zones", len(all))
	}
	viewers := []inventory.Viewer{inventory.Visitor(), inventory.Operator("x"), {}}
	for _, role := range []inventory.Role{inventory.RoleVisitor, inventory.RoleSales, inventory.RoleContributor, inventory.RoleBureau, inventory.RoleAdmin, "guest"} {
		for _, m := range []string{"", "active-a", "active-b", "candidate-a", "candidate-b", "left-a", "nobody"} {
			viewers = append(viewers, inventory.Viewer{Role: role, Member: m})
		}
	}
	for _, v := range viewers {
		var want []inventory.Zone
		nameless := map[inventory.Status]map[inventory.Technology]bool{}
		for _, z := range all {
			if seen, ok := now.Zone(v, z); ok {
				// What a visitor does not get of a zone it sees is Go's alone to leave out.
				seen.Supplier, seen.Handoff, seen.CapacityGbps = z.Supplier, z.Handoff, z.CapacityGbps
				want = append(want, seen)
			} else if now.Covers(v, &z) {
				if nameless[z.Status] == nil {
					nameless[z.Status] = map[inventory.Technology]bool{}
				}
				for _, technology := range z.Technologies {
					nameless[z.Status][technology] = true
				}
			}
		}
		var untold []string
		for status, technologies := range nameless {
			untold = append(untold, fmt.Sprint(status, slices.Sorted(maps.Keys(technologies))))
		}
		slices.Sort(untold)
		if got := c.unnamed(t, v); !slices.Equal(got, untold) || now.SeesNameless(v) != (len(got) > 0) {
			t.Errorf("%+v: without a name the database tells %v, the table %v (at all: %v)", v, got, untold, now.SeesNameless(v))
		}
		var wanted []inventory.Key
		for _, p := range pops {
			if seen, ok := now.Pop(v, p); ok {
				wanted = append(wanted, seen.Key)
			}
		}
		if !slices.EqualFunc(want, wanted, func(z inventory.Zone, k inventory.Key) bool { return z.Key == k }) {
			t.Errorf("%+v: of zones the table shows %v, of PoPs %v", v, want, wanted)
		}
		if diff := cmp.Diff(want, c.listed(t, v)); diff != "" {
			t.Errorf("%+v: the database shows other zones than the table (-table +database):\n%s", v, diff)
		}
		var told []postgres.Change
		for _, l := range lines {
			if now.Change(v, l) {
				told = append(told, l)
			}
		}
		if diff := cmp.Diff(told, c.changes(t, v), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%+v: the database shows another history than the table (-table +database):\n%s", v, diff)
		}
		var known, there []string
		for _, m := range now.Members(v) {
			known = append(known, fmt.Sprint(m.Slug, " ", m.Pops, " ", m.Zones))
		}
		err := c.Read(t.Context(), v, func(tx pgx.Tx) error {
			members, err := postgres.Members(t.Context(), tx)
			for _, m := range members {
				there = append(there, fmt.Sprint(m.Slug, " ", m.Pops, " ", m.Zones))
			}
			return err
		})
		if err != nil || !slices.Equal(known, there) {
			t.Errorf("%+v: the database shows members %v, the picture %v, %v", v, there, known, err)
		}
	}
}
