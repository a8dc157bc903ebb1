// Package layer keeps weights on the line: population, households, businesses.
//
// What belongs here: building a layer from totals spread over sets or from
// single cells, and weighing cells with it. What does not: where figures come
// from, their source and licence, or their names.
package layer

import (
	"sort"

	"maillage/geo/line"
)

// Layer is a weight for every cell, constant over runs of cells. It keeps the
// weight cumulated up to each run, so that weighing an interval is a
// subtraction; memory goes with the number of runs, not of cells. It is
// immutable and safe for concurrent use. A nil Layer weighs nothing.
//
// Weights are whole numbers of grains, a power of two so small that all of a
// layer is at most 2^52 of them: a person of a population is 33 million grains.
// Sums and differences of what it weighs are therefore exact, in whatever order
// they are taken, as long as they are at most twice the whole: the parts of a set
// add up to it to the last bit, and a figure mended where something changed is
// that counted afresh.
type Layer struct {
	start   []int32   // where each run begins; the last is where the line of runs ends
	density []float64 // weight of one cell of the run
	before  []float64 // weight of all runs before it; one more than density
	jump    []int32   // for each block of cells, the run its first cell is in
}

// blockBits is the size of a block of the jump table: 256 cells, some 144,000
// blocks for all of France.
const blockBits = 8

// newLayer takes runs that follow one another without holes.
func newLayer(start []int32, density []float64) *Layer {
	l := &Layer{start: start, density: density}
	if len(density) == 0 {
		l.start = nil
		return l
	}
	l.before = make([]float64, len(start))
	for i, d := range density {
		l.before[i+1] = l.before[i] + d*float64(start[i+1]-start[i])
	}
	first, last := start[0], start[len(start)-1]
	l.jump = make([]int32, (last-first)>>blockBits+1)
	run := 0
	for block := range l.jump {
		cell := first + int32(block)<<blockBits
		for run < len(density)-1 && start[run+1] <= cell {
			run++
		}
		l.jump[block] = int32(run)
	}
	return l
}

// Total returns the weight of all cells.
func (l *Layer) Total() float64 {
	if l == nil || len(l.density) == 0 {
		return 0
	}
	return l.before[len(l.density)]
}

// Runs returns the number of runs kept, a measure of the layer's memory: some
// twenty bytes each.
func (l *Layer) Runs() int {
	if l == nil {
		return 0
	}
	return len(l.density)
}

// Between returns the weight of the cells [lo,hi).
func (l *Layer) Between(lo, hi int32) float64 {
	c := l.Cursor()
	return c.Between(lo, hi)
}

// Weight returns the weight of a set, in one walk along both.
func (l *Layer) Weight(s line.Set) float64 {
	c := l.Cursor()
	var sum float64
	for _, iv := range s {
		sum += c.Between(iv.Lo, iv.Hi)
	}
	return sum
}

// Cursor returns a reader for many intervals in a row.
func (l *Layer) Cursor() Cursor { return Cursor{l: l} }

// Cursor weighs intervals, remembering where the last one was: intervals in the
// order of the line cost a step or two each, others a search in a block.
type Cursor struct {
	l   *Layer
	run int
}

// Between returns the weight of the cells [lo,hi).
func (c *Cursor) Between(lo, hi int32) float64 {
	l := c.l
	if l == nil || len(l.density) == 0 {
		return 0
	}
	lo, hi = max(lo, l.start[0]), min(hi, l.start[len(l.density)])
	if lo >= hi {
		return 0
	}
	i := l.find(c.run, lo)
	c.run = i
	if hi <= l.start[i+1] {
		return l.density[i] * float64(hi-lo)
	}
	w := l.density[i] * float64(l.start[i+1]-lo)
	j := l.find(i+1, hi-1)
	c.run = j
	return w + (l.before[j] - l.before[i+1]) + l.density[j]*float64(hi-l.start[j])
}

// find returns the run a cell of the layer's span is in. It looks at the run it
// is given and the few after it before it searches.
func (l *Layer) find(from int, cell int32) int {
	if l.start[from] <= cell {
		for i := from; i < from+4 && i < len(l.density); i++ {
			if cell < l.start[i+1] {
				return i
			}
		}
	}
	block := (cell - l.start[0]) >> blockBits
	lo, hi := int(l.jump[block]), len(l.density)-1 // the run is one of these, or between
	if int(block)+1 < len(l.jump) {
		hi = int(l.jump[block+1])
	}
	return lo + sort.Search(hi-lo, func(k int) bool { return l.start[lo+k+1] > cell })
}
