package atom

import "maillage/geo/line"

// Where returns the cells whose group of members is wanted; want is asked once
// for each distinct group, members ascending.
func (a *Atoms) Where(want func(group []int32) bool) line.Set {
	return a.where(func(g int32) bool { return want(a.groups.of(g)) })
}

// Twice returns the cells covered by two members or more of which some two make
// a pair: of two operators that are far enough apart, say. pair is asked for
// members i < j, any number of times.
func (a *Atoms) Twice(pair func(i, j int32) bool) line.Set {
	return a.Where(func(group []int32) bool {
		for n, j := range group {
			for _, i := range group[:n] {
				if pair(i, j) {
					return true
				}
			}
		}
		return false
	})
}
