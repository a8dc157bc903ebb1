package plan

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/raster"
)

// Place is where a candidate may be: a seat in degrees, the cells of its unit, or
// both.
type Place struct {
	Code  string
	Seat  orb.Point
	Cells line.Set
}

// Discs makes a candidate of each place: the cells within a radius over the
// ground of its seat. within, where not nil, is the land that counts: a disc's
// sea and foreign ground are left out. Costs are not known yet.
func Discs(places []Place, radiusKM float64, within line.Set) ([]Candidate, error) {
	out := make([]Candidate, len(places))
	wrong := make([]error, len(places))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(places); i = int(next.Add(1)) - 1 {
				p := places[i]
				cells, err := raster.Circle(p.Seat[0], p.Seat[1], radiusKM)
				if err != nil {
					wrong[i] = fmt.Errorf("candidate %q: %w", p.Code, err)
				}
				if within != nil {
					cells = line.Intersect(nil, cells, within)
				}
				out[i] = Candidate{Code: p.Code, Cells: cells, Cost: NoCost}
			}
		})
	}
	wait.Wait()
	for _, err := range wrong {
		if err != nil {
			return nil, err // the first in the order of places
		}
	}
	return out, nil
}

// Units makes a candidate of each place's own cells. Costs are not known yet.
func Units(places []Place) []Candidate {
	out := make([]Candidate, len(places))
	for i, p := range places {
		out[i] = Candidate{Code: p.Code, Cells: p.Cells, Cost: NoCost}
	}
	return out
}
