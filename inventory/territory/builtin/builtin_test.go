package builtin

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/geo/line"
)

func TestListHoldsFrance(t *testing.T) {
	t.Parallel()
	l := France()
	if l.Year != 2026 || len(l.Communes) != 34875 || len(l.Departements) != 101 || len(l.Regions) != 18 || len(l.EPCI) != 1255 {
		t.Fatalf("year %d, %d communes, %d départements, %d régions, %d EPCI; want 2026, 34875, 101, 18, 1255",
			l.Year, len(l.Communes), len(l.Departements), len(l.Regions), len(l.EPCI))
	}
	var population int64
	located := 0
	for _, c := range l.Communes {
		population += c.Population
		d, ok := l.Departement(c.Departement)
		if !ok || DepartementOf(c.Code) != d.Code {
			t.Errorf("%s %s is in département %q", c.Code, c.Name, c.Departement)
		}
		if c.EPCI != "" && !slices.ContainsFunc(l.EPCI, func(e Named) bool { return e.Code == c.EPCI }) {
			t.Errorf("%s is in EPCI %s, which is not listed", c.Code, c.EPCI)
		}
		if !c.Located {
			continue
		}
		located++
		if cell, ok := line.Locate(c.At[0], c.At[1]); !ok {
			t.Errorf("%s %s at %v is outside every territory", c.Code, c.Name, c.At)
		} else if terr, _ := line.TerritoryOf(cell); overseas(c.Code) != (terr.Code != "metropole") {
			t.Errorf("%s %s at %v is in %s", c.Code, c.Name, c.At, terr.Code)
		}
	}
	if population < 67_000_000 || population > 70_000_000 {
		t.Errorf("%d inhabitants", population)
	}
	if located < 8000 {
		t.Errorf("%d communes located", located)
	}
}

func overseas(code string) bool { return strings.HasPrefix(code, "97") }

func TestLookups(t *testing.T) {
	t.Parallel()
	l := France()
	bourges, ok := l.Commune("18033")
	if !ok {
		t.Fatal("Bourges is missing")
	}
	got := *bourges
	got.Population, got.At = 0, [2]float64{}
	want := Commune{Code: "18033", Name: "Bourges", Departement: "18", EPCI: "241800507", Postcodes: []string{"18000"}, Located: true}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for code, want := range map[string]Former{
		"01340": {Code: "01340", Now: "01015"},
		"75112": {Code: "75112", Now: "75056", Arrondissement: true},
		"01120": {Code: "01120", Now: "01262", Name: "Cordieux"},
	} {
		f, ok := l.FormerCode(code)
		if !ok {
			t.Errorf("%s has no successor", code)
			continue
		}
		got := *f
		if want.Name == "" {
			got.Name = ""
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", code, d)
		}
	}
	if _, ok := l.FormerCode("18033"); ok {
		t.Error("Bourges is said to be a former commune")
	}
}

func TestShapesCoverTheLocatedCommunes(t *testing.T) {
	t.Parallel()
	shapes, err := Shapes()
	if err != nil {
		t.Fatal(err)
	}
	l := France()
	for _, d := range l.Departements {
		if len(shapes[d.Code]) == 0 {
			t.Errorf("%s has no shape", d.Name)
		}
	}
	// Swapped départements or coordinates would put most towns outside.
	outside := 0
	for _, c := range l.Communes {
		if c.Located && !shapes[c.Departement].Bound().Pad(0.05).Contains(c.At) {
			outside++
			t.Logf("%s %s is outside the box of its département", c.Code, c.Name)
		}
	}
	if outside > 20 {
		t.Errorf("%d communes outside the box of their département", outside)
	}
}
