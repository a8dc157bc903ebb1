package plan

import (
	"container/heap"
	"slices"
)

// nodeSteps is how many steps the bound of a branch gets.
const nodeSteps = 3 * checkEvery

// maxOpen limits what open branches keep in memory, in elements.
const maxOpen = 40_000_000

// branches is a heap of nodes, the one with the most promising bound first.
type branches struct {
	nodes []*node
	s     *solver
}

func (h *branches) Len() int           { return len(h.nodes) }
func (h *branches) Less(i, j int) bool { return h.s.tighter(h.nodes[j].bound, h.nodes[i].bound) }
func (h *branches) Swap(i, j int)      { h.nodes[i], h.nodes[j] = h.nodes[j], h.nodes[i] }
func (h *branches) Push(x any)         { h.nodes = append(h.nodes, x.(*node)) }
func (h *branches) Pop() any {
	last := h.nodes[len(h.nodes)-1]
	h.nodes = h.nodes[:len(h.nodes)-1]
	return last
}

// branch closes the gap that relaxation leaves: it takes the candidate about
// which the relaxed choices agree least, once in and once out, and bounds both.
func (s *solver) branch(root *node) {
	h := &branches{s: s, nodes: []*node{root}}
	size := root.in.elements()
	for h.Len() > 0 && !s.over() && size < maxOpen {
		n := heap.Pop(h).(*node)
		size -= n.in.elements()
		if s.hopeless(n.bound) {
			continue
		}
		c := n.undecided()
		if c < 0 {
			heap.Push(h, n) // nothing to decide, and still not closed: leave it
			break
		}
		for _, side := range []bool{true, false} {
			if m := s.side(n, c, side); m != nil {
				heap.Push(h, m)
				size += m.in.elements()
			}
		}
		s.frontier(h)
	}
	s.frontier(h)
}

// side is the branch with a candidate in, or out; nil where it holds nothing
// better than the best.
func (s *solver) side(n *node, c int32, inside bool) *node {
	in, out := make([]bool, n.in.size()), make([]bool, n.in.size())
	in[c], out[c] = inside, !inside
	m := s.narrow(n, in, out, &dual{rho: n.rho, mean: n.mean, rent: n.rent, often: n.often})
	if m == nil {
		return nil
	}
	m.rest = slices.Clone(n.rest)
	s.relax(m, nodeSteps, nil)
	if s.hopeless(m.bound) {
		return nil
	}
	return m
}

// frontier makes the bound of the open branches that of the problem.
func (s *solver) frontier(h *branches) {
	b := s.value
	for _, n := range h.nodes {
		if s.tighter(b, n.bound) {
			b = n.bound
		}
	}
	if s.tighter(b, s.bound) {
		s.bound = b
		s.report()
	}
}

// undecided is the open candidate whose share in the relaxed choices is nearest
// to a half; -1 for none.
func (n *node) undecided() int32 {
	best, least := int32(-1), float32(2)
	for c, share := range n.often {
		if off := max(share-0.5, 0.5-share); off < least {
			best, least = int32(c), off
		}
	}
	return best
}
