package voipnowclient

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// calls is the resource PhoneCalls. Callers are not sent: the credential decides.
type calls struct{ *client }

// Check asks for the calls that a Ref addresses, but not for much of them.
func (s calls) Check(ctx context.Context, _ voipnow.Caller, ref voipnow.Ref) error {
	q := voipnow.CallQuery{Fields: []string{"id"}}
	if ref.Call == "" {
		q.Count = 1
	}
	page, err := s.list(ctx, ref, q)
	if err == nil && ref.Call != "" && len(page.Calls) == 0 {
		return voipnow.ErrPhoneCall
	}
	return err
}

// refuse refuses what cannot be sent, unless what a Ref addresses is at fault, which
// comes first.
func (s calls) refuse(ctx context.Context, ref voipnow.Ref, fault *voipnow.Error) error {
	if err := s.Check(ctx, voipnow.Caller{}, ref); err != nil {
		return err
	}
	return fault
}

func (s calls) OnHold(ctx context.Context, _ voipnow.Caller, ref voipnow.Ref, view string) (voipnow.Call, error) {
	return s.change(ctx, ref, voipnowwire.OnHold, view)
}

func (s calls) OffHold(ctx context.Context, _ voipnow.Caller, ref voipnow.Ref, view string) (voipnow.Call, error) {
	return s.change(ctx, ref, voipnowwire.OffHold, view)
}

// change changes one call. Without its id the request would be one for all calls.
func (s calls) change(ctx context.Context, ref voipnow.Ref, action, view string) (voipnow.Call, error) {
	if ref.Call == "" {
		return voipnow.Call{}, s.refuse(ctx, ref, voipnow.ErrPhoneCall)
	}
	a, err := s.act(ctx, ref, action, view)
	if err != nil {
		return voipnow.Call{}, err
	}
	return phoneCall(a, voipnow.CallRecord{ID: ref.Call})
}

func (s calls) act(ctx context.Context, ref voipnow.Ref, action, view string) (*remote.Answer, error) {
	r, err := request(voipnow.UpdatePhoneCall, voipnow.UpdatePhoneCalls, ref)
	if err != nil {
		return nil, err
	}
	if !utf8.ValidString(view) {
		return nil, s.refuse(ctx, ref, voipnow.ErrView) // as no view has such an id
	}
	r.Once = ref.Call == ""
	if r, err = r.WithJSON(voipnowwire.Action{Action: action, ViewID: view}); err != nil {
		return nil, err
	}
	return s.Do(ctx, r)
}

// OnHoldAll is sent once, as a later request may reach calls that the first one did not.
// Of one call that the Ref names, the API says what is wrong with it; here that means
// that there is nothing to hold.
func (s calls) OnHoldAll(ctx context.Context, _ voipnow.Caller, ref voipnow.Ref, view string) ([]voipnow.Call, error) {
	a, err := s.act(ctx, ref, voipnowwire.OnHold, view)
	switch {
	case err == nil:
		return phoneCalls(a)
	case view != "" && errors.Is(err, voipnow.ErrView), ref.Call != "" && isCallID(ref.Call) && errors.Is(err, voipnow.ErrPhoneCall):
		return []voipnow.Call{}, nil
	}
	return nil, err
}

// isCallID reports whether a text can be the id of a call: letters and digits.
func isCallID(s string) bool {
	for _, r := range s {
		if !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') {
			return false
		}
	}
	return true
}

// List names the order, as the one without a name is assumed.
func (s calls) List(ctx context.Context, _ voipnow.Caller, ref voipnow.Ref, q voipnow.CallQuery) (voipnow.CallPage, error) {
	if ref.Call == "" {
		q.SortOrder = cmp.Or(q.SortOrder, "ascending")
	}
	return s.list(ctx, ref, q)
}

// HangUp of all calls is sent once, as a later request may reach calls that the first
// one did not.
func (s calls) HangUp(ctx context.Context, _ voipnow.Caller, ref voipnow.Ref, phoneNumber string) ([]string, error) {
	r, err := request(voipnow.HangUpPhoneCall, voipnow.HangUpPhoneCalls, ref)
	if err != nil {
		return nil, err
	}
	r.Once = ref.Call == ""
	if phoneNumber != "" {
		r.Query = url.Values{"phoneNumber": {phoneNumber}}
	}
	a, err := s.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	ended, err := several[voipnowwire.CallRef](a)
	if err != nil {
		return nil, err
	}
	return wire.List(ended, func(r voipnowwire.CallRef) string { return r.ID }), nil
}

func (s calls) CreateSimple(ctx context.Context, _ voipnow.Caller, user string, in voipnow.SimpleCall) (voipnow.Call, error) {
	if user == "" {
		return voipnow.Call{}, voipnow.ErrUser
	}
	r := remote.Request{Operation: operations[voipnow.CreateSimplePhoneCall], Params: []string{user}}
	r, err := r.WithJSON(voipnowwire.NewSimpleCall(in))
	if err != nil { // it is not UTF-8
		return voipnow.Call{}, s.refuse(ctx, voipnow.Ref{User: user, Extension: in.Extension}, voipnow.ErrRequest)
	}
	a, err := s.Do(ctx, r)
	if err != nil {
		return voipnow.Call{}, err
	}
	return phoneCall(a, voipnow.CallRecord{Extension: in.Extension, Nonce: in.Nonce})
}
