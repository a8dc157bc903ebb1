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
	spans   []span
	spreads []spread
	sum     float64 // of all weights
}

// span is an interval with the weight of each of its cells.
type span struct {
	lo, hi  int32
	density float64
}

// spread is a total over the cells of spans [from,to), which have no density yet.
type spread struct {
	from, to int
	cells    int64
	total    float64
}

// ErrEmpty is returned by Spread when there is no cell to spread a weight over.
var ErrEmpty = errors.New("a weight cannot be spread over an empty set of cells")

// Spread adds a total, spread evenly over the cells of a set. Sets may overlap
// those of other calls: weights add up. A total that is negative or no number up
// to MaxWeight is an error, and so is an empty set (ErrEmpty) unless the total
// is 0.
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
	from := len(b.spans)
	for _, iv := range s {
		b.spans = append(b.spans, span{lo: iv.Lo, hi: iv.Hi})
	}
	b.spreads = append(b.spreads, spread{from, len(b.spans), s.Count(), total})
	b.sum += total
	return nil
}

// AddCell adds a weight to one cell. A weight that is negative or no number up
// to MaxWeight is an error, and so is a cell off the line.
func (b *Builder) AddCell(cell int32, weight float64) error {
	if err := checkWeight(weight); err != nil {
		return err
	}
	if cell < 0 || cell >= line.Size() {
		return fmt.Errorf("cell %d is not on the line", cell)
	}
	if weight > 0 {
		b.spans = append(b.spans, span{cell, cell + 1, weight})
		b.sum += weight
	}
	return nil
}

// MaxWeight is the greatest weight that is taken at once.
const MaxWeight = 1e100

func checkWeight(w float64) error {
	if !(w >= 0 && w <= MaxWeight) {
		return fmt.Errorf("%v cannot be a weight: it must be a number from 0 to %g", w, MaxWeight)
	}
	return nil
}

// Build makes the layer and empties the builder.
func (b *Builder) Build() *Layer {
	spans := b.grained()
	*b = Builder{}
	if len(spans) == 0 {
		return newLayer(nil, nil)
	}
	order := byStart(spans)

	// Walk the line from one change to the next. The spans that hold the place
	// we are at are one or two, mostly.
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

// grainBits is how many grains the sum of a layer is at most, as a power of two:
// one less than a float64 holds exactly, so that rounding to grains has room.
const grainBits = 52

// grained returns the spans with the weight of each cell rounded to a whole
// number of grains, a power of two of which the sum of all weights is 2^51 to
// 2^52. A total that is spread stays what it is, to a grain: what does not share
// out evenly goes to the first of its cells, a grain each.
func (b *Builder) grained() []span {
	_, exponent := math.Frexp(b.sum) // sum < 2^exponent
	grain := math.Ldexp(1, exponent-grainBits)
	out := make([]span, 0, len(b.spans)+len(b.spreads))
	single := func(spans []span) {
		for _, s := range spans {
			out = append(out, span{s.lo, s.hi, math.Round(s.density/grain) * grain})
		}
	}
	done := 0
	for _, s := range b.spreads {
		single(b.spans[done:s.from])
		grains := int64(math.Round(s.total / grain))
		each, more := float64(grains/s.cells)*grain, grains%s.cells
		for _, iv := range b.spans[s.from:s.to] {
			n := int32(min(more, int64(iv.hi-iv.lo)))
			if n > 0 {
				out = append(out, span{iv.lo, iv.lo + n, each + grain})
				more -= int64(n)
			}
			if iv.lo+n < iv.hi {
				out = append(out, span{iv.lo + n, iv.hi, each})
			}
		}
		done = s.to
	}
	single(b.spans[done:])
	return out
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
