// Package telecomxtest is the behaviour of a TelecomX hosted PBX as a test suite, for
// every [telecomx.Service]. There are three kinds of target:
//
//   - The service of [telecomx.New] on any backend, see [Run].
//   - Clients of an adapter, or of a proxy, one for each caller: [Run] as well, with a
//     Seed that reaches the store behind them. [TokenOf] says what opens it for whom.
//   - A PBX in use, see [RunEndpoint] and, outside of go test, [CheckEndpoint].
//
// A target that is a service in memory:
//
//	func TestBehaviour(t *testing.T) {
//		telecomxtest.Run(t, func(t *testing.T) *telecomx.Service {
//			clock := func() time.Time { return telecomxtest.Clock }
//			return telecomx.New(memstore.New(telecomx.Tables()...), telecomx.WithClock(clock))
//		})
//	}
//
// The names of the tests are the same for all of them. What a target cannot do is
// skipped, with the reason.
//
// There is a file for each chapter of the vendor's reference, and a subtest for
// each promise. The suite asks for the documented behaviour without
// [telecomx.Deviations], and for what package telecomx assumes where the reference
// is silent.
package telecomxtest

import (
	"context"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

// Clock is the time at which the services of the suite have to believe to be.
var Clock = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

// T is a test, in go test or outside of it.
type T = suite.T

// Run tests a service. It calls open once for every promise, and for some twice: open
// returns a service on an empty store, whose clock is fixed at [Clock]. The service has
// to have a [telecomx.SeedService], as nothing can be asked of an empty PBX; without one
// everything is skipped.
func Run(t *testing.T, open func(t *testing.T) *telecomx.Service) {
	// The suite's T does not say so, but is of a *testing.T here.
	on := &target{empty: func(inner T) *telecomx.Service { return open(suite.GoTest(inner)) }}
	on.run(suite.Of(t))
}

// Check does what [Run] does, outside of go test.
func Check(ctx context.Context, open func(T) *telecomx.Service) []Result {
	return suite.Collect(ctx, (&target{empty: open}).run)
}

// run tests every chapter.
func (on *target) run(t T) {
	for _, chapter := range []struct {
		name string
		test func(T, *target)
	}{
		{"Auth", testAuth},
		{"Sessions", testSessions},
		{"Access", testAccess},
		{"Settings", testSettings},
		{"SettingsUpdate", testSettingsUpdate},
		{"MusicOnHold", testMusicOnHold},
		{"MusicOnHoldList", testMusicOnHoldList},
		{"Seed", testSeed},
		{"SeedErrors", testSeedErrors},
		{"Concurrency", testConcurrency},
		{"Reads", testReads},
		{"Writes", testWrites},
	} {
		t.Run(chapter.name, func(t T) { chapter.test(t, on) })
	}
}

// promise is one promise of a chapter and how it is tested.
type promise struct {
	name string
	test func(t T, svc *telecomx.Service)
}

// check tests promises, each with a service of its own on which everyLevel is
// loaded.
func check(t T, on *target, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) {
			svc := on.emptyStore(t)
			seed(t, svc, telecomx.Documentation())
			seed(t, svc, everyLevel())
			p.test(t, svc)
		})
	}
}
