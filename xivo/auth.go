package xivo

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/secret"
)

// AuthService decides about credentials.
type AuthService interface {
	// Check returns nil if the value of the header X-Auth-Token opens the
	// API, and an ErrUnauthorized otherwise. Assumed: there are no scopes,
	// and a token does not expire.
	Check(ctx context.Context, token string) error
}

// WithToken sets the one token, which the vendor calls PLAY_AUTH_TOKEN, that
// opens the API over HTTP. Assumed: without a token, or with an empty one, an HTTP
// handler refuses to serve the service, unless [WithoutAuthentication] says to.
func WithToken(token string) Option {
	if token == "" {
		return func(c *core) { c.auth = nil }
	}
	return func(c *core) { c.auth = sharedToken{c, secret.New(token)} }
}

// WithoutAuthentication opens the API over HTTP to everyone.
func WithoutAuthentication() Option {
	return func(c *core) { c.auth = openDoor{} }
}

type sharedToken struct {
	core *core
	hash secret.Hash
}

func (t sharedToken) Check(_ context.Context, token string) error {
	if t.hash.Equal(token) {
		return nil
	}
	// Assumed: the reference names neither status nor body.
	refusal := *ErrUnauthorized
	if t.core.deviate.Forbidden {
		refusal.Status = 403
	}
	return &refusal
}

type openDoor struct{}

func (openDoor) Check(context.Context, string) error { return nil }
