package broadworkstest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

// target is what a run of the suite tests: services on empty stores, or one gateway
// that is in use.
type target struct {
	empty    func(T) *broadworks.Service // nil for a gateway in use
	svc      *broadworks.Service         // the gateway in use
	endpoint Endpoint
}

// Endpoint says what of a gateway in use the suite looks at, and what it may do.
type Endpoint struct {
	// Users are whose music, files and groups are looked at: the API lists no users.
	// None stands for the user that the account is, if it is one.
	Users []broadworks.UserRef

	// Writes allows the suite to change the music of Users. It is put back as it
	// was, also if a test fails. Otherwise the suite only reads.
	Writes bool
}

// RunEndpoint tests a gateway that is in use, through a client. Promises that need an
// empty store are skipped; those of the chapters Reads and Writes hold on any.
func RunEndpoint(t *testing.T, svc *broadworks.Service, e Endpoint) {
	on := &target{svc: svc, endpoint: e}
	for _, c := range chapters() {
		t.Run(c.name, func(t *testing.T) { c.test(suite.Of(t), on) })
	}
}

// Result is what came of a promise.
type Result = suite.Result

// Verdict is what came of a promise, in a word.
type Verdict = suite.Verdict

// The verdicts of a Result.
const (
	Passed  = suite.Passed
	Failed  = suite.Failed
	Skipped = suite.Skipped
)

// CheckEndpoint does what [RunEndpoint] does, outside of go test.
func CheckEndpoint(ctx context.Context, svc *broadworks.Service, e Endpoint) []Result {
	on := &target{svc: svc, endpoint: e}
	return suite.Collect(ctx, func(t T) {
		for _, c := range chapters() {
			t.Run(c.name, func(t T) { c.test(t, on) })
		}
	})
}

// CaseOf returns the name of the promise that a request of [CheckEndpoint] is for, from
// the request's context; "" for one that cleans up.
func CaseOf(ctx context.Context) string { return suite.NameOf(ctx) }

// emptyStore returns a service on an empty store, or skips the test.
func (on *target) emptyStore(t T) *broadworks.Service {
	t.Helper()
	if on.empty == nil {
		t.Skip("needs an empty store of its own, and this gateway is in use")
	}
	svc := on.empty(t)
	if svc.Seed == nil {
		t.Skip("the records of this test can be made by seeding only, and Service.Seed is nil")
	}
	return svc
}

// inUse is what the chapters Reads and Writes look at.
type inUse struct {
	svc    *broadworks.Service
	caller broadworks.Caller // of everything; a client does not send it
	users  []broadworks.UserRef
}

// anyPromise is a promise that holds on any system.
type anyPromise struct {
	name string
	test func(t T, on *inUse)
}

// reads tests promises that hold on any system and change nothing. A store of the
// suite's own has the documentation fixture.
func (on *target) reads(t T, promises []anyPromise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) { p.test(t, on.inUse(t)) })
	}
}

// writes tests promises that hold on any system that may be written to.
func (on *target) writes(t T, promises []anyPromise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) {
			switch {
			case on.empty != nil:
			case !on.endpoint.Writes:
				t.Skip("writes, which nobody has allowed on this gateway")
			case len(on.endpoint.Users) == 0:
				t.Skip("writes, and nobody is named whose music may be changed")
			}
			p.test(t, on.inUse(t))
		})
	}
}

func (on *target) inUse(t T) *inUse {
	t.Helper()
	if on.empty == nil {
		return &inUse{svc: on.svc, users: on.endpoint.Users}
	}
	svc := on.emptyStore(t)
	documented(t, svc)
	return &inUse{svc, system(t, svc), []broadworks.UserRef{foouser, otheruser}}
}

// account returns who the caller is.
func (on *inUse) account(t T) broadworks.Caller {
	t.Helper()
	return suite.Must(on.svc.Sessions.Info(t.Context(), on.caller))(t)
}

// needLevel returns who the caller is, or skips the test if that is too little.
func (on *inUse) needLevel(t T, minimum broadworks.Level) broadworks.Caller {
	t.Helper()
	caller := on.account(t)
	if caller.Level < minimum {
		t.Skipf("needs an account of user_level %d, and this one has %d", minimum, caller.Level)
	}
	return caller
}

// needUsers returns the users to look at, or skips the test if there are none.
func (on *inUse) needUsers(t T) []broadworks.UserRef {
	t.Helper()
	if len(on.users) > 0 {
		return on.users
	}
	caller := on.account(t)
	own := broadworks.UserRef{TenantID: caller.TenantID, GroupID: caller.GroupID, UserID: caller.UserID}
	if own.TenantID == "" || own.GroupID == "" || own.UserID == "" {
		t.Skip("no user is named to look at, and the account is none")
	}
	return []broadworks.UserRef{own}
}

// needGroups returns the groups of the users to look at, or skips the test if the
// account may not.
func (on *inUse) needGroups(t T) []broadworks.GroupRef {
	t.Helper()
	on.needLevel(t, broadworks.GroupAdmin)
	var groups []broadworks.GroupRef
	for _, u := range on.needUsers(t) {
		groups = append(groups, broadworks.GroupRef{TenantID: u.TenantID, GroupID: u.GroupID})
	}
	return groups
}

// run tells the names that this process gives from those of another that tests the
// same system.
var run = rand.Uint32()

// runName returns a name that nothing has.
func runName() string { return fmt.Sprintf("pbxkit-%08x-%08x", run, rand.Uint32()) }

// afterwards has something done when the test has ended, however it did.
func afterwards(t T, do func(context.Context)) {
	ctx := suite.Afterwards(t.Context())
	t.Cleanup(func() { do(ctx) })
}
