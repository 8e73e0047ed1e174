// Package telecomxclient is a [telecomx.Service] whose PBX is elsewhere: every method is
// a request to the TelecomX API.
//
//	svc, err := telecomxclient.New("https://api.telecomx.dk", telecomxclient.Login("user@domain.com", password))
//	class, err := svc.MusicOnHold.Create(ctx, telecomx.Caller{}, telecomx.MusicInput{Name: telecomx.To("Lobby")})
//	if errors.Is(err, telecomx.ErrName) { … }
//
// What is written against *telecomx.Service runs on the engine in memory in its tests
// and on a TelecomX in production: only the constructor differs. What the PBX refuses is
// the same [*telecomx.Error] as that of the engine. Everything else that can go wrong
// between here and there is an [*UnexpectedError], which keeps what was answered; the
// error of an ended context is in it, for [errors.Is].
//
// A client is one account on the PBX. Its credential says who asks, and the Caller that
// a method is given is not sent. [ByCaller] is for applications that hold several.
//
// The client relies on what the vendor's pages say and not on what package telecomx
// assumes where they are silent: any status of 2xx is a success, a refusal is recognised
// by its status if its body does not say more, members of unknown names are tolerated,
// and missing ones are the same as null. Where the master PIN code is missing, the level
// of the account says whether it is hidden, for the price of a second request. Lists are
// asked for with their songs.
//
// A Service of this package is safe for concurrent use.
package telecomxclient

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

// New returns a service that asks the API at a base URL, such as
// https://api.telecomx.dk, with a [Token] or a [Login]. New sends nothing.
//
// Auth of the service accepts that credential only, so that an HTTP handler of the
// service is a proxy that the same credential opens: the token; or, after a login
// through the proxy, any token that the PBX gave the same employee. Seed is nil.
func New(base string, credential Credential, opts ...Option) (*telecomx.Service, error) {
	if credential.open == nil {
		return nil, errors.New("telecomxclient: there is no credential")
	}
	c := &client{}
	own, err := credential.open(c)
	if err != nil {
		return nil, err
	}
	c.own = own
	if c.Client, err = remote.New(vendor, base, own, opts...); err != nil {
		return nil, err
	}
	return &telecomx.Service{
		Auth:        auth{c},
		Sessions:    sessions{c},
		Settings:    settings{c},
		MusicOnHold: musicOnHold{c},
	}, nil
}

// vendor is what the TelecomX API is like.
var vendor = remote.Vendor{Name: "telecomxclient", Refusal: refusal, BadStatus: badStatus, Expired: expired}

func refusal(op *wire.Operation, a *remote.Answer) error {
	if e := telecomxwire.Refusal(telecomx.Operation(op.Name), a.Status, a.Body); e != nil {
		return e
	}
	return nil
}

// badStatus makes the vendor's error of a status that says enough without a body.
func badStatus(op *wire.Operation, cause *UnexpectedError) error {
	kind := telecomxwire.Kind(telecomx.Operation(op.Name), cause.Status)
	if kind == nil {
		return cause
	}
	return &telecomx.Error{Status: cause.Status, Code: kind.Code, Message: kind.Message, Err: cause}
}

// expired reports whether a token is refused, for whatever reason.
func expired(err error) bool {
	e, ok := errors.AsType[*telecomx.Error](err)
	return ok && e.Status == http.StatusUnauthorized
}

// client is what the services share.
type client struct {
	*remote.Client
	own account
}

// operations are found by name; they never change.
var operations = func() map[telecomx.Operation]*wire.Operation {
	byName := map[telecomx.Operation]*wire.Operation{}
	for _, op := range telecomxwire.Operations() {
		byName[telecomx.Operation(op.Name)] = &op
	}
	return byName
}()

// request is a request without a body.
func request(op telecomx.Operation, params ...string) remote.Request {
	return remote.Request{Operation: operations[op], Params: params}
}

// about is a request that asks about a token, and is sent without one of its own.
func about(token string, op telecomx.Operation) remote.Request {
	return remote.Request{Operation: operations[op], Query: url.Values{"token": {token}}, Open: true, Secrets: remote.Secret(token)}
}

// withJSON adds a body to a request. One that is said to be malformed is malformed on
// the wire as well: rights come first, and those the server knows.
func withJSON(r remote.Request, body any, malformed bool) (remote.Request, error) {
	if malformed {
		r.Body, r.ContentType = []byte("[]"), "application/json"
		return r, nil
	}
	return r.WithJSON(body)
}

// recorder is a shape on the wire that stands for a T.
type recorder[T any] interface{ Record() T }

// get returns what an answer stands for.
func get[W recorder[T], T any](ctx context.Context, c *client, r remote.Request) (record T, err error) {
	a, err := c.Do(ctx, r)
	if err != nil {
		return record, err
	}
	var w W
	if err := a.JSON(false, &w); err != nil {
		return record, err
	}
	return w.Record(), nil
}

// errUndone is wrong with a success that says it is none.
var errUndone = errors.New("the answer says that it is no success")

// do is for an operation whose answer has nothing to say. None is needed; but one that
// denies that anything was done is believed.
func (c *client) do(ctx context.Context, r remote.Request) error {
	a, err := c.Do(ctx, r)
	if err != nil {
		return err
	}
	w := telecomxwire.Success{Success: true}
	if a.JSON(false, &w) == nil && !w.Success {
		return a.Unexpected(errUndone)
	}
	return nil
}
