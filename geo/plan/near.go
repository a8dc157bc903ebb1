package plan

import (
	"slices"
	"sort"
	"sync"
)

// nearness answers which candidates share an element with one of an instance. It is
// worked out when it is asked for: all pairs of 100,000 candidates that lie upon one
// another would not fit in memory, and a search asks of those in its plan alone.
type nearness struct {
	in    *instance
	owner []int32 // of each run, its candidate
	order []int32 // runs by where they begin
	reach []int32 // how far the runs up to a place of order go

	mu   sync.Mutex
	seen []int32 // by candidate, the last question that met it
	asks int32
	kept map[int32][]int32
	room int // for entries of kept lists
}

// keptNear is how many neighbours are kept in all: 64 MB of them.
const keptNear = 1 << 24

// neighbours returns what knows the candidates that share an element with another.
func (in *instance) neighbours() *nearness {
	if in.near != nil {
		return in.near
	}
	w := &nearness{in: in, owner: make([]int32, len(in.runs)), order: make([]int32, len(in.runs)), reach: make([]int32, len(in.runs)),
		seen: make([]int32, in.size()), kept: map[int32][]int32{}, room: keptNear}
	for c := range int32(in.size()) {
		for i := in.first[c]; i < in.first[c+1]; i++ {
			w.owner[i], w.order[i] = c, i
		}
	}
	slices.SortFunc(w.order, func(a, b int32) int { return int(in.runs[a].lo) - int(in.runs[b].lo) })
	far := int32(-1)
	for i, r := range w.order {
		far = max(far, in.runs[r].hi)
		w.reach[i] = far
	}
	in.near = w
	return w
}

// of returns the candidates that share an element with one, itself apart. They are
// not to be written to.
func (w *nearness) of(c int32) []int32 {
	w.mu.Lock()
	defer w.mu.Unlock()
	if near, ok := w.kept[c]; ok {
		return near
	}
	w.asks++
	w.seen[c] = w.asks
	var near []int32
	in := w.in
	for _, r := range in.runs[in.first[c]:in.first[c+1]] {
		from := sort.Search(len(w.reach), func(i int) bool { return w.reach[i] > r.lo })
		for _, i := range w.order[from:] {
			if in.runs[i].lo >= r.hi {
				break
			}
			if o := w.owner[i]; w.seen[o] != w.asks && in.runs[i].hi > r.lo {
				w.seen[o] = w.asks
				near = append(near, o)
			}
		}
	}
	if len(near) <= w.room {
		w.room -= len(near)
		w.kept[c] = near
	}
	return near
}
