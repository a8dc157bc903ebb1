package plan

import (
	"math/rand/v2"
	"slices"
)

// search is a plan of a node that is being bettered, with what every other
// candidate would add to it. A change touches the neighbours alone.
type search struct {
	s    *solver
	n    *node
	k    *cover
	l    *limits
	gain []int64   // what each candidate would add; of those chosen, nothing to go by
	near *nearness // candidates that share an element
}

func (s *solver) search(n *node, chosen []int32) *search {
	x := &search{s: s, n: n, k: newCover(n.in), l: n.l.clone(), near: n.in.neighbours()}
	for _, c := range chosen {
		if s.target() && x.enough() {
			break
		}
		if x.l.take(int(n.in.id[c])) {
			x.k.add(c)
		}
	}
	x.gain = make([]int64, n.in.size())
	for c := range x.gain {
		x.gain[c] = x.k.gain(int32(c))
	}
	return x
}

// copy returns the same to be changed apart.
func (x *search) copy() *search {
	y := *x
	y.k, y.l, y.gain = x.k.copy(), x.l.clone(), slices.Clone(x.gain)
	return &y
}

func (x *search) enough() bool { return x.s.target() && x.k.won >= x.n.need }

func (x *search) add(c int32) {
	x.l.take(int(x.k.in.id[c]))
	x.k.add(c)
	x.refresh(c)
}

func (x *search) remove(c int32) {
	x.l.release(int(x.k.in.id[c]))
	x.k.remove(c)
	x.refresh(c)
}

func (x *search) refresh(c int32) {
	x.gain[c] = x.k.gain(c)
	for _, o := range x.near.of(c) {
		x.gain[o] = x.k.gain(o)
	}
}

// fill adds what still fits, the best first, or what a target still needs.
func (x *search) fill(banned []bool) {
	for !x.enough() {
		best := int32(-1)
		for c, g := range x.gain {
			if g <= 0 || x.k.chosen[c] || (banned != nil && banned[c]) || !x.l.fits(int(x.k.in.id[c])) {
				continue
			}
			if best < 0 || better(g, x.cost(int32(c)), x.gain[best], x.cost(best), x.l.money, int32(c), best) < 0 {
				best = int32(c)
			}
		}
		if best < 0 {
			return
		}
		x.add(best)
	}
}

func (x *search) cost(c int32) int64 { return x.l.costs[x.k.in.id[c]] }

// swap exchanges one candidate of the plan for others, while that betters it.
func (x *search) swap() {
	for again := true; again && x.s.ctx.Err() == nil && !x.s.late(); {
		again = false
		x.trim()
		for c := range int32(len(x.gain)) {
			if !x.k.chosen[c] {
				continue
			}
			if x.exchange(c) {
				again = true
			}
			if x.s.late() {
				return
			}
		}
	}
}

// exchange puts the best candidate in the place of one of the plan, and whatever
// fits beside it, if that betters the plan.
func (x *search) exchange(out int32) bool {
	if x.s.target() {
		return x.cheaper(out)
	}
	before, loss := x.k.won, x.k.loss(out)
	x.k.remove(out)
	x.l.release(int(x.k.in.id[out]))
	near := x.near.of(out)
	old := make([]int64, len(near))
	for i, o := range near {
		old[i], x.gain[o] = x.gain[o], x.k.gain(o)
	}
	best, most := int32(-1), int64(0)
	if !x.l.money {
		most = loss
	}
	for c, g := range x.gain {
		if g > most && int32(c) != out && !x.k.chosen[c] && x.l.fits(int(x.k.in.id[c])) {
			best, most = int32(c), g
		}
	}
	if best >= 0 {
		x.gain[out] = loss
		if most > loss {
			x.add(best)
			x.fill(nil)
			return true
		}
		y := x.copy() // in money, two small ones may do better than one
		y.add(best)
		y.fill(nil)
		if y.k.won > before {
			*x = *y
			return true
		}
	}
	for i, o := range near {
		x.gain[o] = old[i]
	}
	x.l.take(int(x.k.in.id[out]))
	x.k.add(out)
	return false
}

// cheaper puts the cheapest candidate that does in the place of one of the plan.
func (x *search) cheaper(out int32) bool {
	cost := x.cost(out)
	x.remove(out)
	best := int32(-1)
	for c, g := range x.gain {
		if int32(c) != out && !x.k.chosen[c] && x.k.won+g >= x.n.need && x.cost(int32(c)) < cost && x.l.fits(int(x.k.in.id[c])) {
			best, cost = int32(c), x.cost(int32(c))
		}
	}
	if best < 0 {
		x.add(out)
		return false
	}
	x.add(best)
	return true
}

// trim drops what a target does not need, the dearest first.
func (x *search) trim() {
	for x.enough() {
		drop, cost := int32(-1), int64(-1)
		for c, in := range x.k.chosen {
			if in && x.cost(int32(c)) > cost && x.k.won-x.k.loss(int32(c)) >= x.n.need {
				drop, cost = int32(c), x.cost(int32(c))
			}
		}
		if drop < 0 {
			return
		}
		x.remove(drop)
	}
}

// present offers the plan.
func (x *search) present() bool {
	if x.s.target() && !x.enough() {
		return false
	}
	plan := slices.Clone(x.n.taken)
	value := x.n.base
	for c, in := range x.k.chosen {
		if in {
			plan = append(plan, x.k.in.id[c])
			if x.s.target() {
				value += x.cost(int32(c))
			}
		}
	}
	if !x.s.target() {
		value += x.k.won
	}
	return x.s.offer(plan, value)
}

// improve makes a plan of a relaxed choice, betters it by swaps, and offers it.
func (s *solver) improve(n *node, d *dual) {
	picks := d.choice.picks
	if d.choice.part >= 0 {
		picks = append(slices.Clone(picks), d.choice.part)
	}
	x := s.search(n, picks)
	x.fill(nil)
	x.swap()
	x.present()
}

// shake looks for better plans in a node's surroundings: it turns over some
// choices about which the relaxation is of two minds, mends the plan, and betters
// it by swaps. It ends after so many rounds without a better plan, and tells
// whether it found any. Ruin and recreate: Schrimpf and others, Journal of
// Computational Physics, 2000.
func (s *solver) shake(n *node, rounds int, rnd *rand.Rand) (found bool) {
	var doubts []int32
	for c, share := range n.often {
		if share > 0.01 && share < 0.99 {
			doubts = append(doubts, int32(c))
		}
	}
	if len(doubts) == 0 {
		return false
	}
	place := make(map[int32]int32, n.in.size())
	for c, id := range n.in.id {
		place[id] = int32(c)
	}
	var start []int32
	for _, id := range s.best {
		if c, ok := place[id]; ok {
			start = append(start, c)
		}
	}
	base := s.search(n, start)
	for idle := 0; idle < rounds && !s.over(); idle++ {
		x := base.copy()
		banned := make([]bool, n.in.size())
		for range 1 + rnd.IntN(4) {
			x.turn(doubts[rnd.IntN(len(doubts))], banned)
		}
		x.fill(banned)
		x.swap()
		s.steps++
		if x.present() {
			found, idle, base = true, -1, x
		}
	}
	return found
}

// turn takes a candidate out of the plan for now, or puts it in, in the place of
// those that will be missed least.
func (x *search) turn(c int32, banned []bool) {
	if x.k.chosen[c] {
		x.remove(c)
		banned[c] = true
		return
	}
	for !x.l.fits(int(x.k.in.id[c])) {
		least, loss := int32(-1), int64(0)
		for o, in := range x.k.chosen {
			if !in {
				continue
			}
			if v := x.k.loss(int32(o)); least < 0 || v < loss {
				least, loss = int32(o), v
			}
		}
		if least < 0 {
			return
		}
		x.remove(least)
	}
	x.add(c)
}
