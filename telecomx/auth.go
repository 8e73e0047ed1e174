package telecomx

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// AuthService decides about credentials.
type AuthService interface {
	// Check returns the caller that a credential stands for. It restarts the
	// lifetime of a session token, as every call to a protected URI does: also
	// (assumed) when the call is refused after that. Assumed: a token is good
	// from every address, and no caller is "blacklisted".
	//
	// The errors are ErrLoginRequired without a credential, ErrFormat for a
	// header Authorization that is not "Bearer TOKEN", ErrExpired for a token
	// whose time is up, and ErrInvalidToken for one that is unknown, revoked,
	// or (assumed) that of an employee lowered to NO_LOGIN.
	Check(ctx context.Context, credential Credential) (Caller, error)

	// As returns the caller that the employee with a username is, without a
	// credential: for demonstrations in which the bare URLs of the documents
	// work. It returns ErrLoginRequired if there is none who can log in.
	As(ctx context.Context, username string) (Caller, error)
}

// Credential is what a request carries to say who calls.
type Credential struct {
	Carrier Carrier
	Value   string // the token; for Bearer the whole header
}

// Carrier is the part of a request that a token is in.
type Carrier uint8

// The carriers, in the order of their precedence. Assumed: the first one that is
// present decides alone, even if it is bad.
const (
	NoCarrier Carrier = iota // the request carries no token
	Bearer                   // the header Authorization
	APIKey                   // the header X-API-Key
	InBody                   // the member token of a POST's JSON body
	InQuery                  // the parameter token of the query
	InCookie                 // the cookie token (its name is assumed)
)

// Token returns the token in a credential. The errors are ErrLoginRequired without one,
// and ErrFormat for a header Authorization that is not "Bearer TOKEN".
func (c Credential) Token() (string, error) {
	switch c.Carrier {
	case NoCarrier:
		return "", ErrLoginRequired
	case Bearer:
		// Assumed: as in HTTP, the case of the scheme does not matter.
		fields := strings.Fields(c.Value)
		if len(fields) != 2 || !strings.EqualFold(fields[0], "Bearer") {
			return "", ErrFormat
		}
		return fields[1], nil
	}
	return c.Value, nil
}

// Token is what opens the API for an employee. Login makes those of sessions;
// machine tokens come from seeding.
type Token struct {
	Value    string `json:"value"`
	Employee string `json:"employee"` // the id of its holder

	// Deadline is the moment at which a session token expires; each use moves
	// it. Tokens that are persistent or of a machine have none.
	Deadline   time.Time `json:"deadline,omitzero"`
	Persistent bool      `json:"persistent,omitempty"` // good until logout
	Machine    bool      `json:"machine,omitempty"`    // good for ever (assumed), also after logout
}

// expires reports whether time ends a token.
func (t *Token) expires() bool { return !t.Persistent && !t.Machine }

// expired reports whether a token's time is up. Assumed: expired ones are
// remembered, to tell them from unknown ones.
func (t *Token) expired(now time.Time) bool { return t.expires() && !now.Before(t.Deadline) }

// tokenRow is a token in the store, found by the hash of its value: looking for
// one compares hashes, so that how long it takes says nothing about the tokens.
type tokenRow struct {
	Hash string `json:"hash"`
	Token
}

func newTokenRow(t Token) *tokenRow { return &tokenRow{Hash: tokenHash(t.Value), Token: t} }

func tokenHash(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

// tokenTable has no index on its holders, though logout looks for them: each use of
// a session writes its token, and would write the index with it.
var tokenTable = store.NewTable("telecomx_tokens", func(t *tokenRow) string { return t.Hash }, filter.NewFields(
	filter.Column("employee", func(t *tokenRow) string { return idKey(t.Employee) }),
))

// lifetime is how long a session lasts after its last use.
const lifetime = 15 * time.Minute

type auth struct{ *core }

func (s auth) Check(ctx context.Context, credential Credential) (Caller, error) {
	token, err := credential.Token()
	if err != nil {
		return Caller{}, err
	}
	hash := tokenHash(token)
	found, err := view(ctx, s.core, func(tx store.ReadTx) (holder, error) { return s.holder(ctx, tx, hash) })
	if err != nil || !s.slide(found.token) {
		return found.caller, err
	}
	// The deadline moves. Everything is decided again: the session may have
	// ended since it was read.
	return update(ctx, s.core, func(tx store.Tx) (Caller, error) {
		h, err := s.holder(ctx, tx, hash)
		if err != nil || !s.slide(h.token) {
			return h.caller, err
		}
		return h.caller, tokenTable.Replace(ctx, tx, h.token)
	})
}

// slide restarts a token's lifetime and reports whether that moved its deadline.
func (c *core) slide(t *tokenRow) bool {
	deadline := c.deadline()
	if !t.expires() || !deadline.After(t.Deadline) {
		return false
	}
	t.Deadline = deadline
	return true
}

// deadline returns the deadline of a session that is used now.
func (c *core) deadline() time.Time { return c.now().UTC().Round(0).Add(lifetime) }

// holder is a token and who holds it.
type holder struct {
	token    *tokenRow
	employee *Employee
	caller   Caller
}

// holder returns who holds the token with a hash, if it is good.
func (c *core) holder(ctx context.Context, tx store.ReadTx, hash string) (holder, error) {
	token, err := tokenTable.Get(ctx, tx, hash)
	if errors.Is(err, store.ErrNotFound) {
		return holder{}, ErrInvalidToken
	}
	if err != nil {
		return holder{}, err
	}
	employee, err := employeeTable.Get(ctx, tx, idKey(token.Employee))
	switch {
	case err != nil:
		return holder{}, err
	case !employee.Level.AtLeast(Personal):
		return holder{}, ErrInvalidToken
	case token.expired(c.now()):
		return holder{}, ErrExpired
	}
	return holder{token, employee, employee.caller()}, nil
}

func (s auth) As(ctx context.Context, username string) (Caller, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (Caller, error) {
		employee, err := employeeByUsername.Get(ctx, tx, usernameKey(username))
		if errors.Is(err, store.ErrNotFound) || err == nil && !employee.Level.AtLeast(Personal) {
			return Caller{}, ErrLoginRequired
		}
		if err != nil {
			return Caller{}, err
		}
		return employee.caller(), nil
	})
}
