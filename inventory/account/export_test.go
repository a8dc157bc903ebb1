package account

import (
	"fmt"
	"sync"

	"golang.org/x/crypto/argon2"
)

// Hashes notes what hashing a door does from now on: of each, its cost. Call it
// before the door is used.
func (d *Door) Hashes() (taken func() []string) {
	var mu sync.Mutex
	var done []string
	d.derive = func(password, salt []byte, passes, memoryKiB uint32, lanes uint8, keyBytes uint32) []byte {
		mu.Lock()
		done = append(done, fmt.Sprintf("%d passes over %d KiB, %d lanes, a salt of %d and a key of %d bytes", passes, memoryKiB, lanes, len(salt), keyBytes))
		mu.Unlock()
		return argon2.IDKey(password, salt, passes, memoryKiB, lanes, keyBytes)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		all := done
		done = nil
		return all
	}
}
