package voipnowclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/voipnow"
)

// Credential is what opens a PBX: a [Token] or an [App]. Printing one shows nothing of it.
type Credential struct{ of opener }

// opener is a kind of credential.
type opener interface {
	check() error
	open(*client) (voipnow.AuthService, remote.Credential)
}

func (c Credential) check() error {
	if c.of == nil {
		return errors.New("voipnowclient: there is no credential")
	}
	return c.of.check()
}

func (c Credential) open(client *client) (voipnow.AuthService, remote.Credential) {
	return c.of.open(client)
}

// Format implements fmt.Formatter, for every verb: fmt looks behind a pointer where a
// verb does not fit.
func (Credential) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[credential]") }

// Token is the credential of a user who has a token for some app. It is not renewed: once
// it has expired, every request is refused.
func Token(token string) Credential { return Credential{&bearer{token, bearerOf(token)}} }

// App is the credential of an app that may use the grant client_credentials. The client
// gets a token by it when it first needs one, and another one once that has expired or
// is refused; however many requests need it at once, it asks once.
func App(clientID, clientSecret string) Credential {
	return Credential{&app{voipnow.GrantRequest{GrantType: clientGrant, ClientID: clientID, ClientSecret: clientSecret}}}
}

// bearer is a token that never changes.
type bearer struct{ token, header string }

func (b *bearer) check() error {
	if !isToken(b.token) {
		return errors.New("voipnowclient: the token is empty, or holds what a header cannot")
	}
	return nil
}

func (b *bearer) open(c *client) (voipnow.AuthService, remote.Credential) {
	return tokenAuth{c, secret.New(b.token)}, b
}

// Authorize implements remote.Credential.
func (b *bearer) Authorize(_ context.Context, r *http.Request) (string, error) {
	r.Header.Set("Authorization", b.header)
	return b.token, nil
}

// Renew implements remote.Credential: there is nothing else to try.
func (*bearer) Renew(string) bool { return false }

// Secrets implements remote.Credential. A grant is asked for without the token, and its
// answer must not show it either.
func (b *bearer) Secrets() []string { return []string{b.token} }

func bearerOf(token string) string { return "Bearer " + token }

func authorize(r *http.Request, token string) { r.Header.Set("Authorization", bearerOf(token)) }

// isToken reports whether a text can be sent as a token. Spaces at its ends would not
// arrive.
func isToken(s string) bool {
	return s != "" && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// app is what an app says to get tokens.
type app struct{ request voipnow.GrantRequest }

func (a *app) check() error {
	if a.request.ClientID == "" || a.request.ClientSecret == "" {
		return errors.New("voipnowclient: the id or the secret of the app is empty")
	}
	return nil
}

func (a *app) open(c *client) (voipnow.AuthService, remote.Credential) {
	login := func(ctx context.Context) (remote.Token, error) { return c.login(ctx, a.request) }
	session := remote.NewSession(login, authorize, a.request.ClientSecret)
	return appAuth{c, &ownApp{secret.New(a.request.ClientID), secret.New(a.request.ClientSecret), session}}, session
}
