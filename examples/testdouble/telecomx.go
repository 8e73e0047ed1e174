package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// TelecomX is a client of a TelecomX hosted PBX. It logs in when it has to, and is
// safe for concurrent use.
type TelecomX struct {
	url, username, password string
	client                  *http.Client
	session                 *shared[telecomxSession]
}

// NewTelecomX returns a client of the server at a URL such as https://api.telecomx.dk.
func NewTelecomX(url, username, password string, client *http.Client) *TelecomX {
	c := &TelecomX{url: url, username: username, password: password, client: client}
	c.session = newShared(c.login)
	return c
}

// TelecomXError is a refusal in the server's words.
type TelecomXError struct {
	Status      int    `json:"-"`
	Kind        string `json:"message"` // "" if the answer is not one of TelecomX's
	Description string `json:"description"`
}

func (e *TelecomXError) Error() string {
	return fmt.Sprintf("telecomx: %d %s: %s", e.Status, e.Kind, e.Description)
}

// TelecomXSettings are the settings of a customer, as far as they are used here.
type TelecomXSettings struct {
	Language  string `json:"defaultLanguage"`
	Recording struct {
		Mode      string `json:"mode"`
		Quality   string `json:"quality"`
		Retention int    `json:"retension"` // in days; the spelling is the vendor's
	} `json:"recording"`
}

// Settings returns the settings of one's own customer.
func (c *TelecomX) Settings(ctx context.Context) (s TelecomXSettings, err error) {
	err = c.call(ctx, http.MethodGet, nil, &s)
	return s, err
}

// SetRetention changes for how many days recordings are kept, and nothing else: the
// request has no other member, so that it undoes no change of somebody else's.
func (c *TelecomX) SetRetention(ctx context.Context, days int) (s TelecomXSettings, err error) {
	change := map[string]any{"recording": map[string]int{"retension": days}}
	err = c.call(ctx, http.MethodPost, change, &s)
	return s, err
}

// call reads or changes the settings. TelecomX ends a session after 15 minutes without
// a request, and refuses what comes then without having done it. So call logs in anew
// and sends it again, once.
func (c *TelecomX) call(ctx context.Context, method string, in, out any) error {
	ended := ""
	for {
		session, err := c.session.get(ctx, func(s telecomxSession) bool { return s.Token != ended })
		if err != nil {
			return err
		}
		err = c.send(ctx, method, "/pbx/settings/"+url.PathEscape(session.Customer), session.Token, in, out)
		refused, ok := errors.AsType[*TelecomXError](err)
		if !ok || refused.Status != http.StatusUnauthorized || ended != "" {
			return err
		}
		ended = session.Token
	}
}

type telecomxSession struct {
	Token    string `json:"token"`
	Customer string `json:"customer"`
}

func (c *TelecomX) login(ctx context.Context) (s telecomxSession, err error) {
	who := map[string]string{"username": c.username, "password": c.password}
	err = c.send(ctx, http.MethodPost, "/auth/login", "", who, &s)
	return s, err
}

// send sends one request.
func (c *TelecomX) send(ctx context.Context, method, path, token string, in, out any) error {
	r, err := newRequest(ctx, method, c.url+path, in)
	if err != nil {
		return err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	a, err := exchange(c.client, r)
	if err != nil {
		return err
	}
	if !a.ok() {
		refused := &TelecomXError{Status: a.status}
		a.into(refused)
		return refused
	}
	return a.into(out)
}
