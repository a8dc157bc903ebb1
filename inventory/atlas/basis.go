package atlas

import (
	"maps"
	"slices"
	"sync"
)

// basis remembers the pools that were made last, so that the next picture mends
// them where zones have changed rather than sweep the whole country again. A
// pool outlives its picture here by as many pictures as it takes until it is
// asked for again, or pushed out.
type basis struct {
	mu    sync.Mutex
	pools []based // the latest last
}

// based is a pool, and the members whose zones have changed since it was made.
type based struct {
	key   string
	pool  *Pool
	stale map[string]bool
}

// basisPools is how many pools are remembered: those of one map with its
// filters, and of a few of its readers.
const basisPools = 4

// put remembers a pool as it is now.
func (b *basis) put(key string, pool *Pool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pools = slices.DeleteFunc(b.pools, func(o based) bool { return o.key == key })
	b.pools = append(b.pools, based{key: key, pool: pool})
	if len(b.pools) > basisPools {
		b.pools = slices.Delete(b.pools, 0, len(b.pools)-basisPools)
	}
}

// get returns a pool that is remembered.
func (b *basis) get(key string) (based, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.pools, func(o based) bool { return o.key == key })
	if i < 0 {
		return based{}, false
	}
	return b.pools[i], true
}

// after returns what the next picture begins with, once zones of some members
// have changed.
func (b *basis) after(changed map[string]bool) *basis {
	b.mu.Lock()
	defer b.mu.Unlock()
	next := &basis{}
	for _, o := range b.pools {
		stale := maps.Clone(changed)
		maps.Copy(stale, o.stale)
		next.pools = append(next.pools, based{o.key, o.pool, stale})
	}
	return next
}
