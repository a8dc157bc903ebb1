package account_test

import (
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"maillage/inventory"
	"maillage/inventory/account"
)

// A wrong password and an unknown account are the same to who asks, in words and
// in time.
func TestSameAnswerForUnknownAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	_, wrong := h.try(account.Attempt{Email: ana, Password: "not this one at all"})
	_, unknown := h.try(account.Attempt{Email: "nobody@berry.example", Password: "not this one at all"})
	_, long := h.try(account.Attempt{Email: ana, Password: strings.Repeat("x", account.MaxPassword+1)})
	for _, err := range []error{wrong, unknown, long} {
		refusedAs(t, err, inventory.Unsigned)
		if err.Error() != wrong.Error() {
			t.Errorf("%q differs from %q", err, wrong)
		}
	}
	invited, _, err := h.AddUser(t.Context(), inventory.User{Email: "new@berry.example", Grants: []inventory.Grant{{Role: inventory.RoleBureau}}})
	if err != nil || invited.HasPassword {
		t.Fatal(invited, err)
	}
	for _, guess := range []string{"", "x"} {
		_, err = h.try(account.Attempt{Email: invited.Email, Password: guess})
		refusedAs(t, err, inventory.Unsigned)
	}
	took := func(email string) time.Duration {
		began := time.Now()
		_, err := h.try(account.Attempt{Email: email, Password: "a wrong password"})
		took := time.Since(began)
		refusedAs(t, err, inventory.Unsigned)
		h.later(time.Hour)
		return took
	}
	// The least of each, in turns: what the machine does beside it only adds. Without
	// the work of a hash, an unknown account takes a twentieth, however often asked.
	hers, nobodys := time.Hour, time.Hour
	for i := range 30 {
		hers, nobodys = min(hers, took(ana)), min(nobodys, took("nobody@berry.example"))
		if i >= 4 && nobodys >= hers/4 && hers >= nobodys/4 {
			return
		}
	}
	t.Errorf("a known account takes %s, an unknown one %s", hers, nobodys)
}

func TestGuessingIsSlowedDown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	for _, email := range []string{ana, "nobody@berry.example"} {
		heard := 0
		for i := range 100 { // each from an address of its own, 45 seconds apart
			_, err := h.try(account.Attempt{Email: email, Password: "guess", Address: netip.AddrFrom4([4]byte{10, 0, 0, byte(i)})})
			if inventory.KindOf(err) == inventory.TooOften {
				var e *inventory.Error
				if e, _ = err.(*inventory.Error); e == nil || e.RetryAfter <= 0 || e.RetryAfter > 15*time.Minute {
					t.Fatalf("the pause is not told: %#v", err)
				}
			} else {
				heard++
			}
			h.later(45 * time.Second)
		}
		if heard > 20 { // 75 minutes
			t.Errorf("%s: %d guesses are heard in 75 minutes", email, heard)
		}
	}
	// The right password waits as well, then clears the account.
	for i := range 6 {
		_, _ = h.try(account.Attempt{Email: ana, Password: "guess", Address: netip.AddrFrom4([4]byte{10, 2, 0, byte(i)})})
	}
	_, err := h.try(account.Attempt{Email: ana, Password: good})
	refusedAs(t, err, inventory.TooOften)
	h.later(16 * time.Minute)
	h.must(account.Attempt{Email: ana, Password: good})
	_, err = h.try(account.Attempt{Email: ana, Password: "guess"})
	refusedAs(t, err, inventory.Unsigned)
	h.must(account.Attempt{Email: ana, Password: good})

	// One address, many accounts; its IPv6 neighbours are it.
	heard := 0
	for i := range 100 {
		at := netip.MustParseAddr(fmt.Sprintf("2001:db8::%x", i+1))
		if _, err := h.try(account.Attempt{Email: fmt.Sprintf("u%d@x.example", i), Password: "guess", Address: at}); inventory.KindOf(err) == inventory.Unsigned {
			heard++
		}
	}
	if heard < 20 || heard > 40 {
		t.Errorf("one address is heard %d times", heard)
	}
}

// Guesses that come all at once are counted one by one.
func TestParallelGuessesAreCounted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settle()
	var wait sync.WaitGroup
	var mu sync.Mutex
	heard := 0
	for i := range 40 {
		wait.Go(func() {
			_, err := h.try(account.Attempt{Email: ana, Password: "guess", Address: netip.AddrFrom4([4]byte{10, 1, 0, byte(i)})})
			if inventory.KindOf(err) == inventory.Unsigned {
				mu.Lock()
				heard++
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if heard != 5 {
		t.Errorf("%d guesses at once are heard, want 5", heard)
	}
}
