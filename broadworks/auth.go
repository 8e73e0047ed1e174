package broadworks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/store"
)

// AuthService decides who is asking, and whether they may.
type AuthService interface {
	// Check returns the account that a credential belongs to, or
	// ErrUnauthorized. Assumed: a header Authorization decides alone, even if
	// there is a valid cookie beside it; both are accepted everywhere.
	Check(ctx context.Context, credential Credential) (Caller, error)

	// As returns the account with a username, for who needs no credential,
	// or ErrUnauthorized.
	As(ctx context.Context, username string) (Caller, error)

	// Allow makes the checks of an operation that come before those of what
	// is asked for, and returns the refusal: the right and the scope, whether
	// tenant, group and user exist, and whether the user has the service. An
	// operation on a group has no UserID.
	Allow(ctx context.Context, caller Caller, op Operation, ref UserRef) error
}

// Credential is what a request shows to prove who sent it.
type Credential struct {
	Authorization *string // the header of that name; nil without one
	Session       *string // the cookie sessionid; nil without one
}

// Caller is the account that asks for an operation.
type Caller struct {
	Username string
	Level    Level
	TenantID string // "" for a system account that is no user
	GroupID  string // "" for the same, and for a tenant's that is no user
	UserID   string // "" for an administrator that is no user
	ReadOnly bool   // may change nothing; assumed: what it may not is 403
}

// Account is someone who can log in.
type Account struct {
	Username    string `json:"username"` // unique
	Password    string `json:"password"` // "" for none: it cannot log in
	Level       Level  `json:"userLevel"`
	TenantID    string `json:"tenantId,omitempty"` // up to level TenantAdmin, and with a user
	GroupID     string `json:"groupId,omitempty"`  // up to level GroupAdmin, and with a user
	UserID      string `json:"userId,omitempty"`   // at level EndUser; an administrator may be a user, too
	ReadOnly    bool   `json:"readOnly,omitempty"`
	HasLoggedIn bool   `json:"hasLoggedIn,omitempty"` // the next login is not the first one
}

func (a *Account) user() UserRef { return UserRef{a.TenantID, a.GroupID, a.UserID} }

func (a *Account) caller() Caller {
	return Caller{
		Username: a.Username, Level: a.Level, TenantID: a.TenantID, GroupID: a.GroupID, UserID: a.UserID, ReadOnly: a.ReadOnly,
	}
}

var accountTable = store.NewTable("broadworks_accounts", func(a *Account) string { return a.Username }, nil)

// Token is the value of a credential and the account that it belongs to: of a
// Bearer token, which another product issues, or of a session.
type Token struct {
	Value    string    `json:"value"`
	Username string    `json:"username"`
	Expires  time.Time `json:"expires,omitzero"` // zero for never
}

// tokenRow is what is stored of a Token.
type tokenRow struct {
	// Hash is the key. Looking up a hash, in whatever time it takes, tells
	// nothing about the values that exist.
	Hash string `json:"hash"`
	Token
}

var (
	tokenTable   = newTokenTable("broadworks_tokens")
	sessionTable = newTokenTable("broadworks_sessions")
)

func newTokenTable(name string) *store.Table[string, tokenRow] {
	return store.NewTable(name, func(t *tokenRow) string { return t.Hash }, nil)
}

func (t Token) row() *tokenRow {
	t.Expires = t.Expires.UTC().Round(0)
	return &tokenRow{hashOf(t.Value), t}
}

func hashOf(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

type auth struct{ *core }

func (s auth) Check(ctx context.Context, credential Credential) (Caller, error) {
	table, value, ok := credential.parse()
	if !ok {
		return Caller{}, ErrUnauthorized.Refuse("missing or malformed credentials")
	}
	return view(ctx, s.core, func(tx store.ReadTx) (Caller, error) {
		row, err := table.Get(ctx, tx, hashOf(value))
		switch {
		case errors.Is(err, store.ErrNotFound), err == nil && row.ended(s.now):
			return Caller{}, errUnknownCredentials
		case err != nil:
			return Caller{}, err
		}
		return getCaller(ctx, tx, row.Username)
	})
}

var errUnknownCredentials = ErrUnauthorized.Refuse("unknown credentials")

// Bearer returns the token that the header has, if it has one.
func (c Credential) Bearer() (string, bool) {
	if c.Authorization == nil {
		return "", false
	}
	scheme, token, _ := strings.Cut(*c.Authorization, " ")
	token = strings.TrimLeft(token, " ")
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

// parse returns the value of a credential and where to look it up.
func (c Credential) parse() (table *store.Table[string, tokenRow], value string, ok bool) {
	switch {
	case c.Authorization != nil:
		value, ok = c.Bearer()
		return tokenTable, value, ok
	case c.Session != nil:
		return sessionTable, *c.Session, true
	}
	return nil, "", false
}

func (t *tokenRow) ended(now func() time.Time) bool {
	return !t.Expires.IsZero() && !now().Before(t.Expires)
}

func (s auth) As(ctx context.Context, username string) (Caller, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (Caller, error) { return getCaller(ctx, tx, username) })
}

func getCaller(ctx context.Context, tx store.ReadTx, username string) (Caller, error) {
	account, err := getAccount(ctx, tx, username)
	if err != nil {
		return Caller{}, err
	}
	if account == nil {
		return Caller{}, errUnknownCredentials
	}
	return account.caller(), nil
}

// getAccount returns the account with a username, or nil.
func getAccount(ctx context.Context, tx store.ReadTx, username string) (*Account, error) {
	if !isText(username) {
		return nil, nil
	}
	account, err := accountTable.Get(ctx, tx, username)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return account, err
}

func (s auth) Allow(ctx context.Context, caller Caller, op Operation, ref UserRef) error {
	if err := s.permit(caller, op, ref); err != nil {
		return err
	}
	_, err := view(ctx, s.core, func(tx store.ReadTx) (struct{}, error) {
		return struct{}{}, present(ctx, tx, op, ref)
	})
	return err
}

// present returns the refusal of an operation whose subject is missing.
func present(ctx context.Context, tx store.ReadTx, op Operation, ref UserRef) (err error) {
	switch op {
	case GetUserMusicOnHold, UpdateUserMusicOnHold:
		_, err = getSubscriber(ctx, tx, ref)
	case ListUserAnnouncements:
		_, err = getUser(ctx, tx, ref)
	case GetGroupMusicOnHold, UpdateGroupMusicOnHold, ListGroupAnnouncements:
		_, err = getGroup(ctx, tx, ref.group())
	}
	return err
}
