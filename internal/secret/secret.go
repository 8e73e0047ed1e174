// Package secret compares credentials.
package secret

import (
	"crypto/sha256"
	"crypto/subtle"
)

// Equal reports whether a given credential is the stored one, in a time that
// depends on neither. An empty stored credential equals nothing.
func Equal(stored, given string) bool {
	a, b := sha256.Sum256([]byte(stored)), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1 && stored != ""
}
