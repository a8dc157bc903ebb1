package plan

import "math"

// mixture is the best mixture of plans found so far: what members would have if
// each plan were carried out for its share. It is where a fair objective is
// bounded from (simplicial decomposition: von Hohenbalken, Mathematical
// Programming, 1977).
type mixture struct {
	has   [][]float64 // what members have with each plan
	share []float64
}

// mixtureRounds is how often the shares are set right after each new plan.
const mixtureRounds = 200

// add takes one more plan in, and sets the shares right: each grows by how much
// more than the mixture its plan is worth at the mixture's own slope (Cover, IEEE
// Transactions on Information Theory, 1984; damped for steeper objectives than the logarithm).
func (x *mixture) add(has []float64, f *fairness, power float64) {
	for i := range x.share {
		x.share[i] *= 0.9
	}
	x.has = append(x.has, has)
	if len(x.share) == 0 {
		x.share = append(x.share, 1)
		return
	}
	x.share = append(x.share, 0.1)
	for range mixtureRounds {
		at := x.at()
		slope := f.slope(at, power)
		worth := func(has []float64) (sum float64) {
			for m, h := range has {
				sum += slope[m] * h
			}
			return sum
		}
		whole, sum := worth(at), 0.0
		if whole <= 0 {
			return
		}
		for i := range x.share {
			x.share[i] *= math.Pow(worth(x.has[i])/whole, 1/power)
			sum += x.share[i]
		}
		for i := range x.share {
			x.share[i] /= sum
		}
	}
}

// at is what members have with the mixture.
func (x *mixture) at() []float64 {
	out := make([]float64, len(x.has[0]))
	for i, has := range x.has {
		for m, h := range has {
			out[m] += x.share[i] * h
		}
	}
	return out
}
