package telecomxtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

// target is what a run of the suite tests: services on empty stores, or one PBX that
// is in use.
type target struct {
	empty func(T) *telecomx.Service // nil for a PBX in use
	used  func(T) *account          // the PBX in use
	write bool                      // whether that one may be written to
}

// account is who asks a PBX that has records, and what of it is looked at. Caller and
// token are zero if nobody has said who asks.
type account struct {
	*telecomx.Service
	caller   telecomx.Caller
	token    string
	customer string // "" for the caller's own
}

// Endpoint says what the suite is to look at in a PBX that is in use, and what it may do
// to it.
type Endpoint struct {
	// Token is one of the account that the service asks for. It says who asks, and so
	// what may be refused; without it, promises about a good token are skipped, and
	// those that need a level are tested whatever the account's is.
	Token string

	// Customer is the id of the customer whose settings and music are looked at; "" for
	// the account's own.
	Customer string

	// Writes allows the suite to make music-on-hold classes, whose names begin with
	// pbxkit- and which are removed again, and to fail to log in once. If a Customer is
	// named, the language in its settings is changed as well, and put back. All of that
	// is cleaned up also if a test fails. Otherwise the suite only reads.
	Writes bool
}

// RunEndpoint tests a PBX that is in use, through a client. Promises that need an empty
// store are skipped; those of the chapters Reads and Writes hold on any PBX.
func RunEndpoint(t *testing.T, svc *telecomx.Service, e Endpoint) { inUse(svc, e).run(suite.Of(t)) }

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
func CheckEndpoint(ctx context.Context, svc *telecomx.Service, e Endpoint) []Result {
	return suite.Collect(ctx, inUse(svc, e).run)
}

// CaseOf returns the name of the promise that a request of [CheckEndpoint] is for, from
// the request's context; "" for one that cleans up, or asks who asks.
func CaseOf(ctx context.Context) string { return suite.NameOf(ctx) }

// inUse is a PBX in use as a target. Who asks is found out once, for no promise in
// particular.
func inUse(svc *telecomx.Service, e Endpoint) *target {
	var once sync.Once
	a := &account{Service: svc, token: e.Token, customer: e.Customer}
	return &target{write: e.Writes, used: func(t T) *account {
		once.Do(func() { a.identify(suite.Afterwards(t.Context())) })
		return a
	}}
}

// identify asks whose the token is. If nobody says, a promise about it is broken.
func (a *account) identify(ctx context.Context) {
	if a.token == "" {
		return
	}
	if id, err := a.Sessions.Validate(ctx, a.token); err == nil {
		a.caller = id.Caller
	}
}

// needs skips a test if the account is known to have too low a level for it.
func (a *account) needs(t T, min telecomx.Level) {
	t.Helper()
	if a.caller.Level != "" && !a.caller.Level.AtLeast(min) {
		t.Skipf("needs an account of level %s, and this one has %s", min, a.caller.Level)
	}
}

// emptyStore returns a service on an empty store, or skips the test.
func (on *target) emptyStore(t T) *telecomx.Service {
	t.Helper()
	if on.empty == nil {
		t.Skip("needs an empty store of its own, and this PBX is in use")
	}
	svc := on.empty(t)
	if svc.Seed == nil {
		t.Skip("the records of this test can be made by seeding only, and Service.Seed is nil")
	}
	return svc
}

// anyPromise is a promise that holds on any PBX.
type anyPromise struct {
	name string
	test func(t T, a *account)
}

// reads tests promises that hold on any PBX and change nothing. A store of the suite's
// own has the documentation fixture.
func (on *target) reads(t T, promises []anyPromise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) { p.test(t, on.account(t)) })
	}
}

// writes tests promises that hold on any PBX that may be written to.
func (on *target) writes(t T, promises []anyPromise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) {
			if on.empty == nil && !on.write {
				t.Skip("writes, which nobody has allowed on this PBX")
			}
			p.test(t, on.account(t))
		})
	}
}

func (on *target) account(t T) *account {
	t.Helper()
	if on.empty == nil {
		return on.used(t)
	}
	svc := on.emptyStore(t)
	seed(t, svc, telecomx.Documentation())
	seed(t, svc, everyLevel())
	return &account{svc, owner, "token-machine", example}
}

// run tells the names that this process gives from those of another that tests the
// same PBX.
var run = rand.Uint32()

// runName returns a name that no record has which the suite did not make.
func runName() string { return fmt.Sprintf("pbxkit-%08x-%08x", run, rand.Uint32()) }

// afterwards has something done when the test has ended, however it did.
func afterwards(t T, do func(context.Context)) {
	ctx := suite.Afterwards(t.Context())
	t.Cleanup(func() { do(ctx) })
}

// tokens are those of the suite's callers, by employee. None of them expires, and a
// logout leaves that of the owner.
var tokens = map[string]string{
	personal.Employee: "token-personal", viewer.Employee: "token-viewer", manager.Employee: "token-manager", owner.Employee: "token-machine",
	theReseller.Employee: "token-reseller", admin.Employee: "token-admin", user.Employee: "token-user", resellerAdmin.Employee: "token-reseller-admin",
	newID: "new",
}

// TokenOf returns the token that opens the PBX for a caller of the suite, for a target
// that needs one to ask. It is there when the suite has loaded its records. There is
// none for callers who may do nothing.
func TokenOf(caller telecomx.Caller) (string, bool) {
	token, ok := tokens[strings.ToLower(caller.Employee)]
	return token, ok
}
