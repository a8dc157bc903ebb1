package plan

import (
	"slices"
	"sync"
)

// cover is how often each element of an instance is covered by a plan.
type cover struct {
	in     *instance
	depth  []int32
	left   []int64 // the weight of elements that are not covered, 0 for others
	won    int64
	chosen []bool
}

func newCover(in *instance) *cover {
	return &cover{in: in, depth: make([]int32, in.elements()), left: append([]int64(nil), in.weight...), chosen: make([]bool, in.size())}
}

// gain returns what a candidate would add.
func (k *cover) gain(c int32) (sum int64) {
	for _, r := range k.in.of(c) {
		for _, w := range k.left[r.lo:r.hi] {
			sum += w
		}
	}
	return sum
}

// loss returns what the plan would lose without one of its candidates.
func (k *cover) loss(c int32) (sum int64) {
	for _, r := range k.in.of(c) {
		for e := r.lo; e < r.hi; e++ {
			if k.depth[e] == 1 {
				sum += k.in.weight[e]
			}
		}
	}
	return sum
}

func (k *cover) add(c int32) {
	k.chosen[c] = true
	for _, r := range k.in.of(c) {
		for e := r.lo; e < r.hi; e++ {
			if k.depth[e]++; k.depth[e] == 1 {
				k.won += k.left[e]
				k.left[e] = 0
			}
		}
	}
}

func (k *cover) remove(c int32) {
	k.chosen[c] = false
	for _, r := range k.in.of(c) {
		for e := r.lo; e < r.hi; e++ {
			if k.depth[e]--; k.depth[e] == 0 {
				k.left[e] = k.in.weight[e]
				k.won -= k.left[e]
			}
		}
	}
}

func (k *cover) copy() *cover {
	return &cover{in: k.in, depth: slices.Clone(k.depth), left: slices.Clone(k.left), won: k.won, chosen: slices.Clone(k.chosen)}
}

// blanks keeps covers of the whole problem in which nothing is chosen, to be used
// again: to make one anew takes longer than most plans do to fill it.
type blanks struct {
	sync.Mutex
	kept []*cover
}

// keepBlanks is how many are kept.
const keepBlanks = 2

// blank returns a cover of all that may be chosen, empty. Give it back with
// done.
func (pr *Prepared) blank() *cover {
	b := &pr.blanks
	b.Lock()
	defer b.Unlock()
	if n := len(b.kept); n > 0 {
		k := b.kept[n-1]
		b.kept = b.kept[:n-1]
		return k
	}
	return newCover(pr.free)
}

// done gives a cover back, which nobody may use any more.
func (pr *Prepared) done(k *cover) {
	for c, in := range k.chosen {
		if in {
			k.remove(int32(c))
		}
	}
	b := &pr.blanks
	b.Lock()
	defer b.Unlock()
	if len(b.kept) < keepBlanks {
		b.kept = append(b.kept, k)
	}
}
