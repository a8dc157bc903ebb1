package export

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/pmtiles"
	"maillage/geo/pmtiles/pmtilestest"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// archived is an archive of tiles, and how many it is said to have.
func archived(t *testing.T, tiles *Tiles, zoom int) (*pmtilestest.Archive, int) {
	t.Helper()
	spool, err := os.Create(filepath.Join(t.TempDir(), "spool"))
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	var b bytes.Buffer
	n, err := tiles.Write(t.Context(), &b, spool, "INSEE", zoom, func(int, int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return pmtilestest.Open(t, b.Bytes()), n
}

// An archive has every tile that is drawn one by one, and no other.
func TestArchiveHasEveryTile(t *testing.T) {
	t.Parallel()
	d := covering(t, 11)
	for i, at := range []orb.Point{{2.4, 47.08}, {2.401, 47.081}, {2.3, 47.2}} {
		pop := inventory.Pop{Key: inventory.Key{Member: []string{"m", "n", "n"}[i], Code: string(rune('a' + i))}, Name: "P", Position: at,
			PositionSource: inventory.PositionGiven, Status: inventory.Planned, Audience: inventory.AudiencePrivate}
		if _, err := d.PutPop(t.Context(), operator, pop); err != nil {
			t.Fatal(err)
		}
	}
	now := d.Atlas.Now()
	err := d.Store.Read(t.Context(), operator, func(tx pgx.Tx) error {
		pops, err := postgres.Pops(t.Context(), tx, "n", "", 0)
		if err != nil {
			return err
		}
		zones, err := postgres.Zones(t.Context(), tx, "m", "", 0)
		if err != nil {
			return err
		}
		f := inventory.Filter{Technologies: []inventory.Technology{"ftth"}}
		answer := func(kind string) (*Tiles, func(z, x, y uint32) ([]byte, error)) {
			tiles, err := AnswerTiles(now, operator, kind, f)
			if err != nil {
				t.Fatal(err)
			}
			return tiles, func(z, x, y uint32) ([]byte, error) { return now.Tile(operator, kind, f, "", z, x, y) }
		}
		of := func(member string) inventory.Filter {
			return inventory.Filter{Statuses: inventory.Statuses, Members: []string{member}}
		}
		const zoom = 9
		for _, kind := range []string{atlas.TileCoverage, atlas.TileGaps, inventory.KindPops, inventory.KindZones} {
			var tiles *Tiles
			var one func(z, x, y uint32) ([]byte, error)
			switch kind {
			case inventory.KindPops:
				tiles = PopTiles(tx, operator, []string{"n"}, pops)
				one = func(z, x, y uint32) ([]byte, error) {
					return postgres.PopTile(t.Context(), tx, operator, of("n"), z, x, y)
				}
			case inventory.KindZones:
				tiles = ZoneTiles(tx, operator, []string{"m"}, zones)
				one = func(z, x, y uint32) ([]byte, error) {
					return postgres.ZoneTile(t.Context(), tx, operator, of("m"), z, x, y)
				}
			default:
				tiles, one = answer(kind)
			}
			a, n := archived(t, tiles, zoom)
			same(t, kind, a, n, zoom, one)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// same compares an archive with tiles drawn one by one: all of the first zooms,
// all of the later ones around the land, and all that it has.
func same(t *testing.T, kind string, a *pmtilestest.Archive, n int, zoom uint32, one func(z, x, y uint32) ([]byte, error)) {
	t.Helper()
	compare := func(id uint64, got []byte) {
		z, x, y, err := pmtiles.At(id)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := one(z, x, y); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%s %d/%d/%d: %d bytes, want %d: %v", kind, z, x, y, len(got), len(want), err)
		}
	}
	for z := range zoom + 1 {
		x0, x1, y0, y1 := uint32(0), uint32(1)<<z, uint32(0), uint32(1)<<z
		if z > 4 { // most of the small country lies at 2 to 3° E, 46 to 48° N
			x0, x1, y0, y1 = x0+uint32(0.5*float64(x1)), uint32(0.52*float64(x1)), uint32(0.34*float64(y1)), uint32(0.37*float64(y1))
		}
		for x := x0; x <= min(x1, 1<<z-1); x++ {
			for y := y0; y <= min(y1, 1<<z-1); y++ {
				id, err := pmtiles.ID(z, x, y)
				if err != nil {
					t.Fatal(err)
				}
				compare(id, a.Tile(id))
			}
		}
	}
	entries, _ := a.Every()
	for _, e := range entries {
		for id := e.ID; id < e.ID+uint64(e.Run); id++ {
			compare(id, a.Unzip(a.Data[e.Offset:e.Offset+uint64(e.Length)]))
		}
	}
	if int(a.Addressed) != n || n < int(zoom) {
		t.Errorf("%s: %d tiles, said %d", kind, a.Addressed, n)
	}
	if layers, _ := a.About()["vector_layers"].([]any); len(layers) != 1 || layers[0].(map[string]any)["id"] != kind {
		t.Errorf("%s: %v", kind, a.About())
	}
}

func TestArchiveOfNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	tiles, err := AnswerTiles(d.Atlas.Now(), operator, KindCoverage, inventory.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var e *inventory.Error
	if n, err := tiles.Write(t.Context(), nil, nil, "", 5, func(int, int, int) {}); !errors.As(err, &e) || e.Code != "nothing_drawn" {
		t.Errorf("%d %v", n, err)
	}
	if n, err := tiles.Write(t.Context(), nil, nil, "", MaxTileZoom+1, nil); !errors.As(err, &e) || e.Code != "out_of_range" {
		t.Errorf("%d %v", n, err)
	}
	if _, err := AnswerTiles(d.Atlas.Now(), operator, atlas.TileReach, inventory.Filter{}); err == nil {
		t.Error("reach is drawn for nobody")
	}
}
