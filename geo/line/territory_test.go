package line_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"maillage/geo/line"
)

func TestTerritories(t *testing.T) {
	t.Parallel()
	ts := line.Territories()
	var at int32
	for i, a := range ts {
		if a.E0%line.CellSide != 0 || a.N0%line.CellSide != 0 {
			t.Errorf("%s does not begin on INSEE's grid", a.Code)
		}
		if a.Offset != at || a.End() != at+a.Width*a.Height {
			t.Errorf("%s begins at %d, not %d", a.Code, a.Offset, at)
		}
		at = a.End()
		if got, ok := line.ByCode(a.Code); !ok || got != a {
			t.Errorf("%s by its code is %v", a.Code, got)
		}
		for _, b := range ts[:i] {
			if a.EPSG == b.EPSG && a.E0 < b.E0+int(b.Width)*line.CellSide && b.E0 < a.E0+int(a.Width)*line.CellSide &&
				a.N0 < b.N0+int(b.Height)*line.CellSide && b.N0 < a.N0+int(a.Height)*line.CellSide {
				t.Errorf("%s and %s overlap", a.Code, b.Code)
			}
		}
	}
	if line.Size() != at {
		t.Errorf("the line ends at %d, not %d", line.Size(), at)
	}
	if _, ok := line.ByCode("corse"); ok {
		t.Error("there is no such territory")
	}
	ts[0].Width = 1
	if again, _ := line.ByCode("metropole"); again.Width == 1 {
		t.Error("callers can change the territories")
	}
}

// TestNumbersStay pins the numbering: cell numbers are stored, so a change here
// needs every stored set rebuilt.
func TestNumbersStay(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		place    string
		lon, lat float64
		cell     int32
		id       string
	}{
		{"Notre-Dame de Paris", 2.3499, 48.853, 24594402, "CRS3035RES200mN2889000E3760400"},
		{"Ajaccio", 8.7386, 41.9192, 2383519, "CRS3035RES200mN2091400E4215800"},
		{"Pointe-à-Pitre", -61.5331, 16.2411, 32213733, "CRS5490RES200mN1796000E656600"},
		{"Fort-de-France", -61.0676, 14.6037, 32433040, "CRS5490RES200mN1615200E708000"},
		{"Cayenne", -52.326, 4.9372, 35521339, "CRS2972RES200mN545800E352800"},
		{"Saint-Denis", 55.4504, -20.8789, 36659709, "CRS2975RES200mN7690400E338800"},
		{"Mamoudzou", 45.2279, -12.7806, 36757363, "CRS4471RES200mN8587000E524600"},
	} {
		cell, ok := line.Locate(tc.lon, tc.lat)
		id, err := line.InseeID(cell)
		if !ok || err != nil || cell != tc.cell || id != tc.id {
			t.Errorf("{%q, %v, %v, %d, %q},", tc.place, tc.lon, tc.lat, cell, id)
		}
	}
}

func TestCells(t *testing.T) {
	replays(t, 20, func(t *testing.T, rnd *rand.Rand) {
		for range 500 {
			cell := rnd.Int32N(line.Size())
			tt, ok := line.TerritoryOf(cell)
			if !ok || cell < tt.Offset || cell >= tt.End() {
				t.Fatalf("cell %d is in %v", cell, tt)
			}
			e, n := tt.Corner(cell)
			for _, d := range [][2]float64{{0, 0}, {199.99, 0}, {0, 199.99}, {100, 100}} {
				if got, ok := tt.Cell(float64(e)+d[0], float64(n)+d[1]); !ok || got != cell {
					t.Errorf("%v m into cell %d is %d", d, cell, got)
				}
			}
			row, col := tt.RowCol(cell)
			if tt.Offset+row*tt.Width+col != cell || col >= tt.Width || row >= tt.Height {
				t.Errorf("cell %d is at %d, %d", cell, row, col)
			}
			lon, lat, ok := line.Centre(cell)
			if got, ok2 := line.Locate(lon, lat); !ok || !ok2 || got != cell {
				t.Errorf("the centre of %d, %v %v, is in %d", cell, lon, lat, got)
			}
			west, south, east, north := tt.Bounds()
			if lon < west || lon > east || lat < south || lat > north {
				t.Errorf("%s's bounds do not hold %v %v", tt.Code, lon, lat)
			}
			id, err := line.InseeID(cell)
			if err != nil {
				t.Error(err)
			}
			if got, err := line.ParseInseeID(id); err != nil || got != cell {
				t.Errorf("%s, of cell %d, is read as %d: %v", id, cell, got, err)
			}
		}
	})
}

func TestNowhere(t *testing.T) {
	t.Parallel()
	for _, cell := range []int32{-1, line.Size(), 1<<31 - 1} {
		if _, ok := line.TerritoryOf(cell); ok {
			t.Errorf("cell %d has a territory", cell)
		}
		if _, err := line.InseeID(cell); err == nil {
			t.Errorf("cell %d has an id", cell)
		}
		if _, _, ok := line.Centre(cell); ok {
			t.Errorf("cell %d has a centre", cell)
		}
	}
	nan := 0.0
	nan /= nan
	for _, p := range [][2]float64{{-74, 40.7}, {0, 0}, {-63.05, 18.07}, {nan, 45}, {2, nan}, {1e300, 1e300}, {2.35, -48.85}} {
		if cell, ok := line.Locate(p[0], p[1]); ok {
			t.Errorf("%v is in cell %d", p, cell)
		}
	}
	met, _ := line.ByCode("metropole")
	east, north := float64(met.E0+int(met.Width)*line.CellSide), float64(met.N0+int(met.Height)*line.CellSide)
	for _, p := range [][2]float64{{east, north - 1}, {east - 1, north}, {float64(met.E0) - 0.01, north - 1}, {nan, nan}} {
		if cell, ok := met.Cell(p[0], p[1]); ok {
			t.Errorf("%v is in cell %d", p, cell)
		}
	}
}

func TestInseeID(t *testing.T) {
	t.Parallel()
	// Ids that INSEE published: the first of its documentation, then one each
	// of its files for La Réunion (2015 and 2017) and Martinique.
	for _, id := range []string{
		"CRS3035RES200mN2029800E4252400",
		"CRS2975RES200mN7634200E0359400",
		"CRS2975RES200mN7634200E359400",
		"CRS5490RES200mN1592600E728800",
	} {
		cell, err := line.ParseInseeID(id)
		if err != nil {
			t.Error(err)
		}
		back, err := line.InseeID(cell)
		if err != nil || back != strings.Replace(id, "E0", "E", 1) {
			t.Errorf("%s comes back as %s: %v", id, back, err)
		}
	}
	for _, id := range []string{
		"", "CRS", "nonsense",
		"CRS3035RES1000mN2029800E4252400",        // another grid
		"CRS3035RES200mN2029900E4252400",         // off the grid
		"CRS3035RES200mN2029800E4252500",         // off the grid to the east
		"CRS2154RES200mN6600000E700000",          // not a grid of INSEE's
		"CRS3035RES200mN2029800",                 // no easting
		"CRS3035RES200mN-029800E4252400",         // signs
		"CRS3035RES200mN2029800E4252400 ",        // more after
		"CRS3035RES200mN200E200",                 // elsewhere
		"CRS3035RES200mN99999999999999E4252400",  // too long
		"CRS03035 RES200mN2029800E4252400",       // a space
		"crs3035res200mN2029800E4252400",         // lower case
		"CRS3035RES200mE4252400N2029800",         // swapped
		"CRS3035RES200mN2029800E4252400E4252400", // twice
	} {
		if cell, err := line.ParseInseeID(id); err == nil {
			t.Errorf("%q was read as %d", id, cell)
		} else if !strings.Contains(err.Error(), "CRS3035RES200mN2029800E4252400") {
			t.Errorf("%q: the error shows no example: %v", id, err)
		}
	}
}

func FuzzParseInseeID(f *testing.F) {
	f.Add("CRS3035RES200mN2029800E4252400")
	f.Add("CRS5490RES200mN01592600E0728800")
	f.Fuzz(func(t *testing.T, id string) {
		cell, err := line.ParseInseeID(id)
		if err != nil {
			return
		}
		back, err := line.InseeID(cell)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := line.ParseInseeID(back); err != nil || again != cell {
			t.Fatalf("%q is cell %d, whose id %q is %d: %v", id, cell, back, again, err)
		}
	})
}
