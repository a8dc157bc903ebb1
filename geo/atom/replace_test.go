package atom_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"maillage/geo/atom"
	"maillage/geo/line"
)

// TestReplace makes chains of random changes: after each, the atoms are those of
// a sweep of what everybody covers by then, number for number, and so are the
// figures of units, to the last bit.
func TestReplace(t *testing.T) {
	scenes(t, 150, func(t *testing.T, s scene, first int32) {
		rnd := rand.New(rand.NewPCG(uint64(first), uint64(len(s.cover))))
		units := atom.NewUnits(unitsOf(rnd, first, len(s.cover)))
		sets := slices.Clone(s.sets)
		a := atom.Sweep(sets)
		x := a.Cross(units, s.layer)
		for step := range 8 {
			if len(sets) == 0 {
				return
			}
			m := rnd.IntN(len(sets))
			sets[m] = changed(rnd, sets[m], first, len(s.cover))
			a.ByGroup(s.layer) // what has been asked is mended, not counted again
			x.ByUnit()
			earlier := x
			var c *atom.Change
			var touched []int32
			a, c = a.Replace(m, sets[m])
			x, touched = x.Replace(a, c)
			want := atom.Sweep(sets)
			if got, want := a.ByGroup(s.layer), want.ByGroup(s.layer); !slices.Equal(got, want) {
				t.Fatalf("step %d: groups weigh %v, not %v", step, got, want)
			}
			for unit, figures := range x.ByUnit() {
				if _, ok := slices.BinarySearch(touched, int32(unit)); !ok && figures != earlier.ByUnit()[unit] {
					t.Fatalf("step %d: unit %d has changed, but is not told to", step, unit)
				}
			}
			if !slices.Equal(a.Pieces(), want.Pieces()) {
				t.Fatalf("step %d: pieces %v, not %v", step, a.Pieces(), want.Pieces())
			}
			if a.Groups() != want.Groups() {
				t.Fatalf("step %d: %d groups, not %d", step, a.Groups(), want.Groups())
			}
			for g := range int32(want.Groups()) {
				if !slices.Equal(a.Group(g), want.Group(g)) {
					t.Fatalf("step %d: group %d is %v, not %v", step, g, a.Group(g), want.Group(g))
				}
			}
			if got, want := x.ByUnit(), want.ByUnit(units, s.layer); !slices.Equal(got, want) {
				t.Fatalf("step %d: units %v, not %v", step, got, want)
			}
			byMember := func(x *atom.Cross) (list []atom.MemberAmount) {
				x.ByUnitMember(func(unit int, members []atom.MemberAmount) {
					list = append(append(list, atom.MemberAmount{Member: int32(-1 - unit)}), members...)
				})
				return list
			}
			some := byUnits(x, touched)
			if want := slices.DeleteFunc(byUnits(want.Cross(units, s.layer), all(units.Len())), func(m member) bool {
				_, ok := slices.BinarySearch(touched, m.unit)
				return !ok
			}); !slices.Equal(some, want) {
				t.Fatalf("step %d: of the units touched, members cover %v, not %v", step, some, want)
			}
			for other := range sets {
				got, want := byMember(x.Opened(other)), byMember(want.Opened(other).Cross(units, s.layer))
				if !slices.Equal(got, want) {
					t.Fatalf("step %d: what is opened to %d is %v, not %v", step, other, got, want)
				}
			}
		}
	})
}

// member is what one member covers of a unit.
type member struct {
	unit int32
	atom.MemberAmount
}

func byUnits(x *atom.Cross, units []int32) (out []member) {
	x.EachMember(units, func(unit int, members []atom.MemberAmount) {
		for _, m := range members {
			out = append(out, member{int32(unit), m})
		}
	})
	return out
}

func all(n int) []int32 {
	units := make([]int32, n)
	for i := range units {
		units[i] = int32(i)
	}
	return units
}

// changed is another set, one with a part more or less, an empty one, or the
// same again.
func changed(rnd *rand.Rand, s line.Set, first int32, n int) line.Set {
	lo := first + rnd.Int32N(int32(n)+1)
	part := line.Set{{Lo: lo, Hi: lo + 1 + rnd.Int32N(20)}}
	switch rnd.IntN(6) {
	case 0:
		return nil
	case 1:
		return s
	case 2:
		return line.Union(nil, s, part)
	case 3:
		return line.Subtract(nil, s, part)
	case 4:
		return part
	}
	var b line.Builder
	for at := first; at < first+int32(n); {
		hi := min(at+1+rnd.Int32N(9), first+int32(n))
		if rnd.IntN(2) == 0 {
			b.Add(at, hi)
		}
		at = hi
	}
	return b.Set()
}

// unitsOf cuts a stretch into units in a random way, some of them overlapping.
func unitsOf(rnd *rand.Rand, first int32, n int) []line.Set {
	cells := make([][]int32, 2+rnd.IntN(12))
	for c := first; c < first+int32(n); c++ {
		for range 1 + rnd.IntN(2) {
			u := rnd.IntN(len(cells))
			cells[u] = append(cells[u], c)
		}
	}
	sets := make([]line.Set, len(cells))
	for i, cs := range cells {
		sets[i] = line.FromCells(cs)
	}
	return sets
}

// TestOpeners compares with the column of Given.
func TestOpeners(t *testing.T) {
	scenes(t, 100, func(t *testing.T, s scene, _ int32) {
		a := atom.Sweep(s.sets)
		given := a.Given(s.layer)
		for m := range s.sets {
			for giver, got := range a.Openers(m, s.layer) {
				want := given[giver][m]
				if got.Area != want.Area || giver != m && !nearly(got.Weight, want.Weight) {
					t.Fatalf("%d opens %v to %d, not %v", giver, got, m, want)
				}
			}
		}
	})
}

func nearly(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 }
