package account_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"maillage/inventory"
	"maillage/inventory/account"
)

// A wrong password and an unknown account are the same to who asks, in words and
// in work: one hash of the same cost each. What else a sign-in does is thousands of
// times quicker than that. Work is counted and not timed: a busy machine decides
// nothing here.
func TestSameAnswerForUnknownAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	taken := h.Hashes()
	h.settle()
	invited, _, err := h.AddUser(t.Context(), inventory.User{Email: "new@berry.example", Grants: []inventory.Grant{{Role: inventory.RoleBureau}}})
	if err != nil || invited.HasPassword {
		t.Fatal(invited, err)
	}
	if set := taken(); len(set) != 1 {
		t.Fatalf("a password that is set takes %q", set)
	}
	_, wrong := h.try(account.Attempt{Email: ana, Password: "not this one at all"})
	work := taken()
	if len(work) != 1 || !strings.Contains(work[0], "2 passes over 19456 KiB") {
		t.Fatalf("a wrong password takes %q", work)
	}
	for what, a := range map[string]account.Attempt{
		"an unknown account":                   {Email: "nobody@berry.example", Password: "not this one at all"},
		"an unknown account, nothing said":     {Email: "nobody@berry.example"},
		"no e-mail":                            {Password: "not this one at all"},
		"a password that is too long":          {Email: ana, Password: strings.Repeat("x", account.MaxPassword+1)},
		"one too long for an unknown account":  {Email: "nobody@berry.example", Password: strings.Repeat("x", 100*account.MaxPassword)},
		"an account without a password":        {Email: invited.Email, Password: "x"},
		"an account without one, nothing said": {Email: invited.Email},
	} {
		h.later(time.Hour)
		_, err := h.try(a)
		refusedAs(t, err, inventory.Unsigned)
		if err.Error() != wrong.Error() {
			t.Errorf("%s: %q differs from %q", what, err, wrong)
		}
		if got := taken(); !slices.Equal(got, work) {
			t.Errorf("%s takes %q, a wrong password %q", what, got, work)
		}
	}
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
