package voipnowtest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

// target is what a run of the suite tests: services on empty stores, or one PBX that
// is in use.
type target struct {
	empty    func(T) *voipnow.Service // nil for a PBX in use
	svc      *voipnow.Service         // the PBX in use
	endpoint Endpoint
}

// Endpoint says what of a PBX in use the suite looks at, and what it may do there. The
// zero Endpoint reads what the account of a client reaches.
type Endpoint struct {
	// Caller is who asks. A client does not send it: its credential decides.
	Caller voipnow.Caller

	// Calls are the calls to look at; the zero Ref stands for all that the caller
	// reaches. Other calls are left alone, but for being listed.
	Calls voipnow.Ref

	// Writes allows the suite to have the view View of the call that Calls names hold it
	// and let go again, and to ask for what has to be refused. No phone rings, and no
	// call ends. Without a call, or a view, that part is skipped.
	Writes bool
	View   string // such as 01

	// App may be given a token, which ends by itself, if Writes allows it; none is if it
	// is zero.
	App voipnow.GrantRequest
}

// RunEndpoint tests a PBX that is in use, through a client. Promises that need an empty
// store are skipped; those of the chapters Reads and Writes hold on any PBX.
func RunEndpoint(t *testing.T, svc *voipnow.Service, e Endpoint) {
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
func CheckEndpoint(ctx context.Context, svc *voipnow.Service, e Endpoint) []Result {
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
func (on *target) emptyStore(t T) *voipnow.Service {
	t.Helper()
	if on.empty == nil {
		t.Skip("needs an empty store of its own, and this PBX is in use")
	}
	return on.empty(t)
}

// place is where promises are tested that hold on any PBX.
type place struct {
	*voipnow.Service
	caller voipnow.Caller
	all    voipnow.Ref // all calls to look at
	call   string      // the one that may be held, by view; "" for none
	view   string
	app    voipnow.GrantRequest
}

// anyPromise is a promise that holds on any PBX.
type anyPromise struct {
	name string
	test func(T, place)
}

// reads tests promises that change nothing. A store of the suite's own has the
// documentation fixture.
func (on *target) reads(t T, promises []anyPromise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) { p.test(t, on.inUse(t)) })
	}
}

// writes tests promises that hold on any PBX that may be written to.
func (on *target) writes(t T, promises []anyPromise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) {
			if on.empty == nil && !on.endpoint.Writes {
				t.Skip("writes, which nobody has allowed on this PBX")
			}
			p.test(t, on.inUse(t))
		})
	}
}

func (on *target) inUse(t T) place {
	t.Helper()
	e := on.endpoint
	svc := on.svc
	if on.empty != nil {
		svc = on.empty(t)
		seed(t, svc, voipnow.Documentation())
		e = Endpoint{Caller: ann, Calls: annsCall, View: "01", App: exampleApp}
	}
	all := voipnow.Ref{User: cmp.Or(e.Calls.User, voipnow.Me), Extension: cmp.Or(e.Calls.Extension, voipnow.Self)}
	return place{svc, e.Caller, all, e.Calls.Call, e.View, e.App}
}

// one returns the Ref of a call in a place.
func (p place) one(id string) voipnow.Ref {
	ref := p.all
	ref.Call = id
	return ref
}

// madeUp returns the id of a call that there is not.
func madeUp() string { return fmt.Sprintf("pbxkit%08x", rand.Uint32()) }

// afterwards has something done when the test has ended, however it did.
func afterwards(t T, do func(context.Context)) {
	ctx := suite.Afterwards(t.Context())
	t.Cleanup(func() { do(ctx) })
}
