package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

var operator = inventory.Operator("test")

func newDesk(t *testing.T) *intake.Desk {
	t.Helper()
	store, err := postgres.Open(t.Context(), territorytest.Small(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	a, err := atlas.Open(t.Context(), store, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	err = store.Write(t.Context(), operator, "setup", func(tx pgx.Tx) error {
		return postgres.AddMember(t.Context(), tx, inventory.Member{Slug: "m", Name: "m", Status: inventory.MemberActive, Color: "#123456"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return &intake.Desk{Store: store, Atlas: a, Lang: intake.English}
}

// awkward are texts that spreadsheets, or our own readers, take for something
// else.
var awkward = []string{"=1+1", "'=1+1", "''=x", "@x", "+33 1", "-5", "-", "'-", "NC", "'NC", "néant", "#N/A", "0012", "1e5", "2.3", "01/02/2026",
	"12345678901234567", "1.2345678901234567", "a;b,c\td", "say \"so\"", "two\nlines", "L’été, œuvre — ok", "true", "null", "'quoted'", "' x", "45292"}

// TestRoundTrip holds that each export, imported again, leaves every row
// unchanged, in each format and language.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	capacity := func() *float64 { v := rnd.Float64() * 100; return &v }
	var pops []inventory.Pop
	for i, s := range awkward {
		p := inventory.Pop{Key: inventory.Key{Member: "m", Code: strings.NewReplacer("/", "!", "\t", "_", "\n", "_").Replace(s)}, Name: s, Kind: inventory.PopKinds[i%len(inventory.PopKinds)],
			Position: orb.Point{2.398 + rnd.Float64()/1000, 47.083 + rnd.Float64()/1000}, PositionSource: inventory.PositionSources[i%3],
			Address: s, City: s, Facility: s, Postcode: "18000", Status: inventory.Statuses[i%len(inventory.Statuses)],
			Technologies: inventory.Technologies[:i%4], CapacityGbps: capacity(), Audience: inventory.Audiences[i%len(inventory.Audiences)]}
		if i%2 == 0 {
			p.OpenedOn, _ = inventory.ParseDate("2024-02-29")
			p.CapacityGbps = nil
		}
		kept, err := d.PutPop(ctx, operator, p)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		pops = append(pops, kept)
	}
	zones := everyExtent(t, d, pops[0].Code, capacity)
	for _, f := range Formats {
		for _, lang := range []intake.Lang{intake.French, intake.English} {
			for kind, l := range map[string]*List{inventory.KindPops: Pops(pops), inventory.KindZones: Zones(zones)} {
				var b bytes.Buffer
				if err := l.Write(&b, f, lang); err != nil {
					t.Fatal(err)
				}
				imp, err := d.Check(ctx, operator, intake.Upload{Member: "m", Kind: kind, FileName: "list." + string(f), Content: b.Bytes(), Scope: intake.ScopeReplace})
				if err != nil {
					t.Errorf("%s of %s: %v", f, kind, err)
					continue
				}
				want := inventory.Changes{Unchanged: len(l.rows)}
				ignored := slices.DeleteFunc(imp.Ignored, func(c inventory.IgnoredColumn) bool { return c.Column == "fid" })
				if imp.Changes != want || len(ignored) > 0 || len(imp.Errors) > 0 {
					t.Errorf("%s of %s in %s: %+v, ignored %v, errors %+v", f, kind, lang, imp.Changes, imp.Ignored, imp.Errors)
					told(t, d, imp.ID)
				}
			}
		}
	}
}

// told logs the rows of an import that are not as they were.
func told(t *testing.T, d *intake.Desk, id int64) {
	t.Helper()
	rows, err := postgres.ImportRows(t.Context(), d.Store.Pool, id, "", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.State != inventory.RowUnchanged {
			t.Logf("%s %q: %s", r.State, r.Code, r.Entry)
		}
	}
}

// everyExtent keeps a zone of each kind of extent.
func everyExtent(t *testing.T, d *intake.Desk, handoff string, price func() *float64) []inventory.Zone {
	t.Helper()
	ring := orb.Ring{{2.3, 47}, {2.4000000000000004, 47}, {2.4, 47.1}, {2.3, 47}}
	var all []inventory.Zone
	for i, e := range []inventory.Extent{
		{Kind: inventory.ExtentCommunes, Codes: []string{"18033"}}, {Kind: inventory.ExtentEPCI, Codes: []string{"241800507"}},
		{Kind: inventory.ExtentDepartements, Codes: []string{"974"}}, {Kind: inventory.ExtentUnits, Codes: []string{"commune:18033", "epci:243600327"}},
		{Kind: inventory.ExtentRadius, RadiusKM: 7.25}, {Kind: inventory.ExtentGeometry},
	} {
		z := inventory.Zone{Key: inventory.Key{Member: "m", Code: fmt.Sprint("z", i)}, Name: awkward[i], Technologies: inventory.Technologies[i%3 : i%3+2], Supplier: awkward[i+6],
			Handoff: handoff, Extent: e, Status: inventory.Planned, CapacityGbps: price(), SetupEUR: price(), MonthlyEUR: price(), Audience: inventory.AudiencePublic, PriceAudience: inventory.AudienceBureau}
		z.AvailableOn, _ = inventory.ParseDate("2027-01-31")
		if e.Kind == inventory.ExtentGeometry {
			z.Geometry = orb.MultiPolygon{{ring}, {{{2.5, 47}, {2.6, 47}, {2.6, 47.1}, {2.5, 47}}}}
		}
		kept, err := d.PutZone(t.Context(), operator, z)
		if err != nil {
			t.Fatalf("%s: %v", e.Kind, err)
		}
		all = append(all, kept)
	}
	return all
}

// TestLongOutline has a zone whose outline is longer than a spreadsheet's cell
// may be: it comes back unchanged all the same.
func TestLongOutline(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ring := orb.Ring{{2.3, 47}}
	for i := range 3000 {
		ring = append(ring, orb.Point{2.4 + float64(i%2)*1e-6, 47 + float64(i)/30000})
	}
	z, err := d.PutZone(t.Context(), operator, inventory.Zone{Key: inventory.Key{Member: "m", Code: "z"}, Name: "z", Technologies: []inventory.Technology{"ftth"},
		Extent: inventory.Extent{Kind: inventory.ExtentGeometry}, Geometry: orb.MultiPolygon{{append(ring, ring[0])}}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Zones([]inventory.Zone{z}).Write(&b, XLSX, intake.French); err != nil {
		t.Fatal(err)
	}
	imp, err := d.Check(t.Context(), operator, intake.Upload{Member: "m", Kind: inventory.KindZones, FileName: "z.xlsx", Content: b.Bytes()})
	if err != nil || imp.Changes != (inventory.Changes{Unchanged: 1}) {
		t.Errorf("%v %+v %+v", err, imp.Changes, imp.Errors)
	}
}

// TestLongExtent has a zone of more communes than a spreadsheet's cell may name:
// the workbook is refused, and the other formats hold them all.
func TestLongExtent(t *testing.T) {
	t.Parallel()
	codes := make([]string, 6000)
	for i := range codes {
		codes[i] = fmt.Sprintf("%05d", i+1000)
	}
	l := Zones([]inventory.Zone{{Key: inventory.Key{Member: "m", Code: "z"}, Name: "z", Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: codes}}})
	for _, f := range Formats {
		var b bytes.Buffer
		err := l.Write(&b, f, intake.French)
		if f == XLSX {
			if inventory.KindOf(err) != inventory.TooLarge || b.Len() > 0 {
				t.Errorf("%s: %v, after %d bytes", f, err, b.Len())
			}
			continue
		}
		if err != nil || f != GeoPackage && !strings.Contains(b.String(), codes[len(codes)-1]) {
			t.Errorf("%s: %v, or not every commune", f, err)
		}
	}
}

// TestCSV is a list as people read it.
func TestCSV(t *testing.T) {
	t.Parallel()
	capacity := 2.5
	l := Pops([]inventory.Pop{{Key: inventory.Key{Member: "m", Code: "A"}, Name: "=cmd|' /C calc'!A0", Kind: "pop", Position: orb.Point{2.398, 47.083}, PositionSource: "given",
		Status: "operational", Technologies: []inventory.Technology{"dsl", "ftth"}, CapacityGbps: &capacity, Audience: "members"}})
	for lang, want := range map[intake.Lang]string{
		intake.French:  "A;'=cmd|' /C calc'!A0;pop;2,398;47,083;given;;;;;operational;dsl|ftth;2,5;;members;;",
		intake.English: "A,'=cmd|' /C calc'!A0,pop,2.398,47.083,given,,,,,operational,dsl|ftth,2.5,,members,,",
	} {
		var b bytes.Buffer
		if err := l.Write(&b, CSV, lang); err != nil {
			t.Fatal(err)
		}
		if got := strings.Split(b.String(), "\r\n")[1]; got != want {
			t.Errorf("got %q\nwant %q", got, want)
		}
	}
	if err := l.Write(&bytes.Buffer{}, "pdf", intake.English); inventory.KindOf(err) != inventory.Invalid {
		t.Errorf("a format that is none: %v", err)
	}
}

// TestEmpty writes lists of nobody's entries, which open all the same.
func TestEmpty(t *testing.T) {
	t.Parallel()
	for _, f := range Formats {
		var b bytes.Buffer
		if err := Zones(nil).Write(&b, f, intake.French); err != nil || b.Len() == 0 {
			t.Errorf("%s: %v", f, err)
		}
		if f == GeoJSON && !json.Valid(b.Bytes()) {
			t.Errorf("not JSON: %s", b.Bytes())
		}
	}
	got := map[string]Format{}
	for _, name := range []string{"a.CSV", "a.b.gpkg", "a", "a.pdf"} {
		if f, ok := FormatOf(name); ok {
			got[name] = f
		}
	}
	if diff := cmp.Diff(map[string]Format{"a.CSV": CSV, "a.b.gpkg": GeoPackage}, got); diff != "" {
		t.Error(diff)
	}
}
