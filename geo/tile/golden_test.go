package tile

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/geo/line"
)

var update = flag.Bool("update", false, "write the golden tiles anew")

// Tiles as bytes, each with a twin that people can read in a diff.
func TestGoldenTiles(t *testing.T) {
	t.Parallel()
	d := goldenDrawing(t)
	for _, tile := range []struct {
		name     string
		lon, lat float64
		z        uint32
	}{
		{"world", 2, 47, 0},
		{"france", 2, 47, 5},
		{"berry", 2.4, 47.08, 8},
		{"bourges", 2.4, 47.08, 10},
		{"street", 2.6635, 47.08, 15},
		{"reunion", 55.5, -21.1, 9},
	} {
		t.Run(tile.name, func(t *testing.T) {
			t.Parallel()
			x, y := tileOf(tile.lon, tile.lat, tile.z)
			data, err := d.Encode(tile.z, x, y, "coverage", "depth")
			if err != nil || data == nil {
				t.Fatalf("%d bytes, %v", len(data), err)
			}
			twin := fmt.Sprintf("tile %d/%d/%d\n%s", tile.z, x, y, readable(t, data))
			path := filepath.Join("testdata", tile.name)
			if *update {
				if err := os.WriteFile(path+".mvt", data, 0o644); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path+".txt", []byte(twin), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			wantTwin, err := os.ReadFile(path + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(wantTwin), twin); diff != "" {
				t.Errorf("the tile differs (-want +got); if that is meant, go test ./geo/tile -run Golden -update\n%s", diff)
			}
			want, err := os.ReadFile(path + ".mvt")
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want, data) {
				t.Errorf("the shapes are the same but not the bytes: %d, want %d", len(data), len(want))
			}
		})
	}
}

// goldenDrawing is two discs around Bourges, one within the other with a hole,
// and one in La Réunion. They are counted out on the grid, so that tiles change
// with this package alone.
func goldenDrawing(t *testing.T) *Drawing {
	t.Helper()
	disc := func(lon, lat float64, radius int32) line.Set {
		cell, ok := line.Locate(lon, lat)
		if !ok {
			t.Fatalf("%g, %g is off the line", lon, lat)
		}
		terr, _ := line.TerritoryOf(cell)
		var b line.Builder
		for dy := -radius; dy <= radius; dy++ {
			half := radius
			for half*half+dy*dy > radius*radius {
				half--
			}
			b.Add(cell+dy*terr.Width-half, cell+dy*terr.Width+half+1)
		}
		return b.Set()
	}
	wide := disc(2.4, 47.08, 100)
	inner := line.Subtract(nil, disc(2.4, 47.08, 30), disc(2.42, 47.08, 10))
	island := disc(55.5, -21.1, 45)
	var pieces []Piece
	add := func(s line.Set, depth int32) {
		for _, iv := range s {
			pieces = append(pieces, Piece{iv.Lo, iv.Hi, depth})
		}
	}
	add(line.Subtract(nil, wide, inner), 1)
	add(inner, 3)
	add(island, 2)
	return New(line.UnionAll([]line.Set{wide, island}), sorted(pieces))
}

func readable(t *testing.T, data []byte) string {
	t.Helper()
	var b strings.Builder
	shapes := decode(t, data)
	for depth := int32(1); depth < 10; depth++ {
		for _, p := range shapes[depth] {
			for i, r := range p {
				kind := "outer"
				if i > 0 {
					kind = "hole"
				}
				fmt.Fprintf(&b, "depth %d %s:", depth, kind)
				for _, v := range r[:len(r)-1] {
					fmt.Fprintf(&b, " %g,%g", v[0], v[1])
				}
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}
