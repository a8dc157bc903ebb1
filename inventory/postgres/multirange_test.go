package postgres_test

import (
	"context"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/geo/line"
	"maillage/inventory/postgres"
)

// randomSet has up to n intervals over the whole line or a small piece of it.
func randomSet(r *rand.Rand, n int) line.Set {
	span := line.Size()
	if r.IntN(2) == 0 {
		span = int32(4*n + 1)
	}
	intervals := make([]line.Interval, r.IntN(n+1))
	for i := range intervals {
		lo := r.Int32N(span)
		intervals[i] = line.Interval{Lo: lo, Hi: lo + r.Int32N(min(span-lo, 9)+1)}
	}
	if set := line.FromIntervals(intervals); set != nil {
		return set
	}
	return line.Set{}
}

// TestMultirange: sets go in and come back the same, PostgreSQL writes them as we
// do, and its + * - are our union, intersection and difference.
func TestMultirange(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	pairs := [][2]line.Set{
		{{}, {}},
		{{{Lo: 0, Hi: line.Size()}}, {}},
		{{{Lo: 0, Hi: 1}, {Lo: line.Size() - 1, Hi: line.Size()}}, {{Lo: 1, Hi: 2}}},
	}
	for range 300 {
		n := 1 << r.IntN(9)
		pairs = append(pairs, [2]line.Set{randomSet(r, n), randomSet(r, n)})
	}
	for _, pair := range pairs {
		a, b := pair[0], pair[1]
		for name, mode := range modes {
			var back, union, both, difference line.Set
			var text string
			var count int64
			err := s.Pool.QueryRow(ctx, `SELECT a, a::text, a + b, a * b, a - b,
				(SELECT coalesce(sum(upper(i) - lower(i)), 0)::bigint FROM unnest(a) AS i)
				FROM (SELECT $1::int4multirange AS a, $2::int4multirange AS b) AS s`, mode, a, b).
				Scan(&back, &text, &union, &both, &difference, &count)
			if err != nil {
				t.Fatalf("seed %d, %s: %v", seed, name, err)
			}
			if text != a.String() || !back.Equal(a) || back == nil || count != a.Count() {
				t.Fatalf("seed %d, %s: %v went in as %s, %d cells, and came back as %v", seed, name, a, text, count, back)
			}
			for op, sets := range map[string][2]line.Set{
				"+": {line.Union(nil, a, b), union}, "*": {line.Intersect(nil, a, b), both}, "-": {line.Subtract(nil, a, b), difference},
			} {
				if !sets[0].Equal(sets[1]) {
					t.Fatalf("seed %d: %v %s %v: ours %v, PostgreSQL's %v", seed, a, op, b, sets[0], sets[1])
				}
			}
		}
	}
}

func TestMultirangeNull(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	var null, empty bool
	if err := s.Pool.QueryRow(ctx, "SELECT $1::int4multirange IS NULL, isempty($2::int4multirange)", line.Set(nil), line.Set{}).Scan(&null, &empty); err != nil || !null || !empty {
		t.Error(null, empty, err)
	}
	none, nothing := line.Set{{Lo: 1, Hi: 2}}, line.Set(nil)
	if err := s.Pool.QueryRow(ctx, "SELECT NULL::int4multirange, '{}'::int4multirange").Scan(&none, &nothing); err != nil || none != nil || nothing == nil || len(nothing) != 0 {
		t.Errorf("NULL %#v, empty %#v, %v", none, nothing, err)
	}
	all := []line.Set{{{Lo: 1, Hi: 2}}, {}, {{Lo: 5, Hi: 9}, {Lo: 11, Hi: 12}}}
	var back []line.Set
	if err := s.Pool.QueryRow(ctx, "SELECT $1::int4multirange[]", all).Scan(&back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(all, back); d != "" {
		t.Error(d)
	}
}

// TestMultirangeRefused: ranges that are no cells of the line are an error.
func TestMultirangeRefused(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	for _, sql := range []string{"{[-1,5)}", "{(,5)}", "{[5,)}", "{(,)}", "{[0,2147483647)}"} {
		for name, mode := range modes {
			var set line.Set
			if err := s.Pool.QueryRow(ctx, "SELECT $1::int4multirange", mode, sql).Scan(&set); err == nil {
				t.Errorf("%s, %s was read as %v", sql, name, set)
			}
		}
	}
}

// FuzzDecodeMultirange: any bytes give a valid set or an error, and what is read
// is written again as it was.
func FuzzDecodeMultirange(f *testing.F) {
	for _, set := range []line.Set{{}, {{Lo: 0, Hi: 1}}, {{Lo: 3, Hi: 9}, {Lo: 10, Hi: 900}}} {
		f.Add(postgres.AppendMultirange(nil, set))
	}
	for _, h := range []string{"", "00", "ffffffff", "00000001", "7fffffff0000001102", "000000010000001102000000040000000900000004000000010"[:50]} {
		b, err := hex.DecodeString(h)
		if err != nil {
			f.Fatal(h, err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		set, err := postgres.DecodeMultirange(b)
		if err != nil {
			return
		}
		if err := set.Valid(); err != nil {
			t.Fatalf("%x was read as %v: %v", b, set, err)
		}
		if again := postgres.AppendMultirange(nil, set); !slices.Equal(b, again) {
			t.Fatalf("%x was written again as %x", b, again)
		}
	})
}

func BenchmarkMultirange(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	set := make(line.Set, 0, 100_000)
	for lo := int32(0); len(set) < cap(set); {
		hi := lo + 1 + r.Int32N(50)
		set = append(set, line.Interval{Lo: lo, Hi: hi})
		lo = hi + 1 + r.Int32N(50)
	}
	bytes := postgres.AppendMultirange(nil, set)
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(bytes)))
		for b.Loop() {
			if _, err := postgres.DecodeMultirange(bytes); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.SetBytes(int64(len(bytes)))
		for b.Loop() {
			bytes = postgres.AppendMultirange(bytes[:0], set)
		}
	})
}
