package broadworks

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/store"
)

// SessionService is the chapter about logging in at the gateway. Assumed: there
// is no way to log out.
type SessionService interface {
	// Login begins a session of the account with a username and a password
	// (POST /login/), or returns ErrAuthentication.
	Login(ctx context.Context, username, password string) (Session, error)

	// Info returns who the caller is (GET /session/user_login_info/).
	Info(ctx context.Context, caller Caller) (Caller, error)
}

// Session is the answer to a login.
type Session struct {
	ID           string // the value of the cookie sessionid
	Caller       Caller
	IsFirstLogin bool // assumed: no login of the account succeeded before
}

type sessions struct{ *core }

func (s sessions) Login(ctx context.Context, username, password string) (Session, error) {
	return update(ctx, s.core, func(tx store.Tx) (Session, error) {
		account, err := authenticate(ctx, tx, username, password)
		if err != nil {
			return Session{}, err
		}
		id, err := s.begin(ctx, tx, username)
		if err != nil {
			return Session{}, err
		}
		first := !account.HasLoggedIn
		account.HasLoggedIn = true
		return Session{id, account.caller(), first}, accountTable.Replace(ctx, tx, account)
	})
}

// authenticate returns the account with a username and a password. A username
// that does not exist is compared with as well, so that the time does not tell
// which ones do.
func authenticate(ctx context.Context, tx store.ReadTx, username, password string) (*Account, error) {
	account, err := getAccount(ctx, tx, username)
	if err != nil {
		return nil, err
	}
	var stored string
	if account != nil {
		stored = account.Password
	}
	if !secret.Equal(stored, password) {
		return nil, ErrAuthentication.Refuse("wrong username or password")
	}
	return account, nil
}

// begin stores a session with an id that is not in use.
func (c *core) begin(ctx context.Context, tx store.Tx, username string) (string, error) {
	session := Token{Username: username}
	if ttl := c.deviate.SessionTTL; ttl > 0 {
		session.Expires = c.now().Add(ttl)
	}
	for range draws {
		id, err := c.ids.SessionID()
		if err != nil {
			return "", err
		}
		session.Value = id
		if err := sessionTable.Insert(ctx, tx, session.row()); !errors.Is(err, store.ErrExists) {
			return id, err
		}
	}
	return "", errNoFreeID
}

func (s sessions) Info(ctx context.Context, caller Caller) (Caller, error) {
	return caller, s.permit(caller, GetUserLoginInfo, UserRef{})
}
