package voipnowtest

import (
	"context"
	"errors"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

// testWrites tests what holds on any PBX that may be written to. It changes one view of one
// call, which has to be named, and takes that back. The rest has to be refused: what would
// ring a phone or end a call is not asked for.
func testWrites(t T, on *target) {
	on.writes(t, []anyPromise{
		{"a view holds a call and lets it go", ownHold},
		{"holding twice is like holding once", ownHoldTwice},
		{"a view that was made up cannot hold", ownViewRefused},
		{"a call that was made up cannot be held", ownCallRefused},
		{"a call that was made up is none to hang up", ownHangUp},
		{"nobody is called without numbers", ownCallOfNobody},
		{"an app gets a token", ownToken},
	})
}

// named returns the call that may be held, which is not on hold, or skips the test.
// Afterwards it is not on hold again.
func (p place) named(t T) voipnow.Ref {
	t.Helper()
	if p.call == "" || p.view == "" {
		t.Skip("needs a call and a view that may be put on hold, and none are named")
	}
	ref := p.one(p.call)
	page := suite.Must(p.Calls.List(t.Context(), p.caller, ref, voipnow.CallQuery{}))(t)
	if len(page.Calls) != 1 {
		t.Skipf("call %s is not there", p.call)
	}
	v := view(t, page.Calls[0], p.view)
	switch {
	case v.Status != voipnow.StatusOnCall:
		t.Skipf("view %s of call %s is not on the call: status %d", p.view, p.call, v.Status)
	case !v.Held.IsZero():
		t.Skipf("view %s of call %s is on hold, and whoever holds it would not like that to end", p.view, p.call)
	}
	afterwards(t, func(ctx context.Context) {
		if err := second(p.Calls.OffHold(ctx, p.caller, ref, p.view)); err != nil && !errors.Is(err, voipnow.ErrPhoneCall) {
			t.Errorf("view %s of call %s may still be on hold: %v", p.view, p.call, err)
		}
	})
	return ref
}

// view returns the view of a call with an id.
func view(t T, c voipnow.Call, id string) voipnow.View {
	t.Helper()
	for _, v := range c.Views {
		if v.ID == id {
			return v
		}
	}
	t.Fatalf("call %s has no view %s", c.ID, id)
	return voipnow.View{}
}

// holding checks whether the view that is named holds the call, in an answer and in the
// list after it.
func (p place) holding(t T, what string, answer voipnow.Call, want bool) {
	t.Helper()
	suite.Equal(t, what+": id", answer.ID, p.call)
	if len(answer.Views) > 0 { // not in the answer 202 that the page prints
		suite.Equal(t, what+": holds", !view(t, answer, p.view).Held.IsZero(), want)
	}
	page := suite.Must(p.Calls.List(t.Context(), p.caller, p.one(p.call), voipnow.CallQuery{}))(t)
	if len(page.Calls) != 1 {
		t.Skipf("call %s has ended meanwhile", p.call)
	}
	suite.Equal(t, what+": holds, as listed", !view(t, page.Calls[0], p.view).Held.IsZero(), want)
}

func ownHold(t T, p place) {
	ref := p.named(t)
	p.holding(t, "OnHold", suite.Must(p.Calls.OnHold(t.Context(), p.caller, ref, p.view))(t), true)
	p.holding(t, "OffHold", suite.Must(p.Calls.OffHold(t.Context(), p.caller, ref, p.view))(t), false)
}

func ownHoldTwice(t T, p place) {
	ref := p.named(t)
	for range 2 {
		p.holding(t, "OnHold", suite.Must(p.Calls.OnHold(t.Context(), p.caller, ref, p.view))(t), true)
	}
	for range 2 {
		p.holding(t, "OffHold", suite.Must(p.Calls.OffHold(t.Context(), p.caller, ref, p.view))(t), false)
	}
}

func ownViewRefused(t T, p place) {
	ref := p.named(t)
	refusedAs(t, "OnHold", second(p.Calls.OnHold(t.Context(), p.caller, ref, madeUp())), voipnow.ErrView)
	refusedAs(t, "OffHold", second(p.Calls.OffHold(t.Context(), p.caller, ref, madeUp())), voipnow.ErrView)
}

func ownCallRefused(t T, p place) {
	ref := p.one(madeUp())
	refusedAs(t, "OnHold", second(p.Calls.OnHold(t.Context(), p.caller, ref, "00")), voipnow.ErrPhoneCall)
	refusedAs(t, "OffHold", second(p.Calls.OffHold(t.Context(), p.caller, ref, "00")), voipnow.ErrPhoneCall)
}

// ownHangUp: that it is no error is assumed.
func ownHangUp(t T, p place) {
	ended, err := p.Calls.HangUp(t.Context(), p.caller, p.one(madeUp()), "")
	if errors.Is(err, voipnow.ErrPhoneCall) {
		return
	}
	suite.Succeeds(t, err)
	suite.Equal(t, "calls that ended", ended, []string{})
}

// ownCallOfNobody asks for a call that has neither parties nor an extension: there is
// nothing to ring, whatever the PBX makes of it. What comes first is assumed.
func ownCallOfNobody(t T, p place) {
	err := second(p.Calls.CreateSimple(t.Context(), p.caller, voipnow.Me, voipnow.SimpleCall{Extension: unknownExtension}))
	if !errors.Is(err, voipnow.ErrRequest) {
		refusedAs(t, "CreateSimple", err, voipnow.ErrExtension)
	}
}

func ownToken(t T, p place) {
	switch {
	case p.Auth == nil:
		t.Skip("needs Service.Auth, which is nil")
	case p.app == voipnow.GrantRequest{}:
		t.Skip("needs an app that may have a token, and none is named")
	}
	grant := suite.Must(p.Auth.Grant(t.Context(), p.app))(t)
	if grant.AccessToken == "" || grant.ExpiresIn <= 0 || !strings.EqualFold(grant.TokenType, "Bearer") {
		t.Errorf("a token of %d bytes and type %q for %d seconds, want a Bearer that lasts", len(grant.AccessToken), grant.TokenType, grant.ExpiresIn)
	}
}
