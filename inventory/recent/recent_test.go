package recent

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func size(s string) int64 { return int64(len(s)) }

func TestRemembersTheLastUsed(t *testing.T) {
	t.Parallel()
	c := New[int](3, 100, size)
	made := 0
	get := func(k int) {
		t.Helper()
		v, err := c.Get(k, func() (string, error) { made++; return fmt.Sprint(k), nil })
		if err != nil || v != fmt.Sprint(k) {
			t.Fatalf("got %q, %v for %d", v, err, k)
		}
	}
	for _, k := range []int{1, 2, 3, 1, 4, 1, 3} { // 4 drops 2
		get(k)
	}
	if made != 4 {
		t.Errorf("made %d values, want 4", made)
	}
	get(2)
	if made != 5 {
		t.Errorf("the least recently used was kept: made %d values, want 5", made)
	}
}

// Whatever is asked, in whatever order, the limits hold and values are right.
func TestLimits(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		entries, bytes := 1+rnd.IntN(10), int64(rnd.IntN(60))
		c := New[int](entries, bytes, size)
		for range 500 {
			k := rnd.IntN(20)
			v, err := c.Get(k, func() (string, error) { return fmt.Sprintf("%0*d", k, k), nil })
			if err != nil || v != fmt.Sprintf("%0*d", k, k) {
				t.Fatalf("seed %d: got %q, %v for %d", seed, v, err, k)
			}
			n, held := c.Held()
			if n > entries || held > bytes {
				t.Fatalf("seed %d: %d entries and %d bytes are held, at most %d and %d", seed, n, held, entries, bytes)
			}
		}
	}
}

func TestFailuresAreForgotten(t *testing.T) {
	t.Parallel()
	c := New[int](3, 100, size)
	bad := errors.New("no")
	if _, err := c.Get(1, func() (string, error) { return "", bad }); !errors.Is(err, bad) {
		t.Fatalf("got %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = c.Get(1, func() (string, error) { panic("oh") })
	}()
	if n, _ := c.Held(); n != 0 {
		t.Fatalf("%d entries are held after failures", n)
	}
	if v, err := c.Get(1, func() (string, error) { return "yes", nil }); v != "yes" || err != nil {
		t.Fatalf("got %q, %v after a failure", v, err)
	}
}

// Ten who ask at once make one value, or, if that fails, one each.
func TestMadeOnce(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c := New[int](3, 100, size)
			var made atomic.Int32
			gate := make(chan struct{})
			var wg sync.WaitGroup
			for range 10 {
				wg.Go(func() {
					_, _ = c.Get(1, func() (string, error) {
						made.Add(1)
						<-gate
						if fails {
							return "", errors.New("no")
						}
						return "x", nil
					})
				})
			}
			synctest.Wait() // all wait: one for the gate, the others for it
			close(gate)
			wg.Wait()
			want := int32(1)
			if fails {
				want = 10
			}
			if made.Load() != want {
				t.Errorf("fails %v: made %d times, want %d", fails, made.Load(), want)
			}
		})
	}
}
