package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// BroadWorks is a client of a BroadWorks behind an APIO gateway. It is safe for
// concurrent use.
type BroadWorks struct {
	MaxWait time.Duration // for a gateway that is busy, in all

	url, token string
	client     *http.Client
}

// NewBroadWorks returns a client of the gateway at a URL such as
// https://apio.example.com/api/v01/p1.
func NewBroadWorks(url, token string, client *http.Client) *BroadWorks {
	return &BroadWorks{MaxWait: 2 * time.Minute, url: url, token: token, client: client}
}

// BroadWorksError is a refusal in the gateway's words.
type BroadWorksError struct {
	Status  int
	Message string        // "" if the answer is not one of the gateway's
	Reason  string        // in detail, if it is said
	wait    time.Duration // before another attempt
}

func (e *BroadWorksError) Error() string {
	return fmt.Sprintf("broadworks: %d %s: %s", e.Status, e.Message, e.Reason)
}

// BroadWorksUser names a user.
type BroadWorksUser struct{ Tenant, Group, ID string }

// MusicOnHold is what a user's callers hear while they wait.
type MusicOnHold struct {
	Active bool `json:"isActive"`
	Source struct {
		Selection string `json:"messageSourceSelection"` // Custom or Group
	} `json:"source"`
}

// MusicOnHold returns a user's music.
func (c *BroadWorks) MusicOnHold(ctx context.Context, user BroadWorksUser) (m MusicOnHold, err error) {
	err = c.call(ctx, http.MethodGet, user, nil, &m)
	return m, err
}

// SwitchMusicOnHold turns a user's music on or off, and returns how it is now.
func (c *BroadWorks) SwitchMusicOnHold(ctx context.Context, user BroadWorksUser, on bool) (m MusicOnHold, err error) {
	err = c.call(ctx, http.MethodPut, user, map[string]bool{"isActive": on}, &m)
	return m, err
}

// call calls an operation, and again when a gateway that is busy has asked to, unless
// that would take too long.
func (c *BroadWorks) call(ctx context.Context, method string, user BroadWorksUser, in, out any) error {
	left := c.MaxWait
	for {
		err := c.send(ctx, method, user, in, out)
		refused, ok := errors.AsType[*BroadWorksError](err)
		if !ok || refused.Status != http.StatusTooManyRequests || refused.wait > left {
			return err
		}
		left -= refused.wait
		if err := pause(ctx, refused.wait); err != nil {
			return err
		}
	}
}

// send sends one request. Its path ends with a slash, without which APIO knows none.
func (c *BroadWorks) send(ctx context.Context, method string, user BroadWorksUser, in, out any) error {
	path := fmt.Sprintf("/tenants/%s/groups/%s/users/%s/services/music_on_hold/",
		url.PathEscape(user.Tenant), url.PathEscape(user.Group), url.PathEscape(user.ID))
	r, err := newRequest(ctx, method, c.url+path, in)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	a, err := exchange(c.client, r)
	if err != nil {
		return err
	}
	if !a.ok() {
		return broadworksError(a)
	}
	return a.into(out)
}

func broadworksError(a *answer) error {
	var body struct {
		Errors []struct {
			Message string
			Details struct{ Reason string }
		}
	}
	refused := &BroadWorksError{Status: a.status, wait: retryAfter(a.header)}
	if a.into(&body) == nil && len(body.Errors) > 0 {
		refused.Message, refused.Reason = body.Errors[0].Message, body.Errors[0].Details.Reason
	}
	return refused
}

// retryAfter returns how long an answer asks to wait, or a second if it does not say.
func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 1 {
		return time.Second
	}
	return time.Duration(seconds) * time.Second
}
