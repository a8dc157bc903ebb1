package atlas

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

// A PoP that moves, or is confirmed, changes no zone: what was answered before
// must not come again.
func TestAnswersFollowPops(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	u, _ := c.gazetteer.Unit(inventory.Commune, territorytest.Bourges)
	pop := func(slug string, at orb.Point) inventory.Pop {
		return inventory.Pop{Key: inventory.Key{Member: slug, Code: "p"}, Name: "P", Kind: "pop", Position: at,
			PositionSource: inventory.PositionGiven, Status: inventory.Operational, Audience: inventory.AudienceMembers}
	}
	c.write(t, func(tx pgx.Tx) error {
		for _, slug := range []string{"a", "b"} {
			z := inventory.Zone{Key: inventory.Key{Member: slug, Code: "z"}, Name: "Z", Handoff: "p", Technologies: []inventory.Technology{"ftth"},
				Status: inventory.Operational, Audience: inventory.AudienceMembers, PriceAudience: inventory.AudienceMembers,
				Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{u.Code}}}
			if err := territory.Draw(t.Context(), tx, c.gazetteer, &z, nil); err != nil {
				return err
			}
			if err := postgres.AddMember(t.Context(), tx, member(slug, inventory.MemberActive)); err != nil {
				return err
			}
			if err := postgres.PutPops(t.Context(), tx, []inventory.Pop{pop(slug, u.Centre)}); err != nil {
				return err
			}
			if err := postgres.PutZones(t.Context(), tx, []inventory.Zone{z}); err != nil {
				return err
			}
		}
		_, err := tx.Exec(t.Context(), "UPDATE pop SET confirmed_on = '2020-01-01'; UPDATE zone SET confirmed_on = '2020-01-01'")
		return err
	})
	a := openAtlas(t, c.Store)
	ask := func() (km2 float64, confirmed string) {
		if err := a.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		r, err := a.Now().Redundancy(inventory.Operator("test"), inventory.Filter{}, 5)
		if err != nil {
			t.Fatal(err)
		}
		all, err := a.Now().Contributions(inventory.Operator("test"), inventory.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range all.Members {
			if m.Member == "a" {
				confirmed = m.ConfirmedOn.String()
			}
		}
		return r.Redundant.KM2, confirmed
	}
	if km2, confirmed := ask(); km2 != 0 || confirmed != "2020-01-01" {
		t.Errorf("in one place: %g km² are redundant, confirmed on %s", km2, confirmed)
	}
	c.write(t, func(tx pgx.Tx) error {
		return postgres.PutPops(t.Context(), tx, []inventory.Pop{pop("b", orb.Point{u.Centre[0] + 0.1, u.Centre[1]})})
	})
	if km2, _ := ask(); km2 != u.Cells.KM2() {
		t.Errorf("apart: %g km² are redundant, want %g", km2, u.Cells.KM2())
	}
	c.write(t, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "UPDATE pop SET confirmed_on = '2021-02-03' WHERE member = 'a'")
		return err
	})
	if _, confirmed := ask(); confirmed != "2021-02-03" {
		t.Errorf("confirmed anew, it says %s", confirmed)
	}
}

// Reading again the PoPs of those alone whose PoPs changed gives what reading all
// anew gives: added, changed, moved to another audience, gone, a first one, a last.
func TestDoorsReadInPart(t *testing.T) {
	t.Parallel()
	c := openCountry(t, territorytest.Small(t))
	u, _ := c.gazetteer.Unit(inventory.Commune, territorytest.Bourges)
	pop := func(slug, code string, audience inventory.Audience) inventory.Pop {
		return inventory.Pop{Key: inventory.Key{Member: slug, Code: code}, Name: "P", Kind: "pop", Position: u.Centre, OpenedOn: inventory.Date{Year: 2024, Month: 2, Day: 29},
			PositionSource: inventory.PositionGiven, Status: inventory.Operational, Audience: audience}
	}
	c.write(t, func(tx pgx.Tx) error {
		for _, slug := range []string{"a", "b", "c"} {
			if err := postgres.AddMember(t.Context(), tx, member(slug, inventory.MemberActive)); err != nil {
				return err
			}
		}
		return postgres.PutPops(t.Context(), tx, []inventory.Pop{pop("a", "1", "members"), pop("a", "2", "private"), pop("b", "1", "public")})
	})
	a := openAtlas(t, c.Store)
	exact := pop("a", "1", "members")
	exact.PositionSource, exact.ClosedOn = inventory.PositionCommune, inventory.Date{Year: 2031, Month: 12, Day: 1}
	steps := map[string]func(tx pgx.Tx) error{
		"changed": func(tx pgx.Tx) error { return postgres.PutPops(t.Context(), tx, []inventory.Pop{exact}) },
		"shown": func(tx pgx.Tx) error {
			return postgres.PutPops(t.Context(), tx, []inventory.Pop{pop("a", "2", "public")})
		},
		"first": func(tx pgx.Tx) error {
			return postgres.PutPops(t.Context(), tx, []inventory.Pop{pop("c", "1", "pooled")})
		},
		"last": func(tx pgx.Tx) error { return postgres.DeletePops(t.Context(), tx, "b", []string{"1"}) },
		"confirmed": func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE pop SET confirmed_on = '2020-01-01' WHERE member = 'a'")
			return err
		},
	}
	for _, step := range []string{"changed", "shown", "first", "last", "confirmed"} {
		c.write(t, steps[step])
		if err := a.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		anew := openAtlas(t, c.Store).Now().doors
		if d := cmp.Diff(anew.by, a.Now().doors.by, cmp.AllowUnexported(door{})); d != "" {
			t.Errorf("%s: %s", step, d)
		}
	}
	if n := len(a.Now().doors.by["a"]); n != 2 {
		t.Errorf("%d PoPs of a member that has two", n)
	}
}
