package xivo

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"slices"

	"github.com/pbxkit/pbxkit/filter"
)

// UUID is the identifier of callback lists, callback requests and periods, in
// lower case.
type UUID = filter.UUID

// ParseUUID returns the canonical form of a UUID of the form 8-4-4-4-12 in any
// case.
func ParseUUID(s string) (UUID, bool) { return filter.ParseUUID(s) }

// Date is a day, such as the due date of a callback request.
type Date = filter.Date

// IDs is a source of identifiers that are not numbered. What it returns is an
// offer: one that is in use already is passed over and the next one drawn. It
// has to be safe for concurrent use.
type IDs interface {
	UUID() (UUID, error)            // version 4
	LineName() (string, error)      // 8 characters of [a-z0-9]
	ProvisioningID() (int64, error) // 100000 to 999999
}

// RandomIDs draws identifiers from a source of random bytes, which has to be
// safe for concurrent use if the service is used so.
func RandomIDs(random io.Reader) IDs { return randomIDs{random} }

type randomIDs struct{ random io.Reader }

func (r randomIDs) UUID() (UUID, error) {
	var b [16]byte
	if _, err := io.ReadFull(r.random, b[:]); err != nil {
		return "", err
	}
	b[6] = b[6]&0x0f | 0x40 // version 4
	b[8] = b[8]&0x3f | 0x80 // the variant of RFC 9562
	h := hex.EncodeToString(b[:])
	return UUID(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]), nil
}

func (r randomIDs) LineName() (string, error) {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	var b [8]byte
	if _, err := io.ReadFull(r.random, b[:]); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = alphabet[int(b[i])%len(alphabet)]
	}
	return string(b[:]), nil
}

func (r randomIDs) ProvisioningID() (int64, error) {
	var b [4]byte
	if _, err := io.ReadFull(r.random, b[:]); err != nil {
		return 0, err
	}
	return 100000 + int64(binary.BigEndian.Uint32(b[:])%900000), nil
}

// Offers are identifiers to be tried before those of [IDs], each time from the
// first on: what is in use is passed over. They make examples repeatable.
type Offers struct {
	UUIDs           []UUID   `json:"uuids,omitempty"` // of callback lists
	LineNames       []string `json:"lineNames,omitempty"`
	ProvisioningIDs []int64  `json:"provisioningIds,omitempty"`
}

// normalize checks offers as what is stored is checked, and lowers UUIDs.
func (o Offers) normalize() (Offers, error) {
	uuids := slices.Clone(o.UUIDs)
	for i, u := range uuids {
		uuid, ok := ParseUUID(string(u))
		if !ok {
			return o, invalid("offers.uuids", "expected UUIDs")
		}
		uuids[i] = uuid
	}
	for _, name := range o.LineNames {
		if err := requireText("offers.lineNames", name); err != nil {
			return o, err
		}
	}
	for _, id := range o.ProvisioningIDs {
		if id < 1 {
			return o, invalid("offers.provisioningIds", "must be at least 1")
		}
	}
	o.UUIDs = uuids
	return o, nil
}

var errNoFreeID = errors.New("no free identifier was drawn")

// draw returns the first offer that is not taken, and after the offers the first
// value that next draws.
func draw[V comparable](ctx context.Context, offers []V, next func() (V, error), taken func(V) (bool, error)) (V, error) {
	for _, v := range offers {
		if used, err := taken(v); !used {
			return v, err
		}
	}
	var none V
	// Of 900,000 provisioning ids the last few may take many draws.
	for range 100_000 {
		v, err := next()
		if err != nil {
			return none, err
		}
		used, err := taken(v)
		if err != nil || ctx.Err() != nil {
			return none, errors.Join(err, ctx.Err())
		}
		if !used {
			return v, nil
		}
	}
	return none, errNoFreeID
}
