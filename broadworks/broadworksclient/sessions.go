package broadworksclient

import (
	"context"
	"fmt"
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

type sessions struct{ *client }

// Login begins a session of any account; the client's own one is another. It is at the
// gateway only: below the path of APIO Core it is refused with ErrNotFound.
func (s sessions) Login(ctx context.Context, username, password string) (broadworks.Session, error) {
	a, session, err := s.logIn(ctx, username, password)
	if err != nil {
		return broadworks.Session{}, err
	}
	var w broadworkswire.LoggedIn
	if err := a.JSON(false, &w); err != nil {
		return broadworks.Session{}, err
	}
	s.own.began(username, password, session)
	record := w.Record()
	record.ID, record.Caller.Username = session.Value, username
	return record, nil
}

// logIn begins a session, whose id is in a cookie. That is all that a client needs.
func (c *client) logIn(ctx context.Context, username, password string) (*remote.Answer, remote.Token, error) {
	r, err := request(broadworks.Login)
	if err == nil {
		r.Open, r.Secrets = true, []string{password}
		r, err = withJSON(r, broadworkswire.Login{Username: username, Password: password})
	}
	if err != nil {
		return nil, remote.Token{}, err
	}
	asked := time.Now()
	a, err := c.do(ctx, r)
	if err != nil {
		return nil, remote.Token{}, err
	}
	cookie := a.Cookie(broadworkswire.SessionCookie)
	if cookie == nil || cookie.Value == "" || cookie.MaxAge < 0 {
		return nil, remote.Token{}, a.Unexpected(fmt.Errorf("%w: it sets no cookie %s", remote.ErrShape, broadworkswire.SessionCookie))
	}
	token := remote.Token{Value: cookie.Value, Expires: cookie.Expires}
	if cookie.MaxAge > 0 { // which has the last word
		token.Expires = asked.Add(time.Duration(cookie.MaxAge) * time.Second)
	}
	return a, token, nil
}

func (s sessions) Info(ctx context.Context, _ broadworks.Caller) (broadworks.Caller, error) {
	r, err := request(broadworks.GetUserLoginInfo)
	if err != nil {
		return broadworks.Caller{}, err
	}
	return get[broadworkswire.LoginInfo](ctx, s.client, r)
}
