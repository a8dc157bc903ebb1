package tile

import (
	"math/rand/v2"
	"slices"
	"testing"

	"maillage/geo/atom"
	"maillage/geo/internal/terrain"
	"maillage/geo/line"
	"maillage/geo/raster"
)

func sorted(pieces []Piece) []Piece {
	slices.SortFunc(pieces, func(a, b Piece) int { return int(a.Lo) - int(b.Lo) })
	return pieces
}

// national is the coverage of 60 members with 12 circles each, over all
// communes.
func national(tb testing.TB) (line.Set, []Piece) {
	tb.Helper()
	communes, _ := terrain.Communes(tb)
	rnd := rand.New(rand.NewPCG(42, 42))
	var r raster.Rasterizer
	var all []line.Set
	for _, c := range communes {
		s, err := r.MultiPolygon(c.Shape)
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, slices.Clone(s))
	}
	members := make([]line.Set, 60)
	for m := range members {
		var zones []line.Set
		for range 12 {
			at := communes[rnd.IntN(len(communes))].Shape[0][0][0]
			s, err := raster.Circle(at[0], at[1], 5+rnd.Float64()*40)
			if err != nil {
				tb.Fatal(err)
			}
			zones = append(zones, s)
		}
		members[m] = line.UnionAll(zones)
	}
	land := line.UnionAll(all)
	a := atom.Sweep(members).Restrict(land)
	var pieces []Piece
	for _, p := range a.Pieces() {
		pieces = append(pieces, Piece{p.Lo, p.Hi, int32(len(a.Group(p.Group)))})
	}
	return land, pieces
}

// BenchmarkNational draws 400 tiles of zoom 5 to 12 around Paris and central
// France; "first" has the making of blocks in it.
func BenchmarkNational(b *testing.B) {
	land, pieces := national(b)
	var tiles [][3]uint32
	for z := uint32(5); z <= 12; z++ {
		for i := range 50 {
			lon, lat := -3+10*float64(i%7)/6, 43.5+6*float64(i/7)/7
			x, y := tileOf(lon, lat, z)
			tiles = append(tiles, [3]uint32{z, x, y})
		}
	}
	b.Logf("%d pieces, %d tiles", len(pieces), len(tiles))
	draw := func(b *testing.B, d *Drawing) {
		bytes := 0
		for _, t := range tiles {
			data, err := d.Encode(t[0], t[1], t[2], "coverage", "depth")
			if err != nil {
				b.Fatal(err)
			}
			bytes += len(data)
		}
		b.ReportMetric(float64(bytes)/float64(len(tiles)), "B/tile")
		b.ReportMetric(float64(len(tiles)), "tiles")
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			draw(b, New(land, pieces))
		}
	})
	b.Run("again", func(b *testing.B) {
		d := New(land, pieces)
		draw(b, d)
		for b.Loop() {
			draw(b, d)
		}
	})
	for _, z := range []uint32{0, 5, 7, 8, 9, 10, 12} {
		b.Run("z"+string(rune('0'+z/10))+string(rune('0'+z%10)), func(b *testing.B) {
			d := New(land, pieces)
			x, y := tileOf(2.4, 47, z)
			n := 0
			for b.Loop() {
				data, err := d.Encode(z, x, y, "coverage", "depth")
				if err != nil {
					b.Fatal(err)
				}
				n = len(data)
			}
			b.ReportMetric(float64(n), "B")
		})
	}
}
