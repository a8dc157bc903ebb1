package layer

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"maillage/geo/line"
)

// Builder collects weights and makes a layer of them. The zero value is ready.
type Builder struct {
	spans []span
}

// span is an interval with the weight of each of its cells.
type span struct {
	lo, hi  int32
	density float64
}

// ErrEmpty is returned by Spread when there is no cell to spread a weight over.
var ErrEmpty = errors.New("a weight cannot be spread over an empty set of cells")

// Spread adds a total, spread evenly over the cells of a set. Sets may overlap
// those of other calls: weights add up. A total that is negative or no finite
// number is an error, and so is an empty set (ErrEmpty) unless the total is 0.
func (b *Builder) Spread(s line.Set, total float64) error {
	if err := checkWeight(total); err != nil {
		return err
	}
	if total == 0 {
		return nil
	}
	if len(s) == 0 {
		return ErrEmpty
	}
	if err := s.Valid(); err != nil {
		return err
	}
	density := total / float64(s.Count())
	for _, iv := range s {
		b.spans = append(b.spans, span{iv.Lo, iv.Hi, density})
	}
	return nil
}

// AddCell adds a weight to one cell. A weight that is negative or no finite
// number is an error, and so is a cell off the line.
func (b *Builder) AddCell(cell int32, weight float64) error {
	if err := checkWeight(weight); err != nil {
		return err
	}
	if cell < 0 || cell >= line.Size() {
		return fmt.Errorf("cell %d is not on the line", cell)
	}
	if weight > 0 {
		b.spans = append(b.spans, span{cell, cell + 1, weight})
	}
	return nil
}

func checkWeight(w float64) error {
	if !(w >= 0) || math.IsInf(w, 1) {
		return fmt.Errorf("%v cannot be a weight: it must be a number, 0 or more", w)
	}
	return nil
}

// Build makes the layer and empties the builder.
func (b *Builder) Build() *Layer {
	spans := b.spans
	b.spans = nil
	if len(spans) == 0 {
		return newLayer(nil, nil)
	}
	order := byStart(spans)

	// Walk the line from one change to the next. The spans that hold the place
	// we are at are added up afresh at each change rather than kept as a running
	// sum: they are one or two, and nothing is left over where they end.
	runs := runBuilder{
		start:   make([]int32, 0, len(spans)+1),
		density: make([]float64, 0, len(spans)),
	}
	var active []span
	at := spans[order[0]].lo
	for next := 0; next < len(order) || len(active) > 0; {
		for next < len(order) && spans[order[next]].lo == at {
			active = append(active, spans[order[next]])
			next++
		}
		end := int32(math.MaxInt32)
		if next < len(order) {
			end = spans[order[next]].lo
		}
		var density float64
		for _, s := range active {
			end = min(end, s.hi)
			density += s.density
		}
		runs.add(at, end, density)
		at = end
		active = slices.DeleteFunc(active, func(s span) bool { return s.hi <= at })
	}
	return newLayer(append(runs.start, at), runs.density)
}

// byStart returns the indexes of spans in the order of their start, and of
// arrival among equals, so that a layer depends on nothing but the calls made.
func byStart(spans []span) []int32 {
	starts := make([]int32, len(spans))
	for i, s := range spans {
		starts[i] = s.lo
	}
	return line.Order(starts)
}

// runBuilder joins runs of one density that follow each other.
type runBuilder struct {
	start   []int32
	density []float64
}

func (r *runBuilder) add(lo, hi int32, density float64) {
	if lo == hi {
		return
	}
	if n := len(r.density); n > 0 && r.density[n-1] == density {
		return
	}
	r.start = append(r.start, lo)
	r.density = append(r.density, density)
}
