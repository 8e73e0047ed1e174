package voipnowwire

import (
	"net/url"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// The actions on calls that are served, by their names, whose case matters.
const (
	OnHold  = "OnHold"
	OffHold = "OffHold"
)

// Action is a request to change calls.
type Action struct {
	Action string `json:"action"`
	ViewID string `json:"phoneCallViewId"`
}

// SimpleCall is a request for a call between two parties.
type SimpleCall struct {
	Extension string       `json:"extension"`
	Views     []SimpleView `json:"phoneCallView"`
	Nonce     string       `json:"nonce,omitempty"`
}

// SimpleView says who is to be called.
type SimpleView struct {
	Source      []string `json:"source"`
	Destination []string `json:"destination"`
	CallerID    string   `json:"callerId,omitempty"`
}

// NewSimpleCall returns a request.
func NewSimpleCall(in voipnow.SimpleCall) SimpleCall {
	return SimpleCall{in.Extension, wire.List(in.Views, newSimpleView), in.Nonce}
}

func newSimpleView(v voipnow.SimpleView) SimpleView {
	return SimpleView{Texts(v.Source).list(), Texts(v.Destination).list(), v.CallerID}
}

// Token is a token that was given out.
type Token struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   Number `json:"expires_in"`
	TokenType   string `json:"token_type"`
}

// NewToken returns a token on the wire.
func NewToken(g voipnow.Grant) Token { return Token{g.AccessToken, Number(g.ExpiresIn), g.TokenType} }

// Record returns what t stands for.
func (t Token) Record() voipnow.Grant {
	return voipnow.Grant{AccessToken: t.AccessToken, ExpiresIn: int64(t.ExpiresIn), TokenType: t.TokenType}
}

// Form returns the form that asks for a token. What is empty is missing.
func Form(in voipnow.GrantRequest) url.Values {
	form := url.Values{}
	for name, value := range map[string]string{
		"grant_type": in.GrantType, "client_id": in.ClientID, "client_secret": in.ClientSecret,
	} {
		if value != "" {
			form.Set(name, value)
		}
	}
	return form
}
