package plan

import "slices"

// neighbours returns for each candidate those that share an element with it.
// The answer is kept with the instance.
func (in *instance) neighbours() [][]int32 {
	if in.near != nil {
		return in.near
	}
	n := in.size()
	owner := make([]int32, len(in.runs))
	order := make([]int32, len(in.runs))
	for c := range int32(n) {
		for i := in.first[c]; i < in.first[c+1]; i++ {
			owner[i], order[i] = c, i
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return int(in.runs[a].lo) - int(in.runs[b].lo) })
	words := (n + 63) / 64
	met := make([]uint64, n*words)
	near := make([][]int32, n)
	var open []int32 // runs that reach beyond the place we are at
	for _, i := range order {
		lo, c := in.runs[i].lo, owner[i]
		kept := open[:0]
		for _, j := range open {
			if in.runs[j].hi <= lo {
				continue
			}
			kept = append(kept, j)
			o := owner[j]
			if w := &met[int(c)*words+int(o)/64]; *w>>(uint(o)%64)&1 == 0 && o != c {
				*w |= 1 << (uint(o) % 64)
				met[int(o)*words+int(c)/64] |= 1 << (uint(c) % 64)
				near[c], near[o] = append(near[c], o), append(near[o], c)
			}
		}
		open = append(kept, i)
	}
	in.near = near
	return near
}
