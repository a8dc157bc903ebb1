package plan

import "math"

// instance is the problem in whole numbers: elements in a row, each with a
// weight, and candidates that cover runs of them. Elements are atoms: pieces of
// the demand that no candidate divides.
type instance struct {
	weight []int64 // of each element; more than 0
	class  []int32 // of each element: whom it opens to; nil where all are alike
	runs   []run   // of all candidates, one after the other
	first  []int32 // where each candidate's runs begin; one more than candidates
	id     []int32 // each candidate's index in the problem
	value  []int64 // the weight of all that each candidate covers
	near   *nearness
}

// run is the elements from lo up to but not including hi.
type run struct{ lo, hi int32 }

func (in *instance) size() int        { return len(in.id) }
func (in *instance) elements() int    { return len(in.weight) }
func (in *instance) of(c int32) []run { return in.runs[in.first[c]:in.first[c+1]] }
func (in *instance) total() (sum int64) {
	for _, w := range in.weight {
		sum += w
	}
	return sum
}

// weigh fills value in.
func (in *instance) weigh() {
	before := make([]int64, in.elements()+1)
	for e, w := range in.weight {
		before[e+1] = before[e] + w
	}
	in.value = make([]int64, in.size())
	for c := range in.value {
		for _, r := range in.of(int32(c)) {
			in.value[c] += before[r.hi] - before[r.lo]
		}
	}
}

// restrict returns the instance of some candidates alone, in the order given,
// without the elements that are done or that none of them covers; neighbours
// that none of them divides become one. from tells for each element of in where
// it went in the result: the element is the last whose entry is not more than
// its own, and it is kept if the next entry differs or it was joined (see fold).
func (in *instance) restrict(keep []int32, done []bool) (*instance, *folding) {
	m := in.elements()
	cut := make([]bool, m+1)
	depth := make([]int32, m+1)
	total := 0
	for _, c := range keep {
		for _, r := range in.of(c) {
			cut[r.lo], cut[r.hi] = true, true
			depth[r.lo]++
			depth[r.hi]--
			total++
		}
	}
	out := &instance{
		runs: make([]run, 0, total), first: make([]int32, 1, len(keep)+1),
		id: make([]int32, 0, len(keep)),
	}
	f := &folding{to: make([]int32, m), at: make([]int32, m+1)}
	var covered int32
	open := false // the last element of out may still grow
	for e := range m {
		covered += depth[e]
		if cut[e] || (in.class != nil && e > 0 && in.class[e] != in.class[e-1]) {
			open = false
		}
		f.at[e] = int32(len(out.weight))
		if open {
			f.at[e]-- // within the element that is growing; no run begins here
		}
		f.to[e] = -1
		if covered == 0 || (done != nil && done[e]) {
			continue
		}
		if !open {
			out.weight = append(out.weight, 0)
			if in.class != nil {
				out.class = append(out.class, in.class[e])
			}
			open = true
		}
		last := len(out.weight) - 1
		out.weight[last] += in.weight[e]
		f.to[e] = int32(last)
	}
	f.at[m] = int32(len(out.weight))
	for _, c := range keep {
		begin := len(out.runs)
		for _, r := range in.of(c) {
			out.runs = appendRun(out.runs, begin, run{f.at[r.lo], f.at[r.hi]})
		}
		out.first = append(out.first, int32(len(out.runs)))
		out.id = append(out.id, in.id[c])
	}
	out.weigh()
	return out, f
}

// folding tells where elements went: to the element they are part of, -1 for
// none.
type folding struct{ to, at []int32 }

// appendRun appends a run to those from begin on, joining it to the last where
// they touch, and leaving it out where it is empty.
func appendRun(runs []run, begin int, r run) []run {
	if r.lo >= r.hi {
		return runs
	}
	if n := len(runs); n > begin && runs[n-1].hi >= r.lo {
		runs[n-1].hi = max(runs[n-1].hi, r.hi)
		return runs
	}
	return append(runs, r)
}

// unit is the size of the whole numbers that stand for weights: weight times
// 2^shift. lost is what rounding may have changed in all, in those numbers.
type unit struct {
	shift int
	lost  float64
}

// mantissa is how many bits the sum of all weights may take: it leaves room for
// exact sums in float64 and for products with small counts in int64.
const mantissa = 51

// whole turns weights into whole numbers whose sum has at most mantissa bits.
// Weights that are whole numbers, or halves, quarters …, stay exact. Those that
// are too small to count become 0.
func whole(weights []float64) ([]int64, unit) {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	if !(sum > 0) {
		return make([]int64, len(weights)), unit{}
	}
	_, exp := math.Frexp(sum)
	u := unit{shift: mantissa - exp}
	out := make([]int64, len(weights))
	for i, w := range weights {
		scaled := math.Ldexp(w, u.shift)
		rounded := math.Round(scaled)
		out[i] = int64(rounded)
		u.lost += math.Abs(scaled - rounded)
	}
	u.lost *= 1 + 1e-9 // the sum of the differences has been rounded too
	return out, u
}

// weight returns the weight that a whole number stands for.
func (u unit) weight(n int64) float64 { return math.Ldexp(float64(n), -u.shift) }

// bound returns a weight that is not less than the true one of anything whose
// whole number is n at most.
func (u unit) bound(n int64) float64 {
	if u.lost == 0 {
		return u.weight(n)
	}
	return math.Nextafter(math.Ldexp(float64(n)+math.Ceil(u.lost), -u.shift), math.Inf(1))
}
