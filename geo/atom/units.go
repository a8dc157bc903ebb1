package atom

import (
	"sync"

	"maillage/geo/layer"
	"maillage/geo/line"
)

// Units is the sets of many units of territory: communes, EPCI, NRO areas.
// Methods never change it and may be called concurrently. Units may overlap:
// each counts its own cells in full.
type Units struct {
	sets  []line.Set
	areas []int64

	// All intervals, as tracks that are each in order and free of overlaps, so
	// that each can be merged with the line in one walk. Units that do not
	// overlap fill one track; others, as many as lie over one another.
	tracks [][]unitInterval

	mu      sync.Mutex
	weighed map[*layer.Layer][]Amount
}

type unitInterval struct{ lo, hi, unit int32 }

// NewUnits takes a set for each unit; its index is the unit's number. Empty sets
// keep their number. The sets are kept: callers must not change them.
func NewUnits(sets []line.Set) *Units {
	u := &Units{sets: sets, areas: make([]int64, len(sets))}
	total := 0
	for i, s := range sets {
		total += len(s)
		u.areas[i] = s.Area()
	}
	asked := make([]unitInterval, 0, total)
	starts := make([]int32, 0, total)
	for i, s := range sets {
		for _, iv := range s {
			asked = append(asked, unitInterval{iv.Lo, iv.Hi, int32(i)})
			starts = append(starts, iv.Lo)
		}
	}
	all := make([]unitInterval, total)
	for i, from := range line.Order(starts) {
		all[i] = asked[from]
	}
	for len(all) > 0 {
		track := all[:0]
		var rest []unitInterval
		for _, iv := range all {
			if n := len(track); n > 0 && track[n-1].hi > iv.lo {
				rest = append(rest, iv)
			} else {
				track = append(track, iv)
			}
		}
		u.tracks = append(u.tracks, track)
		all = rest
	}
	return u
}

// Len returns the number of units.
func (u *Units) Len() int { return len(u.sets) }

// Set returns a unit's set. Callers must not change it.
func (u *Units) Set(unit int) line.Set { return u.sets[unit] }

// Amounts returns each unit's own amount, weighed by a layer (nil: no weight).
// It is computed once for each layer and kept. Callers must not change it.
func (u *Units) Amounts(l *layer.Layer) []Amount {
	u.mu.Lock()
	defer u.mu.Unlock()
	if amounts, ok := u.weighed[l]; ok {
		return amounts
	}
	out := make([]Amount, u.Len())
	for unit := range out {
		out[unit].Area = u.areas[unit]
	}
	for _, track := range u.tracks {
		c := l.Cursor()
		for _, iv := range track {
			out[iv.unit].Weight += c.Between(iv.lo, iv.hi)
		}
	}
	if u.weighed == nil {
		u.weighed = make(map[*layer.Layer][]Amount)
	}
	u.weighed[l] = out
	return out
}
