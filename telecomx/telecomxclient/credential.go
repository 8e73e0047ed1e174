package telecomxclient

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/telecomx"
)

// Credential opens the API for one account. It does not show what it holds where it is
// printed. The zero Credential opens nothing.
type Credential struct {
	open func(*client) (account, error)
}

// Token is the credential of a token that somebody has: one of a machine, or one that a
// login has given. The client does not renew it.
func Token(token string) Credential {
	return Credential{func(*client) (account, error) {
		if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
			return nil, errors.New("telecomxclient: the token is empty, or holds what a header cannot")
		}
		return &bearer{token, "Bearer " + token, secret.New(token)}, nil
	}}
}

// Login is the credential of an employee: the e-mail address and the password. The
// client logs in when it first has to, and anew when its session has ended: once,
// however many requests are waiting for it.
func Login(username, password string) Credential {
	return Credential{func(c *client) (account, error) {
		if username == "" || password == "" {
			return nil, errors.New("telecomxclient: the username or the password is empty")
		}
		l := &employee{}
		l.Session = remote.NewSession(func(ctx context.Context) (remote.Token, error) {
			s, err := sessions{c}.Login(ctx, telecomx.LoginInput{Username: username, Password: password})
			if err != nil {
				return remote.Token{}, err
			}
			l.remember(s.Employee)
			return token(s, time.Now()), nil
		}, putToken, password)
		return l, nil
	}}
}

// token is a session's token, which each use restarts. One without a number of minutes,
// or with a negative one, is used until it is refused.
func token(s telecomx.Session, now time.Time) remote.Token {
	t := remote.Token{Value: s.Token}
	if s.ExpiresInMinutes > 0 {
		t.Slides = time.Duration(min(s.ExpiresInMinutes, maxMinutes)) * time.Minute
		t.Expires = now.Add(t.Slides)
	}
	return t
}

// maxMinutes is a year: whatever a server says, there is a time after it.
const maxMinutes = 365 * 24 * 60

func putToken(r *http.Request, token string) { r.Header.Set("Authorization", "Bearer "+token) }

// account is the credential of a client, and whose it is. It is used by pointer, which
// fmt does not follow where a client is printed.
type account interface {
	remote.Credential

	// mayHold reports whether a token can be the account's, as far as is known here.
	mayHold(token string) bool

	// is reports whether the account is that of the employee with an id.
	is(ctx context.Context, employee string) (bool, error)
}

// bearer is a token that never changes.
type bearer struct {
	token  string
	header string
	hash   secret.Hash
}

// Authorize implements remote.Credential.
func (b *bearer) Authorize(_ context.Context, r *http.Request) (string, error) {
	r.Header.Set("Authorization", b.header)
	return b.token, nil
}

// Renew implements remote.Credential: there is nothing else to try.
func (*bearer) Renew(string) bool { return false }

// Secrets implements remote.Credential.
func (*bearer) Secrets() []string { return nil }

// mayHold compares with the token itself: nobody else's is as good.
func (b *bearer) mayHold(token string) bool { return b.hash.Equal(token) }

func (*bearer) is(context.Context, string) (bool, error) { return true, nil }

// employee is a session, and whose it is.
type employee struct {
	*remote.Session

	mu sync.Mutex
	id string // "" before the first login
}

// mayHold reports true: who comes from a login elsewhere has a token that is not here.
func (*employee) mayHold(string) bool { return true }

// is logs in if it is not known yet whose the account is.
func (e *employee) is(ctx context.Context, id string) (bool, error) {
	own := e.known()
	if own == "" {
		if _, err := current(ctx, e); err != nil {
			return false, err
		}
		own = e.known()
	}
	return own != "" && strings.EqualFold(own, id), nil
}

func (e *employee) known() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.id
}

func (e *employee) remember(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.id = id
}

// current returns the token of an account.
func current(ctx context.Context, a account) (string, error) {
	return a.Authorize(ctx, &http.Request{Header: http.Header{}})
}
