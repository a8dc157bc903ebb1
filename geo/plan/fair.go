package plan

import (
	"math"
	"math/bits"
	"slices"
)

// fairness is how the fair objectives value what each member has in the end, in
// units of weight, Base included.
type fairness struct {
	objective Objective
	base      []float64 // Base, and what required candidates bring
	scale     float64   // a typical amount: keeps powers within range
}

func (pr *Prepared) fairness() *fairness {
	f := &fairness{objective: pr.problem.Objective, base: make([]float64, len(pr.problem.Members))}
	for i, m := range pr.problem.Members {
		f.base[i] = m.Base
		if m.Base == 0 && f.objective == Proportional {
			f.base[i] = 1
		}
	}
	for _, r := range pr.forced {
		for m, w := range pr.byMember(r.classes) {
			f.base[m] += w
		}
	}
	f.scale = 1
	for _, b := range f.base {
		f.scale = max(f.scale, b)
	}
	f.scale = max(f.scale, pr.unit.weight(pr.extent)/float64(len(f.base)+1))
	return f
}

// value is the least that a member has, or the geometric mean.
func (f *fairness) value(has []float64) float64 {
	if f.objective == Leximin {
		return slices.Min(has)
	}
	return math.Exp(f.logs(has) / float64(len(has)))
}

func (f *fairness) logs(has []float64) (sum float64) {
	for _, h := range has {
		sum += math.Log(h)
	}
	return sum
}

// compare is above 0 where a is fairer than b.
func (f *fairness) compare(a, b []float64) int {
	if f.objective == Proportional {
		d := f.logs(a) - f.logs(b)
		switch {
		case d > 1e-12:
			return 1
		case d < -1e-12:
			return -1
		}
		return 0
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	for i := range a {
		if d := a[i] - b[i]; math.Abs(d) > 1e-9*(a[i]+b[i]) {
			if d > 0 {
				return 1
			}
			return -1
		}
	}
	return 0
}

// soft is a concave sum over members that stands for the objective where one is
// built up step by step: logarithms, or for leximin a power that cares the more
// for those behind the higher it is (Atkinson; "alpha-fairness").
func (f *fairness) soft(has []float64, power float64) (sum float64) {
	for _, h := range has {
		x := (h + f.floor()) / f.scale
		if power == 1 {
			sum += math.Log(x)
		} else {
			sum -= math.Pow(x, 1-power)
		}
	}
	return sum
}

// floor keeps what nothing has from being worth everything.
func (f *fairness) floor() float64 {
	if f.objective == Proportional {
		return 0
	}
	return f.scale * 1e-3
}

// slope is how much a little more for each member would add to soft, the steepest
// being 1.
func (f *fairness) slope(has []float64, power float64) []float64 {
	out := make([]float64, len(has))
	for m, h := range has {
		out[m] = math.Pow((h+f.floor())/f.scale, -power)
	}
	most := slices.Max(out)
	for m := range out {
		out[m] = max(out[m]/most, 1e-9)
	}
	return out
}

// ceiling is what no plan can exceed, if none wins more than most when members'
// winnings are summed with these slopes; around is where the tangent touches, for
// the geometric mean.
//
// The least is not more than any weighted mean. A logarithm lies below its
// tangents; with slope 1/around the sum of logarithms lies below that of the
// tangents, which is linear in the winnings.
func (f *fairness) ceiling(slope, around []float64, most float64) float64 {
	const up = 1 + 1e-11 // sums of floating point numbers err by less
	if f.objective == Leximin {
		var sum, all float64
		for m, s := range slope {
			sum += s * f.base[m]
			all += s
		}
		return (sum + most) / all * up
	}
	// slope is k/around, so that most/k bounds the sum of winnings by around.
	k := slope[0] * around[0]
	for m := range slope {
		k = min(k, slope[m]*around[m])
	}
	sum := most / k
	for m, c := range around {
		sum += math.Log(c) - 1 + f.base[m]/c
	}
	return math.Exp(sum/float64(len(around))) * up
}

// fine is how finely slopes are cut: in whole numbers of 2^-fine.
const fine = 30

// weighted returns the instance in which what opens to each member counts by its
// slope, not less, and the unit of its weights.
func (pr *Prepared) weighted(slope []float64) (*instance, unit) {
	factor := make([]uint64, len(pr.classes.members))
	most := 1.0
	for class, members := range pr.classes.members {
		var sum float64
		for _, m := range members {
			sum += slope[m]
		}
		most = max(most, sum)
		factor[class] = uint64(math.Ceil(math.Ldexp(sum, fine))) + 1
	}
	_, exp := math.Frexp(most) // so many bits more than the weights had: take them off
	in := *pr.free
	in.near = nil
	in.weight = make([]int64, len(pr.free.weight))
	shift := uint(fine + exp)
	for e, w := range pr.free.weight {
		hi, lo := bits.Mul64(uint64(w), factor[pr.free.class[e]])
		in.weight[e] = int64(hi<<(64-shift)|lo>>shift) + 1
	}
	in.weigh()
	return &in, unit{shift: pr.unit.shift - exp, lost: pr.unit.lost * 2}
}
