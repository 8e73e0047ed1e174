package telecomxclient

import (
	"context"

	"github.com/pbxkit/pbxkit/telecomx"
)

type auth struct{ *client }

// Check accepts the client's own credential only. It asks the PBX who holds the token,
// which is remembered nowhere, and restarts its lifetime, as GET /ping does.
func (s auth) Check(ctx context.Context, credential telecomx.Credential) (telecomx.Caller, error) {
	token, err := credential.Token()
	if err != nil {
		return telecomx.Caller{}, err
	}
	if !s.own.mayHold(token) {
		return telecomx.Caller{}, telecomx.ErrInvalidToken
	}
	holder, err := sessions(s).Validate(ctx, token)
	if err != nil {
		return telecomx.Caller{}, err
	}
	own, err := s.own.is(ctx, holder.Employee)
	if err != nil {
		return telecomx.Caller{}, err
	}
	if !own {
		return telecomx.Caller{}, telecomx.ErrInvalidToken
	}
	return holder.Caller, s.do(ctx, about(token, telecomx.Ping))
}

// As returns ErrLoginRequired: the API lets nobody act for others by their names.
func (auth) As(context.Context, string) (telecomx.Caller, error) {
	return telecomx.Caller{}, telecomx.ErrLoginRequired
}
