package voipnowclient

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"time"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// grant asks the PBX for a token.
func (c *client) grant(ctx context.Context, in voipnow.GrantRequest) (voipnow.Grant, error) {
	a, err := c.Do(ctx, remote.Request{
		Operation: operations[voipnow.CreateToken], Open: true, Private: true, Secrets: []string{in.ClientSecret},
		Body: []byte(voipnowwire.Form(in).Encode()), ContentType: "application/x-www-form-urlencoded",
	})
	if err != nil {
		return voipnow.Grant{}, err
	}
	var w voipnowwire.Token
	if err := a.JSON(false, &w); err != nil {
		return voipnow.Grant{}, err
	}
	if !isToken(w.AccessToken) {
		return voipnow.Grant{}, a.Unexpected(fmt.Errorf("%w: it has no token", remote.ErrShape))
	}
	return w.Record(), nil
}

// login is the grant of the client's own app.
func (c *client) login(ctx context.Context, in voipnow.GrantRequest) (remote.Token, error) {
	asked := time.Now() // the lifetime has begun when the answer arrives
	g, err := c.grant(ctx, in)
	if err != nil {
		return remote.Token{}, err
	}
	token := remote.Token{Value: g.AccessToken}
	if 0 < g.ExpiresIn && g.ExpiresIn < math.MaxInt64/int64(time.Second) {
		token.Expires = asked.Add(time.Duration(g.ExpiresIn) * time.Second)
	}
	return token, nil
}

// clientGrant is the only type of grant that there is.
const clientGrant = "client_credentials"

// account is who a client's credential stands for: the API does not say its id.
var account = voipnow.Caller{UserID: voipnow.Me}

// tokenAuth is the Auth of a client that has a token.
type tokenAuth struct {
	*client
	own secret.Hash
}

// Check compares with the client's own token, and asks nobody.
func (a tokenAuth) Check(_ context.Context, cred voipnow.Credential) (voipnow.Caller, error) {
	if token, ok := cred.Token(); ok && a.own.Equal(token) {
		return account, nil
	}
	return voipnow.Caller{}, voipnow.ErrAccessDenied
}

func (a tokenAuth) Grant(ctx context.Context, in voipnow.GrantRequest) (voipnow.Grant, error) {
	return a.grant(ctx, in)
}

// appAuth is the Auth of a client that has an app.
type appAuth struct {
	*client
	own *ownApp
}

// ownApp is the app of a client. It is used by pointer, as fmt may look behind one, but
// not behind two.
type ownApp struct {
	id, secret secret.Hash
	session    *remote.Session
}

// is reports whether a request is one of the app.
func (o *ownApp) is(in voipnow.GrantRequest) bool {
	return in.GrantType == clientGrant && sameDecoded(o.id, in.ClientID) && sameDecoded(o.secret, in.ClientSecret)
}

// Check compares with the token that the client uses now, and asks nobody.
func (a appAuth) Check(_ context.Context, cred voipnow.Credential) (voipnow.Caller, error) {
	held, live := a.own.session.Held()
	if token, ok := cred.Token(); ok && live && secret.Equal(held.Value, token) {
		return account, nil
	}
	return voipnow.Caller{}, voipnow.ErrAccessDenied
}

// Grant returns the token that the client uses itself, if it is asked by its own app: a
// proxy opens with that. Any other app is the PBX's to judge, and what it is given opens
// the PBX, but no proxy.
func (a appAuth) Grant(ctx context.Context, in voipnow.GrantRequest) (voipnow.Grant, error) {
	if !a.own.is(in) {
		return a.grant(ctx, in)
	}
	token, err := a.own.session.Token(ctx)
	if err != nil {
		return voipnow.Grant{}, err
	}
	g := voipnow.Grant{AccessToken: token.Value, TokenType: "Bearer"}
	if !token.Expires.IsZero() {
		g.ExpiresIn = max(1, int64(time.Until(token.Expires)/time.Second))
	}
	return g, nil
}

// sameDecoded compares as the server does: some clients encode id and secret once more
// than the form needs.
func sameDecoded(own secret.Hash, given string) bool {
	asSent := own.Equal(given)
	decoded, err := url.QueryUnescape(given)
	return err == nil && own.Equal(decoded) || asSent
}
