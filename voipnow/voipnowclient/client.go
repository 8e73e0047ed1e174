// Package voipnowclient is a [voipnow.Service] whose PBX is elsewhere: every method is a
// request to a VoipNow server.
//
//	svc, err := voipnowclient.New("https://voipnow.example", voipnowclient.App(id, secret))
//	ref := voipnow.Ref{User: voipnow.Me, Extension: "0003*210", Call: "b817d2618fe6f1804333"}
//	call, err := svc.Calls.OnHold(ctx, voipnow.Caller{}, ref, "01")
//	if errors.Is(err, voipnow.ErrView) { … }
//
// What is written against *voipnow.Service runs on the engine in memory in its tests and
// on a VoipNow in production: only the constructor differs. What the PBX refuses is the
// same [*voipnow.Error] as that of the engine. Everything else that can go wrong between
// here and there is an [*UnexpectedError], which keeps what was answered; the error of
// an ended context is in it, for [errors.Is].
//
// A client is one account on the PBX: its credential decides who asks, and the
// [voipnow.Caller] that methods take is not sent. Who holds several accounts puts their
// clients behind [ByCaller].
//
// The client relies on what the vendor's pages say and not on what package voipnow
// assumes where they are silent: any status of 2xx is a success, members of unknown names
// are tolerated and missing ones are zero, what the pages print in two forms is read in
// both, and a list names its order. Where nothing comes back, as with 202 or 204, the
// result has what is known without an answer: see [voipnow.CallService].
//
//   - OnHold and OffHold return the call that was named, with as much of it as the answer
//     shows. Both refuse to be about all calls, by an ErrPhoneCall and without a change.
//   - CreateSimple returns what was sent, without an id, if the answer does not show the call.
//   - HangUp and OnHoldAll return an empty list.
//   - UserID of a call is what its link says; "" without a link.
//
// A Service of this package is safe for concurrent use.
package voipnowclient

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// New returns a service that asks the server at a base URL, such as
// https://voipnow.example, with or without /uapi at its end. New sends nothing.
//
// Auth of the service accepts the client's own credential, so that an HTTP handler of the
// service is a proxy that the same credential opens, and nobody gains rights through it:
// with [Token] that token, with [App] the tokens that the service's Grant returns for the
// app. The account of these is [voipnow.Me], as the API does not say its id. Seed is nil.
func New(base string, credential Credential, opts ...Option) (*voipnow.Service, error) {
	if err := credential.check(); err != nil {
		return nil, err
	}
	c := &client{}
	auth, opens := credential.open(c)
	var err error
	if c.Client, err = remote.New(vendor, base, opens, opts...); err != nil {
		return nil, err
	}
	return &voipnow.Service{Auth: auth, Calls: calls{c}}, nil
}

// vendor is what VoipNow is like.
var vendor = remote.Vendor{Name: "voipnowclient", Prefix: voipnowwire.Prefix, Refusal: refusal, BadStatus: badStatus, Expired: expired}

// refusal keeps documented codes as they are, also if the credential is a word of one.
func refusal(op *wire.Operation, a *remote.Answer) error {
	e := voipnowwire.Refusal(voipnow.Operation(op.Name), a.Status, a.Sent())
	if e == nil {
		return nil
	}
	if !slices.ContainsFunc(voipnow.Errors(), func(kind *voipnow.Error) bool { return kind.Code == e.Code }) {
		e.Code = clip(a.Hide(e.Code))
	}
	e.Message = clip(a.Hide(e.Message))
	return e
}

// maxMessage is how much of a refusal's message is kept: the documented ones are shorter.
const maxMessage = 1000

func clip(s string) string {
	if len(s) > maxMessage {
		return s[:maxMessage] + "…"
	}
	return s
}

// badStatus makes the vendor's error of a status that says enough without a body.
func badStatus(op *wire.Operation, cause *UnexpectedError) error {
	kind := voipnowwire.Kind(voipnow.Operation(op.Name), cause.Status)
	if kind == nil {
		return cause
	}
	return &voipnow.Error{Status: cause.Status, Code: kind.Code, Message: kind.Message, Err: cause}
}

// expired reports whether a request was refused as those are whose token has expired.
// Nothing tells that from an account which the token's user may not see, so that this
// renews the token as well, once.
func expired(err error) bool { return errors.Is(err, voipnow.ErrAccessDenied) }

// client is what the services share.
type client struct{ *remote.Client }

// operations are found by name; they never change.
var operations = func() map[voipnow.Operation]*wire.Operation {
	byName := map[voipnow.Operation]*wire.Operation{}
	for _, op := range voipnowwire.Operations() {
		byName[voipnow.Operation(op.Name)] = &op
	}
	return byName
}()

// request is a request for the calls that a Ref addresses: for one of them if it names
// one, for all otherwise.
func request(one, all voipnow.Operation, ref voipnow.Ref) (remote.Request, error) {
	switch {
	case ref.User == "":
		return remote.Request{}, voipnow.ErrUser // no path can have it
	case ref.Extension == "":
		return remote.Request{}, voipnow.ErrExtension
	case ref.Call == "":
		return remote.Request{Operation: operations[all], Params: []string{ref.User, ref.Extension}}, nil
	}
	return remote.Request{Operation: operations[one], Params: []string{ref.User, ref.Extension, ref.Call}}, nil
}

// defaultCount is how many calls a page has if nobody says (documented).
const defaultCount = 20

// list asks for a page of calls.
func (c *client) list(ctx context.Context, ref voipnow.Ref, q voipnow.CallQuery) (voipnow.CallPage, error) {
	r, err := request(voipnow.GetPhoneCall, voipnow.ListPhoneCalls, ref)
	if err != nil {
		return voipnow.CallPage{}, err
	}
	r.Query = voipnowwire.Query(q)
	a, err := c.Do(ctx, r)
	if err != nil {
		return voipnow.CallPage{}, err
	}
	if isEmpty(a) {
		return voipnow.CallPage{Calls: []voipnow.Call{}, Count: cmp.Or(q.Count, defaultCount), StartIndex: q.StartIndex}, nil
	}
	var w voipnowwire.Collection
	if err := a.JSON(false, &w); err != nil {
		return voipnow.CallPage{}, err
	}
	return w.Record(), nil
}
