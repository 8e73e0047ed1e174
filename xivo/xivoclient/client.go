// Package xivoclient is a [xivo.Service] whose PBX is elsewhere: every method is a
// request to a XiVO configuration server.
//
//	svc, err := xivoclient.New("https://xivo.example:9100", token)
//	room, err := svc.MeetingRooms.Create(ctx, xivo.MeetingRoom{Name: "lobby", DisplayName: "Lobby", Number: 1050})
//	if errors.Is(err, xivo.ErrDuplicate) { … }
//
// What is written against *xivo.Service runs on the engine in memory in its tests and
// on a XiVO in production: only the constructor differs. What the PBX refuses is the
// same [*xivo.Error] as that of the engine. Everything else that can go wrong between
// here and there is an [*UnexpectedError], which keeps what was answered; the error of
// an ended context is in it, for [errors.Is].
//
// The client relies on what the vendor's page says and not on what package xivo assumes
// where the page is silent: any status of 2xx is a success, members of unknown names
// are tolerated and missing ones are zero, refusals are recognised by their documented
// status if they have no body, and a Find names its offset and limit. Where no answer is
// documented, none is needed: see [xivo.RightsService] Set and [xivo.CallbackService]
// CreateRequest, which return what was sent if nothing comes back.
//
// A Service of this package is safe for concurrent use.
package xivoclient

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

// New returns a service that asks the configuration server at a base URL, such as
// https://xivo.example:9100, with or without /configmgt/api at its end. The token is
// the one that the vendor calls PLAY_AUTH_TOKEN. New sends nothing.
//
// Auth of the service accepts that token, so that an HTTP handler of the service is a
// proxy that the same token opens. Seed is nil.
func New(base, token string, opts ...Option) (*xivo.Service, error) {
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return nil, errors.New("xivoclient: the token is empty, or holds what a header cannot")
	}
	r, err := remote.New(vendor, base, &remote.Header{Name: "X-Auth-Token", Value: token}, opts...)
	if err != nil {
		return nil, err
	}
	c := &client{r}
	return &xivo.Service{
		Auth:         auth{secret.New(token)},
		Users:        users{c},
		Lines:        lines{c},
		Services:     services{c},
		Rights:       rights{c},
		Preferences:  preferences{c},
		Callbacks:    callbacks{c},
		Agents:       agents{c},
		Dissuasion:   dissuasion{c},
		SIP:          sip{c},
		MeetingRooms: meetingRooms{c},
	}, nil
}

// vendor is what XiVO's configuration server is like.
var vendor = remote.Vendor{Name: "xivoclient", Prefix: xivowire.Prefix, Refusal: refusal, BadStatus: badStatus}

func refusal(op *wire.Operation, a *remote.Answer) error {
	if e := xivowire.Refusal(xivo.Operation(op.Name), a.Status, a.Body); e != nil {
		return e
	}
	return nil
}

// badStatus makes the vendor's error of a status that says enough without an envelope.
func badStatus(op *wire.Operation, cause *UnexpectedError) error {
	kind := xivowire.Kind(xivo.Operation(op.Name), cause.Status)
	if kind == nil {
		return cause
	}
	return &xivo.Error{Status: cause.Status, Code: kind.Code, Message: kind.Message, Err: cause}
}

type auth struct{ hash secret.Hash }

// Check compares with the client's own token, and asks nobody.
func (a auth) Check(_ context.Context, token string) error {
	if a.hash.Equal(token) {
		return nil
	}
	refusal := *xivo.ErrUnauthorized
	return &refusal
}

// client is what the services share.
type client struct{ *remote.Client }

// operations are found by name; they never change.
var operations = func() map[xivo.Operation]*wire.Operation {
	byName := map[xivo.Operation]*wire.Operation{}
	for _, op := range xivowire.Operations() {
		byName[xivo.Operation(op.Name)] = &op
	}
	return byName
}()

// request is a request without a body.
func request(op xivo.Operation, params ...string) remote.Request {
	return remote.Request{Operation: operations[op], Params: params}
}

// withJSON adds a body to a request, or refuses it as the server would.
func withJSON(r remote.Request, body any) (remote.Request, error) {
	r, err := r.WithJSON(body)
	if err != nil {
		return r, xivo.ErrInvalidJSON.Refuse("Invalid Json: %v", err)
	}
	return r, nil
}

// number is a parameter of a path.
func number(n int64) string { return strconv.FormatInt(n, 10) }

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

// list returns what the answer of a list stands for; never nil.
func list[W recorder[T], T any](ctx context.Context, c *client, r remote.Request) ([]T, error) {
	a, err := c.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	var w []W
	if err := a.JSON(true, &w); err != nil {
		return nil, err
	}
	return wire.List(w, W.Record), nil
}

// send sends a body and returns what the answer stands for.
func send[W recorder[T], T any](ctx context.Context, c *client, r remote.Request, body any) (record T, err error) {
	if r, err = withJSON(r, body); err != nil {
		return record, err
	}
	return get[W](ctx, c, r)
}

// sendOr is send for an operation whose answer the vendor's page does not show: one
// that stands for nothing is a success like any other, and returns or.
func sendOr[W recorder[T], T any](ctx context.Context, c *client, r remote.Request, body any, or T) (record T, err error) {
	if r, err = withJSON(r, body); err != nil {
		return record, err
	}
	a, err := c.Do(ctx, r)
	if err != nil {
		return record, err
	}
	var w W
	if a.JSON(false, &w) != nil {
		return or, nil
	}
	return w.Record(), nil
}

// do is for an operation whose answer has nothing to say.
func (c *client) do(ctx context.Context, r remote.Request) error {
	_, err := c.Do(ctx, r)
	return err
}

// tell is do with a body.
func (c *client) tell(ctx context.Context, r remote.Request, body any) error {
	r, err := withJSON(r, body)
	if err != nil {
		return err
	}
	return c.do(ctx, r)
}

// find asks an operation with dynamic filters, which changes nothing.
func find[W recorder[T], T any](ctx context.Context, c *client, op xivo.Operation, in xivo.Find) (xivo.Page[T], error) {
	r, err := withJSON(request(op), xivowire.NewFind(in))
	if err != nil {
		return xivo.Page[T]{}, err
	}
	r.Repeatable = true
	a, err := c.Do(ctx, r)
	if err != nil {
		return xivo.Page[T]{}, err
	}
	var p xivowire.Page[W]
	if err := a.JSON(false, &p); err != nil {
		return xivo.Page[T]{}, err
	}
	return xivo.Page[T]{Total: p.Total, List: wire.List(p.List, W.Record)}, nil
}
