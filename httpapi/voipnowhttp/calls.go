package voipnowhttp

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// updateCalls serves the actions on calls. Those that are not implemented are
// answered like those that do not exist, and like a missing one (assumed).
func updateCalls(ctx context.Context, c *call) (reply, error) {
	ref := c.ref()
	o := c.object()
	if o.Err() != nil {
		return c.refuse(ctx, ref, voipnow.ErrRequest)
	}
	action, _ := rest.Text(o.Raw("action"))
	view, _ := rest.Text(o.Raw("phoneCallViewId"))
	switch action {
	case voipnowwire.OnHold:
		if ref.Call == "" {
			return c.holdAll(ctx, ref, view)
		}
		return c.changed(c.svc.Calls.OnHold(ctx, c.caller, ref, view))
	case voipnowwire.OffHold:
		return c.changed(c.svc.Calls.OffHold(ctx, c.caller, ref, view))
	}
	return c.refuse(ctx, ref, voipnow.ErrNotImplemented)
}

// changed answers with a call that was changed.
func (c *call) changed(v voipnow.Call, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	if p := c.wireCall(v); c.opts.AcceptedStub {
		return reply{http.StatusAccepted, p.Stub()}, nil
	} else {
		return ok(p), nil
	}
}

func (c *call) holdAll(ctx context.Context, ref voipnow.Ref, view string) (reply, error) {
	held, err := c.svc.Calls.OnHoldAll(ctx, c.caller, ref, view)
	if err != nil || len(held) == 0 {
		return noContent, err
	}
	return ok(rest.List(held, c.wireCall)), nil
}

func hangUp(ctx context.Context, c *call) (reply, error) {
	ids, err := c.svc.Calls.HangUp(ctx, c.caller, c.ref(), plus(c.query().Get("phoneNumber")))
	if err != nil || len(ids) == 0 {
		return noContent, err
	}
	return ok(rest.List(ids, func(id string) voipnowwire.CallRef { return voipnowwire.CallRef{ID: id} })), nil
}

// plus puts a + back that was sent without being escaped (assumed).
func plus(s string) string { return strings.ReplaceAll(s, " ", "+") }

// createSimple takes no notice of the query (assumed): there is nobody to wait for, and
// waitForPickup, callDuration and the like change nothing that can be seen.
func createSimple(ctx context.Context, c *call) (reply, error) {
	user := c.params.At(0)
	c.query().Ignore("waitForPickup", "waitForPickUp", "callDuration", "allowPublicTransfer", "video")
	o := c.object()
	in := simpleInput(o)
	if o.Err() != nil {
		return c.refuse(ctx, voipnow.Ref{User: user, Extension: voipnow.Self}, voipnow.ErrRequest)
	}
	v, err := c.svc.Calls.CreateSimple(ctx, c.caller, user, in)
	return ok([]voipnowwire.PhoneCall{c.wireCall(v)}), err
}

func simpleInput(o *rest.Object) voipnow.SimpleCall {
	extension, _ := rest.Text(o.Raw("extension")) // if it is no text it is no extension either
	in := voipnow.SimpleCall{Extension: extension, Nonce: o.StringOr("nonce", "")}
	for _, v := range o.Objects("phoneCallView") {
		in.Views = append(in.Views, voipnow.SimpleView{
			Source: numbers(v, "source"), Destination: numbers(v, "destination"),
			CallerID: cmp.Or(v.StringOr("callerId", ""), v.StringOr("callerID", "")), // both are printed
		})
	}
	return in
}

// numbers reads a member that is a text or an array of texts. What is no text is
// passed on as what is no number.
func numbers(o *rest.Object, name string) []string {
	if s, ok := rest.Text(o.Raw(name)); ok {
		return []string{s}
	}
	items := o.Array(name)
	list := make([]string, len(items))
	for i, raw := range items {
		list[i], _ = rest.Text(raw)
	}
	return list
}
