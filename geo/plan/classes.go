package plan

import (
	"slices"

	"maillage/geo/line"
)

// classes are the groups of members that something may open to. Elements point
// to them.
type classes struct {
	members [][]int32 // of each class, indexes in the problem
	index   map[string]int32
}

func newClasses() *classes { return &classes{index: map[string]int32{}} }

// number returns the class of these members, which are in order.
func (k *classes) number(members []int32) int32 {
	key := make([]byte, 0, 4*len(members))
	for _, m := range members {
		key = append(key, byte(m), byte(m>>8), byte(m>>16), byte(m>>24))
	}
	n, ok := k.index[string(key)]
	if !ok {
		n = int32(len(k.members))
		k.index[string(key)] = n
		k.members = append(k.members, slices.Clone(members))
	}
	return n
}

// market is a member with its index in the problem and what counts for it.
type market struct {
	member int32
	all    bool
	cells  line.Set // or
	sorted []int32  // elements
}

// walk returns a function that tells the class of a cell; cells must come in
// ascending order. It is false where the cell counts for nobody. With no
// markets at all everything is of one class, of no members.
func (k *classes) walk(markets []market) func(int32) (int32, bool) {
	if len(markets) == 0 {
		none := k.number(nil)
		return func(int32) (int32, bool) { return none, true }
	}
	type change struct{ at, market int32 }
	var changes []change
	inside := make([]bool, len(markets))
	for i, m := range markets {
		inside[i] = m.all
		for _, iv := range m.cells {
			changes = append(changes, change{iv.Lo, int32(i)}, change{iv.Hi, int32(i)})
		}
	}
	slices.SortFunc(changes, func(a, b change) int { return int(a.at) - int(b.at) })
	current := func() int32 {
		var members []int32
		for i, in := range inside {
			if in {
				members = append(members, markets[i].member)
			}
		}
		if members == nil {
			return -1
		}
		return k.number(members)
	}
	class, next := current(), 0
	return func(cell int32) (int32, bool) {
		if next < len(changes) && changes[next].at <= cell {
			for ; next < len(changes) && changes[next].at <= cell; next++ {
				inside[changes[next].market] = !inside[changes[next].market]
			}
			class = current()
		}
		return class, class >= 0
	}
}
