package intake

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// faultsOf are the fields and codes of an error of the domain.
func faultsOf(err error) string {
	var e *inventory.Error
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	var all []string
	for _, f := range e.Fields {
		all = append(all, f.Field+" "+f.Code)
	}
	return strings.Join(all, ", ")
}

func TestPutPop(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	key := inventory.Key{Member: "m", Code: "A"}
	bourges := orb.Point{2.398, 47.083}
	for _, c := range []struct {
		name string
		pop  inventory.Pop
		want string // faults
	}{
		{"right", inventory.Pop{Key: key, Name: "One", Position: bourges}, ""},
		{"by its commune", inventory.Pop{Key: key, Name: "One", INSEE: "18033"}, ""},
		{"by its postcode", inventory.Pop{Key: key, Name: "One", Postcode: "18000"}, ""},
		{"where it was", inventory.Pop{Key: key, Name: "One"}, ""},
		{"nowhere", inventory.Pop{Key: inventory.Key{Member: "m", Code: "B"}, Name: "One"}, " no_position"},
		{"swapped", inventory.Pop{Key: key, Name: "One", Position: orb.Point{47.083, 2.398}}, "position swapped_position"},
		{"at sea", inventory.Pop{Key: key, Name: "One", Position: orb.Point{-12, 45}}, "position outside_france"},
		{"on no Earth", inventory.Pop{Key: key, Name: "One", Position: orb.Point{2, 999}}, "position out_of_range"},
		{"unknown commune", inventory.Pop{Key: key, Name: "One", INSEE: "99999"}, "insee unknown_commune"},
		{"all wrong", inventory.Pop{Key: key, Position: bourges, Kind: "cow", Status: "asleep", Audience: "friends", Technologies: []inventory.Technology{"ftth"}},
			"name missing, kind invalid, status invalid, audience invalid"},
	} {
		p, err := d.PutPop(t.Context(), operator, c.pop)
		want := strings.ReplaceAll(" "+c.want, "  ", "extent ")
		if (err == nil) != (c.want == "") || err != nil && faultsOf(err) != strings.TrimPrefix(want, " ") {
			t.Errorf("%s: %v (%s)", c.name, err, faultsOf(err))
		}
		if err == nil && (p.INSEE != "18033" || p.Kind != "pop" || p.Status != inventory.Operational || p.Audience != inventory.AudienceMembers) {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
	if _, err := d.AddPop(t.Context(), operator, inventory.Pop{Key: key, Name: "One", Position: bourges}); codeOf(err) != "entry_exists" || inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("a code that is taken: %v", err)
	}
	if _, err := d.AddPop(t.Context(), operator, inventory.Pop{Key: inventory.Key{Member: "absent", Code: "A"}, Name: "One", Position: bourges}); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("no such member: %v", err)
	}
	// What the centre of a commune told stays told so when it is sent back.
	kept, err := d.PutPop(t.Context(), operator, inventory.Pop{Key: key, Name: "One", INSEE: "18033"})
	if err != nil {
		t.Fatal(err)
	}
	kept.Name = "Renamed"
	if kept, err = d.PutPop(t.Context(), operator, kept); err != nil || kept.PositionSource != inventory.PositionCommune {
		t.Errorf("%+v, %v", kept, err)
	}
}

func TestPutZone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, pops("m", twoPops))
	key := inventory.Key{Member: "m", Code: "Z"}
	ftth := []inventory.Technology{"ftth"}
	square := orb.MultiPolygon{{{{2.3, 47}, {2.4, 47}, {2.4, 47.1}, {2.3, 47}}}}
	eight := orb.MultiPolygon{{{{2.3, 47}, {2.4, 47.1}, {2.4, 47}, {2.3, 47.1}, {2.3, 47}}}}
	communes := func(codes ...string) inventory.Extent {
		return inventory.Extent{Kind: inventory.ExtentCommunes, Codes: codes}
	}
	for _, c := range []struct {
		name string
		zone inventory.Zone
		want string
	}{
		{"communes", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Extent: communes("18033", "18033")}, ""},
		{"radius", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Handoff: "A", Extent: inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: 3}}, ""},
		{"geometry", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Extent: inventory.Extent{Kind: inventory.ExtentGeometry}, Geometry: square}, ""},
		{"unknown communes", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Extent: communes("1", "18000")}, "communes unknown_commune, communes postcode_for_insee"},
		{"no hand-off", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Extent: inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: 3}}, "handoff missing"},
		{"unknown hand-off", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Handoff: "X", Extent: communes("18033")}, "handoff unknown_handoff"},
		{"radius too wide", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Handoff: "A", Extent: inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: 500}}, "radius_km invalid"},
		{"figure of eight", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Extent: inventory.Extent{Kind: inventory.ExtentGeometry}, Geometry: eight}, "wkt invalid_polygon"},
		{"no geometry", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Extent: inventory.Extent{Kind: inventory.ExtentGeometry}}, "wkt no_extent"},
		{"no extent", inventory.Zone{Key: key, Name: "Z", Technologies: ftth}, "extent missing"},
		{"no technology", inventory.Zone{Key: key, Name: "Z", Extent: communes("18033")}, "technologies no_technology"},
		{"at sea", inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Extent: inventory.Extent{Kind: inventory.ExtentGeometry},
			Geometry: orb.MultiPolygon{{{{-12, 45}, {-11, 45}, {-11, 46}, {-12, 45}}}}}, "wkt outside_france"},
	} {
		z, err := d.PutZone(t.Context(), operator, c.zone)
		if (err == nil) != (c.want == "") || err != nil && faultsOf(err) != c.want {
			t.Errorf("%s: %v (%s)", c.name, err, faultsOf(err))
		}
		if err != nil {
			continue
		}
		kept, err := postgres.Zone(t.Context(), d.Store.Pool, key)
		if err != nil || !sameZone(&kept, &z) || !kept.Cells.Equal(z.Cells) || z.Cells.Empty() {
			t.Errorf("%s: kept as %+v, %v", c.name, kept, err)
		}
	}
	if _, err := d.AddZone(t.Context(), operator, inventory.Zone{Key: key, Name: "Z", Technologies: ftth, Extent: communes("18033")}); codeOf(err) != "entry_exists" {
		t.Errorf("a code that is taken: %v", err)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, pops("m", twoPops))
	load(t, d, zones("m", "code,name,technologies,handoff,communes\nZ,Zone,ftth,A,18033\n"))
	a, z := inventory.Key{Member: "m", Code: "A"}, inventory.Key{Member: "m", Code: "Z"}
	if err := d.DeletePop(t.Context(), operator, a); codeOf(err) != "pop_in_use" {
		t.Errorf("a hand-off goes: %v", err)
	}
	for _, step := range []struct {
		do   func() error
		want inventory.Kind
	}{
		{func() error { return d.DeleteZone(t.Context(), operator, z) }, ""},
		{func() error { return d.DeleteZone(t.Context(), operator, z) }, inventory.NotFound},
		{func() error { return d.DeletePop(t.Context(), operator, a) }, ""},
		{func() error { return d.DeletePop(t.Context(), operator, a) }, inventory.NotFound},
	} {
		if err := step.do(); err == nil && step.want != "" || err != nil && inventory.KindOf(err) != step.want {
			t.Errorf("got %v, want %s", err, step.want)
		}
	}
}

// TestMovedHandoff moves a PoP by itself: the circle around it follows.
func TestMovedHandoff(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	load(t, d, pops("m", twoPops))
	load(t, d, zones("m", "code,name,technologies,handoff,radius_km\nZ,Zone,ftth,A,3\n"))
	before := zonesOf(t, d, "m")[0]
	if _, err := d.PutPop(t.Context(), operator, inventory.Pop{Key: inventory.Key{Member: "m", Code: "A"}, Name: "One", Position: orb.Point{2.25, 47}}); err != nil {
		t.Fatal(err)
	}
	if after := zonesOf(t, d, "m")[0]; after == before || !strings.Contains(after, " 2.250 47.000 ") {
		t.Errorf("%s, before %s", after, before)
	}
}

func TestParsePolygons(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for text, want := range map[string]string{
		"POLYGON((2.3 47,2.4 47,2.4 47.1,2.3 47))":                               "",
		"POLYGON((650000 6660000,655000 6660000,655000 6665000,650000 6660000))": "",
		"POINT(2.3 47)":    "wkt point_geometry",
		"POLYGON((2.3 47)": "wkt bad_wkt",
		"SRID=28992;POLYGON((2.3 47,2.4 47,2.4 47.1,2.3 47))": "wkt unknown_crs",
		"POLYGON((47 2.3,47 2.4,47.1 2.4,47 2.3))":            "wkt swapped_position",
	} {
		mp, err := d.ParsePolygons(text)
		if (err == nil) != (want == "") || err != nil && faultsOf(err) != want {
			t.Errorf("%s: %v (%s)", text, err, faultsOf(err))
		}
		if err == nil && (len(mp) != 1 || mp[0][0][0][0] < 2 || mp[0][0][0][0] > 3) {
			t.Errorf("%s: %v", text, mp)
		}
	}
}
