package broadworksclient

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

// Credential opens the API for one account: see [Token] and [Login]. Nothing that is
// printed shows what it holds.
type Credential struct{ bind func(*client) (owner, error) }

// owner is the credential of a client.
type owner interface {
	remote.Credential

	// owns reports whether what a request shows to a proxy is the client's own. It
	// takes a time that does not depend on how much of it is right.
	owns(broadworks.Credential) bool

	// began is told of a session that a login has begun by way of the client.
	began(username, password string, session remote.Token)

	// username returns whose the credential is; "" if only the API knows.
	username() string
}

// Token returns the credential that is a Bearer token, which another product issues. A
// proxy in front of the client opens with the same token.
func Token(value string) Credential {
	return Credential{func(*client) (owner, error) {
		if value == "" || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return nil, errors.New("broadworksclient: the token is empty, or holds what a header cannot")
		}
		return &token{[]string{value}, secret.New(value)}, nil
	}}
}

type token struct {
	value []string // one; a slice, as that is what Secrets returns for every request
	hash  secret.Hash
}

// Authorize implements remote.Credential. What must not show is the token, with or
// without the scheme in front of it.
func (t *token) Authorize(_ context.Context, r *http.Request) (string, error) {
	r.Header.Set("Authorization", "Bearer "+t.value[0])
	return t.value[0], nil
}

// Renew implements remote.Credential: there is nothing else to try.
func (*token) Renew(string) bool { return false }

// Secrets implements remote.Credential: a login, which is not sent the token, must not
// show it either.
func (t *token) Secrets() []string { return t.value }

func (t *token) owns(shown broadworks.Credential) bool {
	value, ok := shown.Bearer()
	return ok && t.hash.Equal(value)
}

func (*token) began(string, string, remote.Token) {}

func (*token) username() string { return "" }

// Login returns the credential that is an account of the gateway's. The client logs in
// when a request first needs it, and again when its session has expired or is refused:
// once, however many requests need it. A proxy in front of the client opens with the
// sessions of those who log in there as the same account.
func Login(username, password string) Credential {
	return Credential{func(c *client) (owner, error) {
		if username == "" || password == "" {
			return nil, errors.New("broadworksclient: the username or the password is empty")
		}
		begin := func(ctx context.Context) (remote.Token, error) {
			_, session, err := c.logIn(ctx, username, password)
			return session, err
		}
		return &login{Session: remote.NewSession(begin, putSession, password), name: username, hash: secret.New(account(username, password))}, nil
	}}
}

func putSession(r *http.Request, id string) {
	r.AddCookie(&http.Cookie{Name: broadworkswire.SessionCookie, Value: id})
}

// account makes one text of a username and a password, to be compared in one go.
func account(username, password string) string { return username + "\x00" + password }

// login is an account, with what begun by it opens a proxy.
type login struct {
	*remote.Session
	name string
	hash secret.Hash

	mu       sync.Mutex
	sessions []ownSession
}

// ownSession is a session that somebody who knows the password has begun.
type ownSession struct {
	hash    secret.Hash
	expires time.Time // zero if nobody said
}

// maxSessions is how many sessions open a proxy. Whoever has another logs in again.
const maxSessions = 100

func (l *login) began(username, password string, session remote.Token) {
	if !l.hash.Equal(account(username, password)) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.sessions) == maxSessions {
		l.sessions = slices.Delete(l.sessions, 0, 1)
	}
	l.sessions = append(l.sessions, ownSession{secret.New(session.Value), session.Expires})
}

// owns implements owner. A header decides alone, as with the gateway.
func (l *login) owns(shown broadworks.Credential) bool {
	if shown.Authorization != nil || shown.Session == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now, ok := time.Now(), false
	for _, s := range l.sessions {
		alive := s.expires.IsZero() || now.Before(s.expires)
		ok = s.hash.Equal(*shown.Session) && alive || ok
	}
	return ok
}

func (l *login) username() string { return l.name }
