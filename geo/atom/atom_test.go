package atom_test

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"maillage/geo/atom"
	"maillage/geo/line"
)

func TestSweep(t *testing.T) {
	scenes(t, 200, func(t *testing.T, s scene, first int32) {
		a := atom.Sweep(s.sets)
		if a.Members() != len(s.sets) {
			t.Fatalf("%d members, not %d", a.Members(), len(s.sets))
		}
		at := first
		for i, p := range a.Pieces() {
			if p.Lo < at || p.Lo >= p.Hi {
				t.Fatalf("piece %d, %v, out of order", i, p)
			}
			if i > 0 && a.Pieces()[i-1].Hi == p.Lo && a.Pieces()[i-1].Group == p.Group {
				t.Errorf("pieces %d and %d are one", i-1, i)
			}
			for ; at < p.Lo; at++ {
				if len(s.cover[at-first]) > 0 {
					t.Fatalf("cell %d is covered by %v but in no piece", at, s.cover[at-first])
				}
			}
			for ; at < p.Hi; at++ {
				if !sameMembers(a.Group(p.Group), s.cover[at-first]) {
					t.Fatalf("cell %d: group %v, covered by %v", at, a.Group(p.Group), s.cover[at-first])
				}
			}
		}
		for ; int(at-first) < len(s.cover); at++ {
			if len(s.cover[at-first]) > 0 {
				t.Fatalf("cell %d is covered but after the last piece", at)
			}
		}
	})
}

// TestStretches sweeps from each of a few cuts to the next apart, anywhere and
// more than once at one cell: the same pieces, number for number.
func TestStretches(t *testing.T) {
	scenes(t, 200, func(t *testing.T, s scene, first int32) {
		rnd := rand.New(rand.NewPCG(uint64(first), 9))
		cuts := []int32{0}
		for range rnd.IntN(7) {
			cuts = append(cuts, max(0, first-10+rnd.Int32N(int32(len(s.cover))+20)))
		}
		if rnd.IntN(4) == 0 {
			cuts = append(cuts, cuts[len(cuts)-1])
		}
		slices.Sort(cuts)
		got, want := atom.SweepStretches(s.sets, cuts), atom.SweepStretches(s.sets, []int32{0})
		if !slices.Equal(got.Pieces(), want.Pieces()) {
			t.Fatalf("cut at %v: pieces %v, not %v", cuts, got.Pieces(), want.Pieces())
		}
		if got.Groups() != want.Groups() {
			t.Fatalf("cut at %v: %d groups, not %d", cuts, got.Groups(), want.Groups())
		}
		for g := range int32(want.Groups()) {
			if !slices.Equal(got.Group(g), want.Group(g)) {
				t.Fatalf("cut at %v: group %d is %v, not %v", cuts, g, got.Group(g), want.Group(g))
			}
		}
	})
}

// TestCuts: stretches of a country have about as many ends each.
func TestCuts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 12))
	sets := make([]line.Set, 9)
	ends := 0
	for m := range sets {
		var b line.Builder
		for at := rnd.Int32N(1000); at < 2_000_000; at += 2 + rnd.Int32N(200) {
			b.Add(at, at+1)
		}
		sets[m] = b.Set()
		ends += 2 * len(sets[m])
	}
	cuts := append(atom.Cuts(sets, ends, 4), math.MaxInt32)
	for i, from := range cuts[:4] {
		in := 0
		for _, set := range sets {
			in += 2 * len(set.Clip(from, cuts[i+1]))
		}
		if in < ends/4-40 || in > ends/4+40 {
			t.Errorf("from %d there are %d ends of %d", from, in, ends)
		}
	}
}

func sameMembers(group []int32, cover []int) bool {
	return slices.EqualFunc(group, cover, func(a int32, b int) bool { return int(a) == b })
}

func TestSets(t *testing.T) {
	scenes(t, 150, func(t *testing.T, s scene, first int32) {
		whole := atom.Sweep(s.sets)
		for _, tc := range []struct {
			a    *atom.Atoms
			land bool
		}{{whole, false}, {whole.Restrict(s.land_), true}} {
			check := func(name string, got line.Set, want func(cover []int) bool) {
				cells := make([]bool, len(s.cover))
				for i, cover := range s.cover {
					cells[i] = (!tc.land || s.land[i]) && want(cover)
				}
				if !got.Equal(setOf(cells, first)) {
					t.Errorf("%s (land only: %v) is %v", name, tc.land, got)
				}
				if err := got.Valid(); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			check("Covered", tc.a.Covered(), func(c []int) bool { return len(c) > 0 })
			for d := 1; d <= 4; d++ {
				check("AtLeast", tc.a.AtLeast(d), func(c []int) bool { return len(c) >= d })
				check("Depth", tc.a.Depth(d), func(c []int) bool { return len(c) == d })
			}
			for m := range min(s.members, 5) {
				check("Reach", tc.a.Reach(m), func(c []int) bool { return slices.Contains(c, m) })
				check("Openings", tc.a.Openings(m), func(c []int) bool { return len(c) > 0 && !slices.Contains(c, m) })
				check("Opened", tc.a.Opened(m).Covered(), func(c []int) bool { return len(c) > 0 && !slices.Contains(c, m) })
				check("Only", tc.a.Only(m), func(c []int) bool { return slices.Equal(c, []int{m}) })
			}
		}
	})
}

// TestKeep compares with sweeping the kept members alone.
func TestKeep(t *testing.T) {
	scenes(t, 200, func(t *testing.T, s scene, _ int32) {
		keep := func(m int) bool { return m%3 != 1 }
		kept := make([]line.Set, len(s.sets))
		for m := range kept {
			if keep(m) {
				kept[m] = s.sets[m]
			}
		}
		got, want := atom.Sweep(s.sets).Keep(keep), atom.Sweep(kept)
		if got.Len() != want.Len() {
			t.Fatalf("%d pieces, not %d", got.Len(), want.Len())
		}
		for i, p := range got.Pieces() {
			q := want.Pieces()[i]
			if p.Lo != q.Lo || p.Hi != q.Hi || !slices.Equal(got.Group(p.Group), want.Group(q.Group)) {
				t.Fatalf("piece %d: %v %v, not %v %v", i, p, got.Group(p.Group), q, want.Group(q.Group))
			}
		}
	})
}

func TestFigures(t *testing.T) {
	scenes(t, 200, func(t *testing.T, s scene, _ int32) {
		whole := atom.Sweep(s.sets)
		figures(t, &s, whole, false)
		figures(t, &s, whole.Restrict(s.land_), true)
	})
}

func figures(t *testing.T, s *scene, a *atom.Atoms, land bool) {
	l := s.layer
	total := s.amount(land, func(_ int, c []int) bool { return len(c) > 0 })
	if got := a.Total(l); !same(got, total) {
		t.Errorf("Total %v, not %v", got, total)
	}
	if got := a.Total(nil); got.Area != total.Area || got.Weight != 0 {
		t.Errorf("Total without a layer %v", got)
	}
	byDepth := a.ByDepth(l)
	if byDepth[0] != (atom.Amount{}) {
		t.Error("depth 0 is not empty")
	}
	for d := 1; d <= s.members; d++ {
		want := s.amount(land, func(_ int, c []int) bool { return len(c) == d })
		var got atom.Amount
		if d < len(byDepth) {
			got = byDepth[d]
		}
		if !same(got, want) {
			t.Errorf("ByDepth %d: %v, not %v", d, got, want)
		}
	}
	byMember(t, s, a, land)
	shapley := a.Shapley(l)
	var sum atom.Share
	for _, v := range shapley {
		sum.KM2 += v.KM2
		sum.Weight += v.Weight
	}
	if !near(sum.KM2, total.KM2()) || !near(sum.Weight, total.Weight) {
		t.Errorf("Shapley values add up to %v, not %v", sum, total)
	}
	if s.members <= 8 {
		enumerated(t, s, land, shapley)
	}
}

// byMember checks the figures of each member, and of each two.
func byMember(t *testing.T, s *scene, a *atom.Atoms, land bool) {
	has := slices.Contains[[]int]
	l := s.layer
	pairs, given, shares := a.Pairs(l), a.Given(l), a.GivenShares(l)
	unique, opens, reaches := a.Unique(l), a.Opens(l), a.Reaches(l)
	for i := range min(s.members, 9) {
		column := atom.Share{}
		for j := range s.members {
			if want := s.amount(land, func(_ int, c []int) bool { return has(c, i) && has(c, j) }); !same(pairs[i][j], want) {
				t.Errorf("Pairs %d %d: %v, not %v", i, j, pairs[i][j], want)
			}
			if want := s.amount(land, func(_ int, c []int) bool { return has(c, j) && !has(c, i) }); !same(given[j][i], want) || want.Area == 0 && given[j][i].Weight != 0 {
				t.Errorf("Given %d to %d: %v, not %v", j, i, given[j][i], want)
			}
			column.KM2 += shares[j][i].KM2
			column.Weight += shares[j][i].Weight
		}
		want := s.amount(land, func(_ int, c []int) bool { return len(c) > 0 && !has(c, i) })
		if !same(opens[i], want) || want.Area == 0 && opens[i].Weight != 0 {
			t.Errorf("Opens %d: %v, not %v", i, opens[i], want)
		}
		if !near(column.KM2, want.KM2()) || !near(column.Weight, want.Weight) {
			t.Errorf("GivenShares to %d add up to %v, not %v", i, column, want)
		}
		if want := s.amount(land, func(_ int, c []int) bool { return slices.Equal(c, []int{i}) }); !same(unique[i], want) {
			t.Errorf("Unique %d: %v, not %v", i, unique[i], want)
		}
		if reaches[i] != pairs[i][i] {
			t.Errorf("Reaches %d: %v, not %v", i, reaches[i], pairs[i][i])
		}
	}
}

// enumerated computes Shapley values from their definition: the average, over
// all orders in which members may join, of what each adds when it does.
func enumerated(t *testing.T, s *scene, land bool, got []atom.Share) {
	n := s.members
	worth := make([]atom.Amount, 1<<n)
	for coalition := range worth {
		worth[coalition] = s.amount(land, func(_ int, c []int) bool {
			return slices.ContainsFunc(c, func(m int) bool { return coalition>>m&1 != 0 })
		})
	}
	factorial := []float64{1, 1, 2, 6, 24, 120, 720, 5040, 40320}
	for m := range n {
		var want atom.Share
		for coalition := range worth {
			if coalition>>m&1 != 0 {
				continue
			}
			k := bits.OnesCount(uint(coalition))
			f := factorial[k] * factorial[n-k-1] / factorial[n]
			with, without := worth[coalition|1<<m], worth[coalition]
			want.KM2 += f * (with.KM2() - without.KM2())
			want.Weight += f * (with.Weight - without.Weight)
		}
		if !near(got[m].KM2, want.KM2) || !near(got[m].Weight, want.Weight) {
			t.Errorf("Shapley value of %d is %v, by enumeration %v", m, got[m], want)
		}
	}
}

func TestUnits(t *testing.T) {
	scenes(t, 150, func(t *testing.T, s scene, first int32) {
		// Units that overlap, are empty, or reach beyond what is covered.
		units := append(slices.Clone(s.sets), s.land_, nil, line.Set{{Lo: 0, Hi: first + 10}, {Lo: first + 20, Hi: line.Size()}})
		slices.Reverse(units)
		u := atom.NewUnits(units)
		a := atom.Sweep(s.sets).Restrict(s.land_)
		got := a.ByUnit(u, s.layer)
		own := u.Amounts(s.layer)
		sparse := make(map[int][]atom.MemberAmount)
		last := -1
		a.ByUnitMember(u, s.layer, func(unit int, members []atom.MemberAmount) {
			if unit <= last {
				t.Errorf("unit %d visited after %d", unit, last)
			}
			last = unit
			sparse[unit] = slices.Clone(members)
		})
		for unit, set := range units {
			in := func(i int) bool { return set.Contains(first + int32(i)) }
			total := atom.Amount{Area: set.Area(), Weight: s.layer.Weight(set)}
			covered := s.amount(true, func(i int, c []int) bool { return in(i) && len(c) > 0 })
			depth := 0
			for i, c := range s.cover {
				if in(i) && s.land[i] {
					depth = max(depth, len(c))
				}
			}
			r := got[unit]
			if !same(r.Total, total) || !same(own[unit], total) || !same(r.Covered, covered) || r.DepthMax != depth {
				t.Errorf("unit %d: %+v, not %v %v %d", unit, r, total, covered, depth)
			}
			if (covered.Area > 0) != (len(sparse[unit]) > 0) {
				t.Errorf("unit %d: %d members, %d cm²", unit, len(sparse[unit]), covered.Area)
			}
			byMember := sparse[unit]
			for m := range s.members {
				want := s.amount(true, func(i int, c []int) bool { return in(i) && slices.Contains(c, m) })
				if want.Area == 0 {
					continue
				}
				if len(byMember) == 0 || int(byMember[0].Member) != m || !same(byMember[0].Amount, want) {
					t.Errorf("unit %d: member %d covers %v, not in %v", unit, m, want, byMember)
					break
				}
				byMember = byMember[1:]
			}
			if len(byMember) > 0 {
				t.Errorf("unit %d: %v cover nothing there", unit, byMember)
			}
		}
	})
}

// TestConcurrent asks one Atoms and one Units from many sides at once; the race
// detector watches what they remember.
func TestConcurrent(t *testing.T) {
	scenes(t, 3, func(t *testing.T, s scene, _ int32) {
		a, u := atom.Sweep(s.sets), atom.NewUnits(s.sets)
		want := a.Restrict(line.Set{{Lo: 0, Hi: line.Size()}}).ByUnit(atom.NewUnits(s.sets), s.layer)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				a.Pairs(s.layer)
				a.Shapley(nil)
				if got := a.ByUnit(u, s.layer); !slices.Equal(got, want) {
					t.Errorf("%v, not %v", got, want)
				}
			})
		}
		wg.Wait()
	})
}
