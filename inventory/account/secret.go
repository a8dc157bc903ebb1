package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// The first letters of a secret say what it is, so that one that leaks into a
// log or a repository can be found there.
const (
	sessionPrefix = "mls_"
	tokenPrefix   = "mlt_"
	linkPrefix    = "mll_"
	flowPrefix    = "mlo_"
)

// secretLength is that of every secret: a prefix and 256 random bits.
const secretLength = 4 + 43

// newSecret makes a secret and the hash under which it is kept. The hash is
// plain SHA-256: there is nothing to guess in 256 random bits.
func newSecret(prefix string) (secret string, hash []byte) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // it never fails: Go ends the program instead
	secret = prefix + base64.RawURLEncoding.EncodeToString(b[:])
	return secret, hashOf(secret)
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// isSecret tells what can be a secret of a kind without a look at the database.
func isSecret(s, prefix string) bool { return len(s) == secretLength && s[:len(prefix)] == prefix }
