// Package recent remembers answers that cost something to make, the most
// recently used of them, within a number of entries and of bytes.
//
// What belongs here: the memory itself. What does not: what is in it, and when
// it is out of date; owners put a version into the key, or start a new memory.
package recent

import (
	"container/list"
	"sync"
)

// Cache remembers values by key. It is safe for concurrent use; who asks for a
// value that is being made waits for it rather than make it as well.
type Cache[K comparable, V any] struct {
	entries int
	bytes   int64
	size    func(V) int64

	mu    sync.Mutex
	known map[K]*list.Element // of *entry[K, V]
	order *list.List          // the last used first; entries that are made alone
	held  int64
}

type entry[K comparable, V any] struct {
	key   K
	made  chan struct{} // closed when value or err is there
	value V
	err   error
	bytes int64
}

// New returns an empty cache that holds at most so many entries and bytes; size
// tells what a value takes. A value larger than all bytes is made but not kept.
func New[K comparable, V any](entries int, bytes int64, size func(V) int64) *Cache[K, V] {
	return &Cache[K, V]{
		entries: entries, bytes: bytes, size: size,
		known: make(map[K]*list.Element), order: list.New(),
	}
}

// Get returns the value of a key, made by make if it is not remembered. An
// error is returned to the one whose make failed and is not remembered: those
// who waited for it make the value themselves.
func (c *Cache[K, V]) Get(key K, make func() (V, error)) (V, error) {
	for {
		c.mu.Lock()
		at, ok := c.known[key]
		if !ok {
			return c.fill(key, make) // unlocks
		}
		e := at.Value.(*entry[K, V])
		c.order.MoveToFront(at)
		c.mu.Unlock()
		<-e.made
		if e.err == nil {
			return e.value, nil
		}
	}
}

// fill makes a value that nobody else is making. The lock is held on entry and
// given back.
func (c *Cache[K, V]) fill(key K, make func() (V, error)) (V, error) {
	e := &entry[K, V]{key: key, made: newSignal(), err: errMaking}
	at := c.order.PushFront(e)
	c.known[key] = at
	c.mu.Unlock()
	defer func() { // also when make panics: nobody may wait for ever
		c.mu.Lock()
		defer c.mu.Unlock()
		close(e.made)
		if e.err != nil {
			c.forget(at)
			return
		}
		e.bytes = c.size(e.value)
		c.held += e.bytes
		c.evict()
	}()
	e.value, e.err = make()
	return e.value, e.err
}

// evict drops the least recently used until the limits hold; those being made
// have no size yet and leave when they are made.
func (c *Cache[K, V]) evict() {
	for at := c.order.Back(); at != nil && (c.held > c.bytes || c.order.Len() > c.entries); {
		before := at.Prev()
		if e := at.Value.(*entry[K, V]); isMade(e.made) {
			c.forget(at)
		}
		at = before
	}
}

func (c *Cache[K, V]) forget(at *list.Element) {
	e := at.Value.(*entry[K, V])
	c.order.Remove(at)
	delete(c.known, e.key)
	c.held -= e.bytes
}

// Held returns how many entries and bytes are remembered.
func (c *Cache[K, V]) Held() (entries int, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.order.Len(), c.held
}

func newSignal() chan struct{} { return make(chan struct{}) }

func isMade(made chan struct{}) bool {
	select {
	case <-made:
		return true
	default:
		return false
	}
}

type makingError struct{}

func (makingError) Error() string { return "the value was never made" }

// errMaking stands while a value is being made, and stays if that panics.
var errMaking error = makingError{}
