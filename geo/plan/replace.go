package plan

import (
	"fmt"
	"math"
	"slices"
)

// Replacement is a candidate in the place of one that is dropped.
type Replacement struct {
	Candidate int     // index in the problem
	Value     float64 // of the whole plan with it
	Cost      Cents   // its own; NoCost when unknown
}

// Replacements is what could take the place of one pick of a plan.
type Replacements struct {
	Value   float64       // of the plan as it is
	Without float64       // with the pick dropped and none in its place
	Best    []Replacement // what makes the best plan first
}

// Replace tells what could take the place of one pick of a plan: at most n
// candidates that fit the budget and are worth more than none. Picks are indexes in
// the problem, required ones among them or not; the dropped one need not be among
// them, and cannot be required (ErrRequired). A target's budget fits everything;
// values are then those of what is won.
func (pr *Prepared) Replace(b Budget, picks []int, drop, n int) (*Replacements, error) {
	for _, f := range pr.forced {
		if f.candidate == drop {
			return nil, fmt.Errorf("candidate %q: %w", pr.problem.Candidates[drop].Code, ErrRequired)
		}
	}
	if b.Share > 0 {
		b = Budget{Count: Unlimited, Cost: Unlimited}
	}
	l, err := pr.limit(b)
	if err != nil {
		return nil, err
	}
	local := make(map[int]int32, pr.free.size())
	for c, id := range pr.free.id {
		local[int(id)] = int32(c)
	}
	k := newCover(pr.free)
	var x *even
	if o := pr.problem.Objective; o == Leximin || o == Proportional {
		x = newEven(pr, pr.fairness(), l)
		k = x.k
	}
	for _, p := range picks {
		c, ok := local[p]
		if !ok || p == drop || !l.take(p) {
			continue
		}
		if x != nil {
			x.add(c)
		} else {
			k.add(c)
		}
	}
	value := func(c int32) float64 { return pr.unit.weight(pr.base + k.won + k.gain(c)) }
	out := &Replacements{Without: pr.unit.weight(pr.base + k.won)}
	if x != nil {
		value = func(c int32) float64 { return x.f.value(x.with(c)) }
		out.Without = x.f.value(x.has)
	}
	out.Value = out.Without
	if c, ok := local[drop]; ok && slices.Contains(picks, drop) {
		out.Value = value(c)
	}
	most := func(int) float64 { return math.Inf(1) }
	if x == nil {
		most = func(c int) float64 { return pr.unit.weight(pr.base + k.won + pr.free.value[c]) }
	}
	for c, id := range pr.free.id {
		if k.chosen[c] || int(id) == drop || !l.fits(int(id)) || len(out.Best) == n && most(c) <= out.Best[n-1].Value {
			continue // the last: it cannot be among the best
		}
		if v := value(int32(c)); v > out.Without {
			out.put(Replacement{int(id), v, pr.problem.Candidates[id].Cost}, n)
		}
	}
	return out, nil
}

// put puts a replacement in its place among the n best; equals stay in the order
// of the problem.
func (out *Replacements) put(r Replacement, n int) {
	at, _ := slices.BinarySearchFunc(out.Best, r, func(a, b Replacement) int {
		if a.Value >= b.Value {
			return -1
		}
		return 1
	})
	if at < n {
		out.Best = slices.Insert(out.Best, at, r)[:min(n, len(out.Best)+1)]
	}
}
