package plan

import "slices"

const (
	// How much each relaxed choice counts against the mean of those before: much
	// while steps are long, little when they are short; and in telling which
	// candidates the choices agree about.
	blendLong, blendShort, often = 0.5, 0.1, 0.05
	// checkEvery is how many steps lie between two looks at the plan, the clock
	// and what can be left out.
	checkEvery = 25
	// A bound that has not fallen for so many steps makes them shorter by slower;
	// the search for prices ends when they are shorter than still.
	patience, slower, still = 20, 0.8, 1e-4
	// Prices of an earlier answer need shorter steps from the first.
	warmPace = 0.3
	// It ends too when, over a window of steps, the bound has closed less than
	// this share of its gap.
	window, worthwhile = 100, 0.02
)

// relax improves the bound of a node, and the best plan on the way, for so many
// steps. It ends early when the node can hold nothing better, when the bound
// stands still, or when the work is over. It makes the node smaller on the way:
// candidates that no better plan can contain go, those that every better plan
// contains are taken. told is called with each look, where given.
func (s *solver) relax(n *node, steps int, told func()) {
	if s.settled(n) {
		return
	}
	fresh := n.mean == nil
	d := newDual(n)
	stall, pace := 0, 1.0
	if fresh {
		pace = warmPace
	}
	least := boundlessOf(s)
	before, looks := n.bound, 0
	var last []int32
	for i := 1; i <= steps; i++ {
		d.solve()
		won := d.covered()
		b := d.choice.bound + n.base
		if s.tighter(b, n.bound) {
			n.bound = b
		}
		if s.tighter(b, least) {
			least, stall = b, 0
		} else if stall++; stall > patience {
			pace, stall = pace*slower, 0
		}
		s.steps++
		if !s.target() {
			s.feasible(n, d, won)
		}
		if s.hopeless(n.bound) || pace < still || i > 1 && s.late() || i == 1 && s.begun(told) {
			break
		}
		d.start(i == 1 && fresh)
		if i%window == 0 {
			if fell := s.fell(before, n.bound); i > window && fell < worthwhile*s.gap(n.bound, d) {
				break
			}
			before = n.bound
		}
		if i%checkEvery == 0 {
			looks++
			soon := (pace < 1 || looks%8 == 0) && (looks%2 == 0 || d.in.size() < 1000)
			if soon && !s.bare && !slices.Equal(last, d.choice.picks) {
				last = append(last[:0], d.choice.picks...)
				s.improve(n, d)
			}
			m, end := s.look(n, d, told)
			if end {
				break
			}
			if m != nil {
				*n, last = *m, nil
				d = newDual(n)
				continue
			}
		}
		d.step(pace*s.gap(b, d), blendShort+(blendLong-blendShort)*pace)
	}
	n.rho, n.mean, n.rent, n.often = d.rho, d.mean, d.rent, d.often
	s.settled(n)
}

// start has the mean of covers begin at the present one, the first time.
func (d *dual) start(first bool) {
	if first {
		copy(d.mean, d.cover)
	}
}

// begun tells of the first bound, however little time there is, and whether that
// is all there is time for.
func (s *solver) begun(told func()) bool {
	if told == nil {
		return false
	}
	told()
	return s.over()
}

func boundlessOf(s *solver) int64 {
	if s.target() {
		return -1
	}
	return boundless
}

// look tells whether the work on a node is over, or else returns a smaller node
// where there is one.
func (s *solver) look(n *node, d *dual, told func()) (smaller *node, end bool) {
	if told != nil {
		told()
	}
	if s.hopeless(n.bound) || s.over() {
		return nil, true
	}
	m := s.shrink(n, d)
	if m != nil && s.trail != nil {
		s.trail.step(m.fold, d.rho)
	}
	return m, false
}

// settled deals with a node that leaves nothing to choose.
func (s *solver) settled(n *node) bool {
	switch {
	case s.target() && n.need <= 0:
		s.offer(n.taken, n.base) // the chosen are enough, and nothing is cheaper
		n.bound = max(n.bound, n.base)
	case n.in.size() > 0 || len(n.rest) > 0:
		return false
	case s.target() && n.need > 0:
		n.bound = boundless // what is needed cannot be reached
	default:
		s.offer(n.taken, n.base)
		n.bound = n.base
	}
	return true
}

// fell is by how much a bound has become tighter.
func (s *solver) fell(from, to int64) float64 {
	if s.target() {
		return float64(to - from)
	}
	return float64(from - to)
}

// tighter tells whether a bound says more than another.
func (s *solver) tighter(a, b int64) bool {
	if s.target() {
		return a > b
	}
	return a < b
}

// gap is how far the bound stands from the best plan, in weight.
func (s *solver) gap(b int64, d *dual) float64 {
	if s.target() {
		return max(1, float64(d.choice.excess), float64(s.value-b)*d.choice.theta)
	}
	return max(1, float64(b-s.value))
}

// feasible offers a relaxed choice that happens to be a plan.
func (s *solver) feasible(n *node, d *dual, won int64) {
	if n.base+won <= s.value {
		return
	}
	l := n.l.clone()
	plan := slices.Clone(n.taken)
	for _, c := range d.choice.picks {
		if id := n.in.id[c]; l.take(int(id)) {
			plan = append(plan, id)
		} else {
			return
		}
	}
	s.offer(plan, n.base+won)
}

// shrink returns a smaller node that holds every plan better than the best, or
// nil where there is not enough to leave out. What a candidate is worth beyond,
// or short of, the last place tells how much the bound would fall if it were out,
// or in: if below the best plan, it is in, or out, for good.
func (s *solver) shrink(n *node, d *dual) *node {
	in, out := make([]bool, n.in.size()), make([]bool, n.in.size())
	sure, gone := 0, 0
	room := float64(d.choice.bound + n.base - s.value)
	if s.target() {
		room = -room
	}
	room += 4 // what rounding may hide
	picked := make([]bool, n.in.size())
	for _, c := range d.choice.picks {
		picked[c] = true
	}
	kept := make([]bool, len(s.pr.problem.Candidates)) // the best plan's stay
	for _, id := range s.best {
		kept[id] = true
	}
	for c := range n.in.id {
		short := d.short(int32(c), picked[c])
		switch {
		case int32(c) == d.choice.part || short < room:
		case picked[c]:
			in[c] = true
			sure++
		case !kept[n.in.id[c]]:
			out[c] = true
			gone++
		}
	}
	if 5*(sure+gone) < n.in.size() && sure < 5 {
		return nil
	}
	m := s.narrow(n, in, out, d)
	if m == nil {
		return nil
	}
	m.rest = nil
	for _, r := range n.rest {
		if d.shortOf(r.value, r.cost, false) < room {
			m.rest = append(m.rest, r)
		}
	}
	return m
}

// short is by how much the bound would change at least if an open candidate were
// in, or a picked one out.
func (d *dual) short(c int32, picked bool) float64 {
	return d.shortOf(d.worth[c], d.cost[c], picked)
}

func (d *dual) shortOf(worth, cost int64, picked bool) float64 {
	var short float64
	switch {
	case d.need > 0:
		if d.choice.theta <= 0 {
			return 0
		}
		short = float64(cost) - float64(worth)/d.choice.theta
	case d.l.money:
		short = d.choice.theta*float64(cost) - float64(worth)
	case picked:
		return float64(worth) - d.choice.theta
	default:
		return d.choice.last - float64(worth)
	}
	if picked {
		return -short
	}
	return short
}
