package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// voipnowGrant is a token with the time at which it expires.
type voipnowGrant struct {
	token   string
	expires time.Time
}

func (c *VoipNow) fetchGrant(ctx context.Context) (voipnowGrant, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {c.id}, "client_secret": {c.secret}}
	asked := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/oauth/token.php", strings.NewReader(form.Encode()))
	if err != nil {
		return voipnowGrant{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := exchange(c.client, r)
	if err != nil {
		return voipnowGrant{}, err
	}
	if !a.ok() {
		return voipnowGrant{}, voipnowError(a)
	}
	var body struct {
		Token     string `json:"access_token"`
		ExpiresIn int64  `json:"expires_in"`
	}
	err = a.into(&body)
	return voipnowGrant{body.Token, asked.Add(time.Duration(body.ExpiresIn) * time.Second)}, err
}
