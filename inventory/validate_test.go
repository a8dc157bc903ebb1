package inventory

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// wrong lists "field code" of each fault that err reports.
func wrong(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var e *Error
	if !errors.As(err, &e) || e.Kind != Invalid {
		t.Fatalf("not an invalid entry: %v", err)
	}
	var s []string
	for _, f := range e.Fields {
		if f.Message == "" {
			t.Errorf("%s %s says nothing", f.Field, f.Code)
		}
		s = append(s, f.Field+" "+f.Code)
	}
	return s
}

func TestMemberValidate(t *testing.T) {
	t.Parallel()
	good := Member{Slug: "reseau-du-sud", Name: "Réseau du Sud", ASN: []int64{64500}, SIREN: "732829320", Status: MemberActive}
	for name, c := range map[string]struct {
		change func(*Member)
		want   []string
	}{
		"good":            {func(*Member) {}, nil},
		"empty":           {func(m *Member) { *m = Member{} }, []string{"slug bad_slug", "name missing", "status unknown_status"}},
		"capital slug":    {func(m *Member) { m.Slug = "Sud" }, []string{"slug bad_slug"}},
		"hyphen at end":   {func(m *Member) { m.Slug = "sud-" }, []string{"slug bad_slug"}},
		"long slug":       {func(m *Member) { m.Slug = strings.Repeat("a", 41) }, []string{"slug bad_slug"}},
		"longest slug":    {func(m *Member) { m.Slug = strings.Repeat("a", 40) }, nil},
		"asn 0":           {func(m *Member) { m.ASN = []int64{0} }, []string{"asn bad_asn"}},
		"asn 33 bits":     {func(m *Member) { m.ASN = []int64{1 << 32} }, []string{"asn bad_asn"}},
		"siren check":     {func(m *Member) { m.SIREN = "732829321" }, []string{"siren bad_siren"}},
		"siren short":     {func(m *Member) { m.SIREN = "73282932" }, []string{"siren bad_siren"}},
		"name too long":   {func(m *Member) { m.Name = strings.Repeat("é", MaxName+1) }, []string{"name too_long"}},
		"name just fits":  {func(m *Member) { m.Name = strings.Repeat("é", MaxName) }, nil},
		"control letters": {func(m *Member) { m.Name = "a\x00b" }, []string{"name bad_text"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := good
			c.change(&m)
			if d := cmp.Diff(c.want, wrong(t, m.Validate())); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestSIREN: the key tells every single wrong digit (Luhn, ISO/IEC 7812-1).
func TestSIREN(t *testing.T) {
	t.Parallel()
	const good = "552100554" // doubled digits below and above ten, and ten itself
	for at := range good {
		for d := byte('0'); d <= '9'; d++ {
			one := []byte(good)
			one[at] = d
			if got, want := validSIREN(string(one)), string(one) == good; got != want {
				t.Errorf("%s: valid %v, not %v", one, got, want)
			}
		}
	}
}

func TestPopValidate(t *testing.T) {
	t.Parallel()
	good := Pop{Key: Key{"a", "BOU1"}, Name: "Bourges 1", Kind: "pop", Position: orb.Point{2.4, 47.08},
		PositionSource: PositionGiven, Status: Operational, Audience: AudienceMembers}
	minus, nan := -1.0, math.NaN()
	for name, c := range map[string]struct {
		change func(*Pop)
		want   []string
	}{
		"good":         {func(*Pop) {}, nil},
		"slash":        {func(p *Pop) { p.Code = "a/b" }, []string{"code bad_code"}},
		"space":        {func(p *Pop) { p.Code = " a" }, []string{"code bad_code"}},
		"no code":      {func(p *Pop) { p.Code = "" }, []string{"code missing"}},
		"off earth":    {func(p *Pop) { p.Position = orb.Point{2, 91} }, []string{"position bad_position"}},
		"NaN":          {func(p *Pop) { p.Position[0] = nan }, []string{"position bad_position"}},
		"capacity":     {func(p *Pop) { p.CapacityGbps = &minus }, []string{"capacity_gbps bad_number"}},
		"capacity NaN": {func(p *Pop) { p.CapacityGbps = &nan }, []string{"capacity_gbps bad_number"}},
		"kind":         {func(p *Pop) { p.Kind = "shed" }, []string{"kind unknown_kind"}},
		"status":       {func(p *Pop) { p.Status = "" }, []string{"status unknown_status"}},
		"technology":   {func(p *Pop) { p.Technologies = []Technology{"ftth", "fax", "ftth"} }, []string{"technologies unknown_technologies", "technologies twice"}},
		"closed early": {func(p *Pop) { p.OpenedOn, p.ClosedOn = Date{2020, 1, 2}, Date{2020, 1, 1} }, []string{"closed_on closed_before_opened"}},
		"closed same":  {func(p *Pop) { p.OpenedOn, p.ClosedOn = Date{2020, 1, 2}, Date{2020, 1, 2} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := good
			c.change(&p)
			if d := cmp.Diff(c.want, wrong(t, p.Validate())); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestZoneValidate(t *testing.T) {
	t.Parallel()
	good := Zone{Key: Key{"a", "Z1"}, Name: "Cher", Technologies: []Technology{"ftth"}, Handoff: "BOU1",
		Extent: Extent{Kind: ExtentRadius, RadiusKM: 25}, Status: Planned, PriceAudience: AudiencePrivate, Audience: AudiencePooled}
	for name, c := range map[string]struct {
		change func(*Zone)
		want   []string
	}{
		"good":             {func(*Zone) {}, nil},
		"no technology":    {func(z *Zone) { z.Technologies = nil }, []string{"technologies missing"}},
		"no handoff":       {func(z *Zone) { z.Handoff = "" }, []string{"handoff missing"}},
		"radius 0":         {func(z *Zone) { z.Extent.RadiusKM = 0 }, []string{"radius_km bad_radius"}},
		"radius too wide":  {func(z *Zone) { z.Extent.RadiusKM = MaxRadiusKM + 1 }, []string{"radius_km bad_radius"}},
		"radius NaN":       {func(z *Zone) { z.Extent.RadiusKM = math.NaN() }, []string{"radius_km bad_radius"}},
		"no extent":        {func(z *Zone) { z.Extent = Extent{} }, []string{"extent missing"}},
		"communes, none":   {func(z *Zone) { z.Extent = Extent{Kind: ExtentCommunes} }, []string{"communes missing"}},
		"communes":         {func(z *Zone) { z.Extent = Extent{Kind: ExtentCommunes, Codes: []string{"18033"}}; z.Handoff = "" }, nil},
		"units, no kind":   {func(z *Zone) { z.Extent = Extent{Kind: ExtentUnits, Codes: []string{"18033"}} }, []string{"units bad_unit"}},
		"units":            {func(z *Zone) { z.Extent = Extent{Kind: ExtentUnits, Codes: []string{"nro:18033N01"}} }, nil},
		"private audience": {func(z *Zone) { z.Audience = "friends" }, []string{"audience unknown_audience"}},
	} {
		t.Run(name, func(t *testing.T) {
			z := good
			c.change(&z)
			if d := cmp.Diff(c.want, wrong(t, z.Validate())); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestFilterCounts(t *testing.T) {
	t.Parallel()
	z := Zone{Key: Key{Member: "a"}, Technologies: []Technology{"dsl", "ftth"}, Status: Planned}
	for name, c := range map[string]struct {
		f    Filter
		want bool
	}{
		"operational by default": {Filter{}, false},
		"its status":             {Filter{Statuses: []Status{Operational, Planned}}, true},
		"one technology of two":  {Filter{Statuses: []Status{Planned}, Technologies: []Technology{"radio", "ftth"}}, true},
		"no technology":          {Filter{Statuses: []Status{Planned}, Technologies: []Technology{"radio"}}, false},
		"another member":         {Filter{Statuses: []Status{Planned}, Members: []string{"b"}}, false},
	} {
		if got := c.f.Counts(&z); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDateJSON(t *testing.T) {
	t.Parallel()
	var got struct{ A, B, C Date }
	if err := json.Unmarshal([]byte(`{"A":"2026-02-28","B":null,"C":""}`), &got); err != nil {
		t.Fatal(err)
	}
	if got.A != (Date{2026, 2, 28}) || !got.B.IsZero() || !got.C.IsZero() {
		t.Errorf("read %+v", got)
	}
	b, err := json.Marshal(got)
	if want := `{"A":"2026-02-28","B":null,"C":null}`; err != nil || string(b) != want {
		t.Errorf("wrote %s, %v; want %s", b, err, want)
	}
	for _, bad := range []string{`"2026-02-30"`, `"28/02/2026"`, `20260228`, `"2026-2-1"`} {
		var d Date
		if err := json.Unmarshal([]byte(bad), &d); err == nil {
			t.Errorf("%s was read as %v", bad, d)
		}
	}
}

func TestErrorVocabulary(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	err := Errorf(Unavailable, "no_disk", "cannot keep the file: %w", cause)
	if !errors.Is(err, cause) || KindOf(err) != Unavailable || err.Error() != "cannot keep the file: disk full" {
		t.Errorf("%v, kind %s", err, KindOf(err))
	}
	if KindOf(cause) != Internal {
		t.Error("an error from outside the domain is not Internal")
	}
	if InvalidFields("pop", nil) != nil {
		t.Error("no fault made an error")
	}
}

// TestTooLongShort: a text that is too long for its field and yet short.
func TestTooLongShort(t *testing.T) {
	t.Parallel()
	p := Pop{Key: Key{"a", "B"}, Name: "n", Kind: "pop", PositionSource: PositionGiven, Status: Operational,
		Audience: AudienceMembers, Postcode: "18000 Bourges"}
	if d := cmp.Diff([]string{"postcode too_long"}, wrong(t, p.Validate())); d != "" {
		t.Error(d)
	}
}

func TestExtentIsOne(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]Extent{
		"radius and codes":   {Kind: ExtentRadius, RadiusKM: 5, Codes: []string{"18033"}},
		"geometry and codes": {Kind: ExtentGeometry, Codes: []string{"18033"}},
		"codes and radius":   {Kind: ExtentCommunes, RadiusKM: 5, Codes: []string{"18033"}},
	} {
		z := Zone{Key: Key{"a", "Z"}, Name: "n", Technologies: Technologies[:1], Handoff: "P", Extent: e, Status: Operational,
			PriceAudience: AudiencePrivate, Audience: AudiencePrivate}
		if d := cmp.Diff([]string{"extent two_extents"}, wrong(t, z.Validate())); d != "" {
			t.Error(name, d)
		}
	}
}
