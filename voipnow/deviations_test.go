package voipnow_test

import (
	"errors"
	"testing"

	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowtest"
)

func TestExpiredStatus(t *testing.T) {
	svc := newService(voipnow.WithDeviations(voipnow.Deviations{ExpiredStatus: 403}))
	f := voipnow.Documentation()
	f.Tokens = append(f.Tokens, voipnow.Token{Value: "expired", UserID: "12", Expires: voipnowtest.Clock})
	load(t, svc, f)
	for token, want := range map[string]int{"expired": 403, "unknown": 401} {
		_, err := svc.Auth.Check(t.Context(), voipnow.Credential{AccessRequestToken: token})
		e, ok := errors.AsType[*voipnow.Error](err)
		if !ok || !errors.Is(err, voipnow.ErrAccessDenied) || e.Status != want {
			t.Errorf("Check(%s) = %v, want an ErrAccessDenied with status %d", token, err, want)
		}
	}
	if voipnow.ErrAccessDenied.Status != 401 {
		t.Error("the kind of the error has changed")
	}
}

func TestAllowHoldUnanswered(t *testing.T) {
	f := voipnow.Documentation()
	f.Calls[1].Views[0].Status = voipnow.StatusRinging
	f.Calls = f.Calls[1:2]
	caller, ref := voipnow.Caller{UserID: "12"}, voipnow.Ref{User: voipnow.Me, Extension: "210"}
	for _, allow := range []bool{false, true} {
		svc := newService(voipnow.WithDeviations(voipnow.Deviations{AllowHoldUnanswered: allow}))
		load(t, svc, f)
		held, err := svc.Calls.OnHoldAll(t.Context(), caller, ref, "01")
		if err != nil || (len(held) == 1) != allow {
			t.Errorf("allowed: %v: OnHoldAll = %d calls, %v", allow, len(held), err)
		}
		one := ref
		one.Call = f.Calls[0].ID
		if _, err := svc.Calls.OnHold(t.Context(), caller, one, "01"); (err == nil) != allow {
			t.Errorf("allowed: %v: OnHold: %v", allow, err)
		}
		dumped, err := svc.Seed.Dump(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		load(t, newService(voipnow.WithDeviations(voipnow.Deviations{AllowHoldUnanswered: allow})), dumped)
	}
}

func load(t *testing.T, svc *voipnow.Service, f *voipnow.Fixture) {
	t.Helper()
	if err := svc.Seed.Load(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}
