package line_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"maillage/geo/internal/terrain"
	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/geo/raster"
)

// reaches are 60 members' sets, each the union of 12 zones of some 264 communes,
// the zones themselves, and a layer of the communes' inhabitants; as sets, and as
// bitmaps of runs.
type reaches struct {
	members, zones   []line.Set
	bitmaps, zoneMap []*roaring.Bitmap
	population       *layer.Layer
}

var drawReaches = sync.OnceValues(func() (reaches, error) {
	var r reaches
	var b layer.Builder
	communes, _ := terrain.Communes(&testing.B{})
	type place struct {
		set  line.Set
		x, y float64
	}
	var places []place
	var rasterizer raster.Rasterizer
	for _, c := range communes {
		if len(c.Departement) != 2 {
			continue // overseas
		}
		s, err := rasterizer.MultiPolygon(c.Shape)
		if err != nil {
			return r, err
		}
		if len(s) == 0 {
			continue
		}
		if err := b.Spread(s, c.Population); err != nil {
			return r, err
		}
		at := c.Shape.Bound().Center()
		places = append(places, place{s, at[0] * math.Cos(at[1]*math.Pi/180), at[1]})
	}
	r.population = b.Build()
	rnd := rand.New(rand.NewPCG(60, 12))
	for range 60 {
		var zones []line.Set
		for range 12 {
			at := places[rnd.IntN(len(places))]
			far := func(p place) float64 { return (p.x-at.x)*(p.x-at.x) + (p.y-at.y)*(p.y-at.y) }
			near := slices.SortedFunc(slices.Values(places), func(a, b place) int { return cmp.Compare(far(a), far(b)) })
			var sets []line.Set
			for _, p := range near[:min(264, len(near))] {
				sets = append(sets, p.set)
			}
			zones = append(zones, line.UnionAll(sets))
		}
		r.zones = append(r.zones, zones...)
		r.members = append(r.members, line.UnionAll(zones))
	}
	for _, s := range r.members {
		r.bitmaps = append(r.bitmaps, bitmapOf(s))
	}
	for _, s := range r.zones {
		r.zoneMap = append(r.zoneMap, bitmapOf(s))
	}
	return r, nil
})

func bitmapOf(s line.Set) *roaring.Bitmap {
	b := roaring.New()
	for _, iv := range s {
		b.AddRange(uint64(iv.Lo), uint64(iv.Hi))
	}
	b.RunOptimize()
	return b
}

// BenchmarkAgainstRoaring compares sets with RoaringBitmap on what the atlas does
// with them: two members' reaches at a time, all zones at once, inhabitants.
func BenchmarkAgainstRoaring(b *testing.B) {
	r, err := drawReaches()
	if err != nil {
		b.Fatal(err)
	}
	n := len(r.members)
	pair := func(i int) (int, int) { return i % n, (i*7 + 1 + i%n) % n }
	both := func(name string, ours func(i, j int), theirs func(i, j int)) {
		for side, do := range map[string]func(i, j int){"ours": ours, "roaring": theirs} {
			b.Run(name+"/"+side, func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					do(pair(i))
				}
			})
		}
	}
	var dst line.Set
	both("union", func(i, j int) { dst = line.Union(dst, r.members[i], r.members[j]) },
		func(i, j int) { roaring.Or(r.bitmaps[i], r.bitmaps[j]) })
	both("intersection", func(i, j int) { dst = line.Intersect(dst, r.members[i], r.members[j]) },
		func(i, j int) { roaring.And(r.bitmaps[i], r.bitmaps[j]) })
	both("difference", func(i, j int) { dst = line.Subtract(dst, r.members[i], r.members[j]) },
		func(i, j int) { roaring.AndNot(r.bitmaps[i], r.bitmaps[j]) })
	both("cells of both", func(i, j int) { line.Overlap(r.members[i], r.members[j]) },
		func(i, j int) { r.bitmaps[i].AndCardinality(r.bitmaps[j]) })
	both("cells", func(i, _ int) { r.members[i].Count() }, func(i, _ int) { r.bitmaps[i].GetCardinality() })
	both("inhabitants", func(i, _ int) { r.population.Weight(r.members[i]) }, func(i, _ int) { weigh(r.population, r.bitmaps[i]) })
	both("union of 720 zones", func(int, int) { line.UnionAll(r.zones) }, func(int, int) { roaring.FastOr(r.zoneMap...) })
	var ours, theirs, packed, packedTheirs int
	for i, s := range r.zones {
		wire, err := s.MarshalBinary()
		if err != nil {
			b.Fatal(err)
		}
		ours, theirs = ours+8*len(s), theirs+int(r.zoneMap[i].GetSizeInBytes())
		packed, packedTheirs = packed+len(wire), packedTheirs+int(r.zoneMap[i].GetSerializedSizeInBytes())
	}
	memory := func(name string, inMemory, written int) {
		b.Run("720 zones/"+name, func(b *testing.B) {
			b.ReportMetric(float64(inMemory), "B-in-memory")
			b.ReportMetric(float64(written), "B-written")
			b.ReportMetric(0, "ns/op")
		})
	}
	memory("ours", ours, packed)
	memory("roaring", theirs, packedTheirs)
}

// weigh adds up run by run, which is the best that a bitmap's iterator allows: it
// yields cells.
func weigh(l *layer.Layer, b *roaring.Bitmap) float64 {
	var sum float64
	cursor := l.Cursor()
	var cells [1024]uint32
	it := b.ManyIterator()
	lo, hi := uint32(0), uint32(0)
	for n := it.NextMany(cells[:]); n > 0; n = it.NextMany(cells[:]) {
		for _, c := range cells[:n] {
			if c != hi {
				sum += cursor.Between(int32(lo), int32(hi))
				lo = c
			}
			hi = c + 1
		}
	}
	return sum + cursor.Between(int32(lo), int32(hi))
}

// TestRoaringAgrees: without this the benchmark would compare nothing.
func TestRoaringAgrees(t *testing.T) {
	replays(t, 100, func(t *testing.T, rnd *rand.Rand) {
		size, first := 1+rnd.IntN(300), rnd.Int32N(1<<20)
		a, c := drawBitmap(rnd, size, first).set(), drawBitmap(rnd, size, first).set()
		for name, s := range map[string][2]line.Set{
			"union":        {line.Union(nil, a, c), setOf(roaring.Or(bitmapOf(a), bitmapOf(c)))},
			"intersection": {line.Intersect(nil, a, c), setOf(roaring.And(bitmapOf(a), bitmapOf(c)))},
			"difference":   {line.Subtract(nil, a, c), setOf(roaring.AndNot(bitmapOf(a), bitmapOf(c)))},
		} {
			if !s[0].Equal(s[1]) {
				t.Errorf("%s is %v, by roaring %v", name, s[0], s[1])
			}
		}
	})
}

func setOf(b *roaring.Bitmap) line.Set {
	var cells []int32
	for _, c := range b.ToArray() {
		cells = append(cells, int32(c))
	}
	return line.FromCells(cells)
}
