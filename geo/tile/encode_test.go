package tile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"

	"maillage/geo/line"
)

// tileOf is the tile that holds a point.
func tileOf(lon, lat float64, z uint32) (x, y uint32) {
	u, v := toTile(lon, lat, z, 0, 0)
	return uint32(u / extent), uint32(v / extent)
}

// decode reads a tile back: shapes by depth.
func decode(tb testing.TB, data []byte) map[int32]orb.MultiPolygon {
	tb.Helper()
	out := map[int32]orb.MultiPolygon{}
	if data == nil {
		return out
	}
	layers, err := mvt.Unmarshal(data)
	if err != nil || len(layers) != 1 || layers[0].Name != "coverage" || layers[0].Version != 2 || layers[0].Extent != extent {
		tb.Fatalf("the tile reads as %v, %v", layers, err)
	}
	for _, f := range layers[0].Features {
		depth := int32(f.Properties["depth"].(float64))
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			out[depth] = append(out[depth], g)
		case orb.MultiPolygon:
			out[depth] = append(out[depth], g...)
		default:
			tb.Fatalf("a feature is a %T", g)
		}
	}
	return out
}

// patch is a random piece of a territory around a cell: blobs of cells.
func patch(rnd *rand.Rand, t line.Territory, row, col, size int32) (line.Set, []Piece) {
	depth := map[int32]int32{}
	for range 1 + rnd.IntN(12) {
		r, c, d := rnd.Int32N(size), rnd.Int32N(size), rnd.Int32N(4)
		h, w := 1+rnd.Int32N(size/3), 1+rnd.Int32N(size/3)
		for i := r; i < min(size, r+h); i++ {
			for j := c; j < min(size, c+w); j++ {
				depth[t.Offset+(row+i)*t.Width+col+j] = d
			}
		}
	}
	var land line.Builder
	var pieces []Piece
	for i := range size {
		lo := t.Offset + (row+i)*t.Width + col
		land.Add(lo, lo+size)
		for c := lo; c < lo+size; c++ {
			if depth[c] > 0 {
				pieces = append(pieces, Piece{c, c + 1, depth[c]})
			}
		}
	}
	return land.Set(), pieces
}

// From the zoom of cells on, a cell's centre is within the shape of its depth
// and no other, in every territory.
func TestNearTilesHoldTheirCells(t *testing.T) {
	t.Parallel()
	for _, terr := range line.Territories() {
		for seed := range uint64(12) {
			rnd := rand.New(rand.NewPCG(seed, 3))
			row, col := terr.Height/4+rnd.Int32N(terr.Height/2), terr.Width/4+rnd.Int32N(terr.Width/2)
			land, pieces := patch(rnd, terr, row, col, 24)
			d := New(land, pieces)
			z := cellZoom + uint32(rnd.IntN(6))
			depths := map[int32]int32{}
			for _, p := range pieces {
				depths[p.Lo] = p.Depth
			}
			shapes := map[[2]uint32]map[int32]orb.MultiPolygon{}
			for _, iv := range land {
				for cell := iv.Lo; cell < iv.Hi; cell++ {
					lon, lat, _ := line.Centre(cell)
					x, y := tileOf(lon, lat, z)
					at := [2]uint32{x, y}
					if shapes[at] == nil {
						data, err := d.Encode(z, x, y, "coverage", "depth")
						if err != nil {
							t.Fatal(err)
						}
						shapes[at] = decode(t, data)
					}
					u, v := toTile(lon, lat, z, x, y)
					for depth := int32(1); depth < 4; depth++ {
						if got := planar.MultiPolygonContains(shapes[at][depth], orb.Point{u, v}); got != (depths[cell] == depth) {
							t.Fatalf("%s, seed %d, tile %d/%d/%d: cell %d has depth %d; the shape of %d holds it: %v", terr.Code, seed, z, x, y, cell, depths[cell], depth, got)
						}
					}
				}
			}
		}
	}
}

// A lone cell is on the map at every zoom, in every territory.
func TestNothingVanishes(t *testing.T) {
	t.Parallel()
	for _, terr := range line.Territories() {
		cell := terr.Offset + terr.Height/2*terr.Width + terr.Width/2
		land := line.Set{{Lo: terr.Offset, Hi: terr.End()}}
		d := OfSet(land, line.Set{{Lo: cell, Hi: cell + 1}})
		lon, lat, _ := line.Centre(cell)
		for z := range uint32(MaxZoom + 1) {
			x, y := tileOf(lon, lat, z)
			data, err := d.Encode(z, x, y, "coverage", "depth")
			if err != nil {
				t.Fatal(err)
			}
			u, v := toTile(lon, lat, z, x, y)
			if !planar.MultiPolygonContains(decodeSet(t, d, z, x, y), orb.Point{u, v}) {
				t.Errorf("%s: the cell is not on tile %d/%d/%d (%d bytes)", terr.Code, z, x, y, len(data))
			}
		}
	}
}

func decodeSet(t *testing.T, d *Drawing, z, x, y uint32) orb.MultiPolygon {
	t.Helper()
	data, err := d.Encode(z, x, y, "coverage", "depth")
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, data)[1]
}

// The interpolated projection is within half a unit of the true one, at every
// zoom, at corners spread over each territory's rectangle.
func TestProjectionError(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 5))
	worst := 0.0
	for ti, terr := range line.Territories() {
		for z := range uint32(MaxZoom + 1) {
			for range 30 {
				shift := blockShift(z)
				row, col := rnd.Int32N(terr.Height)>>shift, rnd.Int32N(terr.Width)>>shift
				side := float64(int(line.CellSide) << shift)
				lon, lat := terr.CRS().Inverse(float64(terr.E0)+float64(col)*side, float64(terr.N0)+float64(row)*side)
				x, y := tileOf(lon, lat, z)
				var p projector
				p.aim(ti, terr, z, x, y, row, row+1, col, col+1)
				p.take(row)
				at := p.corner(col)
				eu, ev := toTile(lon, lat, z, x, y)
				worst = max(worst, math.Hypot(at.u-eu, at.v-ev))
			}
		}
	}
	t.Logf("the worst error is %.3f units", worst)
	if worst > 0.5 {
		t.Errorf("the worst error is %.3f units, want at most 0.5", worst)
	}
}

// Two tiles side by side have the same vertices where their buffers overlap.
func TestNoSeams(t *testing.T) {
	t.Parallel()
	metropole, _ := line.ByCode("metropole")
	for seed := range uint64(30) {
		rnd := rand.New(rand.NewPCG(seed, 19))
		row, col := 1500+rnd.Int32N(2500), 1500+rnd.Int32N(2500)
		land, pieces := patch(rnd, metropole, row, col, 200)
		d := New(land, pieces)
		lon, lat, _ := line.Centre(metropole.Offset + (row+100)*metropole.Width + col + 100)
		for z := uint32(4); z <= 13; z++ {
			x, y := tileOf(lon, lat, z)
			left, right := strip(t, d, z, x, y, extent), strip(t, d, z, x+1, y, 0)
			if fmt.Sprint(left) != fmt.Sprint(right) {
				t.Fatalf("seed %d: tiles %d/%d+1/%d differ at their seam:\n%v\n%v", seed, z, x, y, left, right)
			}
		}
	}
}

// strip counts the vertices near the upright line at u, as seen from it; those
// that clipping made are left out.
func strip(t *testing.T, d *Drawing, z, x, y uint32, u float64) map[string]int {
	t.Helper()
	data, err := d.Encode(z, x, y, "coverage", "depth")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for depth, mp := range decode(t, data) {
		for _, p := range mp {
			for _, r := range p {
				for _, v := range r[1:] {
					if math.Abs(v[0]-u) < buffer-1 && v[1] > -buffer+1 && v[1] < extent+buffer-1 {
						out[fmt.Sprint(depth, v[0]-u, v[1])]++
					}
				}
			}
		}
	}
	return out
}

// Outer rings are clockwise on screen, holes not, and no coordinate leaves the
// buffered tile.
func TestWindingAndClip(t *testing.T) {
	t.Parallel()
	metropole, _ := line.ByCode("metropole")
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 23))
		land, pieces := patch(rnd, metropole, 2500, 2500, 120)
		d := New(land, pieces)
		lon, lat, _ := line.Centre(metropole.Offset + 2560*metropole.Width + 2560)
		for z := range uint32(MaxZoom + 1) {
			x, y := tileOf(lon, lat, z)
			data, err := d.Encode(z, x, y, "coverage", "depth")
			if err != nil {
				t.Fatal(err)
			}
			for _, mp := range decode(t, data) {
				for _, p := range mp {
					for i, r := range p {
						if area := planar.Area(r); area == 0 || (area > 0) != (i == 0) { // v points downwards: what is clockwise there is not here
							t.Fatalf("seed %d, tile %d/%d/%d: ring %d has signed area %g", seed, z, x, y, i, area)
						}
						if b := r.Bound(); b.Min[0] < -buffer || b.Min[1] < -buffer || b.Max[0] > extent+buffer || b.Max[1] > extent+buffer {
							t.Fatalf("seed %d, tile %d/%d/%d: ring %d reaches %v", seed, z, x, y, i, b)
						}
					}
				}
			}
		}
	}
}

func TestEmptyAndImpossibleTiles(t *testing.T) {
	t.Parallel()
	metropole, _ := line.ByCode("metropole")
	d := OfSet(nil, line.Set{{Lo: metropole.Offset + 100, Hi: metropole.Offset + 200}})
	if data, err := d.Encode(8, 0, 0, "reach", ""); data != nil || err != nil {
		t.Errorf("a tile of the Pacific has %d bytes, %v; want none", len(data), err)
	}
	for _, c := range [][3]uint32{{17, 0, 0}, {1, 2, 0}, {1, 0, 2}, {0, 1, 0}, {32, 0, 0}, {1 << 31, 5, 5}} {
		if _, err := d.Encode(c[0], c[1], c[2], "reach", ""); err == nil {
			t.Errorf("tile %v is no error", c)
		}
	}
}
