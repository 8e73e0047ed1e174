package telecomxclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

type sessions struct{ *client }

// errNoToken is wrong with the answer to a login that has none.
var errNoToken = fmt.Errorf("%w: it has no token", remote.ErrShape)

// Login gives a session to whoever asks. The client itself goes on with its own.
func (s sessions) Login(ctx context.Context, in telecomx.LoginInput) (telecomx.Session, error) {
	r, err := request(telecomx.Login).WithJSON(telecomxwire.NewLogin(in))
	if err != nil {
		return telecomx.Session{}, err
	}
	r.Open, r.Private, r.Secrets = true, true, remote.Secret(in.Password)
	a, err := s.Do(ctx, r)
	if err != nil {
		return telecomx.Session{}, err
	}
	var w telecomxwire.Session
	if err := a.JSON(false, &w); err != nil {
		return telecomx.Session{}, err
	}
	if w.Token == "" {
		return telecomx.Session{}, a.Unexpected(errNoToken)
	}
	return w.Record(), nil
}

// Logout ends the sessions of the client's employee, its own among them.
func (s sessions) Logout(ctx context.Context, _ telecomx.Caller) error {
	return s.do(ctx, request(telecomx.Logout))
}

// Validate asks a second time about a bad token, as the answer does not say why it is
// bad.
func (s sessions) Validate(ctx context.Context, token string) (telecomx.Identity, error) {
	r := about(token, telecomx.ValidateToken)
	r.Query.Set("extend", "true")
	a, err := s.Do(ctx, r)
	if err != nil {
		return telecomx.Identity{}, err
	}
	var w telecomxwire.Identity
	if err := a.JSON(false, &w); err != nil {
		return telecomx.Identity{}, err
	}
	if !w.Success {
		return telecomx.Identity{}, s.whyBad(ctx, token)
	}
	return w.Record(), nil
}

// whyBad returns what the PBX says to the use of a bad token.
func (s sessions) whyBad(ctx context.Context, token string) error {
	err := s.do(ctx, about(token, telecomx.Ping))
	if e, ok := errors.AsType[*telecomx.Error](err); ok && e.Status == http.StatusUnauthorized || ctx.Err() != nil {
		return err
	}
	return telecomx.ErrInvalidToken
}
