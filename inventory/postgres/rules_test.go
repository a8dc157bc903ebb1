package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// putting writes one member, PoP or zone as Go does, into a database that has the
// member est with the PoP P1, and takes it back when it goes in.
func putting(t *testing.T, s *postgres.Store, fn func(ctx context.Context, tx pgx.Tx) error) error {
	t.Helper()
	back := errors.New("take it back")
	err := s.Write(context.Background(), tester, "rules", func(tx pgx.Tx) error {
		if err := fn(context.Background(), tx); err != nil {
			return err
		}
		if _, err := tx.Exec(context.Background(), "SET CONSTRAINTS ALL IMMEDIATE"); err != nil {
			return err
		}
		return back
	})
	if errors.Is(err, back) {
		return nil
	}
	return err
}

func withMember(t *testing.T) *postgres.Store {
	t.Helper()
	ctx, s := context.Background(), fresh(t)
	write(t, s, "set up", func(tx pgx.Tx) error {
		if err := postgres.AddMember(ctx, tx, sample("est")); err != nil {
			return err
		}
		return postgres.PutPops(ctx, tx, []inventory.Pop{samplePop("est", "P1")})
	})
	return s
}

// TestBothRefuse: what Validate refuses, the schema refuses, and in the same
// place; what Validate takes, the schema takes.
func TestBothRefuse(t *testing.T) {
	t.Parallel()
	s := withMember(t)
	same := func(one, other string) bool { // the schema has one rule for all kinds of extents
		return one == other || one == "extent" && slices.Contains(inventory.ExtentKinds, inventory.ExtentKind(other))
	}
	check := func(name string, valid bool, inGo, inSQL error) {
		t.Helper()
		switch {
		case valid && (inGo != nil || inSQL != nil):
			t.Errorf("%s is refused: Validate says %v, the schema %v", name, inGo, inSQL)
		case valid:
		case inGo == nil:
			t.Errorf("%s passes Validate", name)
		case inSQL == nil:
			t.Errorf("%s passes the schema", name)
		default:
			var g, q *inventory.Error
			if !errors.As(inGo, &g) || !errors.As(inSQL, &q) || q.Kind != inventory.Invalid || q.Message == "" {
				t.Errorf("%s: the schema says %v", name, inSQL)
			} else if len(q.Fields) > 0 && !slices.ContainsFunc(g.Fields, func(f inventory.FieldError) bool { return same(q.Fields[0].Field, f.Field) }) {
				t.Errorf("%s: the schema blames %s, Validate %+v", name, q.Fields[0].Field, g.Fields)
			}
		}
	}
	long := strings.Repeat("é", 501)
	member := func(name string, valid bool, change func(*inventory.Member)) {
		m := sample("nord")
		change(&m)
		check("member, "+name, valid, m.Validate(), putting(t, s, func(ctx context.Context, tx pgx.Tx) error { return postgres.AddMember(ctx, tx, m) }))
	}
	pop := func(name string, valid bool, change func(*inventory.Pop)) {
		p := samplePop("est", "X")
		change(&p)
		check("pop, "+name, valid, p.Validate(), putting(t, s, func(ctx context.Context, tx pgx.Tx) error {
			return postgres.PutPops(ctx, tx, []inventory.Pop{p})
		}))
	}
	zone := func(name string, valid bool, change func(*inventory.Zone)) {
		z := sampleZone("est", "X")
		change(&z)
		check("zone, "+name, valid, z.Validate(), putting(t, s, func(ctx context.Context, tx pgx.Tx) error {
			return postgres.PutZones(ctx, tx, []inventory.Zone{z})
		}))
	}

	member("as it is", true, func(*inventory.Member) {})
	member("longest slug", true, func(m *inventory.Member) { m.Slug = strings.Repeat("a", 40) })
	member("spaced siren", true, func(m *inventory.Member) { m.SIREN = "732 829 320" })
	member("biggest asn", true, func(m *inventory.Member) { m.ASN = []int64{1, math.MaxUint32} })
	member("slug", false, func(m *inventory.Member) { m.Slug = "Nord" })
	member("long slug", false, func(m *inventory.Member) { m.Slug = strings.Repeat("a", 41) })
	member("slug, line", false, func(m *inventory.Member) { m.Slug = "nord\n" })
	member("name", false, func(m *inventory.Member) { m.Name = "" })
	member("long name", false, func(m *inventory.Member) { m.Name = long[:402] })
	member("asn", false, func(m *inventory.Member) { m.ASN = []int64{5, 0} })
	member("big asn", false, func(m *inventory.Member) { m.ASN = []int64{1 << 32} })
	member("siren", false, func(m *inventory.Member) { m.SIREN = "732829321" })
	member("siren's letters", false, func(m *inventory.Member) { m.SIREN = "73282932a" })
	member("website", false, func(m *inventory.Member) { m.Website = "javascript:alert(1)" })
	member("status", false, func(m *inventory.Member) { m.Status = "friend" })
	member("color", false, func(m *inventory.Member) { m.Color = "red" })

	pop("as it is", true, func(*inventory.Pop) {})
	pop("bare", true, func(p *inventory.Pop) { *p = barePop("est", "X") })
	pop("longest", true, func(p *inventory.Pop) {
		p.Code, p.Name, p.Address = strings.Repeat("é", 80), strings.Repeat("é", 200), strings.Repeat("é", 500)
	})
	pop("same day", true, func(p *inventory.Pop) { p.ClosedOn = p.OpenedOn })
	pop("every kind", true, func(p *inventory.Pop) { p.Technologies = inventory.Technologies })
	pop("code", false, func(p *inventory.Pop) { p.Code = "a/b" })
	pop("no code", false, func(p *inventory.Pop) { p.Code = "" })
	pop("long code", false, func(p *inventory.Pop) { p.Code = strings.Repeat("é", 81) })
	pop("space", false, func(p *inventory.Pop) { p.Code = "a " })
	pop("thin space", false, func(p *inventory.Pop) { p.Code = "\u202fa" })
	pop("name", false, func(p *inventory.Pop) { p.Name = "a\x01" })
	pop("name, NUL", false, func(p *inventory.Pop) { p.Name = "a\x00" })
	pop("name, broken", false, func(p *inventory.Pop) { p.Name = "a\ufffd" })
	pop("name, not UTF-8", false, func(p *inventory.Pop) { p.Name = "a\xe9" })
	pop("kind", false, func(p *inventory.Pop) { p.Kind = "shed" })
	pop("position", false, func(p *inventory.Pop) { p.Position = orb.Point{2, 90.1} })
	pop("longitude", false, func(p *inventory.Pop) { p.Position = orb.Point{-180.1, 4} })
	pop("position source", false, func(p *inventory.Pop) { p.PositionSource = "" })
	pop("address", false, func(p *inventory.Pop) { p.Address = long })
	pop("postcode", false, func(p *inventory.Pop) { p.Postcode = "12345678901" })
	pop("city", false, func(p *inventory.Pop) { p.City = long })
	pop("facility", false, func(p *inventory.Pop) { p.Facility = long })
	pop("status", false, func(p *inventory.Pop) { p.Status = "" })
	pop("audience", false, func(p *inventory.Pop) { p.Audience = "all" })
	pop("technology", false, func(p *inventory.Pop) { p.Technologies = []inventory.Technology{"fax"} })
	pop("technology twice", false, func(p *inventory.Pop) { p.Technologies = []inventory.Technology{"ftth", "ftth"} })
	pop("capacity", false, func(p *inventory.Pop) { p.CapacityGbps = number(-1) })
	pop("capacity NaN", false, func(p *inventory.Pop) { p.CapacityGbps = number(math.NaN()) })
	pop("capacity, endless", false, func(p *inventory.Pop) { p.CapacityGbps = number(math.Inf(1)) })
	pop("closed early", false, func(p *inventory.Pop) { p.ClosedOn = inventory.Date{Year: 2018, Month: 1, Day: 1} })

	zone("as it is", true, func(*inventory.Zone) {})
	zone("without hand-off", true, func(z *inventory.Zone) {
		z.Handoff, z.Extent = "", inventory.Extent{Kind: inventory.ExtentGeometry}
	})
	zone("units", true, func(z *inventory.Zone) {
		z.Extent = inventory.Extent{Kind: inventory.ExtentUnits, Codes: []string{"nro:18033N01", "pm:é"}}
	})
	zone("at sea", true, func(z *inventory.Zone) { z.Cells = nil })
	zone("code", false, func(z *inventory.Zone) { z.Code = "a\tb" })
	zone("name", false, func(z *inventory.Zone) { z.Name = "" })
	zone("no technology", false, func(z *inventory.Zone) { z.Technologies = nil })
	zone("technology", false, func(z *inventory.Zone) { z.Technologies = []inventory.Technology{"ftth", "fax"} })
	zone("supplier", false, func(z *inventory.Zone) { z.Supplier = long })
	zone("status", false, func(z *inventory.Zone) { z.Status = "?" })
	zone("audience", false, func(z *inventory.Zone) { z.Audience = "?" })
	zone("price audience", false, func(z *inventory.Zone) { z.PriceAudience = "" })
	zone("capacity", false, func(z *inventory.Zone) { z.CapacityGbps = number(2e9) })
	zone("set-up", false, func(z *inventory.Zone) { z.SetupEUR = number(-0.01) })
	zone("monthly", false, func(z *inventory.Zone) { z.MonthlyEUR = number(math.NaN()) })
	zone("radius 0", false, func(z *inventory.Zone) { z.Extent.RadiusKM = 0 })
	zone("radius", false, func(z *inventory.Zone) { z.Extent.RadiusKM = 200.1 })
	zone("radius NaN", false, func(z *inventory.Zone) { z.Extent.RadiusKM = math.NaN() })
	zone("radius without hand-off", false, func(z *inventory.Zone) { z.Handoff = "" })
	zone("no extent", false, func(z *inventory.Zone) { z.Extent = inventory.Extent{} })
	zone("no codes", false, func(z *inventory.Zone) { z.Extent = inventory.Extent{Kind: inventory.ExtentCommunes} })
	zone("radius and codes", false, func(z *inventory.Zone) { z.Extent.Codes = []string{"18033"} })
	zone("unit", false, func(z *inventory.Zone) {
		z.Extent = inventory.Extent{Kind: inventory.ExtentUnits, Codes: []string{"nro:1", "18033"}}
	})
	zone("unit of two lines", false, func(z *inventory.Zone) {
		z.Extent = inventory.Extent{Kind: inventory.ExtentUnits, Codes: []string{"nro:1\n2"}}
	})
}

// TestSchemaAloneRefuses: what only the territory or PostGIS can tell.
func TestSchemaAloneRefuses(t *testing.T) {
	t.Parallel()
	s := withMember(t)
	zone := func(change func(*inventory.Zone)) error {
		z := sampleZone("est", "X")
		change(&z)
		return putting(t, s, func(ctx context.Context, tx pgx.Tx) error { return postgres.PutZones(ctx, tx, []inventory.Zone{z}) })
	}
	bowtie := orb.MultiPolygon{{{{2, 47}, {3, 48}, {3, 47}, {2, 48}, {2, 47}}}}
	for name, c := range map[string]struct {
		err  error
		kind inventory.Kind
		code string
	}{
		"a bow tie":        {zone(func(z *inventory.Zone) { z.Geometry = bowtie }), inventory.Invalid, "invalid_zone"},
		"no geometry":      {zone(func(z *inventory.Zone) { z.Geometry = nil }), inventory.Invalid, "invalid_zone"},
		"empty geometry":   {zone(func(z *inventory.Zone) { z.Geometry = orb.MultiPolygon{} }), inventory.Invalid, "invalid_zone"},
		"unknown hand-off": {zone(func(z *inventory.Zone) { z.Handoff = "P2" }), inventory.Invalid, "unknown_handoff"},
		"unknown member":   {zone(func(z *inventory.Zone) { z.Member = "ouest" }), inventory.NotFound, "unknown_member"},
		"twice": {putting(t, s, func(ctx context.Context, tx pgx.Tx) error {
			return postgres.PutZones(ctx, tx, []inventory.Zone{sampleZone("est", "X"), sampleZone("est", "Y"), sampleZone("est", "X")})
		}), inventory.Invalid, "duplicate_code"},
		"twice, PoPs": {putting(t, s, func(ctx context.Context, tx pgx.Tx) error {
			return postgres.PutPops(ctx, tx, []inventory.Pop{barePop("est", "X"), barePop("est", "X")})
		}), inventory.Invalid, "duplicate_code"},
		"unknown member, PoPs": {putting(t, s, func(ctx context.Context, tx pgx.Tx) error {
			return postgres.PutPops(ctx, tx, []inventory.Pop{barePop("nobody", "X")})
		}), inventory.NotFound, "unknown_member"},
	} {
		t.Run(name, func(t *testing.T) { fails(t, c.err, c.kind, c.code) })
	}
}

// TestTextRules holds the schema's rules of text against Go's, on random texts.
func TestTextRules(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 3))
	letters := []rune("ab é/\\\n\t\r\x01\x1f\x7f\u0085\u00a0\u2003\u202f\u3000\ufeff\ufffd\u00ad\u200b\u200d\u202e\u2064\u2067😀")
	texts := make([]string, 4000)
	for i := range texts {
		runes := make([]rune, r.IntN(4))
		if r.IntN(9) == 0 {
			runes = make([]rune, 78+r.IntN(5))
		}
		for j := range runes {
			runes[j] = 'a'
			if j < 2 || j > len(runes)-2 {
				runes[j] = letters[r.IntN(len(letters))]
			}
		}
		texts[i] = string(runes)
	}
	rows, err := s.Pool.Query(ctx, "SELECT entry_code(v), plain_text(v, 1, 200), plain_text(v, 0, 10) FROM unnest($1::text[]) WITH ORDINALITY AS t (v, n) ORDER BY n", texts)
	if err != nil {
		t.Fatal(err)
	}
	var got [3]bool
	i := 0
	_, err = pgx.ForEachRow(rows, []any{&got[0], &got[1], &got[2]}, func() error {
		p := barePop("est", texts[i])
		p.Name, p.Postcode = texts[i], texts[i]
		want := [3]bool{true, true, true}
		var e *inventory.Error
		if errors.As(p.Validate(), &e) {
			for _, f := range e.Fields {
				want[slices.Index([]string{"code", "name", "postcode"}, f.Field)] = false
			}
		}
		if got != want {
			return fmt.Errorf("seed %d: %q as code, name, postcode: the schema says %v, Validate %v", seed, texts[i], got, want)
		}
		i++
		return nil
	})
	if err != nil || i != len(texts) {
		t.Error(i, err)
	}
}

// TestRulesHaveWords: every rule that the schema has of its own has words, and
// every one that has words exists.
func TestRulesHaveWords(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	rows, _ := s.Pool.Query(ctx, `SELECT conname, conrelid::regclass::text, coalesce(a.attname, '') FROM pg_constraint c
		LEFT JOIN pg_attribute a ON attrelid = conrelid AND attnum = conkey[1] AND cardinality(conkey) = 1
		WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid::regclass::text IN
			('member', 'pop', 'zone', 'unit', 'history', 'import', 'import_row', 'territory')`)
	var name, table, column string
	there := map[string]bool{}
	_, err := pgx.ForEachRow(rows, []any{&name, &table, &column}, func() error {
		there[name] = true
		if _, ok := postgres.Rules[name]; !ok && name != table+"_"+column+"_check" {
			t.Errorf("the rule %s of %s has no words", name, table)
		}
		return nil
	})
	if err != nil || len(there) < 30 {
		t.Fatal(len(there), err)
	}
	for name := range postgres.Rules {
		if !there[name] {
			t.Errorf("the rule %s has words, and does not exist", name)
		}
	}
}
