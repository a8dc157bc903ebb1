package plan

import "context"

// Curve is value against budget, in the order in which the greedy plan grows:
// each point holds the plans before it, so that a budget can be read off as far
// as it goes. Plans of Solve stand on or above it.
type Curve struct {
	Points []Point // the first: nothing but what is required
	Knee   int     // the point after which more brings clearly less; -1 for none
}

// Point is one more pick.
type Point struct {
	Candidate int   // index in the problem; -1 in the first point
	Count     int   // picks so far, required ones included
	Spent     Cents // unknown costs count as 0
	Value     float64
}

// Curve returns the curve up to a number of picks (0: all that add something),
// the groups kept. In money, picks come in the order of what they win by the
// euro, for which every cost must be known (ErrCostMissing). It ends early when
// ctx does.
func (pr *Prepared) Curve(ctx context.Context, money bool, most int) (*Curve, error) {
	b := Budget{Count: Unlimited, Cost: Unlimited}
	if money {
		b.Cost = MaxCost
	}
	l, err := pr.limit(b)
	if err != nil {
		return nil, err
	}
	t := newTeller(pr, 0, "")
	last := Point{Candidate: -1, Count: len(pr.forced), Spent: t.spent, Value: pr.unit.weight(pr.base)}
	c := &Curve{}
	add := func(candidate int, value float64) bool {
		last.Candidate, last.Value = candidate, value
		last.Count++
		last.Spent += max(0, pr.problem.Candidates[candidate].Cost)
		c.Points = append(c.Points, last)
		return ctx.Err() == nil && (most <= 0 || len(c.Points) <= most)
	}
	if o := pr.problem.Objective; o == Leximin || o == Proportional {
		f := pr.fairness()
		last.Value = f.value(f.base)
		c.Points = append(c.Points, last)
		x := newEven(pr, f, l)
		power := 1.0
		if o == Leximin {
			power = 4
		}
		x.grow(power, money, func(k int32) bool { return add(int(pr.free.id[k]), f.value(x.has)) })
	} else {
		c.Points = append(c.Points, last)
		k := newCover(pr.free)
		greedy(k, l, money, func(n int32, _ int64) bool { return add(int(pr.free.id[n]), pr.unit.weight(k.won+pr.base)) })
	}
	c.Knee = knee(c.Points, money)
	return c, nil
}
