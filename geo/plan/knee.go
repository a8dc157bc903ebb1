package plan

import "math"

// bend is how far above the straight line the knee of a curve stands at least,
// both axes from 0 to 1: a curve that hardly bends has none.
const bend = 0.05

// knee is the point furthest above the straight line from the first point to the
// last, both axes from 0 to 1, by euros or by picks (Satopää and others, "Finding
// a 'Kneedle' in a Haystack", ICDCS workshops, 2011); -1 where the curve hardly
// bends or is short.
func knee(points []Point, money bool) int {
	along := func(p Point) float64 {
		if money {
			return float64(p.Spent)
		}
		return float64(p.Count)
	}
	if len(points) < 4 {
		return -1 // two picks bend always
	}
	a, z := points[0], points[len(points)-1]
	dx, dy := along(z)-along(a), z.Value-a.Value
	best, most := -1, bend
	for i, p := range points {
		if above := (p.Value-a.Value)/dy - (along(p)-along(a))/dx; above > most && !math.IsInf(above, 1) {
			best, most = i, above
		}
	}
	return best
}

// kneeOf is how many picks lead to the knee of a plan's own curve: by what is
// spent where all costs are known, by picks otherwise. 0: it has none.
func kneeOf(picks []Pick) int {
	points := make([]Point, 1, len(picks)+1)
	money := true
	for i, p := range picks {
		money = money && p.Cost != NoCost
		points = append(points, Point{Candidate: p.Candidate, Count: i + 1, Spent: p.Spent, Value: p.Cumulated})
	}
	if money = money && points[len(points)-1].Spent > 0; !money {
		return max(0, knee(points, false))
	}
	return max(0, knee(points, true))
}
