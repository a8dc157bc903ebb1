package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"maillage/inventory"
)

// The shortest and longest passwords, in characters (NIST SP 800-63B, 5.1.1.2,
// asks for at least 8 and 64).
const (
	MinPassword = 12
	MaxPassword = 200
)

// The cost of argon2id: OWASP's first choice for 19 MiB (Password Storage Cheat
// Sheet).
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltBytes = 16
	keyBytes  = 32
)

// unknownPassword is verified for who has none, so that an unknown account takes
// as long as a wrong password. Nothing hashes to its key.
var unknownPassword = encode(make([]byte, saltBytes), make([]byte, keyBytes))

// deriver makes a key of a password, as argon2.IDKey does.
type deriver func(password, salt []byte, passes, memoryKiB uint32, lanes uint8, keyBytes uint32) []byte

// encode writes a password's hash in PHC string form.
func encode(salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes, b.EncodeToString(salt), b.EncodeToString(key))
}

// normal is the form of a password that does not depend on the keyboard: é is one
// letter or two.
func normal(password string) []byte { return []byte(norm.NFC.String(password)) }

// hash makes the text under which a password is kept.
func (d *Door) hash(ctx context.Context, password string) (string, error) {
	free, err := d.slot(ctx)
	if err != nil {
		return "", err
	}
	defer free()
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // it never fails
	return encode(salt, d.derive(normal(password), salt, passes, memoryKiB, lanes, keyBytes)), nil
}

// slot waits for a turn: hashing takes memory that many at once would exhaust.
func (d *Door) slot(ctx context.Context) (free func(), err error) {
	select {
	case d.hashing <- struct{}{}:
		return func() { <-d.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// verify tells whether a password is the one that was kept; encoded is "" for
// who has none, which takes the same time and is never right.
func (d *Door) verify(ctx context.Context, password, encoded string) (bool, error) {
	known := encoded != ""
	if !known {
		encoded = unknownPassword
	}
	if utf8.RuneCountInString(password) > MaxPassword {
		password, known = "", false // as much work as for any other
	}
	var version, memory, time, threads int
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, inventory.Errorf(inventory.Internal, "bad_password_hash", "a password is kept in a form this program does not know")
	}
	_, err1 := fmt.Sscanf(parts[2], "v=%d", &version)
	_, err2 := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads)
	salt, err3 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err4 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil || version != argon2.Version || len(key) < 16 ||
		memory < 1 || memory > 1<<20 || time < 1 || time > 64 || threads < 1 || threads > 64 {
		return false, inventory.Errorf(inventory.Internal, "bad_password_hash", "a password is kept in a form this program does not know")
	}
	free, err := d.slot(ctx)
	if err != nil {
		return false, err
	}
	defer free()
	got := d.derive(normal(password), salt, uint32(time), uint32(memory), uint8(threads), uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && known, nil
}

// validPassword refuses a password that is too easily guessed.
func validPassword(password, email string) error {
	fault := func(code, message string) error {
		return inventory.InvalidFields("password", []inventory.FieldError{{Field: "password", Code: code, Message: message}})
	}
	local, _, _ := strings.Cut(email, "@")
	distinct := map[rune]bool{}
	for _, r := range password {
		distinct[r] = true
	}
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return fault("bad_text", "is not text")
	case n < MinPassword:
		return fault("too_short", fmt.Sprintf("has %d characters at least: a few words make a good one", MinPassword))
	case n > MaxPassword:
		return fault("too_long", fmt.Sprintf("has %d characters at most", MaxPassword))
	case len(distinct) < 5, strings.EqualFold(password, email), strings.EqualFold(password, local):
		return fault("too_easy", "is too easily guessed")
	}
	return nil
}
