package voipnow

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
)

// IDs is a source of identifiers. What it returns is an offer: one that is in use
// already is passed over and the next one drawn. It has to be safe for concurrent
// use.
type IDs interface {
	CallID() (string, error) // letters and digits; the vendor's are 20 lower-case hex digits
	Token() (string, error)  // at least 10 characters of [A-Za-z0-9_.-]: the vendor's own client takes no others
}

// RandomIDs draws identifiers from a source of random bytes, which has to be
// safe for concurrent use if the service is used so.
func RandomIDs(random io.Reader) IDs { return randomIDs{random} }

type randomIDs struct{ random io.Reader }

func (r randomIDs) CallID() (string, error) {
	var b [10]byte
	_, err := io.ReadFull(r.random, b[:])
	return hex.EncodeToString(b[:]), err
}

func (r randomIDs) Token() (string, error) {
	var b [24]byte
	_, err := io.ReadFull(r.random, b[:])
	return base64.RawURLEncoding.EncodeToString(b[:]), err
}

var errNoFreeID = errors.New("no free identifier was drawn")

// draw returns the first value of next that is not taken.
func draw(ctx context.Context, next func() (string, error), taken func(string) (bool, error)) (string, error) {
	for range 1000 {
		id, err := next()
		if err != nil {
			return "", err
		}
		used, err := taken(id)
		if err != nil || ctx.Err() != nil {
			return "", errors.Join(err, ctx.Err())
		}
		if !used {
			return id, nil
		}
	}
	return "", errNoFreeID
}
