package postgres_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
)

var tester = inventory.Operator("test")

// fresh returns a store on an empty database of the test's own.
func fresh(t testing.TB) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(context.Background(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// write runs fn in a transaction that must succeed.
func write(t testing.TB, s *postgres.Store, change string, fn func(tx pgx.Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), tester, change, fn); err != nil {
		t.Fatalf("%s: %v", change, err)
	}
}

// fails asserts the kind and code of an error.
func fails(t testing.TB, err error, kind inventory.Kind, code string) *inventory.Error {
	t.Helper()
	var e *inventory.Error
	if !errors.As(err, &e) {
		t.Fatalf("want an error %s %s, have %v", kind, code, err)
	}
	if e.Kind != kind || e.Code != code {
		t.Errorf("want an error %s %s, have %s %s: %v", kind, code, e.Kind, e.Code, err)
	}
	return e
}

func number(v float64) *float64 { return &v }

func sample(slug string) inventory.Member {
	return inventory.Member{Slug: slug, Name: "Réseau " + slug, ASN: []int64{64500}, SIREN: "732829320",
		Website: "https://" + slug + ".example", JoinedOn: inventory.Date{Year: 2020, Month: 2, Day: 29}, Status: inventory.MemberActive, Color: "#123456"}
}

func samplePop(member, code string) inventory.Pop {
	return inventory.Pop{Key: inventory.Key{Member: member, Code: code}, Name: "Bourges " + code, Kind: "exchange",
		Position: orb.Point{2.3987654321098765, 47.081234567890123}, PositionSource: inventory.PositionGiven,
		Address: "1 rue d’Auron", Postcode: "18000", City: "Bourges", INSEE: "18033", Status: inventory.Operational,
		Technologies: []inventory.Technology{"ftth", "dsl"}, CapacityGbps: number(10), Facility: "NRA BOU18",
		Audience: inventory.AudiencePublic, OpenedOn: inventory.Date{Year: 2019, Month: 1, Day: 31}, ClosedOn: inventory.Date{Year: 2030, Month: 12, Day: 1}}
}

// barePop has nothing that may be left out.
func barePop(member, code string) inventory.Pop {
	return inventory.Pop{Key: inventory.Key{Member: member, Code: code}, Name: "n", Kind: "pop", Position: orb.Point{2.4, 47},
		PositionSource: inventory.PositionCommune, Status: inventory.Planned, Technologies: []inventory.Technology{}, Audience: inventory.AudiencePrivate}
}

func sampleZone(member, code string) inventory.Zone {
	circle := raster.CirclePolygon(2.4, 47.08, 5)
	set, err := raster.Polygon(circle)
	if err != nil {
		panic(err)
	}
	return inventory.Zone{Key: inventory.Key{Member: member, Code: code}, Name: "Cher " + code,
		Technologies: []inventory.Technology{"ftth", "ftto"}, Supplier: "Berry Numérique", Handoff: "P1",
		Extent: inventory.Extent{Kind: inventory.ExtentRadius, RadiusKM: 5}, Status: inventory.Operational,
		AvailableOn: inventory.Date{Year: 2024, Month: 6, Day: 30}, CapacityGbps: number(1.5), SetupEUR: number(500), MonthlyEUR: number(99.99),
		PriceAudience: inventory.AudiencePrivate, Audience: inventory.AudienceMembers,
		Geometry: orb.MultiPolygon{circle}, Cells: set}
}
