package pmtiles

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/pmtiles/pmtilestest"
)

// Numbers that other programs give: the first zooms by the specification's
// picture, and one far away.
func TestKnownNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		z, x, y uint32
		id      uint64
	}{{0, 0, 0, 0}, {1, 0, 0, 1}, {1, 0, 1, 2}, {1, 1, 1, 3}, {1, 1, 0, 4}, {2, 0, 0, 5}, {12, 3423, 1763, 19078479}} {
		if id, err := ID(c.z, c.x, c.y); err != nil || id != c.id {
			t.Errorf("%d/%d/%d is %d %v, want %d", c.z, c.x, c.y, id, err, c.id)
		}
	}
	for _, c := range [][3]uint32{{0, 1, 0}, {3, 8, 0}, {3, 0, 8}, {25, 0, 0}} {
		if id, err := ID(c[0], c[1], c[2]); err == nil {
			t.Errorf("%v is %d", c, id)
		}
	}
	if _, _, _, err := At(first(MaxZoom + 1)); err == nil {
		t.Error("a number beyond the last zoom is a tile")
	}
}

// Every tile has a number of its own, the curve goes from one to a neighbour,
// and children stand within their parent.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for z := range uint32(8) {
		var before [2]int
		for id := first(z); id < first(z+1); id++ {
			gz, x, y, err := At(id)
			if back, again := ID(gz, x, y); err != nil || again != nil || gz != z || back != id {
				t.Fatalf("%d is %d/%d/%d, which is %d: %v %v", id, gz, x, y, back, err, again)
			}
			here := [2]int{int(x), int(y)}
			if dx, dy := here[0]-before[0], here[1]-before[1]; id > first(z) && dx*dx+dy*dy != 1 {
				t.Fatalf("from %v to %v", before, here)
			}
			before = here
			for _, c := range Children(id) {
				if cz, cx, cy, _ := At(c); cz != z+1 || cx>>1 != x || cy>>1 != y {
					t.Fatalf("%d/%d/%d has the child %d/%d/%d", z, x, y, cz, cx, cy)
				}
			}
		}
	}
}

// written is an archive of tiles.
func written(t *testing.T, tiles map[uint64][]byte) []byte {
	t.Helper()
	spool, err := os.Create(filepath.Join(t.TempDir(), "spool"))
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	w := NewWriter(spool)
	ids := make([]uint64, 0, len(tiles))
	for id := range tiles {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if err := w.Add(id, tiles[id]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	err = w.Write(&b, About{Name: "n", Attribution: "INSEE", Centre: orb.Point{-2.85, 15.05}, Bounds: orb.Bound{Min: orb.Point{-61.5, -21}, Max: orb.Point{55.8, 51.1}},
		Layers: []Layer{{ID: "coverage", Fields: map[string]string{"depth": "Number"}, MaxZoom: 12}}})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is written is read again, whatever the tiles: some alike, some in a row,
// so many that the root needs leaves or so few that it does not.
func TestArchives(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 3))
	for _, c := range []struct{ tiles, kinds, gap int }{{1, 1, 1}, {40, 3, 1}, {500, 500, 9}, {5000, 2, 2}, {30_000, 30_000, 60}} {
		tiles, distinct := map[uint64][]byte{}, map[string]bool{}
		for id := uint64(rnd.IntN(3)); len(tiles) < c.tiles; id += 1 + uint64(rnd.IntN(c.gap)) {
			tile := []byte(fmt.Sprint("tile ", rnd.IntN(c.kinds)))
			tiles[id], distinct[string(tile)] = tile, true
		}
		a := pmtilestest.Open(t, written(t, tiles))
		entries, leaves := a.Every()
		if a.Addressed != uint64(len(tiles)) || a.Entries != uint64(len(entries)) || a.Contents != uint64(len(distinct)) {
			t.Errorf("%+v: %d tiles in %d entries of %d contents; want %d, %d, %d", c, a.Addressed, a.Entries, a.Contents, len(tiles), len(entries), len(distinct))
		}
		if (leaves > 0) != (c.tiles >= 30_000) {
			t.Errorf("%+v: %d leaves", c, leaves)
		}
		read, end := 0, uint64(0)
		for i, e := range entries {
			if i > 0 && e.ID < entries[i-1].ID+uint64(entries[i-1].Run) {
				t.Fatalf("entry %d is of %d", i, e.ID)
			}
			if e.Offset > end { // clustered: the next in the file, or an earlier one
				t.Fatalf("entry %d is at %d, after %d", i, e.Offset, end)
			}
			end = max(end, e.Offset+uint64(e.Length))
			for id := e.ID; id < e.ID+uint64(e.Run); id++ {
				if got := a.Unzip(a.Data[e.Offset : e.Offset+uint64(e.Length)]); !bytes.Equal(got, tiles[id]) {
					t.Fatalf("tile %d is %q, want %q", id, got, tiles[id])
				}
				read++
			}
		}
		if read != len(tiles) || end != uint64(len(a.Data)) {
			t.Errorf("%+v: %d tiles in %d bytes", c, read, end)
		}
		for range 20 { // by the way that readers go
			id := uint64(rnd.IntN(c.tiles * c.gap))
			if got := a.Tile(id); !bytes.Equal(got, tiles[id]) {
				t.Errorf("%+v: tile %d is %q, want %q", c, id, got, tiles[id])
			}
		}
	}
}

func TestHeaderAndMetadata(t *testing.T) {
	t.Parallel()
	a := pmtilestest.Open(t, written(t, map[uint64][]byte{2: []byte("x"), first(5): []byte("y")}))
	if a.Clustered != 1 || a.InternalCompression != 2 || a.TileCompression != 2 || a.Kind != 1 || a.MinZoom != 1 || a.MaxZoom != 5 || a.CentreZoom != 5 {
		t.Errorf("%+v", a)
	}
	if a.West != -615000000 || a.South != -210000000 || a.East != 558000000 || a.North != 511000000 || a.X != -28500000 || a.Y != 150500000 {
		t.Errorf("%d %d %d %d, %d %d", a.West, a.South, a.East, a.North, a.X, a.Y)
	}
	m := a.About()
	if layers, _ := m["vector_layers"].([]any); m["name"] != "n" || m["attribution"] != "INSEE" || len(layers) != 1 || fmt.Sprint(layers[0]) != "map[fields:map[depth:Number] id:coverage maxzoom:12 minzoom:0]" {
		t.Errorf("%v", m)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	w := NewWriter(nil)
	if err := w.Write(nil, About{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("an archive of nothing: %v", err)
	}
	if err := w.Add(3, nil); err == nil {
		t.Error("an empty tile is taken")
	}
	if err := w.Add(first(MaxZoom+1), []byte("x")); err == nil {
		t.Error("a tile beyond the last zoom is taken")
	}
	spool, err := os.Create(filepath.Join(t.TempDir(), "spool"))
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	w = NewWriter(spool)
	for i, id := range []uint64{5, 6, 6, 4} {
		if err := w.Add(id, []byte("x")); (err == nil) != (i < 2) {
			t.Errorf("tile %d: %v", id, err)
		}
	}
}
