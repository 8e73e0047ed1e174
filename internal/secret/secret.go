// Package secret compares credentials.
package secret

import (
	"crypto/sha256"
	"crypto/subtle"
)

// Hash is a credential to compare with. It does not hold the credential itself,
// which therefore cannot end up in a log or a dump. The zero Hash equals nothing.
type Hash struct {
	sum [sha256.Size]byte
	set bool
}

// New returns the hash of a credential. That of "" equals nothing.
func New(credential string) Hash {
	return Hash{sha256.Sum256([]byte(credential)), credential != ""}
}

// Equal reports whether a given credential is the one that was hashed, in a time
// that does not depend on how much of it is right.
func (h Hash) Equal(given string) bool {
	sum := sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(h.sum[:], sum[:]) == 1 && h.set
}

// Equal reports whether a given credential is the stored one, like [Hash.Equal].
func Equal(stored, given string) bool { return New(stored).Equal(given) }
