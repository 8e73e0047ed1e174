package remote

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Credential opens the API.
type Credential interface {
	// Authorize puts what opens the API into a request, and returns it. It may
	// have to ask the PBX for it first.
	Authorize(ctx context.Context, r *http.Request) (used string, err error)

	// Renew is told that what Authorize had returned was refused, and reports
	// whether it has something else to try.
	Renew(used string) bool

	// Secrets returns what must not show in errors, beside what Authorize
	// returned.
	Secrets() []string
}

// Header is a credential that is the value of a header and never changes. It is used by
// pointer, which fmt does not follow where a client is printed.
type Header struct{ Name, Value string }

// Authorize implements Credential.
func (h *Header) Authorize(_ context.Context, r *http.Request) (string, error) {
	r.Header.Set(h.Name, h.Value)
	return h.Value, nil
}

// Renew implements Credential: there is nothing else to try.
func (*Header) Renew(string) bool { return false }

// Secrets implements Credential.
func (h *Header) Secrets() []string { return nil }

// Token is what a login returned.
type Token struct {
	Value   string
	Expires time.Time     // zero if nobody said
	Slides  time.Duration // for how long it is good after each use; 0 if a use changes nothing
}

// Session is a credential that a login returns and that ends. However many requests
// need a token at once, one login fetches it; so it is after a token was refused. It is
// safe for concurrent use.
type Session struct {
	login   func(context.Context) (Token, error)
	put     func(r *http.Request, token string)
	secrets []string
	now     func() time.Time

	flight singleflight.Group
	mu     sync.Mutex
	token  Token
}

// NewSession returns a session. Login asks the PBX for a token by means of secrets,
// which must not show in errors; put puts a token into a request.
func NewSession(login func(context.Context) (Token, error), put func(r *http.Request, token string), secrets ...string) *Session {
	return &Session{login: login, put: put, secrets: secrets, now: time.Now}
}

// Authorize implements Credential. It logs in if there is no token, or if it has
// expired.
func (s *Session) Authorize(ctx context.Context, r *http.Request) (string, error) {
	token, err := s.Token(ctx)
	if err != nil {
		return "", err
	}
	s.put(r, token.Value)
	return token.Value, nil
}

// Renew implements Credential. It forgets the token, unless another request has
// renewed it already.
func (s *Session) Renew(used string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token.Value == used {
		s.token = Token{}
	}
	return true
}

// Secrets implements Credential.
func (s *Session) Secrets() []string {
	token, _ := s.Held()
	return append(slices.Clip(s.secrets), token.Value)
}

// Token returns the token in use. It logs in if there is none, or if it has expired.
func (s *Session) Token(ctx context.Context) (Token, error) {
	if token, ok := s.use(); ok {
		return token, nil
	}
	// The login is everyone's who waits for it: it must not end with the context
	// of whoever was first.
	login := context.WithoutCancel(ctx)
	done := s.flight.DoChan("", func() (any, error) {
		if token, ok := s.use(); ok { // since a moment ago
			return token, nil
		}
		login, cancel := context.WithTimeout(login, DefaultTimeout)
		defer cancel()
		token, err := s.login(login)
		if err != nil {
			return Token{}, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.token = token
		return token, nil
	})
	select {
	case result := <-done:
		token, _ := result.Val.(Token)
		return token, result.Err
	case <-ctx.Done():
		return Token{}, context.Cause(ctx)
	}
}

// Held returns the last token, and reports whether it is in use: that there is one, and
// that it has not expired. It asks nobody, and is no use of the token.
func (s *Session) Held() (Token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token, s.good()
}

// use is Held for a request that the token goes with.
func (s *Session) use() (Token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ok := s.good()
	if ok && s.token.Slides > 0 {
		s.token.Expires = s.now().Add(s.token.Slides)
	}
	return s.token, ok
}

// good is for who has the lock.
func (s *Session) good() bool {
	return s.token.Value != "" && (s.token.Expires.IsZero() || s.now().Before(s.token.Expires))
}
