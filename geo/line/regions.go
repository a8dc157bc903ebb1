package line

import "iter"

// Run is cells side by side in one row of a territory: the columns from West up
// to but not including East.
type Run struct{ Row, West, East int32 }

// Runs yields the part of a set that is in a territory, row by row from the
// south and west to east in each. An interval that runs on from one row to the
// next becomes a run in each.
func (t Territory) Runs(s Set) iter.Seq[Run] {
	return func(yield func(Run) bool) {
		for _, iv := range s[s.after(t.Offset):] {
			if iv.Lo >= t.End() {
				return
			}
			lo, hi := max(iv.Lo, t.Offset)-t.Offset, min(iv.Hi, t.End())-t.Offset
			for lo < hi {
				row := lo / t.Width
				end := min(hi, (row+1)*t.Width)
				if !yield(Run{Row: row, West: lo - row*t.Width, East: end - row*t.Width}) {
					return
				}
				lo = end
			}
		}
	}
}

// Interval returns the cells of a run of this territory.
func (t Territory) Interval(r Run) Interval {
	first := t.Offset + r.Row*t.Width
	return Interval{first + r.West, first + r.East}
}

// Regions splits a set into its connected regions, in the order of their first
// cells. Cells are connected by their sides, not by their corners. Each region
// lies in one territory.
func Regions(s Set) []Set {
	var out []Set
	for _, t := range territories {
		var runs []Run
		for r := range t.Runs(s) {
			runs = append(runs, r)
		}
		root := connect(runs)
		region := make([]int32, len(runs)) // by root: index in out, plus one
		builders := []Builder{}
		for i, r := range runs {
			at := root[i]
			if region[at] == 0 {
				builders = append(builders, Builder{})
				region[at] = int32(len(builders))
			}
			iv := t.Interval(r)
			builders[region[at]-1].Add(iv.Lo, iv.Hi)
		}
		for i := range builders {
			out = append(out, builders[i].Set())
		}
	}
	return out
}

// connect returns, for each run, the same run's index for all of a region.
func connect(runs []Run) []int32 {
	parent := make([]int32, len(runs))
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	below := 0 // the first run that may lie under the run in hand
	for i, r := range runs {
		for below < i && (runs[below].Row < r.Row-1 || runs[below].Row == r.Row-1 && runs[below].East <= r.West) {
			below++
		}
		for k := below; k < i && runs[k].Row == r.Row-1 && runs[k].West < r.East; k++ {
			a, b := find(int32(k)), find(int32(i))
			if a != b {
				parent[max(a, b)] = min(a, b)
			}
		}
	}
	for i := range parent {
		parent[i] = find(int32(i))
	}
	return parent
}
