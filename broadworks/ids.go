package broadworks

import (
	"encoding/hex"
	"errors"
	"io"
)

// IDs is a source of identifiers that are not given by clients. What it returns
// is an offer: one that is in use already is passed over and the next one drawn.
// It has to be safe for concurrent use.
type IDs interface {
	SessionID() (string, error) // the value of a cookie, hard to guess
}

// RandomIDs draws identifiers from a source of random bytes, which has to be
// safe for concurrent use if the service is used so.
func RandomIDs(random io.Reader) IDs { return randomIDs{random} }

type randomIDs struct{ random io.Reader }

func (r randomIDs) SessionID() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(r.random, b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]), nil
}

// draws is how often an offer that is in use is passed over.
const draws = 100

var errNoFreeID = errors.New("no free session id was drawn")
