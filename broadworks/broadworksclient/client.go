// Package broadworksclient is a [broadworks.Service] whose system is elsewhere: every
// method is a request to APIO, the gateway in front of BroadWorks, or to APIO Core in
// front of that.
//
//	svc, err := broadworksclient.New("https://apio.example", broadworksclient.Login(username, password))
//	music, err := svc.MusicOnHold.Update(ctx, broadworks.Caller{}, user, broadworks.MusicOnHoldInput{IsActive: new(true)})
//	if errors.Is(err, broadworks.ErrNotAssigned) { … }
//
// What is written against *broadworks.Service runs on the engine in memory in its tests
// and on a BroadWorks in production: only the constructor differs. What the gateway
// refuses is the same [*broadworks.Error] as that of the engine, in whichever of the
// documented shapes it comes. Everything else that can go wrong between here and there
// is an [*UnexpectedError], which keeps what was answered; the error of an ended context
// is in it, for [errors.Is].
//
// # Callers
//
// A client is one account. The credential decides who asks; the Caller that a method
// takes is not sent, and can be the zero value. [ByCaller] makes one service of the
// clients of several accounts.
//
// # What is relied on
//
// The client relies on what the vendor's pages say and not on what package broadworks
// assumes where they are silent: any status of 2xx is a success, but for a 207 with an
// error in it; members of unknown names are tolerated, as those of the gateway's audit
// feature are, and missing ones are zero; refusals are recognised by their documented
// status if they have no body. A [broadworks.GroupMusicOnHold] has no media types where
// the gateway shows none, as in the vendor's example, and no answer says whether an
// account may only read. All paths end with a slash. Lists have no pages.
//
// A Service of this package is safe for concurrent use.
package broadworksclient

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

// New returns a service that asks the gateway at a base URL: the path below which the
// API is, such as https://apio.example/api/v01/p1 of APIO Core. A URL without a path
// stands for the gateway's own /api/v1, as in https://apio.example. New sends nothing.
//
// Auth of the service accepts the client's own credential, so that an HTTP handler of
// the service is a proxy that the same credential opens: see [Token] and [Login]. Seed
// and Audit are nil.
func New(base string, credential Credential, opts ...Option) (*broadworks.Service, error) {
	if credential.bind == nil {
		return nil, errors.New("broadworksclient: there is no credential")
	}
	c := &client{}
	var err error
	if c.own, err = credential.bind(c); err != nil {
		return nil, err
	}
	if c.Client, err = remote.New(vendor, withPath(base), c.own, opts...); err != nil {
		return nil, err
	}
	return &broadworks.Service{
		Auth:             &auth{client: c},
		Sessions:         sessions{c},
		MusicOnHold:      musicOnHold{c},
		GroupMusicOnHold: groupMusicOnHold{c},
		Announcements:    announcements{c},
	}, nil
}

// withPath adds the gateway's path to a URL that has none. What makes no sense as a
// base URL is left as it is, to be refused.
func withPath(base string) string {
	u, err := url.Parse(base)
	if err != nil || strings.Trim(u.Path, "/") != "" || u.Opaque != "" {
		return base
	}
	u.Path = broadworkswire.GatewayPrefix
	return u.String()
}

// vendor is what the gateway is like.
var vendor = remote.Vendor{
	Name: "broadworksclient", Refusal: refusal, BadStatus: badStatus,
	Expired: func(err error) bool { return statusOf(err) == http.StatusUnauthorized },
	Passes:  func(err error) bool { return remote.StatusPasses(statusOf(err)) },
}

// statusOf returns the status of a refusal in the vendor's terms, or 0.
func statusOf(err error) int {
	if e, ok := errors.AsType[*broadworks.Error](err); ok {
		return e.Status
	}
	return 0
}

func refusal(op *wire.Operation, a *remote.Answer) error {
	if e := broadworkswire.Refusal(broadworks.Operation(op.Name), a.Status, a.Body); e != nil {
		return e
	}
	return nil
}

// badStatus makes the vendor's error of a status that says enough without a body.
func badStatus(op *wire.Operation, cause *UnexpectedError) error {
	kind := broadworkswire.Kind(broadworks.Operation(op.Name), cause.Status)
	if kind == nil {
		return cause
	}
	return &broadworks.Error{Status: cause.Status, Code: kind.Code, Message: kind.Message, Err: cause}
}

// client is what the services share.
type client struct {
	*remote.Client
	own owner
}

// operations are found by name; they never change.
var operations = func() map[broadworks.Operation]*wire.Operation {
	byName := map[broadworks.Operation]*wire.Operation{}
	for _, op := range broadworkswire.Operations() {
		byName[broadworks.Operation(op.Name)] = &op
	}
	return byName
}()

// request is a request without a body. The ids of a tenant, a group and a user are its
// parameters, as far as the operation has them. An empty one, which no path can hold, is
// refused as the service would refuse it to who may know.
func request(op broadworks.Operation, ids ...string) (remote.Request, error) {
	for i, what := range []string{"tenant", "group", "user"}[:len(ids)] {
		if ids[i] == "" {
			return remote.Request{}, broadworks.ErrNotFound.Refuse("%s '' not found", what)
		}
	}
	return remote.Request{Operation: operations[op], Params: ids}, nil
}

// withJSON adds a body to a request, or refuses it as the server would.
func withJSON(r remote.Request, body any) (remote.Request, error) {
	r, err := r.WithJSON(body)
	if err != nil {
		return r, broadworks.ErrMediaType.Refuse("the body has to be a JSON object: %v", err)
	}
	return r, nil
}

// do sends a request. An answer 207 is a refusal if it says so: the vendor lists the
// status among those of errors.
func (c *client) do(ctx context.Context, r remote.Request) (*remote.Answer, error) {
	a, err := c.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	if a.Status == http.StatusMultiStatus {
		cause := a.Unexpected(remote.ErrStatus) // whose body shows no credential
		if e := broadworkswire.Refusal(broadworks.Operation(r.Operation.Name), a.Status, cause.Body); e != nil {
			return nil, e
		}
	}
	return a, nil
}

// recorder is a shape on the wire that stands for a T.
type recorder[T any] interface{ Record() T }

// get returns what an answer stands for.
func get[W recorder[T], T any](ctx context.Context, c *client, r remote.Request) (record T, err error) {
	a, err := c.do(ctx, r)
	if err != nil {
		return record, err
	}
	var w W
	if err := a.JSON(false, &w); err != nil {
		return record, err
	}
	return w.Record(), nil
}

// send sends a body and returns what the answer stands for.
func send[W recorder[T], T any](ctx context.Context, c *client, r remote.Request, body any) (record T, err error) {
	if r, err = withJSON(r, body); err != nil {
		return record, err
	}
	return get[W](ctx, c, r)
}
