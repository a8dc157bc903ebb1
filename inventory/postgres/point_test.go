package postgres_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"maillage/inventory/postgres"
)

// Points go by the short way or the long one: the same bytes, the same points.
func TestPointsTheShortWay(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for range 1000 {
		p := orb.Point{r.NormFloat64() * 100, math.Float64frombits(r.Uint64())}
		if math.IsNaN(p[1]) || math.IsInf(p[1], 0) {
			continue
		}
		long, err := postgres.EncodeEWKB(p)
		if err != nil {
			t.Fatal(err)
		}
		if short := postgres.AppendPoint([]byte("x"), p); !bytes.Equal(short[1:], long) {
			t.Fatalf("seed %d: %v is %x the short way, %x the long way", seed, p, short[1:], long)
		}
		var back orb.Point
		if !postgres.ReadPoint(long, &back) || back != p {
			t.Fatalf("seed %d: %v read as %v", seed, p, back)
		}
		// One byte otherwise, anywhere: read as the long way reads it, or left to it.
		long[r.IntN(len(long))] ^= byte(1 + r.IntN(255))
		if g, err := postgres.DecodeEWKB(long); postgres.ReadPoint(long, &back) && (err != nil || g != orb.Geometry(back)) {
			t.Fatalf("seed %d: %x read as %v, the long way as %v (%v)", seed, long, back, g, err)
		}
	}
	empty, back := append(postgres.AppendPoint(nil, orb.Point{})[:9], bytes.Repeat([]byte{0, 0, 0, 0, 0, 0, 0xf8, 0x7f}, 2)...), orb.Point{1, 2}
	if postgres.ReadPoint(empty, &back) || postgres.ReadPoint(empty[:24], &back) || postgres.ReadPoint(nil, &back) || back != (orb.Point{1, 2}) {
		t.Error("an empty point, or part of one, was read as a point")
	}
}
