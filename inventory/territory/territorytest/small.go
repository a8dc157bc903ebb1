package territorytest

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"maillage/inventory/territory/builtin"
)

// The EPCI of the small country, each in a département of its own. Their first
// six communes by code are there, and Saint-Denis.
const (
	BourgesPlus = "241800507" // in the Cher (18)
	Chateauroux = "243600327" // in the Indre (36)
	SaintDenis  = "97411"     // in La Réunion
	Bourges     = "18033"
)

// SmallFile writes the small country as GeoJSON and returns the file's name.
// It is made up: codes, names, EPCI and inhabitants are real, the land is not.
//
// Twelve communes of about 7.5 by 8.3 km stand in three rows of four around the
// true place of Bourges, from 2.15 to 2.55° east and 46.975 to 47.2° north, with
// winding borders that neighbours share vertex by vertex: those of Châteauroux's
// EPCI in the two western columns, those of Bourges's in the eastern ones. A
// thirteenth, Saint-Denis, is a piece of La Réunion with an island before it.
func SmallFile(t testing.TB) string {
	t.Helper()
	type feature struct {
		Type       string         `json:"type"`
		Properties map[string]any `json:"properties"`
		Geometry   map[string]any `json:"geometry"`
	}
	var features []feature
	add := func(c *builtin.Commune, kind string, coordinates any) {
		features = append(features, feature{"Feature",
			map[string]any{"code": c.Code, "nom": c.Name, "departement": c.Departement, "epci": c.EPCI, "population": c.Population},
			map[string]any{"type": kind, "coordinates": coordinates}})
	}
	// By column and row from the south-west. Bourges, the third of its six, lands
	// where it truly is.
	places := map[string][][2]int{
		Chateauroux: {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0, 2}, {1, 2}},
		BourgesPlus: {{2, 0}, {3, 0}, {3, 1}, {2, 2}, {3, 2}},
	}
	list := builtin.France()
	for i := range list.Communes {
		c := &list.Communes[i]
		if c.Code == Bourges {
			add(c, "Polygon", [][][2]float64{square(2, 1)})
		} else if left := places[c.EPCI]; len(left) > 0 {
			add(c, "Polygon", [][][2]float64{square(left[0][0], left[0][1])})
			places[c.EPCI] = left[1:]
		}
	}
	c, ok := list.Commune(SaintDenis)
	if !ok || len(features) != 12 {
		t.Fatalf("the small country has %d communes, and Saint-Denis is there: %v", len(features), ok)
	}
	add(c, "MultiPolygon", [][][][2]float64{
		{{{55.40, -20.95}, {55.50, -20.96}, {55.51, -20.87}, {55.45, -20.86}, {55.40, -20.95}}},
		{{{55.46, -20.84}, {55.48, -20.84}, {55.47, -20.83}, {55.46, -20.84}}},
	})
	b, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": features})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "communes.geojson")
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// square is the ring of the commune in a column and row, counter-clockwise.
func square(column, row int) [][2]float64 {
	var ring [][2]float64
	side := func(c0, r0, c1, r1 int) {
		ring = append(ring, winding(c0, r0, c1, r1)...)
	}
	side(column, row, column+1, row)
	side(column+1, row, column+1, row+1)
	side(column+1, row+1, column, row+1)
	side(column, row+1, column, row)
	return append(ring, ring[0])
}

// winding goes from one corner of the grid to the next without the last vertex:
// the same vertices both ways.
func winding(c0, r0, c1, r1 int) [][2]float64 {
	const steps = 8
	forward := c0+r0 < c1+r1
	a, b := corner(c0, r0), corner(c1, r1)
	if !forward {
		a, b = b, a
	}
	line := make([][2]float64, steps+1)
	for i := range line {
		f := float64(i) / steps
		line[i] = [2]float64{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
		if i > 0 && i < steps {
			bend := 0.004 * math.Sin(9*f+40*a[0]+60*a[1])
			if c0 == c1 {
				line[i][0] += bend
			} else {
				line[i][1] += bend
			}
		}
		line[i] = [2]float64{math.Round(line[i][0]*1e5) / 1e5, math.Round(line[i][1]*1e5) / 1e5}
	}
	if !forward {
		for i, j := 0, steps; i < j; i, j = i+1, j-1 {
			line[i], line[j] = line[j], line[i]
		}
	}
	return line[:steps]
}

func corner(column, row int) [2]float64 {
	return [2]float64{2.15 + 0.1*float64(column), 46.975 + 0.075*float64(row)}
}
