package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// VoipNow is a client of VoipNow's UnifiedAPI. It is safe for concurrent use.
type VoipNow struct {
	url, id, secret string
	client          *http.Client
	grant           *shared[voipnowGrant]
}

// NewVoipNow returns a client of the server at a URL such as https://voipnow.example.com,
// for an app that VoipNow trusts.
func NewVoipNow(url, clientID, clientSecret string, client *http.Client) *VoipNow {
	c := &VoipNow{url: url, id: clientID, secret: clientSecret, client: client}
	c.grant = newShared(c.fetchGrant)
	return c
}

// VoipNowError is a refusal in the server's words.
type VoipNowError struct {
	Status        int
	Code, Message string // "" if the answer is not one of VoipNow's
}

func (e *VoipNowError) Error() string {
	return fmt.Sprintf("voipnow: %d %s: %s", e.Status, e.Code, e.Message)
}

// VoipNowCall is a call in progress.
type VoipNowCall struct {
	ID    string        `json:"id"`
	Views []VoipNowView `json:"phoneCallView"`
}

// VoipNowView is a call as one party sees it.
type VoipNowView struct {
	ID        string    `json:"id"`
	Extension string    `json:"extension"`
	OnHold    time.Time `json:"onhold"` // since when; zero if it is not
	Holder    int       `json:"holder"` // 1 if this party holds the call
}

// Hold has a view of a call hold it, and returns the call. To hold twice is no error.
func (c *VoipNow) Hold(ctx context.Context, extension, call, view string) (VoipNowCall, error) {
	return c.act(ctx, "OnHold", extension, call, view)
}

// Unhold ends a hold. To end it twice is no error.
func (c *VoipNow) Unhold(ctx context.Context, extension, call, view string) (VoipNowCall, error) {
	return c.act(ctx, "OffHold", extension, call, view)
}

func (c *VoipNow) act(ctx context.Context, action, extension, id, view string) (call VoipNowCall, err error) {
	path := fmt.Sprintf("/uapi/phoneCalls/@me/%s/%s/", url.PathEscape(extension), url.PathEscape(id))
	body := map[string]string{"action": action, "phoneCallViewId": view}
	err = c.call(ctx, http.MethodPut, path, body, &call)
	return call, err
}

// call calls an operation. A token that VoipNow no longer accepts, whatever it had
// promised, is replaced once.
func (c *VoipNow) call(ctx context.Context, method, path string, in, out any) error {
	refused := ""
	for {
		grant, err := c.grant.get(ctx, func(g voipnowGrant) bool { return g.token != refused && time.Now().Before(g.expires) })
		if err != nil {
			return err
		}
		r, err := newRequest(ctx, method, c.url+path, in)
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+grant.token)
		a, err := exchange(c.client, r)
		switch {
		case err != nil:
			return err
		case a.ok():
			return a.into(out)
		case a.status == http.StatusUnauthorized && refused == "":
			refused = grant.token
		default:
			return voipnowError(a)
		}
	}
}

// voipnowError returns a refusal, of which there are two forms: OAuth's has no
// message.
func voipnowError(a *answer) error {
	var body struct {
		Error struct{ Code, Message string }
	}
	var oauth struct{ Error string }
	a.into(&body)
	a.into(&oauth)
	return &VoipNowError{a.status, cmp.Or(body.Error.Code, oauth.Error), body.Error.Message}
}
