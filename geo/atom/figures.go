package atom

import (
	"maillage/geo/layer"
	"maillage/geo/line"
)

// ByGroup returns the amount of land of each group, by group number, weighed by
// a layer (nil: no weight). It is computed once for each layer and kept: every
// figure below is a fold over it. Callers must not change it.
func (a *Atoms) ByGroup(l *layer.Layer) []Amount {
	a.mu.Lock()
	defer a.mu.Unlock()
	if amounts, ok := a.weighed[l]; ok {
		return amounts
	}
	amounts := make([]Amount, a.groups.len())
	c := l.Cursor()
	for _, p := range a.pieces {
		g := &amounts[p.Group]
		g.Area += line.Area(p.Lo, p.Hi)
		g.Weight += c.Between(p.Lo, p.Hi)
	}
	if a.weighed == nil {
		a.weighed = make(map[*layer.Layer][]Amount)
	}
	a.weighed[l] = amounts
	return amounts
}

// Total returns the amount covered by any member.
func (a *Atoms) Total(l *layer.Layer) Amount {
	var sum Amount
	for _, amount := range a.ByGroup(l) {
		sum.add(amount)
	}
	return sum
}

// ByDepth returns the amount covered by exactly 1, 2, 3 … members; the index is
// that number. Index 0 is always there and always empty.
func (a *Atoms) ByDepth(l *layer.Layer) []Amount {
	out := make([]Amount, 1)
	for g, amount := range a.ByGroup(l) {
		if amount.Area == 0 {
			continue
		}
		depth := len(a.Group(int32(g)))
		for len(out) <= depth {
			out = append(out, Amount{})
		}
		out[depth].add(amount)
	}
	return out
}

// Pairs returns, for each two members, the amount both cover: a symmetric
// matrix, each member's own reach on its diagonal.
func (a *Atoms) Pairs(l *layer.Layer) [][]Amount {
	out := matrix[Amount](a.Members())
	for g, amount := range a.ByGroup(l) {
		if amount.Area == 0 {
			continue
		}
		group := a.Group(int32(g))
		for i, m := range group {
			row := out[m]
			for _, n := range group[i:] {
				row[n].add(amount)
			}
		}
	}
	for i := range out {
		for j := range i {
			out[i][j] = out[j][i]
		}
	}
	return out
}

// Reaches returns the amount each member covers.
func (a *Atoms) Reaches(l *layer.Layer) []Amount {
	out := make([]Amount, a.Members())
	for g, amount := range a.ByGroup(l) {
		for _, m := range a.Group(int32(g)) {
			out[m].add(amount)
		}
	}
	return out
}

// Unique returns the amount each member alone covers: what is lost if it
// leaves.
func (a *Atoms) Unique(l *layer.Layer) []Amount {
	out := make([]Amount, a.Members())
	for g, amount := range a.ByGroup(l) {
		if group := a.Group(int32(g)); len(group) == 1 {
			out[group[0]].add(amount)
		}
	}
	return out
}

// Opens returns, for each member, the amount that others cover and it does not:
// what the pool opens to it.
func (a *Atoms) Opens(l *layer.Layer) []Amount {
	total := a.Total(l)
	out := a.Reaches(l)
	for m, reach := range out {
		out[m] = less(total, reach)
	}
	return out
}

// Openers returns, for one member, the amount that each other covers and it does
// not: a column of Given. What several cover counts for each.
func (a *Atoms) Openers(member int, l *layer.Layer) []Amount {
	out := make([]Amount, a.Members())
	for g, amount := range a.ByGroup(l) {
		if amount.Area == 0 || a.groups.has(int32(g), member) {
			continue
		}
		for _, m := range a.Group(int32(g)) {
			out[m].add(amount)
		}
	}
	return out
}

// Shapley returns each member's Shapley value in the coverage game, where a
// coalition is worth the land its members cover together. A cell's worth is
// then shared equally among those that cover it, so that the value is exact and
// one fold. Values add up to Total.
func (a *Atoms) Shapley(l *layer.Layer) []Share {
	out := make([]Share, a.Members())
	for g, amount := range a.ByGroup(l) {
		group := a.Group(int32(g))
		share := amount.split(len(group))
		for _, m := range group {
			out[m].KM2 += share.KM2
			out[m].Weight += share.Weight
		}
	}
	return out
}

// Given returns what each member opens to each other: given[giver][receiver] is
// the amount the giver covers and the receiver does not. Two givers may open
// the same cell, so a column adds up to more than the receiver's Opens.
func (a *Atoms) Given(l *layer.Layer) [][]Amount {
	out := a.Pairs(l)
	for i, row := range out {
		reach := row[i]
		for j := range row {
			row[j] = less(reach, row[j])
		}
	}
	return out
}

// GivenShares is Given with each cell credited in equal shares to those that
// open it: a column adds up to the receiver's Opens, and a row, over the number
// of members, tells how much of the others' openings a giver brings.
func (a *Atoms) GivenShares(l *layer.Layer) [][]Share {
	out := matrix[Share](a.Members())
	for g, amount := range a.ByGroup(l) {
		if amount.Area == 0 {
			continue
		}
		group := a.Group(int32(g))
		share := amount.split(len(group))
		for _, giver := range group {
			row, rest := out[giver], group
			for receiver := range row {
				if len(rest) > 0 && int(rest[0]) == receiver {
					rest = rest[1:] // covers it already
					continue
				}
				row[receiver].KM2 += share.KM2
				row[receiver].Weight += share.Weight
			}
		}
	}
	return out
}

// split returns the part of each of n.
func (a Amount) split(n int) Share {
	return Share{KM2: a.KM2() / float64(n), Weight: a.Weight / float64(n)}
}

// less subtracts from an amount a part of it. Both are sums over groups in their
// order, the part over some of them, so that rounding never leaves the weight
// below nothing, nor any when no cell is left.
func less(a, part Amount) Amount {
	return Amount{Area: a.Area - part.Area, Weight: a.Weight - part.Weight}
}

// matrix returns n rows of n, in one piece of memory.
func matrix[T any](n int) [][]T {
	cells := make([]T, n*n)
	rows := make([][]T, n)
	for i := range rows {
		rows[i] = cells[i*n : (i+1)*n : (i+1)*n]
	}
	return rows
}
