package plan

// first makes the plans that need no prices: the greedy ones, which come in any
// case.
func (s *solver) first() {
	if s.target() {
		s.value = boundless
		for _, byCost := range []bool{true, false} {
			k := s.pr.blank()
			s.greedy(k, byCost, func() bool { return k.won >= s.need })
			if k.won >= s.need {
				s.settle(k)
			}
			s.pr.done(k)
		}
		return
	}
	orders := []bool{false}
	if s.l.money {
		orders = []bool{false, true}
		s.single()
	}
	for _, byCost := range orders {
		k := s.pr.blank()
		s.greedy(k, byCost, nil)
		s.settle(k)
		s.pr.done(k)
	}
}

// greedy fills a cover; what it finds is kept where it may be asked again.
func (s *solver) greedy(k *cover, byCost bool, enough func() bool) {
	if s.pr.problem.Objective.linear() {
		s.pr.ranked(k, s.l.clone(), byCost, enough)
		return
	}
	greedy(k, s.l.clone(), byCost, nil)
}

// single offers the one candidate that wins most by itself: greedy by cost may
// have passed it over, and the guarantee for budgets in money rests on it.
func (s *solver) single() {
	best := int32(-1)
	for c, id := range s.pr.free.id {
		if s.l.fits(int(id)) && (best < 0 || s.pr.free.value[c] > s.pr.free.value[best]) {
			best = int32(c)
		}
	}
	if best >= 0 {
		s.offer([]int32{s.pr.free.id[best]}, s.pr.free.value[best])
	}
}

// settle offers the plan of a cover of any instance.
func (s *solver) settle(k *cover) bool {
	var plan []int32
	var cost int64
	for c, in := range k.chosen {
		if in {
			plan = append(plan, k.in.id[c])
			cost += s.l.costs[k.in.id[c]]
		}
	}
	if !s.target() {
		return s.offer(plan, k.won)
	}
	return k.won >= s.need && s.offer(plan, cost)
}
