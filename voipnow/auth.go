package voipnow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/store"
)

// AuthService decides about credentials and gives out tokens.
type AuthService interface {
	// Check returns who a request is made for, or an ErrAccessDenied.
	Check(ctx context.Context, cred Credential) (Caller, error)

	// Grant gives an app a token, which stands for the app's user for an hour
	// (POST /oauth/token.php). It returns an ErrInvalidRequest if a member is
	// missing, an ErrUnsupportedGrantType, an ErrInvalidClient if there is no
	// app with this id and secret, or an ErrUnauthorizedClient if the app is
	// not a trusted one. Assumed: the order, that there is no refresh token, and
	// that an app can have several live tokens.
	Grant(ctx context.Context, in GrantRequest) (Grant, error)
}

// Credential is what a request carries to be let in.
type Credential struct {
	// Authorization is the header of that name; nil if there is none. A header
	// decides alone, even if it is malformed (assumed).
	Authorization *string
	// AccessRequestToken is the parameter of that name of the query: a token,
	// with or without the word Bearer before it.
	AccessRequestToken string
}

// Caller is the account that a request is made for.
type Caller struct {
	UserID string
}

// GrantRequest is what an app says to get a token. What is empty is missing.
type GrantRequest struct {
	GrantType    string // client_credentials
	ClientID     string
	ClientSecret string
}

// Grant is a token that was given out.
type Grant struct {
	AccessToken string
	ExpiresIn   int64  // seconds
	TokenType   string // Bearer
}

// App is a program that acts for a user.
type App struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	UserID       string `json:"userId"`
	Trusted      bool   `json:"trusted,omitempty"` // may use the grant client_credentials
}

// Token lets its bearer act for a user.
type Token struct {
	Value   string    `json:"value"`
	UserID  string    `json:"userId"`
	Expires time.Time `json:"expires,omitzero"` // zero: never
}

// tokenRow is a token under the hash of its value, so that looking it up compares
// nothing that a caller could guess byte by byte.
type tokenRow struct {
	Hash string `json:"hash"`
	Token
}

var (
	appTable   = store.NewTable("voipnow_apps", func(a *App) string { return a.ClientID }, nil)
	tokenTable = store.NewTable("voipnow_tokens", func(t *tokenRow) string { return t.Hash }, nil)
)

func hashToken(value string) string {
	hash := sha256.Sum256([]byte(value))
	return hex.EncodeToString(hash[:])
}

const (
	tokenType     = "Bearer"
	tokenLifetime = time.Hour // documented; not sliding (assumed)
	clientGrant   = "client_credentials"
)

type auth struct{ *core }

func (s auth) Check(ctx context.Context, cred Credential) (Caller, error) {
	value, ok := cred.Token()
	if !ok {
		return Caller{}, ErrAccessDenied
	}
	return view(ctx, s.core, func(tx store.ReadTx) (Caller, error) {
		token, err := tokenTable.Get(ctx, tx, hashToken(value))
		if errors.Is(err, store.ErrNotFound) {
			return Caller{}, ErrAccessDenied
		}
		if err != nil {
			return Caller{}, err
		}
		if !token.Expires.IsZero() && !s.clock().Before(token.Expires) {
			return Caller{}, s.expired()
		}
		return Caller{UserID: token.UserID}, nil
	})
}

func (c *core) expired() error {
	refusal := *ErrAccessDenied
	if c.deviate.ExpiredStatus != 0 {
		refusal.Status = c.deviate.ExpiredStatus
	}
	return &refusal
}

// Token returns the token that a credential names, if it is one of either form.
func (c Credential) Token() (string, bool) {
	if c.Authorization != nil {
		return cutBearer(*c.Authorization)
	}
	if token, ok := cutBearer(c.AccessRequestToken); ok {
		return token, true
	}
	return c.AccessRequestToken, c.AccessRequestToken != ""
}

// cutBearer returns what follows the scheme, whose case does not matter (assumed).
func cutBearer(s string) (string, bool) {
	scheme, token, _ := strings.Cut(strings.TrimSpace(s), " ")
	token = strings.TrimLeft(token, " ")
	return token, strings.EqualFold(scheme, tokenType) && token != ""
}

func (s auth) Grant(ctx context.Context, in GrantRequest) (Grant, error) {
	switch {
	case in.GrantType == "":
		return Grant{}, ErrInvalidRequest
	case in.GrantType != clientGrant:
		return Grant{}, ErrUnsupportedGrantType
	case in.ClientID == "" || in.ClientSecret == "":
		return Grant{}, ErrInvalidRequest
	}
	return update(ctx, s.core, func(tx store.Tx) (Grant, error) {
		app, err := getApp(ctx, tx, in)
		if err != nil {
			return Grant{}, err
		}
		if !app.Trusted {
			return Grant{}, ErrUnauthorizedClient
		}
		return s.grant(ctx, tx, app)
	})
}

// getApp returns the app with the id and secret of a request. Some clients encode
// both once more than the form needs, so that they are also compared decoded.
func getApp(ctx context.Context, tx store.ReadTx, in GrantRequest) (*App, error) {
	app, err := appTable.Get(ctx, tx, in.ClientID)
	if errors.Is(err, store.ErrNotFound) {
		app, err = appTable.Get(ctx, tx, decoded(in.ClientID))
	}
	if errors.Is(err, store.ErrNotFound) {
		app, err = &App{}, nil // has no secret; comparing takes its time all the same
	}
	if err != nil {
		return nil, err
	}
	asSent, asDecoded := secret.Equal(app.ClientSecret, in.ClientSecret), secret.Equal(app.ClientSecret, decoded(in.ClientSecret))
	if !asSent && !asDecoded {
		return nil, ErrInvalidClient
	}
	return app, nil
}

func decoded(s string) string {
	if d, err := url.QueryUnescape(s); err == nil {
		return d
	}
	return s
}

// grant makes a token for an app's user.
func (s auth) grant(ctx context.Context, tx store.Tx, app *App) (Grant, error) {
	value, err := draw(ctx, s.ids.Token, func(v string) (bool, error) { return tokenTable.Has(ctx, tx, hashToken(v)) })
	if err != nil {
		return Grant{}, err
	}
	token := Token{Value: value, UserID: app.UserID, Expires: s.now().Add(tokenLifetime)}
	row := &tokenRow{Hash: hashToken(value), Token: token}
	return Grant{value, int64(tokenLifetime / time.Second), tokenType}, tokenTable.Insert(ctx, tx, row)
}
