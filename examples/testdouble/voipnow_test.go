package main

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/voipnow"
)

func newVoipNow(pbx *pbxtest.Server) *VoipNow {
	app := pbx.Credentials.VoipNow
	return NewVoipNow(pbx.URL(), app.ClientID, app.ClientSecret, pbx.Client())
}

// switchboard is a call between the extensions of two users, the first of whom an app
// acts for.
func switchboard(b *pbxtest.Builder) {
	b.VoipNow.Organization("Alderbrook Telecom", "0003")
	b.VoipNow.User("12")
	b.VoipNow.User("13")
	b.VoipNow.App("switchboard", "app-secret").Of("12")
	b.VoipNow.Extension("210").Of("12")
	b.VoipNow.Extension("024").Of("13")
	b.VoipNow.Call("210", "024").WithID("c0ffee")
}

// A change is best looked for where it is to be: in the records of the PBX, which are
// typed. The clock stands still until it is moved, so that times can be compared.
func TestACallIsHeldAndUnheld(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Built(switchboard))
	c := newVoipNow(pbx)
	held := pbx.Now()

	for range 2 { // the second time changes nothing
		call, err := c.Hold(t.Context(), "0003*210", "c0ffee", "00")
		if err != nil || call.Views[0].Holder != 1 || !call.Views[0].OnHold.Equal(held) {
			t.Fatalf("call %+v, error %v; want it held since %v", call, err, held)
		}
		pbx.Advance(time.Second)
	}
	if diff := cmp.Diff([]time.Time{held, {}}, holds(t, pbx)); diff != "" {
		t.Errorf("since when the views hold (-want +got):\n%s", diff)
	}

	call, err := c.Unhold(t.Context(), "0003*210", "c0ffee", "00")
	if err != nil || call.Views[0].Holder != 0 || !call.Views[0].OnHold.IsZero() {
		t.Fatalf("call %+v, error %v; want it not held", call, err)
	}
	if diff := cmp.Diff([]time.Time{{}, {}}, holds(t, pbx)); diff != "" {
		t.Errorf("since when the views hold (-want +got):\n%s", diff)
	}
	pbx.Journal().ExpectCount(t, 2, voipnow.UpdatePhoneCall, pbxtest.Member("action", "OnHold"), pbxtest.Value("phoneCallId", "c0ffee"))
	pbx.Journal().ExpectCount(t, 1, voipnow.UpdatePhoneCall, pbxtest.Member("action", "OffHold"))
}

// holds returns since when each view of the call holds it, as the user sees it whom
// the credentials of the PBX stand for.
func holds(t *testing.T, pbx *pbxtest.Server) (since []time.Time) {
	t.Helper()
	callers, err := pbx.Callers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ref := voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self, Call: "c0ffee"}
	page, err := pbx.VoipNow.Calls.List(t.Context(), callers.VoipNow, ref, voipnow.CallQuery{})
	if err != nil || len(page.Calls) != 1 {
		t.Fatalf("%d calls, error %v; want one", len(page.Calls), err)
	}
	for _, view := range page.Calls[0].Views {
		since = append(since, view.Held)
	}
	return since
}

func TestACallThatHasEndedIsRefused(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Built(switchboard))
	_, err := newVoipNow(pbx).Hold(t.Context(), "0003*210", "decaf", "00")
	if refused, ok := errors.AsType[*VoipNowError](err); !ok || refused.Code != "pc_phonecall_invalid" {
		t.Errorf("error %v, want pc_phonecall_invalid", err)
	}
}

func TestAnAppThatIsNotKnownGetsNoToken(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Built(switchboard))
	c := NewVoipNow(pbx.URL(), "switchboard", "wrong", pbx.Client())
	_, err := c.Hold(t.Context(), "0003*210", "c0ffee", "00")
	if refused, ok := errors.AsType[*VoipNowError](err); !ok || refused.Code != "invalid_client" {
		t.Errorf("error %v, want invalid_client", err)
	}
	pbx.Journal().ExpectNone(t, voipnow.UpdatePhoneCall)
}

// A server that refuses every token must not be asked for tokens for ever.
func TestAFreshTokenThatIsRefusedIsAnError(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Built(switchboard))
	pbx.Fault(t, pbxtest.Fault{Operation: voipnow.UpdatePhoneCall, Err: voipnow.ErrAccessDenied})
	_, err := newVoipNow(pbx).Hold(t.Context(), "0003*210", "c0ffee", "00")
	if refused, ok := errors.AsType[*VoipNowError](err); !ok || refused.Code != "access_denied" {
		t.Errorf("error %v, want access_denied", err)
	}
	pbx.Journal().ExpectCount(t, 2, voipnow.CreateToken)
}

// Whoever waits for the token that somebody else fetches gives up when their own time
// is up.
func TestAWaitForATokenEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.Built(switchboard))
		pbx.Fault(t, pbxtest.Fault{Operation: voipnow.CreateToken, Break: pbxtest.Stall})
		c := newVoipNow(pbx)
		began := time.Now()

		var wg sync.WaitGroup
		for _, patience := range []time.Duration{time.Minute, time.Second} {
			wg.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				_, err := c.Hold(ctx, "0003*210", "c0ffee", "00")
				if waited := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || waited != patience {
					t.Errorf("error %v after %v, want %v after %v", err, waited, context.DeadlineExceeded, patience)
				}
			})
			synctest.Wait() // until the goroutine does
		}
		wg.Wait()
		pbx.Journal().ExpectCount(t, 1, voipnow.CreateToken)
	})
}

// The time of this PBX is that of the bubble, as is that of a client which knows of no
// test. The hour of a token passes for both while the test sleeps, and with Advance for
// the PBX alone, whose token then ends before the client expects it. The journal tells
// how often a token was asked for, however the goroutines meet.
func TestATokenIsRenewedOnceForEveryone(t *testing.T) {
	tests := map[string]struct {
		pass    func(*pbxtest.Server, time.Duration)
		refused bool
	}{
		"the client knows that it has expired": {pass: func(_ *pbxtest.Server, d time.Duration) { time.Sleep(d) }},
		"the client is told":                   {pass: (*pbxtest.Server).Advance, refused: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.WithClock(time.Now), pbxtest.Built(switchboard))
				c := newVoipNow(pbx)
				holdByTen(t, c)
				test.pass(pbx, 59*time.Minute)
				holdByTen(t, c)
				pbx.Journal().ExpectCount(t, 1, voipnow.CreateToken)

				test.pass(pbx, time.Minute)
				holdByTen(t, c)
				pbx.Journal().ExpectCount(t, 2, voipnow.CreateToken)
				pbx.Journal().ExpectCount(t, 30, voipnow.UpdatePhoneCall, pbxtest.Status(200))
				if !test.refused {
					pbx.Journal().ExpectNone(t, nil, pbxtest.Status(401))
				}
			})
		})
	}
}

// holdByTen has ten goroutines hold the call.
func holdByTen(t *testing.T, c *VoipNow) {
	t.Helper()
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if _, err := c.Hold(t.Context(), "0003*210", "c0ffee", "00"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
