package main

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/pbxtest"
)

func newBroadWorks(pbx *pbxtest.Server) *BroadWorks {
	return NewBroadWorks(pbx.URLs().BroadWorks, pbx.Credentials.BroadWorks.Token, pbx.Client())
}

// foo is the user of the vendor's page.
var foo = BroadWorksUser{Tenant: "foo", Group: "foogroup", ID: "foouser"}

func TestMusicOnHoldIsSwitched(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.FailOnUnread())
	c := newBroadWorks(pbx)
	for _, on := range []bool{true, false} {
		music, err := c.SwitchMusicOnHold(t.Context(), foo, on)
		if err != nil || music.Active != on || music.Source.Selection != "Custom" {
			t.Errorf("music %+v, error %v; want it active: %v, from Custom as before", music, err, on)
		}
		if music, err = c.MusicOnHold(t.Context(), foo); err != nil || music.Active != on {
			t.Errorf("music %+v, error %v; want it active: %v", music, err, on)
		}
		pbx.Journal().Expect(t, broadworks.UpdateUserMusicOnHold, pbxtest.Value("user_id", "foouser"), pbxtest.Member("isActive", on))
	}
}

func TestARefusalHasAReason(t *testing.T) {
	pbx := pbxtest.Run(t)
	refusal := broadworks.ErrFailedToUpdate.Refuse("isActive: not today")
	pbx.Fault(t, pbxtest.Fault{Operation: broadworks.UpdateUserMusicOnHold, Err: refusal})
	_, err := newBroadWorks(pbx).SwitchMusicOnHold(t.Context(), foo, true)
	if refused, ok := errors.AsType[*BroadWorksError](err); !ok || refused.Message != "failed to update" || refused.Reason != "isActive: not today" {
		t.Errorf("error %v, want %v", err, refusal)
	}
}

// busy is a gateway that does not take changes of music for now.
func busy(times int, retryAfter time.Duration) pbxtest.Fault {
	return pbxtest.Fault{Operation: broadworks.UpdateUserMusicOnHold, RetryAfter: retryAfter, Times: times}
}

// The clock of a testing/synctest bubble moves on as soon as everyone in it waits, so
// that a wait of a minute takes no time. As nobody can wait for a socket there, the PBX
// is one that is reached in memory.
func TestABusyGatewayIsGivenTheTimeItAsksFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.InMemory())
		pbx.Fault(t, busy(2, 30*time.Second))
		asked := time.Now() // of the bubble, as are all waits in it

		music, err := newBroadWorks(pbx).SwitchMusicOnHold(t.Context(), foo, true)
		if err != nil || !music.Active {
			t.Fatalf("music %+v, error %v; want it active", music, err)
		}
		if waited := time.Since(asked); waited != time.Minute {
			t.Errorf("the client waited %v, want twice the 30s it was asked to", waited)
		}
		pbx.Journal().ExpectCount(t, 2, broadworks.UpdateUserMusicOnHold, pbxtest.Status(429))
		pbx.Journal().ExpectCount(t, 1, broadworks.UpdateUserMusicOnHold, pbxtest.Status(200))
	})
}

// Any answer can be a fault, such as one that no vendor would give.
func TestAGatewayThatDoesNotSayHowLongIsAskedEverySecond(t *testing.T) {
	for name, header := range map[string]http.Header{
		"nothing is said": nil,
		"no time":         {"Retry-After": {"0"}},
		"no number":       {"Retry-After": {"soon"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pbx := pbxtest.Run(t, pbxtest.InMemory())
				pbx.Fault(t, pbxtest.Fault{Operation: broadworks.GetUserMusicOnHold, Status: 429, Header: header, Times: 3})
				asked := time.Now()
				_, err := newBroadWorks(pbx).MusicOnHold(t.Context(), foo)
				if waited := time.Since(asked); err != nil || waited != 3*time.Second {
					t.Errorf("error %v after %v, want none after 3s", err, waited)
				}
			})
		})
	}
}

func TestAGatewayThatAsksForTooMuchTimeIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.InMemory())
		pbx.Fault(t, busy(0, time.Minute))
		c := newBroadWorks(pbx)
		c.MaxWait = 3 * time.Minute

		_, err := c.SwitchMusicOnHold(t.Context(), foo, true)
		if refused, ok := errors.AsType[*BroadWorksError](err); !ok || refused.Status != 429 {
			t.Errorf("error %v, want 429", err)
		}
		pbx.Journal().ExpectCount(t, 4, broadworks.UpdateUserMusicOnHold)
	})
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.InMemory())
		pbx.Fault(t, busy(0, time.Minute))
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		asked := time.Now()

		_, err := newBroadWorks(pbx).SwitchMusicOnHold(ctx, foo, true)
		if waited := time.Since(asked); !errors.Is(err, context.DeadlineExceeded) || waited != 90*time.Second {
			t.Errorf("error %v after %v, want %v after 90s", err, waited, context.DeadlineExceeded)
		}
		pbx.Journal().ExpectCount(t, 2, broadworks.UpdateUserMusicOnHold)
	})
}

// An answer that begins and never ends is given up by whoever has a deadline.
func TestAGatewayThatHangsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.InMemory())
		pbx.Fault(t, pbxtest.Fault{Operation: broadworks.GetUserMusicOnHold, Break: pbxtest.Stall})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()

		if _, err := newBroadWorks(pbx).MusicOnHold(ctx, foo); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want %v", err, context.DeadlineExceeded)
		}
	})
}
