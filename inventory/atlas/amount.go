package atlas

import (
	"maillage/geo/atom"
	"maillage/geo/line"
)

// Amount is an amount of French land, in km² and in the weight of a layer.
type Amount struct {
	KM2    float64 `json:"km2"`
	Weight float64 `json:"weight"`
}

// Share is an amount as a part, 0 to 1, of another: of its weight, or of its
// land where there is no weight.
type Share struct {
	Amount
	Share float64 `json:"share"`
}

// MemberAmount is what is one member's.
type MemberAmount struct {
	Member string `json:"member"`
	Amount
}

func amountOf(a atom.Amount) Amount { return Amount{KM2: a.KM2(), Weight: a.Weight} }

// shareOf tells which part of whole a is.
func shareOf(a, whole atom.Amount) Share {
	s := Share{Amount: amountOf(a)}
	switch {
	case a.Area == whole.Area && a.Area > 0:
		s.Share = 1
	case whole.Weight > 0:
		s.Share = min(1, a.Weight/whole.Weight)
	case whole.Area > 0:
		s.Share = float64(a.Area) / float64(whole.Area)
	}
	return s
}

// rest is what of whole is not in part. Rounding leaves no weight below nothing
// nor without land.
func rest(whole, part atom.Amount) atom.Amount {
	r := atom.Amount{Area: whole.Area - part.Area, Weight: max(0, whole.Weight-part.Weight)}
	if r.Area == 0 {
		r.Weight = 0
	}
	return r
}

// weigh returns the amount of a set that is land.
func (l Layer) weigh(s line.Set) atom.Amount {
	return atom.Amount{Area: s.Area(), Weight: l.Weights.Weight(s)}
}
