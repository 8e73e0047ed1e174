package xivotest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

// target is what a run of the suite tests: services on empty stores, or one PBX that
// is in use.
type target struct {
	empty    func(T) *xivo.Service // nil for a PBX in use
	svc      *xivo.Service         // the PBX in use
	endpoint Endpoint
}

// Endpoint says what the suite may do to a PBX that is in use.
type Endpoint struct {
	// Writes allows the suite to make meeting rooms and callback lists, whose names
	// begin with pbxkit- and which are removed again, also if a test fails. Otherwise
	// it only reads.
	Writes bool
}

// RunEndpoint tests a PBX that is in use, through a client. Promises that need an empty
// store are skipped; those of the chapters Reads and Writes hold on any PBX.
func RunEndpoint(t *testing.T, svc *xivo.Service, e Endpoint) {
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
func CheckEndpoint(ctx context.Context, svc *xivo.Service, e Endpoint) []Result {
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
func (on *target) emptyStore(t T) *xivo.Service {
	t.Helper()
	if on.empty == nil {
		t.Skip("needs an empty store of its own, and this PBX is in use")
	}
	return on.empty(t)
}

// reads tests promises that hold on any PBX and change nothing. A store of the suite's
// own has the documentation fixture, if it can be seeded.
func (on *target) reads(t T, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) { p.test(t, on.inUse(t)) })
	}
}

// writes tests promises that hold on any PBX that may be written to.
func (on *target) writes(t T, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) {
			if on.empty == nil && !on.endpoint.Writes {
				t.Skip("writes, which nobody has allowed on this PBX")
			}
			p.test(t, on.inUse(t))
		})
	}
}

func (on *target) inUse(t T) *xivo.Service {
	t.Helper()
	if on.empty == nil {
		return on.svc
	}
	svc := on.empty(t)
	if svc.Seed != nil {
		documented(t, svc)
	}
	return svc
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
