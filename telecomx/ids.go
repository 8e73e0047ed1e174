package telecomx

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"strings"

	"github.com/pbxkit/pbxkit/store"
)

// IDs is a source of ids and session tokens. One that is in use already is passed
// over and the next one drawn. It has to be safe for concurrent use.
type IDs interface {
	ID() (string, error)    // 24 hex characters, in lower case (assumed)
	Token() (string, error) // what a client keeps secret; not empty
}

// RandomIDs draws from a source of random bytes, which has to be safe for
// concurrent use if the service is used so.
func RandomIDs(random io.Reader) IDs { return randomIDs{random} }

type randomIDs struct{ random io.Reader }

func (r randomIDs) ID() (string, error) {
	var b [12]byte
	_, err := io.ReadFull(r.random, b[:])
	return hex.EncodeToString(b[:]), err
}

func (r randomIDs) Token() (string, error) {
	var b [32]byte
	_, err := io.ReadFull(r.random, b[:])
	return base64.RawURLEncoding.EncodeToString(b[:]), err
}

// isID reports whether a text has the form of an id: 24 hex characters.
func isID(s string) bool {
	if len(s) != 24 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20 // letters in lower case, digits as they are
		if !('0' <= s[i] && s[i] <= '9' || 'a' <= c && c <= 'f') {
			return false
		}
	}
	return true
}

// sameID reports whether two texts are the same id. Assumed: case does not matter.
func sameID(a, b string) bool { return strings.EqualFold(a, b) }

// idKey is the form of an id under which records are found.
func idKey(id string) string { return strings.ToLower(id) }

var errNoFreeID = errors.New("no free identifier was drawn")

// insertNew inserts a record under an identifier that draw sets anew for each
// attempt, until it is one that no record has.
func insertNew[K comparable, T any](ctx context.Context, tx store.Tx, t *store.Table[K, T], r *T, draw func(*T) error) error {
	for range 1000 {
		if err := draw(r); err != nil {
			return err
		}
		if err := t.Insert(ctx, tx, r); !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	return errNoFreeID
}
